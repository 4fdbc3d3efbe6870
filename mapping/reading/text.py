"""Plain text into pieces: paragraphs with their look, markers of lists and quotations set aside."""

import re

from communique.mapping.model import Span
from communique.mapping.reading.looks import Look, Piece, look_of
from communique.mapping.reading.paragraphs import ITEM, Paragraph, paragraphs

# A heading or block quotation of Markdown: the mark is no part of the words.
_HEADING = re.compile(r"#{1,6}[ \t]+(?=\S)")
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
    words = paragraph.span.of(text)
    for mark, look in _MARKS:
        if found := mark.match(words):
            span = Span(paragraph.span.start + found.end(), paragraph.span.end)
            return Piece(span, span.of(text), look, paragraph.indent)
    return Piece(paragraph.span, words, look_of(words), paragraph.indent)
