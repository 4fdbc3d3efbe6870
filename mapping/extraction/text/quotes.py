"""Quotations in a block: which marks open, which close, which are apostrophes.

Styles mix within one paragraph, ’ is both an apostrophe and a closing mark, a pair may open ‘ and
close ”, and a quotation that goes on in the next paragraph does not close. Of nested quotations the
outer one counts.
"""

import re
from dataclasses import dataclass

_MARK = re.compile(r"[“”„«»\"‘’'](?:(?<=')')?")
_CENTURY_CUT = re.compile(r"[‘’']\d\ds?\b(?!%?[.,]?[’'])")
_OPENS = {"“": "double", "„": "double", "«": "double", "‘": "single"}
_CLOSES = {"”": "double", "»": "double"}


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation: `start`/`end` with its marks, `inner_start`/`inner_end` without; `closed` by a mark."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool = True

    def words(self, text: str) -> int:
        """How many words are quoted."""
        return len(re.findall(r"\w+(?:[’'-]\w+)*", text[self.inner_start : self.inner_end]))


def find_quotes(text: str, start: int, end: int, continued: bool = True) -> tuple[Quote, ...]:
    """The outermost quotations of text[start:end], in order.

    One that does not close runs to the end if the next block takes it up (`continued`); else its
    opening mark is a slip and is passed over.
    """
    quotes: list[Quote] = []
    opened: list[tuple[str, int, int]] = []
    for match in _MARK.finditer(text, start, end):
        mark, at, after = match.group(), match.start(), match.end()
        kind = _role(text, mark, at, after, start, end, opened[-1][0] if opened else None)
        if kind == "open":
            opened.append((_family(mark), at, after))
        elif kind == "close" and opened:
            _, begin, inner = opened.pop()
            if not opened and at > inner:
                quotes.append(Quote(begin, after, inner, at))
    if (
        continued
        and opened
        and opened[0][0] != "straight-single"
        and (rest := _unclosed(text, opened[0], end))
    ):
        quotes.append(rest)
    return tuple(quotes)


def _family(mark: str) -> str:
    return _OPENS.get(mark, "straight-double" if mark in ('"', "''") else "straight-single")


def _unclosed(text: str, opened: tuple[str, int, int], end: int) -> Quote | None:
    _, begin, inner = opened
    close = inner + len(text[inner:end].rstrip())
    return Quote(begin, close, inner, close, closed=False) if close > inner else None


def _role(text: str, mark: str, at: int, after: int, start: int, end: int, inside: str | None) -> str:
    """Whether the mark opens, closes or does neither, given the family of the quotation it stands in."""
    before = text[at - 1] if at > start else " "
    behind = text[after] if after < end else " "
    if mark in _CLOSES:
        return "close" if inside else "none"
    if mark in ("“", "„", "«"):
        return "open" if inside != "double" else "none"
    if mark in ('"', "''"):
        ends_curly = inside == "double" and not behind.isalnum() and not before.isspace()
        return "close" if ends_curly else _straight(before, behind, inside == "straight-double")
    return _single(text, mark, at, after, end, before, behind, inside)


def _straight(before: str, behind: str, is_open: bool) -> str:
    if is_open:
        return "close"
    opens = not before.isalnum() and not behind.isspace()
    return "open" if opens else "none"


def _single(
    text: str, mark: str, at: int, after: int, end: int, before: str, behind: str, inside: str | None
) -> str:
    if before.isalnum() and behind.isalnum():
        return "none"
    starts = not before.isalnum() and before not in ".,!?…%)]”’" and not behind.isspace()
    if _CENTURY_CUT.match(text, at):
        return "none"
    if mark == "‘":
        return "open" if inside != "single" else "none"
    if inside in ("single", "straight-single"):
        return "close" if _closes(text, at, after, end, before, behind) else "none"
    if mark == "'" and starts and behind.isalnum() and _closed_later(text, after, end):
        return "open"
    return "none"


def _closes(text: str, at: int, after: int, end: int, before: str, behind: str) -> bool:
    """A plural possessive (allies’ aid) looks like a closer: it is none where the real one follows."""
    if behind.isalnum() or before.isspace():
        return False
    if before != "s" or not behind.isspace():
        return True
    return not _closed_later(text, after, end)


_SINGLE_LATER = re.compile(r"(?<=[\w.,!?…%)])[’'](?!\w)|‘|(?<=\s)'(?=\w)")


def _closed_later(text: str, after: int, end: int) -> bool:
    """Whether a closing single mark comes before the next opening one."""
    later = _SINGLE_LATER.search(text, after, end)
    return bool(later and later.group() != "‘" and not text[later.start() - 1].isspace())
