"""Clients that others wrote, against our endpoint: Python, JavaScript, C."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import JSON, JSONLD, N3, POST, POSTDIRECTLY, RDFXML, TURTLE, URLENCODED, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, Unauthorized

from communique.publishing.answering.limits import Limits

SCRIPTS = Path(__file__).with_name("clients")
CACHE = Path(os.environ.get("COMMUNIQUE_CLIENTS", Path.home() / ".cache/communique/clients"))
FRANCE = URIRef("https://w3id.org/communique/id/state/fr")
NOTATION = URIRef("http://www.w3.org/2004/02/skos/core#notation")
SELECT = f"SELECT ?name WHERE {{ <{FRANCE}> <{NOTATION}> ?name }}"
WORDS = "naïve “words” 😀\n"


@pytest.fixture(scope="module")
def endpoint(serve: Any) -> Any:
    return serve(Limits(seconds=20, readers=1))


# ------------------------------------------------------------------ SPARQLWrapper


def client(endpoint: Any, query: str, **settings: Any) -> SPARQLWrapper:
    made = SPARQLWrapper(f"{endpoint.address}/sparql")
    made.setQuery(query)
    for name, value in settings.items():
        getattr(made, name)(value)
    return made


def converted(endpoint: Any, query: str, **settings: Any) -> Any:
    return client(endpoint, query, **settings).queryAndConvert()


@pytest.mark.parametrize("how", [URLENCODED, POSTDIRECTLY])
@pytest.mark.parametrize("form", [JSON, XML])
def test_sparqlwrapper_posts(endpoint: Any, how: str, form: str) -> None:
    told = converted(endpoint, SELECT, setMethod=POST, setRequestMethod=how, setReturnFormat=form)
    told = told if form == JSON else told.toxml()
    assert "FR" in str(told)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # with which it reads the last two
@pytest.mark.parametrize("form", [TURTLE, N3, RDFXML, JSONLD])
def test_sparqlwrapper_constructs(endpoint: Any, form: str) -> None:
    asked = f"CONSTRUCT {{ ?s <{NOTATION}> ?o }} WHERE {{ ?s <{NOTATION}> ?o }}"
    told = converted(endpoint, asked, setReturnFormat=form)
    graph = told if isinstance(told, Graph) else Graph().parse(data=told, format="turtle")
    assert (FRANCE, NOTATION, None) in graph


def test_sparqlwrapper_asks(endpoint: Any) -> None:
    assert converted(endpoint, "ASK { ?s ?p ?o }", setReturnFormat=JSON)["boolean"] is True


@pytest.mark.parametrize("how", [URLENCODED, POSTDIRECTLY])
def test_sparqlwrapper_updates_with_a_token(endpoint: Any, how: str) -> None:
    graph = f"urn:wrapper:{how}"
    update = f"INSERT DATA {{ GRAPH <{graph}> {{ <urn:s> <urn:p> {Literal(WORDS).n3()} }} }}"
    made = client(endpoint, update, setMethod=POST, setRequestMethod=how)
    with pytest.raises(Unauthorized):
        made.query()
    made.addCustomHttpHeader("Authorization", endpoint.bearer)
    assert made.query().response.status == 204
    rows = converted(endpoint, f"SELECT ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}", setReturnFormat=JSON)
    assert [row["o"]["value"] for row in rows["results"]["bindings"]] == [WORDS]


def test_sparqlwrapper_is_told_what_is_wrong(endpoint: Any) -> None:
    with pytest.raises(QueryBadFormed, match="line 1, column"):
        client(endpoint, "SELECT { nonsense").query()


# ------------------------------------------------------------------ rdflib


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
def test_rdflib_reads(endpoint: Any, method: str, form: str) -> None:
    store = SPARQLStore(f"{endpoint.address}/sparql", method=method, returnFormat=form)
    graph = Graph(store)
    assert [str(row[0]) for row in graph.query(SELECT)] == ["FR"]  # type: ignore[index]
    if form in ("xml", "json"):  # it reads terms from these alone
        assert list(graph.objects(FRANCE, NOTATION)) == [Literal("FR")]


def test_rdflib_writes(endpoint: Any) -> None:
    address = f"{endpoint.address}/sparql"
    store = SPARQLUpdateStore(
        address, address, headers={"Authorization": endpoint.bearer}, context_aware=True, autocommit=True
    )
    graph = Graph(store, identifier=URIRef("urn:rdflib"))
    triple = (URIRef("urn:s"), URIRef("urn:p"), Literal(WORDS))
    graph.add(triple)
    assert list(graph) == [triple]
    graph.update("INSERT DATA { <urn:s> <urn:p> 2 }")
    assert len(graph) == 2
    graph.remove(triple)
    assert [str(o) for o in graph.objects()] == ["2"]
    assert URIRef("urn:rdflib") in {one.identifier for one in Dataset(store=store).graphs()}
    graph.remove((None, None, None))
    assert len(graph) == 0


def test_rdflib_asks_us_as_a_service(endpoint: Any) -> None:
    asked = f"SELECT ?name {{ SERVICE <{endpoint.address}/sparql> {{ <{FRANCE}> <{NOTATION}> ?name }} }}"
    assert [str(row[0]) for row in Graph().query(asked)] == ["FR"]  # type: ignore[index]


# ------------------------------------------------------------------ JavaScript


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the scripts, in which node finds the packages."""
    if shutil.which("node") is None:
        pytest.skip("there is no node: Debian has it in nodejs")
    for package in json.loads((SCRIPTS / "package.json").read_text())["dependencies"]:
        if not (CACHE / "node_modules" / package).exists():
            pytest.skip(f"there is no {package} in {CACHE}: make clients")
    folder = tmp_path_factory.mktemp("node")
    shutil.copytree(SCRIPTS, folder, dirs_exist_ok=True)
    (folder / "node_modules").symlink_to(CACHE / "node_modules")
    return folder


def ran(folder: Path, script: str, endpoint: Any) -> dict[str, Any]:
    done = subprocess.run(
        ["node", script, endpoint.address, endpoint.token],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_sparql_http_client(node: Path, endpoint: Any) -> None:
    told = ran(node, "sparql-http-client.mjs", endpoint)
    assert set(told) == {"get", "postUrlencoded", "postDirect"}
    for found in told.values():
        assert found == {
            "one": "1",
            "unbound": False,
            "ask": False,
            "inserted": 1,
            "stored": ["2", WORDS],
            "refused": 400,
        }


def test_comunica(node: Path, endpoint: Any) -> None:
    assert ran(node, "comunica.mjs", endpoint) == {
        "select": ["naïve 😀"],
        "join": 3,
        "ask": True,
        "construct": 2,
        "service": ["naïve 😀"],
        "federated": ["naïve 😀"],
    }


# ------------------------------------------------------------------ roqet


ROQET = [("simple", 'name=string("FR")'), ("xml", "<literal>FR</literal>"), ("csv", "FR")]


@pytest.mark.parametrize(("form", "expected"), ROQET)
def test_roqet(endpoint: Any, form: str, expected: str) -> None:
    program = shutil.which("roqet")
    if program is None:
        pytest.skip("there is no roqet: Debian has it in rasqal-utils")
    done = subprocess.run(
        [program, "-q", "-r", form, "-p", f"{endpoint.address}/sparql", "-e", SELECT],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert expected in done.stdout
