"""Commands of the endpoint: serve, token.

Imports that take long stand in the commands that need them.
"""

from pathlib import Path
from typing import Annotated

import typer

from communique.commands.options import (
    DEFAULT_STORE,
    Store,
)
from communique.publishing.answering.limits import DEFAULTS


def serve(
    store: Store = DEFAULT_STORE,
    host: Annotated[str, typer.Option(metavar="HOST", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="PORT", min=0, max=65535, help="0 takes a free one.")] = 7474,
    tokens: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", envvar="COMMUNIQUE_TOKEN_FILE", help="Who may write: see communique token."
        ),
    ] = None,
    time_limit: Annotated[
        float, typer.Option(metavar="SECONDS", min=0.1, help="A query that takes longer is stopped.")
    ] = DEFAULTS.seconds,
    readers: Annotated[
        int, typer.Option(metavar="N", min=1, max=256, help="Queries that run at one time.")
    ] = DEFAULTS.readers,
    queue: Annotated[
        int, typer.Option(metavar="N", min=0, help="Queries that wait for a reader at most.")
    ] = DEFAULTS.queue,
    max_result: Annotated[
        int, typer.Option(metavar="BYTES", min=1, help="The longest answer.")
    ] = DEFAULTS.result,
    max_request: Annotated[
        int, typer.Option(metavar="BYTES", min=1, help="The longest body of a request.")
    ] = DEFAULTS.request,
    max_memory: Annotated[
        int, typer.Option(metavar="BYTES", min=0, help="What a reader may take; 0 for no limit.")
    ] = DEFAULTS.memory,
    cache: Annotated[
        int, typer.Option(metavar="BYTES", min=0, help="Answers that are kept until something is written.")
    ] = DEFAULTS.cache,
    connections: Annotated[
        int, typer.Option(metavar="N", min=1, help="Connections that are open at one time.")
    ] = DEFAULTS.connections,
    patience: Annotated[
        float, typer.Option(metavar="SECONDS", min=0.1, help="What a slow client has for its next step.")
    ] = DEFAULTS.patience,
    allow_service: Annotated[
        list[str] | None,
        typer.Option(
            metavar="URL",
            help="An endpoint that queries may ask by SERVICE, as they must write it; may be given again.",
        ),
    ] = None,
    check_writes: Annotated[
        bool,
        typer.Option(
            "--check-writes", help="Refuse writes after which an article's graphs break the shapes."
        ),
    ] = False,
    access_log: Annotated[
        bool, typer.Option("--access-log", help="A line of JSON on stderr for each request.")
    ] = False,
) -> None:
    """Serve the store over HTTP.

    SPARQL 1.1 at /sparql, the graphs at /graphs, and a start page with the named queries. Articles can be
    ingested meanwhile, and show within a second.

    \b
    communique serve
    communique serve --store record --port 8000 --time-limit 10
    """
    from communique.publishing.answering.federation import checked_services
    from communique.publishing.answering.limits import Limits
    from communique.publishing.answering.readers import Readers
    from communique.publishing.endpoint import create_app
    from communique.publishing.server import address, listen
    from communique.publishing.server import serve as serve_app
    from communique.publishing.serving.tokens import Tokens
    from communique.publishing.serving.watching import log_requests
    from communique.publishing.storage.store import open_snapshot

    if access_log:
        log_requests()
    limits = Limits(
        seconds=time_limit,
        result=max_result,
        request=max_request,
        readers=readers,
        queue=queue,
        memory=max_memory,
        cache=cache,
        connections=connections,
        patience=patience,
        services=checked_services(allow_service or ()),
    )
    writers = Tokens.load(tokens)
    open_snapshot(store).close()  # says at once if there is none
    listener = listen(host, port)
    typer.echo(f"Serving {store} at {address(listener)} (SPARQL: {address(listener)}/sparql). Ctrl-C stops.")
    serve_app(create_app(Readers(store, limits), writers, check_writes), listener, limits.seconds)


def token(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Who is to have it: one word.")],
    file: Annotated[
        Path, typer.Option("--file", metavar="FILE", help="Where its hash is kept, for serve --tokens.")
    ] = Path("communique-tokens"),
) -> None:
    """Make a token with which to write.

    It is printed once, and only its hash is kept.

    \b
    communique token editor --file tokens
    communique serve --tokens tokens
    """
    from communique.publishing.serving.tokens import new_token

    typer.echo(new_token(name, file))
