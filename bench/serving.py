"""Small queries at 8 connections: ours, `oxigraph serve` and rdflib-endpoint, in one run.

    python bench/serving.py [--seconds 4] [--rounds 4] [--others BIN]

All on loopback and on the same data (the examples). The load comes from wrk (Debian's package), a client in
C on one thread, so that it is not what is measured. Two queries: a look-up, the label of one state, the
least that can be asked for; and a small query, ten who held an office in a state, with names and titles.
What each takes in the engine alone, in this process, is told first. Each is asked in two ways: one text again
and again, which we answer from what is kept of answers; and texts that are never asked twice (sixteen states,
and a comment with a number), so that each of them is parsed and run. Ours runs twice, with answers kept (as
it comes) and without. The time limit of each query is on in all of ours.

Times are those of the requests that were made. wrk adds to them what it takes to have been missed while the
answer to one was late ("coordinated omission"); that is taken out again, and told beside it.

The servers that are not installed are left out: --others names the folder of programs of an environment
with them (`pip install oxigraph rdflib-endpoint uvicorn`). They all run during the whole time, and rounds
are interleaved, so that what else the machine does falls on all of them. Ratios are of the medians.
"""

import argparse
import contextlib
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote
from urllib.request import urlopen

import pyoxigraph as ox

from communique.mapping.batch import ingest_all
from communique.publishing.storage.store import open_store

EXAMPLES = Path(__file__).parent.parent / "examples"
CONNECTIONS = 8
STATES = ("fr", "de", "us", "ru", "ua", "cn", "gb", "it", "pl", "tr", "jp", "in", "es", "ca", "br", "se")
QUERIES = {
    "a look-up": "SELECT ?label WHERE { <https://w3id.org/communique/id/state/STATE> "
    "<http://www.w3.org/2004/02/skos/core#prefLabel> ?label }",
    "a small query": """PREFIX cq: <https://w3id.org/communique/ns#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX state: <https://w3id.org/communique/id/state/>
SELECT ?name ?title WHERE {
  ?post org:postIn state:STATE ; skos:prefLabel ?title .
  ?tenure cq:office ?post ; cq:holder ?leader .
  ?leader skos:prefLabel ?name
} LIMIT 10""",
}
SCRIPT = """
local number = START
request = function()
  local state, note = STATES[1], ""
  if NEVER_TWICE then number = number + 1; state = STATES[number % #STATES + 1]; note = "%23" .. number end
  return wrk.format("GET", BEFORE .. state .. AFTER .. note, {["Accept"] = "application/sparql-results+json"})
end
done = function(summary, latency, requests)
  local failed = summary.errors.status + summary.errors.read
  io.write(string.format("\\n=%d %d %d\\n", summary.requests, summary.duration, failed))
  for each = 1, #latency do io.write(string.format("+%d %d\\n", latency(each))) end
end
"""
RDFLIB = """
import sys, uvicorn
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint
graph = Dataset(default_union=True)
graph.parse(sys.argv[1], format="nquads")
app = SparqlEndpoint(graph=graph, path="/sparql")
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="warning")
"""


class Measured(NamedTuple):
    """Requests a second, milliseconds (the last as wrk tells them), and how many requests failed."""

    rate: float
    p50: float
    p99: float
    p99_of_wrk: float
    failed: int


class Server(NamedTuple):
    """How it is started, and where it answers."""

    command: list[str]
    port: int
    path: str


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@contextlib.contextmanager
def running(found: Server) -> Iterator[None]:
    with subprocess.Popen(found.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            await_answer(f"http://127.0.0.1:{found.port}{found.path}")
            yield
        finally:
            process.terminate()


def await_answer(address: str) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError), urlopen(f"{address}?query=ASK%20%7B%7D", timeout=5) as answer:
            answer.read()
            return
        time.sleep(0.1)
    raise SystemExit(f"{address} does not answer")


def measure(found: Server, query: str, never_twice: bool, seconds: int, folder: Path) -> Measured:
    script = folder / "load.lua"
    before, after = (quote(part) for part in query.split("STATE"))
    head = {
        "BEFORE": f'"{found.path}?query={before}"',
        "AFTER": f'"{after}"',
        "STATES": f"{{{', '.join(repr(state) for state in STATES)}}}",
        "NEVER_TWICE": str(never_twice).lower(),
        "START": str(time.time_ns() // 1000 % 10**9),
    }
    script.write_text("".join(f"{name} = {value}\n" for name, value in head.items()) + SCRIPT)
    load = ["wrk", "--threads", "1", "--connections", str(CONNECTIONS), "--duration", f"{seconds}s"]
    address = f"http://127.0.0.1:{found.port}/"
    told = subprocess.run(
        [*load, "--script", str(script), address], capture_output=True, text=True, check=True
    )
    line = re.search(r"^=(\d+) (\d+) (\d+)$", told.stdout, re.MULTILINE)
    if line is None:
        raise SystemExit(told.stdout + told.stderr)
    requests, micro, failed = (int(number) for number in line.groups())
    told_times = Counter(
        {int(time): int(count) for time, count in re.findall(r"^\+(\d+) (\d+)$", told.stdout, re.MULTILINE)}
    )
    times = made(told_times, micro // (requests // CONNECTIONS))
    return Measured(
        requests / (micro / 1e6),
        percentile(times, 0.5),
        percentile(times, 0.99),
        percentile(told_times, 0.99),
        failed,
    )


def made(told: Counter[int], interval: int) -> Counter[int]:
    """How often each time (microseconds) was measured, from what wrk tells, which has more in it.

    For each time t that is longer than twice the interval at which a connection's requests come, wrk's
    `stats_correct` (src/stats.c) adds t - interval, t - 2 interval and so on, down to the interval: what
    requests would have waited that were not made meanwhile. It goes upwards, so that this goes downwards.
    """
    times = Counter(told)
    for late in range(max(told), 2 * interval, -1):
        if times[late]:
            for added in range(late - interval, interval, -interval):
                times[added] -= times[late]
    return +times


def percentile(times: Counter[int], part: float) -> float:
    """Milliseconds within which that part of all answers came."""
    left = part * times.total()
    for time_taken in sorted(times):
        left -= times[time_taken]
        if left <= 0:
            return time_taken / 1000
    raise SystemExit("wrk has measured nothing.")


def servers(folder: Path, others: Path | None) -> dict[str, Server]:
    """Those that are there."""
    main = "from communique.cli import main; main()"
    ours = [sys.executable, "-c", main, "serve", "--store", str(folder / "store"), "--readers", "2"]
    found = {}
    for label, more in (("communique", []), ("communique, nothing kept", ["--cache", "0"])):
        port = free_port()
        found[label] = Server([*ours, "--port", str(port), *more], port, "/sparql")
    oxigraph = shutil.which("oxigraph", path=str(others) if others else None)
    if oxigraph:
        port = free_port()
        serve = [oxigraph, "serve-read-only", "--location", str(folder / "oxigraph")]
        serve += ["--bind", f"127.0.0.1:{port}", "--union-default-graph"]
        found["oxigraph serve"] = Server(serve, port, "/query")
    python = str(others / "python") if others else sys.executable
    there = subprocess.run([python, "-c", "import rdflib_endpoint"], capture_output=True, check=False)
    if there.returncode == 0:
        port = free_port()
        serve = [python, "-c", RDFLIB, str(folder / "data.nq"), str(port)]
        found["rdflib-endpoint"] = Server(serve, port, "/sparql")
    return found


def prepare(folder: Path) -> None:
    articles = sorted(path for path in EXAMPLES.glob("*") if path.suffix in (".txt", ".html"))
    with open_store(folder / "store") as store:
        list(ingest_all(articles, store))
        store.backup(folder / "oxigraph")
        (folder / "data.nq").write_bytes(b"".join(f"{quad} .\n".encode() for quad in store.quads()))


def in_the_engine(folder: Path, query: str) -> float:
    """Milliseconds that it takes in this process, never the same twice: the median of those of the states."""
    store = ox.Store.read_only(str(folder / "oxigraph"))
    taken = []
    for number in range(1600):
        text = f"{query.replace('STATE', STATES[number % len(STATES)])}#{number}"
        start = time.perf_counter()
        found = store.query(text, use_default_graph_as_union=True)
        assert isinstance(found, ox.QuerySolutions)
        found.serialize(format=ox.QueryResultsFormat.JSON)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) * 1000


def tell(rounds: dict[str, list[Measured]]) -> None:
    medians = {
        label: Measured(*(statistics.median(column) for column in zip(*taken, strict=True)))
        for label, taken in rounds.items()
    }
    for label, one in medians.items():
        failed = sum(each.failed for each in rounds[label])
        beside = "".join(
            f"   {one.rate / medians[other].rate:6.2f} × {other}"
            for other in ("oxigraph serve", "rdflib-endpoint")
            if other in medians and label.startswith("communique")
        )
        times = f"p50 {one.p50:6.2f} ms   p99 {one.p99:6.2f} ms ({one.p99 / one.p50:.1f} × p50"
        times += f"; by wrk {one.p99_of_wrk:.2f})"
        print(f"{label:<25} {one.rate:8,.0f}/s   {times}{beside}{f'   {failed} failed' if failed else ''}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--others", type=Path, help="the folder of programs with the other servers")
    given = parser.parse_args()
    if not shutil.which("wrk"):
        raise SystemExit("The load comes from wrk: install it (Debian: apt-get install wrk).")
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        prepare(folder)
        alone = {label: in_the_engine(folder, query) for label, query in QUERIES.items()}
        found = servers(folder, given.others)
        for server in found.values():
            stack.enter_context(running(server))
        for (label, query), never_twice in product(QUERIES.items(), (False, True)):
            how = "never asked twice" if never_twice else "again and again"
            print(f"\n{label}, {how} ({alone[label]:.3f} ms in the engine alone)", flush=True)
            rounds: dict[str, list[Measured]] = {}
            for _ in range(given.rounds):
                for name, server in found.items():
                    measure(server, query, never_twice, 1, folder)
                    one = measure(server, query, never_twice, given.seconds, folder)
                    rounds.setdefault(name, []).append(one)
            tell(rounds)


if __name__ == "__main__":
    main()
