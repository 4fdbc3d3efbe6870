"""An endpoint whose OpenAPI description is held to what it does."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest

from communique.ontology.vocabulary import BASE, SKOS
from communique.publishing.answering.limits import Limits
from communique.publishing.answering.readers import Readers
from communique.publishing.endpoint import create_app
from communique.publishing.server import running
from communique.publishing.serving.tokens import Tokens, new_token
from communique.publishing.storage.store import GraphStore

RECORD = Path(__file__).parents[2] / "queries" / "small.trig"
LONGEST = 100_000  # bytes of a request
GONE = ("id/statement/gone", "scheme/gone", "scheme/act/gone")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    folder = tmp_path_factory.mktemp("openapi")
    with GraphStore(ox.Store(str(folder / "store")), folder / "store") as store, store.committing():
        store.oxigraph.bulk_load(path=RECORD)
        before = ox.NamedNode(f"{BASE}id/graph/before")
        gone = [ox.NamedNode(f"{BASE}{name}") for name in GONE]
        label = ox.NamedNode(SKOS.prefLabel)
        store.oxigraph.add(ox.Quad(ox.NamedNode(f"{BASE}scheme/act"), label, ox.Literal("acts"), before))
        store.history.replace(
            [before.value], [ox.Quad(node, label, ox.Literal("gone"), before) for node in gone]
        )
    token = new_token("editor", folder / "tokens")
    limits = Limits(seconds=5, readers=2, request=LONGEST)
    with running(create_app(Readers(folder / "store", limits), Tokens.load(folder / "tokens", {}))) as where:
        httpx.put(f"{where}/graphs/there", content="<urn:s> <urn:p> 1 .", headers=may_write(token))
        yield where, token


def may_write(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}", "content-type": "text/turtle"}


@pytest.fixture(scope="module")
def operations(served: tuple[str, str]) -> list[Any]:
    """What is described, as Schemathesis reads it."""
    schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
    schema: Any = schemathesis.openapi.from_url(f"{served[0]}/openapi.json")
    return [found.ok() for found in schema.get_all_operations()]
