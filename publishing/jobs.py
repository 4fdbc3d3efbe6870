"""What the server asks of a reader or a writer, and what it gets back: values that travel between processes.

On the wire: two lengths of four bytes, a head in JSON, and a body as it is.
"""

import json
import struct
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, Literal, TypeVar

Kind = Literal["query", "summary", "graph", "update", "put", "post", "delete"]

READING: Final[frozenset[Kind]] = frozenset({"query", "summary", "graph"})

_LENGTHS: Final = struct.Struct(">II")
T = TypeVar("T", "Job", "Answer")


@dataclass(frozen=True, slots=True)
class Job:
    """Something to be done on a store.

    `text` is SPARQL. `default_graphs` and `named_graphs` are the dataset by the protocol's parameters.
    The two formats are names, None where the client takes none of that kind. `graph` is a named graph's
    IRI, or "" for the default graph. `body` is RDF in `media_type`. `snapshot` is where to read.
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
    snapshot: str = ""
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP status, what the body is, and the body; a problem is told in plain text.

    `form` is the format's name: "page" for rows (as SPARQL JSON) of which the server makes a page.
    """

    status: int
    content_type: str = ""
    form: str = ""
    body: bytes = b""

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")


def problem(status: int, message: str) -> Answer:
    """What went wrong, in plain words."""
    return Answer(status, "text/plain; charset=utf-8", "", f"{message}\n".encode())


def pack(value: Job | Answer) -> bytes:
    """As it travels."""
    head = json.dumps(asdict(replace(value, body=b"")) | {"body": ""}, default=str).encode()
    return _LENGTHS.pack(len(head), len(value.body)) + head + value.body


def unpack(kind: type[T], head: bytes, body: bytes) -> T:
    """A value from its head and its body."""
    told: dict[str, Any] = json.loads(head)
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in told.items()
    }
    return kind(**{**values, "body": body})


def lengths(start: bytes | bytearray) -> tuple[int, int]:
    """Those of head and body, from the first PREFIX bytes."""
    head, body = _LENGTHS.unpack(start)
    return head, body


def receive(kind: type[T], read: Callable[[int], bytes]) -> T | None:
    """The next value from a stream; None at its end."""
    start = read(PREFIX)
    if len(start) < PREFIX:
        return None
    head, body = lengths(start)
    return unpack(kind, read(head), read(body))


PREFIX: Final = _LENGTHS.size
