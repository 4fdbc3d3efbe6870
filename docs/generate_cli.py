"""Writes docs/cli.md from the command line's own --help: `python docs/generate_cli.py`."""

from collections.abc import Iterator
from pathlib import Path

import typer
from typer.testing import CliRunner

from communique.cli import app

PAGE = Path(__file__).with_name("cli.md")
_HEAD = """# The command line

*Written by `docs/generate_cli.py` from `--help`; a test holds it to what the commands say.*

Exit codes: 0 fine; 1 violations: the input was read, and it does not hold; 2 usage; 3 input or store.
Results go to stdout; progress and whatever is wrong go to stderr.
"""


def page() -> str:
    """The reference as Markdown: the program, then each command."""
    return "\n".join([_HEAD, *_sections()])


def _sections() -> Iterator[str]:
    yield _section("communique", [])
    for name in typer.main.get_group(app).commands:
        yield _section(f"communique {name}", [name])


def _section(title: str, arguments: list[str]) -> str:
    # A terminal's width and a user's settings must not show in the page.
    settings = {"TERMINAL_WIDTH": "100", "COLUMNS": "100", "COMMUNIQUE_STORE": None}
    said = CliRunner().invoke(app, [*arguments, "--help"], prog_name="communique", env=settings)
    return f"## {title}\n\n```\n{said.output.strip()}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
