"""What the extraction knows of the language, as data: one TOML table a topic, read and checked once."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from communique.errors import InputError
from communique.mapping.extraction.language.schemas import SCHEMAS

_HINT = "docs/language.md tells what each table holds."


@cache
def table(name: str) -> dict[str, Any]:
    """The table NAME.toml of this folder. Raises InputError where it is not as its schema says."""
    return parse(name, resources.files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def parse(name: str, text: str) -> dict[str, Any]:
    """A table from its text. Raises InputError with the table, each wrong entry and what is wrong there."""
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{name}.toml is no TOML: {error}", _HINT) from error
    wrong = [f"{name}.toml: {problem}" for problem in SCHEMAS[name].problems(read, "")]
    if wrong:
        raise InputError("\n".join(wrong), _HINT)
    return read


def words(entry: str | list[str]) -> tuple[str, ...]:
    """The words of an entry: a list as it stands, a string cut at white space."""
    return tuple(entry.split() if isinstance(entry, str) else entry)
