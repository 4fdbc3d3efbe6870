"""Kill a reader or the whole server while somebody writes: nothing that was acknowledged is lost.

The long version: COMMUNIQUE_CRASHES=100 (make crashes).
"""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from communique.publishing.answering.pool import SPARES
from communique.publishing.serving.tokens import new_token
from communique.publishing.storage.store import GraphStore

ROUNDS = int(os.environ.get("COMMUNIQUE_CRASHES", "5"))
QUADS = 20
ANY = " . ".join(f"?s{at} ?p{at} ?o{at}" for at in range(12))
STORED = (
    "SELECT ?g (COUNT(*) AS ?n) (MIN(?o) AS ?low) (MAX(?o) AS ?high) "
    'WHERE { GRAPH ?g { ?s <urn:round> ?o } FILTER(STRSTARTS(STR(?g), "urn:written:")) } GROUP BY ?g'
)


def below(pid: int) -> list[int]:
    """The children of a process, and theirs."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [*children, *(further for child in children for further in below(child))]


class Server:
    """`communique serve` on a store, to be killed and started again."""

    def __init__(self, store: Path, token: str) -> None:
        self.store = store
        self.token = token
        self.address = ""
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        script = "from communique.cli import main; main()"
        options = ["--store", str(self.store), "--port", "0", "--readers", "2"]
        options += ["--tokens", str(self.store.parent / "tokens")]
        command = [sys.executable, "-u", "-c", script, "serve", *options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        self.address = next(word for word in line.split() if word.startswith("http"))
        for _ in range(400):
            try:
                if httpx.get(f"{self.address}/ready", timeout=10).status_code == 200:
                    return
            except httpx.HTTPError:
                time.sleep(0.05)
        raise AssertionError("the server does not start")

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def kill_a_reader(self, chance: random.Random) -> None:
        """Or the writer, or what readers come of."""
        assert self.process is not None
        if found := below(self.process.pid):
            with suppress(ProcessLookupError):
                os.kill(chance.choice(found), signal.SIGKILL)

    def write(self, number: int) -> bool:
        """One graph, in one transaction; whether that was acknowledged."""
        lines = " ".join(f"<urn:{at}> <urn:round> {number} ." for at in range(QUADS))
        try:
            answer = httpx.post(
                f"{self.address}/sparql",
                content=f"INSERT DATA {{ GRAPH <urn:written:{number}> {{ {lines} }} }}",
                headers={
                    "authorization": f"Bearer {self.token}",
                    "content-type": "application/sparql-update",
                },
                timeout=30,
            )
        except httpx.HTTPError:
            return False
        return answer.status_code == 204

    def asked(self, query: str) -> bool:
        """Whether a query was answered."""
        try:
            answer = httpx.get(f"{self.address}/sparql", params={"query": query}, timeout=60)
        except httpx.HTTPError:
            return False
        return answer.status_code == 200

    def stored(self) -> dict[int, tuple[int, int, int]]:
        """For each graph that was written: how many triples it has, and their least and greatest value."""
        for _ in range(100):
            answer = httpx.get(f"{self.address}/sparql", params={"query": STORED}, timeout=30)
            if answer.status_code == 200:
                break
            time.sleep(0.1)
        rows = answer.json()["results"]["bindings"]
        return {
            int(row["g"]["value"].rpartition(":")[2]): (
                int(row["n"]["value"]),
                int(row["low"]["value"]),
                int(row["high"]["value"]),
            )
            for row in rows
        }


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    path = folder / "store"
    with GraphStore(ox.Store(str(path)), path) as store, store.committing():
        pass
    server = Server(path, new_token("editor", folder / "tokens"))
    server.start()
    try:
        yield server
    finally:
        server.kill()


def wait_until(holds: Callable[[], bool], limit: float = 30) -> None:
    deadline = time.monotonic() + limit
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def has(found: set[int], enough: int) -> bool:
    return len(found) >= enough


def test_what_was_acknowledged_is_there_whole_after_any_kill(tmp_path: Path) -> None:
    chance = random.Random(7)
    acknowledged: set[int] = set()
    tried = 0
    with serving(tmp_path) as server:
        for number in range(ROUNDS):
            stop = threading.Event()

            def keep_writing(ended: threading.Event = stop) -> None:
                nonlocal tried
                while not ended.is_set():
                    tried += 1
                    if server.write(tried):
                        acknowledged.add(tried)

            writer = threading.Thread(target=keep_writing)
            writer.start()
            enough = len(acknowledged) + chance.randint(1, 4)
            wait_until(partial(has, acknowledged, enough))
            time.sleep(chance.uniform(0, 0.1))  # into the middle of another
            if number % 2:
                server.kill_a_reader(chance)
                time.sleep(0.2)
                stop.set()
                writer.join()
            else:
                server.kill()
                stop.set()
                writer.join()
                server.start()
            stored = server.stored()
            assert acknowledged - stored.keys() == set(), f"lost in round {number}"
            assert all(row == (QUADS, at, at) for at, row in stored.items()), "half a graph, or another's"
    assert len(acknowledged) >= ROUNDS
    sys.stderr.write(f"\n{ROUNDS} kills, {tried} writes tried, {len(acknowledged)} acknowledged, none lost\n")


def test_readers_end_with_the_server_even_in_the_middle_of_a_query(tmp_path: Path) -> None:
    with serving(tmp_path) as server, ThreadPoolExecutor(1) as clients:
        assert server.process is not None
        assert server.write(0)
        asked = clients.submit(server.asked, f"SELECT (COUNT(*) AS ?n) {{ {ANY} }}")
        time.sleep(0.3)
        processes = below(server.process.pid)
        assert not asked.done()
        server.kill()
        assert len(processes) >= 2 + SPARES
        wait_until(lambda: not any(map(is_alive, processes)), 5)
        assert not asked.result()


@pytest.mark.parametrize("orphaned", [False, True], ids=["", "whose own beginning is gone"])
def test_queries_that_were_set_aside_end_with_the_server(tmp_path: Path, orphaned: bool) -> None:
    """A process that is paused does not see that its server is gone."""
    with serving(tmp_path) as server, ThreadPoolExecutor(4) as clients:
        assert server.process is not None
        assert server.write(0)
        endless = [f"SELECT (COUNT(*) AS ?n{at}) {{ {ANY} }}" for at in range(4)]
        asked = [clients.submit(server.asked, query) for query in endless]
        pid = server.process.pid
        wait_until(lambda: bool(server.asked("ASK {}") and "T" in map(state, below(pid))))
        readers = below(pid)
        if orphaned:
            os.kill(readers[0], signal.SIGKILL)
            wait_until(lambda: not is_alive(readers[0]))
            assert server.asked("ASK {}")
            assert any(map(is_alive, readers)), "those that were paused, too"
        server.kill()
        wait_until(lambda: not any(map(is_alive, readers)))
        assert not any(one.result() for one in asked)
        server.start()


def is_alive(pid: int) -> bool:
    return state(pid) not in ("", "Z", "X")


def state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return ""
