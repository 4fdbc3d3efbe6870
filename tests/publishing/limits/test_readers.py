"""Readers in processes of their own: what outlasts its time is ended, what is written shows whole."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx
import pyoxigraph as ox
import pytest

from communique.publishing.answering.limits import Limits
from communique.publishing.answering.pool import SPARES
from communique.publishing.answering.readers import Readers
from communique.publishing.endpoint import create_app
from communique.publishing.server import running
from communique.publishing.serving.tokens import Tokens, new_token
from communique.publishing.storage.snapshots import Snapshots
from communique.publishing.storage.store import GraphStore

RECORD = Path(__file__).parents[2] / "queries" / "small.trig"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH <urn:g> { ?s ?p ?o } }"
ANY = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o"
NOTHING = "FILTER(STRLEN(STR(?a)) + STRLEN(STR(?f)) + STRLEN(STR(?i)) + STRLEN(STR(?o)) < 0)"
LIMIT = 1.0
ENOUGH = LIMIT + 0.25


class Served(NamedTuple):
    address: str
    store: Path
    readers: Readers
    token: str


@contextmanager
def served(folder: Path, limits: Limits) -> Iterator[Served]:
    path = folder / "store"
    if not path.exists():
        with GraphStore(ox.Store(str(path)), path) as store, store.committing():
            store.oxigraph.bulk_load(path=RECORD)
    file = folder / "tokens"
    file.unlink(missing_ok=True)
    token = new_token("editor", file)
    readers = Readers(path, limits)
    with running(create_app(readers, Tokens.load(file, {}))) as address:
        yield Served(address, path, readers, token)


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    limits = Limits(seconds=LIMIT, result=20_000, request=5_000, readers=2, queue=2)
    BEFORE.update(_children_of(os.getpid()))
    with served(tmp_path_factory.mktemp("readers"), limits) as where:
        yield where


def ask(where: Served, query: str) -> httpx.Response:
    return httpx.get(f"{where.address}/sparql", params={"query": query}, timeout=10)


def update(where: Served, text: str) -> httpx.Response:
    headers = {"authorization": f"Bearer {where.token}", "content-type": "application/sparql-update"}
    return httpx.post(f"{where.address}/sparql", content=text, headers=headers, timeout=10)


READERS = 2 + SPARES
BEFORE: set[int] = set()
"""Children of this process from before the endpoint: other tests have servers of their own."""


def zygotes() -> list[int]:
    """What the endpoint here begins processes from: a child that was not there before it."""
    return [child for child in _children_of(os.getpid()) if child not in BEFORE]


def sources() -> list[int]:
    """The forks of that of which readers come."""
    return [fork for zygote in zygotes() for fork in _children_of(zygote) if _children_of(fork)]


def writers() -> set[int]:
    return {fork for zygote in zygotes() for fork in _children_of(zygote) if not _children_of(fork)}


def children() -> set[int]:
    """The readers of the endpoint here that are alive."""
    return {reader for source in sources() for reader in _children_of(source)}


ENDLESS = {
    "a count of a join": f"SELECT (COUNT(*) AS ?n) {{ {ANY} }}",
    "everything in order": f"SELECT * {{ {ANY} }} ORDER BY ?o ?a",
    "distinct rows": f"SELECT (COUNT(DISTINCT *) AS ?n) {{ {ANY} }}",
    "paths": "SELECT (COUNT(*) AS ?n) { ?a (!<x:y>|!^<x:y>)* ?b . ?c (!<x:y>)* ?d . ?e (!<x:y>)* ?f }",
    "a filter that nothing passes": f"SELECT * {{ {ANY} {NOTHING} }}",
}


@pytest.mark.parametrize("query", ENDLESS.values(), ids=list(ENDLESS))
def test_a_query_without_end_is_stopped(endpoint: Served, query: str) -> None:
    wait_until(lambda: len(children()) == READERS)
    before = children()
    took: list[float] = []
    while min(took, default=9) > ENOUGH and len(took) < 3:  # the machine may have other things to do
        start = time.monotonic()
        response = ask(endpoint, query)
        took.append(time.monotonic() - start)
        assert (response.status_code, "longer than 1 second" in response.text) == (503, True), response.text
        assert response.headers["retry-after"]
        assert ask(endpoint, "ASK {}").json()["boolean"] is True
    assert LIMIT - 0.05 <= min(took) <= ENOUGH
    wait_until(lambda: len(children()) == READERS and len(children() - before) == len(took))


ENDLESS_UPDATE = f"INSERT {{ GRAPH <urn:never> {{ ?a ?b ?o }} }} WHERE {{ GRAPH ?x {{ {ANY} {NOTHING} }} }}"


def test_an_update_without_end_is_stopped_and_changes_nothing(endpoint: Served) -> None:
    wait_until(lambda: len(writers()) == 1)
    before = writers()
    start = time.monotonic()
    response = update(endpoint, ENDLESS_UPDATE)
    assert (response.status_code, time.monotonic() - start <= ENOUGH) == (503, True), response.text
    assert ask(endpoint, "ASK { GRAPH <urn:never> { ?s ?p ?o } }").json()["boolean"] is False
    assert update(endpoint, "INSERT DATA { GRAPH <urn:after> { <a:a> <b:b> 1 } }").status_code == 204
    assert ask(endpoint, "ASK { GRAPH <urn:after> { ?s ?p ?o } }").json()["boolean"] is True
    wait_until(lambda: len(writers()) == 1 and not writers() & before)


def test_those_who_ask_the_same_wait_for_one_answer(endpoint: Served) -> None:
    before = endpoint.readers.figures.ended
    with ThreadPoolExecutor(8) as clients:
        asked = [clients.submit(ask, endpoint, ENDLESS["distinct rows"]) for _ in range(8)]
    assert [one.result().status_code for one in asked] == [503] * 8
    assert endpoint.readers.figures.ended == before + 1


def test_many_queries_without_end_do_not_wear_it_out(endpoint: Served) -> None:
    statuses: list[int] = []

    def abuse(number: int) -> None:
        never_seen = f"SELECT (COUNT(*) AS ?n) {{ {ANY} {'FILTER(?a != ?b) ' * number} }}"
        statuses.append(ask(endpoint, never_seen).status_code)

    with ThreadPoolExecutor(8) as clients:
        list(clients.map(abuse, range(1, 9)))
    assert statuses == [503] * 8
    assert endpoint.readers.figures.refused >= 4, "two run, two wait, the others are refused at once"
    wait_until(lambda: len(children()) == READERS)
    assert ask(endpoint, "ASK {}").status_code == 200
    assert endpoint.readers.figures.running == endpoint.readers.figures.waiting == 0


def test_the_longest_answer(endpoint: Served) -> None:
    response = ask(endpoint, "SELECT * { ?a ?b ?c . ?d ?e ?f }")
    assert (response.status_code, "20,000 bytes" in response.text) == (422, True)


def test_the_longest_request(endpoint: Served) -> None:
    response = httpx.post(
        f"{endpoint.address}/sparql",
        content=f"ASK {{}} #{'x' * 5000}",
        headers={"content-type": "application/sparql-query"},
    )
    assert (response.status_code, "5,000 bytes" in response.text) == (413, True)


def test_a_reader_that_is_killed_is_replaced(endpoint: Served) -> None:
    for victim in children():
        os.kill(victim, signal.SIGKILL)
        statuses = [ask(endpoint, "ASK {}").status_code for _ in range(3)]
        assert statuses[1:] == [200, 200], "at most the one that it was answering"
    wait_until(lambda: len(children()) == READERS)
    assert [ask(endpoint, "ASK {}").status_code for _ in range(4)] == [200] * 4


def test_writes_go_on_without_who_wrote(endpoint: Served) -> None:
    wait_until(lambda: len(writers()) == 1)
    os.kill(writers().pop(), signal.SIGKILL)
    statuses = [update(endpoint, f"INSERT DATA {{ <urn:n> <urn:n> {at} }}").status_code for at in range(3)]
    assert statuses[1:] == [204, 204], "at most the one that was lost with it was not done"
    assert ask(endpoint, "ASK { <urn:n> <urn:n> 2 }").json()["boolean"] is True


def test_readers_go_on_without_what_they_come_of_and_so_does_their_replacement(endpoint: Served) -> None:
    wait_until(lambda: len(children()) == READERS)
    before = children()
    for victim in [*sources(), *zygotes()]:
        os.kill(victim, signal.SIGKILL)
    assert [ask(endpoint, "ASK {}").status_code for _ in range(4)] == [200] * 4
    assert update(endpoint, "INSERT DATA { <urn:then> <urn:then> 1 }").status_code == 204
    assert ask(endpoint, "ASK { <urn:then> ?p 1 }").json()["boolean"] is True, "no old state is shown"
    for _ in range(2):
        assert ask(endpoint, ENDLESS["paths"]).status_code == 503
    wait_until(lambda: bool(children()) and ask(endpoint, "ASK {}").status_code == 200)
    assert not children() & before


def test_memory_has_a_limit(tmp_path: Path) -> None:
    with served(tmp_path, Limits(seconds=20, readers=1, memory=400_000_000)) as where:
        response = ask(where, ENDLESS["everything in order"])
        assert (response.status_code, "more memory" in response.text) == (503, True), response.text
        assert ask(where, "ASK {}").status_code == 200


@pytest.mark.parametrize("depth", [1_000, 300_000])
@pytest.mark.parametrize("nested", ["ASK {{ FILTER({}true{}) }}", "ASK {}{}"])
def test_nesting(tmp_path: Path, nested: str, depth: int) -> None:
    signs = ("(", ")") if "FILTER" in nested else ("{", "}")
    query = nested.format(*(sign * depth for sign in signs))
    headers = {"content-type": "application/sparql-query"}
    with served(tmp_path, Limits(seconds=20, readers=1)) as where:
        response = httpx.post(f"{where.address}/sparql", content=query, headers=headers, timeout=30)
        told = (200, False) if depth < 10_000 else (400, True)
        assert (response.status_code, "too deeply" in response.text) == told, response.text
        assert ask(where, "ASK {}").status_code == 200


WRITER = """
import sys, time, pyoxigraph as ox
from communique.publishing.storage.store import GraphStore
store = GraphStore(ox.Store(sys.argv[1]), __import__("pathlib").Path(sys.argv[1]))
node = ox.NamedNode
for number in range(int(sys.argv[2])):
    graph = "urn:g"
    said, place = ox.Literal(number), node(graph)
    quads = [ox.Quad(node(f"urn:{number}/{at}"), node("urn:p"), said, place) for at in range(50)]
    store.replace([graph], quads)
    sys.stdout.write(f"{number}\\n"); sys.stdout.flush()
    time.sleep(0.01)
"""


def test_what_is_written_shows_soon_and_as_a_whole(endpoint: Served) -> None:
    query = "SELECT (COUNT(*) AS ?n) (MIN(?o) AS ?low) (MAX(?o) AS ?high) { GRAPH <urn:g> { ?s ?p ?o } }"
    command = [sys.executable, "-c", WRITER, str(endpoint.store), "60"]
    seen: list[int] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        for _ in writer.stdout:
            (row,) = ask(endpoint, query).json()["results"]["bindings"]
            counts = {name: int(term["value"]) for name, term in row.items()}
            assert counts["n"] in (0, 50), "half an article"
            assert counts.get("low") == counts.get("high")
            seen.append(counts.get("low", -1))
    wait_until(lambda: '"59"' in ask(endpoint, query).text, 1)
    assert seen == sorted(seen)
    assert len(set(seen)) > 5
    wait_until(
        lambda: len([entry for entry in Snapshots(endpoint.store).folder.iterdir() if entry.is_dir()]) < 12
    )


def test_a_stop_lets_running_queries_end(tmp_path: Path) -> None:
    statuses: list[int] = []
    before = children()
    with served(tmp_path, Limits(seconds=1.5)) as where:
        thread = threading.Thread(
            target=lambda: statuses.append(ask(where, ENDLESS["a count of a join"]).status_code)
        )
        thread.start()
        time.sleep(0.3)
    thread.join()
    assert statuses == [503], "its time was up, and it was told so"
    wait_until(lambda: not children() - before)


def _children_of(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def wait_until(holds: Callable[[], bool], limit: float = 5) -> None:
    deadline = time.monotonic() + limit
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)
