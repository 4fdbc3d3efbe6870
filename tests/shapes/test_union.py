"""What only shows in the union: each check with a graph that it objects to and one that it does not."""

import pyoxigraph as ox
import pytest

from communique.ontology.vocabulary import PREFIXES
from communique.shapes.union import check_union

BASE = "https://w3id.org/communique/"
HEADER = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items()) + f"PREFIX id: <{BASE}id/>\n"
REFERENCE = """
id:x a cmq:State . id:office1 a org:Post . id:ann a schema:Person . id:bob a schema:Person .
id:t1 cmq:holder id:ann ; cmq:actsFor id:x ; cmq:earliest "2020-01-01T00:00:00"^^xsd:dateTime ;
  cmq:latest "2020-12-31T23:59:59"^^xsd:dateTime .
"""


def tenure(name: str, holder: str, start: str, end: str = "", office: str = "office1") -> str:
    until = f'; cmq:latest "{end}T23:59:59"^^xsd:dateTime' if end else ""
    since = f'cmq:earliest "{start}T00:00:00"^^xsd:dateTime'
    return f"id:g {{ id:{name} cmq:holder id:{holder} ; cmq:office id:{office} ; {since} {until} . }}"


def said(day: str, speaker: str = "ann") -> str:
    times = f'cmq:earliest "{day}T00:00:00"^^xsd:dateTime ; cmq:latest "{day}T23:59:59"^^xsd:dateTime'
    return f"id:g {{ id:s cmq:speaker id:{speaker} ; cmq:actsFor id:x ; {times} . }}"


def times(start: str, end: str) -> str:
    first, last = (f'"{day}T00:00:00"^^xsd:dateTime' for day in (start, end))
    return f"id:g {{ id:m cmq:earliest {first} ; cmq:latest {last} . }}"


CASES = {
    "refers to nothing": ("id:g { id:s cmq:via id:nobody . }", "violation DanglingReference"),
    "refers to what another graph describes": (
        "id:g { id:s cmq:via id:p . } id:h { id:p a cmq:State . }",
        "",
    ),
    "refers to the reference data": ("id:g { id:s cmq:via id:x . }", ""),
    "refers to the web": ("id:g { id:s schema:about <https://example.org/> . }", ""),
    "ends before it starts": (times("2026-01-02", "2026-01-01"), "violation EndsBeforeStart"),
    "ends after it starts": (times("2026-01-01", "2026-01-02"), ""),
    "two in one office": (
        tenure("a", "ann", "2020-01-01", "2022-01-01") + tenure("b", "bob", "2021-01-01"),
        "warning OverlappingTenures",
    ),
    "a handover": (tenure("a", "ann", "2020-01-01", "2021-01-01") + tenure("b", "bob", "2021-01-01"), ""),
    "two in an office for several": (
        tenure("a", "ann", "2020-01-01")
        + tenure("b", "bob", "2021-01-01")
        + "id:g { id:office1 cmq:shared true }",
        "",
    ),
    "one person twice": (tenure("a", "ann", "2020-01-01") + tenure("b", "ann", "2021-01-01"), ""),
    "two offices": (
        tenure("a", "ann", "2020-01-01") + tenure("b", "bob", "2020-01-01", office="x"),
        "",
    ),
    "spoke after the term": (said("2021-06-01"), "warning SpeakerOutOfOffice"),
    "spoke within the term": (said("2020-06-01"), ""),
    "spoke, with no term known": (said("2021-06-01", "bob"), ""),
    "dated differently": (
        'id:g { id:m cmq:when "2026-01-01" . } id:h { id:m cmq:when "2026-01-02" . }',
        "warning DifferentTimes",
    ),
    "dated alike": ('id:g { id:m cmq:when "2026-01-01" . } id:h { id:m cmq:when "2026-01-01" . }', ""),
}


@pytest.mark.parametrize(("graphs", "expected"), CASES.values(), ids=CASES.keys())
def test_the_union_shows(graphs: str, expected: str) -> None:
    quads = list(ox.parse(HEADER + graphs, format=ox.RdfFormat.TRIG))
    reference = list(ox.parse(HEADER + REFERENCE, format=ox.RdfFormat.TURTLE))
    found = check_union(quads, reference, BASE).results
    assert [f"{result.severity} {result.component}" for result in found] == ([expected] if expected else [])
    assert all(result.graph == f"{BASE}id/g" for result in found)


def test_an_office_that_many_share_is_no_contradiction() -> None:
    judges = "".join(tenure(f"t{n}", f"judge{n}", "2020-01-01") for n in range(4))
    described = "id:g { " + " ".join(f"id:judge{n} a schema:Person ." for n in range(4)) + " }"
    quads = list(ox.parse(HEADER + judges + described, format=ox.RdfFormat.TRIG))
    reference = list(ox.parse(HEADER + REFERENCE, format=ox.RdfFormat.TURTLE))
    assert check_union(quads, reference, BASE).results == ()
