"""What a client asks for, read from its HTTP request (SPARQL 1.1 Protocol, sections 2.1 and 2.2)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from communique.publishing.querying.formats import GRAPH_FORMATS, OTHER_NAMES, SOLUTION_FORMATS
from communique.publishing.querying.queries import ALL, Dataset

MAX_BODY: Final = 1_000_000
"""Bytes of a request's body beyond which it is refused with 413."""

FORMATS: Final = tuple(form.name for form in (*SOLUTION_FORMATS, *GRAPH_FORMATS))
_FORM: Final = "application/x-www-form-urlencoded"
_QUERY: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_MAX_FIELDS: Final = 1000


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """A query, the graphs it is asked of, and the result format by name where a parameter gives it."""

    query: str
    dataset: Dataset = ALL
    format: str | None = None


@dataclass(frozen=True, slots=True)
class UpdateRequest:
    """An update, and the graphs of its WHERE where the parameters give them."""

    update: str
    using: Dataset


class ProtocolError(Exception):
    """A request that cannot be followed: the HTTP status and what to tell the client."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = headers


def parsed_query(encoded: str) -> QueryRequest:
    """The query in the parameters of an address. Raises ProtocolError (400)."""
    return _query(_fields(encoded))


async def read_request(request: Request, limit: int = MAX_BODY) -> QueryRequest | UpdateRequest:
    """The operation in a GET or in either form of POST.

    Raises ProtocolError: 400 for a missing, repeated or ill-encoded parameter, 413 for a body above
    `limit` bytes, 415 for another media type.
    """
    if request.method in ("GET", "HEAD"):
        return parsed_query(request.url.query)
    in_url = _fields(request.url.query)
    media_type = _media_type(request)
    body = _decode(await read_body(request, limit))
    fields = _fields(body) if media_type == _FORM else []
    named = {name for name, _ in fields}
    if media_type == _UPDATE or "update" in named:
        return _update([*in_url, *fields], body if media_type == _UPDATE else None)
    return _query([*in_url, *fields] if media_type == _FORM else [*in_url, ("query", body)])


def _media_type(request: Request) -> str:
    """The body's media type, one of those that carry an operation in UTF-8."""
    media_type, _, parameters = request.headers.get("content-type", "").lower().partition(";")
    media_type, charset = media_type.strip(), parameters.strip().replace(" ", "").removeprefix("charset=")
    if media_type not in (_FORM, _QUERY, _UPDATE):
        raise ProtocolError(
            415, f"Post {_FORM}, {_QUERY} or {_UPDATE}, not {media_type or 'a body without a media type'}."
        )
    if charset.strip('"') not in ("", "utf-8", "utf8"):
        raise ProtocolError(415, "A query is sent in UTF-8.")
    return media_type


async def read_body(request: Request, limit: int) -> bytes:
    """The body, refused where it is coded, and as soon as it is known to be too long."""
    coding = request.headers.get("content-encoding", "").strip().lower()
    if coding not in ("", "identity"):
        message = f"Send the body as it is, without the Content-Encoding {coding[:40]}."
        raise ProtocolError(415, message, {"accept-encoding": "identity"})
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


def _query(fields: Iterable[tuple[str, str]]) -> QueryRequest:
    values = _by_name(fields)
    if "update" in values:
        raise ProtocolError(400, "An update is posted, in the body: it never comes in an address.")
    only = _one(values.get("query", []), "query", "queries")
    dataset = Dataset(_graphs(values, "default-graph-uri"), _graphs(values, "named-graph-uri"))
    return QueryRequest(only, dataset, one_format(values.get("format", [])))


def one_format(given: Sequence[str]) -> str | None:
    """The answer's form by name, None where none is given. Raises ProtocolError (400) where none is known.

    SPARQLWrapper gives a name and then a media type: the first that is known counts.
    """
    named = [OTHER_NAMES.get(name, name) for name in given]
    known = [name for name in named if name in FORMATS]
    if given and not known:
        raise ProtocolError(400, f"Name one format, of: {', '.join(FORMATS)}.")
    return known[0] if known else None


def one_of_each(fields: Iterable[tuple[str, str]], several: Collection[str]) -> dict[str, str]:
    """Parameters by name, but for those that may be `several`. Raises ProtocolError (400) for others."""
    values = {name: given for name, given in _by_name(fields).items() if name not in several}
    for name, given in values.items():
        if len(given) > 1:
            raise ProtocolError(
                400, f"The parameter “{name[:80]}” is there {len(given)} times: give it once."
            )
    return {name: given[0] for name, given in values.items()}


def _update(fields: Iterable[tuple[str, str]], body: str | None) -> UpdateRequest:
    values = _by_name(fields)
    if "query" in values:
        raise ProtocolError(400, "There is a query and an update: give one.")
    using = Dataset(_graphs(values, "using-graph-uri"), _graphs(values, "using-named-graph-uri"))
    updates = [*values.get("update", []), *([] if body is None else [body])]
    return UpdateRequest(_one(updates, "update", "updates"), using)


def _graphs(values: Mapping[str, Sequence[str]], name: str) -> tuple[str, ...]:
    return tuple(graph_iri(value, f"“{name}”") for value in values.get(name, ()))


def graph_iri(value: str, where: str) -> str:
    """The IRI of a graph. Raises ProtocolError (400), which tells where it was given."""
    from pyoxigraph import NamedNode

    try:
        return NamedNode(value).value
    except ValueError:
        raise ProtocolError(400, f"{where}: {value[:200]!r} is no absolute IRI of a graph.") from None


def raw_path(request: Request) -> str:
    """The path as it was sent: names are compared as they are written (RFC 3986, section 6.2.1)."""
    raw: bytes = request.scope.get("raw_path") or request.url.path.encode()
    return raw.partition(b"?")[0].decode("ascii", "replace")


def _by_name(fields: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for name, value in fields:
        values.setdefault(name, []).append(value)
    return values


def _one(given: list[str], name: str, several: str) -> str:
    if not given:
        raise ProtocolError(400, f"There is no {name}: give one in the parameter “{name}”, or post it.")
    if len(given) > 1:
        raise ProtocolError(400, f"There are {len(given)} {several}: give one.")
    return given[0]


def _too_long(limit: int) -> ProtocolError:
    return ProtocolError(413, f"The request is longer than {limit:,} bytes.")
