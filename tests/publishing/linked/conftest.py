"""A store of the examples, served as it is in use: by readers, from disk, over a socket."""

from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import httpx
import pyoxigraph as ox
import pytest

from communique.mapping.ingest import ingest_article
from communique.mapping.reading import read_article
from communique.ontology.vocabulary import SCHEMA
from communique.publishing.answering.limits import Limits
from communique.publishing.answering.readers import Readers
from communique.publishing.demo import example_articles
from communique.publishing.endpoint import create_app
from communique.publishing.server import running
from communique.publishing.storage.store import open_store

CAPTURED = datetime(2026, 1, 6, 12, tzinfo=UTC)


class Served(NamedTuple):
    """A server over a store on disk, and all quads that the store holds."""

    address: str
    store: Path
    quads: tuple[ox.Quad, ...]

    @property
    def pledge(self) -> str:
        """The path of a commitment that the examples tell of."""
        text, words = ox.NamedNode(SCHEMA.text), "Greece will put two frigates"
        (found,) = {
            str(getattr(quad.subject, "value", ""))
            for quad in self.quads
            if quad.predicate == text
            and getattr(quad.object, "value", "").startswith(words)
            and "/commitment/" in str(quad.subject)
        }
        return f"/doc/commitment/{found.rpartition('/')[2]}"

    def get(self, path: str, accept: str | None = None) -> httpx.Response:
        headers = {"accept": accept} if accept is not None else {"accept": "*/*"}
        return httpx.get(f"{self.address}{path}", headers=headers, timeout=30)

    def page(self, path: str) -> httpx.Response:
        return self.get(path, "text/html")


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("linked") / "store"
    with open_store(folder) as store:
        for path in example_articles():
            digest = sha256(path.read_bytes()).hexdigest()
            done = ingest_article(read_article(path), store, CAPTURED, document=digest)
            assert done.status == "added"
        quads = tuple(store.quads())
    with running(create_app(Readers(folder, Limits(seconds=20, readers=2)))) as address:
        yield Served(address, folder, quads)
