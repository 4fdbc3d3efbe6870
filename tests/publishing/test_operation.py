"""What runs the endpoint needs: validators, compression, figures, a log, backups, tokens, a description."""

import gzip
import json
import logging
import re
import time
from typing import Any

import httpx
import pytest

from communique.errors import (
    QueryError,
    QueryRefusedError,
)
from communique.publishing.answering.limits import Limits
from communique.publishing.answering.updates import checked_update
from communique.queries.catalogue import catalogue

ALL = "SELECT * { GRAPH ?g { ?s ?p ?o } }"


@pytest.fixture(scope="module")
def endpoint(serve: Any) -> Any:
    return serve(Limits(seconds=20, readers=1))


def ask(where: Any, query: str, **headers: str) -> httpx.Response:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.get(f"{where.address}/sparql", params={"query": query}, headers=sent, timeout=20)


def test_a_client_that_has_the_answer_is_told_so_until_the_store_changes(endpoint: Any) -> None:
    tag = ask(endpoint, ALL).headers["etag"]
    assert ask(endpoint, ALL, if_none_match=f'"x", {tag}').status_code == 304
    assert ask(endpoint, ALL, if_none_match=tag, accept="text/csv").status_code == 200
    assert ask(endpoint, f"{ALL} LIMIT 1", if_none_match=tag).status_code == 200
    write = httpx.put(
        f"{endpoint.address}/graphs?graph=urn:new",
        content="<urn:s> <urn:p> 1 .",
        headers={"authorization": f"Bearer {endpoint.token}", "content-type": "text/turtle"},
        timeout=20,
    )
    assert write.status_code == 201
    assert ask(endpoint, ALL, if_none_match=tag).status_code == 200


@pytest.mark.parametrize(
    "query", ["SELECT (NOW() AS ?x) {}", "SELECT (rand() AS ?x) {}", "SELECT (uuid() AS ?x) {}"]
)
def test_what_differs_each_time_has_no_tag(endpoint: Any, query: str) -> None:
    assert "etag" not in ask(endpoint, query).headers


def test_a_variable_whose_name_sounds_like_one_of_those_has_a_tag(endpoint: Any) -> None:
    assert "etag" in ask(endpoint, "SELECT ?unknown $now { ?unknown ?rand ?uuid }").headers
    assert "etag" not in ask(endpoint, "SELECT ?now { BIND(1 AS ?x)BIND(NOW()AS?now) }").headers


def test_long_answers_are_compressed_for_those_who_take_it(endpoint: Any) -> None:
    with httpx.stream(
        "GET", f"{endpoint.address}/sparql", params={"query": ALL}, headers={"accept-encoding": "gzip"}
    ) as response:
        body = b"".join(response.iter_raw())
    assert response.headers["content-encoding"] == "gzip"
    assert "accept-encoding" in response.headers["vary"].lower()
    assert json.loads(gzip.decompress(body))["results"]
    assert "content-encoding" not in ask(endpoint, ALL, accept_encoding="identity").headers


def test_who_may_not_write_is_told_how(endpoint: Any) -> None:
    response = httpx.post(f"{endpoint.address}/sparql", data={"update": "CLEAR ALL"})
    assert (response.status_code, response.headers["www-authenticate"]) == (401, 'Bearer realm="communique"')


def test_an_update_says_where_it_does_not_parse(endpoint: Any) -> None:
    response = httpx.post(
        f"{endpoint.address}/sparql",
        content="PREFIX x: <urn:x>\nINSERT DATA { x:a x:b }",
        headers={"authorization": f"Bearer {endpoint.token}", "content-type": "application/sparql-update"},
        timeout=20,
    )
    assert (response.status_code, "The update does not parse: line 2, column 23" in response.text) == (
        400,
        True,
    )


def test_figures(endpoint: Any) -> None:
    ask(endpoint, "ASK {}")
    httpx.get(f"{endpoint.address}/made-up/{'x' * 50}")
    other = 'communique_http_requests_total{method="GET",route="other",status="404"}'
    told = httpx.get(f"{endpoint.address}/metrics")
    for _ in range(100):  # counted once the answer is sent, so it may come a moment later
        if other in told.text:
            break
        told = httpx.get(f"{endpoint.address}/metrics")
    assert told.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = [line for line in told.text.splitlines() if not line.startswith("#")]
    assert all(
        re.fullmatch(r'[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.]+', line) for line in lines
    )
    figures = dict(line.rsplit(" ", 1) for line in lines)
    assert float(figures['communique_http_requests_total{method="GET",route="/sparql",status="200"}']) >= 1
    assert float(figures[other]) >= 1
    assert figures["communique_readers"] == "1"
    assert float(figures["communique_queries_answered_total"]) >= 1


def test_the_log_holds_no_secrets(endpoint: Any, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "communique.access"):
        ask(endpoint, "ASK { ?secret ?p ?o }", authorization=f"Bearer {endpoint.token}")
        line = _logged(caplog, "/sparql")
    assert line["status"] == 200
    assert "secret" not in caplog.text
    assert endpoint.token not in caplog.text


def _logged(caplog: pytest.LogCaptureFixture, path: str) -> dict[str, Any]:
    """The last line about a path; it is written once the answer is sent, so it may come a moment later."""
    for _ in range(100):
        messages = [record.message for record in caplog.records if record.name == "communique.access"]
        lines: list[dict[str, Any]] = [json.loads(message) for message in messages]
        if found := [line for line in lines if line["path"] == path]:
            return found[-1]
        time.sleep(0.05)
    raise AssertionError(f"no line about {path}")


def test_ready_names_the_state(endpoint: Any) -> None:
    told = httpx.get(f"{endpoint.address}/ready").json()
    assert told["status"] == "ready"
    assert told["state"]


def test_the_named_queries_are_listed(endpoint: Any) -> None:
    listed = httpx.get(f"{endpoint.address}/queries").json()
    assert [query["name"] for query in listed] == list(catalogue())
    (wanted,) = [query for query in listed if query["name"] == "statements-by"]
    assert next((found["name"], found["optional"]) for found in wanted["parameters"]) == ("speaker", False)
    assert httpx.get(wanted["href"], params={"speaker": "Zelensky"}).status_code == 200


def test_what_openapi_describes_is_there(endpoint: Any) -> None:
    described = httpx.get(f"{endpoint.address}/openapi.json").json()
    assert described["openapi"] == "3.1.0"
    assert {f"/queries/{name}" for name in catalogue()} < set(described["paths"])
    for path, operations in described["paths"].items():
        told = operations["get"]
        required = {found["name"]: found["example"] for found in told["parameters"] if found["required"]}
        asked = {name: value for name, value in required.items() if f"{{{name}}}" not in path}
        answer = httpx.get(endpoint.address + path.format(**required), params=asked, timeout=20)
        assert str(answer.status_code) in told["responses"], (path, answer.text)
        if answer.status_code == 200 and path != "/sparql":
            assert answer.headers["content-type"].partition(";")[0] in told["responses"]["200"]["content"]
    names = [each["operationId"] for found in described["paths"].values() for each in found.values()]
    assert len(names) == len(set(names))


# ------------------------------------------------------------------ updates on a dataset

USING = [
    ("INSERT {?s ?p ?o} WHERE {?s ?p ?o}", "INSERT {?s ?p ?o} USING <urn:g> WHERE {?s ?p ?o}"),
    ("DELETE WHERE {?s ?p ?o}", "DELETE {?s ?p ?o} USING <urn:g> WHERE {?s ?p ?o}"),
    ("DELETE {?s ?p 'WHERE'} WHERE {?s ?p ?o}", "DELETE {?s ?p 'WHERE'} USING <urn:g> WHERE {?s ?p ?o}"),
    ("INSERT DATA {<a:a> <b:where> 1}", "INSERT DATA {<a:a> <b:where> 1}"),
    ("#WHERE\nINSERT {} WHERE {}", "#WHERE\nINSERT {} USING <urn:g> WHERE {}"),
]


@pytest.mark.parametrize(("update", "expected"), USING, ids=[update for update, _ in USING])
def test_an_update_on_a_dataset(update: str, expected: str) -> None:
    assert checked_update(update, ["urn:g"]) == expected


@pytest.mark.parametrize(
    ("update", "using", "error"),
    [
        ("INSERT {} USING <urn:h> WHERE {}", ["urn:g"], QueryError),
        ("WITH <urn:h> INSERT {} WHERE {}", ["urn:g"], QueryError),
        ("INSERT {} WHERE {}", ["urn:g> WHERE {} ; DROP ALL #"], QueryError),
        ("LOAD <urn:x>", [], QueryRefusedError),
        ("INSERT DATA {", [], QueryError),
    ],
)
def test_updates_that_are_refused(update: str, using: list[str], error: type[QueryError]) -> None:
    with pytest.raises(error):
        checked_update(update, using)
