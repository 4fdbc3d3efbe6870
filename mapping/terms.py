"""Terms of the graph: nodes that say things in a named graph, and literals in canonical form.

A store rewrites literals into the canonical form of their datatype (XSD 1.1 part 2, section 3.3), so
they are written that way from the start: what was validated and hashed is what is served.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pyoxigraph as ox

from communique.ontology.vocabulary import RDF, XSD

Term = ox.NamedNode | ox.Literal

_DURATION = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Node:
    """A subject in one named graph."""

    iri: str
    graph: str

    def say(self, predicate: str, *objects: Term | str | None) -> Iterator[ox.Quad]:
        """One quad for each object; a `str` is an IRI, None says nothing."""
        subject, link, graph = (ox.NamedNode(iri) for iri in (self.iri, predicate, self.graph))
        for value in objects:
            if value is not None:
                yield ox.Quad(subject, link, ox.NamedNode(value) if isinstance(value, str) else value, graph)

    def is_a(self, *classes: str) -> Iterator[ox.Quad]:
        """The classes it belongs to."""
        return self.say(RDF.type, *classes)


def text(words: str) -> ox.Literal:
    """Words of a report, in English, on one line."""
    return ox.Literal(one_line(words), language="en")


def string(words: str) -> ox.Literal:
    """A plain string, as it is."""
    return ox.Literal(words)


def one_line(words: str) -> str:
    """The words with each run of white space as one space."""
    return " ".join(words.split())


def integer(number: int) -> ox.Literal:
    """A whole number."""
    return _typed(str(number), XSD.integer)


def decimal(number: float) -> ox.Literal:
    """A decimal of three places at most, without trailing zeros."""
    rounded = round(Decimal(str(number)), 3).normalize()
    return _typed(f"{rounded:f}", XSD.decimal)


def day(value: date) -> ox.Literal:
    """A day."""
    return _typed(value.isoformat(), XSD.date)


def instant(value: datetime) -> ox.Literal:
    """A date and time, with a zone only where the value has one; UTC is written Z."""
    lexical = value.isoformat()
    if value.microsecond:
        lexical = re.sub(r"(\.\d*?)0+(?=$|[+-])", r"\1", lexical)
    return _typed(re.sub(r"[+-]00:00$", "Z", lexical), XSD.dateTime)


def utc(value: datetime) -> ox.Literal:
    """An instant in UTC; one without a zone is taken as UTC."""
    return instant(value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC))


def address(url: str) -> ox.Literal:
    """An address on the web."""
    return _typed(url, XSD.anyURI)


def duration(lexical: str) -> ox.Literal:
    """An ISO 8601 duration as xsd:duration: weeks become days, and each field carries into the next.

    What is no such duration is kept as written, for the shapes to report.
    """
    match = _DURATION.fullmatch(lexical)
    if match is None or not any(match.groups()):
        return _typed(lexical, XSD.duration)
    years, months, weeks, days, hours, minutes, seconds = (int(field or 0) for field in match.groups())
    total = ((weeks * 7 + days) * 24 + hours) * 3600 + minutes * 60 + seconds
    return _typed(_canonical_duration(years * 12 + months, total), XSD.duration)


def _canonical_duration(months: int, seconds: int) -> str:
    """XSD 1.1 part 2, section E.3: durationCanonicalMap."""
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    date_part = _fields((months // 12, "Y"), (months % 12, "M"), (days, "D"))
    time_part = _fields((hour, "H"), (minute, "M"), (second, "S"))
    return f"P{date_part}{'T' if time_part else ''}{time_part}" if date_part or time_part else "PT0S"


def _fields(*pairs: tuple[int, str]) -> str:
    return "".join(f"{number}{unit}" for number, unit in pairs if number)


def _typed(lexical: str, datatype: str) -> ox.Literal:
    return ox.Literal(lexical, datatype=ox.NamedNode(datatype))
