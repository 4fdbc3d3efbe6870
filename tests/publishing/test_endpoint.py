"""The endpoint over HTTP: the SPARQL 1.1 Protocol as a table of cases, against the application itself."""

import json
from typing import NamedTuple
from urllib.parse import urlencode

import httpx
import pytest

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
SELECT = (
    "SELECT ?name WHERE { <https://w3id.org/communique/id/state/fr>"
    " <http://www.w3.org/2004/02/skos/core#notation> ?name }"
)
ASK = "ASK { ?s ?p ?o }"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 1"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
WIRE = "https://w3id.org/communique/id/graph/wire-provenance"
BLOG = "https://w3id.org/communique/id/graph/blog-provenance"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


class Case(NamedTuple):
    id: str
    method: str
    path: str
    status: int
    media_type: str = "text/plain"
    accept: str | None = None
    params: list[tuple[str, str]] | None = None
    body: str | bytes | None = None
    content_type: str | None = None
    holds: str = ""


JSON_ROWS = "application/sparql-results+json"
XML_ROWS = "application/sparql-results+xml"
TSV_ROWS = "text/tab-separated-values"
PROBLEM = "application/problem+json"


def get(name: str, query: str, media_type: str, accept: str | None = None, holds: str = "") -> Case:
    return Case(name, "GET", "/sparql", 200, media_type, accept, [("query", query)], holds=holds)


def post(name: str, status: int, body: str | bytes, content_type: str | None, holds: str = "") -> Case:
    media_type = JSON_ROWS if status == 200 else "text/plain"
    return Case(name, "POST", "/sparql", status, media_type, None, None, body, content_type, holds)


def bad(name: str, status: int, params: list[tuple[str, str]], holds: str, accept: str | None = None) -> Case:
    return Case(name, "GET", "/sparql", status, "text/plain", accept, params, holds=holds)


TRIPLE = 'SELECT * { BIND(<<( <urn:a> <urn:b> <<( <urn:c> <urn:d> "e" )>> )>> AS ?t) }'
TRIPLE_ON_A_PAGE = "<td>&lt;&lt;( urn:a urn:b &lt;&lt;( urn:c urn:d “e” )&gt;&gt; )&gt;&gt;</td>"

CASES = [
    get("select without Accept", SELECT, JSON_ROWS, holds='"value":"FR"'),
    get("select, anything", SELECT, JSON_ROWS, "*/*"),
    get("select, json", SELECT, JSON_ROWS, "application/json"),
    get("select, xml", SELECT, XML_ROWS, XML_ROWS, "<literal>FR</literal>"),
    get("select, plain xml", SELECT, XML_ROWS, "application/xml"),
    get("select, csv", SELECT, "text/csv", "text/csv", "name\r\nFR"),
    get("select, tsv", SELECT, TSV_ROWS, TSV_ROWS, '?name\n"FR"'),
    get("select, any text", SELECT, "text/csv", "text/*;q=0.9, image/png"),
    get("select, q decides", SELECT, "text/csv", f"{JSON_ROWS};q=0.1, text/csv;q=0.2"),
    get("select, q of zero excludes", SELECT, XML_ROWS, f"*/*, {JSON_ROWS};q=0, application/json;q=0"),
    get("select, the specific range wins", SELECT, "text/csv", "*/*;q=0.1, text/csv"),
    get("select, equal q: the server's order", SELECT, XML_ROWS, f"text/csv, {XML_ROWS}"),
    get("select, capitals and blanks", SELECT, "text/csv", "Text/CSV ; Q=0.5"),
    get("select, a malformed range is passed over", SELECT, "text/csv", "nonsense, text/csv"),
    get("select, a browser gets a page", SELECT, "text/html", BROWSER, "<td>FR</td>"),
    get("select, a page has a title", SELECT, "text/html", BROWSER, "<h1>Answer</h1>"),
    get("select, a triple in a triple, page", TRIPLE, "text/html", BROWSER, TRIPLE_ON_A_PAGE),
    get("ask, json", ASK, JSON_ROWS, None, '"boolean":true'),
    get("ask, xml", ASK, XML_ROWS, XML_ROWS, "<boolean>true</boolean>"),
    get("ask, page", ASK, "text/html", BROWSER, "yes"),
    get("construct without Accept", CONSTRUCT, "text/turtle"),
    get("construct, turtle", CONSTRUCT, "text/turtle", "text/turtle"),
    get("construct, n-triples", CONSTRUCT, "application/n-triples", "application/n-triples"),
    get("construct, json-ld", CONSTRUCT, "application/ld+json", "application/ld+json", '"@id"'),
    get("construct, rdf/xml", CONSTRUCT, "application/rdf+xml", "application/rdf+xml", "<rdf:RDF"),
    get("construct, a browser", CONSTRUCT, "application/rdf+xml", BROWSER),
    get("describe", "DESCRIBE <https://w3id.org/communique/id/state/fr>", "text/turtle", None, "France"),
    Case(
        "the format parameter wins over Accept",
        *("GET", "/sparql", 200, "text/csv", JSON_ROWS),
        [("query", SELECT), ("format", "csv")],
    ),
    Case(
        "an unfit format parameter leaves it to Accept",
        *("GET", "/sparql", 200, XML_ROWS, XML_ROWS),
        [("query", SELECT), ("format", "turtle")],
    ),
    post("form", 200, f"query={SELECT.replace(' ', '+')}", FORM, "FR"),
    post("form with charset", 200, "query=ASK+%7B%7D", f"{FORM}; charset=UTF-8", "true"),
    post("direct", 200, SELECT, DIRECT, "FR"),
    post("direct with charset", 200, SELECT, f'{DIRECT};charset="utf-8"', "FR"),
    bad("no query", 400, [("format", "csv")], "no query"),
    bad("two queries", 400, [("query", ASK), ("query", ASK)], "2 queries"),
    bad("an empty query", 400, [("query", "")], "line 1, column 1"),
    bad("does not parse", 400, [("query", "SELECT *\nWHERE { ?s ?p }")], "line 2, column 16"),
    bad("an update as a query", 400, [("query", "INSERT DATA { <a:a> <b:b> 1 }")], "does not parse"),
    bad("an update in an address", 400, [("update", "CLEAR ALL")], "never comes in an address"),
    bad("service", 403, [("query", "ASK { SERVICE <http://127.0.0.1:9/> {} }")], "SERVICE is refused"),
    bad("nothing acceptable", 406, [("query", SELECT)], "text/csv", "image/png"),
    bad("rows as turtle", 406, [("query", SELECT)], JSON_ROWS, "text/turtle"),
    bad("triples as csv", 406, [("query", CONSTRUCT)], "text/turtle", "text/csv"),
    bad(
        "a graph that is no IRI",
        400,
        [("query", ASK), ("default-graph-uri", "a b")],
        "“default-graph-uri”: 'a b'",
    ),
    bad(
        "a graph that is relative",
        400,
        [("query", ASK), ("default-graph-uri", "a")],
        "“default-graph-uri”: 'a' is",
    ),
    bad(
        "a named graph that is none", 400, [("query", ASK), ("named-graph-uri", "")], "“named-graph-uri”: ''"
    ),
    Case("not UTF-8 in the address", "GET", "/sparql?query=%FF", 400, holds="UTF-8"),
    post("form without a query", 400, "default-graph-uri=a", FORM, "no query"),
    post("form with an update", 403, "update=CLEAR+ALL", FORM, "read-only"),
    post("direct update", 403, "CLEAR ALL", "application/sparql-update", "read-only"),
    post("not UTF-8", 400, b"\xff\xfe", DIRECT, "UTF-8"),
    post("another charset", 415, SELECT, f"{DIRECT}; charset=latin-1", "UTF-8"),
    post("another media type", 415, "{}", "application/json", "application/json"),
    post("no media type", 415, SELECT, None, "sparql-query"),
    post("too long", 413, "#" * 1_000_001, DIRECT, "1,000,000"),
    Case("put", "PUT", "/sparql", 405, PROBLEM, holds="takes GET, HEAD, POST, OPTIONS"),
    Case("delete", "DELETE", "/sparql", 405, PROBLEM, holds="no DELETE here"),
    Case("nowhere", "GET", "/nowhere", 404, PROBLEM, holds="at /nowhere"),
    Case("nowhere, a browser", "GET", "/<b>", 404, "text/html", BROWSER, holds="at /%3Cb%3E"),
    Case("health", "GET", "/health", 200, "application/json", holds='"ok"'),
    Case("start page", "GET", "/", 200, "text/html", BROWSER, holds="What somebody said about something"),
    Case("start page without Accept", "GET", "/", 200, "text/html"),
    Case("start as JSON", "GET", "/", 200, "application/json", "application/json", holds='"statements":5'),
    Case("start as an image", "GET", "/", 406, accept="image/png"),
    Case("style", "GET", "/static/style.css", 200, "text/css"),
    Case("a template is not served", "GET", "/static/../templates/base.html", 404, PROBLEM),
    Case(
        "named query", *("GET", "/queries/statements-by?speaker=Zelensky", 200, JSON_ROWS), holds="had agreed"
    ),
    Case(
        "named query as a page",
        *("GET", "/queries/statements-by?speaker=Zelensky", 200, "text/html", BROWSER),
        holds="<td>the US had agreed to guard Ukraine for 15 years</td>",
    ),
    Case("named query, parameter missing", "GET", "/queries/statements-by", 400, holds="wants speaker"),
    Case(
        "named query, a parameter twice",
        *("GET", "/queries/statements-by?speaker=a&speaker=b", 400),
        holds="“speaker” is there 2 times",
    ),
    Case("named query, unknown", "GET", "/queries/gossip", 404, holds="no query named"),
]


def ask(address: str, case: Case) -> httpx.Response:
    path = f"{case.path}?{urlencode(case.params)}" if case.params else case.path
    content = case.body.encode() if isinstance(case.body, str) else case.body
    with httpx.Client() as client:
        del client.headers["accept"]
        request = client.build_request(case.method, address + path, content=content)
        for name, value in (("accept", case.accept), ("content-type", case.content_type)):
            if value:
                request.headers[name] = value
        return client.send(request)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_protocol(address: str, case: Case) -> None:
    response = ask(address, case)
    assert response.status_code == case.status, response.text[:500]
    assert response.headers["content-type"].partition(";")[0] == case.media_type
    assert case.holds in response.text


def count(address: str, *graphs: tuple[str, str], query: str = COUNT) -> int:
    response = httpx.get(f"{address}/sparql", params=[("query", query), *graphs])
    return int(response.json()["results"]["bindings"][0]["n"]["value"])


IN_WIRE = "SELECT (COUNT(*) AS ?n) FROM <" + WIRE + "> WHERE { ?s ?p ?o }"
NAMED = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"
DATASETS = [
    ("one default graph", [("default-graph-uri", WIRE)], COUNT, 13),
    ("two default graphs", [("default-graph-uri", WIRE), ("default-graph-uri", BLOG)], COUNT, 25),
    ("an unknown default graph", [("default-graph-uri", "urn:none")], COUNT, 0),
    ("a named graph leaves the default graph empty", [("named-graph-uri", WIRE)], COUNT, 0),
    ("a named graph", [("named-graph-uri", WIRE)], NAMED, 13),
    ("a default graph leaves no named graphs", [("default-graph-uri", WIRE)], NAMED, 0),
    ("FROM", [], IN_WIRE, 13),
    ("the protocol wins over FROM", [("default-graph-uri", BLOG)], IN_WIRE, 12),
    ("from in lower case", [], IN_WIRE.replace("FROM", "from"), 13),
]


@pytest.mark.parametrize(
    ("graphs", "query", "expected"), [d[1:] for d in DATASETS], ids=[d[0] for d in DATASETS]
)
def test_dataset(address: str, graphs: list[tuple[str, str]], query: str, expected: int) -> None:
    assert count(address, *graphs, query=query) == expected


def test_the_default_graph_is_the_union(address: str) -> None:
    assert count(address) == count(address, query=NAMED) > 200


@pytest.mark.parametrize("path", ["/", "/queries/drafts"])
def test_pages_take_nothing_from_elsewhere_and_run_no_script(address: str, path: str) -> None:
    page = httpx.get(address + path, headers={"accept": BROWSER}).text
    assert "<script" not in page
    assert " style=" not in page
    assert "javascript:" not in page
    assert 'src="http' not in page
    assert '<link rel="stylesheet" href="/static/style.css">' in page


def test_pages_escape_what_they_show(address: str) -> None:
    query = 'SELECT ("<b>bold</b>" AS ?x) {}'
    page = httpx.get(f"{address}/sparql", params={"query": query}, headers={"accept": BROWSER}).text
    assert "&lt;b&gt;bold&lt;/b&gt;" in page
    assert "<b>" not in page


def test_the_start_counts_what_is_served(address: str) -> None:
    told = json.loads(httpx.get(address, headers={"accept": "application/json"}).text)
    assert {
        kind: told[kind] for kind in ("articles", "reports", "meetings", "commitments", "states", "people")
    } == {
        "articles": 2,
        "reports": 4,
        "meetings": 2,
        "commitments": 3,
        "states": 4,
        "people": 2,
    }
