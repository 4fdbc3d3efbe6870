"""The interface as a program reads it: the named queries, and an OpenAPI 3.1 description of all paths."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from communique import __version__
from communique.publishing.linked.openapi import paths as linked_paths
from communique.publishing.querying.formats import SOLUTION_FORMATS
from communique.publishing.serving.operations import (
    PAGE,
    RDF,
    TEXT,
    in_query,
    operation,
    parameter,
    redirect,
    with_head,
)
from communique.publishing.serving.protocol import FORMATS
from communique.queries.catalogue import NamedQuery, Parameter, catalogue

_ROWS: Final[dict[str, Any]] = {name: {} for form in SOLUTION_FORMATS for name in form.media_types[:1]}
_JSON: Final[dict[str, Any]] = {"application/json": {}}
_KINDS: Final[Mapping[str, dict[str, str]]] = {
    "word": {"type": "string"},
    "day": {"type": "string", "format": "date"},
    "iri": {"type": "string", "format": "iri"},
}
_CONTROL: Final = r"\u0000-\u001f\u007f-\u009f"
_BLANK: Final = r"\u0020\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_LETTER, _NO_BLANK = f"[^{_CONTROL}]", f"[^{_CONTROL}{_BLANK}]"


_SEVERAL: Final[dict[str, Any]] = {"type": "array", "items": _KINDS["iri"]}
_QUERY: Final = in_query("query", "SPARQL 1.1 Query", False, _KINDS["word"])
_FORMAT: Final = in_query(
    "format", "the answer's form, before Accept", False, {"type": "string", "enum": list(FORMATS)}
)
_WHICH: Final = (
    in_query("graph", "the IRI of a named graph", False, _KINDS["iri"]),
    in_query("default", "the default graph", False, _KINDS["word"]) | {"allowEmptyValue": True},
)
_PATH: Final = parameter(
    "path",
    "path",
    "this address, as it is sent, is the IRI of the graph",
    True,
    {"type": "string", "minLength": 1},
) | {"example": "mine"}
_CONDITIONS: Final = tuple(
    parameter("header", name, told, False, _KINDS["word"])
    for name, told in (
        ("If-Match", "only if the graph still has one of these tags; *, only if it is there"),
        ("If-None-Match", "only if the graph has none of these tags; *, only if it is not there"),
    )
)
_BY_TOKEN: Final[dict[str, Any]] = {"security": [{}, {"token": []}]}


def listing(base: str) -> list[dict[str, object]]:
    """The named queries, each with its address, what it tells, its parameters and its SPARQL."""
    return [
        {
            "name": query.name,
            "href": f"{base}queries/{query.name}",
            "title": query.title,
            "description": query.description,
            "parameters": [_told(parameter) for parameter in query.parameters],
            "sparql": query.text,
        }
        for query in catalogue().values()
    ]


def description(base: str, writable: bool) -> dict[str, Any]:
    """The OpenAPI document (https://spec.openapis.org/oas/v3.1.0) of the server at a base address."""
    paths = {
        "/sparql": _sparql(writable),
        "/graphs": _graphs("graph", _WHICH, writable),
        "/graphs/{path}": _graphs("graph-by-address", [_PATH], writable),
        **_fixed(),
        **{f"/queries/{query.name}": {"get": _named(query)} for query in catalogue().values()},
        **linked_paths(),
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "communique",
            "version": __version__,
            "summary": "Diplomatic reporting as a public record that can be queried.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": base.removesuffix("/")}],
        "paths": {path: with_head(methods) for path, methods in paths.items()},
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    }


def _told(parameter: Parameter) -> dict[str, object]:
    return {
        "name": parameter.name,
        "description": parameter.description,
        "kind": parameter.kind,
        "optional": parameter.optional,
        "example": parameter.example,
    }


def _named(query: NamedQuery) -> dict[str, Any]:
    parameters = [
        in_query(wanted.name, wanted.description, not wanted.optional, _schema(wanted))
        | {"example": wanted.example}
        for wanted in query.parameters
    ]
    asked = operation(query.name, query.title, [*parameters, _FORMAT], "304 400 406 422 503", _ROWS)
    return asked | {"description": query.description}


def _schema(wanted: Parameter) -> dict[str, str]:
    """A blank word counts as not given; none has control characters."""
    if wanted.kind != "word":
        return _KINDS[wanted.kind]
    letters = f"{_LETTER}*" if wanted.optional else f"{_LETTER}*{_NO_BLANK}{_LETTER}*"
    return _KINDS["word"] | {"pattern": f"^{letters}$"}


def _sparql(writable: bool) -> dict[str, Any]:
    asked = operation(
        "query",
        "Ask, or have the service described",
        [_QUERY, *_dataset("default-graph-uri", "named-graph-uri"), _FORMAT],
        "304 400 403 406 422 503",
        _ROWS | RDF,
    )
    asked["responses"]["303"] = redirect("For people the service is described there.")
    return {"get": asked, "post": _posted(writable)}


def _posted(writable: bool) -> dict[str, Any]:
    names = ["query", "update"] if writable else ["query"]
    graphs = ["default-graph-uri", "named-graph-uri"]
    graphs += ["using-graph-uri", "using-named-graph-uri"] if writable else []
    posted = operation(
        "post",
        "Ask or update" if writable else "Ask",
        [*_dataset(*graphs), _FORMAT],
        f"400 403 406 413 415 422 503 {'204 401 409' if writable else ''}",
        _ROWS | RDF,
    )
    fields = dict.fromkeys(names, _KINDS["word"]) | dict.fromkeys(graphs, _SEVERAL)
    form = {
        "type": "object",
        "properties": fields | {"format": _FORMAT["schema"]},
        "oneOf": [{"required": [name]} for name in names],
    }
    posted["requestBody"] = {
        "required": True,
        "content": {f"application/sparql-{name}": {"schema": _KINDS["word"]} for name in names}
        | {"application/x-www-form-urlencoded": {"schema": form}},
    }
    return posted | (_BY_TOKEN if writable else {})


def _dataset(*names: str) -> list[dict[str, Any]]:
    return [in_query(name, "a graph of the dataset", False, _SEVERAL) for name in names]


def _graphs(name: str, which: Sequence[Mapping[str, Any]], writable: bool) -> dict[str, Any]:
    """The Graph Store Protocol on a graph that is named in one of its two ways."""
    bound = [*which, *_CONDITIONS]
    read = operation(f"read-{name}", "A graph", bound, "304 400 404 406 412 422 503", RDF)
    if not writable:
        return {"get": read}
    written = "201 204 400 401 412 413 415 422 503"
    body = {"requestBody": {"required": True, "content": RDF}}
    return {
        "get": read,
        "put": operation(f"put-{name}", "Replace a graph", bound, written) | body | _BY_TOKEN,
        "post": operation(f"post-{name}", "Add to a graph", bound, written) | body | _BY_TOKEN,
        "delete": operation(f"delete-{name}", "Remove a graph", bound, "204 400 401 404 412 422 503")
        | _BY_TOKEN,
    }


def _fixed() -> dict[str, Any]:
    start = operation("start", "What is served, in figures", [], "406 503", PAGE | _JSON)
    start["responses"]["303"] = redirect("The whole is described in RDF there.")
    queries = operation("queries", "The named queries", [], "406", _JSON)
    queries["responses"]["303"] = redirect("For people it is there.")
    return {
        "/": {"get": start},
        "/queries": {"get": queries},
        "/openapi.json": {"get": operation("description", "This description", [], "", _JSON)},
        "/health": {"get": operation("health", "Whether the process lives", [], "", _JSON)},
        "/ready": {"get": operation("ready", "Whether queries are answered", [], "503", _JSON)},
        "/metrics": {"get": operation("metrics", "Figures for Prometheus", [], "", TEXT)},
    }
