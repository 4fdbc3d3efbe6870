"""What things, times and durations are called on pages."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final

from communique.ontology.vocabulary import CMQ, PROV, SCHEMA, XSD
from communique.publishing.linked.layout import label_of
from communique.publishing.linked.things import Thing, Value

_DURATION: Final = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", re.ASCII
)
_UNITS: Final = ("year", "month", "day", "hour", "minute", "second")
_LONG: Final = 90


def title(thing: Thing, kind: str = "") -> str:
    """What a thing is called at the head of its page and in lists."""
    return _TITLES.get(kind, _label)(thing) or thing.label


def clipped(words: str, length: int = _LONG) -> str:
    """The words, cut at a word where they are longer."""
    line = " ".join(words.split())
    return line if len(line) <= length else line[:length].rpartition(" ")[0] + " …"


def day(text: str) -> str:
    """An EDTF or ISO expression, a plain day as people write it: 18 September 2025."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return _moment(text)
    return f"{found.day} {found:%B %Y}"


def told(value: Value) -> str:
    """A value as people read it: days, instants and durations in words."""
    if value.term.datatype == XSD.duration:
        return duration(value.term.value)
    if value.term.datatype in (XSD.date, XSD.dateTime):
        return day(value.term.value)
    return str(value)


def duration(text: str) -> str:
    """An xsd:duration in words: 1 year 2 months."""
    found = _DURATION.fullmatch(text)
    pairs = (
        [(int(number), unit) for number, unit in zip(found.groups(), _UNITS, strict=True) if number]
        if found
        else []
    )
    return " ".join(f"{number} {unit}{'s' * (number != 1)}" for number, unit in pairs) or text


def _moment(text: str) -> str:
    if "/" in text:
        return " to ".join(day(part) if part not in ("", "..") else "…" for part in text.split("/"))
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return text
    clock = "" if (found.hour, found.minute) == (0, 0) else f", {found:%H:%M}{' UTC' if found.tzinfo else ''}"
    return f"{found.day} {found:%B %Y}{clock}"


def _label(thing: Thing) -> str:
    return thing.label


def _names(thing: Thing, *properties: str) -> str:
    return ", ".join(str(value) for value in thing.all(*properties))


def _words(thing: Thing) -> str:
    words = thing.first(SCHEMA.text)
    return f"“{clipped(str(words))}”" if words else ""


def _tenure(thing: Thing) -> str:
    office, of = thing.first(CMQ.office), _names(thing, CMQ.actsFor)
    return (
        f"{_names(thing, CMQ.holder)}, {office} of {of}"
        if office
        else f"{_names(thing, CMQ.holder)}, for {of}"
    )


def _participation(thing: Thing) -> str:
    who = _names(thing, CMQ.participant)
    counted = thing.first(CMQ.headcount)
    described = _names(thing, SCHEMA.description)
    return who or " ".join(part for part in (str(counted or ""), described or "participants") if part)


def _disagreement(thing: Thing) -> str:
    about, link = thing.first(SCHEMA.about), thing.first(CMQ.onProperty)
    on = label_of(link.iri) if link and link.iri else "a property"
    return (
        f"Disagreement on the {on} of {clipped(about.label)}"
        if about and about.label
        else f"Disagreement on {on}"
    )


def _capture(thing: Thing) -> str:
    ended = thing.first(PROV.endedAtTime)
    return f"Capture of {told(ended)}" if ended else ""


def _report(thing: Thing) -> str:
    headline, whole = thing.first(SCHEMA.headline), thing.first(SCHEMA.isPartOf)
    return (
        str(headline)
        if headline
        else f"{thing.iri.rpartition('/')[2]}: {whole}"
        if whole and whole.label
        else ""
    )


_TITLES: Final[Mapping[str, Callable[[Thing], str]]] = {
    "statement": _words,
    "commitment": _words,
    "tenure": _tenure,
    "participation": _participation,
    "disagreement": _disagreement,
    "capture": _capture,
    "report": _report,
}
