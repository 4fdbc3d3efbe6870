"""From a job to a response: negotiation before it, validators and status after it (RFC 9110)."""

import hashlib
import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, TypeVar

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from communique.errors import CommuniqueError
from communique.publishing.engine import Engine
from communique.publishing.execution import told
from communique.publishing.formats import Format
from communique.publishing.jobs import Answer, Job, pack
from communique.publishing.negotiation import negotiate
from communique.publishing.protocol import ProtocolError

F = TypeVar("F", bound=Format)
Page = Callable[[bytes], Awaitable[str]]

# Functions that give another value each time (SPARQL 1.1 Query, section 17.4): no tag can stand for those.
_VARYING: Final = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID)\b", re.IGNORECASE)
_RETRY_AFTER: Final = "5"  # seconds


def engine_of(request: Request) -> Engine:
    """What the application puts its jobs to."""
    engine: Engine = request.app.state.engine
    return engine


def choose(request: Request, name: str | None, formats: Sequence[F]) -> F | None:
    """The format named by the parameter, where it is one of these, else the one that the client accepts."""
    for offer in formats:
        if offer.name == name:
            return offer
    return negotiate(", ".join(request.headers.getlist("accept")), formats)


def choose_or_refuse(request: Request, name: str | None, formats: Sequence[F]) -> F:
    """The same; raises ProtocolError (406) where the client accepts none."""
    chosen = choose(request, name, formats)
    if chosen is None:
        served = ", ".join(offer.media_types[0] for offer in formats)
        raise ProtocolError(406, f"This answer can be had as: {served}.")
    return chosen


async def answered(request: Request, job: Job, page: Page | None = None) -> Response:
    """The response to a reading job; 304 where the client has it already, for the state that is served."""
    tag = _tag(engine_of(request), job)
    if tag and tag in _known(request):
        return Response(status_code=304, headers=_validators(tag))
    answer = await engine_of(request).ask(job)
    if answer.status != 200:
        return told_as_response(answer)
    if answer.form == "page" and page is not None:
        return HTMLResponse(await page(answer.body), headers=_validators(tag))
    return Response(answer.body, headers={"content-type": answer.content_type, **_validators(tag)})


def told_as_response(what: Answer | Exception) -> Response:
    """What went wrong, in plain words; or that all went well and there is nothing to say."""
    if isinstance(what, ProtocolError):
        return Response(f"{what.message}\n", what.status, what.headers, "text/plain")
    if not isinstance(what, Answer):
        assert isinstance(what, CommuniqueError)
        what = told(what)
    headers = {"retry-after": _RETRY_AFTER} if what.status == 503 else {}
    if what.content_type:
        headers["content-type"] = what.content_type
    return Response(what.body or None, what.status, headers)


def _tag(engine: Engine, job: Job) -> str | None:
    """A weak validator: the state of the store, and what is asked of it."""
    state = engine.state()
    if state is None or _VARYING.search(job.text):
        return None
    return f'W/"{state}-{hashlib.sha256(pack(job)).hexdigest()[:16]}"'


def _known(request: Request) -> list[str]:
    if request.method not in ("GET", "HEAD"):
        return []
    return [tag.strip() for line in request.headers.getlist("if-none-match") for tag in line.split(",")]


def _validators(tag: str | None) -> dict[str, str]:
    return {"vary": "Accept"} | ({"etag": tag, "cache-control": "no-cache"} if tag else {})
