import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from communique.errors import QueryError, StoreError, UsageError
from communique.mapping.iris import Base
from communique.publishing.storage.snapshots import Snapshots
from communique.publishing.storage.store import GraphStore, open_store

G, H = "https://example.org/g", "https://example.org/h"


def quad(subject: str, value: str, graph: str = G) -> ox.Quad:
    name = ox.NamedNode(f"https://example.org/{subject}")
    return ox.Quad(name, ox.NamedNode("https://example.org/p"), ox.Literal(value), ox.NamedNode(graph))


def values(store: GraphStore, graph: str) -> list[str]:
    return sorted(quad.object.value for quad in store.quads(graph) if isinstance(quad.object, ox.Literal))


def bare(path: Path) -> GraphStore:
    """A store without reference data."""
    return GraphStore(ox.Store(str(path)), path)


@pytest.fixture
def store(tmp_path: Path) -> GraphStore:
    return bare(tmp_path / "store")


def test_a_replacement_drops_only_the_graphs_that_it_names(store: GraphStore) -> None:
    store.replace([], [quad("a", "old"), quad("b", "kept", H)])
    store.replace([G], [quad("a", "new")])
    assert (values(store, G), values(store, H)) == (["new"], ["kept"])
    assert store.graph_names() == (G, H)
    assert store.count() == 2


def test_a_single_quad_is_removed_and_its_graph_stays(store: GraphStore) -> None:
    store.replace([], [quad("a", "1"), quad("b", "2")])
    store.replace([H], [quad("c", "3", H)], removed=[quad("a", "1")])
    assert (values(store, G), values(store, H)) == (["2"], ["3"])


@pytest.mark.parametrize(
    "words", ['"quoted"', "back\\slash", "two\nlines\r\t", "\x01\x7f", "’é\u2028😀", "}} ; DROP ALL"]
)
def test_literals_come_back_as_they_went_in(store: GraphStore, words: str) -> None:
    store.replace([], [quad("a", words)])
    assert values(store, G) == [words]


def test_the_default_graph_is_the_union(store: GraphStore) -> None:
    store.replace([], [quad("a", "1"), quad("b", "2", H)])
    found = store.query("SELECT ?o { ?s ?p ?o }")
    assert isinstance(found, ox.QuerySolutions)
    assert sorted(row["o"].value for row in found) == ["1", "2"]


def test_a_substitution_is_a_term_and_never_text(store: GraphStore) -> None:
    store.replace([], [quad("a", '" } #')])
    found = store.query("SELECT ?s ?o { ?s ?p ?o }", {"o": ox.Literal('" } #')})
    assert isinstance(found, ox.QuerySolutions)
    assert [row["s"].value for row in found] == ["https://example.org/a"]


@pytest.mark.parametrize(
    ("text", "substitutions", "error"),
    [("SELECT ?s {", {}, QueryError), ("SELECT ?s { ?s ?p ?o }", {"o": ox.Literal("x")}, UsageError)],
    ids=["syntax", "variable that is not selected"],
)
def test_what_cannot_be_asked(
    store: GraphStore, text: str, substitutions: dict[str, ox.Literal], error: type[Exception]
) -> None:
    with pytest.raises(error):
        store.query(text, substitutions)


def test_what_was_written_is_there_after_reopening(tmp_path: Path) -> None:
    with bare(tmp_path / "s") as first:
        first.replace([], [quad("a", "1")])
    with open_store(tmp_path / "s", read_only=True) as second:
        assert values(second, G) == ["1"]


def test_a_closed_store_says_so(store: GraphStore) -> None:
    with store:
        pass
    with pytest.raises(StoreError, match="closed"):
        store.count()


def _a_file(path: Path) -> None:
    path.write_text("x")


def _another_folder(path: Path) -> None:
    path.mkdir()
    (path / "letter.txt").write_text("x")


def _damaged(path: Path) -> None:
    with bare(path) as store:
        store.replace([], [quad("a", "1")])
    for manifest in path.glob("MANIFEST*"):
        manifest.write_bytes(b"garbage")


def _manifest_gone(path: Path) -> None:
    bare(path).close()
    (path / "CURRENT").write_text("MANIFEST-999999\n")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (_a_file, "is a file"),
        (_another_folder, "not a store"),
        (_damaged, "damaged"),
        (_manifest_gone, "damaged"),
    ],
)
def test_what_cannot_be_opened(tmp_path: Path, make: Callable[[Path], None], words: str) -> None:
    make(tmp_path / "s")
    before = sorted(path.name for path in tmp_path.rglob("*.txt"))
    with pytest.raises(StoreError, match=words) as raised:
        open_store(tmp_path / "s")
    assert raised.value.hint
    assert sorted(path.name for path in tmp_path.rglob("*.txt")) == before


def test_nothing_is_made_where_only_reading_was_asked_for(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store"):
        open_store(tmp_path / "s", read_only=True)
    assert not (tmp_path / "s").exists()


@pytest.fixture
def nobody(tmp_path: Path) -> Iterator[None]:
    """Not root, who may write everywhere; somebody who can still reach the temporary folder."""
    before = os.geteuid()
    if before == 0:
        for folder in (tmp_path, *tmp_path.parents[:2]):
            folder.chmod(0o755)
        os.seteuid(65534)
    yield
    os.seteuid(before)


@pytest.mark.parametrize("read_only", [False, True], ids=["write", "read"])
def test_a_folder_without_permission(tmp_path: Path, read_only: bool, request: pytest.FixtureRequest) -> None:
    bare(tmp_path / "s").close()
    (tmp_path / "s").chmod(0o500 if not read_only else 0)
    request.getfixturevalue("nobody")
    with pytest.raises(StoreError, match="permission"):
        open_store(tmp_path / "s", read_only=read_only)


HOLD = """
import sys
from pyoxigraph import Store
store = Store(sys.argv[1])
sys.stdout.write("open\\n"); sys.stdout.flush(); sys.stdin.read()
"""


def test_a_store_that_another_process_has_open_says_so(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path / "s")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(StoreError, match="in use by another process") as raised:
            open_store(tmp_path / "s")
        other.communicate("")
    assert "stop it" in raised.value.hint


def test_the_reference_graph_is_loaded_once_and_again_when_it_is_stale(tmp_path: Path) -> None:
    with open_store(tmp_path / "s") as store:
        held = store.count()
        assert not store.refresh_reference()
        store.replace([store.base.reference], [])
        assert store.refresh_reference()
        assert store.count() == held


def test_the_reference_graph_moves_with_the_base(tmp_path: Path) -> None:
    base = Base("https://example.org/record/")
    with open_store(tmp_path / "s", base=base) as store:
        subjects = {quad.subject.value for quad in store.quads() if isinstance(quad.subject, ox.NamedNode)}
    assert not any(subject.startswith("https://w3id.org/communique/id/") for subject in subjects)


def test_a_snapshot_can_be_read_while_the_store_is_open(tmp_path: Path) -> None:
    with bare(tmp_path / "s") as store:
        store.replace([], [quad("a", "1")])
        store.backup(tmp_path / "snapshot")
        with open_store(tmp_path / "snapshot", read_only=True) as copy:
            assert copy.count() == store.count()


def test_a_store_makes_the_folders_above_it(tmp_path: Path) -> None:
    with open_store(tmp_path / "no" / "such" / "store") as store:
        assert store.count()


def test_a_commit_without_a_snapshot_is_made_up_for(tmp_path: Path) -> None:
    path = tmp_path / "store"
    with GraphStore(ox.Store(str(path)), path) as store:
        store.replace([], [])
        first = Snapshots(path).current()
        (Snapshots(path).folder / "pending").touch()  # as a writer leaves it that is killed
    with open_store(path) as store:
        assert Snapshots(path).current() != first
        assert not Snapshots(path).stale
