"""Where words stand in the file that they came from: line, column and offset.

Columns and offsets count code points from 1 and from 0; a tab is one column; lines end with LF, CR LF or
CR (SARIF 2.1.0, section 3.30). A byte order mark is no column.
"""

import html
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

_LINE_END = re.compile(r"\r\n|\n|\r")
# What of a page is no words: comments, scripts and styles, tags; and entities, which are words in disguise.
_MARKUP = re.compile(r"(?is)<!--.*?-->|<(script|style)\b.*?</\1\s*>|<[^>]*>|(&(?:#\w+|\w+);?)")
_CONTEXT = 200  # characters on either side that tell one occurrence of the words from another


@dataclass(frozen=True, slots=True)
class Place:
    """From `line` and `column` up to, and not with, `end_column` of `end_line`; `offset` is the start's."""

    line: int
    column: int
    end_line: int
    end_column: int
    offset: int
    words: str


@dataclass(frozen=True, slots=True)
class _Packed:
    """A text without white space, and where each of its characters stood."""

    text: str
    starts: list[int]
    ends: list[int]


@dataclass(frozen=True)
class SourceText:
    """A file's text, and the text that was captured from it: the same for plain text, the words of a page."""

    file: str
    captured: str

    def place(self, start: int, end: int) -> Place | None:
        """Where the captured words from `start` to `end` stand in the file; None if that is not certain."""
        if not 0 <= start < end <= len(self.captured):
            return None
        found = (start, end) if self.file == self.captured else self._aligned(start, end)
        return self._placed(*found) if found else None

    def line_of(self, place: Place) -> str:
        """The line in which a place begins, without its end."""
        start = self._lines[place.line - 1]
        return _LINE_END.split(self.file[start:], maxsplit=1)[0].lstrip("\ufeff")

    def _placed(self, start: int, end: int) -> Place:
        line, column = self._position(start)
        end_line, end_column = self._position(end)
        return Place(line, column, end_line, end_column, start, self.file[start:end])

    def _position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._lines, offset)
        first = self._lines[line - 1]
        marked = line == 1 and self.file.startswith("\ufeff") and offset > 0
        return line, offset - first + 1 - marked

    @cached_property
    def _lines(self) -> list[int]:
        """Where each line begins."""
        return [0, *(found.end() for found in _LINE_END.finditer(self.file))]

    @cached_property
    def _page(self) -> _Packed:
        return _packed_page(self.file)

    @cached_property
    def _words(self) -> _Packed:
        return _packed(self.captured)

    def _aligned(self, start: int, end: int) -> tuple[int, int] | None:
        """The words in the page; of several occurrences the one with the most alike around it.

        Where several have as much, there is no telling which is meant.
        """
        page, words = self._page, self._words
        first, last = bisect_right(words.starts, start - 1), bisect_right(words.starts, end - 1)
        needle = words.text[first:last]
        if not needle:
            return None
        sites = [found.start() for found in re.finditer(f"(?={re.escape(needle)})", page.text)]
        if not sites:
            return None
        alike = [_alike(page.text, site, words.text, first, len(needle)) for site in sites]
        if alike.count(max(alike)) > 1:
            return None
        best = sites[alike.index(max(alike))]
        return page.starts[best], page.ends[best + len(needle) - 1]


def _alike(page: str, site: int, words: str, first: int, length: int) -> int:
    """How many characters agree on the way out from an occurrence, on both sides."""
    before, after = (page[max(0, site - _CONTEXT) : site], words[max(0, first - _CONTEXT) : first])
    left = _shared(before[::-1], after[::-1])
    site, first = site + length, first + length
    return left + _shared(page[site : site + _CONTEXT], words[first : first + _CONTEXT])


def _shared(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(one), len(other)))


def _packed(text: str) -> _Packed:
    starts = [index for index, char in enumerate(text) if not char.isspace()]
    return _Packed("".join(text[index] for index in starts), starts, [index + 1 for index in starts])


def _packed_page(text: str) -> _Packed:
    """The words of a page; the characters of an entity stand where the entity does."""
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def add(words: str, start: int, end: int) -> None:
        for index, char in enumerate(words):
            if not char.isspace():
                whole = end - start != len(words)
                chars.append(char)
                starts.append(start if whole else start + index)
                ends.append(end if whole else start + index + 1)

    done = 0
    for found in _MARKUP.finditer(text):
        add(text[done : found.start()], done, found.start())
        if found[2]:
            add(html.unescape(found[2]), found.start(), found.end())
        done = found.end()
    add(text[done:], done, len(text))
    return _Packed("".join(chars), starts, ends)
