"""What the server asks of a reader or a writer, and what it gets back: values that travel between processes.

On the wire: three lengths of four bytes; a head (the other fields in their order, as a JSON array), which is
the same again and again and therefore made and read once; a text and a body as they are. The two sides are
of one version: a reader is started by its server.
"""

import json
import struct
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Literal

Kind = Literal["query", "summary", "graph", "update", "put", "post", "delete"]

READING: Final[frozenset[Kind]] = frozenset({"query", "summary", "graph"})

_LENGTHS: Final = struct.Struct(">III")
PREFIX: Final = _LENGTHS.size
_REMEMBERED: Final = 64  # heads
_SHORT: Final = 1000  # characters of the longest of them


@dataclass(frozen=True, slots=True)
class Job:
    """Something to be done on a store.

    `text` is SPARQL. `default_graphs` and `named_graphs` are the dataset by the protocol's parameters.
    The two formats are names, None where the client takes none of that kind. `graph` is a named graph's
    IRI, or "" for the default graph. `body` is RDF in `media_type`. `compress` where the client takes gzip.
    A writing job that is `checked` is refused where the shapes would not hold after it. An update may load
    from `sources` documents that have `longest` bytes together. `if_match` and `if_none_match` are conditions
    on the graph that is written: entity tags, or "*" alone; None where there is no such condition.
    """

    kind: Kind
    text: str = ""
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    solution_format: str | None = None
    graph_format: str | None = None
    graph: str = ""
    media_type: str = ""
    base: str = ""
    compress: bool = False
    checked: bool = False
    sources: tuple[str, ...] = ()
    longest: int = 0
    if_match: tuple[str, ...] | None = None
    if_none_match: tuple[str, ...] | None = None
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP status, what the body is, and the body; a problem is told in plain text.

    `form` is the format's name: "page" for rows (as SPARQL JSON) of which the server makes a page.
    `encoding` is the content coding of the body, "" for none; `tag` its own entity tag, where it has one.
    """

    status: int
    content_type: str = ""
    form: str = ""
    encoding: str = ""
    tag: str = ""
    body: bytes = b""

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")


def problem(status: int, message: str) -> Answer:
    """What went wrong, in plain words."""
    return Answer(status, "text/plain; charset=utf-8", body=f"{message}\n".encode())


def pack(value: Job | Answer) -> bytes:
    """As it travels."""
    if isinstance(value, Answer):
        made = _answer_head.__wrapped__ if value.tag else _answer_head
        head = made(value.status, value.content_type, value.form, value.encoding, value.tag)
        return b"%b%b%b" % (_LENGTHS.pack(len(head), 0, len(value.body)), head, value.body)
    short = len(value.base) < _SHORT and not (value.default_graphs or value.named_graphs or value.graph)
    head = (_job_head if short else _job_head.__wrapped__)(
        value.kind,
        value.default_graphs,
        value.named_graphs,
        value.solution_format,
        value.graph_format,
        value.graph,
        value.media_type,
        value.base,
        value.compress,
        value.checked,
        value.sources,
        value.longest,
        value.if_match,
        value.if_none_match,
    )
    text = value.text.encode("utf-8", "surrogatepass")
    return b"%b%b%b%b" % (_LENGTHS.pack(len(head), len(text), len(value.body)), head, text, value.body)


@lru_cache(_REMEMBERED)
def _answer_head(*fields: object) -> bytes:
    return json.dumps(fields).encode()


@lru_cache(_REMEMBERED)
def _job_head(*fields: object) -> bytes:
    return json.dumps(fields).encode()


def unpack_job(head: bytes, text: bytes, body: bytes) -> Job:
    """A job from its parts."""
    kind, *rest = (_fields if len(head) < _SHORT else _fields.__wrapped__)(head)
    build: Callable[..., Job] = Job
    return build(kind, text.decode("utf-8", "surrogatepass"), *rest, body)


def unpack_answer(head: bytes, body: bytes) -> Answer:
    """An answer from its parts."""
    build: Callable[..., Answer] = Answer
    return build(*(_fields if len(head) < _SHORT else _fields.__wrapped__)(head), body)


@lru_cache(_REMEMBERED)
def _fields(head: bytes) -> tuple[Any, ...]:
    return tuple(tuple(value) if isinstance(value, list) else value for value in json.loads(head))


def lengths(start: bytes) -> tuple[int, int, int]:
    """Those of head, text and body, from the first PREFIX bytes or more."""
    head, text, body = _LENGTHS.unpack_from(start)
    return head, text, body


def receive_job(read: Callable[[int], bytes]) -> Job | None:
    """The next job from a stream; None at its end."""
    start = read(PREFIX)
    if len(start) < PREFIX:
        return None
    head, text, body = lengths(start)
    return unpack_job(read(head), read(text), read(body))
