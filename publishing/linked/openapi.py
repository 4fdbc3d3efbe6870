"""The documents and the names below the base, as paths of an OpenAPI description."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from communique.publishing.linked.forms import SUFFIXES, suffix_of
from communique.publishing.linked.layout import kinds
from communique.publishing.linked.vocabulary import VERSION
from communique.publishing.querying.formats import GRAPH_FORMATS
from communique.publishing.serving.operations import (
    NOT_MODIFIED,
    PROBLEMS,
    RDF,
    TEXT,
    in_query,
    redirect,
    response,
)

_PAGE: Final[dict[str, Any]] = {"text/html": {}}
_DOCUMENT: Final = _PAGE | RDF
_DETAILS: Final = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "status": {"type": "integer"},
        **{name: {"type": "string"} for name in ("type", "title", "detail", "successor")},
    },
}
_PROBLEM: Final = _PAGE | {"application/problem+json": {"schema": _DETAILS}}
_TOLD: Final = {
    "302": redirect("The description stands there."),
    "303": redirect("A document about it stands there."),
    **NOT_MODIFIED,
    "400": response("The number of a page is none.", _PROBLEM),
    "404": response("Nothing on record has this name.", _PROBLEM | TEXT),
    "406": response(PROBLEMS["406"], _PROBLEM),
    "410": response("An earlier version of a report had it, and the record no longer has.", _PROBLEM),
    "422": response(PROBLEMS["422"], TEXT),
    "503": response(PROBLEMS["503"], TEXT),
}

_KEYED: Final = tuple(name for name in kinds() if name != "scheme")
_LISTED: Final = tuple(name for name, kind in kinds().items() if kind.listed)
_WORD: Final = {"type": "string", "pattern": "^[A-Za-z0-9-]+$"}
_PARAMETERS: Final[Mapping[str, tuple[dict[str, Any], str]]] = {
    "kind": ({"type": "string", "enum": list(_KEYED)}, "state"),
    "listed": ({"type": "string", "enum": list(_LISTED)}, "state"),
    "key": (_WORD, "fr"),
    "scheme": (_WORD, "act"),
    "concept": (_WORD, "warning"),
    "version": ({"type": "string", "enum": [VERSION]}, VERSION),
    "suffix": ({"type": "string", "enum": list(SUFFIXES)}, "ttl"),
    "syntax": ({"type": "string", "enum": [suffix_of(form) for form in GRAPH_FORMATS]}, "nt"),
}
"""What stands in braces in a path: a schema, and an example."""

_SEARCHED: Final = in_query("q", "words of the names that are looked for", False, {"type": "string"})
_PAGED: Final = in_query(
    "page",
    "which page of what is linked to it, or of the list",
    False,
    {"type": "integer", "minimum": 1, "maximum": 1_000_000},
)
_STEPS: Final = "A key may have steps, as the names of the record have: those slashes are not escaped."


def paths() -> dict[str, Any]:
    """All of them; every name that is served below the base of the record has one of these forms."""
    return {
        path: {"get": _operation(path, *told)}
        for path, told in {
            "/id/{kind}/{key}": ("thing", "A thing, which is no document", {}, "303 404 406 410 503"),
            "/scheme/{scheme}": ("scheme", "A scheme of concepts", {}, "303 404 406 410 503"),
            "/scheme/{scheme}/{concept}": ("concept", "A concept of a scheme", {}, "303 404 406 410 503"),
            "/doc/": ("search", "Things by their names", _PAGE, "304 406 503", _SEARCHED),
            "/doc/{listed}/": (
                "list",
                "The things of a kind",
                _PAGE,
                "304 400 404 406 503",
                _SEARCHED,
                _PAGED,
            ),
            "/doc/{kind}/{key}": _document("document", "The document about a thing", "406"),
            "/doc/{kind}/{key}.{suffix}": _document("document-as", "The same in a form", ""),
            "/doc/scheme/{scheme}": _document("scheme-document", "The document about a scheme", "406"),
            "/doc/scheme/{scheme}/{concept}": _document("concept-document", "About a concept", "406"),
            "/ns": ("ontology", "The ontology", _DOCUMENT, "304 406 503"),
            "/ns.{suffix}": ("ontology-as", "The same in a form", _DOCUMENT, "304 404 503"),
            "/ns/{version}": ("ontology-version", "A version of the ontology", {}, "303 404 503"),
            "/dataset": ("dataset", "The whole as a dataset", _DOCUMENT, "304 406 503"),
            "/dataset.{suffix}": ("dataset-as", "The same in a form", _DOCUMENT, "304 404 503"),
            "/dump.{syntax}": ("dump", "All of it", RDF, "304 404 422 503"),
            "/.well-known/void": ("void", "Where the dataset is described", {}, "302"),
        }.items()
    }


def _document(name: str, title: str, more: str) -> tuple[Any, ...]:
    return name, title, _DOCUMENT, f"304 400 404 410 503 {more}", _PAGED


def _operation(
    path: str, name: str, title: str, content: Mapping[str, Any], statuses: str, *asked: Mapping[str, Any]
) -> dict[str, Any]:
    """One by its path, whose parameters stand in braces."""
    done = {"200": response("The answer.", content)} if content else {}
    told: dict[str, Any] = {
        "operationId": name,
        "summary": title,
        "parameters": [*_in_path(path), *asked],
        "responses": done | {status: _TOLD[status] for status in sorted(statuses.split())},
    }
    return told | ({"description": _STEPS} if "{key}" in path else {})


def _in_path(path: str) -> Sequence[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": schema, "example": example}
        for name, (schema, example) in _PARAMETERS.items()
        if f"{{{name}}}" in path
    ]
