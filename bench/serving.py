"""A small query at 8 connections: ours, `oxigraph serve` and rdflib-endpoint, in one run.

    python bench/serving.py [--seconds 5] [--rounds 2]

All on loopback and on the same data (the examples). The servers that are not installed are left out
(`pip install oxigraph rdflib-endpoint uvicorn`, in an environment of their own: --others BIN names its
folder of programs). Rounds are interleaved, so that what else the machine does falls on all of them.
"""

import argparse
import asyncio
import contextlib
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

from communique.mapping.batch import ingest_all
from communique.publishing.store import open_store

EXAMPLES = Path(__file__).parent.parent / "examples"
QUERY = (
    "SELECT ?label WHERE { <https://w3id.org/communique/id/state/fr> "
    "<http://www.w3.org/2004/02/skos/core#prefLabel> ?label }"
)
CONNECTIONS = 8
RDFLIB = """
import sys, uvicorn
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint
graph = Dataset(default_union=True)
graph.parse(sys.argv[1], format="nquads")
app = SparqlEndpoint(graph=graph, path="/sparql")
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="warning")
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@contextlib.contextmanager
def server(command: list[str], port: int, path: str) -> Iterator[str]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            await_answer(f"http://127.0.0.1:{port}{path}")
            yield path
        finally:
            process.terminate()


def await_answer(address: str) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError), urlopen(f"{address}?query=ASK%20%7B%7D", timeout=5) as answer:
            answer.read()
            return
        time.sleep(0.1)
    raise SystemExit(f"{address} does not answer")


async def one_connection(port: int, request: bytes, until: float, times: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while time.perf_counter() < until:
        start = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head[:16]:
            raise SystemExit(head.decode())
        await read_body(reader, head.lower())
        times.append(time.perf_counter() - start)
    writer.close()


async def read_body(reader: asyncio.StreamReader, head: bytes) -> None:
    if b"content-length:" in head:
        await reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
        return
    while size := int((await reader.readline()).strip() or b"0", 16):  # chunked
        await reader.readexactly(size + 2)
    await reader.readline()


async def measure(port: int, path: str, seconds: float) -> list[float]:
    head = f"Host: 127.0.0.1:{port}\r\nAccept: application/sparql-results+json\r\n\r\n"
    request = f"GET {path}?query={quote(QUERY)} HTTP/1.1\r\n{head}".encode()
    times: list[float] = []
    until = time.perf_counter() + seconds
    await asyncio.gather(*(one_connection(port, request, until, times) for _ in range(CONNECTIONS)))
    return times


def commands(folder: Path, others: Path | None) -> dict[str, tuple[list[str], int, str]]:
    """For each server that is there: how it is started, its port, and where it answers."""
    port = free_port()
    main = "from communique.cli import main; main()"
    ours = [sys.executable, "-c", main, "serve", "--store", str(folder / "store"), "--port", str(port)]
    found = {"communique": ([*ours, "--readers", "2"], port, "/sparql")}
    oxigraph = shutil.which("oxigraph", path=str(others) if others else None)
    if oxigraph:
        port = free_port()
        serve = [oxigraph, "serve-read-only", "--location", str(folder / "oxigraph")]
        serve += ["--bind", f"127.0.0.1:{port}", "--union-default-graph"]
        found["oxigraph serve"] = (serve, port, "/query")
    python = str(others / "python") if others else sys.executable
    there = subprocess.run([python, "-c", "import rdflib_endpoint"], capture_output=True, check=False)
    if there.returncode == 0:
        port = free_port()
        serve = [python, "-c", RDFLIB, str(folder / "data.nq"), str(port)]
        found["rdflib-endpoint"] = (serve, port, "/sparql")
    return found


def prepare(folder: Path) -> None:
    articles = sorted(path for path in EXAMPLES.glob("*") if path.suffix in (".txt", ".html"))
    with open_store(folder / "store") as store:
        list(ingest_all(articles, store))
        store.backup(folder / "oxigraph")
        (folder / "data.nq").write_bytes(b"".join(f"{quad} .\n".encode() for quad in store.quads()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--others", type=Path, help="the folder of programs with the other servers")
    given = parser.parse_args()
    times: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name:
        prepare(Path(name))
        found = commands(Path(name), given.others)
        for _ in range(given.rounds):
            for label, (command, port, path) in found.items():
                with server(command, port, path):
                    asyncio.run(measure(port, path, 0.5))
                    times.setdefault(label, []).extend(asyncio.run(measure(port, path, given.seconds)))
    for label, taken in times.items():
        marks = statistics.quantiles(taken, n=100)
        rate = len(taken) / (given.seconds * given.rounds)
        print(f"{label:<16} {rate:8,.0f}/s   p50 {marks[49] * 1000:6.2f} ms   p99 {marks[98] * 1000:6.2f} ms")


if __name__ == "__main__":
    main()
