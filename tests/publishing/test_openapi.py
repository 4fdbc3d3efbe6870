"""The OpenAPI description is true: what Schemathesis makes of it is answered as described."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from communique.publishing.answering.limits import Limits
from communique.publishing.answering.readers import Readers
from communique.publishing.endpoint import create_app
from communique.publishing.server import running
from communique.publishing.serving.tokens import Tokens, new_token
from communique.publishing.storage.store import GraphStore

pytest.importorskip("schemathesis", reason="schemathesis is not installed")

RECORD = Path(__file__).parent.parent / "queries" / "small.trig"
EXAMPLES = 12
"""For each operation."""
LANGUAGES = {"/sparql", "/graphs"}
"""Where a string has to be SPARQL or RDF, which no schema tells: not every string is accepted."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    folder = tmp_path_factory.mktemp("openapi")
    with GraphStore(ox.Store(str(folder / "store")), folder / "store") as store, store.committing():
        store.oxigraph.bulk_load(path=RECORD)
    token = new_token("editor", folder / "tokens")
    limits = Limits(seconds=5, readers=2)
    with running(create_app(Readers(folder / "store", limits), Tokens.load(folder / "tokens", {}))) as where:
        yield where, token


def operations(address: str) -> list[Any]:
    import schemathesis

    schema: Any = schemathesis.openapi.from_url(f"{address}/openapi.json")
    return [found.ok() for found in schema.get_all_operations()]


def test_every_operation_answers_as_it_is_described(served: tuple[str, str]) -> None:
    from schemathesis import GenerationMode

    address, token = served
    asked = operations(address)
    assert len(asked) > 15
    found = [
        problem
        for operation in asked
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
        for problem in problems(operation, mode, token)
    ]
    assert found == [], "\n\n".join(found)


def problems(operation: Any, mode: Any, token: str) -> Iterator[str]:
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis.errors import Unsatisfiable
    from schemathesis.specs.openapi.checks import positive_data_acceptance

    bounded = settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    beyond = [positive_data_acceptance] if operation.path in LANGUAGES else []

    def check(case: Any) -> None:
        case.call_and_validate(headers={"authorization": f"Bearer {token}"}, excluded_checks=beyond)

    try:
        bounded(given(case=operation.as_strategy(generation_mode=mode))(check))()
    except Unsatisfiable:
        return  # there is nothing to get wrong where there are no parameters
    except BaseExceptionGroup as several:
        yield from (f"{operation.label}: {one}" for one in several.exceptions)
    except AssertionError as one:
        yield f"{operation.label}: {one}"
