"""Two records, each served over HTTP by the server that users run, and asked with SPARQLWrapper."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from SPARQLWrapper import JSON, POST, SPARQLWrapper

from communique.mapping.ingest import ingest
from communique.publishing.endpoint import create_app
from communique.publishing.server import running
from communique.publishing.storage.store import open_store
from communique.queries.catalogue import bind, load_query

Row = dict[str, str]
Ask = Callable[..., list[Row]]

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(path for path in (ROOT / "examples").iterdir() if path.suffix in (".txt", ".html"))
CORPUS = ROOT.parent / "shared" / "corpus"
LIVE_BLOGS = [CORPUS / f"{name}-live-2026-01-06.txt" for name in ("guardian-europe", "mail")]
CAPTURED = datetime(2026, 1, 6, 18, tzinfo=UTC)

BASE = "https://w3id.org/communique/"
PREFIXES = """
PREFIX cmq: <https://w3id.org/communique/ns#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
LIMIT = 10  # seconds for one answer: a query whose rows multiply takes minutes


@pytest.fixture(scope="session")
def live_blogs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Asks a record of the corpus's two live blogs of one day."""
    if not CORPUS.is_dir():
        pytest.skip("the corpus is not here: ../shared/corpus")
    with served(tmp_path_factory.mktemp("live-blogs") / "store", LIVE_BLOGS, date(2026, 1, 6)) as ask:
        yield ask


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Asks a record of the project's own examples."""
    with served(tmp_path_factory.mktemp("examples") / "store", EXAMPLES) as ask:
        yield ask


@contextmanager
def served(folder: Path, articles: list[Path], published: date | None = None) -> Iterator[Ask]:
    """Ingest the articles into a new store, all of them without a violation, and serve it."""
    with open_store(folder) as store:
        for path in articles:
            outcome = ingest(path, store, published, CAPTURED)
            assert (outcome.status, outcome.report.violations) == ("added", ()), path.name
        with running(create_app(store)) as address:
            yield asking(f"{address}/sparql")


def asking(endpoint: str) -> Ask:
    """A function that takes a query's name and parameters, or SPARQL; IRIs below the base come shortened."""

    def ask(source: str, **parameters: str) -> list[Row]:
        query = bind(load_query(PREFIXES + source if "{" in source else source), parameters)
        wrapper = SPARQLWrapper(endpoint)
        wrapper.setTimeout(LIMIT)
        wrapper.setMethod(POST)
        wrapper.setReturnFormat(JSON)
        wrapper.setQuery(query)
        with closing(wrapper.query().response) as response:
            found = json.load(response)["results"]["bindings"]
        return [{key: cell["value"].removeprefix(BASE) for key, cell in row.items()} for row in found]

    return ask
