"""Commands on the store: query, export, backup, restore, demo.

Imports that take long stand in the commands that need them.
"""

from pathlib import Path
from typing import Annotated, Literal

import typer

from communique.commands.options import (
    DEFAULT_STORE,
    Store,
)
from communique.errors import UsageError


def query(
    source: Annotated[
        str | None, typer.Argument(metavar="NAME|FILE|TEXT", help="A named query, a file, or SPARQL itself.")
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="A parameter of the query; may be repeated."),
    ] = None,
    store: Store = DEFAULT_STORE,
    endpoint: Annotated[
        str | None, typer.Option(metavar="URL", help="Ask this SPARQL endpoint in place of the store.")
    ] = None,
    output: Annotated[
        Literal["table", "json", "csv"], typer.Option("--format", help="How the rows are printed.")
    ] = "table",
    list_queries: Annotated[bool, typer.Option("--list", help="List the named queries and stop.")] = False,
) -> None:
    """Ask the store or an endpoint.

    A named query, a file, or SPARQL itself.

    \b
    communique query --list
    communique query commitments-by-debtor --param debtor=US
    communique query said-about --param who=Zelensky --param about=Ukraine --format csv
    communique query 'SELECT * WHERE { ?s ?p ?o } LIMIT 5' --endpoint http://127.0.0.1:7474/sparql
    """
    from communique.publishing.console.asking import ask, list_named
    from communique.publishing.console.display import console, print_in
    from communique.queries.catalogue import bind, load_query

    if list_queries:
        list_named(console())
        return
    if source is None:
        raise UsageError("There is no query.", "Give a name, a file or SPARQL; --list shows the names.")
    wanted = load_query(source)
    print_in(console(), output, ask(bind(wanted, _pairs(param or [])), store, endpoint), wanted.title)


def export(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The file to write: .ttl .trig .nq .jsonld")],
    store: Store = DEFAULT_STORE,
    output: Annotated[
        Literal["turtle", "trig", "nquads", "jsonld"] | None,
        typer.Option("--format", help="The format, where the file's name does not tell it."),
    ] = None,
) -> None:
    """Write the store to one file.

    Turtle has the union of all graphs; TriG, N-Quads and JSON-LD have each of them.

    \b
    communique export record.ttl
    communique export record.trig --store record
    """
    from communique.publishing.storage.dumps import export as write_dump
    from communique.publishing.storage.store import open_snapshot

    with open_snapshot(store) as opened:
        dump = write_dump(opened, path, output)
    typer.echo(f"{dump.path}: {dump.statements:,} statements, as {dump.format}")


def backup(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write, a .tar.gz.")],
    store: Store = DEFAULT_STORE,
) -> None:
    """Write a backup of the store.

    A consistent state, also while it is served and written to, with what earlier captures said, and
    with checksums.

    \b
    communique backup record.tar.gz
    """
    from communique.publishing.storage.backups import back_up

    made = back_up(store, path)
    typer.echo(f"{made.path}: {made.store.quads:,} quads, SHA-256 {made.store.sha256}")
    if made.history:
        typer.echo(f"and what earlier captures said: {made.history.quads:,} quads")


def restore(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="What communique backup wrote.")],
    store: Store = DEFAULT_STORE,
) -> None:
    """Make a store of a backup.

    The checksums are compared before, the numbers of quads after.

    \b
    communique restore record.tar.gz --store restored
    """
    from communique.publishing.storage.backups import restore as restore_from

    made = restore_from(path, store)
    past = f", and {made.history.quads:,} of earlier captures" if made.history else ""
    typer.echo(f"{store}: {made.store.quads:,} quads{past}")


def demo(
    keep: Annotated[bool, typer.Option("--keep", help="Keep the store, in the folder of --store.")] = False,
    store: Store = DEFAULT_STORE,
) -> None:
    """Show the whole path on the examples.

    Ingest, check, serve, query over HTTP, dump (communique-dump.ttl).

    \b
    communique demo
    communique demo --keep && communique serve
    """
    from communique.publishing.console.display import console
    from communique.publishing.demo import run_demo

    raise typer.Exit(run_demo(console(), console(error=True), store if keep else None))


def _pairs(params: list[str]) -> dict[str, str]:
    """`name=value` for each parameter; raises UsageError for anything else."""
    pairs = [param.partition("=") for param in params]
    for name, equals, _ in pairs:
        if not name or not equals:
            raise UsageError(
                f"{name!r} is no parameter.", "Give it as NAME=VALUE, such as --param debtor=US."
            )
    return {name: value for name, _, value in pairs}
