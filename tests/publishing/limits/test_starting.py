"""Readers as forks of what has their snapshot open: each reads all of it, whatever becomes of that."""

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pyoxigraph as ox
import pytest

from communique.errors import StoreError
from communique.publishing.answering import jobs
from communique.publishing.answering.jobs import Job
from communique.publishing.answering.limits import Limits
from communique.publishing.answering.starting import Source, Started, Starter
from communique.publishing.storage.snapshots import Snapshots
from communique.publishing.storage.store import open_to_write

COUNT = Job("query", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", solution_format="json")
SORTED = Job("query", "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o", solution_format="json")
INSERT = Job("update", "INSERT DATA { GRAPH <urn:new> { <urn:a> <urn:b> 1 } }")


class Begun:
    """What a test has begun on a store, to be ended after it."""

    def __init__(self, path: Path) -> None:
        self._starter = Starter(path, Limits())
        self._until_done = ExitStack()
        self._until_done.callback(self._starter.stop)

    def end(self) -> None:
        self._until_done.close()

    def source(self) -> Source:
        source = self._starter.source()
        self._until_done.callback(source.end)
        return source

    def reader(self, source: Source | None = None) -> socket.socket:
        """The way to it."""
        return self._kept((source or self.source()).start())

    def writer(self) -> socket.socket:
        return self._kept(self._starter.writer())

    def _kept(self, started: Started) -> socket.socket:
        process, channel = started
        self._until_done.callback(process.wait)
        return self._until_done.enter_context(channel)


@pytest.fixture
def begun(store: Path) -> Iterator[Begun]:
    begun = Begun(store)
    yield begun
    begun.end()


def asked(channel: socket.socket, job: Job) -> jobs.Answer:
    channel.sendall(jobs.pack(job))
    with channel.makefile("rb") as incoming:
        head, _, body = jobs.lengths(incoming.read(jobs.PREFIX))
        return jobs.unpack_answer(incoming.read(head), incoming.read(body))


def count(channel: socket.socket) -> int:
    (row,) = json.loads(asked(channel, COUNT).body)["results"]["bindings"]
    return int(row["n"]["value"])


def test_all_forks_read_the_same(begun: Begun) -> None:
    source = begun.source()
    readers = [begun.reader(source) for _ in range(40)]
    answers = {asked(reader, SORTED).body for reader in readers for _ in range(3)}
    assert len(answers) == 1
    assert len(json.loads(answers.pop())["results"]["bindings"]) > 100


def test_readers_go_on_without_their_source_and_its_snapshot(begun: Begun, store: Path) -> None:
    first = begun.source()
    reader = begun.reader(first)
    before = count(reader)
    with open_to_write(store, wait=1) as opened:
        opened.replace(["urn:g"], [ox.Quad(*[ox.NamedNode(f"urn:{name}") for name in "spog"])])
    second = begun.source()
    assert second.name > first.name
    first.leave()
    assert (count(reader), count(begun.reader(second))) == (before, before + 1)
    with pytest.raises(OSError, match="descriptor"):
        first.start()


def test_what_a_writer_writes_readers_of_the_next_source_see(begun: Begun) -> None:
    writer, before = begun.writer(), count(begun.reader())
    assert [asked(writer, INSERT).status for _ in range(3)] == [204] * 3
    assert count(begun.reader()) == before + 1


def test_a_source_that_is_ended_leaves_its_readers(begun: Begun) -> None:
    source = begun.source()
    reader = begun.reader(source)
    before = count(reader)
    source.end()
    assert count(reader) == count(begun.reader()) == before


def test_what_cannot_be_opened_is_told(begun: Begun, store: Path) -> None:
    name = Snapshots(store).current()
    (store / "snapshots" / str(name) / "CURRENT").write_text("nonsense\n")
    with pytest.raises(StoreError, match="snapshots"):
        begun.source()


def test_a_process_that_has_ended_can_be_ended_again(begun: Begun) -> None:
    process, channel = begun.source().start()
    channel.close()
    for _ in range(2):
        process.wait()
        process.kill()
