import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib

from communique.errors import StoreError, UsageError
from communique.publishing.storage.dumps import FORMATS, export, format_of
from communique.publishing.storage.store import GraphStore

# rdflib 7.6 warns of what its own parsers do.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning:rdflib"),
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning:rdflib"),
]

NAMES = {"turtle": "dump.ttl", "trig": "dump.trig", "nquads": "dump.nq", "jsonld": "dump.jsonld"}
RDFLIB = {"turtle": "turtle", "trig": "trig", "nquads": "nquads", "jsonld": "json-ld"}
AWKWARD = ['"quoted"', "back\\slash", "two\nlines\r\t", "\u2028\x85\x0b", "’é😀", "ends {", "}", "act: ."]


def store_of(quads: list[ox.Quad]) -> GraphStore:
    store = GraphStore(ox.Store())
    store.replace([], quads)
    return store


@pytest.fixture
def quads(sample: Any) -> list[ox.Quad]:
    subject, graph = ox.NamedNode("https://example.org/a(b)"), ox.NamedNode("https://example.org/g#1")
    awkward = [ox.Quad(subject, ox.NamedNode("https://example.org/p"), ox.Literal(w), graph) for w in AWKWARD]
    return [*sample.quads(), *awkward]


@pytest.mark.parametrize("name", FORMATS)
def test_rdflib_reads_as_many_statements_as_were_written(
    tmp_path: Path, quads: list[ox.Quad], name: str
) -> None:
    dump = export(store_of(quads), tmp_path / NAMES[name])
    read = rdflib.Dataset()
    read.parse(data=dump.path.read_bytes(), format=RDFLIB[name])
    assert dump.format == name
    assert dump.statements == sum(1 for _ in read.quads((None, None, None, None)))
    words = {
        str(value)
        for _, _, value, _ in read.quads((None, rdflib.URIRef("https://example.org/p"), None, None))
    }
    assert words == set(AWKWARD)


@pytest.mark.parametrize("name", ["turtle", "trig", "nquads"])
@pytest.mark.skipif(shutil.which("rapper") is None, reason="rapper (Debian: raptor2-utils) is not installed")
def test_raptor_reads_as_many_statements_as_were_written(
    tmp_path: Path, quads: list[ox.Quad], name: str
) -> None:
    dump = export(store_of(quads), tmp_path / NAMES[name])
    command = ["rapper", "-c", "-i", name, str(dump.path)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert f"returned {dump.statements} triples" in run.stderr


def test_oxigraph_reads_what_rdflib_makes_of_a_dump(tmp_path: Path, quads: list[ox.Quad]) -> None:
    dump = export(store_of(quads), tmp_path / "dump.nq")
    read = rdflib.Dataset()
    read.parse(data=dump.path.read_bytes(), format="nquads")
    again = read.serialize(format="trig")
    assert len(list(ox.parse(again, format=ox.RdfFormat.TRIG))) == dump.statements


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_store_gives_the_same_bytes(tmp_path: Path, quads: list[ox.Quad], name: str) -> None:
    written = set()
    for seed in range(3):
        random.Random(seed).shuffle(quads)
        written.add(export(store_of(quads), tmp_path / NAMES[name]).path.read_bytes())
    assert len(written) == 1


def test_turtle_is_laid_out_for_people(tmp_path: Path, quads: list[ox.Quad]) -> None:
    text = export(store_of(quads), tmp_path / "dump.ttl").path.read_text()
    assert "\n\nstate" not in text.partition("\n\n")[0]
    assert "\n\ncommitment:" in text
    assert "\tcmq:debtor state:nx ;\n" in text
    assert "\n\n\n" not in text


@pytest.mark.parametrize(
    ("path", "format_", "error"),
    [
        ("dump.xyz", None, UsageError),
        ("dump.ttl", "rdfxml", UsageError),
        ("no/such/folder/dump.ttl", None, StoreError),
    ],
)
def test_what_cannot_be_written_leaves_nothing_behind(
    tmp_path: Path, quads: list[ox.Quad], path: str, format_: str | None, error: type[Exception]
) -> None:
    with pytest.raises(error):
        export(store_of(quads), tmp_path / path, format_)
    assert list(tmp_path.rglob("*")) == []


def test_an_older_dump_is_replaced(tmp_path: Path, quads: list[ox.Quad]) -> None:
    (tmp_path / "dump.nq").write_text("old")
    export(store_of(quads), tmp_path / "dump.nq")
    assert (tmp_path / "dump.nq").read_text().startswith("<")
    assert [path.name for path in tmp_path.iterdir()] == ["dump.nq"]


def test_the_name_tells_the_format() -> None:
    assert [format_of(Path(name)) for name in NAMES.values()] == list(NAMES)
