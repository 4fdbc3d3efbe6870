"""Clients of the endpoint: SPARQLWrapper as it comes, and our own, which asks any endpoint."""

import socket
from typing import Any

import pyoxigraph as ox
import pytest
from SPARQLWrapper import CSV, JSON, TURTLE, XML, SPARQLWrapper

from communique.errors import QueryError, ServerError, UsageError
from communique.publishing.querying.remote import query_remote
from communique.publishing.querying.results import Graph, Table
from communique.publishing.server import listen

SELECT = (
    "SELECT ?name WHERE { <https://w3id.org/communique/id/state/fr>"
    " <http://www.w3.org/2004/02/skos/core#notation> ?name }"
)
ASK = "ASK { ?s ?p ?o }"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 1"


# ------------------------------------------------------------------ with SPARQLWrapper as the client


def converted(address: str, query: str, form: str, method: str = "GET") -> Any:
    client = SPARQLWrapper(f"{address}/sparql")
    client.setQuery(query)
    client.setReturnFormat(form)
    client.setMethod(method)
    return client.queryAndConvert()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_sparqlwrapper_json(address: str, method: str) -> None:
    rows = converted(address, SELECT, JSON, method)
    assert [row["name"]["value"] for row in rows["results"]["bindings"]] == ["FR"]


def test_sparqlwrapper_xml(address: str) -> None:
    document = converted(address, SELECT, XML)
    assert [node.firstChild.data for node in document.getElementsByTagName("literal")] == ["FR"]


def test_sparqlwrapper_csv(address: str) -> None:
    assert converted(address, SELECT, CSV) == b"name\r\nFR\r\n"


def test_sparqlwrapper_turtle(address: str) -> None:
    turtle = converted(address, CONSTRUCT, TURTLE)
    assert len(list(ox.parse(turtle, format=ox.RdfFormat.TURTLE))) == 1


# ------------------------------------------------------------------ our own client, and what can go wrong


def test_remote_rows_are_those_of_the_store(address: str) -> None:
    table = query_remote(f"{address}/sparql", SELECT)
    assert isinstance(table, Table)
    assert table.values("name") == ("FR",)
    assert query_remote(f"{address}/sparql", ASK) == Table(boolean=True)
    assert isinstance(query_remote(f"{address}/sparql", CONSTRUCT), Graph)


REFUSALS = [
    ("/sparql", "SELECT { nonsense", QueryError, "line 1"),
    ("/sparql", "nonsense", QueryError, "line 1"),
    ("/sparql", "ASK { SERVICE <http://127.0.0.1:9/> {} }", QueryError, "SERVICE is refused"),
    ("/nowhere", ASK, ServerError, "no endpoint at"),
    ("/", ASK, QueryError, "Not Allowed"),
]


@pytest.mark.parametrize(("path", "query", "error", "words"), REFUSALS)
def test_remote_refusals(address: str, path: str, query: str, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        query_remote(address + path, query)


def test_remote_addresses() -> None:
    with pytest.raises(UsageError, match="no address"):
        query_remote("file:///etc/hostname", ASK)
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(ServerError, match="cannot be reached"):
        query_remote(f"http://127.0.0.1:{port}/sparql", ASK)


def test_a_taken_port_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ServerError, match=f"port {port}: address already in use"):
            listen("127.0.0.1", port)
