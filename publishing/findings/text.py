"""A report for people: grouped by file and by what is wrong, with the words and a caret under them."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from communique.publishing.findings.model import Checked, Found
from communique.shapes.report import SEVERITIES, Severity

_STYLES: dict[Severity, str] = {"violation": "bold red", "warning": "yellow", "info": "blue"}
_WIDTH = 100  # cells of an excerpt
_TAB = "    "


def print_text(out: Console, checked: Sequence[Checked]) -> None:
    """The findings of each file and a line for each file, in the order that is given."""
    for one in checked:
        for words in _grouped(one):
            out.print(words, soft_wrap=True)
        out.print(verdict(one), markup=False, soft_wrap=True)


def verdict(one: Checked) -> str:
    """One line on a file."""
    if one.error:
        return f"{one.name}: {one.error}"
    counts = [len(one.report.of_severity(severity)) for severity in SEVERITIES]
    held = "conforms" if one.report.conforms else f"{counts[0]} violations"
    return f"{one.name}: {held}, {counts[1]} warnings" + (f", {counts[2]} notes" if counts[2] else "")


def _grouped(one: Checked) -> Iterator[Text]:
    """Each message once, and under it what it is said of."""

    def message(found: Found) -> tuple[int, str]:
        return SEVERITIES.index(found.result.severity), found.result.message

    for _, group in groupby(sorted(one.found, key=message), key=message):
        members = list(group)
        first = members[0].result
        yield Text(f"{one.name}: {first.severity}: {first.message}", style=_STYLES[first.severity])
        for found in members:
            yield from _about(one, found)


def _about(one: Checked, found: Found) -> Iterator[Text]:
    result, place = found.result, found.place
    if place and one.source:
        yield Text(f"    --> {one.path}:{place.line}:{place.column}", style="dim")
        excerpt, caret = excerpt_of(one.source.line_of(place), place.column - 1, _length(found))
        number = f"{place.line:>6} │ "
        yield Text(number, style="dim") + Text(excerpt)
        yield Text(" " * 6 + " │ ", style="dim") + Text(caret, style=_STYLES[result.severity])
    elif result.words:
        yield Text(f"    words  {result.words}")
    if result.value:
        yield Text(f"    value  {result.value}")
    yield Text(f"    at     {result.focus}", style="dim")


def _length(found: Found) -> int:
    """How many characters of the first line the words have."""
    place = found.place
    assert place is not None
    return len(place.words.splitlines()[0]) if place.words else 1


def excerpt_of(line: str, start: int, length: int) -> tuple[str, str]:
    """A line cut to what surrounds the words, and a caret under each cell of theirs.

    Tabs are shown as four blanks; a wide character has two carets.
    """
    first = 0
    while first < start and _cells(line[first:start]) > _WIDTH // 3:
        first += 1
    lead, words, rest = line[first:start], line[start : start + length], line[start + length :]
    words = _cut(words, _WIDTH - _cells(lead))
    rest = _cut(rest, _WIDTH - _cells(lead + words))
    mark = "…" if first else ""
    shown = f"{mark}{lead}{words}{rest}".replace("\t", _TAB)
    return shown, " " * (_cells(lead) + len(mark)) + "^" * max(1, _cells(words))


def _cells(text: str) -> int:
    return cell_len(text.replace("\t", _TAB))


def _cut(text: str, width: int) -> str:
    end = len(text)
    while end and _cells(text[:end]) > width:
        end -= 1
    return text[:end]
