from dataclasses import replace
from typing import Any

import pytest

from communique.mapping.context import Context
from communique.mapping.describe_meetings import meetings
from communique.mapping.model import Actor, Meeting, Participation, Span
from communique.mapping.terms import quads
from communique.ontology.vocabulary import CMQ, SKOS

ANNA, CARL, DORA = (Actor("person", f"{name.lower()}-x", name) for name in ("Anna", "Carl", "Dora"))


def told(sample: Any, fact: Meeting, link: str) -> list[str]:
    """The values of a property in the graph of the first post that has facts, the last piece of each."""
    context = Context(sample.article, sample.base, sample.register)
    said = quads(meetings(context, [fact], ["https://example.org/m"]))
    values = (getattr(quad.object, "value", "") for quad in said if quad.predicate.value == link)
    return sorted(value.rpartition("/")[2] for value in values)


def at(start: int) -> tuple[Span, ...]:
    return (Span(start, start + 5),)


@pytest.mark.parametrize(
    ("parts", "link", "values"),
    [
        (
            [Participation(at(0), ANNA), Participation(at(9), ANNA, attendance="withdrawn")],
            CMQ.status,
            ["held", "withdrawn"],
        ),
        (
            [Participation(at(9), ANNA), Participation(at(0), ANNA, attendance="withdrawn")],
            CMQ.status,
            ["attending", "held"],
        ),
        (
            [Participation(at(0), ANNA, "host"), Participation(at(9), ANNA, "co-chair")],
            CMQ.role,
            ["co-chair", "host"],
        ),
        (
            [Participation(at(0), headcount=35, described="states"), Participation(at(9), headcount=27)],
            CMQ.headcount,
            ["27", "35"],
        ),
        (
            [Participation(at(start), headcount=n, described="states") for start, n in [(0, 35), (9, 27)]],
            CMQ.headcount,
            ["27", "35"],
        ),
        ([Participation((), ANNA)], CMQ.participant, ["anna-x"]),
    ],
    ids=["withdrawn later", "withdrawn before", "two roles", "two groups", "one group", "without words"],
)
def test_the_parts_that_one_post_tells_of(
    sample: Any, parts: list[Participation], link: str, values: list[str]
) -> None:
    assert told(sample, Meeting("summit", tuple(parts), at(0), "rule"), link) == values


PAIR = (Participation(at(0), ANNA), Participation(at(9), CARL))
GONE = Participation(at(12), DORA, attendance="withdrawn")


@pytest.mark.parametrize(
    ("fact", "label"),
    [
        (Meeting("call", PAIR, at(0), "rule"), "call of Anna and Carl"),
        (Meeting("call", (*PAIR, GONE), at(0), "rule"), "call of Anna and Carl"),
        (Meeting("press-conference", PAIR[:1], at(0), "rule", place="Lisbon"), "press conference in Lisbon"),
        (Meeting("summit", PAIR, at(0), "rule", name="Strait summit"), "Strait summit"),
        (Meeting("talks", (*PAIR, replace(GONE, attendance="attending")), at(0), "rule"), "talks"),
    ],
    ids=["two parties", "one withdrawn", "a place", "a name", "three parties"],
)
def test_what_a_meeting_is_called(sample: Any, fact: Meeting, label: str) -> None:
    people = {part.actor.name for part in fact.participations if part.actor}
    assert set(told(sample, fact, SKOS.prefLabel)) - people == {label}
