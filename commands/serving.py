"""Commands of the endpoint: serve, token.

Imports that take long stand in the commands that need them.
"""

from pathlib import Path
from typing import Annotated

import typer

from communique.commands.options import DEFAULT_STORE, Store
from communique.commands.serving_options import (
    AccessLog,
    AllowLoad,
    AllowService,
    CacheSize,
    CheckWrites,
    Connections,
    Host,
    MaxMemory,
    MaxRequest,
    MaxResult,
    Patience,
    Port,
    QueueLength,
    ReaderCount,
    TimeLimit,
    TokenFile,
)
from communique.publishing.answering.limits import DEFAULTS


def serve(
    store: Store = DEFAULT_STORE,
    host: Host = "127.0.0.1",
    port: Port = 7474,
    tokens: TokenFile = None,
    time_limit: TimeLimit = DEFAULTS.seconds,
    readers: ReaderCount = DEFAULTS.readers,
    queue: QueueLength = DEFAULTS.queue,
    max_result: MaxResult = DEFAULTS.result,
    max_request: MaxRequest = DEFAULTS.request,
    max_memory: MaxMemory = DEFAULTS.memory,
    cache: CacheSize = DEFAULTS.cache,
    connections: Connections = DEFAULTS.connections,
    patience: Patience = DEFAULTS.patience,
    allow_service: AllowService = None,
    allow_load: AllowLoad = None,
    check_writes: CheckWrites = False,
    access_log: AccessLog = False,
) -> None:
    """Serve the store over HTTP.

    SPARQL 1.1 at /sparql, the graphs at /graphs, and a start page with the named queries. Articles can be
    ingested meanwhile, and show within a second.

    \b
    communique serve
    communique serve --store record --port 8000 --time-limit 10
    communique serve --tokens tokens --allow-load https://example.org/data/
    """
    from communique.publishing.answering.federation import checked_services, checked_sources
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
        sources=checked_sources(allow_load or ()),
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
    from communique.publishing.serving.tokens import exposed, new_token

    typer.echo(new_token(name, file))
    if warning := exposed(file):
        typer.echo(f"communique: {file}: {warning} {file}", err=True)
