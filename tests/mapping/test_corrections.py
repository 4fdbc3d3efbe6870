"""What a newsroom corrected: said of its report with the words, and none of what the report states."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox
import pytest

from communique.mapping.ingest import ingest
from communique.ontology.vocabulary import PREFIXES
from communique.publishing.storage.store import GraphStore, open_store

PAGE = Path(__file__).parents[1] / "fixtures" / "pages" / "corrected.html"
AMENDED = (
    "This article was amended on 12 February 2026. An earlier version said that Sudan had promised to pay"
    " for the road; it has not."
)
CLARIFIED = (
    "Clarification: An official whom we quoted spoke for the province and not for the ministry of Chad."
)


@pytest.fixture(scope="module")
def store() -> Iterator[GraphStore]:
    with open_store(None) as opened:
        assert ingest(PAGE, opened, captured_at=datetime(2026, 2, 13, tzinfo=UTC)).report.conforms
        yield opened


def told(store: GraphStore, query: str) -> list[tuple[str, ...]]:
    prefixes = (f"PREFIX {name}: <{PREFIXES[name]}>" for name in ("cmq", "oa", "schema"))
    rows = store.query(" ".join((*prefixes, query)))
    assert isinstance(rows, ox.QuerySolutions)
    return sorted(tuple(getattr(cell, "value", "") for cell in row) for row in rows)


def test_printed_notes_are_passages_of_the_report_with_their_day(store: GraphStore) -> None:
    query = """SELECT ?words ?day { ?report a cmq:Report ; schema:correction ?note .
        ?note a cmq:Passage ; oa:hasSource ?report ; oa:hasSelector/oa:exact ?words
        OPTIONAL { ?note schema:datePublished ?day } }"""
    assert told(store, query) == [(CLARIFIED, ""), (AMENDED, "2026-02-12")]


def test_what_only_the_data_of_the_page_tell_is_given_as_words(store: GraphStore) -> None:
    query = "SELECT ?words { ?report schema:correction ?words FILTER isLiteral(?words) }"
    assert told(store, query) == [("The crossing is at Adré, not at Tiné.",)]


def test_nothing_that_the_article_reports_rests_on_a_note(store: GraphStore) -> None:
    supporting, notes = (
        {int(row[0]) for row in told(store, f"SELECT ?at {{ [] {link}/oa:hasSelector/oa:start ?at }}")}
        for link in ("cmq:evidence", "schema:correction")
    )
    assert supporting
    assert max(supporting) < min(notes)
