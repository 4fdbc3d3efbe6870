"""Writes under a condition: no client overwrites what another has just written (RFC 9110, section 13)."""

import gzip
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

A, B = "<urn:s> <urn:p> 1 .", "<urn:s> <urn:p> 2 ."
MANY = " ".join(f"<urn:s> <urn:p> {number} ." for number in range(300))

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
    ("PUT", True, "if_match", "*, *", 204),
    ("PUT", True, "if_match", f', {CURRENT} ,, "nope",', 204),
    ("PUT", True, "if_none_match", "*, *", 412),
    ("PUT", False, "if_none_match", " *\t,*", 201),
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

MALFORMED = [
    "",
    ",",
    "no tag",
    "*/*",
    f"w/{CURRENT}",
    f"W/ {CURRENT}",
    f"{CURRENT} {CURRENT}",
    f"{CURRENT}, *",
    f"*, {CURRENT}",
    "**",
    '"',
    '"a b"',
    f'{CURRENT}, "a',
]
CONDITIONS += [
    ("PUT", True, header, value, 400) for value in MALFORMED for header in ("if_match", "if_none_match")
]
CONDITIONS += [
    ("POST", True, "if_none_match", "*, x", 400),
    ("DELETE", True, "if_match", 'w/"x"', 400),
    ("GET", True, "if_match", "*", 200),
    ("GET", True, "if_match", CURRENT, 200),
    ("GET", True, "if_match", f'"nope", {CURRENT}', 200),
    ("GET", True, "if_match", STALE, 412),
    ("GET", True, "if_match", f"W/{CURRENT}", 412),
    ("GET", True, "if_match", "no tag", 412),
    ("GET", False, "if_match", '"nope"', 404),
    ("HEAD", True, "if_match", CURRENT, 200),
    ("HEAD", True, "if_match", STALE, 412),
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
    endpoint.sent("DELETE", path)
    tags = {}
    for name, turtle in ((STALE, A), (CURRENT, B)) if there else ():
        if name == STALE and STALE not in value:
            continue
        endpoint.sent("PUT", path, turtle, content_type="text/turtle")
        tags[name] = endpoint.sent("HEAD", path).headers["etag"]
    before = endpoint.quads()
    for name, tag in tags.items():
        value = value.replace(name, tag)
    answer = endpoint.sent(method, path, MANY, content_type="text/turtle", **{header: value})
    assert answer.status == status, answer.text
    assert (endpoint.quads() == before) is (status >= 400 or method in ("GET", "HEAD"))
    if method in ("GET", "HEAD"):
        assert ("etag" in answer.headers) is (status == 200)
    elif status == 412:
        assert answer.text.startswith("Nothing was written: the graph is")
    elif status == 400:
        assert header.replace("_", "-") in answer.text.lower()


def test_a_wrong_body_is_told_before_a_condition(endpoint: Any) -> None:
    assert endpoint.put("urn:there", "no turtle", if_none_match="*").status == 400


@pytest.mark.parametrize(
    "accept", ["text/turtle", "application/n-triples", "application/ld+json", "text/xml"]
)
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_the_tag_of_each_form_and_coding_is_one_of_the_graph(endpoint: Any, accept: str, coding: str) -> None:
    endpoint.put("urn:forms", f"{MANY} [] <urn:p> [ <urn:p> 'a' ] .")
    answer = endpoint.got("urn:forms", accept=accept, accept_encoding=coding)
    assert answer.headers.get("content-encoding", "identity") == coding
    tag = answer.headers["etag"]
    assert not tag.startswith("W/")
    again = endpoint.got("urn:forms", accept=accept, accept_encoding=coding, if_none_match=tag)
    assert (again.status, again.headers["etag"], again.body) == (304, tag, b"")
    endpoint.put("urn:another", A if coding == "gzip" else B)
    assert endpoint.put("urn:forms", A, if_match=tag).status == 204
    assert endpoint.put("urn:forms", B, if_match=tag).status == 412


def test_tags_are_equal_where_the_bytes_are_and_only_there(endpoint: Any) -> None:
    endpoint.put("urn:one", MANY)
    endpoint.put("urn:two", MANY)
    plain, other, packed, lines = (
        endpoint.got("urn:one", accept="text/turtle"),
        endpoint.got("urn:two", accept="text/turtle"),
        endpoint.got("urn:one", accept="text/turtle", accept_encoding="gzip"),
        endpoint.got("urn:one", accept="application/n-triples"),
    )
    assert plain.headers["etag"] == other.headers["etag"]
    assert len({plain.headers["etag"], packed.headers["etag"], lines.headers["etag"]}) == 3
    assert gzip.decompress(packed.body) == plain.body


def test_of_clients_that_race_one_wins(endpoint: Any) -> None:
    endpoint.put("urn:counter", "<urn:s> <urn:n> 'nobody' .")
    for number in range(5):
        tag = endpoint.got("urn:counter").headers["etag"]
        with ThreadPoolExecutor(4) as clients:
            answers = list(
                clients.map(
                    lambda client, tag=tag, number=number: endpoint.put(
                        "urn:counter", f"<urn:s> <urn:n> 'round {number}, {client}' .", if_match=tag
                    ),
                    range(1, 5),
                )
            )
        assert sorted(answer.status for answer in answers) == [204, 412, 412, 412]
        won = next(client for client, answer in enumerate(answers, 1) if answer.status == 204)
        assert f"round {number}, {won}" in endpoint.got("urn:counter").text


def test_of_clients_that_make_a_graph_one_does(endpoint: Any) -> None:
    with ThreadPoolExecutor(4) as clients:
        answers = list(clients.map(lambda _: endpoint.put("urn:made", A, if_none_match="*"), range(4)))
    assert sorted(answer.status for answer in answers) == [201, 412, 412, 412]


def test_no_count_is_lost_where_clients_try_again(endpoint: Any) -> None:
    endpoint.put("urn:sum", "<urn:s> <urn:n> 0 .")

    def count_on(_: int) -> None:
        while True:
            read = endpoint.got("urn:sum", accept="application/n-triples")
            value = int(read.text.split('"')[1])
            if (
                endpoint.put(
                    "urn:sum", f"<urn:s> <urn:n> {value + 1} .", if_match=read.headers["etag"]
                ).status
                == 204
            ):
                return

    with ThreadPoolExecutor(3) as clients:
        list(clients.map(count_on, range(9)))
    assert '"9"' in endpoint.got("urn:sum", accept="application/n-triples").text


@pytest.mark.parametrize(
    ("lines", "status"),
    [(["*", "*"], 412), (["*", '"x"'], 400), (['"x"', "*"], 400), (['"x"', "x"], 400), (["", "*"], 400)],
)
def test_a_condition_on_several_lines(endpoint: Any, lines: list[str], status: int) -> None:
    before = endpoint.quads()
    given = ["Host: a", "Connection: close", "Content-Type: text/turtle", "Content-Length: 0"]
    head = "\r\n".join([*given, *(f"If-None-Match: {line}" for line in lines), "", ""])
    answer = endpoint.exchanged(f"PUT /graphs?graph=urn:there HTTP/1.1\r\n{head}".encode())
    assert answer.startswith(b"HTTP/1.1 %d " % status), answer
    assert endpoint.quads() == before


def test_what_is_there_is_compared_before_what_the_client_has(endpoint: Any) -> None:
    tag = endpoint.got("urn:there").headers["etag"]
    assert endpoint.got("urn:there", if_match='"nope"', if_none_match=tag).status == 412
    assert endpoint.got("urn:there", if_match=tag, if_none_match=tag).status == 304
