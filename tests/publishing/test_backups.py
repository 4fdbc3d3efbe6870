"""Backups: they come back as they were, also when taken in the middle of writing, and no damaged one does."""

import tarfile
import threading
from itertools import count, takewhile
from pathlib import Path

import pyoxigraph as ox
import pytest

from communique.errors import InputError, StoreError
from communique.publishing.storage.backups import back_up, restore
from communique.publishing.storage.snapshots import Snapshots
from communique.publishing.storage.store import GraphStore, open_snapshot, open_store, open_to_write

RECORD = Path(__file__).parent.parent / "queries" / "small.trig"


def version(number: int) -> ox.Quad:
    """What an earlier capture said, in a graph of its own."""
    name = ox.NamedNode(f"urn:version:{number}")
    return ox.Quad(name, ox.NamedNode("urn:said"), ox.Literal(str(number)), name)


def revised(store: GraphStore, number: int) -> None:
    """A capture that replaces another: first what was goes into the history, then the store refers to it."""
    store.history.replace([], [version(number)])
    link = ox.Quad(
        ox.NamedNode("urn:now"),
        ox.NamedNode("urn:revisionOf"),
        version(number).subject,
        ox.NamedNode("urn:now"),
    )
    store.replace(["urn:now"], [link])


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("backups") / "store"
    with GraphStore(ox.Store(str(path)), path) as store:
        with store.committing():
            store.oxigraph.bulk_load(path=RECORD)
        revised(store, 1)
        revised(store, 2)
    return path


def quads(path: Path) -> set[str]:
    with open_snapshot(path) as store:
        return {str(quad) for quad in store.quads()}


def test_a_backup_comes_back(record: Path, tmp_path: Path) -> None:
    made = back_up(record, tmp_path / "b.tar.gz")
    again = restore(tmp_path / "b.tar.gz", tmp_path / "restored")
    assert (again.store, again.history) == (made.store, made.history)
    assert quads(tmp_path / "restored") == quads(record)
    assert quads(tmp_path / "restored" / "history") == {str(version(1)), str(version(2))}
    assert made.history is not None
    assert (made.store.quads > 200, made.history.quads) == (True, 2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.tar.gz", "restored"]
    with open_to_write(tmp_path / "restored", 5) as store:
        revised(store, 3)
        assert store.history.count() == 3


def test_a_store_without_a_history(tmp_path: Path) -> None:
    with open_store(tmp_path / "store"):
        pass
    assert back_up(tmp_path / "store", tmp_path / "b.tar.gz").history is None
    assert restore(tmp_path / "b.tar.gz", tmp_path / "restored").history is None
    assert not (tmp_path / "restored" / "history").exists()


def test_what_the_store_refers_to_is_in_the_history_of_its_backup(record: Path, tmp_path: Path) -> None:
    enough = threading.Event()

    def write() -> None:
        with open_to_write(record, 5) as store:
            for number in takewhile(lambda _: not enough.is_set(), count(3)):
                revised(store, number)

    writer = threading.Thread(target=write)
    writer.start()
    seen: set[str] = set()
    try:
        while len(seen) < 4 and writer.is_alive():
            back_up(record, tmp_path / "b.tar.gz")
            with tarfile.open(tmp_path / "b.tar.gz") as archive:
                now, past = (archive.extractfile(name) for name in ("store.nq", "history.nq"))
                assert now is not None
                assert past is not None
                (link,) = [line for line in now.read().decode().splitlines() if "urn:revisionOf" in line]
                referred = link.split()[2]
                seen.add(referred)
                assert referred in past.read().decode()
    finally:
        enough.set()
        writer.join()
    assert len(seen) == 4


def test_a_history_whose_writer_was_killed_in_a_commit(record: Path, tmp_path: Path) -> None:
    with open_to_write(record, 5) as store:
        store.history.oxigraph.add(version(1_000))
        store.history.oxigraph.flush()
        (record / "history" / "snapshots" / "pending").touch()
    back_up(record, tmp_path / "b.tar.gz")
    restore(tmp_path / "b.tar.gz", tmp_path / "restored")
    assert str(version(1_000)) in quads(tmp_path / "restored" / "history")
    assert not Snapshots(record / "history").stale


def _changed(path: Path, changed: str, was: bytes, now: bytes) -> None:
    with tarfile.open(path) as archive, tarfile.open(path.with_name("c.tar.gz"), "w:gz") as copy:
        for entry in archive:
            file = archive.extractfile(entry)
            assert file is not None
            data = file.read().replace(was, now) if entry.name == changed else file.read()
            (path.parent / "piece").write_bytes(data)
            copy.add(path.parent / "piece", entry.name)
    path.with_name("c.tar.gz").replace(path)


def _changed_store(path: Path) -> None:
    _changed(path, "store.nq", b"Macron", b"Micron")


def _changed_history(path: Path) -> None:
    _changed(path, "history.nq", b'"1"', b'"7"')


def _miscounted(path: Path) -> None:
    _changed(path, "manifest.json", b'"quads": ', b'"quads": 1')


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-200])


def _other(path: Path) -> None:
    path.write_bytes(b"no backup")


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (_changed_store, "is damaged"),
        (_changed_history, "is damaged"),
        (_miscounted, "says that it has"),
        (_cut, "no backup"),
        (_other, "no backup"),
    ],
)
def test_a_backup_that_is_damaged_is_refused(record: Path, tmp_path: Path, harm: object, words: str) -> None:
    back_up(record, tmp_path / "b.tar.gz")
    assert callable(harm)
    harm(tmp_path / "b.tar.gz")
    with pytest.raises(InputError, match=words):
        restore(tmp_path / "b.tar.gz", tmp_path / "restored")
    assert [path.name for path in tmp_path.iterdir() if "restored" in path.name] == []


def test_nothing_is_restored_over_something(record: Path, tmp_path: Path) -> None:
    back_up(record, tmp_path / "b.tar.gz")
    with pytest.raises(StoreError, match="not empty"):
        restore(tmp_path / "b.tar.gz", record)
