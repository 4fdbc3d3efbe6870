"""Real articles, where they are at hand: all of them hold."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from communique.mapping.ingest import ingest
from communique.publishing.store import GraphStore, open_store

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
ARTICLES = sorted(CORPUS.glob("*.txt"))
CAPTURED = datetime(2026, 2, 1, tzinfo=UTC)

pytestmark = pytest.mark.skipif(not ARTICLES, reason="the corpus is not at hand")


@pytest.fixture(scope="module")
def store() -> GraphStore:
    return open_store(None)


@pytest.mark.parametrize("path", ARTICLES, ids=[path.stem for path in ARTICLES])
def test_an_article_of_the_corpus_has_no_violations(store: GraphStore, path: Path) -> None:
    outcome = ingest(path, store, date.fromisoformat(path.stem[-10:]), CAPTURED)
    assert outcome.report.violations == ()
    assert outcome.status == "added"
    assert outcome.facts.statements
