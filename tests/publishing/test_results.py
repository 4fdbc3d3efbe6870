"""How terms are told to people, and the best words of a disagreement."""

import csv
import json

import pyoxigraph as ox
import pytest

from communique.errors import QueryError
from communique.publishing.querying.queries import ask_store
from communique.publishing.querying.results import (
    Table,
    shortened,
    table_from_json,
    table_to_csv,
    table_to_json,
)
from communique.queries.catalogue import bind, find_query

ID = "https://w3id.org/communique/id"
SHORT = [
    ("http://www.w3.org/2004/02/skos/core#prefLabel", "skos:prefLabel"),
    ("https://w3id.org/communique/ns#speaker", "cmq:speaker"),
    (f"{ID}/state/fr", "state/fr"),
    (f"{ID}/tenure/anna-berg/prime-minister/unknown", "prime-minister/unknown"),
    (f"{ID}/passage/2771e14c8c43/10-20", "2771e14c8c43/10-20"),
    ("https://w3id.org/communique/scheme/status/held", "status/held"),
    ("http://127.0.0.1:8000/record/id/meeting/0a", "meeting/0a"),
    ("https://example.org/id/other/thing", "https://example.org/id/other/thing"),
    ("https://example.org/page?x=/id/state/fr", "https://example.org/page?x=/id/state/fr"),
    ("urn:x", "urn:x"),
]


@pytest.mark.parametrize(("iri", "told"), SHORT, ids=[told for _, told in SHORT])
def test_shortened(iri: str, told: str) -> None:
    assert shortened(iri) == told


XSD = "http://www.w3.org/2001/XMLSchema#"
TERMS = [
    ("an IRI", "<urn:x>", "urn:x", "urn:x"),
    ("words", '"x"@en', "x", "x"),
    ("a direction", '"x"@ar--rtl', "x", "x"),
    ("a triple", "<<( <urn:a> <urn:b> <urn:c> )>>", "<<( urn:a urn:b urn:c )>>", None),
    ("with an IRI", "<<( <urn:a> <https://schema.org/x> <urn:c> )>>", "<<( urn:a schema:x urn:c )>>", None),
    ("with words", r'<<( <urn:a> <urn:b> "\"c\\\n"@en )>>', '<<( urn:a urn:b “"c\\\n” )>>', None),
    ("with a direction", '<<( <urn:a> <urn:b> "c"@en--ltr )>>', "<<( urn:a urn:b “c” )>>", None),
    ("with a number", f'<<( <urn:a> <urn:b> "1"^^<{XSD}integer> )>>', "<<( urn:a urn:b “1” )>>", None),
    (
        "nested",
        '<<( <urn:a> <urn:b> <<( <urn:c> <urn:d> "e" )>> )>>',
        "<<( urn:a urn:b <<( urn:c urn:d “e” )>> )>>",
        None,
    ),
]


@pytest.mark.parametrize(("term", "told", "plain"), [t[1:] for t in TERMS], ids=[t[0] for t in TERMS])
def test_terms(term: str, told: str, plain: str | None) -> None:
    query = f"SELECT * {{ BIND({term} AS ?t) }}"
    answer = ask_store(ox.Store(), query)
    assert isinstance(answer, Table)
    assert str(answer.rows[0][0]) == told
    assert [*csv.reader(table_to_csv(answer).splitlines(keepends=True))] == [["t"], [plain or term]]
    served = ox.Store().query(query)
    assert isinstance(served, ox.QuerySolutions)
    written = served.serialize(format=ox.QueryResultsFormat.JSON) or b""
    assert json.loads(table_to_json(answer)) == json.loads(written)


def test_triples_nested_without_end_are_refused() -> None:
    leaf: dict[str, object] = {"type": "uri", "value": "urn:x"}
    term = leaf
    for _ in range(200):
        term = {"type": "triple", "value": {"subject": leaf, "predicate": leaf, "object": term}}
    with pytest.raises(QueryError, match="nested more than 100 deep"):
        table_from_json(json.dumps({"head": {"vars": ["t"]}, "results": {"bindings": [{"t": term}]}}))


BEST = [
    ("an hour as people write it", "14:30", ["on Tuesday", "begins at 2.30pm sharp", "at 2.30 pm"], 2),
    ("a full hour", "15:00", ["3 states", "opened at 3 p.m. in the hall", "at 3:00"], 2),
    ("another hour", "15:00", ["at 13:00 sharp", "3pm"], 1),
    ("nothing has it: the longest", "09:15", ["short", "words that tell more"], 1),
]


@pytest.mark.parametrize(("value", "passages", "best"), [b[1:] for b in BEST], ids=[b[0] for b in BEST])
def test_best_words(value: str, passages: list[str], best: int) -> None:
    told = ask_store(_record(value, passages), bind(find_query("disagreements"), {}))
    assert isinstance(told, Table)
    assert list(zip(told.values("value"), told.values("words"), strict=True)) == [
        (value, passages[best]),
        ("99:99", "another report"),
    ]


def _record(value: str, passages: list[str]) -> ox.Store:
    """Two reports of one meeting: the first with these passages."""
    store = ox.Store()
    given = [("one", value, passages), ("two", "99:99", ["another report"])]
    blocks = "\n".join(_report(name, hour, words) for name, hour, words in given)
    between = " , ".join(f"<urn:{name}/{at}>" for name, _, words in given for at in range(len(words)))
    store.load(
        f"""PREFIX cmq: <https://w3id.org/communique/ns#> PREFIX oa: <http://www.w3.org/ns/oa#>
        {blocks} <urn:g/d> {{ <urn:d> <https://schema.org/about> <urn:m> ; cmq:onProperty cmq:localTime ;
        cmq:between {between} }}""",
        format=ox.RdfFormat.TRIG,
    )
    return store


def _report(name: str, hour: str, words: list[str]) -> str:
    said = "\n".join(
        f"<urn:m> cmq:evidence <urn:{name}/{at}> . <urn:{name}/{at}> oa:hasSource <urn:{name}> ;"
        f' oa:hasSelector [ oa:exact "{passage}" ] .'
        for at, passage in enumerate(words)
    )
    return f'<urn:g/{name}> {{ <urn:m> cmq:localTime "{hour}" . {said} }}'
