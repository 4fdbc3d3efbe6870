"""The interface as a program reads it: the named queries, and an OpenAPI 3.1 description of all paths."""

from collections.abc import Mapping
from typing import Any, Final

from communique import __version__
from communique.publishing.linked.openapi import paths as linked_paths
from communique.publishing.querying.formats import SOLUTION_FORMATS
from communique.publishing.serving.operations import (
    NOT_MODIFIED,
    RDF,
    TEXT,
    in_query,
    operation,
    redirect,
    response,
)
from communique.publishing.serving.protocol import FORMATS
from communique.queries.catalogue import NamedQuery, Parameter, catalogue

_ROWS: Final[dict[str, Any]] = {name: {} for form in SOLUTION_FORMATS for name in form.media_types[:1]}
_KINDS: Final[Mapping[str, dict[str, str]]] = {
    "word": {"type": "string"},
    "day": {"type": "string", "format": "date"},
    "iri": {"type": "string", "format": "iri"},
}
_CONTROL: Final = r"\u0000-\u001f\u007f-\u009f"
_BLANK: Final = r"\u0020\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_LETTER, _NO_BLANK = f"[^{_CONTROL}]", f"[^{_CONTROL}{_BLANK}]"


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
    named = {f"/queries/{query.name}": {"get": _named(query)} for query in catalogue().values()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "communique",
            "version": __version__,
            "summary": "Diplomatic reporting as a public record that can be queried.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": base.removesuffix("/")}],
        "paths": {
            "/sparql": _sparql(writable),
            "/graphs": _graphs(writable),
            **_fixed(),
            **named,
            **linked_paths(),
        },
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
    told = operation(query.name, query.title, _ROWS, [*parameters, _format()])
    told["responses"] |= NOT_MODIFIED
    return told | {"description": query.description}


def _schema(wanted: Parameter) -> dict[str, str]:
    """A blank word counts as not given; none has control characters."""
    if wanted.kind != "word":
        return _KINDS[wanted.kind]
    letters = f"{_LETTER}*" if wanted.optional else f"{_LETTER}*{_NO_BLANK}{_LETTER}*"
    return _KINDS["word"] | {"pattern": f"^{letters}$"}


def _sparql(writable: bool) -> dict[str, Any]:
    dataset = [
        in_query(name, "a graph of the dataset", False, {"type": "array", "items": _KINDS["iri"]})
        for name in ("default-graph-uri", "named-graph-uri")
    ]
    query = in_query("query", "SPARQL 1.1 Query", False, _KINDS["word"])
    asked = operation(
        "query", "Ask, or have the service described", _ROWS | RDF, [query, *dataset, _format()]
    )
    asked["responses"] |= NOT_MODIFIED
    posted = operation("post", "Ask or update", _ROWS | RDF, [_format()], writes=writable)
    kinds = ["query", "update"] if writable else ["query"]
    posted["requestBody"] = {
        "required": True,
        "content": {f"application/sparql-{kind}": {"schema": _KINDS["word"]} for kind in kinds}
        | {"application/x-www-form-urlencoded": {"schema": {"type": "object"}}},
    }
    return {"get": asked, "post": posted}


def _graphs(writable: bool) -> dict[str, Any]:
    which = [
        in_query("graph", "the IRI of a named graph", False, _KINDS["iri"]),
        in_query("default", "the default graph", False, _KINDS["word"]) | {"allowEmptyValue": True},
    ]
    paths = {"get": operation("read-graph", "A graph", RDF, which)}
    paths["get"]["responses"] |= NOT_MODIFIED
    if writable:
        for method, name in (
            ("put", "Replace a graph"),
            ("post", "Add to a graph"),
            ("delete", "Remove a graph"),
        ):
            paths[method] = operation(f"{method}-graph", name, {}, which, writes=True)
            if method != "delete":
                paths[method]["requestBody"] = {"required": True, "content": RDF}
    for one in paths.values():
        one["responses"]["404"] = response("There is no such graph.", TEXT)
    return paths


def _fixed() -> dict[str, Any]:
    json: dict[str, Any] = {"application/json": {}}
    paths = {
        path: {"get": operation(name, title, content, [])}
        for path, name, title, content in (
            ("/", "start", "What is served, in figures", {"text/html": {}, **json}),
            ("/queries", "queries", "The named queries", json),
            ("/health", "health", "Whether the process lives", json),
            ("/ready", "ready", "Whether queries are answered", json),
            ("/metrics", "metrics", "Figures for Prometheus", TEXT),
        )
    }
    for one in paths.values():
        del one["get"]["responses"]["400"]  # there is nothing to get wrong
    for path, what in (
        ("/", "The whole is described in RDF there."),
        ("/queries", "For people it is there."),
    ):
        paths[path]["get"]["responses"]["303"] = redirect(what)
    return paths


def _format() -> dict[str, Any]:
    return in_query(
        "format", "the answer's form, before Accept", False, {"type": "string", "enum": list(FORMATS)}
    )
