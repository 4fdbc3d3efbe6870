"""Whole articles: the examples, and real ones where they are at hand. All of them hold."""

from datetime import UTC, date, datetime
from pathlib import Path

import pyoxigraph as ox
import pytest

from communique.mapping.ingest import ingest
from communique.publishing.storage.store import GraphStore, open_store
from communique.shapes.check import check

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
EXAMPLES = sorted(path for path in (ROOT / "examples").iterdir() if path.suffix in (".txt", ".html"))
ARTICLES = sorted(CORPUS.glob("*.txt"))
CAPTURED = datetime(2026, 2, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def store() -> GraphStore:
    return open_store(None)


@pytest.mark.parametrize("path", EXAMPLES, ids=[path.stem for path in EXAMPLES])
def test_an_example_has_no_violations(store: GraphStore, path: Path) -> None:
    outcome = ingest(path, store, captured_at=CAPTURED)
    assert outcome.report.violations == ()
    assert outcome.status == "added"


@pytest.mark.skipif(not ARTICLES, reason="the corpus is not at hand")
@pytest.mark.parametrize("path", ARTICLES, ids=[path.stem for path in ARTICLES])
def test_an_article_of_the_corpus_has_no_violations(store: GraphStore, path: Path) -> None:
    outcome = ingest(path, store, date.fromisoformat(path.stem[-10:]), CAPTURED)
    assert outcome.report.violations == ()
    assert outcome.status == "added"
    assert outcome.facts.statements


def test_all_that_is_on_record_holds_the_reference_graph_too(store: GraphStore) -> None:
    assert check(store.quads()).violations == ()


def test_the_union_of_all_reports_holds(store: GraphStore) -> None:
    told = [quad for quad in store.quads() if quad.graph_name != ox.NamedNode(store.base.reference)]
    union = [ox.Quad(quad.subject, quad.predicate, quad.object) for quad in told]
    assert check(union, store.described(told)).violations == ()
