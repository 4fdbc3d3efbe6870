"""A text put together from paragraphs, so that offsets have something to count in.

Paragraphs are set apart by one blank line, white space inside them is folded to single spaces. The same
paragraphs always give the same text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from communique.mapping.model import Span
from communique.mapping.reading.looks import Look, Piece

SEPARATOR = "\n\n"
_UNFIT = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph of a page, and what its markup says that it is."""

    text: str
    look: Look


def fold(text: str) -> str:
    """The text with runs of white space as single spaces and nothing invisible at its ends."""
    if text.isprintable() and "  " not in text:  # what is printable has no other white space than this
        return text.strip(" ")
    return clean(" ".join(text.replace("\ufeff", "").split()).strip("\u200b\u2060 "))


def clean(text: str) -> str:
    """The text without what no document may hold: lone surrogates (JSON escapes) and control characters."""
    return text if text.isprintable() else _UNFIT.sub("\N{REPLACEMENT CHARACTER}", text)


def compose(parts: Iterable[Part], start: int = 0) -> tuple[str, list[Piece]]:
    """The text of the parts, and the parts as pieces with spans that count from `start`."""
    pieces: list[Piece] = []
    at = start
    for part in parts:
        pieces.append(Piece(Span(at, at + len(part.text)), part.text, part.look))
        at += len(part.text) + len(SEPARATOR)
    return SEPARATOR.join(piece.text for piece in pieces), pieces
