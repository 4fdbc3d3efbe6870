"""Representations, whichever resource they are of: codings, conditions, what they vary with (RFC 9110)."""

import gzip
from typing import Any
from urllib.parse import quote

import pytest

QUERY = "/sparql?query=" + quote("SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o")
LONG_WAY = ("X-Forwarded-For", "192.0.2.1")
GRAPH = f"/graphs?graph={quote('https://w3id.org/communique/id/graph/reference', safe='')}"
TAGGED = [
    QUERY,
    "/doc/state/fr",
    "/doc/state/fr.ttl",
    "/doc/state/",
    "/doc/?q=fra",
    "/ns",
    "/ns.jsonld",
    "/dataset",
    "/dump.nt",
    "/queries/drafts",
    "/static/style.css",
    GRAPH,
]
UNTAGGED = ["/", "/queries", "/openapi.json", "/sparql", "/health"]
SHORT = {"/doc/state/fr.ttl", "/queries/drafts", "/sparql", "/health"}
LONG = [path for path in [*TAGGED, *UNTAGGED] if path not in SHORT]
"""Those whose answers are long enough to be compressed."""


# ------------------------------------------------------------------ codings (sections 12.4.2 and 12.5.3)

CODINGS = [
    ((), False),
    (("",), False),
    (("gzip",), True),
    (("GZIP",), True),
    (("x-gzip",), True),
    (("*",), True),
    (("gzip;q=0",), False),
    (("gzip;q=0, identity",), False),
    (("deflate, gzip;q=0.0, *;q=0",), False),
    (("deflate, gzip ; Q=0.001",), True),
    (("notgzip",), False),
    (("br, deflate",), False),
    (("br;q=0, *;q=0.1",), True),
    (("gzip;q=x",), False),
    (("gzip;q=0.5, identity",), False),
    (("identity;q=0.5, gzip;q=0.6",), True),
    (("identity;q=0",), False),
    (("br", "gzip"), True),
]


@pytest.mark.parametrize(("lines", "compressed"), CODINGS, ids=[", ".join(lines) for lines, _ in CODINGS])
def test_codings(ask: Any, lines: tuple[str, ...], compressed: bool) -> None:
    wanted = [("Accept-Encoding", line) for line in lines]
    for path, *more in [*((path,) for path in LONG), (QUERY, LONG_WAY)]:
        told = ask(path, *wanted, *more)
        assert (told.status, told.headers["content-encoding"]) == (200, "gzip" if compressed else None), path
        assert told.headers.get_all("vary") in (["Accept-Encoding"], ["Accept, Accept-Encoding"])
        assert len(gzip.decompress(told.body) if compressed else told.body) >= 1000


# ------------------------------------------------------------------ conditions (section 13.1.2)

HAS = [
    ("any", ["*"], 304),
    ("any, with blanks", [" * "], 304),
    ("as sent", ["TAG"], 304),
    ("strong for weak", ["OPAQUE"], 304),
    ("weak", ["W/OPAQUE"], 304),
    ("in a list", ['"x" ,\tTAG, "y"'], 304),
    ("in a line of its own", ['"x"', "OPAQUE"], 304),
    ("after a tag with a comma", ['"x,y,", TAG'], 304),
    ("another", ['"x"'], 200),
    ("within another", ['"x, W/OPAQUE_, y"'], 200),
    ("without quotes", ["BARE"], 200),
    ("a star as a tag", ['"*"'], 200),
    ("nothing", [""], 200),
]


@pytest.mark.parametrize(("lines", "status"), [case[1:] for case in HAS], ids=[case[0] for case in HAS])
def test_who_has_it_is_told_so(ask: Any, lines: list[str], status: int) -> None:
    for path, *more in [*((path,) for path in TAGGED), (QUERY, LONG_WAY)]:
        whole = ask(path, *more)
        tag = whole.headers["etag"]
        opaque = tag.removeprefix("W/")
        sent = [
            line.replace("OPAQUE_", opaque.strip('"'))
            .replace("OPAQUE", opaque)
            .replace("TAG", tag)
            .replace("BARE", opaque.strip('"'))
            for line in lines
        ]
        told = ask(path, *(("If-None-Match", line) for line in sent), *more)
        assert (told.status, told.headers["etag"]) == (status, tag), path
        assert told.body == (b"" if status == 304 else whole.body)
        for name in ("vary", "cache-control", "content-location"):
            assert told.headers[name] == whole.headers[name], (path, name)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        *((path, 304) for path in UNTAGGED),
        ("/sparql?query=SELECT%20(NOW()%20AS%20%3Fx)%20%7B%7D", 304),
        ("/sparql?query=SELECT", 400),
        ("/sparql?query=ASK%20%7B%20SERVICE%20%3Curn%3Ax%3E%20%7B%7D%20%7D", 403),
        ("/queries/statements-by", 400),
        ("/queries/gossip", 404),
        ("/doc/state/none", 404),
        ("/doc/state/fr?page=0", 400),
        ("/graphs?graph=urn:none", 404),
        ("/id/state/fr", 303),
        ("/nowhere", 404),
        ("/static/nothing.css", 404),
    ],
)
def test_any_is_what_there_is(ask: Any, path: str, status: int) -> None:
    assert ask(path, ("If-None-Match", "*")).status == status


def test_what_is_posted_is_never_told_as_known(ask: Any) -> None:
    headers = [("Content-Type", "application/sparql-query"), ("If-None-Match", "*")]
    assert ask("/sparql", *headers, method="POST", body=b"ASK {}").status == 200


def test_plain_and_compressed_have_no_strong_tag_in_common(ask: Any) -> None:
    for path in TAGGED:
        tags = {ask(path, ("Accept-Encoding", c)).headers["etag"] for c in ("gzip", "identity")}
        assert all(tag.startswith("W/") for tag in tags) or len(tags) == 2


def test_a_file_that_is_no_newer_is_known_by_its_day(ask: Any) -> None:
    path = "/static/style.css"
    day = ("If-Modified-Since", ask(path).headers["last-modified"])
    assert ask(path, day).status == 304
    assert ask(path, day, ("If-None-Match", '"x"')).status == 200  # section 13.2.2


def test_who_has_all_is_sent_no_part(ask: Any) -> None:
    part = ("Range", "bytes=0-9")
    told = ask("/static/style.css", part, ("Accept-Encoding", "gzip"))
    assert (told.status, len(told.body), told.headers["content-encoding"]) == (206, 10, None)
    known = ask("/static/style.css", part, ("If-None-Match", told.headers["etag"]))
    assert (known.status, known.headers["content-range"]) == (304, None)


# ------------------------------------------------------------------ what an answer varies with

VARIES = [
    *(("/", accept, status) for accept, status in [("text/html", 200), ("text/turtle", 303), ("x/y", 406)]),
    *(("/queries", accept, status) for accept, status in [("*/*", 200), ("text/html", 303), ("x/y", 406)]),
    *((path, "x/y", 406) for path in (QUERY, "/sparql", GRAPH, "/queries/drafts", "/doc/state/fr", "/ns")),
    *((path, "text/html", 303) for path in ("/sparql", "/id/state/fr")),
    *((path, "*/*", 200) for path in (QUERY, "/sparql", GRAPH, "/queries/drafts", "/doc/state/fr", "/ns")),
    ("/sparql?query=SELECT", "*/*", 400),
    ("/nowhere", "*/*", 404),
]


@pytest.mark.parametrize(("path", "accept", "status"), VARIES)
@pytest.mark.parametrize("more", [(), (LONG_WAY,)], ids=["short", "long"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_is_negotiated_says_so(
    ask: Any, path: str, accept: str, status: int, more: Any, method: str
) -> None:
    told = ask(path, ("Accept", accept), ("Origin", "https://a.example"), *more, method=method)
    assert (told.status, told.headers.get_all("vary")) == (status, ["Accept, Accept-Encoding"])


@pytest.mark.parametrize("path", ["/doc/state/fr.ttl", "/dump.nt", "/openapi.json", "/static/style.css"])
def test_what_is_not_negotiated_is_compressed_all_the_same(ask: Any, path: str) -> None:
    assert ask(path).headers.get_all("vary") in (["Accept-Encoding"], ["Accept, Accept-Encoding"])
