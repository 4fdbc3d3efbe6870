"""What comes of LOAD over HTTP, from servers that do as they should and from others."""

import shutil
import threading
import time
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from communique.mapping.iris import Base
from communique.ontology.vocabulary import CMQ, RDF
from communique.publishing.answering.limits import Limits
from communique.publishing.answering.readers import Readers
from communique.publishing.endpoint import create_app
from communique.publishing.server import running
from communique.publishing.serving.tokens import Tokens
from communique.publishing.storage.store import GraphStore, open_snapshot

BODY = f"{Base().graphs}one/body"
ONE_TRIPLE = '<urn:s> <urn:p> "one"'
WAS = '<urn:was> <urn:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer>'
LOADED = [
    ("LOAD <ELSEWHERE/turtle>", ['<ELSEWHERE/turtle#s> <urn:p> "one"', WAS]),
    ("LOAD <ELSEWHERE/turtle/>", [WAS]),
    ("LOAD SILENT <ELSEWHERE/jsonld>", [ONE_TRIPLE, WAS]),
    ("LOAD <ELSEWHERE/rdfxml>", [ONE_TRIPLE, WAS]),
    ("LOAD <ELSEWHERE/charset>", ['<urn:s> <urn:p> "é“\\n\\\\"', WAS]),
    ("LOAD <ELSEWHERE/longest>", [ONE_TRIPLE, WAS]),
    ("LOAD <ELSEWHERE/jsonld> INTO GRAPH <urn:g>", [f"{ONE_TRIPLE} <urn:g>", WAS]),
    ("BASE <urn:x:> PREFIX g: <urn:g> LOAD <ELSEWHERE/jsonld> INTO GRAPH g:", [f"{ONE_TRIPLE} <urn:g>", WAS]),
    ("LOAD <ELSEWHERE/braces>", ["<urn:s> <urn:p> \"} } ; DROP ALL ; # '''\\\" \"", WAS]),
    (
        "LOAD <ELSEWHERE/jsonld> ; LOAD <ELSEWHERE/jsonld> INTO GRAPH <urn:g> ; LOAD <ELSEWHERE/jsonld>",
        [ONE_TRIPLE, f"{ONE_TRIPLE} <urn:g>", WAS],
    ),
    ("DROP ALL ; LOAD <ELSEWHERE/jsonld>", [ONE_TRIPLE]),
    ("LOAD <ELSEWHERE/jsonld> ; DROP ALL", []),
    (
        "INSERT DATA { <urn:s> <urn:p> 'one', 'two' } ; LOAD <ELSEWHERE/jsonld> INTO GRAPH <urn:g> ; "
        "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o GRAPH <urn:g> { ?s ?p ?o } }",
        [f"{ONE_TRIPLE} <urn:g>", '<urn:s> <urn:p> "two"', WAS],
    ),
    ("LOAD SILENT <ELSEWHERE/404> ; LOAD <ELSEWHERE/jsonld>", [ONE_TRIPLE, WAS]),
]


@pytest.mark.parametrize(("update", "expected"), LOADED, ids=[update for update, _ in LOADED])
def test_what_is_loaded(served: Any, update: str, expected: list[str]) -> None:
    answer = served.update(update)
    assert (answer.status_code, answer.text) == (204, "")
    assert served.state() == sorted(expected)


def test_blank_nodes_are_those_of_their_own_load(served: Any) -> None:
    load = "LOAD <ELSEWHERE/ntriples>"
    assert served.update(f"{load} ; {load} ; INSERT DATA {{ _:b <urn:p> 'mine' }}").status_code == 204
    assert len(served.state()) == 1 + 2 + 2 + 1


def test_a_graph_of_nothing_is_made(served: Any) -> None:
    assert served.update("LOAD <ELSEWHERE/turtle/> INTO GRAPH <urn:g>").status_code == 204
    with open_snapshot(served.store) as store:
        assert store.graph_names() == ("urn:g",)


def test_the_dataset_of_the_protocol_is_for_the_others(served: Any) -> None:
    update = "LOAD <ELSEWHERE/jsonld> INTO GRAPH <urn:g> ; INSERT { <urn:t> ?p ?o } WHERE { ?s ?p ?o }"
    assert served.update(update, **{"using-graph-uri": "urn:g"}).status_code == 204
    assert served.state() == sorted([f"{ONE_TRIPLE} <urn:g>", '<urn:t> <urn:p> "one"', WAS])


FAILED = [
    ("/301/jsonld", "redirects are not followed"),
    ("/302/jsonld", "redirects are not followed"),
    ("/303/jsonld", "redirects are not followed"),
    ("/307/jsonld", "redirects are not followed"),
    ("/308/jsonld", "redirects are not followed"),
    ("/404", "answers 404"),
    ("/500", "answers 500"),
    ("/204", "answers 204"),
    ("/206", "answers 206"),
    ("/html", "no RDF"),
    ("/trig", "no RDF"),
    ("/no-type", "no RDF"),
    ("/quads", "no application/n-triples"),
    ("/ill-formed", "no text/turtle"),
    ("/context", "no application/ld"),
    ("/entity", "no application/rdf"),
    ("/laughs", "amplification"),
    ("/packed", "packed"),
    ("/broken", "breaks off"),
    ("/too-long", "longer than"),
    ("/declared", "longer than"),
    ("/endless", "longer than"),
    ("/swelling", "20 times"),
    ("/nonsense", "cannot be fetched"),
]


@pytest.mark.parametrize(("path", "reason"), FAILED, ids=[path for path, _ in FAILED])
def test_nothing_is_written_where_one_fails(served: Any, path: str, reason: str) -> None:
    answer = served.update(
        f"LOAD <ELSEWHERE/jsonld> ; DROP ALL ; LOAD <ELSEWHERE{path}> ; CREATE GRAPH <urn:g>"
    )
    assert answer.status_code == 400
    assert reason in answer.text
    assert f"{served.elsewhere.address}{path}" in answer.text
    assert served.state() == [WAS]
    assert served.elsewhere.asked == ["/jsonld", path]


@pytest.mark.parametrize("path", [path for path, _ in FAILED])
def test_one_that_fails_silently_does_nothing(served: Any, path: str) -> None:
    update = f"LOAD SILENT <ELSEWHERE{path}> INTO GRAPH <urn:g> ; INSERT DATA {{ <urn:s> <urn:p> 'one' }}"
    assert served.update(update).status_code == 204
    assert served.state() == sorted([ONE_TRIPLE, WAS])
    assert served.elsewhere.asked == [path]


@pytest.mark.parametrize("nobody", ["http://127.0.0.1:1/x", "SECURE/jsonld"], ids=["closed", "no TLS"])
def test_where_nobody_answers(served: Any, nobody: str) -> None:
    address = nobody.replace("SECURE", served.elsewhere.address.replace("http:", "https:"))
    answer = served.update(f"LOAD <{address}>")
    assert (answer.status_code, "cannot be fetched" in answer.text) == (400, True)
    assert served.update(f"LOAD SILENT <{address}>").status_code == 204
    assert served.state() == [WAS]


def test_documents_are_bounded_together(served: Any) -> None:
    answer = served.update("LOAD <ELSEWHERE/longest> ; LOAD <ELSEWHERE/jsonld>")
    assert (answer.status_code, served.state()) == (400, [WAS])
    assert "longer than the 0 bytes that are left" in answer.text


@pytest.mark.parametrize("silent", ["", "SILENT "])
@pytest.mark.parametrize("path", ["/slow", "/dripping"])
def test_one_without_an_end_is_cut_by_the_time_limit(served: Any, path: str, silent: str) -> None:
    answer = served.update(f"INSERT DATA {{ <urn:s> <urn:p> 1 }} ; LOAD {silent}<ELSEWHERE{path}>")
    assert answer.status_code == 503
    assert served.state() == [WAS]


def test_others_can_write_while_one_is_waited_for(served: Any) -> None:
    waiting = threading.Thread(target=served.update, args=["LOAD <ELSEWHERE/slow>"])
    waiting.start()
    try:
        while served.elsewhere.asked != ["/slow"]:
            time.sleep(0.01)
        with GraphStore(ox.Store(str(served.store)), served.store) as store:
            store.replace(["urn:g"], [])
    finally:
        waiting.join()


REFUSED = ["<ELSEWHERE/%6asonld>", "<ELSEWHERE/x/../jsonld>", "<ELSEWHERE/jsonld?x>", "</jsonld>", "x:jsonld"]


@pytest.mark.parametrize("target", [*REFUSED, "<PRIVATE/jsonld>"])
@pytest.mark.parametrize("silent", ["", "SILENT "])
def test_others_are_refused_and_never_asked(served: Any, target: str, silent: str) -> None:
    target = target.replace("PRIVATE", served.elsewhere.private)
    prologue = "BASE <ELSEWHERE/> PREFIX x: <ELSEWHERE/>"
    answer = served.update(f"{prologue} LOAD <ELSEWHERE/jsonld> ; LOAD {silent}{target}")
    assert answer.status_code == 403
    assert f"<{served.elsewhere.address}/>" in answer.text
    assert served.state() == [WAS]
    assert served.elsewhere.asked == []


ODD = [
    "PREFIX : <PRIVATE/> LOAD:jsonld",
    "PREFIX : <PRIVATE/> LOAD SILENT:jsonld INTO GRAPH:g",
    "PREFIX x: <PRIVATE/> LOADx:jsonld",
    "PREFIXx: <PRIVATE/> LOADSILENTx:jsonld",
    "BASE <PRIVATE/> # x\rLOAD <jsonld>\nLOAD <jsonld>",
    "LOAD<PRIVATE/jsonld>",
    "PREFIX : <PRIVATE/> LOAD:jsonld; LOAD <ELSEWHERE/jsonld>",
    "PREFIX : <PRIVATE/> LOAD <ELSEWHERE/jsonld>; LOAD:jsonld",
    "INSERT {} WHERE { FILTER(1<'x>') } ; LOAD <PRIVATE/jsonld> ; INSERT DATA { <urn:s> <urn:p> 'x' }",
]


@pytest.mark.parametrize("update", ODD)
@pytest.mark.parametrize("allowed", [True, False])
def test_odd_spellings_are_refused_and_never_asked(
    served: Any, tmp_path: Path, update: str, allowed: bool
) -> None:
    update = update.replace("PRIVATE", served.elsewhere.private)
    if allowed:
        answer = served.update(update)
    else:
        tokens = Tokens.load(served.store.parent / "tokens", {})
        shutil.copytree(served.store, tmp_path / "s")
        with running(create_app(Readers(tmp_path / "s", Limits(readers=1)), tokens)) as address:
            answer = served._replace(address=address).update(update)
    assert answer.status_code in (400, 403)
    assert served.elsewhere.asked == []


@pytest.mark.parametrize("token", ["", "another"])
def test_who_has_no_token_loads_nothing(served: Any, token: str) -> None:
    assert served.update("LOAD <ELSEWHERE/jsonld>", token).status_code == 401
    assert served.elsewhere.asked == []


def test_nobody_loads_where_nobody_may_write(served: Any, tmp_path: Path) -> None:
    with GraphStore(ox.Store(str(tmp_path / "s")), tmp_path / "s") as store, store.committing():
        pass
    limits = Limits(readers=1, sources=(f"{served.elsewhere.address}/",))
    with running(create_app(Readers(tmp_path / "s", limits))) as address:
        assert served._replace(address=address).update("LOAD <ELSEWHERE/jsonld>").status_code == 403
    assert served.elsewhere.asked == []


def test_what_is_loaded_is_held_to_the_shapes(checking: Any) -> None:
    before = checking.state()
    checking.elsewhere.asked.clear()
    answer = checking.update(f"LOAD <ELSEWHERE/statement> INTO GRAPH <{BODY}>")
    assert (answer.status_code, checking.state()) == (422, before)
    assert checking.update("LOAD <ELSEWHERE/statement> INTO GRAPH <urn:g>").status_code == 204
    assert checking.state() == sorted([*before, f"<urn:s> <{RDF.type}> <{CMQ.Statement}> <urn:g>"])
    assert checking.elsewhere.asked == ["/statement", "/statement"]  # once each


def test_what_is_loaded_does_not_leave_its_place(checking: Any) -> None:
    """To the engine < compares there, and a comment follows; then the LOAD stands in a string."""
    before = checking.state()
    answer = checking.update(
        "INSERT { GRAPH <urn:g> { ?s ?p ?o } } WHERE { ?s ?p ?o FILTER(?o<#> '''\n?p) } ;\n"
        "INSERT DATA { <urn:a> <urn:b> ''' } LOAD <ELSEWHERE/breaking-out> ''' }"
    )
    assert (answer.status_code, checking.state()) == (403, before)
