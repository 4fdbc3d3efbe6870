"""HTTP Digest Access Authentication (RFC 7616) that asks for the challenge before it sends a body.

The handler of the standard library sends each body twice, and loses large ones where a server answers 401
before it has read them. It is used here for what it computes.
"""

from urllib.request import (
    HTTPDigestAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    Request,
    parse_http_list,
    parse_keqv_list,
)

from communique.publishing.pushing.credentials import Credentials


class DigestAuth:
    """The challenges of a server, by address, and the answers to them."""

    def __init__(self, credentials: Credentials) -> None:
        self._handler = HTTPDigestAuthHandler(_Everywhere(credentials))
        self._challenges: dict[str, dict[str, str]] = {}

    def header(self, request: Request) -> str | None:
        """The Authorization of a request; None while no challenge of its address is known."""
        challenge = self._challenges.get(_place(request))
        if challenge is None:
            return None
        answer = self._handler.get_authorization(request, challenge)
        return f"Digest {answer}" if answer else None

    def learn(self, request: Request, challenge: str) -> None:
        """Keep the challenge of a 401, if it is one of Digest."""
        scheme, _, told = challenge.partition(" ")
        if scheme.lower() == "digest":
            self._challenges[_place(request)] = parse_keqv_list([*filter(None, parse_http_list(told))])


class _Everywhere(HTTPPasswordMgrWithDefaultRealm):
    """The same name and password for whatever realm asks: only one server is ever spoken to."""

    def __init__(self, credentials: Credentials) -> None:
        super().__init__()
        self._known = (credentials.user, credentials.secret)

    def find_user_password(self, realm: str | None, authuri: str) -> tuple[str | None, str | None]:
        return self._known


def _place(request: Request) -> str:
    return request.full_url.partition("?")[0]
