"""The parts of an OpenAPI description: operations, responses and parameters."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from communique.publishing.querying.formats import GRAPH_FORMATS

RDF: Final[dict[str, Any]] = {form.media_types[0]: {} for form in GRAPH_FORMATS}
PAGE: Final[dict[str, Any]] = {"text/html": {}}
TEXT: Final = {"text/plain": {"schema": {"type": "string"}}}
NOT_MODIFIED: Final = {"304": {"description": "The client has what is served at this state of the store."}}
PROBLEMS: Final = {
    "400": "The request cannot be followed; a syntax error is told with line and column.",
    "401": "A token is missing or not known.",
    "403": "The query or update reaches out by SERVICE or LOAD, or is an update and nobody may write here.",
    "404": "There is no such graph.",
    "406": "No form of the answer is one that the client takes.",
    "409": "The update makes a graph that is there already, or takes one that is not there.",
    "412": "The graph is not as If-Match or If-None-Match has it.",
    "413": "The body is longer than it may be.",
    "415": "The body's media type is none that is read here.",
    "422": "The answer is longer than it may be, or an article would break the shapes after the write.",
    "503": "It took too long or too much memory, or too many wait.",
}
_RESPONSES: Final[Mapping[str, dict[str, Any]]] = {
    "201": {"description": "Done: the graph is new."},
    "204": {"description": "Done."},
    **NOT_MODIFIED,
    **{status: {"description": told, "content": TEXT} for status, told in PROBLEMS.items()},
}


def operation(
    name: str,
    title: str,
    parameters: Sequence[Mapping[str, Any]],
    statuses: str,
    content: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """An operation with its statuses; `content` is that of 200, None where that is none of them."""
    done = {} if content is None else {"200": response("The answer.", content)}
    return {
        "operationId": name,
        "summary": title,
        "parameters": list(parameters),
        "responses": done | {status: _RESPONSES[status] for status in statuses.split()},
    }


def with_head(methods: Mapping[str, Any]) -> dict[str, Any]:
    """The operations of a path, and HEAD, which has the statuses of GET (RFC 9110, section 9.3.2)."""
    get = methods["get"]
    bare = {
        status: {name: value for name, value in told.items() if name != "content"}
        for status, told in get["responses"].items()
    }
    head = {
        "operationId": f"{get['operationId']}-head",
        "summary": f"{get['summary']}: what GET would tell of it",
        "responses": bare,
    }
    return {**methods, "head": get | head}


def response(description: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """A response with these media types, or without a body."""
    return {"description": description, "content": dict(content)} if content else {"description": description}


def redirect(description: str) -> dict[str, Any]:
    """A response that leads elsewhere."""
    location = {"required": True, "schema": {"type": "string", "format": "uri-reference"}}
    return {"description": description, "headers": {"location": location}}


def in_query(name: str, description: str, required: bool, schema: Mapping[str, Any]) -> dict[str, Any]:
    """A parameter behind the question mark."""
    return parameter("query", name, description, required, schema)


def parameter(
    where: str, name: str, description: str, required: bool, schema: Mapping[str, Any]
) -> dict[str, Any]:
    """A parameter in the path, behind the question mark or among the headers."""
    return {
        "name": name,
        "in": where,
        "description": description,
        "required": required,
        "schema": dict(schema),
    }
