"""The endpoint: a SPARQL 1.1 Query service over HTTP, a start page, and the named queries as forms.

/sparql          a query by GET or POST (SPARQL 1.1 Protocol); results as the client asks
/queries/NAME    a named query, its parameters in the address
/                what is served: a page for people, JSON for programs
/health          200 while the store answers
"""

from collections.abc import Sequence
from typing import Final, TypeVar

from pyoxigraph import QueryResultsFormat, QueryTriples
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ExceptionHandler

from communique.errors import CommuniqueError, QueryError, QueryRefusedError, UsageError
from communique.publishing import pages
from communique.publishing.formats import GRAPH_FORMATS, SOLUTION_FORMATS, SUMMARY_FORMATS, Format
from communique.publishing.headers import FixedHeaders
from communique.publishing.negotiation import negotiate
from communique.publishing.protocol import ProtocolError, QueryRequest, read_request
from communique.publishing.querying import Dataset, SolutionAnswer, run_query
from communique.publishing.results import table_from_json
from communique.publishing.store import GraphStore
from communique.publishing.summary import summarise
from communique.queries.catalogue import NamedQuery, bind, find_query

F = TypeVar("F", bound=Format)
_STATUS: Final = {QueryRefusedError: 403, QueryError: 400, UsageError: 400}


def create_app(store: GraphStore) -> Starlette:
    """The ASGI application that serves a store; it only reads."""
    routes = [
        Route("/", _start),
        Route("/sparql", _sparql, methods=["GET", "POST"]),
        Route("/queries/{name}", _named),
        Route("/health", _health),
        Mount("/static", StaticFiles(packages=[("communique.publishing", "static")])),
    ]
    middleware = [
        Middleware(FixedHeaders),
        Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "POST"], allow_headers=["*"]),
    ]
    handlers: dict[type[Exception], ExceptionHandler] = {ProtocolError: _tell, CommuniqueError: _tell}
    app = Starlette(routes=routes, middleware=middleware, exception_handlers=handlers)
    app.state.store = store
    return app


async def _start(request: Request) -> Response:
    chosen = _choose(request, None, SUMMARY_FORMATS)
    summary = await run_in_threadpool(summarise, _store(request))
    if chosen.name == "json":
        return JSONResponse(summary.as_json())
    return HTMLResponse(pages.start_page(summary, f"{request.base_url}sparql"))


async def _sparql(request: Request) -> Response:
    asked = await read_request(request)
    return await run_in_threadpool(_answer, request, asked)


async def _named(request: Request) -> Response:
    try:
        named = find_query(request.path_params["name"])
    except UsageError as error:
        raise ProtocolError(404, str(error)) from None
    given = {name: value for name, value in request.query_params.items() if name != "format"}
    asked = QueryRequest(bind(named, given), Dataset(), request.query_params.get("format"))
    return await run_in_threadpool(_answer, request, asked, named)


async def _health(request: Request) -> Response:
    await run_in_threadpool(run_query, _store(request).oxigraph, "ASK {}")
    return JSONResponse({"status": "ok"})


def _answer(request: Request, asked: QueryRequest, named: NamedQuery | None = None) -> Response:
    """Runs in a thread: the engine lets go of the interpreter while it serialises.

    Errors are told here, too: their traceback holds the answer, which may not be dropped by another thread.
    """
    try:
        return _answered(request, asked, named)
    except (ProtocolError, CommuniqueError) as error:
        return _told(error)
    except OSError as error:
        return _told(QueryError(f"The query failed while it ran: {error}."))


def _answered(request: Request, asked: QueryRequest, named: NamedQuery | None) -> Response:
    answer = run_query(_store(request).oxigraph, asked.query, asked.dataset)
    if isinstance(answer, QueryTriples):
        form = _choose(request, asked.format, GRAPH_FORMATS)
        return _sent(answer.serialize(format=form.writer), form)
    solution_form = _choose(request, asked.format, SOLUTION_FORMATS)
    if solution_form.writer is None:
        return HTMLResponse(_page(answer, asked, named))
    return _sent(answer.serialize(format=solution_form.writer), solution_form)


def _page(answer: SolutionAnswer, asked: QueryRequest, named: NamedQuery | None) -> str:
    table = table_from_json(answer.serialize(format=QueryResultsFormat.JSON) or b"")
    return pages.results_page(table, asked.query, named)


def _choose(request: Request, name: str | None, formats: Sequence[F]) -> F:
    """The format named by the parameter, where it fits the answer, else the one that the client accepts."""
    for offer in formats:
        if offer.name == name:
            return offer
    accept = ", ".join(request.headers.getlist("accept"))
    chosen = negotiate(accept, formats)
    if chosen is None:
        served = ", ".join(offer.media_types[0] for offer in formats)
        raise ProtocolError(406, f"This answer can be had as: {served}.")
    return chosen


def _sent(body: bytes | None, form: Format) -> Response:
    return Response(body, headers={"content-type": form.content_type, "vary": "Accept"})


def _store(request: Request) -> GraphStore:
    store: GraphStore = request.app.state.store
    return store


async def _tell(_: Request, error: Exception) -> Response:
    return _told(error)


def _told(error: Exception) -> Response:
    """What is wrong, in plain words."""
    if isinstance(error, ProtocolError):
        return PlainTextResponse(f"{error.message}\n", error.status)
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 500)
    return PlainTextResponse(f"{error}\n", status)
