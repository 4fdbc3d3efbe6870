"""The pages that people read: the start page with the named queries as forms, and rows as a table."""

from collections.abc import Sequence
from functools import cache
from typing import Final
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined

from communique import __version__
from communique.publishing.querying.results import Table, Term
from communique.publishing.storage.summary import Summary
from communique.queries.catalogue import NamedQuery, catalogue

MAX_ROWS: Final = 500
"""Rows that a page shows; the other formats give them all."""

_FIRST_QUERY: Final = """PREFIX cmq: <https://w3id.org/communique/ns#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?speaker ?words WHERE {
  ?statement cmq:speaker/skos:prefLabel ?speaker ; schema:text ?words .
}
LIMIT 20
"""
# The list behind each figure of the summary.
_LISTS: Final = {
    "articles": "report",
    "reports": "report",
    "statements": "statement",
    "meetings": "meeting",
    "commitments": "commitment",
    "states": "state",
    "people": "person",
}
_DOWNLOADS: Final = ("json", "csv", "tsv", "xml")


def start_page(summary: Summary, endpoint: str, busiest: Sequence[tuple[str, str, int]] = ()) -> str:
    """What is served, how to ask for it, and a form for each named query.

    `busiest` are those most on record: name, path, and how many facts.
    """
    return _render(
        "start.html",
        summary=summary,
        busiest=busiest,
        lists=_LISTS,
        endpoint=endpoint,
        queries=catalogue().values(),
        first_query=_FIRST_QUERY,
    )


def results_page(table: Table, query: str, named: NamedQuery | None = None) -> str:
    """The rows of an answer, the query that gave them, and links to the same in other formats."""
    downloads = [(name, f"/sparql?{urlencode({'query': query, 'format': name})}") for name in _DOWNLOADS]
    return _render(
        "results.html",
        table=table,
        rows=table.rows[:MAX_ROWS],
        query=query,
        named=named,
        downloads=downloads,
    )


def _render(template: str, **values: object) -> str:
    return _environment().get_template(template).render(version=__version__, **values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("communique.publishing.serving"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["words"] = lambda name: str(name).replace("_", " ")
    environment.filters["link"] = _link
    return environment


def _link(term: Term | None) -> str | None:
    """Where an IRI leads on the web, if it does."""
    return term.value if term and term.kind == "uri" and term.value.startswith(("http:", "https:")) else None
