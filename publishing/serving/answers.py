"""From a job to a response: negotiation before it, validators and status after it (RFC 9110)."""

import asyncio
import hashlib
import re
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from functools import lru_cache
from typing import Any, Final, TypeVar

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from communique.errors import CommuniqueError
from communique.publishing.answering.engine import Engine
from communique.publishing.answering.execution import told
from communique.publishing.answering.jobs import Answer, Job, pack
from communique.publishing.querying.formats import GRAPH_FORMATS, SOLUTION_FORMATS, Format
from communique.publishing.serving.asking import Asking
from communique.publishing.serving.conditions import ANY, known, unchanged
from communique.publishing.serving.headers import NEGOTIATED
from communique.publishing.serving.negotiation import negotiate, takes_gzip
from communique.publishing.serving.protocol import ProtocolError, QueryRequest

F = TypeVar("F", bound=Format)
Page = Callable[[bytes], Awaitable[str]]

# Functions that give another value each time (SPARQL 1.1 Query, section 17.4): no tag can stand for those.
_VARYING: Final = re.compile(r"NOW|RAND|UUID|BNODE|SERVICE|\\U")
_VARIABLE: Final = re.compile(r"[?$]\w+")  # such as ?known
_GONE: Final = Answer(499)  # as nginx has it in its log; nobody reads this answer
_RETRY_AFTER: Final = "5"  # seconds
_KEPT: Final = 500  # letters of an Accept header, at most, whose meaning is kept


def engine_of(request: Request) -> Engine:
    """What the application puts its jobs to."""
    engine: Engine = request.app.state.engine
    return engine


def job_of(asked: QueryRequest, accept: str, base: str, compress: bool) -> Job:
    """A query as a job: the forms that the client takes of either kind of answer."""
    forms = _forms if len(accept) < _KEPT else _forms.__wrapped__
    solutions, graphs = forms(asked.format, accept)
    return Job(
        "query",
        asked.query,
        asked.dataset.default_graphs,
        asked.dataset.named_graphs,
        solutions,
        graphs,
        base=base,
        compress=compress,
    )


@lru_cache(maxsize=256)
def _forms(name: str | None, accept: str) -> tuple[str | None, str | None]:
    solutions, graphs = _chosen(accept, name, SOLUTION_FORMATS), _chosen(accept, name, GRAPH_FORMATS)
    return solutions.name if solutions else None, graphs.name if graphs else None


def _chosen(accept: str, name: str | None, formats: Sequence[F]) -> F | None:
    named = next((offer for offer in formats if offer.name == name), None)
    return named or negotiate(accept, formats)


def accept_of(request: Request) -> str:
    """What a client accepts, in one line: the answer varies with it."""
    setattr(request.state, NEGOTIATED, True)
    return ", ".join(request.headers.getlist("accept"))


def compress_for(request: Request) -> bool:
    """Whether a client takes gzip."""
    return takes_gzip(", ".join(request.headers.getlist("accept-encoding")))


def choose(request: Request, name: str | None, formats: Sequence[F]) -> F | None:
    """The format named by the parameter, where it is one of these, else the one that the client accepts."""
    return _chosen(accept_of(request), name, formats)


def choose_or_refuse(request: Request, name: str | None, formats: Sequence[F]) -> F:
    """The same; raises ProtocolError (406) where the client accepts none."""
    chosen = choose(request, name, formats)
    if chosen is None:
        served = ", ".join(offer.media_types[0] for offer in formats)
        raise ProtocolError(406, f"This answer can be had as: {served}.")
    return chosen


async def answered(request: Request, job: Job, page: Page | None = None) -> Response:
    """The response to a reading job; 304 where the client has it already, for the state that is served."""
    state = engine_of(request).state()
    tag = tag_of(state, digest_of(job))
    if is_known(request, tag):
        return Response(status_code=304, headers=headers_of(Answer(304), tag))
    asking: Asking = request.app.state.direct.asking
    answer = await _while_there(request, asking.ask(tag, job))
    tag = answer.tag or tag
    if answer.form == "page" and page is not None:
        return HTMLResponse(await page(answer.body), headers=validators(tag))
    return Response(answer.body or None, answer.status, headers_of(answer, tag))


async def _while_there(request: Request, asking: Coroutine[Any, Any, Answer]) -> Answer:
    """The answer, unless the client goes before; then it is not worked for any more."""
    answer, gone = asyncio.ensure_future(asking), asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({answer, gone}, return_when=asyncio.FIRST_COMPLETED)
        return answer.result() if answer.done() else _GONE
    finally:
        answer.cancel()
        gone.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def headers_of(answer: Answer, tag: str | None) -> dict[str, str]:
    """Those that say what an answer is."""
    headers = {"content-type": answer.content_type} if answer.content_type else {}
    if answer.encoding:
        headers["content-encoding"] = answer.encoding
    if answer.status in (200, 304):
        return headers | validators(tag)
    return headers | ({"retry-after": _RETRY_AFTER} if answer.status == 503 else {})


def told_as_response(what: Answer | Exception) -> Response:
    """What went wrong, in plain words; or that all went well and there is nothing to say."""
    if isinstance(what, ProtocolError):
        return Response(f"{what.message}\n", what.status, what.headers, "text/plain")
    if not isinstance(what, Answer):
        assert isinstance(what, CommuniqueError)
        what = told(what)
    return Response(what.body or None, what.status, headers_of(what, None))


def tag_of(state: str | None, digest: str | None) -> str | None:
    """A weak validator: the state of the store, and what is asked of it."""
    return f'W/"{state}-{digest}"' if state and digest else None


def digest_of(job: Job) -> str | None:
    """Of what is asked; None where the answer may be another one each time."""
    return None if varying(job.text) else hashlib.sha256(pack(job)).hexdigest()[:32]


def varying(query: str) -> bool:
    """Whether a query may be answered differently each time it is asked of the same state."""
    if _VARYING.search(query.upper()) is None:
        return False
    return _VARYING.search(_VARIABLE.sub("", query).upper()) is not None


def is_known(request: Request, tag: str | None) -> bool:
    """Whether the client has by name what has this tag, so that nothing need be made of it.

    Whether there is anything to have, which “*” asks, shows once it is made: see Conditional.
    """
    header = ",".join(request.headers.getlist("if-none-match"))
    return request.method in ("GET", "HEAD") and unchanged(tag, known(header) - {ANY})


def validators(tag: str | None) -> dict[str, str]:
    """A validator, with which an answer may be kept as long as it is asked for again each time."""
    return {"etag": tag, "cache-control": "no-cache"} if tag else {}
