"""Options that several commands have in common, as types of their parameters."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer

DEFAULT_STORE: Final = Path("communique-store")

Store = Annotated[
    Path,
    typer.Option("--store", envvar="COMMUNIQUE_STORE", metavar="DIR", help="The folder of the store."),
]
Published = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"], metavar="DATE", help="The day of publication, where the article does not say."
    ),
]
CapturedAt = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"],
        metavar="WHEN",
        help="When the articles were captured; now, or what an archive says, unless it is given.",
    ),
]
MaxSize = Annotated[
    int,
    typer.Option("--max-size", metavar="MIB", min=1, help="The most that one document may have."),
]
MaxRatio = Annotated[
    int, typer.Option("--max-ratio", metavar="N", min=1, help="How many times its size a file may unpack to.")
]
MaxDepth = Annotated[
    int, typer.Option("--max-depth", metavar="N", min=0, help="How deep archives may lie within archives.")
]
MaxRedirects = Annotated[
    int, typer.Option("--max-redirects", metavar="N", min=0, help="How many redirects are followed.")
]
Timeout = Annotated[
    float, typer.Option("--timeout", metavar="SECONDS", min=0.1, help="The most time that one address gets.")
]
AllowPrivate = Annotated[
    bool, typer.Option("--allow-private", help="Fetch from private and loopback addresses too.")
]
