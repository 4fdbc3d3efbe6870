"""Where plain text breaks into paragraphs: at blank lines, and at line ends that are no mere wrapping."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from communique.mapping.model import Span

# Invisible characters that str.strip leaves alone: zero-width space and joiner, byte order mark.
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"
ITEM = re.compile(r"(?:[•‣◦▪●∙·*–-]|\(?(?:\d{1,2}|[ivx]{1,4}|[a-h])\)|\d{1,2}\.)[ \t\xa0]+(?=\S)")
_NARROWEST, _WIDEST = 40, 120


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: where its words are, its indentation, whether a blank line precedes it."""

    span: Span
    indent: int
    apart: bool
    text: str

    @property
    def width(self) -> int:
        """Characters from the margin to the last word."""
        return self.indent + len(self.text)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One or more lines that belong together, and how far the first is indented."""

    span: Span
    indent: int


def trim(text: str, span: Span) -> Span:
    """The span without white space and invisible characters at its ends."""
    start, end = span.start, span.end
    while start < end and _is_blank(text[start]):
        start += 1
    while start < end and _is_blank(text[end - 1]):
        end -= 1
    return Span(start, end)


def _is_blank(character: str) -> bool:
    return character.isspace() or character in _INVISIBLE


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of plain text in order, as trimmed spans."""
    lines = list(_lines(text))
    width = _wrap_width(lines)
    found: list[list[Line]] = []
    for line in lines:
        if found and not line.apart and width and _continues(found[-1], line, width):
            found[-1].append(line)
        else:
            found.append([line])
    return [Paragraph(Span(group[0].span.start, group[-1].span.end), group[0].indent) for group in found]


def _lines(text: str) -> Iterator[Line]:
    at, apart = 0, False
    for raw in text.splitlines(keepends=True):
        span = trim(text, Span(at, at + len(raw)))
        if len(span):
            yield Line(span, span.start - at, apart, span.of(text))
            apart = False
        else:
            apart = True
        at += len(raw)


def _wrap_width(lines: list[Line]) -> int | None:
    """The column at which the text is wrapped by hard line ends, or None if a line is a paragraph.

    In wrapped text nearly every line is so full that the next word would not have fitted, and few
    lines end with a sentence.
    """
    runs = [(line, after) for line, after in pairwise(lines) if not (after.apart or ITEM.match(after.text))]
    if not runs:
        return None
    width = sorted(line.width for line, _ in runs)[(len(runs) - 1) * 9 // 10]
    if not _NARROWEST <= width <= _WIDEST:
        return None
    full = sum(_is_full(line, after, width) for line, after in runs)
    ended = sum(line.text[-1] in '.!?”"’' for line, _ in runs)
    return width if full * 10 >= len(runs) * 6 and ended * 2 <= len(runs) else None


def _is_full(line: Line, after: Line, width: int) -> bool:
    return line.width + 1 + len(after.text.split(None, 1)[0]) > width * 0.95


def _continues(group: list[Line], line: Line, width: int) -> bool:
    if ITEM.match(group[0].text) and line.indent > group[0].indent:
        return not ITEM.match(line.text)
    if ITEM.match(line.text) or group[-1].width < width * 0.6:
        return False
    return line.indent <= group[-1].indent
