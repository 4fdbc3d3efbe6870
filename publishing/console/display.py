"""What the command line prints for people: tables, graphs and reports. Programs get JSON and CSV."""

import os
import sys
from collections.abc import Iterable, Sequence
from textwrap import shorten
from typing import Final

from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from communique.publishing.querying.results import Graph, Table, table_to_csv, table_to_json
from communique.shapes.report import Report

_WIDTH_OF_FILES: Final = 160  # columns, where the output is no terminal


def console(error: bool = False) -> Console:
    """The console of stdout or stderr; wide enough to be read where it is a file."""
    stream = sys.stderr if error else sys.stdout
    wide = not stream.isatty() and "COLUMNS" not in os.environ
    return Console(stderr=error, width=_WIDTH_OF_FILES if wide else None, highlight=False)


def print_table(
    out: Console,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    title: str | None = None,
    clip: int | None = None,
) -> None:
    """A table with a title: None is an empty cell, numbers stand to the right.

    `clip` is the number of characters at which a cell is cut, at a word.
    """
    cells = [[_cell(value, clip) for value in row] for row in rows]
    table = RichTable(title=title, title_justify="left", title_style="bold", header_style="bold")
    for index, name in enumerate(columns):
        numeric = bool(cells) and all(row[index].plain.isdecimal() for row in cells)
        table.add_column(name.replace("_", " "), justify="right" if numeric else "left", overflow="fold")
    for row in cells:
        table.add_row(*row)
    out.print(table)


def print_answer(
    out: Console,
    answer: Table | Graph,
    title: str | None = None,
    limit: int | None = None,
    clip: int | None = None,
) -> None:
    """An answer's rows (the first `limit` of them, without empty columns), its yes or no, or its triples."""
    if isinstance(answer, Graph):
        out.print(answer.turtle, markup=False, soft_wrap=True, end="")
    elif answer.boolean is not None:
        out.print("yes" if answer.boolean else "no")
    else:
        if answer.rows:
            shown = answer.filled()
            print_table(out, shown.columns, shown.rows[:limit], title, clip)
        out.print(_count(len(answer.rows), limit), style="dim")


def print_in(out: Console, form: str, answer: Table | Graph, title: str | None = None) -> None:
    """An answer as a table for people, or as JSON or CSV for programs. A graph is Turtle in any case."""
    if isinstance(answer, Graph) or form == "table":
        print_answer(out, answer, title)
        return
    text = f"{table_to_json(answer)}\n" if form == "json" else table_to_csv(answer)
    sys.stdout.buffer.write(text.encode())
    sys.stdout.flush()


def print_report(out: Console, name: str, report: Report, limit: int | None = None) -> None:
    """What a check found in one file: each finding with its message, its words, and where it stands.

    `limit` is how many findings are shown; a line tells how many more there are.
    """
    for result in report.results[:limit]:
        style = "bold red" if result.severity == "violation" else "yellow"
        out.print(Text(f"{name}: {result.severity}: {result.message}", style=style), soft_wrap=True)
        for label, value in (("words", result.words), ("value", result.value), ("at", result.focus)):
            if value:
                out.print(f"    {label:<6} {value}", markup=False, soft_wrap=True)
    hidden = len(report.results[limit:]) if limit is not None else 0
    if hidden:
        out.print(
            f"{name}: and {hidden} more; communique validate shows them all", markup=False, soft_wrap=True
        )


def _cell(value: object, clip: int | None) -> Text:
    words = "" if value is None else str(value)
    return Text(shorten(words, clip, placeholder=" …") if clip else words)


def _count(rows: int, limit: int | None) -> str:
    shown = f", {limit} of them here" if limit is not None and rows > limit else ""
    return f"{rows:,} {'row' if rows == 1 else 'rows'}{shown}"
