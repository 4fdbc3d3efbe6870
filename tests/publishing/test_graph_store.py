"""The graph store over HTTP: which graph an address names, what a write may be bound to, what is told."""

import gzip
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
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


# ------------------------------------------------------------------ updates that meet another state

CONFLICTS = [
    ("DROP GRAPH <urn:none>", "does not exist"),
    ("CLEAR GRAPH <urn:none>", "does not exist"),
    ("MOVE <urn:none> TO <urn:there>", "does not exist"),
    ("CREATE GRAPH <urn:there>", "already exists"),
    ("INSERT DATA { GRAPH <urn:half> { <urn:s> <urn:p> 1 } } ; DROP GRAPH <urn:none>", "does not exist"),
]


@pytest.mark.parametrize(("update", "why"), CONFLICTS, ids=[update for update, _ in CONFLICTS])
def test_an_update_for_another_state_of_the_store(endpoint: Any, update: str, why: str) -> None:
    before = quads(endpoint)
    answer = updated(endpoint, update)
    assert (answer.status, answer.text.startswith("Nothing was written: The graph <urn:")) == (409, True)
    assert why in answer.text
    assert quads(endpoint) == before


@pytest.mark.parametrize("update", ["DROP SILENT GRAPH <urn:none>", "CREATE SILENT GRAPH <urn:there>"])
def test_silent_passes_over_it(endpoint: Any, update: str) -> None:
    assert updated(endpoint, update).status == 204


def test_no_answer_tells_where_the_store_lies(serve: Any) -> None:
    where = serve(Limits(seconds=20, readers=1))
    aside = where.store.rename(where.store.with_name("aside"))
    try:
        answers = [updated(where, "CLEAR ALL"), put(where, "urn:g", A)]
    finally:
        aside.rename(where.store)
    assert [answer.status for answer in answers] == [500, 500]
    assert not any(str(Path(where.store).parent) in answer.text for answer in answers)


# ------------------------------------------------------------------ writes under a condition

CURRENT, STALE = "current", "stale"
"""For the tag that GET gives of the graph now, and the one that it gave before the last change."""

CONDITIONS = [
    # method, graph that is there, header, value, status
    ("PUT", True, "if_none_match", "*", 412),
    ("PUT", False, "if_none_match", "*", 201),
    ("PUT", True, "if_none_match", CURRENT, 412),
    ("PUT", True, "if_none_match", f"W/{CURRENT}", 412),
    ("PUT", True, "if_none_match", STALE, 204),
    ("PUT", True, "if_match", "*", 204),
    ("PUT", False, "if_match", "*", 412),
    ("PUT", False, "if_match", '"nope"', 412),
    ("PUT", True, "if_match", CURRENT, 204),
    ("PUT", True, "if_match", f'"nope", {CURRENT}', 204),
    ("PUT", True, "if_match", STALE, 412),
    ("PUT", True, "if_match", f"W/{CURRENT}", 412),
    ("PUT", True, "if_match", "", 412),
    ("PUT", True, "if_match", "no tag", 412),
    ("PUT", True, "if_match", '"turtle-0", "turtle", "-", "none-1", ""', 412),
    ("POST", True, "if_none_match", "*", 412),
    ("POST", True, "if_match", CURRENT, 204),
    ("POST", True, "if_match", STALE, 412),
    ("POST", False, "if_match", "*", 412),
    ("DELETE", True, "if_match", '"zzz"', 412),
    ("DELETE", True, "if_match", STALE, 412),
    ("DELETE", True, "if_match", CURRENT, 204),
    ("DELETE", True, "if_none_match", "*", 412),
    ("DELETE", False, "if_match", '"zzz"', 404),  # as without it (RFC 9110, section 13.2.1)
]


INDIRECT, DIRECT, DEFAULT = "/graphs?graph=urn:conditional", "/graphs/conditional", "/graphs?default"


@pytest.mark.parametrize(
    ("path", "method", "there", "header", "value", "status"),
    [
        *((INDIRECT, *case) for case in CONDITIONS),
        *((DIRECT, *case) for case in CONDITIONS[:2] + CONDITIONS[8:11]),
        *((DEFAULT, *case) for case in (CONDITIONS[0], *CONDITIONS[8:11])),
    ],
)
def test_a_condition(
    endpoint: Any, path: str, method: str, there: bool, header: str, value: str, status: int
) -> None:
    sent(endpoint, "DELETE", path)
    tags = {}
    for name, turtle in ((STALE, A), (CURRENT, B)) if there else ():
        sent(endpoint, "PUT", path, turtle, content_type="text/turtle")
        tags[name] = sent(endpoint, "HEAD", path).headers["etag"]
    before = quads(endpoint)
    for name, tag in tags.items():
        value = value.replace(name, tag)
    answer = sent(endpoint, method, path, MANY, content_type="text/turtle", **{header: value})
    assert answer.status == status, answer.text
    assert (quads(endpoint) == before) is (status >= 400)
    if status == 412:
        assert answer.text.startswith("Nothing was written: the graph is")


def test_a_wrong_body_is_told_before_a_condition(endpoint: Any) -> None:
    assert put(endpoint, "urn:there", "no turtle", if_none_match="*").status == 400


@pytest.mark.parametrize(
    "accept", ["text/turtle", "application/n-triples", "application/ld+json", "text/xml"]
)
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_the_tag_of_each_form_and_coding_is_one_of_the_graph(endpoint: Any, accept: str, coding: str) -> None:
    put(endpoint, "urn:forms", f"{MANY} [] <urn:p> [ <urn:p> 'a' ] .")
    answer = got(endpoint, "urn:forms", accept=accept, accept_encoding=coding)
    assert answer.headers.get("content-encoding", "identity") == coding
    tag = answer.headers["etag"]
    assert not tag.startswith("W/")
    again = got(endpoint, "urn:forms", accept=accept, accept_encoding=coding, if_none_match=tag)
    assert (again.status, again.headers["etag"], again.body) == (304, tag, b"")
    put(endpoint, "urn:another", A if coding == "gzip" else B)
    assert put(endpoint, "urn:forms", A, if_match=tag).status == 204
    assert put(endpoint, "urn:forms", B, if_match=tag).status == 412


def test_tags_are_equal_where_the_bytes_are_and_only_there(endpoint: Any) -> None:
    put(endpoint, "urn:one", MANY)
    put(endpoint, "urn:two", MANY)
    plain, other, packed, lines = (
        got(endpoint, "urn:one", accept="text/turtle"),
        got(endpoint, "urn:two", accept="text/turtle"),
        got(endpoint, "urn:one", accept="text/turtle", accept_encoding="gzip"),
        got(endpoint, "urn:one", accept="application/n-triples"),
    )
    assert plain.headers["etag"] == other.headers["etag"]
    assert len({plain.headers["etag"], packed.headers["etag"], lines.headers["etag"]}) == 3
    assert gzip.decompress(packed.body) == plain.body


def test_of_clients_that_race_one_wins(endpoint: Any) -> None:
    put(endpoint, "urn:counter", "<urn:s> <urn:n> 'nobody' .")
    for number in range(5):
        tag = got(endpoint, "urn:counter").headers["etag"]
        with ThreadPoolExecutor(4) as clients:
            answers = list(
                clients.map(
                    lambda client, tag=tag, number=number: put(
                        endpoint, "urn:counter", f"<urn:s> <urn:n> 'round {number}, {client}' .", if_match=tag
                    ),
                    range(1, 5),
                )
            )
        assert sorted(answer.status for answer in answers) == [204, 412, 412, 412]
        won = next(client for client, answer in enumerate(answers, 1) if answer.status == 204)
        assert f"round {number}, {won}" in got(endpoint, "urn:counter").text


def test_of_clients_that_make_a_graph_one_does(endpoint: Any) -> None:
    with ThreadPoolExecutor(4) as clients:
        answers = list(clients.map(lambda _: put(endpoint, "urn:made", A, if_none_match="*"), range(4)))
    assert sorted(answer.status for answer in answers) == [201, 412, 412, 412]


def test_no_count_is_lost_where_clients_try_again(endpoint: Any) -> None:
    put(endpoint, "urn:sum", "<urn:s> <urn:n> 0 .")

    def count_on(_: int) -> None:
        while True:
            read = got(endpoint, "urn:sum", accept="application/n-triples")
            value = int(read.text.split('"')[1])
            if (
                put(
                    endpoint, "urn:sum", f"<urn:s> <urn:n> {value + 1} .", if_match=read.headers["etag"]
                ).status
                == 204
            ):
                return

    with ThreadPoolExecutor(3) as clients:
        list(clients.map(count_on, range(9)))
    assert '"9"' in got(endpoint, "urn:sum", accept="application/n-triples").text


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
