"""What the extraction knows of the language, as data: one TOML table a topic, each read once."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The table NAME.toml of this folder."""
    text = resources.files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def words(entry: str | list[str]) -> tuple[str, ...]:
    """The words of an entry: a list as it stands, a string cut at white space."""
    return tuple(entry.split() if isinstance(entry, str) else entry)
