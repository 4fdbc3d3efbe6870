"""Dumps of real articles, with the reference graph: read back by parsers that did not write them."""

import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import rdflib

from communique.mapping.ingest import ingest
from communique.publishing.storage.dumps import FORMATS, export
from communique.publishing.storage.store import GraphStore, open_store

# rdflib 7.6 warns of what its own parsers do.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning:rdflib"),
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning:rdflib"),
]

EXAMPLES = Path(__file__).parents[2] / "examples"
SUFFIXES = {"turtle": ".ttl", "trig": ".trig", "nquads": ".nq", "jsonld": ".jsonld"}
RAPTOR = ["turtle", "trig", "nquads"]  # it has no parser of JSON-LD


@pytest.fixture(scope="module")
def store() -> Iterator[GraphStore]:
    with open_store(None) as opened:
        for path in sorted(path for path in EXAMPLES.iterdir() if path.suffix in (".txt", ".html")):
            assert ingest(path, opened, captured_at=datetime(2026, 1, 6, tzinfo=UTC)).status == "added"
        yield opened


@pytest.mark.parametrize("name", RAPTOR)
@pytest.mark.skipif(shutil.which("rapper") is None, reason="rapper (Debian: raptor2-utils) is not installed")
def test_raptor_reads_every_statement(store: GraphStore, tmp_path: Path, name: str) -> None:
    dump = export(store, tmp_path / f"dump{SUFFIXES[name]}")
    run = subprocess.run(
        ["rapper", "-c", "-i", name, str(dump.path)], capture_output=True, text=True, check=True
    )
    assert dump.statements > 10_000
    assert f"returned {dump.statements} triples" in run.stderr


@pytest.mark.parametrize("name", sorted(set(FORMATS) - set(RAPTOR)))
def test_rdflib_reads_every_statement(store: GraphStore, tmp_path: Path, name: str) -> None:
    dump = export(store, tmp_path / f"dump{SUFFIXES[name]}")
    read = rdflib.Dataset()
    read.parse(data=dump.path.read_bytes(), format="json-ld")
    assert sum(1 for _ in read.quads((None, None, None, None))) == dump.statements
