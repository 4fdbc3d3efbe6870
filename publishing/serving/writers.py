"""Who may write: whoever sends a token that is known (RFC 6750, section 2.1)."""

from starlette.requests import Request

from communique.publishing.serving.protocol import ProtocolError
from communique.publishing.serving.tokens import Tokens


def authorise(request: Request) -> str:
    """The name of whoever writes. Raises ProtocolError: 403 where nobody may, 401 without a known token."""
    tokens: Tokens = request.app.state.tokens
    if not tokens:
        raise ProtocolError(403, "This endpoint is read-only: it answers queries and takes no updates.")
    given = request.headers.get("authorization", "")
    holder = tokens.holder(given)
    if holder is None:
        error = ', error="invalid_token"' if given else ""
        raise ProtocolError(
            401,
            "To write takes a token: send it as “Authorization: Bearer TOKEN”.",
            {"www-authenticate": f'Bearer realm="communique"{error}'},
        )
    return holder
