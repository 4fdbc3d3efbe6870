"""Writes by token under --check-writes: what would break an article is refused, and nothing is written."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import httpx
import pyoxigraph as ox
import pytest

from communique.mapping.ingest import ingest
from communique.mapping.iris import Base
from communique.publishing.answering.limits import Limits
from communique.publishing.answering.readers import Readers
from communique.publishing.endpoint import create_app
from communique.publishing.server import running
from communique.publishing.serving.tokens import Tokens, new_token
from communique.publishing.storage.store import open_snapshot, open_store

ARTICLE = Path(__file__).parents[2] / "examples" / "readout-call.txt"
GRAPHS = Base().graphs
BODY = f"{GRAPHS}readout-call/body"
NS = "https://w3id.org/communique/ns#"
SPEAKERS = f"PREFIX c: <{NS}> PREFIX g: <{GRAPHS}>"


class Served(NamedTuple):
    address: str
    store: Path
    token: str


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("checked")
    with open_store(folder / "store") as store:
        assert ingest(ARTICLE, store).status == "added"
    token = new_token("editor", folder / "tokens")
    readers = Readers(folder / "store", Limits(seconds=30, readers=1))
    with running(create_app(readers, Tokens.load(folder / "tokens", {}), checked=True)) as address:
        yield Served(address, folder / "store", token)


def updated(where: Served, update: str) -> httpx.Response:
    return httpx.post(
        f"{where.address}/sparql",
        content=update,
        headers={"authorization": f"Bearer {where.token}", "content-type": "application/sparql-update"},
        timeout=60,
    )


def wrote(where: Served, method: str, graph: str, turtle: str = "") -> httpx.Response:
    return httpx.request(
        method,
        f"{where.address}/graphs",
        params={"graph": graph},
        content=turtle,
        headers={"authorization": f"Bearer {where.token}", "content-type": "text/turtle"},
        timeout=60,
    )


def state(where: Served) -> list[bytes]:
    """All quads of the store, in the order in which it keeps them."""
    with open_snapshot(where.store) as store:
        dump = store.oxigraph.dump(format=ox.RdfFormat.N_QUADS)
    assert dump is not None
    return dump.splitlines()


NO_SPEAKER = f"<urn:x:1> a <{NS}Statement> ."
REFUSED = [
    f"INSERT DATA {{ GRAPH <{BODY}> {{ {NO_SPEAKER} }} }}",
    f"{SPEAKERS} INSERT DATA {{ GRAPH g:readout-call\\/body {{ {NO_SPEAKER} }} }}",
    f"BASE <{GRAPHS}> INSERT DATA {{ GRAPH <readout-call/body> {{ {NO_SPEAKER} }} }}",
    f"{SPEAKERS} DELETE {{ GRAPH ?g {{ ?s c:speaker ?o }} }} WHERE {{ GRAPH ?g {{ ?s c:speaker ?o }} }}",
    f"{SPEAKERS} WITH <{BODY}> DELETE {{ ?s c:speaker ?o }} WHERE {{ ?s c:speaker ?o }}",
    f"CREATE GRAPH <urn:y> ; INSERT DATA {{ GRAPH <{BODY}> {{ {NO_SPEAKER} }} }}",
    f"INSERT DATA {{ GRAPH <{GRAPHS}another/body> {{ {NO_SPEAKER} }} }}",
    f"PREFIX : <{GRAPHS}readout-call/> INSERT DATA {{ GRAPH:body {{ {NO_SPEAKER} }} }}",
    f"PREFIXp: <{GRAPHS}readout-call/> INSERTDATA{{GRAPHp:body{{ {NO_SPEAKER} }}}}",
    f"BASE<{GRAPHS}x/>INSERTDATA{{GRAPH<../readout-call/body>{{ {NO_SPEAKER} }}}}",
    f"INSERT DATA {{ GRAPH <{GRAPHS}x/../readout-call/./body> {{ {NO_SPEAKER} }} }}",
    f"{SPEAKERS} INSERT DATA {{ <urn:x> <urn:y> true }} ; DELETE {{ GRAPH ?g {{ ?s c:speaker ?o }} }} "
    "WHERE { <urn:x> <urn:y> trueGRAPH?g { ?s c:speaker ?o } }",
    f"PREFIX p: <{GRAPHS}readout-call/> INSERT {{}} WHERE {{ FILTER(1<'x>') }} ; "
    f"INSERT DATA {{ GRAPH p:body {{ {NO_SPEAKER} }} }} #'",
    f"PREFIX p: # <urn:x>\n <{GRAPHS}> INSERT DATA {{ GRAPH p:readout-call\\/body {{ {NO_SPEAKER} }} }}",
]


@pytest.mark.parametrize("update", REFUSED)
def test_an_update_that_would_break_an_article(endpoint: Served, update: str) -> None:
    before = state(endpoint)
    answer = updated(endpoint, update)
    assert (answer.status_code, "Nothing was written" in answer.text) == (422, True)
    assert "speaker" in answer.text
    assert state(endpoint) == before
    assert not (endpoint.store / "scratch").exists()


@pytest.mark.parametrize(("method", "graph"), [("PUT", BODY), ("POST", BODY), ("PUT", f"{GRAPHS}new/body")])
def test_a_graph_that_would_break_an_article(endpoint: Served, method: str, graph: str) -> None:
    before = state(endpoint)
    assert wrote(endpoint, method, graph, NO_SPEAKER).status_code == 422
    assert state(endpoint) == before


def test_no_shape_holds_for_a_triple_term(endpoint: Served) -> None:
    before, said = state(endpoint), "<urn:x:1> <urn:x:2> <<( <urn:a> <urn:b> 1 )>> ."
    for answer in (
        wrote(endpoint, "POST", BODY, said),
        wrote(endpoint, "PUT", f"{GRAPHS}new/body", said),
        updated(endpoint, f"INSERT DATA {{ GRAPH <{BODY}> {{ {said} }} }}"),
    ):
        assert (answer.status_code, "triple term <<( <urn:a>" in answer.text) == (422, True)
    assert state(endpoint) == before


@pytest.mark.parametrize("graph", ["readout-call/provenance", "reference"])
def test_what_its_facts_need_is_not_taken_away(endpoint: Served, graph: str) -> None:
    before = state(endpoint)
    for answer in (
        wrote(endpoint, "DELETE", f"{GRAPHS}{graph}"),
        wrote(endpoint, "PUT", f"{GRAPHS}{graph}", "<urn:a> <urn:b> 1 ."),
        updated(endpoint, f"DROP GRAPH <{GRAPHS}{graph}>"),
        updated(endpoint, f"PREFIX : <{GRAPHS}> CLEAR SILENT GRAPH:{graph.replace('/', chr(92) + '/')}"),
    ):
        assert (answer.status_code, "violations" in answer.text) == (422, True)
    assert state(endpoint) == before


TAKEN = [
    f"INSERT DATA {{ GRAPH <urn:mine> {{ {NO_SPEAKER} }} }}",
    f"INSERT DATA {{ GRAPH <{GRAPHS}curation> {{ <urn:a> <urn:b> 1 }} }}",
    f'INSERT DATA {{ GRAPH <{BODY}> {{ <urn:a> <urn:note> "a remark" }} }}',
    f"INSERT DATA {{ GRAPH <{GRAPHS}reference> {{ <urn:a> <urn:b> 3 }} }}",
    "INSERT { GRAPH ?g { <urn:a> <urn:note> 2 } } WHERE { GRAPH ?g { <urn:a> <urn:note> ?o } }",
]


@pytest.mark.parametrize("update", TAKEN)
def test_all_else_is_taken(endpoint: Served, update: str) -> None:
    before = state(endpoint)
    answer = updated(endpoint, update)
    assert (answer.status_code, answer.text) == (204, "")
    assert len(state(endpoint)) == len(before) + 1


def test_an_update_that_fails_says_why(endpoint: Served) -> None:
    assert updated(endpoint, f"CREATE GRAPH <{BODY}>").status_code == 409
    assert not (endpoint.store / "scratch").exists()
