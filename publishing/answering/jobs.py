"""What the server asks of a reader or a writer, and what it gets back: values that travel between processes.

On the wire: two lengths of four bytes, a head (the fields in their order, as a JSON array), and a body as it
is. The two sides are of one version: a reader is started by its server.
"""

import json
import struct
from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final, Literal, TypeVar

Kind = Literal["query", "summary", "graph", "update", "put", "post", "delete"]

READING: Final[frozenset[Kind]] = frozenset({"query", "summary", "graph"})

_LENGTHS: Final = struct.Struct(">II")
PREFIX: Final = _LENGTHS.size
T = TypeVar("T", "Job", "Answer")


@dataclass(frozen=True, slots=True)
class Job:
    """Something to be done on a store.

    `text` is SPARQL. `default_graphs` and `named_graphs` are the dataset by the protocol's parameters.
    The two formats are names, None where the client takes none of that kind. `graph` is a named graph's
    IRI, or "" for the default graph. `body` is RDF in `media_type`. `compress` where the client takes gzip.
    A writing job that is `checked` is refused where the shapes would not hold after it.
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
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP status, what the body is, and the body; a problem is told in plain text.

    `form` is the format's name: "page" for rows (as SPARQL JSON) of which the server makes a page.
    `encoding` is the content coding of the body, "" for none.
    """

    status: int
    content_type: str = ""
    form: str = ""
    encoding: str = ""
    body: bytes = b""

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")


_HEAD: Final[dict[type, Callable[[Any], tuple[Any, ...]]]] = {
    kind: attrgetter(*(name for name in kind.__slots__ if name != "body")) for kind in (Job, Answer)
}


def problem(status: int, message: str) -> Answer:
    """What went wrong, in plain words."""
    return Answer(status, "text/plain; charset=utf-8", body=f"{message}\n".encode())


def pack(value: Job | Answer, snapshot: str = "") -> bytes:
    """As it travels; a job goes with the name of the snapshot that it is to read."""
    head = json.dumps((snapshot, *_HEAD[type(value)](value))).encode()
    return b"%b%b%b" % (_LENGTHS.pack(len(head), len(value.body)), head, value.body)


def unpack(kind: type[T], head: bytes, body: bytes) -> tuple[T, str]:
    """A value from its head and its body, and the snapshot's name."""
    snapshot, *fields = json.loads(head)
    values = [tuple(value) if isinstance(value, list) else value for value in fields]
    build: Callable[..., T] = kind
    return build(*values, body), snapshot


def lengths(start: bytes) -> tuple[int, int]:
    """Those of head and body, from the first PREFIX bytes or more."""
    head, body = _LENGTHS.unpack_from(start)
    return head, body


def receive(kind: type[T], read: Callable[[int], bytes]) -> tuple[T, str] | None:
    """The next value from a stream, with the snapshot's name; None at its end."""
    start = read(PREFIX)
    if len(start) < PREFIX:
        return None
    head, body = lengths(start)
    return unpack(kind, read(head), read(body))
