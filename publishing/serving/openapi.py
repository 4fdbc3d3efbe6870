"""The interface as a program reads it: the named queries, and an OpenAPI 3.1 description of all paths."""

from collections.abc import Mapping
from typing import Any, Final

from communique import __version__
from communique.publishing.querying.formats import GRAPH_FORMATS, SOLUTION_FORMATS
from communique.publishing.serving.protocol import FORMATS
from communique.queries.catalogue import NamedQuery, Parameter, catalogue

_ROWS: Final[dict[str, Any]] = {name: {} for form in SOLUTION_FORMATS for name in form.media_types[:1]}
_RDF: Final[dict[str, Any]] = {name: {} for form in GRAPH_FORMATS for name in form.media_types[:1]}
_TEXT: Final = {"text/plain": {"schema": {"type": "string"}}}
_KINDS: Final[Mapping[str, dict[str, str]]] = {
    "word": {"type": "string"},
    "day": {"type": "string", "format": "date"},
    "iri": {"type": "string", "format": "iri"},
}
_CONTROL: Final = r"\u0000-\u001f\u007f-\u009f"
_BLANK: Final = r"\u0020\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_LETTER, _NO_BLANK = f"[^{_CONTROL}]", f"[^{_CONTROL}{_BLANK}]"
_PROBLEMS: Final = {
    "400": "The request cannot be followed; a syntax error is told with line and column.",
    "406": "No form of the answer is one that the client takes.",
    "422": "The answer is longer than it may be.",
    "503": "The query took too long or too much memory, or too many wait.",
}
_WRITES: Final = {
    "401": "A token is missing or not known.",
    "403": "Nobody may write here, or the update reaches out.",
    "413": "The body is longer than it may be.",
    "415": "The body's media type is none that is read here.",
}


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
        "paths": {"/sparql": _sparql(writable), "/graphs": _graphs(writable), **_fixed(), **named},
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
        _in_query(wanted.name, wanted.description, not wanted.optional, _schema(wanted))
        | {"example": wanted.example}
        for wanted in query.parameters
    ]
    return _operation(query.name, query.title, _ROWS, [*parameters, _format()]) | {
        "description": query.description
    }


def _schema(wanted: Parameter) -> dict[str, str]:
    """A blank word counts as not given; none has control characters."""
    if wanted.kind != "word":
        return _KINDS[wanted.kind]
    letters = f"{_LETTER}*" if wanted.optional else f"{_LETTER}*{_NO_BLANK}{_LETTER}*"
    return _KINDS["word"] | {"pattern": f"^{letters}$"}


def _sparql(writable: bool) -> dict[str, Any]:
    dataset = [
        _in_query(name, "a graph of the dataset", False, {"type": "array", "items": _KINDS["iri"]})
        for name in ("default-graph-uri", "named-graph-uri")
    ]
    query = _in_query("query", "SPARQL 1.1 Query", False, _KINDS["word"])
    asked = _operation(
        "query", "Ask, or have the service described", _ROWS | _RDF, [query, *dataset, _format()]
    )
    posted = _operation("post", "Ask or update", _ROWS | _RDF, [_format()], writes=writable)
    kinds = ["query", "update"] if writable else ["query"]
    posted["requestBody"] = {
        "required": True,
        "content": {f"application/sparql-{kind}": {"schema": _KINDS["word"]} for kind in kinds}
        | {"application/x-www-form-urlencoded": {"schema": {"type": "object"}}},
    }
    return {"get": asked, "post": posted}


def _graphs(writable: bool) -> dict[str, Any]:
    which = [
        _in_query("graph", "the IRI of a named graph", False, _KINDS["iri"]),
        _in_query("default", "the default graph", False, _KINDS["word"]) | {"allowEmptyValue": True},
    ]
    paths = {"get": _operation("read-graph", "A graph", _RDF, which)}
    if writable:
        for method, name in (
            ("put", "Replace a graph"),
            ("post", "Add to a graph"),
            ("delete", "Remove a graph"),
        ):
            paths[method] = _operation(f"{method}-graph", name, {}, which, writes=True)
            if method != "delete":
                paths[method]["requestBody"] = {"required": True, "content": _RDF}
    for operation in paths.values():
        operation["responses"]["404"] = _response("There is no such graph.", _TEXT)
    return paths


def _fixed() -> dict[str, Any]:
    json: dict[str, Any] = {"application/json": {}}
    return {
        path: {"get": _operation(name, title, content, [])}
        for path, name, title, content in (
            ("/", "start", "What is served, in figures", {"text/html": {}, **json}),
            ("/queries", "queries", "The named queries", json),
            ("/health", "health", "Whether the process lives", json),
            ("/ready", "ready", "Whether queries are answered", json),
            ("/metrics", "metrics", "Figures for Prometheus", _TEXT),
        )
    }


def _operation(
    name: str, title: str, content: Mapping[str, Any], parameters: list[dict[str, Any]], writes: bool = False
) -> dict[str, Any]:
    problems = {**_PROBLEMS, **_WRITES} if writes else _PROBLEMS
    responses = {
        "200": _response("The answer.", content),
        **{c: _response(t, _TEXT) for c, t in problems.items()},
    }
    if writes:
        responses |= {"204": _response("Done.", {}), "201": _response("Done: the graph is new.", {})}
    security: dict[str, Any] = {"security": [{}, {"token": []}]} if writes else {}
    return {
        "operationId": name,
        "summary": title,
        "parameters": parameters,
        "responses": responses,
    } | security


def _response(description: str, content: Mapping[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": dict(content)} if content else {"description": description}


def _in_query(name: str, description: str, required: bool, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "description": description,
        "required": required,
        "schema": dict(schema),
    }


def _format() -> dict[str, Any]:
    return _in_query(
        "format", "the answer's form, before Accept", False, {"type": "string", "enum": list(FORMATS)}
    )
