"""Writes by token held to the shapes: tried on a copy first, and refused where they would break an article.

An article's graphs are checked together, as at its ingest. What did not hold before does not count, so that
one thing can be put right after the other.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from traceback import clear_frames
from typing import Final

import pyoxigraph as ox

from communique.mapping.iris import Base
from communique.publishing.storage.digests import lines_of
from communique.publishing.storage.store import GraphStore
from communique.shapes.check import check
from communique.shapes.report import Report, Result

_FOLDER: Final = "scratch"
_SHOWN: Final = 10

Write = Callable[[ox.Store], None]


def new_violations(store: GraphStore, write: Write, graphs: frozenset[str] | None) -> tuple[Result, ...]:
    """The violations that a write would bring into the articles whose graphs it changes.

    `graphs` are those that it may touch; None where that cannot be told, and then all are looked at. Only
    for whoever holds the store's lock. What the write raises is raised here.
    """
    base = store.base
    if graphs is not None and base.reference not in graphs and not any(_article(one, base) for one in graphs):
        return ()
    with _scratch(store) as after:
        write(after.oxigraph)
        changed = _changed(store, after, graphs)
        found = {result for article in changed for result in _report(after, article).violations}
        known = (
            {result for article in changed for result in _report(store, article).violations}
            if found
            else set()
        )
    return Report.of(found - known).results


def _changed(store: GraphStore, after: GraphStore, graphs: frozenset[str] | None) -> set[str]:
    """The articles whose graphs are others after it; all, where the reference data is that they refer to."""
    base, candidates = store.base, {*store.graph_names(), *after.graph_names()}

    def differs(graph: str) -> bool:
        return lines_of(store.oxigraph, graph) != lines_of(after.oxigraph, graph)

    touched = candidates if graphs is None else candidates & graphs
    if base.reference in touched and differs(base.reference):
        return {article for graph in candidates if (article := _article(graph, base))}
    return {article for graph in touched if (article := _article(graph, base)) and differs(graph)}


def told(violations: tuple[Result, ...]) -> str:
    """What to tell whoever writes."""
    lines = [f"  {found.focus} {found.path}: {found.message}" for found in violations[:_SHOWN]]
    more = len(violations) - len(lines)
    first = f"Nothing was written: {len(violations):,} violations of the shapes would come of it."
    return "\n".join([first, *lines, *([f"  and {more:,} more"] if more else [])])


def _article(graph: str, base: Base) -> str:
    """The key of the article that a graph is of; empty where it is of none."""
    key, slash, _ = graph.removeprefix(base.graphs).partition("/")
    return key if slash and graph.startswith(base.graphs) else ""


def _report(store: GraphStore, article: str) -> Report:
    prefix = store.base.graphs_of(article)
    quads = [quad for graph in store.graph_names() if graph.startswith(prefix) for quad in store.quads(graph)]
    return check(quads, store.described(quads))


@contextmanager
def _scratch(store: GraphStore) -> Iterator[GraphStore]:
    """A copy of the store that nobody else sees: hard links on disk, all quads in memory."""
    if store.path is None:
        copy = ox.Store()
        copy.extend(store.quads())
        yield GraphStore(copy, base=store.base)
        return
    folder = store.path / _FOLDER
    shutil.rmtree(folder, ignore_errors=True)  # of a writer that was ended
    store.backup(folder)
    try:
        with GraphStore(ox.Store(str(folder)), base=store.base) as opened:
            yield opened
    except Exception as error:
        clear_frames(error.__traceback__)  # what failed still holds the copy, and that its folder
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)
