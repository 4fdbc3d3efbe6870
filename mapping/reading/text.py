"""Plain text into pieces: paragraphs with their look, markers of lists and quotations set aside."""

import re

from communique.mapping.model import Span
from communique.mapping.reading.looks import Look, Piece, look_of
from communique.mapping.reading.paragraphs import ITEM, Paragraph, paragraphs, trim

# A heading or block quotation of Markdown: the mark is no part of the words.
_HEADING = re.compile(r"#{1,6}[ \t]+(?=\S)")
# An agency's heading between dashes: - Words -
_DASHED = re.compile(r"[-–—]\s+(?=\S.{1,80}\S\s+[-–—]$)")
_QUOTED = re.compile(r">[ \t]?(?=\S)")
_MARKS: tuple[tuple[re.Pattern[str], Look], ...] = (
    (ITEM, "item"),
    (_HEADING, "headline"),
    (_QUOTED, "quotation"),
)


def read_text(text: str) -> list[Piece]:
    """The pieces of a plain text, in order; their spans count in the text as it stands."""
    return [_piece(paragraph, text) for paragraph in paragraphs(text)]


def _piece(paragraph: Paragraph, text: str) -> Piece:
    words, span = paragraph.span.of(text), paragraph.span
    if dashed := _DASHED.match(words):
        inner = trim(text, Span(span.start + dashed.end(), span.end - 1))
        return Piece(inner, inner.of(text), "headline", paragraph.indent)
    for mark, look in _MARKS:
        if found := mark.match(words):
            marked = Span(span.start + found.end(), span.end)
            return Piece(marked, marked.of(text), look, paragraph.indent)
    return Piece(span, words, look_of(words), paragraph.indent)
