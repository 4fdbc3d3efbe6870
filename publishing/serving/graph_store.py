"""The graphs themselves over HTTP: SPARQL 1.1 Graph Store HTTP Protocol.

/graphs?graph=IRI    a named graph; /graphs?default for the default graph
/graphs/…            the named graph that has this address as its IRI

A write may have conditions (RFC 9110, section 13.1): If-None-Match: * only makes a graph, If-Match: * only
changes one that is there, and If-Match with the ETag that GET gave only one that is still as it was then.
Whoever writes to the store holds them against it, so that of two clients that race one is told 412.
"""

import uuid
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from communique.publishing.answering.jobs import Job, Kind
from communique.publishing.querying.formats import GRAPH_FORMATS
from communique.publishing.serving.answers import (
    answered,
    choose_or_refuse,
    compress_for,
    engine_of,
    told_as_response,
)
from communique.publishing.serving.conditions import entity_tags
from communique.publishing.serving.heads import EMPTY_QUERY
from communique.publishing.serving.protocol import ProtocolError, graph_iri, raw_path, read_body
from communique.publishing.serving.writers import authorise

_METHODS: Final = ["GET", "HEAD", "PUT", "POST", "DELETE"]
_NAMES: Final = frozenset({"graph", "default"})
_KINDS: Final[dict[str, Kind]] = {"PUT": "put", "POST": "post", "DELETE": "delete"}


def routes() -> list[Route]:
    """Those of the graph store."""
    return [Route(path, _graphs, methods=_METHODS) for path in ("/graphs", "/graphs/{rest:path}")]


async def _graphs(request: Request) -> Response:
    """Sections 5.2 to 5.6."""
    graph = _graph(request)
    if request.method in ("GET", "HEAD"):
        if graph is None:
            raise ProtocolError(400, "Name the graph: /graphs?graph=IRI, or /graphs?default.")
        form = choose_or_refuse(request, None, GRAPH_FORMATS)
        job = Job("graph", graph=graph, graph_format=form.name, compress=compress_for(request))
        return await answered(request, job)
    authorise(request)
    return await _written(request, graph)


async def _written(request: Request, graph: str | None) -> Response:
    minted = graph is None and request.method == "POST"
    if minted:
        graph = f"{request.base_url}graphs/{uuid.uuid4()}"
    if graph is None:
        raise ProtocolError(400, "Name the graph: /graphs?graph=IRI, or /graphs?default.")
    media_type, body = ("", b"") if request.method == "DELETE" else await _payload(request)
    job = Job(
        _KINDS[request.method],
        graph=graph,
        media_type=media_type,
        body=body,
        base=_base(request, graph),
        checked=request.app.state.checked,
        if_match=_tags(request, "If-Match"),
        if_none_match=_tags(request, "If-None-Match"),
    )
    response = told_as_response(await engine_of(request).ask(job))
    if minted and response.status_code < 300:
        response.headers["location"] = graph
    return response


def _base(request: Request, graph: str) -> str:
    return graph or str(request.url.replace(query=""))


def _tags(request: Request, name: str) -> tuple[str, ...] | None:
    """Those of a condition; None where there is no such header. What is none lets no write through."""
    lines = request.headers.getlist(name)
    try:
        return entity_tags(", ".join(lines)) if lines else None
    except ValueError as form:
        raise ProtocolError(400, f"Nothing was written: {name} is {form}.") from None


def _graph(request: Request) -> str | None:
    """The graph's IRI, "" for the default graph, None where the request names the store itself."""
    if request.path_params.get("rest"):
        return _direct(request)
    fields = _fields(request)
    if not fields:
        return None
    if len(fields) > 1 or fields[0][0] not in _NAMES:
        raise ProtocolError(400, "Name one graph: /graphs?graph=IRI, or /graphs?default.")
    name, value = fields[0]
    return "" if name == "default" else graph_iri(value, "“graph”")


def _direct(request: Request) -> str:
    """The address as it was sent, with its query and all its escapes (section 4.1; RFC 3986, 6.2.1)."""
    if {name for name, _ in _fields(request)} & _NAMES:
        raise ProtocolError(400, "The address names a graph, and its parameters another one.")
    query = request.url.query
    mark = "?" if query or getattr(request.state, EMPTY_QUERY, False) else ""
    return graph_iri(f"{request.base_url}{raw_path(request).removeprefix('/')}{mark}{query}", "The address")


def _fields(request: Request) -> list[tuple[str, str]]:
    try:
        return parse_qsl(request.url.query, keep_blank_values=True, errors="strict", max_num_fields=10)
    except ValueError:
        raise ProtocolError(400, "The parameters are not percent-encoded UTF-8.") from None


async def _payload(request: Request) -> tuple[str, bytes]:
    """The media type, with its parameters, and the body of a request: the whole of a graph, for PUT."""
    if request.method == "PUT" and "content-range" in request.headers:  # RFC 9110, section 14.5
        raise ProtocolError(400, "Nothing was written: PUT takes a whole graph, and no Content-Range of one.")
    declared = request.headers.get("content-type", "")
    return declared, await read_body(request, engine_of(request).limits.request)
