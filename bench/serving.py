"""A small query at 8 connections: ours, `oxigraph serve` and rdflib-endpoint, in one run.

    python bench/serving.py [--seconds 4] [--rounds 4] [--others BIN]

All on loopback and on the same data (the examples). The load comes from wrk (Debian's package), a client in
C on one thread, so that it is not what is measured. Two questions: `same`, one query again and again, which
we answer from what is kept of answers; and `other`, a query that is never asked twice (a comment with a
number), so that each of them is parsed and run. Ours runs twice, with answers kept (as it comes) and without.
The time limit of each query is on in all of ours.

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
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

from communique.mapping.batch import ingest_all
from communique.publishing.storage.store import open_store

EXAMPLES = Path(__file__).parent.parent / "examples"
CONNECTIONS = 8
SCRIPT = """
local states = {"fr","de","us","ru","ua","cn","gb","it","pl","tr","jp","in","es","ca","br","se"}
local number = START
request = function()
  local state, note = "fr", ""
  if OTHER then number = number + 1; state = states[number % 16 + 1]; note = "%23" .. number end
  return wrk.format("GET", PATH .. "?query=SELECT%20%3Flabel%20WHERE%20%7B%20" ..
    "%3Chttps%3A%2F%2Fw3id.org%2Fcommunique%2Fid%2Fstate%2F" .. state .. "%3E%20" ..
    "%3Chttp%3A%2F%2Fwww.w3.org%2F2004%2F02%2Fskos%2Fcore%23prefLabel%3E%20%3Flabel%20%7D" .. note,
    {["Accept"] = "application/sparql-results+json"})
end
done = function(summary, latency, requests)
  io.write(string.format("\\n=%d %d %d %d %d\\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), summary.errors.status + summary.errors.read))
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
    """Requests a second, milliseconds, and how many requests failed."""

    rate: float
    p50: float
    p99: float
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


def measure(found: Server, question: str, seconds: int, folder: Path) -> Measured:
    script = folder / "load.lua"
    other, start = str(question == "other").lower(), time.time_ns() // 1000 % 10**9
    head = f'PATH = "{found.path}"\nOTHER = {other}\nSTART = {start}\n'
    script.write_text(head + SCRIPT)
    load = ["wrk", "--threads", "1", "--connections", str(CONNECTIONS), "--duration", f"{seconds}s"]
    address = f"http://127.0.0.1:{found.port}/"
    told = subprocess.run(
        [*load, "--script", str(script), address], capture_output=True, text=True, check=True
    )
    line = re.search(r"^=(\d+) (\d+) (\d+) (\d+) (\d+)$", told.stdout, re.MULTILINE)
    if line is None:
        raise SystemExit(told.stdout + told.stderr)
    requests, micro, p50, p99, failed = (int(number) for number in line.groups())
    return Measured(requests / (micro / 1e6), p50 / 1000, p99 / 1000, failed)


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


def tell(question: str, rounds: dict[str, list[Measured]]) -> None:
    rates = {label: statistics.median(one.rate for one in taken) for label, taken in rounds.items()}
    print(f"\n{question}")
    for label, taken in rounds.items():
        p50, p99 = (statistics.median(part) for part in ([m.p50 for m in taken], [m.p99 for m in taken]))
        failed = sum(one.failed for one in taken)
        beside = "".join(
            f"   {rates[label] / rates[other]:6.2f} × {other}"
            for other in ("oxigraph serve", "rdflib-endpoint")
            if other in rates and label.startswith("communique")
        )
        times = f"p50 {p50:6.2f} ms   p99 {p99:6.2f} ms ({p99 / p50:.1f} × p50)"
        print(
            f"{label:<25} {rates[label]:8,.0f}/s   {times}{beside}{f'   {failed} failed' if failed else ''}"
        )


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
        found = servers(folder, given.others)
        for server in found.values():
            stack.enter_context(running(server))
        for question in ("same", "other"):
            rounds: dict[str, list[Measured]] = {}
            for _ in range(given.rounds):
                for label, server in found.items():
                    measure(server, question, 1, folder)
                    rounds.setdefault(label, []).append(measure(server, question, given.seconds, folder))
            tell(question, rounds)


if __name__ == "__main__":
    main()
