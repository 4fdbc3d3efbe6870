"""What holds of all representations, whichever resource they are of: their coding, and 304 in their place."""

from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import GZipResponder
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from communique.publishing.serving.conditions import known, unchanged, weak
from communique.publishing.serving.negotiation import takes_gzip

_SHORT: Final = 1000  # bytes that are not worth to be compressed
_LEVEL: Final = 5
_CONTENT: Final = ("accept-ranges", "content-encoding", "content-length", "content-range", "content-type")
"""Headers of a content that is not sent."""


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


class NotModified:
    """ASGI middleware: 304 in place of what the client has, as its If-None-Match tells (section 13.1.2)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and hold back the content of an answer that the client has."""
        asked = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        tags = known(_all(scope, "if-none-match")) if asked else frozenset()
        held_back = False

        async def sending(message: Message) -> None:
            nonlocal held_back
            if message["type"] == "http.response.start" and message["status"] in (200, 206):
                headers = MutableHeaders(scope=message)
                held_back = unchanged(headers.get("etag"), tags)
                message = _not_modified(message, headers) if held_back else message
            elif held_back:
                message = {**message, "body": b""}
            await send(message)

        await self.app(scope, receive, sending if tags else send)


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
        """By the day alone: tags are for NotModified to compare, and go before the day (section 13.2.2)."""
        return "if-none-match" not in request_headers and super().is_not_modified(
            response_headers, request_headers
        )


def _all(scope: Scope, name: str) -> str:
    return ", ".join(Headers(scope=scope).getlist(name))


def _not_modified(message: Message, headers: MutableHeaders) -> Message:
    """With the headers that tell of a representation, and without those of its content (section 15.4.5)."""
    for name in _CONTENT:
        del headers[name]
    return {**message, "status": 304, "headers": headers.raw}
