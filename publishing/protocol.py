"""What a client asks for, read from its HTTP request (SPARQL 1.1 Protocol, section 2.1: query operation)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from communique.publishing.querying import Dataset

MAX_BODY: Final = 1_000_000
"""Bytes of a request's body beyond which it is refused with 413."""

_FORM: Final = "application/x-www-form-urlencoded"
_QUERY: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_MAX_FIELDS: Final = 1000


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """A query, the graphs it is asked of, and the result format by name where a parameter gives it."""

    query: str
    dataset: Dataset
    format: str | None = None


class ProtocolError(Exception):
    """A request that is no query operation: the HTTP status and what to tell the client."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


async def read_request(request: Request, limit: int = MAX_BODY) -> QueryRequest:
    """The query operation in a GET or either form of POST.

    Raises ProtocolError: 400 for a missing, repeated or ill-encoded parameter, 403 for an update,
    413 for a body above `limit` bytes, 415 for another media type.
    """
    in_url = _fields(request.url.query)
    if request.method in ("GET", "HEAD"):
        return _operation(in_url)
    media_type = _media_type(request)
    body = _decode(await _body(request, limit))
    return _operation(_fields(body)) if media_type == _FORM else _operation([*in_url, ("query", body)])


def _media_type(request: Request) -> str:
    """The body's media type, one of the two that carry a query in UTF-8."""
    media_type, _, parameters = request.headers.get("content-type", "").lower().partition(";")
    media_type, charset = media_type.strip(), parameters.strip().replace(" ", "").removeprefix("charset=")
    if media_type == _UPDATE:
        raise _read_only()
    if media_type not in (_FORM, _QUERY):
        raise ProtocolError(
            415, f"A query is posted as {_FORM} or {_QUERY}, not as {media_type or 'nothing'}."
        )
    if charset.strip('"') not in ("", "utf-8", "utf8"):
        raise ProtocolError(415, "A query is sent in UTF-8.")
    return media_type


async def _body(request: Request, limit: int) -> bytes:
    """The body, refused as soon as it is known to be too long."""
    declared = request.headers.get("content-length", "0")
    if declared.isdecimal() and int(declared) > limit:
        raise _too_long(limit)
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > limit:
                raise _too_long(limit)
    except ClientDisconnect:
        raise ProtocolError(400, "The request broke off.") from None
    return bytes(body)


def _decode(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ProtocolError(400, f"The query is not UTF-8: byte {error.start} does not fit.") from None


def _fields(encoded: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(encoded, keep_blank_values=True, errors="strict", max_num_fields=_MAX_FIELDS)
    except UnicodeDecodeError:
        raise ProtocolError(400, "A parameter is not percent-encoded UTF-8.") from None
    except ValueError:
        raise ProtocolError(400, f"More than {_MAX_FIELDS} parameters.") from None


def _operation(fields: Iterable[tuple[str, str]]) -> QueryRequest:
    values: dict[str, list[str]] = {}
    for name, value in fields:
        values.setdefault(name, []).append(value)
    if "update" in values:
        raise _read_only()
    dataset = Dataset(
        tuple(values.get("default-graph-uri", ())),
        tuple(values.get("named-graph-uri", ())),
    )
    return QueryRequest(
        _only_query(values.get("query", [])), dataset, next(iter(values.get("format", ())), None)
    )


def _only_query(queries: list[str]) -> str:
    if not queries:
        raise ProtocolError(400, "There is no query: give one in the parameter “query”, or post it.")
    if len(queries) > 1:
        raise ProtocolError(400, f"There are {len(queries)} queries: give one.")
    return queries[0]


def _read_only() -> ProtocolError:
    return ProtocolError(403, "This endpoint is read-only: it answers queries and takes no updates.")


def _too_long(limit: int) -> ProtocolError:
    return ProtocolError(413, f"The request is longer than {limit:,} bytes.")
