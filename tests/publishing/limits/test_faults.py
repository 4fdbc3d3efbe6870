"""Readers, an ingest and clients that mean no good, all at once: right answers, no lost write, flat memory.

The long version: COMMUNIQUE_FAULTS=300 (seconds; make faults), which also holds the times of normal queries
against those of a calm server. The bad clients run in a process of their own: abuse.py beside this file.
"""

import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import httpx
import pyoxigraph as ox

from communique.publishing.storage.store import GraphStore

RECORD = Path(__file__).parents[2] / "queries" / "small.trig"
SECONDS = float(os.environ.get("COMMUNIQUE_FAULTS", "8"))
LONG = "COMMUNIQUE_FAULTS" in os.environ
WRITER = """
import sys, time, pyoxigraph as ox
from pathlib import Path
from communique.publishing.storage.store import GraphStore
store = GraphStore(ox.Store(sys.argv[1]), Path(sys.argv[1]))
node, number, end = ox.NamedNode, 0, time.monotonic() + float(sys.argv[2])
while time.monotonic() < end:
    place = node(f"urn:article:{number % 500}")
    quads = [ox.Quad(node(f"urn:{at}"), node("urn:version"), ox.Literal(number), place) for at in range(50)]
    store.replace([place.value], quads)
    sys.stdout.write(f"{number}\\n"); sys.stdout.flush()
    number += 1
    time.sleep(0.1)
"""
VERSIONS = """SELECT ?g (COUNT(*) AS ?n) (MIN(?o) AS ?low) (MAX(?o) AS ?high) WHERE {
  GRAPH ?g { ?s <urn:version> ?o }
} GROUP BY ?g"""
NORMAL = [
    ("SELECT ?x { <https://w3id.org/communique/id/state/fr>"
     " <http://www.w3.org/2004/02/skos/core#notation> ?x }", "FR"),
    ("SELECT (COUNT(*) AS ?x) { GRAPH <https://w3id.org/communique/id/graph/wire-provenance> { ?s ?p ?o } }",
     "13"),
]  # fmt: skip


class Calls:
    """Normal queries, one after the other, and what became of them."""

    def __init__(self, address: str) -> None:
        self._address = address
        self.wrong: list[str] = []
        self.refused = 0
        self.times: list[float] = []

    def run(self, until: float) -> None:
        number = 0
        with closing(HTTPConnection(self._address.removeprefix("http://"), timeout=30)) as client:
            while time.monotonic() < until:
                number += 1
                query, expected = NORMAL[number % len(NORMAL)]
                start = time.perf_counter()
                client.request("GET", f"/sparql?query={quote(f'{query} # {number}')}")
                response = client.getresponse()
                text = response.read().decode()
                self.times.append(time.perf_counter() - start)
                if response.status == 503:
                    self.refused += 1
                elif (response.status, expected in text) != (200, True):
                    self.wrong.append(f"{response.status} {text[:200]}")
                time.sleep(0.005)


def p99(times: list[float]) -> float:
    return statistics.quantiles(times, n=100)[98]


@contextmanager
def server(folder: Path) -> Iterator[tuple[str, int]]:
    """Its address and its process; what it prints to stderr is left in a file."""
    script = "from communique.cli import main; main()"
    limits = ["--time-limit", "1", "--max-result", "4000000", "--patience", "3", "--readers", "2"]
    command = [sys.executable, "-u", "-c", script, "serve", "--store", str(folder / "store"), "--port", "0"]
    with (
        (folder / "stderr").open("w") as told,
        subprocess.Popen([*command, *limits], stdout=subprocess.PIPE, stderr=told, text=True) as process,
    ):
        assert process.stdout is not None
        address = next(word for word in process.stdout.readline().split() if word.startswith("http"))
        try:
            _await(address)
            yield address, process.pid
        finally:
            process.terminate()


def _await(address: str) -> None:
    for _ in range(200):
        try:
            if httpx.get(f"{address}/ready", timeout=10).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.05)
    raise AssertionError("the server does not start")


def memory(pid: int) -> int:
    """Bytes that a process and all that come of it hold, shared pages once each."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [child for task in tasks for child in (task / "children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return 0
    own = sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return own * 1024 + sum(memory(int(child)) for child in children)


def watched(calls: Calls, seconds: float, pid: int) -> list[int]:
    """The memory that is held from time to time while the calls are made."""
    held: list[int] = []
    caller = threading.Thread(target=calls.run, args=(time.monotonic() + seconds,))
    caller.start()
    while caller.is_alive():
        held.append(memory(pid))
        time.sleep(1 if LONG else 0.2)
    return held


def collect(stream: Iterator[str], written: list[int]) -> None:
    written.extend(int(line) for line in stream)


def test_what_others_do_harms_nobody(tmp_path: Path) -> None:
    path = tmp_path / "store"
    with GraphStore(ox.Store(str(path)), path) as store, store.committing():
        store.oxigraph.bulk_load(path=RECORD)
    written: list[int] = []
    with server(tmp_path) as (address, pid):
        ingest = [sys.executable, "-c", WRITER, str(path), str(SECONDS)]
        with subprocess.Popen(ingest, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            noting = threading.Thread(target=collect, args=(iter(writer.stdout), written))
            noting.start()
            calm, storm = Calls(address), Calls(address)
            watched(calm, SECONDS / 5, pid)
            abuse = [sys.executable, str(Path(__file__).with_name("abuse.py")), address, str(SECONDS * 0.75)]
            with subprocess.Popen([*abuse, "2000" if LONG else "300"], stdout=subprocess.PIPE) as bad:
                held = watched(storm, SECONDS * 0.7, pid)
                told = json.loads(bad.communicate()[0])
            noting.join()
        time.sleep(1)  # what is written shows within a second
        rows = httpx.get(f"{address}/sparql", params={"query": VERSIONS}, timeout=30).json()["results"]
        assert httpx.get(f"{address}/ready", timeout=30).status_code == 200
    assert calm.wrong == storm.wrong == []
    assert all(count > 0 for count in told.values()), told
    newest = {number % 500: number for number in written}
    stored = {row["g"]["value"].rpartition(":")[2]: row for row in rows["bindings"]}
    assert {int(name): int(row["low"]["value"]) for name, row in stored.items()} == newest
    assert all((row["n"]["value"], row["low"]) == ("50", row["high"]) for row in stored.values())
    assert "Traceback" not in (tmp_path / "stderr").read_text()
    _report(calm, storm, held, written, told)


def _report(calm: Calls, storm: Calls, held: list[int], written: list[int], told: dict[str, int]) -> None:
    """The figures; times and memory are held to their bounds in the long version alone."""
    third = max(1, len(held) // 3)
    early, late = (max(part) / 1e6 for part in (held[:third], held[-third:]))
    before, after = (p99(calls.times) * 1000 for calls in (calm, storm))
    sys.stderr.write(
        f"\n{len(storm.times)} normal queries, none wrong, {storm.refused} refused; {len(written)} writes, "
        f"none lost\np99 {before:.1f} ms calm, {after:.1f} ms in the storm ({after / before:.1f} times)\n"
        f"memory at most {early:.0f} MB in the first third, {late:.0f} MB in the last\nbad clients: {told}\n"
    )
    if LONG:
        assert late < 1.25 * early
        assert after < 5 * before
        assert storm.refused == 0
