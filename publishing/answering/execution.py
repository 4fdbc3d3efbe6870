"""Do a reading job on a store: the part that a reader process runs, and an endpoint in memory in a thread."""

import gzip
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Final, TypeVar

import pyoxigraph as ox

from communique.errors import (
    CommuniqueError,
    InputError,
    QueryError,
    QueryRefusedError,
    StoreError,
    StoreInUseError,
    UsageError,
)
from communique.publishing.answering.jobs import Answer, Job, Kind, problem
from communique.publishing.answering.preconditions import packed, tag_of_graph
from communique.publishing.querying.formats import GRAPH_FORMATS, SOLUTION_FORMATS, Format
from communique.publishing.querying.queries import Answer as Found
from communique.publishing.querying.queries import Dataset, run_query

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

F = TypeVar("F", bound=Format)
_LOG: Final = logging.getLogger(__name__)
_OF_THE_STORE: Final = re.compile(r"^(Corruption|IO error): |\.sst\b|MANIFEST-")  # as RocksDB tells of it
_WORTH_IT: Final = 1000  # bytes; a shorter body fits into one packet anyway
_LEVEL: Final = 5
_SOLUTIONS: Final = {form.name: form for form in SOLUTION_FORMATS}
_GRAPHS: Final = {form.name: form for form in GRAPH_FORMATS}


class NotAcceptableError(CommuniqueError):
    """None of the forms in which an answer can be had is one that the client takes."""


class ConflictError(CommuniqueError):
    """A graph is to be made that is there already, or to be taken that is not there."""


class _TooLongError(Exception):
    """The answer is longer than it may be."""


class _Limited(BytesIO):
    """A file in memory that takes so many bytes and no more."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._room = limit

    def write(self, data: "Buffer") -> int:
        self._room -= memoryview(data).nbytes
        if self._room < 0:
            raise _TooLongError
        return super().write(data)


_STATUS: Final = {
    NotAcceptableError: 406,
    ConflictError: 409,
    QueryRefusedError: 403,
    QueryError: 400,
    UsageError: 400,
    InputError: 422,  # what the shapes cannot be held to
    StoreInUseError: 503,
}


def execute(store: ox.Store, job: Job, limit: int, services: tuple[str, ...] = ()) -> Answer:
    """The answer, at most `limit` bytes of it; whatever goes wrong is an answer, too.

    `services` are the addresses of other endpoints that a query may ask.
    """
    try:
        do = partial(_query, services=services) if job.kind == "query" else _DO[job.kind]
        answer = do(store, job, limit)
        return _compressed(answer) if job.compress and len(answer.body) >= _WORTH_IT else answer
    except _TooLongError:
        return problem(
            422, f"The answer is longer than {limit:,} bytes: ask for less, with LIMIT for example."
        )
    except CommuniqueError as error:
        return told(error)
    except (OSError, RuntimeError, ValueError) as error:
        if _OF_THE_STORE.search(str(error)):
            return told(StoreError(f"The store cannot be read: {error}"))
        return problem(400, f"The query failed while it ran: {error}.")


def _compressed(answer: Answer) -> Answer:
    """In gzip, unless the server has to read it; done here, where it counts to the query's time."""
    if answer.form == "page" or answer.status != 200:
        return answer
    body = gzip.compress(answer.body, _LEVEL)
    return replace(answer, encoding="gzip", tag=packed(answer.tag), body=body)


def told(error: CommuniqueError) -> Answer:
    """An error as an answer. Where the store lies, and what ails it, is for the log alone."""
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 500)
    if isinstance(error, StoreError):
        _LOG.error("%s", error)
        return problem(status, "The store cannot be used now; what is wrong is in the log of this endpoint.")
    return problem(status, str(error))


def _query(store: ox.Store, job: Job, limit: int, services: tuple[str, ...]) -> Answer:
    found = run_query(store, job.text, Dataset(job.default_graphs, job.named_graphs), job.base, services)
    if isinstance(found, ox.QueryTriples):
        graph_form = _chosen(job.graph_format, _GRAPHS)
        return _answer(graph_form, _serialised(found, graph_form.writer, limit))
    form = _chosen(job.solution_format, _SOLUTIONS)
    if form.writer is None:
        return Answer(200, "", "page", body=_serialised(found, ox.QueryResultsFormat.JSON, limit))
    return _answer(form, _serialised(found, form.writer, limit))


def _serialised(found: Found, writer: ox.QueryResultsFormat | ox.RdfFormat, limit: int) -> bytes:
    file = _Limited(limit)
    found.serialize(file, format=writer)  # type: ignore[arg-type]  # the writer is that of its kind
    return file.getvalue()


def _graph(store: ox.Store, job: Job, limit: int) -> Answer:
    """A graph as it stands (SPARQL 1.1 Graph Store HTTP Protocol, section 5.2)."""
    graph = ox.NamedNode(job.graph) if job.graph else ox.DefaultGraph()
    if isinstance(graph, ox.NamedNode) and not store.contains_named_graph(graph):
        return problem(404, f"There is no graph <{job.graph}>.")
    form = _chosen(job.graph_format, _GRAPHS)
    file = _Limited(limit)
    store.dump(file, format=form.writer, from_graph=graph)
    body = file.getvalue()
    return replace(_answer(form, body), tag=tag_of_graph(form.name, body))


def _summary(store: ox.Store, job: Job, limit: int) -> Answer:
    from communique.publishing.storage.summary import summarise

    return Answer(200, "application/json", "json", body=summarise(store).to_json().encode())


def _answer(form: Format, body: bytes) -> Answer:
    return Answer(200, form.content_type, form.name, body=body)


def _chosen(name: str | None, forms: Mapping[str, F]) -> F:
    if name is None:
        served = ", ".join(form.media_types[0] for form in forms.values())
        raise NotAcceptableError(f"This answer can be had as: {served}.")
    return forms[name]


_DO: Final[Mapping[Kind, Callable[[ox.Store, Job, int], Answer]]] = {
    "graph": _graph,
    "summary": _summary,
}
