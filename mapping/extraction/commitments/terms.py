"""The terms of an undertaking: how long it binds, by when it is to be done, and how much it is worth.

Few undertakings tell any. Each search needs one of a few words, so the words are looked for first.
"""

import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import NamedTuple

from communique.mapping.extraction.language import table
from communique.mapping.extraction.times.amounts import Duration, find_amounts, find_durations
from communique.mapping.extraction.times.dates import find_deadline
from communique.mapping.model import Moment, Span

_BY_WHEN = ("by", "before", "until", "till", "later than", "within")


class Terms(NamedTuple):
    """What the words of an undertaking tell of it, as far as they do."""

    duration: Duration | None
    deadline: Moment | None
    amount: Span | None


def terms_of(text: str, span: Span, day: date | None) -> Terms:
    """The first duration, deadline and sum in text[span], seen from the `day` of publication."""
    said = span.of(text).lower()
    lasting = find_durations(text, span) if _holds(said, _units()) else ()
    deadline = find_deadline(text, span, day) if _holds(said, _BY_WHEN) else None
    amounts = find_amounts(text, span) if _holds(said, _money()) else ()
    return Terms(
        next((each for each in lasting if each.kind == "duration"), None),
        deadline.moment if deadline else None,
        amounts[0] if amounts else None,
    )


def _holds(said: str, signs: Iterable[str]) -> bool:
    return any(map(said.__contains__, signs))


@cache
def _units() -> tuple[str, ...]:
    """One of these stands in every duration."""
    time = table("time")
    return _shortest([*time["units"], *time["durations"]["phrases"]])


@cache
def _money() -> tuple[str, ...]:
    """One of these stands in every sum: a sign, a code, or the last word of a currency or share."""
    money = table("time")["money"]
    signs = [sign for sign in money["signs"] if unicodedata.category(sign) == "Sc"]
    named = [*money["units"], *money["units_of_millions"], *money["codes"], *money["shares"]]
    return _shortest([*signs, *(name.split()[-1] for name in named)])


def _shortest(signs: Iterable[str]) -> tuple[str, ...]:
    """Those that hold no other, in lower case."""
    lowered = {sign.lower() for sign in signs}
    return tuple(sorted(sign for sign in lowered if not any(o in sign for o in lowered if o != sign)))
