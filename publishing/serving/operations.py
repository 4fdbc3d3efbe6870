"""The parts of an OpenAPI description: operations, responses and parameters."""

from collections.abc import Mapping
from typing import Any, Final

from communique.publishing.querying.formats import GRAPH_FORMATS

RDF: Final[dict[str, Any]] = {form.media_types[0]: {} for form in GRAPH_FORMATS}
TEXT: Final = {"text/plain": {"schema": {"type": "string"}}}
NOT_MODIFIED: Final = {"304": {"description": "The client has what is served at this state of the store."}}
PROBLEMS: Final = {
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


def operation(
    name: str, title: str, content: Mapping[str, Any], parameters: list[dict[str, Any]], writes: bool = False
) -> dict[str, Any]:
    """An operation of the endpoint, with what may go wrong."""
    problems = {**PROBLEMS, **_WRITES} if writes else PROBLEMS
    responses = {
        "200": response("The answer.", content),
        **{c: response(t, TEXT) for c, t in problems.items()},
    }
    if writes:
        responses |= {"204": response("Done.", {}), "201": response("Done: the graph is new.", {})}
    security: dict[str, Any] = {"security": [{}, {"token": []}]} if writes else {}
    return {
        "operationId": name,
        "summary": title,
        "parameters": parameters,
        "responses": responses,
    } | security


def response(description: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """A response with these media types, or without a body."""
    return {"description": description, "content": dict(content)} if content else {"description": description}


def redirect(description: str) -> dict[str, Any]:
    """A response that leads elsewhere."""
    location = {"required": True, "schema": {"type": "string", "format": "uri-reference"}}
    return {"description": description, "headers": {"location": location}}


def in_query(name: str, description: str, required: bool, schema: Mapping[str, Any]) -> dict[str, Any]:
    """A parameter behind the question mark."""
    return {
        "name": name,
        "in": "query",
        "description": description,
        "required": required,
        "schema": dict(schema),
    }
