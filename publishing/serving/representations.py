"""What holds of all representations, whichever resource they are of: their coding, and 304 in their place."""

from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import GZipResponder
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from communique.publishing.serving.conditions import known, matched, unchanged, weak
from communique.publishing.serving.negotiation import takes_gzip

_SHORT: Final = 1000  # bytes that are not worth to be compressed
_LEVEL: Final = 5
_CONTENT: Final = ("accept-ranges", "content-encoding", "content-length", "content-range", "content-type")
"""Headers of a content that is not sent."""
_VALIDATORS: Final = ("cache-control", "etag", "last-modified")
_FAILED: Final = b"What is there is not, or no longer, what If-Match says.\n"


class Compressed:
    """ASGI middleware: gzip for those who take it (RFC 9110, section 12.5.3)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and compress the answer unless it is short or compressed already."""
        app = self.app
        if scope["type"] == "http" and takes_gzip(_all(scope, "accept-encoding")):
            app = GZipResponder(app, _SHORT, _LEVEL)
        await app(scope, receive, send)


class Conditional:
    """ASGI middleware: 412 where what there is is not what the client's If-Match says (section 13.1.1), and
    304 in place of what it has, as its If-None-Match tells (section 13.1.2); both of what is read."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and hold back the content of an answer that the client has, or not wants."""
        asked = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        wanted = _all(scope, "if-match") if asked and "if-match" in Headers(scope=scope) else None
        tags = known(_all(scope, "if-none-match")) if asked else frozenset()
        instead: bytes | None = None

        async def sending(message: Message) -> None:
            nonlocal instead
            if message["type"] == "http.response.start" and message["status"] in (200, 206, 304):
                headers = MutableHeaders(scope=message)
                if wanted is not None and not matched(headers.get("etag"), wanted):
                    message, instead = _failed(message, headers), _FAILED
                elif message["status"] != 304 and unchanged(headers.get("etag"), tags):
                    message, instead = _not_modified(message, headers), b""
            elif instead is not None:
                message, instead = {**message, "body": instead}, b""
            await send(message)

        await self.app(scope, receive, sending if tags or wanted is not None else send)


class Static(StaticFiles):
    """The files of a package. Their tags are weak, for plain and compressed they have the same."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """HEAD as GET, so that it tells the same of what is compressed; the server sends no body."""
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        await super().__call__({**scope, "method": method}, receive, send)

    def file_response(self, *args: object, **named: object) -> Response:
        """One of them."""
        response = super().file_response(*args, **named)  # type: ignore[arg-type]
        response.headers["etag"] = weak(response.headers["etag"])
        return response

    def is_not_modified(self, response_headers: Headers, request_headers: Headers) -> bool:
        """By the day alone: tags are for Conditional to compare, and go before the day (section 13.2.2)."""
        return "if-none-match" not in request_headers and super().is_not_modified(
            response_headers, request_headers
        )


def _all(scope: Scope, name: str) -> str:
    return ", ".join(Headers(scope=scope).getlist(name))


def _failed(message: Message, headers: MutableHeaders) -> Message:
    """With the headers of what is told, and without those of the representation that is not."""
    for name in (*_CONTENT, *_VALIDATORS):
        del headers[name]
    headers.update({"content-type": "text/plain; charset=utf-8", "content-length": str(len(_FAILED))})
    return {**message, "status": 412, "headers": headers.raw}


def _not_modified(message: Message, headers: MutableHeaders) -> Message:
    """With the headers that tell of a representation, and without those of its content (section 15.4.5)."""
    for name in _CONTENT:
        del headers[name]
    return {**message, "status": 304, "headers": headers.raw}
