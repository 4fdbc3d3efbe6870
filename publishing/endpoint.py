"""The endpoint: SPARQL 1.1 over HTTP, a start page, and the named queries as forms.

/sparql          a query by GET or POST, an update by POST with a token (SPARQL 1.1 Protocol);
                 without either, the description of the service (SPARQL 1.1 Service Description)
/graphs          the graphs themselves (SPARQL 1.1 Graph Store HTTP Protocol), to write with a token
/queries         the named queries with their parameters
/queries/NAME    a named query, its parameters in the address
/openapi.json    all of this as a program reads it
/id/…, /doc/…    the things and their documents, /ns the ontology, /dataset the whole (linked data)
/                what is served: a page for people, JSON for programs
/health          200 while the process lives
/ready           200 while queries are answered
/metrics         figures for Prometheus
"""

import unicodedata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ExceptionHandler

from communique.errors import CommuniqueError, UsageError
from communique.publishing.answering.engine import Engine
from communique.publishing.answering.jobs import Job
from communique.publishing.answering.memory import readers_of
from communique.publishing.linked.context import linked_data
from communique.publishing.linked.dataset import dataset_iri
from communique.publishing.linked.routes import routes as linked_routes
from communique.publishing.querying.formats import GRAPH_FORMATS, HTML, SUMMARY_FORMATS
from communique.publishing.querying.queries import Dataset
from communique.publishing.querying.results import table_from_json
from communique.publishing.serving import graph_store, pages
from communique.publishing.serving.answers import (
    accept_of,
    answered,
    choose_or_refuse,
    compress_for,
    engine_of,
    job_of,
    told_as_response,
)
from communique.publishing.serving.description import describe
from communique.publishing.serving.direct import Direct
from communique.publishing.serving.headers import FixedHeaders
from communique.publishing.serving.openapi import description, listing
from communique.publishing.serving.protocol import (
    ProtocolError,
    QueryRequest,
    UpdateRequest,
    one_format,
    one_of_each,
    read_request,
)
from communique.publishing.serving.representations import Compressed, Conditional, Static
from communique.publishing.serving.tokens import Tokens
from communique.publishing.serving.unrouted import broken, unrouted
from communique.publishing.serving.watching import RequestFigures, Watched, exposition
from communique.publishing.serving.writers import authorise
from communique.publishing.storage.store import GraphStore
from communique.publishing.storage.summary import summary_from_json
from communique.queries.catalogue import NamedQuery, bind, find_query


def create_app(served: GraphStore | Engine, tokens: Tokens | None = None, checked: bool = False) -> Starlette:
    """The ASGI application that serves a store; it only reads, but for whoever has one of the tokens.

    What these write is `checked` against the shapes, or taken as it is.
    """
    engine = readers_of(served) if isinstance(served, GraphStore) else served
    routes = [
        Route("/", _start),
        Route("/sparql", _sparql, methods=["GET", "POST"]),
        Route("/sparql/", _sparql, methods=["GET", "POST"]),
        *graph_store.routes(),
        *linked_routes(),
        Route("/queries", _queries),
        Route("/queries/{name}", _named),
        Route("/openapi.json", _openapi),
        Route("/metrics", _metrics),
        Route("/health", _health),
        Route("/ready", _ready),
        Mount("/static", Static(packages=[("communique.publishing.serving", "static")])),
    ]
    figures = RequestFigures()
    middleware = [
        Middleware(Watched, figures=figures),
        Middleware(FixedHeaders),
        Middleware(Compressed),
        Middleware(Conditional),
    ]
    handlers: dict[type[Exception], ExceptionHandler] = {
        ProtocolError: _tell,
        CommuniqueError: _tell,
        HTTPException: unrouted,
        Exception: broken,
    }

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await engine.start()
        try:
            yield
        finally:
            await engine.stop()

    app = Starlette(routes=routes, middleware=middleware, exception_handlers=handlers, lifespan=lifespan)
    app.state.engine = engine
    app.state.figures = figures
    app.state.direct = Direct(engine, figures)
    app.state.slow = {}  # the connections whose clients do not take what is ready for them
    app.state.tokens = tokens or Tokens.none()
    app.state.checked = checked
    return app


async def _start(request: Request) -> Response:
    chosen = choose_or_refuse(request, None, (*SUMMARY_FORMATS, *GRAPH_FORMATS))
    if chosen not in SUMMARY_FORMATS:
        return RedirectResponse("/dataset", 303)
    answer = await engine_of(request).ask(Job("summary"))
    if answer.status != 200:
        return told_as_response(answer)
    if chosen.name == "json":
        return Response(answer.body, media_type="application/json")
    busiest = await linked_data(request.app).busiest()
    page = pages.start_page(summary_from_json(answer.body), f"{request.base_url}sparql", busiest)
    return HTMLResponse(page)


async def _sparql(request: Request) -> Response:
    if request.method != "POST" and not request.url.query:
        return await _describe(request)
    asked = await read_request(request, engine_of(request).limits.request)
    if isinstance(asked, QueryRequest):
        return await _answer(request, asked)
    return await _update(request, asked)


async def _describe(request: Request) -> Response:
    form = choose_or_refuse(request, None, (*GRAPH_FORMATS, HTML))
    if form is HTML:
        return RedirectResponse("/", 303)
    linked = linked_data(request.app)
    await linked.find_base()
    writable = bool(request.app.state.tokens)
    body = describe(f"{request.base_url}sparql", form.name, writable, dataset_iri(linked.places))
    return Response(body, headers={"content-type": form.content_type})


async def _update(request: Request, asked: UpdateRequest) -> Response:
    authorise(request)
    limits = engine_of(request).limits
    job = Job(
        "update",
        asked.update,
        asked.using.default_graphs,
        asked.using.named_graphs,
        base=f"{request.base_url}sparql",
        checked=request.app.state.checked,
        sources=limits.sources,
        longest=limits.request,
    )
    return told_as_response(await engine_of(request).ask(job))


async def _named(request: Request) -> Response:
    try:
        named = find_query(request.path_params["name"])
    except UsageError as error:
        raise ProtocolError(404, str(error)) from None
    given = one_of_each(request.query_params.multi_items(), several={"format"})
    if any(unicodedata.category(letter) == "Cc" for value in given.values() for letter in value):
        raise ProtocolError(400, "A parameter has control characters in it.")
    asked = QueryRequest(bind(named, given), Dataset(), one_format(request.query_params.getlist("format")))
    return await _answer(request, asked, named)


async def _answer(request: Request, asked: QueryRequest, named: NamedQuery | None = None) -> Response:
    job = job_of(asked, accept_of(request), f"{request.base_url}sparql", compress_for(request))

    async def page(body: bytes) -> str:
        table = await run_in_threadpool(table_from_json, body)
        return await run_in_threadpool(pages.results_page, table, asked.query, named)

    return await answered(request, job, page)


async def _queries(request: Request) -> Response:
    form = choose_or_refuse(request, None, tuple(reversed(SUMMARY_FORMATS)))
    return RedirectResponse("/", 303) if form is HTML else JSONResponse(listing(str(request.base_url)))


async def _openapi(request: Request) -> Response:
    return JSONResponse(description(str(request.base_url), writable=bool(request.app.state.tokens)))


async def _metrics(request: Request) -> Response:
    state = request.app.state
    told = exposition(state.figures, state.engine, state.direct.asking.kept.found)
    return Response(told, media_type="text/plain; version=0.0.4; charset=utf-8")


async def _health(request: Request) -> Response:
    return JSONResponse({"status": "ok"})


async def _ready(request: Request) -> Response:
    answer = await engine_of(request).ask(Job("query", "ASK {}", solution_format="json"))
    if answer.status != 200:
        return told_as_response(answer)
    return JSONResponse({"status": "ready", "state": engine_of(request).state()})


async def _tell(_: Request, error: Exception) -> Response:
    return told_as_response(error)
