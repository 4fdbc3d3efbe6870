"""The same live blog captured again: what stays, what is revised, what is marked, what becomes history."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyoxigraph as ox
import pytest

from communique.mapping.ingest import ingest
from communique.ontology.vocabulary import PROV, SCHEMA
from communique.publishing.querying.queries import ask_store
from communique.publishing.querying.results import Table
from communique.publishing.storage.store import GraphStore, open_store
from communique.shapes.check import check

NOON = datetime(2026, 1, 6, 12, tzinfo=UTC)
ADDRESS = "https://straits.example/live"
SHIPS = (
    "ships",
    "Macron on the ships",
    "“The strait must stay open to all ships,” Emmanuel Macron said in Paris.",
)
FRIGATES = (
    "frigates",
    "Starmer on frigates",
    "Keir Starmer told reporters that Britain would send two frigates.",
)
MORE = (
    "frigates",
    "Starmer on frigates",
    "Keir Starmer told reporters that Britain would send three frigates.",
)
VISIT = ("visit", "A visit to Rome", "Giorgia Meloni met Keir Starmer in Rome on Monday.")
CALL = ("call", "A call with Athens", "Kyriakos Mitsotakis said that Greece would take part in the talks.")

Told = tuple[str, str, str]
Capture = Callable[[tuple[Told, ...], int], str]


@pytest.fixture
def store() -> Iterator[GraphStore]:
    with open_store(None) as opened:
        yield opened


@pytest.fixture
def capture(tmp_path: Path, store: GraphStore) -> Capture:
    """Capture these posts so many hours after noon, and tell the status."""

    def captured(posts: tuple[Told, ...], hours: int) -> str:
        path = tmp_path / "live.html"
        path.write_text(page(posts), encoding="utf-8")
        return ingest(path, store, captured_at=NOON + timedelta(hours=hours)).status

    return captured


def page(posts: tuple[Told, ...]) -> str:
    updates = [
        {
            "@type": "BlogPosting",
            "@id": f"{ADDRESS}#{key}",
            "headline": head,
            "articleBody": words,
            "datePublished": "2026-01-06T09:00:00Z",
        }
        for key, head, words in posts
    ]
    data = {
        "@type": "LiveBlogPosting",
        "headline": "The strait, live",
        "url": ADDRESS,
        "datePublished": "2026-01-06T08:00:00Z",
        "liveBlogUpdate": updates,
    }
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    return f'<html lang="en"><head><link rel="canonical" href="{ADDRESS}">{script}</head><body></body></html>'


def graphs(store: GraphStore) -> dict[str, set[ox.Quad]]:
    """The quads of each post's facts, by the last part of the post's key."""
    base = store.base.graphs_of("live-" + article(store))
    names = [
        name for name in store.graph_names() if name.startswith(base) and not name.endswith("provenance")
    ]
    return {name.rpartition("-")[2]: set(store.quads(name)) for name in names}


def article(store: GraphStore) -> str:
    (name,) = [name for name in store.graph_names() if name.endswith("/provenance")]
    return name.split("/")[-2].removeprefix("live-")


def report(store: GraphStore, key: str) -> str:
    parts = store.matching(predicate=SCHEMA.isPartOf)
    (found,) = {str(quad.subject).strip("<>") for quad in parts if str(quad.subject).endswith(f"{key}>")}
    return found


def objects(store: GraphStore, subject: str, link: str) -> list[str]:
    return sorted(getattr(q.object, "value", "") for q in store.matching(subject, link))


def test_a_post_that_has_not_changed_is_left_as_it_was(store: GraphStore, capture: Capture) -> None:
    assert capture((FRIGATES, SHIPS), 0) == "added"
    before = graphs(store)
    described = set(store.matching(report(store, "ships")))
    assert capture((CALL, MORE, SHIPS), 1) == "replaced"
    after = graphs(store)
    assert before["ships"]
    assert after["ships"] == before["ships"]
    assert set(store.matching(report(store, "ships"))) == described
    assert after["frigates"] != before["frigates"]
    assert after["call"]


def test_a_changed_post_is_a_revision_of_what_the_history_keeps(store: GraphStore, capture: Capture) -> None:
    capture((FRIGATES, SHIPS), 0)
    before = graphs(store)["frigates"]
    capture((MORE, SHIPS), 1)
    capture((MORE, SHIPS, CALL), 2)
    (version,) = objects(store, report(store, "frigates"), PROV.wasRevisionOf)
    assert objects(store, version, PROV.invalidatedAtTime) == ["2026-01-06T13:00:00Z"]
    assert objects(store, version, SCHEMA.sha256) != objects(store, report(store, "frigates"), SCHEMA.sha256)
    (first,) = objects(store, version, PROV.wasGeneratedBy)
    (second,) = objects(store, report(store, "frigates"), PROV.wasGeneratedBy)
    times = [objects(store, made, PROV.endedAtTime) for made in (first, second)]
    assert times == [["2026-01-06T12:00:00Z"], ["2026-01-06T13:00:00Z"]]
    kept = {str(q.triple) for q in store.history.quads(version)}
    assert {str(q.triple) for q in before} <= kept


def test_history_is_in_no_graph_of_the_store(store: GraphStore, capture: Capture) -> None:
    capture((FRIGATES,), 0)
    capture((MORE,), 1)
    told = ask_store(store.oxigraph, f"SELECT ?words {{ ?s <{SCHEMA.text}> ?words }}")
    assert isinstance(told, Table)
    assert "two frigates" not in str(told.rows)
    assert "three frigates" in str(told.rows)
    assert any("two frigates" in str(quad.object) for quad in store.history.quads())


def test_a_vanished_post_keeps_its_facts_and_is_marked_until_it_is_back(
    store: GraphStore, capture: Capture
) -> None:
    capture((VISIT, SHIPS), 0)
    before = graphs(store)["visit"]
    capture((SHIPS,), 1)
    capture((SHIPS, CALL), 2)
    assert graphs(store)["visit"] == before
    assert objects(store, report(store, "visit"), PROV.invalidatedAtTime) == ["2026-01-06T13:00:00Z"]
    capture((VISIT, SHIPS, CALL), 3)
    assert graphs(store)["visit"] == before
    assert objects(store, report(store, "visit"), PROV.invalidatedAtTime) == []


def test_a_revision_of_a_revision_leads_back_to_the_first(store: GraphStore, capture: Capture) -> None:
    capture((FRIGATES,), 0)
    capture((MORE,), 1)
    capture((FRIGATES,), 2)
    (second,) = objects(store, report(store, "frigates"), PROV.wasRevisionOf)
    (first,) = objects(store, second, PROV.wasRevisionOf)
    assert first != second
    assert [len(set(store.history.quads(version))) > 0 for version in (first, second)] == [True, True]


@pytest.mark.parametrize(("hours", "status"), [(-1, "older"), (0, "replaced"), (1, "replaced")])
def test_an_older_capture_changes_nothing(
    store: GraphStore, capture: Capture, hours: int, status: str
) -> None:
    capture((FRIGATES,), 0)
    before = set(store.quads())
    assert capture((MORE,), hours) == status
    assert (set(store.quads()) == before) is (status == "older")


def test_what_is_merged_still_holds(store: GraphStore, capture: Capture) -> None:
    for hours, posts in enumerate([(FRIGATES, SHIPS, VISIT), (CALL, MORE, SHIPS), (MORE, SHIPS, VISIT)]):
        capture(posts, hours)
    quads = [q for q in store.quads() if getattr(q.graph_name, "value", "") != store.base.reference]
    report = check(quads, store.described(quads))
    assert [result.message for result in report.violations] == []


def test_history_is_on_disk_beside_the_store(tmp_path: Path) -> None:
    path = tmp_path / "live.html"
    with open_store(tmp_path / "record") as opened:
        for hours, post in enumerate((FRIGATES, MORE)):
            path.write_text(page((post,)), encoding="utf-8")
            ingest(path, opened, captured_at=NOON + timedelta(hours=hours))
    with open_store(tmp_path / "record" / "history", read_only=True) as history:
        assert any("two frigates" in str(quad.object) for quad in history.quads())
    with open_store(tmp_path / "record") as opened:
        assert not any("two frigates" in str(quad.object) for quad in opened.quads())
