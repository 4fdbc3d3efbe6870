"""Headers that every response carries: no script, nothing from elsewhere, results for any origin.

They are those that the OWASP Secure Headers Project advises, but for Strict-Transport-Security, which is for
the proxy that speaks TLS to say.
"""

from collections.abc import Mapping
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

FIXED: Final = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": (
        "Accept-Encoding, Allow, Content-Location, ETag, Link, Location, Retry-After, Vary, WWW-Authenticate"
    ),
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "cross-origin",
    "permissions-policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "x-permitted-cross-domain-policies": "none",
}
VARY: Final = "Accept, Accept-Encoding"
"""Of what is negotiated; all else may still be compressed, and varies with Accept-Encoding alone."""

NEGOTIATED: Final = "negotiated"
"""Where the state of a request notes that its answer depends on Accept."""
_RAW: Final = {
    negotiated: [(name.encode(), value.encode()) for name, value in (FIXED | {"vary": vary}).items()]
    for negotiated, vary in ((True, VARY), (False, "Accept-Encoding"))
}
_NAMES: Final = frozenset(name for name, _ in _RAW[True])


def lines_of(headers: Mapping[str, str]) -> str:
    """Headers as they go over the wire."""
    return "".join(f"{name}: {value}\r\n" for name, value in headers.items())


class FixedHeaders:
    """ASGI middleware that adds the fixed headers to each response, and what it varies with.

    The same Vary stands on all answers of a resource, whatever their status (RFC 9110, section 15.4.5).
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on, and add the headers as the response starts."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = (header for header in message["headers"] if header[0] not in _NAMES)
                message["headers"] = [*said, *_RAW[NEGOTIATED in scope.get("state", ())]]
            await send(message)

        await self.app(scope, receive, send_with_headers)
