"""Ask the store in a folder or an endpoint elsewhere: one answer, in one form, either way."""

from pathlib import Path

from rich.console import Console

from communique.publishing.console.display import print_table
from communique.publishing.querying.results import Graph, Table
from communique.queries.catalogue import catalogue


def ask(query: str, store: Path, endpoint: str | None = None) -> Table | Graph:
    """The answer of the endpoint if one is given, else of the store.

    Raises QueryError, and StoreError or ServerError as it may be.
    """
    if endpoint is not None:
        from communique.publishing.querying.remote import query_remote

        return query_remote(endpoint, query)
    from communique.publishing.querying.queries import ask_store, check_query
    from communique.publishing.storage.store import open_snapshot

    check_query(query)
    with open_snapshot(store) as opened:
        return ask_store(opened.oxigraph, query)


def list_named(out: Console) -> None:
    """The named queries: what each tells, and the parameters that it takes."""
    rows = [
        (
            query.name,
            query.title,
            ", ".join(_usage(wanted.name, wanted.optional) for wanted in query.parameters),
        )
        for query in catalogue().values()
    ]
    print_table(out, ("query", "tells", "parameters"), rows)


def _usage(name: str, optional: bool) -> str:
    return f"[{name}]" if optional else name
