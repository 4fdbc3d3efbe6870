"""What is no backup, and what is no place for one: told in words, and nothing is left behind."""

import gzip
import hashlib
import io
import json
import os
import resource
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
import pytest
from typer.testing import CliRunner

from communique.cli import app
from communique.errors import CommuniqueError
from communique.publishing.storage.store import GraphStore

COMMAND = [sys.executable, "-c", "from communique.cli import main; main()"]
NQUADS: Final = b'<urn:s> <urn:p> "o" <urn:g> .\n<urn:s> <urn:p> "p" <urn:g> .\n'

Members = list[tuple[str, bytes]]


def told_of(data: bytes = NQUADS, quads: object = 2, **other: object) -> dict[str, Any]:
    return {"quads": quads, "sha256": hashlib.sha256(data).hexdigest(), **other}


def members(manifest: object, *others: tuple[str, bytes]) -> Members:
    text = manifest if isinstance(manifest, bytes) else json.dumps(manifest).encode()
    return [("manifest.json", text), *(others or [("store.nq", NQUADS)])]


def pack(path: Path, held: Members, kind: bytes = tarfile.REGTYPE) -> None:
    """A tar file of the members, the last of which is of a kind."""
    with tarfile.open(path, "w:gz") as archive:
        for name, data in held:
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            if kind != tarfile.REGTYPE and name == held[-1][0]:
                entry.type, entry.size, entry.linkname = kind, 0, "/etc/passwd"
            archive.addfile(entry, io.BytesIO(data))


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, [str(one) for one in arguments], env={"COLUMNS": "200"})
    if isinstance(done.exception, CommuniqueError):
        return done.exception.exit_code, str(done.exception)
    return done.exit_code, done.output if done.exception is None else repr(done.exception)


DATA = ("store.nq", NQUADS)
PAST = ("history.nq", NQUADS)
NO_BACKUPS: dict[str, tuple[Members, str]] = {
    "no manifest": ([DATA], "has no manifest.json"),
    "nothing in it": ([], "has no manifest.json"),
    "a manifest that is a list": (members([]), "manifest.json is no object"),
    "a manifest that is null": (members(None), "manifest.json is no object"),
    "a manifest that is no JSON": (members(b"quads: 2"), "is no JSON"),
    "a manifest that is no text": (members(b"\xff\xfe\xfd\xfc"), "is no JSON"),
    "a manifest without an end": (members(b"[" * 100_000), "is no JSON"),
    "a manifest without members": (members({}), "quads is no number"),
    "no SHA-256": (members({"quads": 2}), "sha256 is no SHA-256"),
    "a SHA-256 that is short": (members({"quads": 2, "sha256": "ab"}), "sha256 is no SHA-256"),
    "a SHA-256 that is a number": (members({"quads": 2, "sha256": 7}), "sha256 is no SHA-256"),
    "a number that is negative": (members(told_of(quads=-2)), "quads is no number"),
    "a number that is a text": (members(told_of(quads="2")), "quads is no number"),
    "a number that is a fraction": (members(told_of(quads=2.5)), "quads is no number"),
    "a number that is true": (members(told_of(quads=True)), "quads is no number"),
    "a number that is wrong": (members(told_of(quads=3)), "gave 2 quads of store.nq, and says that it has 3"),
    "a history that is a text": (members(told_of(history="no")), "history. is no object"),
    "a history that is empty": (members(told_of(history={})), "history.quads is no number"),
    "a history that is a lie": (members(told_of(history=told_of(quads=9)), DATA, PAST), "says that it has 9"),
    "a history that nothing tells of": (members(told_of(history=None), DATA, PAST), "it has history.nq"),
    "a history of an older manifest": (members(told_of(), DATA, PAST), "it has history.nq"),
    "a history that is missing": (members(told_of(history=told_of())), "it lacks history.nq"),
    "no store": (members(told_of(), ("manifest.json", b"{}")), "manifest.json is twice"),
    "a store twice": (members(told_of(), DATA, DATA), "store.nq is twice"),
    "garbage": (members(told_of(b"hello"), ("store.nq", b"hello")), "its store.nq is not N-Quads"),
    "garbage after good lines": (
        members(told_of(NQUADS * 9 + b"<"), ("store.nq", NQUADS * 9 + b"<")),
        "its store.nq is not N-Quads",
    ),
    "a name that leads out": (members(told_of(), DATA, ("../../evil", b"x")), "a member '../../evil'"),
    "a name from the root": (members(told_of(), DATA, ("/etc/evil", b"x")), "a member '/etc/evil'"),
    "something else": (members(told_of(), DATA, ("readme.txt", b"x")), "a member 'readme.txt'"),
    "control characters": (members(told_of(), DATA, ("\x1b[2J", b"x")), r"a member '\x1b[2J'"),
}


@pytest.mark.parametrize(("held", "words"), NO_BACKUPS.values(), ids=NO_BACKUPS)
def test_what_is_no_backup(tmp_path: Path, held: Members, words: str) -> None:
    pack(tmp_path / "b.tar.gz", held)
    refused(tmp_path, words)


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE])
def test_a_member_that_is_no_file(tmp_path: Path, kind: bytes) -> None:
    pack(tmp_path / "b.tar.gz", members(told_of()), kind)
    refused(tmp_path, "store.nq is no file")


def refused(folder: Path, words: str) -> None:
    """A restore of b.tar.gz, in a folder of its own, which leaves nothing."""
    code, told = run("restore", folder / "b.tar.gz", "--store", folder / "new" / "restored")
    assert (code, words in told) == (3, True), told
    assert str(folder / "b.tar.gz") in told
    assert "\x1b" not in told
    assert not (folder / "new").exists()


def _good(path: Path) -> bytes:
    pack(path, members(told_of(), DATA))
    return path.read_bytes()


def _gzipped_garbage(path: Path) -> bytes:
    return gzip.compress(b"no tar at all" * 100)


def _flipped(path: Path) -> bytes:
    data = bytearray(_good(path))
    data[60] ^= 0xFF
    return bytes(data)


BYTES: dict[str, Callable[[Path], bytes]] = {
    "nothing": lambda _: b"",
    "a gzip file cut in its head": lambda path: _good(path)[:5],
    "a gzip file cut in the middle": lambda path: _good(path)[:120],
    "a bit that is wrong": _flipped,
    "a tar file cut in the middle": lambda path: gzip.decompress(_good(path))[:700],
    "a gzip file of something else": _gzipped_garbage,
    "xz that is none": lambda _: b"\xfd7zXZ\x00" + b"x" * 100,
    "bzip2 that is none": lambda _: b"BZh9" + b"x" * 100,
}


@pytest.mark.parametrize("harmed", BYTES.values(), ids=BYTES)
def test_bytes_that_are_no_archive(tmp_path: Path, harmed: Callable[[Path], bytes]) -> None:
    data = harmed(tmp_path / "b.tar.gz")
    (tmp_path / "b.tar.gz").write_bytes(data)
    refused(tmp_path, "no backup")


def test_no_file_at_all(tmp_path: Path) -> None:
    refused(tmp_path, "cannot be read: No such file or directory")
    (tmp_path / "b.tar.gz").mkdir()
    refused(tmp_path, "cannot be read: Is a directory")


PLACES: dict[str, tuple[str, str]] = {
    "a file": ("file", "is a file, and a store is a folder"),
    "below a file": ("file/restored", "cannot be made: Not a directory"),
    "where nobody can write": ("/proc/restored", "cannot be made: "),
    "a folder with something in it": (".", "is not empty"),
    "the root": ("/", "is not empty"),
    "a long name": ("x" * 300, "cannot be made: File name too long"),
    "a circle": ("circle", "cannot be made: "),
}


@pytest.mark.parametrize(("place", "words"), PLACES.values(), ids=PLACES)
def test_what_is_no_place_for_a_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    pack(Path("b.tar.gz"), members(told_of(), DATA))
    Path("file").write_text("a file")
    Path("circle").symlink_to("circle")
    code, told = run("restore", "b.tar.gz", "--store", place)
    assert (code, f"{place} {words}" in told, "b.tar.gz" in told) == (3, True, False), told
    assert sorted(os.listdir()) == ["b.tar.gz", "circle", "file"]


def test_an_empty_folder_and_a_link_to_one(tmp_path: Path) -> None:
    pack(tmp_path / "b.tar.gz", members(told_of(), DATA))
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "empty")
    assert run("restore", tmp_path / "b.tar.gz", "--store", tmp_path / "link")[0] == 0
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "empty" / "CURRENT").exists()


# ------------------------------------------------------------------ a disk that is full, and backups


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "store"
    graph = ox.NamedNode("urn:g")
    with GraphStore(ox.Store(str(path)), path) as store, store.committing():
        store.oxigraph.bulk_extend(
            ox.Quad(ox.NamedNode(f"urn:{n}"), ox.NamedNode("urn:p"), ox.Literal(os.urandom(40).hex()), graph)
            for n in range(5_000)
        )
    return path


def full(*arguments: object) -> subprocess.CompletedProcess[str]:
    """A command that can write no file of more than 100,000 bytes."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    command = [*COMMAND, *(str(one) for one in arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, preexec_fn=limit)


def test_a_disk_that_is_full(store: Path, tmp_path: Path) -> None:
    done = full("backup", tmp_path / "b.tar.gz", "--store", store)
    assert (done.returncode, "b.tar.gz cannot be written: File too large" in done.stderr) == (3, True)
    assert run("backup", tmp_path / "b.tar.gz", "--store", store)[0] == 0
    done = full("restore", tmp_path / "b.tar.gz", "--store", tmp_path / "restored")
    assert (done.returncode, "restored cannot be made: " in done.stderr) == (3, True), done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.tar.gz", "store"]


TARGETS: dict[str, tuple[str, str]] = {
    "no such folder": ("nowhere/b.tar.gz", "cannot be written: No such file or directory"),
    "below a file": ("file/b.tar.gz", "cannot be written: Not a directory"),
    "a folder": ("folder", "is no file that a backup could replace"),
    "where the command stands": (".", "is no file that a backup could replace"),
    "a device": ("/dev/null", "is no file that a backup could replace"),
    "where nobody can write": ("/proc/b.tar.gz", "cannot be written: "),
    "a long name": ("x" * 300, "cannot be written: File name too long"),
}


@pytest.mark.parametrize(("place", "words"), TARGETS.values(), ids=TARGETS)
def test_what_is_no_place_for_a_backup(
    store: Path, monkeypatch: pytest.MonkeyPatch, place: str, words: str
) -> None:
    monkeypatch.chdir(store.parent)
    Path("file").write_text("a file")
    Path("folder").mkdir()
    code, told = run("backup", place, "--store", "store")
    assert (code, f"{place} {words}" in told) == (3, True), told
    assert sorted(os.listdir()) == ["file", "folder", "store"]


def test_a_backup_replaces_the_one_before(store: Path, tmp_path: Path) -> None:
    (tmp_path / "b.tar.gz").write_text("an older one")
    assert run("backup", tmp_path / "b.tar.gz", "--store", store)[0] == 0
    assert tarfile.is_tarfile(tmp_path / "b.tar.gz")


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("nowhere", "There is no store at"),
        ("file", "is a file"),
        ("folder", "There is no store"),
        (".", "is not a store"),
    ],
)
def test_what_is_no_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, words: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("a file")
    Path("folder").mkdir()
    code, told = run("backup", "b.tar.gz", "--store", place)
    assert (code, words in told) == (3, True), told
    assert sorted(os.listdir()) == ["file", "folder"]
