import os
import pickle
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from communique.mapping.graph import n_quads, to_quads
from communique.mapping.model import Facts
from communique.ontology.vocabulary import CMQ, OA, PREFIXES, PROV, RDF, SCHEMA, concept


def ask(quads: tuple[ox.Quad, ...], query: str) -> list[tuple[str, ...]]:
    """The rows of a query over the union, each value as its words or the last piece of its IRI."""
    store = ox.Store()
    store.extend(quads)
    rows = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert isinstance(rows, ox.QuerySolutions)
    return sorted(tuple(str(getattr(term, "value", "")).rpartition("/")[2] for term in row) for row in rows)


CASES = {
    "signatories differ between the graphs of one statement": (
        "SELECT ?g (COUNT(?who) AS ?n) { GRAPH ?g { ?s cmq:signatory ?who } } GROUP BY ?g",
        [("lede", "3"), ("the-full-text", "2")],
    ),
    "one document is one statement": (
        "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s cmq:signatory ?who }",
        [("1",)],
    ),
    "whoever signs also speaks": (
        "SELECT ?who { GRAPH ?g { ?s cmq:signatory ?who FILTER NOT EXISTS { ?s cmq:speaker ?who } } }",
        [],
    ),
    "a spokesman speaks, for the state": (
        'SELECT ?name ?state { ?s cmq:act/^cmq:act ?s ; cmq:cue|schema:text "declined to say more"@en ;'
        " cmq:speaker [ a prov:Agent ; skos:prefLabel ?name ] ; cmq:actsFor ?state }",
        [("A spokesman for the ministry", "nx")],
    ),
    "a channel that is no concept has its name": (
        "SELECT ?name { ?s cmq:channelName ?name FILTER NOT EXISTS { ?s cmq:channel ?c } }",
        [("Radio Nord",)],
    ),
    "a commitment has its terms and rests on somebody's word": (
        "SELECT ?who ?debtor ?creditor ?force ?if ?for ?by ?much { ?s cmq:conveys ?c ; cmq:speaker ?who ."
        " ?c cmq:debtor ?debtor ; cmq:creditor ?creditor ; cmq:force ?force ; cmq:condition ?if ;"
        " cmq:duration ?for ; cmq:deadline ?by ; cmq:amount ?much }",
        [("anna-berg", "nx", "sx", "announced", "if the truce holds", "P1Y2M", "2026-03-01", "ten ships")],
    ),
    "a meeting is described in each post that mentions it": (
        "SELECT ?g { GRAPH ?g { ?m a cmq:Meeting ; cmq:when ?when } }",
        [("berg-arrives",), ("the-full-text",)],
    ),
    "its hour stands only where the post gives it": (
        "SELECT ?g ?time ?words { GRAPH ?g { ?m cmq:localTime ?time ; cmq:whenText ?words } }",
        [("berg-arrives", "14:00", "on Tuesday")],
    ),
    "a group is counted differently": (
        "SELECT ?g ?n ?who { GRAPH ?g { ?p cmq:headcount ?n ; schema:description ?who } }",
        [("berg-arrives", "12", "heads of state"), ("the-full-text", "14", "heads of state")],
    ),
    "the counts are of one part in one meeting": (
        "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?m cmq:participation ?p . ?p cmq:headcount ?h }",
        [("1",)],
    ),
    "somebody has withdrawn, and was not in the register": (
        "SELECT ?name ?status { ?p cmq:participant ?who ; cmq:status ?status . ?who a schema:Person ; "
        "skos:prefLabel ?name }",
        [("Carl Dahl", "withdrawn")],
    ),
    "each spelling of a person is attested once in a post": (
        "SELECT ?words { ?p schema:mentions ?who ; oa:hasSelector/oa:exact ?words"
        " FILTER(STRENDS(STR(?who), 'berg')) }",
        [("A. Berg",), ("Anna Berg",), ("Berg told",)],
    ),
    "a repeated post has no facts": (
        "SELECT ?post ?first ?p { ?post cmq:repeats ?first OPTIONAL { ?p oa:hasSource ?post } }",
        [("berg-arrives-2", "berg-arrives", "")],
    ),
    "graphs come from posts, by this capture of that article": (
        "SELECT ?g ?post ?article { ?g prov:wasDerivedFrom ?post ; prov:wasGeneratedBy/prov:used ?article }",
        [
            ("berg-arrives", "berg-arrives", "strait-live"),
            ("lede", "lede", "strait-live"),
            ("provenance", "strait-live", "strait-live"),
            ("the-full-text", "the-full-text", "strait-live"),
        ],
    ),
    "the article has its day, how it is known, and when it was captured": (
        "SELECT ?day ?basis ?at { ?r cmq:anchorDate ?day ; cmq:anchorBasis ?basis ;"
        " prov:generatedAtTime ?at }",
        [("2026-03-03", "given", "2026-03-03T18:30:00Z")],
    ),
    "a quotation has what stands around it, within the post": (
        'SELECT ?before ?after { ?s oa:exact "declined to say more" ; oa:prefix ?before ; oa:suffix ?after }',
        [("io Nord. A spokesman for the ministry "[-32:], ".")],
    ),
}


@pytest.mark.parametrize(("query", "rows"), CASES.values(), ids=CASES.keys())
def test_what_the_graph_says(sample: Any, query: str, rows: list[tuple[str, ...]]) -> None:
    assert ask(sample.quads(), query) == rows


def test_everything_stands_in_a_graph_of_its_post_or_of_provenance(sample: Any) -> None:
    names = {
        quad.graph_name.value.removeprefix(sample.base.graphs_of("strait-live")) for quad in sample.quads()
    }
    assert names == {"lede", "berg-arrives", "the-full-text", "provenance"}


def test_a_store_keeps_every_quad_as_it_is(sample: Any) -> None:
    store = ox.Store()
    store.extend(sample.quads())
    assert set(store) == set(sample.quads())


def shuffled(facts: Facts, seed: int) -> Facts:
    """The same facts in another order, the references between them kept."""
    draw = random.Random(seed)
    order = list(range(len(facts.statements)))
    draw.shuffle(order)
    commitments = [
        replace(fact, statement=None if fact.statement is None else order.index(fact.statement))
        for fact in facts.commitments
    ]
    meetings = [
        replace(fact, participations=tuple(draw.sample(fact.participations, len(fact.participations))))
        for fact in facts.meetings
    ]
    return replace(
        facts,
        mentions=tuple(draw.sample(facts.mentions, len(facts.mentions))),
        statements=tuple(facts.statements[index] for index in order),
        commitments=tuple(commitments),
        meetings=tuple(meetings),
    )


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_facts_does_not_matter(sample: Any, seed: int) -> None:
    other = replace(sample, facts=shuffled(sample.facts, seed))
    assert n_quads(other.quads()) == n_quads(sample.quads())


SERIALISE = """
import pickle, sys
from communique.mapping.graph import n_quads, to_quads
sys.stdout.buffer.write(n_quads(to_quads(*pickle.load(open(sys.argv[1], "rb")))))
"""


@pytest.mark.parametrize("hash_seed", ["0", "1", "4711"])
def test_another_process_writes_the_same_bytes(sample: Any, tmp_path: Path, hash_seed: str) -> None:
    arguments = (sample.article, sample.facts, sample.base, sample.captured_at, sample.register)
    (tmp_path / "arguments").write_bytes(pickle.dumps(arguments))
    run = subprocess.run(
        [sys.executable, "-c", SERIALISE, str(tmp_path / "arguments")],
        capture_output=True,
        check=True,
        env=os.environ | {"PYTHONHASHSEED": hash_seed},
    )
    assert run.stdout == n_quads(sample.quads())


def test_the_folder_of_the_file_does_not_matter_and_the_time_does(sample: Any) -> None:
    moved = replace(sample, article=replace(sample.article, name="/elsewhere/strait-live.txt"))
    later = replace(sample, captured_at=sample.captured_at.replace(hour=19))
    assert moved.quads() == sample.quads()
    assert later.quads() != sample.quads()


def test_an_article_without_facts_still_has_provenance(sample: Any) -> None:
    quads = to_quads(sample.article, Facts(), sample.base, sample.captured_at, sample.register)
    assert {quad.graph_name.value for quad in quads} == {sample.base.provenance("strait-live")}  # type: ignore[union-attr]


def test_concepts_are_named_by_their_schemes(sample: Any) -> None:
    links = {CMQ.act: "act", CMQ.mode: "mode", CMQ.modality: "modality", CMQ.force: "force", CMQ.kind: "kind"}
    found = [quad for quad in sample.quads() if quad.predicate.value in links]
    assert found
    for quad in found:
        assert quad.object.value.startswith(concept(links[quad.predicate.value], ""))


def test_only_classes_of_the_contract_occur(sample: Any) -> None:
    classes = {quad.object.value for quad in sample.quads() if quad.predicate.value == RDF.type}
    assert classes == {
        *(CMQ[name] for name in ("Report", "Passage", "Statement", "Meeting", "Participation", "Commitment")),
        *(PROV[name] for name in ("Agent", "Activity", "SoftwareAgent")),
        *(SCHEMA[name] for name in ("LiveBlogPosting", "BlogPosting", "Person")),
        *(OA[name] for name in ("TextPositionSelector", "TextQuoteSelector")),
    }
