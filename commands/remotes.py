"""Commands on other servers: push, diff.

Imports that take long stand in the commands that need them.
"""

from pathlib import Path
from typing import Annotated, Literal

import typer

from communique.commands.options import DEFAULT_STORE, Store

Endpoint = Annotated[
    str, typer.Argument(metavar="ENDPOINT", help="The address where the other server answers queries.")
]
Auth = Annotated[
    Literal["none", "basic", "digest", "bearer"],
    typer.Option("--auth", help="How the server wants to know who writes."),
]
CredentialsFile = Annotated[
    Path | None,
    typer.Option(
        "--credentials",
        metavar="FILE",
        help="NAME:PASSWORD or a token, in a file that nobody else can read; else COMMUNIQUE_CREDENTIALS.",
    ),
]


def push(
    endpoint: Endpoint,
    store: Store = DEFAULT_STORE,
    method: Annotated[
        Literal["gsp", "update"] | None,
        typer.Option(help="Graph Store Protocol or SPARQL Update; else what suits the server."),
    ] = None,
    update: Annotated[
        str,
        typer.Option(metavar="URL", help="Where updates go, if not where the server is known to take them."),
    ] = "",
    graphs: Annotated[
        str, typer.Option(metavar="URL", help="Where the server's graph store is, if that is not known.")
    ] = "",
    auth: Auth = "none",
    credentials: CredentialsFile = None,
    check: Annotated[
        bool, typer.Option("--check", help="Ask the server what it has, and trust no earlier push.")
    ] = False,
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove what is surplus there, whoever put it there; see diff.")
    ] = False,
) -> None:
    """Publish the graphs on another SPARQL server.

    Only what changed since the last push there, and what is gone is removed; the first push there looks
    at what the server has of it. An interrupted push is gone on with by the same command. Exit code 1
    where the server did not take a graph.

    \b
    communique push http://127.0.0.1:7878/query
    communique push https://example.org/sparql --auth digest --credentials secret
    communique push https://example.org/sparql --graphs https://example.org/graphs --auth bearer
    """
    from communique.publishing.console.display import console
    from communique.publishing.pushing.credentials import Credentials
    from communique.publishing.pushing.showing import Remote, push_shown

    remote = Remote(endpoint, Credentials.load(auth, credentials), method, update, graphs)
    raise typer.Exit(push_shown(store, remote, check, prune, console(), console(error=True)))


def diff(
    endpoint: Endpoint,
    store: Store = DEFAULT_STORE,
    auth: Auth = "none",
    credentials: CredentialsFile = None,
    output: Annotated[
        Literal["table", "json"], typer.Option("--format", help="A table for people, JSON for programs.")
    ] = "table",
) -> None:
    """Compare the graphs with those on another SPARQL server.

    Says which are missing there, differ or are surplus; nothing is written. Exit code 1 where any is.

    \b
    communique diff http://127.0.0.1:7878/query
    communique diff https://example.org/sparql --format json
    """
    from communique.publishing.console.display import console
    from communique.publishing.pushing.credentials import Credentials
    from communique.publishing.pushing.showing import Remote, compare_shown

    remote = Remote(endpoint, Credentials.load(auth, credentials))
    raise typer.Exit(compare_shown(store, remote, output, console(), console(error=True)))
