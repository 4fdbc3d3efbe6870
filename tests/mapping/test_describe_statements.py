from dataclasses import replace
from typing import Any

import pytest

from communique.mapping.context import Context
from communique.mapping.describe_statements import statements
from communique.mapping.identity import statement_iris
from communique.mapping.model import Actor, Moment, Span, Statement
from communique.mapping.terms import quads
from communique.ontology.vocabulary import CMQ, SCHEMA

STATES = [Actor("state", key, key) for key in ("NX", "SX", "EX")]
SPEAKER = Actor("person", "anna-berg", "Anna Berg", of="NX")


def told(sample: Any, facts: list[Statement], link: str) -> list[str]:
    """The values of a property in all graphs, the last piece of each."""
    context = Context(sample.article, sample.base, sample.register)
    rows = statements(context, facts, statement_iris(context, facts))
    said = [quad for quad in quads(rows) if quad.predicate.value == link]
    values = {(quad.graph_name, getattr(quad.object, "value", "")) for quad in said}
    return sorted(value.rpartition("/")[2] for _, value in values)


SAID = Statement((SPEAKER,), (Span(0, 7), Span(8, 14)), "rule")


@pytest.mark.parametrize(
    ("change", "link", "values"),
    [
        ({}, SCHEMA.text, ["Leaders … gather"]),
        ({}, CMQ.speaker, ["anna-berg"]),
        ({}, CMQ.actsFor, ["nx"]),
        ({}, CMQ.signatory, []),
        ({"speakers": tuple(STATES), "joint": True}, CMQ.signatory, ["ex", "nx", "sx"]),
        ({"speakers": tuple(STATES), "joint": True}, CMQ.actsFor, []),
        ({"channel": "X"}, CMQ.channel, ["x"]),
        ({"channel": "X"}, CMQ.channelName, []),
        ({"channel": "Radio  Nord"}, CMQ.channelName, ["Radio Nord"]),
        ({"via": STATES[1]}, CMQ.via, ["sx"]),
        ({"addressees": tuple(STATES[:2])}, CMQ.addressee, ["nx", "sx"]),
        ({"cue": Span(15, 17)}, CMQ.cue, ["in"]),
        ({"cue": Span(15, 17)}, CMQ.evidence, ["0-7", "15-17", "8-14"]),
        ({"status": "draft"}, CMQ.status, ["draft"]),
        ({"confidence": 1.0}, CMQ.confidence, ["1"]),
    ],
)
def test_what_is_said_of_a_statement(
    sample: Any, change: dict[str, Any], link: str, values: list[str]
) -> None:
    assert told(sample, [replace(SAID, **change)], link) == values


def test_pieces_of_one_document_in_one_post_are_one_statement(sample: Any) -> None:
    first = Statement(tuple(STATES[:2]), (Span(0, 7),), "rule", joint=True, document="d")
    second = Statement(tuple(STATES[1:]), (Span(8, 14),), "rule", joint=True, document="d")
    assert told(sample, [second, first], SCHEMA.text) == ["Leaders … gather"]
    assert told(sample, [second, first], CMQ.signatory) == ["ex", "nx", "sx"]


def test_a_statement_in_a_repeated_post_is_left_out(sample: Any) -> None:
    start = sample.article.posts[3].span.start
    assert told(sample, [replace(SAID, spans=(Span(start, start + 5),))], SCHEMA.text) == []


def test_a_time_has_its_three_forms(sample: Any) -> None:
    day = sample.facts.statements[1].when
    assert isinstance(day, Moment)
    timed = [replace(SAID, when=day)]
    found = [told(sample, timed, link) for link in (CMQ.when, CMQ.earliest, CMQ.latest, CMQ.whenText)]
    assert found == [["2026-03-03"], ["2026-03-03T00:00:00"], ["2026-03-03T23:59:59"], ["on Tuesday"]]
