"""Options of `communique serve`, as types of its parameters."""

from pathlib import Path
from typing import Annotated

import typer

Host = Annotated[str, typer.Option(metavar="HOST", help="The address to listen on.")]
Port = Annotated[int, typer.Option(metavar="PORT", min=0, max=65535, help="0 takes a free one.")]
TokenFile = Annotated[
    Path | None,
    typer.Option(metavar="FILE", envvar="COMMUNIQUE_TOKEN_FILE", help="Who may write: see communique token."),
]
TimeLimit = Annotated[
    float, typer.Option(metavar="SECONDS", min=0.1, help="A query that takes longer is stopped.")
]
ReaderCount = Annotated[int, typer.Option(metavar="N", min=1, max=256, help="Queries that run at one time.")]
QueueLength = Annotated[int, typer.Option(metavar="N", min=0, help="Queries that wait for a reader at most.")]
MaxResult = Annotated[int, typer.Option(metavar="BYTES", min=1, help="The longest answer.")]
MaxRequest = Annotated[int, typer.Option(metavar="BYTES", min=1, help="The longest body of a request.")]
MaxMemory = Annotated[
    int, typer.Option(metavar="BYTES", min=0, help="What a reader may take; 0 for no limit.")
]
CacheSize = Annotated[
    int, typer.Option(metavar="BYTES", min=0, help="Answers that are kept until something is written.")
]
Connections = Annotated[int, typer.Option(metavar="N", min=1, help="Connections that are open at one time.")]
Patience = Annotated[
    float, typer.Option(metavar="SECONDS", min=0.1, help="What a slow client has for its next step.")
]
AllowService = Annotated[
    list[str] | None,
    typer.Option(
        metavar="URL",
        help="An endpoint that queries may ask by SERVICE, as they must write it; may be given again.",
    ),
]
AllowLoad = Annotated[
    list[str] | None,
    typer.Option(
        metavar="URL",
        help="A document that updates may LOAD, as they must write it, or one that ends in / for all below; "
        "may be given again.",
    ),
]
CheckWrites = Annotated[
    bool,
    typer.Option("--check-writes", help="Refuse writes after which an article's graphs break the shapes."),
]
AccessLog = Annotated[bool, typer.Option("--access-log", help="A line of JSON on stderr for each request.")]
