"""The OpenAPI description is true: what Schemathesis makes of it is answered as described."""

from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("schemathesis", reason="schemathesis is not installed")

EXAMPLES, EXAMPLES_OF_HEAD = 12, 3
"""For each operation."""
LANGUAGES = {"/sparql", "/graphs", "/graphs/{path}"}
"""Where a string has to be SPARQL or RDF, which no schema tells: not every string is accepted."""


def test_every_operation_answers_as_it_is_described(served: tuple[str, str], operations: list[Any]) -> None:
    from schemathesis import GenerationMode

    _, token = served
    assert len(operations) > 15
    found = [
        problem
        for operation in operations
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
        for problem in problems(operation, mode, token)
    ]
    assert found == [], "\n\n".join(found)


def problems(operation: Any, mode: Any, token: str) -> Iterator[str]:
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis.errors import Unsatisfiable
    from schemathesis.specs.openapi.checks import positive_data_acceptance

    bounded = settings(
        max_examples=EXAMPLES_OF_HEAD if operation.method == "head" else EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    beyond = [positive_data_acceptance] if operation.path in LANGUAGES else []

    def check(case: Any) -> None:
        headers = {"authorization": f"Bearer {token}"}
        case.call_and_validate(headers=headers, excluded_checks=beyond, allow_redirects=False)

    try:
        bounded(given(case=operation.as_strategy(generation_mode=mode))(check))()
    except Unsatisfiable:
        return  # there is nothing to get wrong where there are no parameters
    except BaseExceptionGroup as several:
        yield from (f"{operation.label}: {one}" for one in several.exceptions)
    except AssertionError as one:
        yield f"{operation.label}: {one}"
