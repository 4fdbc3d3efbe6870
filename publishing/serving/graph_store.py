"""The graphs themselves over HTTP: SPARQL 1.1 Graph Store HTTP Protocol.

/graphs?graph=IRI    a named graph; /graphs?default for the default graph
/graphs/…            the named graph that has this address as its IRI
"""

import uuid
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from communique.publishing.answering.jobs import Job, Kind
from communique.publishing.querying.formats import GRAPH_FORMATS
from communique.publishing.serving.answers import answered, choose_or_refuse, engine_of, told_as_response
from communique.publishing.serving.protocol import ProtocolError, read_body
from communique.publishing.serving.writers import authorise

_METHODS: Final = ["GET", "HEAD", "PUT", "POST", "DELETE"]
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
        return await answered(request, Job("graph", graph=graph, graph_format=form.name))
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
    )
    response = told_as_response(await engine_of(request).ask(job))
    if minted and response.status_code < 300:
        response.headers["location"] = graph
    return response


def _base(request: Request, graph: str) -> str:
    return graph or str(request.url.replace(query=""))


def _graph(request: Request) -> str | None:
    """The graph's IRI, "" for the default graph, None where the request names the store itself."""
    if request.path_params.get("rest"):
        if request.url.query:
            raise ProtocolError(400, "The address names the graph: it takes no parameters.")
        return str(request.url)
    try:
        fields = parse_qsl(request.url.query, keep_blank_values=True, errors="strict", max_num_fields=10)
    except ValueError:
        raise ProtocolError(400, "The parameters are not percent-encoded UTF-8.") from None
    if not fields:
        return None
    if len(fields) > 1 or fields[0][0] not in ("graph", "default"):
        raise ProtocolError(400, "Name one graph: /graphs?graph=IRI, or /graphs?default.")
    name, value = fields[0]
    return "" if name == "default" else _iri(value)


def _iri(value: str) -> str:
    from pyoxigraph import NamedNode

    try:
        return NamedNode(value).value
    except ValueError:
        raise ProtocolError(400, f"{value[:200]!r} is no absolute IRI of a graph.") from None


async def _payload(request: Request) -> tuple[str, bytes]:
    """The media type, with its parameters, and the body of a request."""
    declared = request.headers.get("content-type", "")
    return declared, await read_body(request, engine_of(request).limits.request)
