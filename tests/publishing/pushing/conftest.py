"""Servers that others wrote, each started for the tests on a free port of 127.0.0.1, and our own."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from communique.mapping.iris import Base
from communique.publishing.answering.limits import Limits
from communique.publishing.answering.readers import Readers
from communique.publishing.endpoint import create_app
from communique.publishing.pushing.credentials import Credentials
from communique.publishing.pushing.showing import Remote
from communique.publishing.server import running
from communique.publishing.serving.tokens import Tokens, new_token
from communique.publishing.storage.store import GraphStore

RECORD = Path(__file__).parents[2] / "queries" / "small.trig"
VIRTUOSO = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 4
CheckpointInterval = 0
NumberOfBuffers = 2000
MaxDirtyBuffers = 1500
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 4
[SPARQL]
ResultSetMaxRows = 10000
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def started(command: list[str], folder: Path, address: str) -> Iterator[None]:
    """A server that answers at an address while the block runs."""
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        _await(process, address, folder / "server.log")
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(address, params={"query": "ASK {}"}).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    pytest.fail(f"{address} does not answer: {log.read_text()[-500:]}")


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The query address of `oxigraph serve`."""
    program = Path(sys.executable).with_name("oxigraph")
    if not program.exists():
        pytest.skip("there is no oxigraph: pip install oxigraph")
    folder, port = tmp_path_factory.mktemp("oxigraph"), free_port()
    address = f"http://127.0.0.1:{port}/query"
    command = [str(program), "serve", "--location", str(folder / "data"), "--bind", f"127.0.0.1:{port}"]
    with started(command, folder, address):
        yield address


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The query address of Virtuoso, whose graphs dba may write with Digest authentication."""
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("there is no virtuoso-t: Debian has it in virtuoso-opensource-7-bin")
    folder, port = tmp_path_factory.mktemp("virtuoso"), free_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO.format(sql=free_port(), http=port))
    address = f"http://127.0.0.1:{port}/sparql"
    with started([program, "+foreground", "+configfile", "virtuoso.ini"], folder, address):
        yield address


@pytest.fixture(scope="session")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of our own endpoint, and a token to write there."""
    folder = tmp_path_factory.mktemp("own")
    GraphStore(ox.Store(str(folder / "store")), folder / "store").close()
    token = new_token("pusher", folder / "tokens")
    readers = Readers(folder / "store", Limits(seconds=20, readers=1, request=200_000))
    with running(create_app(readers, Tokens.load(folder / "tokens", {}))) as address:
        yield address, token


@pytest.fixture(params=["oxigraph", "virtuoso", "own"])
def remote(request: pytest.FixtureRequest) -> Callable[..., Remote]:
    """Makes a Remote of one of the servers, for a method."""
    found = request.getfixturevalue(request.param)

    def make(method: str) -> Remote:
        kind = "gsp" if method == "gsp" else "update"
        if request.param == "own":
            address, token = found
            known = Credentials("bearer", secret=token)
            return Remote(f"{address}/sparql", known, kind, "", f"{address}/graphs")  # type: ignore[arg-type]
        known = Credentials("digest", "dba", "dba") if request.param == "virtuoso" else Credentials()
        return Remote(found, known, kind)  # type: ignore[arg-type]

    return make


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store with the small record and a graph that takes several requests."""
    path = tmp_path / "store"
    with GraphStore(ox.Store(str(path)), path) as store, store.committing():
        store.oxigraph.bulk_load(path=RECORD)
        name = ox.NamedNode(f"{Base().graphs}large")
        store.oxigraph.bulk_extend(
            ox.Quad(
                ox.NamedNode(f"urn:thing:{n}"), ox.NamedNode("urn:says"), ox.Literal(f"“{n}” é\n\\" * 9), name
            )
            for n in range(1_500)
        )
    return path


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A store without a graph."""
    path = tmp_path / "empty"
    with GraphStore(ox.Store(str(path)), path) as store, store.committing():
        pass
    return path
