"""A small record, served: as it is in use (by readers, from disk, with a token), or from memory."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pytest

from communique.publishing.answering.limits import Limits
from communique.publishing.answering.readers import Readers
from communique.publishing.endpoint import create_app
from communique.publishing.server import running
from communique.publishing.serving.tokens import Tokens, new_token
from communique.publishing.storage.store import GraphStore

RECORD = Path(__file__).parents[1] / "queries" / "small.trig"


class Served(NamedTuple):
    """A server over a store on disk, a token with which to write there, and what reads it."""

    address: str
    store: Path
    token: str
    readers: Readers

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    @property
    def bearer(self) -> str:
        return f"Bearer {self.token}"


@pytest.fixture(scope="module", autouse=True)
def no_authorities(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """All servers here are on loopback, without TLS: no client reads 140 certificates before each request."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SSL_CERT_FILE", raising=False)
        patch.setenv("SSL_CERT_DIR", str(tmp_path_factory.mktemp("authorities")))
        yield


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Limits], Served]]:
    """Serves the record within limits until the module's tests are done."""
    with ExitStack() as until_done:
        yield lambda limits: until_done.enter_context(_served(tmp_path_factory.mktemp("served"), limits))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """The record in a store on disk."""
    return _stored(tmp_path / "store")


def _stored(path: Path) -> Path:
    with GraphStore(ox.Store(str(path)), path) as store, store.committing():
        store.oxigraph.bulk_load(path=RECORD)
    return path


@contextmanager
def _served(folder: Path, limits: Limits) -> Iterator[Served]:
    _stored(folder / "store")
    token = new_token("editor", folder / "tokens")
    readers = Readers(folder / "store", limits)
    with running(create_app(readers, Tokens.load(folder / "tokens", {}))) as address:
        yield Served(address, folder / "store", token, readers)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Of a server of the record in memory, which nobody may write to."""
    store = ox.Store()
    store.bulk_load(path=RECORD)
    with running(create_app(GraphStore(store))) as where:
        yield where
