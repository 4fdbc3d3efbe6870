"""The terms of an undertaking: how long it binds, by when it is to be done, and how much it is worth."""

from datetime import date
from typing import NamedTuple

from communique.mapping.extraction.times.amounts import Duration, find_amounts, find_durations
from communique.mapping.extraction.times.dates import find_deadline
from communique.mapping.model import Moment, Span


class Terms(NamedTuple):
    """What the words of an undertaking tell of it, as far as they do."""

    duration: Duration | None
    deadline: Moment | None
    amount: Span | None


def terms_of(text: str, span: Span, day: date | None) -> Terms:
    """The first duration, deadline and sum in text[span], seen from the `day` of publication."""
    lasting = (each for each in find_durations(text, span) if each.kind == "duration")
    deadline = find_deadline(text, span, day)
    return Terms(
        next(lasting, None), deadline.moment if deadline else None, next(iter(find_amounts(text, span)), None)
    )
