"""The queries behind the pages: files in `queries`, asked of the readers within their limits.

They are written as the named queries are (communique.queries.catalogue): parameters are bound as terms.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

import pyoxigraph as ox

from communique.publishing.answering.engine import Engine
from communique.publishing.answering.jobs import Answer, Job
from communique.publishing.querying.results import Term, table_from_json
from communique.queries.catalogue import NamedQuery, bind_terms, parse_query

Row = Mapping[str, Term]
RdfTerm = ox.NamedNode | ox.Literal

MANY: Final = 1000
"""Items beyond which a list is in the order of the store, where its query says so: to sort takes too long."""

_START: Final = "\nSELECT "
_WHERE: Final = "\nWHERE {"
_ORDER: Final = "  # For the order"
_ALONE: Final = f"{_ORDER} alone"


class UnansweredError(Exception):
    """The readers gave no answer: theirs says why."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.text)
        self.answer = answer


@cache
def question(name: str) -> NamedQuery:
    """The query in the file of that name."""
    file = resources.files("communique.publishing.linked") / "queries" / f"{name}.rq"
    return parse_query(name, file.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Asker:
    """Puts queries to an engine; raises UnansweredError where it does not answer."""

    engine: Engine

    async def rows(
        self, name: str, terms: Mapping[str, Sequence[RdfTerm]], window: str = ""
    ) -> tuple[Row, ...]:
        """The rows of a query with its parameters bound, each by column, without those that are unbound."""
        return await self._rows(bind_terms(question(name), terms) + window)

    async def window(
        self, name: str, terms: Mapping[str, Sequence[RdfTerm]], page: int, size: int
    ) -> tuple[tuple[Row, ...], int]:
        """The rows of one page, counted from 1, and how many there are on all pages."""
        query = bind_terms(question(name), terms)
        plain = _unordered(query)
        count = await self._count(plain or query)
        ordered = plain if plain and count > MANY and _ALONE in query else query
        rows = await self._rows(f"{ordered}\nLIMIT {size:d} OFFSET {(page - 1) * size:d}") if count else ()
        return rows, count

    async def triples(self, name: str, terms: Mapping[str, Sequence[RdfTerm]]) -> list[ox.Triple]:
        """The triples of a CONSTRUCT, without doubles."""
        body = await self._ask(Job("query", bind_terms(question(name), terms), graph_format="ntriples"))
        return list({quad.triple for quad in ox.parse(body, ox.RdfFormat.N_TRIPLES)})

    async def holds(self, name: str, terms: Mapping[str, Sequence[RdfTerm]]) -> bool:
        """The answer of an ASK."""
        job = Job("query", bind_terms(question(name), terms), solution_format="json")
        return bool(table_from_json(await self._ask(job)).boolean)

    async def _count(self, query: str) -> int:
        prologue, start, rest = f"\n{query}".partition(_START)
        if rest.startswith("DISTINCT ?item\n"):
            counted = (
                f"{prologue}\nSELECT (COUNT(DISTINCT ?item) AS ?count){rest.removeprefix('DISTINCT ?item')}"
            )
        else:
            counted = f"{prologue}\nSELECT (COUNT(*) AS ?count) {{{start}{rest}\n}}"
        return int((await self._rows(counted))[0]["count"].value)

    async def _rows(self, query: str) -> tuple[Row, ...]:
        table = table_from_json(await self._ask(Job("query", query, solution_format="json")))
        return tuple(
            {name: term for name, term in zip(table.columns, row, strict=True) if term is not None}
            for row in table.rows
        )

    async def _ask(self, job: Job) -> bytes:
        answer = await self.engine.ask(job)
        if answer.status != 200:
            raise UnansweredError(answer)
        return answer.body


def _unordered(query: str) -> str | None:
    """The query of the same items without what is there for their order; None where nothing is."""
    pattern, marked, _ = query.partition(_ORDER)
    prologue, _, _ = f"\n{query}".partition(_START)
    where = pattern.partition(_WHERE)[2]
    return f"{prologue}\nSELECT DISTINCT ?item{_WHERE}{where}}}" if marked else None


def node(iri: str) -> ox.NamedNode:
    """An IRI as a term; raises ValueError where it is none."""
    return ox.NamedNode(iri)
