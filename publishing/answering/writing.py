"""Do a writing job on a store: SPARQL 1.1 Update, and the writes of the Graph Store HTTP Protocol.

The store is opened for the job alone, so that an ingest can take its turn; each job is one transaction.
"""

import logging
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from communique.errors import InputError, QueryError, StoreError, StoreInUseError, UsageError
from communique.publishing.answering.execution import ConflictError
from communique.publishing.answering.jobs import Answer, Job, problem
from communique.publishing.answering.naming import iris_named
from communique.publishing.answering.payload import triples
from communique.publishing.answering.preconditions import refused
from communique.publishing.answering.updates import checked_update, loaded_update
from communique.publishing.querying.queries import unparsable
from communique.publishing.storage.snapshots import Snapshots
from communique.publishing.storage.store import GraphStore, open_to_write

_GRAPH: Final = re.compile(r"The graph <[^>]*> (does not exist|already exists)")  # as the engine has it
_WAIT: Final = 3600.0  # seconds; the job's own limit ends it before
_HELD: Final = 5.0  # seconds for which one that was ended may hold the store still
_LOG: Final = logging.getLogger(__name__)


def make_up(path: Path) -> None:
    """Have the store as a writer would have left it that was ended at its commit, however long it takes.

    What was in the log then is written anew whenever the store is opened, until that is done: no job has the
    time and the memory for it that a large commit takes.
    """
    if not Snapshots(path).stale:
        return
    try:
        with open_to_write(path, _HELD) as store:
            store.publish_if_stale()
    except StoreInUseError:
        return  # by others, who have done the same
    except StoreError as error:
        _LOG.warning("%s", error)


def write(path: Path, job: Job) -> Answer:
    """The answer to a writing job; raises StoreError and QueryError, and then nothing has changed."""
    update = _prepared(job) if job.kind == "update" else None  # fetches while others can write
    with open_to_write(path, _WAIT) as store:
        if update:
            return _update(store, job, update)
        return _delete(store, job) if job.kind == "delete" else _put(store, job)


@dataclass(frozen=True, slots=True)
class _Update:
    """What is to be run, and the graphs that it may touch, which count where it is checked; None for any."""

    text: str
    graphs: frozenset[str] | None


def _prepared(job: Job) -> _Update:
    checked = checked_update(job.text, job.default_graphs, job.named_graphs, job.sources)
    text = loaded_update(checked, job.sources, job.longest)
    return _Update(text, iris_named(checked, job.base) if job.checked else None)


def _update(store: GraphStore, job: Job, update: _Update) -> Answer:
    try:
        return _run(store, job, update.text, update.graphs) or Answer(204)
    except SyntaxError as error:
        raise unparsable(update.text, str(error), "update") from None
    except ValueError as error:
        raise QueryError(f"The update cannot be run: {error}.") from None


def _run(store: GraphStore, job: Job, update: str, graphs: frozenset[str] | None) -> Answer | None:
    """Run an update that may touch these graphs; an answer where the job is checked and it is refused."""

    def write(where: ox.Store) -> None:
        _execute(where, update, job.base)

    if job.checked:
        from communique.publishing.answering.gate import new_violations, told

        if violations := new_violations(store, write, graphs):
            return problem(422, told(violations))
    with store.committing():
        write(store.oxigraph)
    return None


def _execute(store: ox.Store, update: str, base: str) -> None:
    """Raises ConflictError, told as 409, where a graph is there already, or is not (RFC 9110, 15.5.10).

    It is no 404, for what the request is sent to is there; nor a 400, for the update is well formed and goes
    through in another state of the store: with SILENT it does in this one (SPARQL 1.1 Update, 3.2).
    """
    try:
        store.update(update, base_iri=base or None)
    except RuntimeError as error:
        if _GRAPH.fullmatch(str(error)):
            raise ConflictError(f"Nothing was written: {error}.", "SILENT passes over it.") from None
        raise


def _put(store: GraphStore, job: Job) -> Answer:
    """Replace a graph, or add to it (sections 5.3 and 5.5): 201 where it is new."""
    try:
        found = triples(job.media_type, job.body, job.base)
    except UsageError as error:
        return problem(415, str(error))
    except InputError as error:
        return problem(400, str(error))
    graph = ox.NamedNode(job.graph) if job.graph else ox.DefaultGraph()
    if no := refused(store.oxigraph, job):
        return no
    new = isinstance(graph, ox.NamedNode) and not store.oxigraph.contains_named_graph(graph)
    clear = [f"DROP SILENT {_target(job.graph)}"] if job.kind == "put" else []
    create = [f"CREATE SILENT GRAPH <{job.graph}>"] if job.graph else []
    data = "\n".join(f"{triple} ." for triple in found)
    insert = (
        f"INSERT DATA {{ GRAPH <{job.graph}> {{ {data} }} }}" if job.graph else f"INSERT DATA {{ {data} }}"
    )
    update = " ;\n".join([*clear, *create, insert])
    return _run(store, job, update, frozenset({job.graph})) or Answer(201 if new else 204)


def _delete(store: GraphStore, job: Job) -> Answer:
    """Remove a graph (section 5.4)."""
    if job.graph and not store.oxigraph.contains_named_graph(ox.NamedNode(job.graph)):
        return problem(404, f"There is no graph <{job.graph}>.")
    if no := refused(store.oxigraph, job):
        return no
    update = f"DROP SILENT {_target(job.graph)}"
    return _run(store, job, update, frozenset({job.graph})) or Answer(204)


def _target(graph: str) -> str:
    return f"GRAPH <{graph}>" if graph else "DEFAULT"
