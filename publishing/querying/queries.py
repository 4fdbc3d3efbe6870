"""Run one SPARQL query on a store: parse errors told in words, nothing that leaves the house.

The store's engine reaches the network for SERVICE and has no switch for it, and its union default graph
overrides the query's own FROM. Both keywords are therefore told before execution, by the engine's own
parser: a query that no longer parses when the word is misspelt uses it as a keyword, while one that has
it in a string, comment, IRI, prefix or variable still does.
"""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    Variable,
)

from communique.errors import QueryError, QueryRefusedError
from communique.publishing.answering.federation import without_services
from communique.publishing.querying.results import Graph, Table, table_from_json

SolutionAnswer = QuerySolutions | QueryBoolean
Answer = SolutionAnswer | QueryTriples

_POSITION: Final = re.compile(r"error at (\d+):(\d+)")
_EMPTY: Final = Store()
_NOWHERE: Final = "http://example.org/"
# The engine has no call that only parses. It refuses to substitute a variable that a query does not
# project after it has parsed the query and before it runs it; nobody can guess this one.
_UNUSED: Final[dict[Variable, NamedNode | BlankNode | Literal | Triple]] = {
    Variable(f"v{secrets.token_hex(8)}"): Literal("")
}


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs that a query sees (SPARQL 1.1 Protocol, section 2.1.4), as IRIs.

    Without any, the default graph is the union of all graphs, unless the query itself says FROM.
    """

    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


ALL: Final = Dataset()
"""All graphs."""


def run_query(
    store: Store,
    query: str,
    dataset: Dataset | None = None,
    base: str | None = None,
    services: tuple[str, ...] = (),
) -> Answer:
    """The answer, not yet read: its `serialize` does the work and releases the interpreter's lock.

    `services` are the addresses that SERVICE may name. Raises QueryError with line and column where the
    query does not parse, QueryRefusedError for any other SERVICE.
    """
    upper = query.upper()
    if "SERVICE" in upper or "\\U" in upper:  # letters may be written as numbers, after \u
        check_query(query, services)
    try:
        return _execute(store, query, dataset or ALL, base or None)
    except SyntaxError as error:
        raise unparsable(query, str(error)) from None
    except ValueError as error:
        raise QueryError(f"The query cannot be run: {error}.") from None
    except OSError as error:
        raise QueryError(f"The query failed while it ran: {error}.") from None


def ask_store(store: Store, query: str) -> Table | Graph:
    """The whole answer as a value, in the form that a remote endpoint's answers have too."""
    answer = run_query(store, query)
    if isinstance(answer, QueryTriples):
        return Graph((answer.serialize(format=RdfFormat.TURTLE) or b"").decode())
    return table_from_json(answer.serialize(format=QueryResultsFormat.JSON) or b"")


def check_query(query: str, services: tuple[str, ...] = ()) -> None:
    """Raise QueryError with line and column where a query does not parse, QueryRefusedError for SERVICE.

    A SERVICE may name one of `services`, written out as an IRI.
    """
    try:
        _parse(query)
    except SyntaxError as error:
        raise unparsable(query, str(error)) from None
    rest = without_services(query, services)
    if rest != query:
        try:
            _parse(rest)
        except SyntaxError:
            raise _refused(services) from None
    if uses_keyword(rest, "SERVICE"):
        raise _refused(services)


def _refused(services: tuple[str, ...]) -> QueryRefusedError:
    if services:
        return QueryRefusedError(
            "SERVICE is refused: this endpoint asks only some others on a query's behalf.",
            f"Write one of these in full: {', '.join(f'<{address}>' for address in services)}.",
        )
    return QueryRefusedError(
        "SERVICE is refused: this endpoint asks no other on a query's behalf.",
        "Query the other endpoint directly, or load its data here.",
    )


def uses_keyword(query: str, keyword: str, parse: Callable[[str], None] | None = None) -> bool:
    """Whether a query that parses uses a keyword, in whatever case; `parse` raises SyntaxError."""
    if keyword not in query.upper():
        return False
    misspelt = re.sub(keyword, f"{keyword[:-1]}QZ", query, flags=re.IGNORECASE)
    if misspelt == query:
        return False
    try:
        (parse or _parse)(misspelt)
    except SyntaxError:
        return True
    return False


def _parse(query: str) -> None:
    try:
        _EMPTY.query(query, base_iri=_NOWHERE, substitutions=_UNUSED)
    except RuntimeError:
        return


def _execute(store: Store, query: str, dataset: Dataset, base: str | None) -> Answer:
    if dataset.default_graphs or dataset.named_graphs:
        return store.query(
            query,
            base_iri=base,
            default_graph=[NamedNode(iri) for iri in dataset.default_graphs],
            named_graphs=[NamedNode(iri) for iri in dataset.named_graphs],
        )
    return store.query(query, base_iri=base, use_default_graph_as_union=not uses_keyword(query, "FROM"))


def unparsable(query: str, message: str, what: str = "query") -> QueryError:
    """What the parser says, as line, column, and a caret below the place."""
    found = _POSITION.search(message)
    if found is None:
        return QueryError(f"The {what} does not parse: {message}.")
    line, column = int(found[1]), int(found[2])
    text = (query.splitlines() or [""])[line - 1 : line] or [""]
    shown = text[0].replace("\t", " ")
    return QueryError(
        f"The {what} does not parse: line {line}, column {column}.",
        f"  {shown}\n  {' ' * (column - 1)}^ The parser stopped here: look here and just before.",
    )
