"""Terms of the graph: nodes that say things in a named graph, and literals in canonical form.

They are plain until they are stored: an IRI is its text, a literal a tuple. So the gate takes what the
mapping made, and only what passes becomes pyoxigraph's.

A store rewrites literals into the canonical form of their datatype (XSD 1.1 part 2, section 3.3), so
they are written that way from the start: what was validated and hashed is what is served.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TypeAlias

import pyoxigraph as ox

from communique.ontology.vocabulary import RDF, XSD

Literal: TypeAlias = tuple[str, str, str]  # lexical form, datatype, language or nothing
Term: TypeAlias = str | Literal
Quad: TypeAlias = tuple[str, str, Term, str]  # the last is the graph

_DURATION = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Node:
    """A subject in one named graph."""

    iri: str
    graph: str

    def say(self, predicate: str, *objects: Term | None) -> Iterator[Quad]:
        """One quad for each object; a `str` is an IRI, None says nothing."""
        return ((self.iri, predicate, value, self.graph) for value in objects if value is not None)

    def is_a(self, *classes: str) -> Iterator[Quad]:
        """The classes it belongs to."""
        return self.say(RDF.type, *classes)


class _Names(dict[str, ox.NamedNode]):
    """The nodes of IRIs, each made once."""

    def __missing__(self, iri: str) -> ox.NamedNode:
        made = self[iri] = ox.NamedNode(iri)
        return made


def quads(plain: Iterable[Quad]) -> Iterator[ox.Quad]:
    """Plain quads as pyoxigraph's."""
    names = _Names()
    for subject, link, value, graph in plain:
        node = names[value] if isinstance(value, str) else _literal(value, names)
        yield ox.Quad(names[subject], names[link], node, names[graph])


def _literal(literal: Literal, names: _Names) -> ox.Literal:
    words, datatype, language = literal
    return ox.Literal(words, language=language) if language else ox.Literal(words, datatype=names[datatype])


def lexical(literal: Literal) -> str:
    """The lexical form."""
    return literal[0]


def text(words: str) -> Literal:
    """Words of a report, in English, on one line."""
    return one_line(words), RDF.langString, "en"


def string(words: str) -> Literal:
    """A plain string, as it is."""
    return words, XSD.string, ""


def one_line(words: str) -> str:
    """The words with each run of white space as one space."""
    return " ".join(words.split())


def integer(number: int) -> Literal:
    """A whole number."""
    return _typed(str(number), XSD.integer)


def decimal(number: float) -> Literal:
    """A decimal of three places at most, without trailing zeros."""
    rounded = round(Decimal(str(number)), 3).normalize()
    return _typed(f"{rounded:f}", XSD.decimal)


def day(value: date) -> Literal:
    """A day."""
    return _typed(value.isoformat(), XSD.date)


def instant(value: datetime) -> Literal:
    """A date and time, with a zone only where the value has one; UTC is written Z."""
    lexical = value.isoformat()
    if value.microsecond:
        lexical = re.sub(r"(\.\d*?)0+(?=$|[+-])", r"\1", lexical)
    return _typed(re.sub(r"[+-]00:00$", "Z", lexical), XSD.dateTime)


def utc(value: datetime) -> Literal:
    """An instant in UTC; one without a zone is taken as UTC."""
    return instant(value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC))


def address(url: str) -> Literal:
    """An address on the web."""
    return _typed(url, XSD.anyURI)


def duration(lexical: str) -> Literal:
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


def _typed(lexical: str, datatype: str) -> Literal:
    return lexical, datatype, ""
