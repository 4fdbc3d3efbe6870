"""The OpenAPI description is true: what Schemathesis makes of it is answered as described."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from communique.ontology.vocabulary import BASE, SKOS
from communique.publishing.answering.limits import Limits
from communique.publishing.answering.readers import Readers
from communique.publishing.endpoint import create_app
from communique.publishing.linked.forms import SUFFIXES
from communique.publishing.linked.vocabulary import VERSION
from communique.publishing.server import running
from communique.publishing.serving.tokens import Tokens, new_token
from communique.publishing.storage.store import GraphStore

pytest.importorskip("schemathesis", reason="schemathesis is not installed")

RECORD = Path(__file__).parent.parent / "queries" / "small.trig"
EXAMPLES = 12
"""For each operation."""
LANGUAGES = {"/sparql", "/graphs"}
"""Where a string has to be SPARQL or RDF, which no schema tells: not every string is accepted."""

GONE = ("id/statement/gone", "scheme/gone", "scheme/act/gone")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    folder = tmp_path_factory.mktemp("openapi")
    with GraphStore(ox.Store(str(folder / "store")), folder / "store") as store, store.committing():
        store.oxigraph.bulk_load(path=RECORD)
        before = ox.NamedNode(f"{BASE}id/graph/before")
        gone = [
            ox.NamedNode(f"{BASE}{name}") for name in ("id/statement/gone", "scheme/gone", "scheme/act/gone")
        ]
        label = ox.NamedNode(SKOS.prefLabel)
        store.oxigraph.add(ox.Quad(ox.NamedNode(f"{BASE}scheme/act"), label, ox.Literal("acts"), before))
        store.history.replace(
            [before.value], [ox.Quad(node, label, ox.Literal("gone"), before) for node in gone]
        )
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


# ------------------------------------------------------------------ linked data, by names that there are

LINKED: dict[str, list[dict[str, Any]]] = {
    "/": [{}],
    "/id/{kind}/{key}": [
        {"kind": "state", "key": "fr"},
        {"kind": "state", "key": "none"},
        {"kind": "statement", "key": "gone"},
        {"kind": "place", "key": "fr"},
    ],
    "/scheme/{scheme}": [{"scheme": "act"}, {"scheme": "none"}, {"scheme": "gone"}],
    "/scheme/{scheme}/{concept}": [
        {"scheme": "act", "concept": "warning"},
        {"scheme": "act", "concept": "none"},
        {"scheme": "act", "concept": "gone"},
    ],
    "/doc/": [{}, {"q": "fra"}],
    "/doc/{listed}/": [
        {"listed": "state", "q": "fra"},
        {"listed": "state", "page": "2"},
        {"listed": "state", "page": "0"},
        {"listed": "none"},
    ],
    "/doc/{kind}/{key}": [
        {"kind": "state", "key": "fr"},
        {"kind": "state", "key": "fr", "page": "2"},
        {"kind": "state", "key": "fr", "page": "two"},
        {"kind": "state", "key": "none"},
        {"kind": "statement", "key": "gone"},
    ],
    "/doc/{kind}/{key}.{suffix}": [
        *({"kind": "person", "key": "emmanuel-macron", "suffix": suffix} for suffix in SUFFIXES),
        {"kind": "state", "key": "fr", "suffix": "ttl", "page": "0"},
        {"kind": "state", "key": "none", "suffix": "html"},
        {"kind": "statement", "key": "gone", "suffix": "nt"},
    ],
    "/doc/scheme/{scheme}": [
        {"scheme": "act"},
        {"scheme": "act", "page": "x"},
        {"scheme": "none"},
        {"scheme": "gone"},
    ],
    "/doc/scheme/{scheme}/{concept}": [
        {"scheme": "act", "concept": "warning"},
        {"scheme": "act", "concept": "warning", "page": "-1"},
        {"scheme": "act", "concept": "none"},
        {"scheme": "act", "concept": "gone"},
    ],
    "/ns": [{}],
    "/ns.{suffix}": [*({"suffix": suffix} for suffix in SUFFIXES), {"suffix": "txt"}],
    "/ns/{version}": [{"version": VERSION}, {"version": "0"}],
    "/dataset": [{}],
    "/dataset.{suffix}": [*({"suffix": suffix} for suffix in SUFFIXES), {"suffix": "txt"}],
    "/dump.{syntax}": [*({"syntax": suffix} for suffix in SUFFIXES if suffix != "html"), {"syntax": "html"}],
    "/.well-known/void": [{}],
}
NEVER_HERE = {"422", "503"}
"""Where nothing is too much."""
ACCEPTED = ["*/*", "text/html", "application/json", "text/turtle", "application/rdf+xml", "image/png"]


@pytest.mark.parametrize("path", LINKED)
def test_linked_data_has_the_statuses_and_forms_that_are_described(
    served: tuple[str, str], path: str
) -> None:
    (operation,) = [one for one in operations(served[0]) if (one.path, one.method) == (path, "get")]
    seen = {status for values in LINKED[path] for status in statuses(operation, values)}
    described = set(operation.definition.raw["responses"])
    assert seen <= described
    assert described - seen <= NEVER_HERE


def statuses(operation: Any, values: dict[str, str]) -> Iterator[str]:
    """Those of answers to clients that accept this and that, and have it already; all as described."""
    in_path = {name: value for name, value in values.items() if f"{{{name}}}" in operation.path}
    in_query = {name: value for name, value in values.items() if name not in in_path}
    case = operation.Case(path_parameters=in_path, query=in_query)
    for accept in ACCEPTED:
        headers = {"accept": accept}
        for _ in range(2):
            answer = case.call(headers=headers, allow_redirects=False)
            case.validate_response(answer)
            yield str(answer.status_code)
            headers["if-none-match"] = (answer.headers.get("etag") or ["none"])[0]


def test_all_of_linked_data_is_described(served: tuple[str, str]) -> None:
    described = {operation.path for operation in operations(served[0])}
    starts = ("/id", "/scheme", "/doc", "/ns", "/dataset", "/dump", "/.well-known")
    assert {path for path in described if path.startswith(starts) or path == "/"} == set(LINKED)
