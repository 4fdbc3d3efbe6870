"""A person's term of an office, and the curated tables of terms."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

OPEN, UNKNOWN = "..", ""
_LINE = re.compile(r"(?P<person>.+) (?P<since>[\d~-]*|\.\.)/(?P<until>[\d~-]*|\.\.)")
NO_OFFICE = "-"


@dataclass(frozen=True, slots=True)
class Term:
    """Who held which office of which state or organisation, and when.

    `since` and `until` are EDTF dates of any precision (2017, 2017-03, 2017-03-01), ".." for an end
    that is open or not known; an empty string is unknown. `office` is None for an envoy without office.
    """

    of: str
    office: str | None
    since: str
    until: str
    person: str

    @property
    def edtf(self) -> str:
        """The interval, EDTF Level 1."""
        return f"{self.since}/{self.until}"


def parse(table: Mapping[str, Mapping[str, Any]]) -> Iterator[Term]:
    """Terms of a curated table: of → office → ["Full Name since/until", …]."""
    for of, offices in table.items():
        for office, lines in offices.items():
            for line in lines:
                yield _term(of, None if office == NO_OFFICE else office, line)


def _term(of: str, office: str | None, line: str) -> Term:
    match = _LINE.fullmatch(line)
    if not match:
        raise ValueError(f"{of}, {office}: {line!r} is not 'Full Name since/until'")
    return Term(of, office, match["since"], match["until"], match["person"])


def first_day(edtf: str) -> str | None:
    """The first day of a date of any precision, as ISO 8601; None if it is open or unknown."""
    bare = edtf.rstrip("~")
    return None if bare in (OPEN, UNKNOWN) else (bare + "-01-01")[:10]
