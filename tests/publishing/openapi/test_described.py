"""The OpenAPI description is whole: every status that is described is reached, and no other is."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import httpx
import pytest

from communique.ontology.vocabulary import BASE
from communique.publishing.linked.forms import SUFFIXES
from communique.publishing.linked.vocabulary import VERSION

pytest.importorskip("schemathesis", reason="schemathesis is not installed")

LONGEST = 100_000
"""Bytes of a request."""

# ------------------------------------------------------------------ what is read, by names that there are

READ: dict[str, list[dict[str, Any]]] = {
    "/": [{}],
    "/sparql": [
        {},
        {"query": "ASK {}"},
        {"query": "CONSTRUCT WHERE { ?s ?p ?o }"},
        {"query": "ASK { SERVICE <http://example.org/> {} }"},
        {"query": "ASK"},
        {"query": "ASK {}", "default-graph-uri": "a b"},
    ],
    "/graphs": [{}, {"graph": f"{BASE}id/graph/wire-provenance"}, {"graph": "urn:none"}, {"default": ""}],
    "/graphs/{path}": [{"path": "there"}, {"path": "none"}, {"path": "there", "graph": "urn:x"}],
    "/queries": [{}],
    "/queries/{name}": [{}, {"format": "csv"}, {"format": "none"}],
    "/openapi.json": [{}],
    "/health": [{}],
    "/ready": [{}],
    "/metrics": [{}],
    "/id/{kind}/{key}": [
        {"kind": "state", "key": "fr"},
        {"kind": "state", "key": "none"},
        {"kind": "statement", "key": "gone"},
        {"kind": "place", "key": "fr"},
    ],
    "/scheme/{scheme}": [{"scheme": "act"}, {"scheme": "none"}, {"scheme": "gone"}],
    "/scheme/{scheme}/{concept}": [
        {"scheme": "act", "concept": "warning"},
        {"scheme": "act", "concept": "none"},
        {"scheme": "act", "concept": "gone"},
    ],
    "/doc/": [{}, {"q": "fra"}],
    "/doc/{listed}/": [
        {"listed": "state", "q": "fra"},
        {"listed": "state", "page": "2"},
        {"listed": "state", "page": "0"},
        {"listed": "none"},
    ],
    "/doc/{kind}/{key}": [
        {"kind": "state", "key": "fr"},
        {"kind": "state", "key": "fr", "page": "2"},
        {"kind": "state", "key": "fr", "page": "two"},
        {"kind": "state", "key": "none"},
        {"kind": "statement", "key": "gone"},
    ],
    "/doc/{kind}/{key}.{suffix}": [
        *({"kind": "person", "key": "emmanuel-macron", "suffix": suffix} for suffix in SUFFIXES),
        {"kind": "state", "key": "fr", "suffix": "ttl", "page": "0"},
        {"kind": "state", "key": "none", "suffix": "html"},
        {"kind": "statement", "key": "gone", "suffix": "nt"},
    ],
    "/doc/scheme/{scheme}": [
        {"scheme": "act"},
        {"scheme": "act", "page": "x"},
        {"scheme": "none"},
        {"scheme": "gone"},
    ],
    "/doc/scheme/{scheme}/{concept}": [
        {"scheme": "act", "concept": "warning"},
        {"scheme": "act", "concept": "warning", "page": "-1"},
        {"scheme": "act", "concept": "none"},
        {"scheme": "act", "concept": "gone"},
    ],
    "/ns": [{}],
    "/ns.{suffix}": [*({"suffix": suffix} for suffix in SUFFIXES), {"suffix": "txt"}],
    "/ns/{version}": [{"version": VERSION}, {"version": "0"}],
    "/dataset": [{}],
    "/dataset.{suffix}": [*({"suffix": suffix} for suffix in SUFFIXES), {"suffix": "txt"}],
    "/dump.{syntax}": [*({"syntax": suffix} for suffix in SUFFIXES if suffix != "html"), {"syntax": "html"}],
    "/.well-known/void": [{}],
}
NEVER_HERE = {"422", "503"}
"""Where nothing is too much."""
ACCEPTED = ["*/*", "text/html", "application/json", "text/turtle", "application/rdf+xml", "image/png"]


@pytest.mark.parametrize("path", READ)
def test_what_is_read_has_the_statuses_and_forms_that_are_described(operations: list[Any], path: str) -> None:
    for operation in operations:
        if pattern_of(operation.path) == path and operation.method in ("get", "head"):
            values = [given | examples(operation) for given in READ[path]]
            if operation.path.startswith("/queries/"):
                values.append({"format": "none"})
            seen = {status for given in values for status in statuses(operation, given)}
            compare(operation, seen)


def compare(operation: Any, seen: set[str]) -> None:
    described = set(operation.definition.raw["responses"])
    assert seen <= described, operation.label
    assert described - seen <= NEVER_HERE, operation.label


def pattern_of(path: str) -> str:
    """The named queries are all of one kind."""
    return "/queries/{name}" if path.startswith("/queries/") else path


def examples(operation: Any) -> dict[str, Any]:
    """The parameters without which a named query is none."""
    return {
        told["name"]: told["example"]
        for told in operation.definition.raw["parameters"]
        if told["in"] == "query" and told["required"]
    }


def statuses(operation: Any, values: dict[str, str]) -> Iterator[str]:
    """Those of answers to clients that accept this and that, and have it already; all as described."""
    in_path = {name: value for name, value in values.items() if f"{{{name}}}" in operation.path}
    in_query = {name: value for name, value in values.items() if name not in in_path}
    case = operation.Case(path_parameters=in_path, query=in_query)
    for accept in ACCEPTED:
        headers = {"accept": accept}
        for _ in range(2):
            answer = case.call(headers=headers, allow_redirects=False)
            case.validate_response(answer)
            yield str(answer.status_code)
            headers["if-none-match"] = (answer.headers.get("etag") or ["none"])[0]
    if "412" in operation.definition.raw["responses"]:
        yield str(case.call(headers={"if-match": '"none"'}, allow_redirects=False).status_code)


# ------------------------------------------------------------------ what is written


TRIPLE = "<urn:s> <urn:p> 1 ."
FORM = "application/x-www-form-urlencoded"


class Sent(NamedTuple):
    """A request, by whoever has a token or another one, and what it is answered with."""

    status: int
    body: str = ""
    kind: str = "text/turtle"
    query: Mapping[str, str] = MappingProxyType({})
    headers: Mapping[str, str] = MappingProxyType({})


OTHER = {"authorization": "Bearer other"}
PUT_OR_POST = [
    Sent(201, TRIPLE),
    Sent(204, TRIPLE),
    Sent(412, TRIPLE, headers={"if-none-match": "*"}),
    Sent(401, TRIPLE, headers=OTHER),
    Sent(400, "no turtle"),
    Sent(413, "#" * (LONGEST + 1)),
    Sent(415, TRIPLE, "text/css"),
]
DELETE = [
    Sent(412, headers={"if-match": '"none"'}),
    Sent(401, headers=OTHER),
    Sent(204),
    Sent(404),
    Sent(400, query={"graph": "urn:a", "default": ""}),
]
WRITTEN: dict[tuple[str, str], list[Sent]] = {
    ("post", "/sparql"): [
        Sent(200, "ASK {}", "application/sparql-query"),
        Sent(200, "query=ASK+%7B%7D", FORM, headers={"accept": "text/html"}),
        Sent(200, "DESCRIBE <urn:s>", "application/sparql-query", headers={"accept": "text/turtle"}),
        Sent(204, "INSERT DATA { <urn:s> <urn:p> 1 }", "application/sparql-update"),
        Sent(204, "update=CLEAR+DEFAULT&using-graph-uri=urn:g", FORM),
        Sent(400, "ASK", "application/sparql-query"),
        Sent(400, "query=ASK+%7B%7D&named-graph-uri=a", FORM),
        Sent(401, "CLEAR ALL", "application/sparql-update", headers=OTHER),
        Sent(403, "LOAD <http://example.org/>", "application/sparql-update"),
        Sent(406, "ASK {}", "application/sparql-query", headers={"accept": "image/png"}),
        Sent(409, "DROP GRAPH <urn:none>", "application/sparql-update"),
        Sent(413, "#" * (LONGEST + 1), "application/sparql-query"),
        Sent(415, "ASK {}", "text/css"),
    ],
    ("put", "/graphs"): PUT_OR_POST,
    ("delete", "/graphs"): DELETE,
    ("post", "/graphs"): PUT_OR_POST,
    ("put", "/graphs/{path}"): PUT_OR_POST,
    ("delete", "/graphs/{path}"): DELETE,
    ("post", "/graphs/{path}"): PUT_OR_POST,
}


@pytest.mark.parametrize(("method", "path"), WRITTEN)
def test_what_is_written_has_the_statuses_that_are_described(
    served: tuple[str, str], operations: list[Any], method: str, path: str
) -> None:
    address, token = served
    (operation,) = [one for one in operations if (one.path, one.method) == (path, method)]
    if method == "delete":
        httpx.put(f"{address}/graphs/new", content=TRIPLE, headers=headers_of(Sent(201), token))
    else:
        httpx.delete(f"{address}/graphs/new", headers=headers_of(Sent(204), token))
    for sent in WRITTEN[method, path]:
        named = {"graph": f"{address}/graphs/new"} if path == "/graphs" and not sent.query else {}
        answer = httpx.request(
            method,
            f"{address}{path.replace('{path}', 'new')}",
            params={**named, **sent.query},
            content=sent.body,
            headers=headers_of(sent, token),
        )
        assert answer.status_code == sent.status, answer.text
        operation.validate_response(answer)
    compare(operation, {str(sent.status) for sent in WRITTEN[method, path]})


def headers_of(sent: Sent, token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}", "content-type": sent.kind, **sent.headers}


def test_all_that_is_served_is_described_and_reached(operations: list[Any]) -> None:
    described = {(one.method, pattern_of(one.path)) for one in operations}
    itself = {("get", "/openapi.json")}  # which Schemathesis passes over
    assert described | itself == {(method, path) for path in READ for method in ("get", "head")} | set(
        WRITTEN
    )


def test_the_methods_are_those_that_options_tells(served: tuple[str, str]) -> None:
    address, _ = served
    for path, methods in httpx.get(f"{address}/openapi.json").json()["paths"].items():
        if "{" not in path:
            allowed = httpx.options(f"{address}{path}").headers["allow"].lower().split(", ")
            assert {"options", *methods} == set(allowed), path
