"""The command line: commands that parse, call one function, and print.

Exit codes: 0 fine, 1 violations (the input was read, and it does not hold), 2 usage, 3 input or store.
Imports that take long stand in the commands that need them.
"""

import json
import sys
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from communique import __version__
from communique.errors import CommuniqueError

app = typer.Typer(
    help="Diplomatic reporting as a public record that can be queried.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class FactsFormat(StrEnum):
    """How `extract` prints what it found."""

    json = "json"
    table = "table"


Published = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"],
        metavar="DATE",
        help="The day the article was published, where it does not say so itself.",
    ),
]


@app.command()
def extract(
    file: Annotated[Path, typer.Argument(help="A saved article: plain text or HTML.", show_default=False)],
    published: Published = None,
    output: Annotated[
        FactsFormat, typer.Option("--format", help="JSON for programs, a table for people.")
    ] = FactsFormat.json,
) -> None:
    """Print what an article says: states, leaders, meetings, statements, commitments."""
    from communique.mapping.extraction import extract as extract_facts
    from communique.mapping.facts_json import facts_to_json
    from communique.mapping.reading import read_article

    article = read_article(file, _day(published))
    row = facts_to_json(article, extract_facts(article))
    typer.echo(json.dumps(row, ensure_ascii=False, indent=1))


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"communique {__version__}")
        raise typer.Exit


@app.callback()
def communique(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Diplomatic reporting as a public record that can be queried."""


def main() -> None:
    """Run the command line; what the user can act on goes to stderr as plain words."""
    try:
        app()
    except CommuniqueError as error:
        typer.echo(f"communique: {error}", err=True)
        sys.exit(error.exit_code)
