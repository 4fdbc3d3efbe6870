"""Which graph an address names: the one that has it as its IRI, as it was sent."""

from typing import Any

import pytest

A = "<urn:s> <urn:p> 1 ."

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
    "/graphs/a?",
    "/graphs/a??",
    "/graphs/a?b=%20c&d=+e",
    "/graphs/a;b,c",
    "/graphs/%e9",
    "/graphs/%E9",
]


def test_an_address_is_the_name_of_a_graph_as_it_was_sent(endpoint: Any) -> None:
    for number, path in enumerate(ADDRESSES):
        assert (
            endpoint.sent("PUT", path, f"<urn:s> <urn:p> {number} .", content_type="text/turtle").status
            == 201
        )
    for number, path in enumerate(ADDRESSES):
        directly = endpoint.sent("GET", path, accept="application/n-triples")
        indirectly = endpoint.got(endpoint.address + path, accept="application/n-triples")
        assert (directly.status, directly.body) == (200, indirectly.body)
        assert f'"{number}"' in directly.text
    for path in ADDRESSES:
        assert endpoint.sent("DELETE", path).status == 204
        assert endpoint.sent("GET", path).status == 404


def test_a_graph_written_under_its_name_is_found_at_its_address(endpoint: Any) -> None:
    for path in ADDRESSES:
        endpoint.put(endpoint.address + path, A)
        assert endpoint.sent("GET", path).status == 200
        assert endpoint.sent("DELETE", path).status == 204


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
    answer = endpoint.sent("PUT", path, A, content_type="text/turtle")
    assert (answer.status, told in answer.text) == (400, True), answer.text


ABSOLUTE = [
    ("http://other.example:81/graphs/abs", "http://other.example:81/graphs/abs"),
    ("HTTP://other.example/graphs/abs?x", "http://other.example/graphs/abs?x"),
    ("https://other.example/graphs/abs?", "https://other.example/graphs/abs?"),
    ("http://[2001:db8::1]:81/graphs/abs", "http://[2001:db8::1]:81/graphs/abs"),
]


@pytest.mark.parametrize(("target", "name"), ABSOLUTE)
def test_an_address_in_full_goes_before_host(endpoint: Any, target: str, name: str) -> None:
    head = "Host: here.example\r\nConnection: close\r\nContent-Type: text/turtle\r\nContent-Length: 0"
    answer = endpoint.exchanged(f"PUT {target} HTTP/1.1\r\n{head}\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 201 "), answer
    assert endpoint.got(name).status == 200
