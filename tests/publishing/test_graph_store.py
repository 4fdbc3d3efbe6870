"""The graph store over HTTP: which graph an address names, what a write may be bound to, what is told."""

from http.client import HTTPConnection, HTTPResponse
from typing import Any, NamedTuple
from urllib.parse import quote

import pytest

from communique.publishing.answering.limits import Limits
from communique.publishing.storage.store import open_snapshot

A, B = "<urn:s> <urn:p> 1 .", "<urn:s> <urn:p> 2 ."
MANY = " ".join(f"<urn:s> <urn:p> {number} ." for number in range(300))
TURTLE = {"content-type": "text/turtle"}


class Told(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def sent(where: Any, method: str, path: str, body: str | bytes = "", **headers: str) -> Told:
    """The request to the letter: no client tidies up its address."""
    fields = {"authorization": where.bearer} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    connection = HTTPConnection("127.0.0.1", where.port, timeout=30)
    try:
        connection.request(method, path, body.encode() if isinstance(body, str) else body, fields)
        answer: HTTPResponse = connection.getresponse()
        named = {name.lower(): value for name, value in answer.getheaders()}
        return Told(answer.status, named, answer.read())
    finally:
        connection.close()


def put(where: Any, graph: str, turtle: str, **headers: str) -> Told:
    return sent(where, "PUT", f"/graphs?graph={quote(graph)}", turtle, content_type="text/turtle", **headers)


def got(where: Any, graph: str, **headers: str) -> Told:
    return sent(where, "GET", f"/graphs?graph={quote(graph)}", **headers)


def updated(where: Any, update: str) -> Told:
    return sent(where, "POST", "/sparql", update, content_type="application/sparql-update")


def quads(where: Any) -> set[str]:
    with open_snapshot(where.store) as store:
        return {str(quad) for quad in store.quads()}


@pytest.fixture(scope="module")
def endpoint(serve: Any) -> Any:
    where = serve(Limits(seconds=20, readers=1, request=100_000))
    assert put(where, "urn:there", A).status == 201
    return where


# ------------------------------------------------------------------ the address is the name

ADDRESSES = [
    "/graphs/plain",
    "/graphs/a%20b",
    "/graphs/p%2520q",
    "/graphs/%C3%A9",
    "/graphs/my%2Fown",
    "/graphs/my/own",
    "/graphs/%61",
    "/graphs/a",
    "/graphs/a%3Fb",
    "/graphs/a?b",
    "/graphs/a?b=%20c&d=+e",
    "/graphs/a;b,c",
    "/graphs/%e9",
    "/graphs/%E9",
]


def test_an_address_is_the_name_of_a_graph_as_it_was_sent(endpoint: Any) -> None:
    for number, path in enumerate(ADDRESSES):
        assert (
            sent(endpoint, "PUT", path, f"<urn:s> <urn:p> {number} .", content_type="text/turtle").status
            == 201
        )
    for number, path in enumerate(ADDRESSES):
        directly = sent(endpoint, "GET", path, accept="application/n-triples")
        indirectly = got(endpoint, endpoint.address + path, accept="application/n-triples")
        assert (directly.status, directly.body) == (200, indirectly.body)
        assert f'"{number}"' in directly.text
    for path in ADDRESSES:
        assert sent(endpoint, "DELETE", path).status == 204
        assert sent(endpoint, "GET", path).status == 404


def test_a_graph_written_under_its_name_is_found_at_its_address(endpoint: Any) -> None:
    for path in ADDRESSES:
        put(endpoint, endpoint.address + path, A)
        assert sent(endpoint, "GET", path).status == 200
        assert sent(endpoint, "DELETE", path).status == 204


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/graphs", "Name the graph"),
        ("/graphs/", "Name the graph"),
        ("/graphs/a?graph=urn:b", "another one"),
        ("/graphs/a?default", "another one"),
        ("/graphs/a|b", "The address"),
        ("/graphs/a?b|c", "The address"),
        ("/graphs?graph=a", "“graph”: 'a' is no absolute IRI"),
        ("/graphs?graph=urn:a&default", "Name one graph"),
        ("/graphs?graph=%FF", "UTF-8"),
    ],
)
def test_an_address_that_names_no_graph(endpoint: Any, path: str, told: str) -> None:
    answer = sent(endpoint, "PUT", path, A, content_type="text/turtle")
    assert (answer.status, told in answer.text) == (400, True), answer.text


# ------------------------------------------------------------------ forms

FORM = "multipart/form-data; boundary=x"
PART = "--x\r\nContent-Type: text/turtle\r\n\r\n<urn:s> <urn:p> 1 .\r\n"
BARE = '--x\r\nContent-Disposition: form-data; name="file"\r\n\r\n<urn:s> <urn:p> 1 .\r\n'
FORMS = [
    ("a part", FORM, f"{PART}--x--", 201, ""),
    ("two parts", FORM, f"{PART}{PART}--x--", 201, ""),
    ("no boundary", "multipart/form-data", f"{PART}--x--", 400, "names no boundary"),
    ("no body", FORM, "", 400, "has no part"),
    ("no part", FORM, "--x--", 400, "has no part"),
    ("another boundary", "multipart/form-data; boundary=y", f"{PART}--x--", 400, "has no part"),
    (
        "a part without a type",
        FORM,
        f"{PART}{BARE}--x--",
        400,
        "Part 2 of the form, 'file', has no Content-Type",
    ),
    ("a part of no RDF", FORM, f"{PART.replace('turtle', 'css')}--x--", 415, "text/css is no RDF"),
    ("a part that is wrong", FORM, f"{PART.replace(' .', '')}--x--", 400, "The body is no text/turtle"),
]


@pytest.mark.parametrize(
    ("media_type", "body", "status", "told"), [one[1:] for one in FORMS], ids=[one[0] for one in FORMS]
)
def test_a_form(endpoint: Any, media_type: str, body: str, status: int, told: str) -> None:
    answer = sent(endpoint, "POST", "/graphs", body, content_type=media_type)
    assert (answer.status, told in answer.text) == (status, True), answer.text


@pytest.mark.parametrize("name", ["using-graph-uri", "using-named-graph-uri"])
def test_an_update_on_a_graph_that_is_none(endpoint: Any, name: str) -> None:
    body = f"update=CLEAR+ALL&{name}=a+b"
    answer = sent(endpoint, "POST", "/sparql", body, content_type="application/x-www-form-urlencoded")
    assert (answer.status, f"“{name}”: 'a b' is no absolute IRI" in answer.text) == (400, True)
