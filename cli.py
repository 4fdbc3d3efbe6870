"""The command line: the front door. What each command does is in `commands/`.

Exit codes: 0 fine, 1 violations (the input was read, and it does not hold), 2 usage, 3 input or store.
"""

import gc
import sys
from typing import Annotated

import typer

from communique import __version__
from communique.commands import articles, records, remotes, serving
from communique.errors import CommuniqueError

PATIENCE = 50_000
"""New objects after which the collector looks for cycles: an article makes thousands, and hardly a cycle."""

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

for command in (
    articles.extract,
    articles.read,
    articles.ingest,
    articles.validate,
    serving.serve,
    serving.token,
    records.query,
    records.export,
    records.backup,
    records.restore,
    remotes.push,
    remotes.diff,
    records.demo,
):
    app.command()(command)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"communique {__version__}")
        raise typer.Exit


@app.callback()
def communique(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.", is_eager=True, callback=_version)
    ] = False,
) -> None:
    """Diplomatic reporting as a public record that can be queried.

    Exit codes: 0 fine, 1 violations, 2 usage, 3 input or store.
    """


def main() -> None:
    """Run the command line; what the user can act on goes to stderr as plain words."""
    gc.set_threshold(PATIENCE)
    try:
        app()
    except CommuniqueError as error:
        typer.echo(f"communique: {error}", err=True)
        sys.exit(error.exit_code)
