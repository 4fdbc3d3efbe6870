"""What no route takes: OPTIONS, another method, an address where nothing is; and what breaks."""

from typing import Final
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from communique.publishing.linked.context import linked_data
from communique.publishing.linked.problems import BROKEN, Problem, as_response, not_allowed, nowhere
from communique.publishing.serving.headers import FIXED, VARY

_METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_KEPT: Final = "600"  # seconds that a browser may go by what it was told


async def unrouted(request: Request, error: Exception) -> Response:
    """204 for OPTIONS, 405 for another method, both with Allow (RFC 9110, sections 9.3.7 and 15.5.6); 404."""
    assert isinstance(error, HTTPException)
    if (request.method, request.scope["path"]) == ("OPTIONS", "*"):  # the server as a whole
        return Response(status_code=204)
    if error.status_code != 405:
        return _problem(request, nowhere(quote(request.url.path)))
    said = {"OPTIONS", *(error.headers or {}).get("Allow", "").replace(" ", "").split(",")}
    allowed = ", ".join(method for method in _METHODS if method in said)
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"allow": allowed} | _preflight(request, allowed))
    response = _problem(request, not_allowed(request.method, allowed))
    response.headers["allow"] = allowed
    return response


async def broken(request: Request, _: Exception) -> Response:
    """500, which is told beyond all middleware."""
    response = _problem(request, BROKEN)
    response.headers.update(FIXED | {"vary": VARY})
    return response


def _problem(request: Request, problem: Problem) -> Response:
    return as_response(request, problem, linked_data(request.app).places)


def _preflight(request: Request, allowed: str) -> dict[str, str]:
    """What a browser asks before a page of another origin may ask (Fetch, section 3.3.3)."""
    if "access-control-request-method" not in request.headers:
        return {}
    return {
        "access-control-allow-methods": allowed,
        "access-control-allow-headers": request.headers.get("access-control-request-headers", "*"),
        "access-control-max-age": _KEPT,
    }
