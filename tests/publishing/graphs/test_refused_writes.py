"""What is told of writes that cannot be: updates in another state of the store, forms without RDF."""

from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from communique.publishing.answering.execution import execute
from communique.publishing.answering.jobs import Job

A = "<urn:s> <urn:p> 1 ."

CONFLICTS = [
    ("DROP GRAPH <urn:none>", "does not exist"),
    ("CLEAR GRAPH <urn:none>", "does not exist"),
    ("MOVE <urn:none> TO <urn:there>", "does not exist"),
    ("CREATE GRAPH <urn:there>", "already exists"),
    ("INSERT DATA { GRAPH <urn:half> { <urn:s> <urn:p> 1 } } ; DROP GRAPH <urn:none>", "does not exist"),
]


@pytest.mark.parametrize(("update", "why"), CONFLICTS, ids=[update for update, _ in CONFLICTS])
def test_an_update_for_another_state_of_the_store(endpoint: Any, update: str, why: str) -> None:
    before = endpoint.quads()
    answer = endpoint.updated(update)
    assert (answer.status, answer.text.startswith("Nothing was written: The graph <urn:")) == (409, True)
    assert why in answer.text
    assert endpoint.quads() == before


@pytest.mark.parametrize("update", ["DROP SILENT GRAPH <urn:none>", "CREATE SILENT GRAPH <urn:there>"])
def test_silent_passes_over_it(endpoint: Any, update: str) -> None:
    assert endpoint.updated(update).status == 204


def test_a_part_of_a_graph_does_not_replace_it(endpoint: Any) -> None:
    """RFC 9110, section 14.5."""
    before = endpoint.quads()
    answer = endpoint.put("urn:there", A, content_range="bytes 0-5/500")
    assert (answer.status, "Content-Range" in answer.text) == (400, True)
    assert endpoint.quads() == before


def test_no_answer_tells_where_the_store_lies(endpoint: Any) -> None:
    aside = endpoint.store.rename(endpoint.store.with_name("aside"))
    try:
        answers = [endpoint.updated("CLEAR ALL"), endpoint.put("urn:g", A)]
    finally:
        aside.rename(endpoint.store)
    assert [answer.status for answer in answers] == [500, 500]
    assert not any(str(Path(endpoint.store).parent) in answer.text for answer in answers)


def test_nor_what_the_engine_says_of_its_files(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    graph, link = ox.NamedNode("urn:g"), ox.NamedNode("urn:p")
    store = ox.Store(str(tmp_path))
    store.bulk_extend(ox.Quad(link, link, ox.Literal(str(number)), graph) for number in range(50_000))
    store.flush()
    del store
    damaged = ox.Store.read_only(str(tmp_path))
    for file in tmp_path.glob("*.sst"):
        with file.open("r+b") as opened:
            opened.write(b"U" * (file.stat().st_size // 2))
    answer = execute(damaged, Job("graph", graph="urn:g", graph_format="ntriples"), 10_000_000)
    assert (answer.status, str(tmp_path) in answer.text) == (500, False)
    assert str(tmp_path) in caplog.text


@pytest.mark.parametrize("name", ["using-graph-uri", "using-named-graph-uri"])
def test_an_update_on_a_graph_that_is_none(endpoint: Any, name: str) -> None:
    body = f"update=CLEAR+ALL&{name}=a+b"
    answer = endpoint.sent("POST", "/sparql", body, content_type="application/x-www-form-urlencoded")
    assert (answer.status, f"“{name}”: 'a b' is no absolute IRI" in answer.text) == (400, True)


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
    answer = endpoint.sent("POST", "/graphs", body, content_type=media_type)
    assert (answer.status, told in answer.text) == (status, True), answer.text
