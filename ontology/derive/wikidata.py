"""What the Wikidata exports give: identifiers of people in office, ministers of 2023, heads of organisations.

An export lists who was in office in January 2023 and says nothing of the time after: the end of such a
term is written as about then ("2023-01~", EDTF), so that nobody is taken to hold an office for ever.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from communique.ontology.derive import sources
from communique.ontology.derive.terms import Term

_EXPORTED = "2023-01~"
_SINCE = "2015"


def identifiers(folder: Path) -> Iterator[tuple[str, str]]:
    """(name, Wikidata id) of heads of state and government in August 2026 and of the exports' people."""
    world = sources.json_object(folder / "world_leaders_current_30_2026-08-22.json")
    for state in world.values():
        for position in state["positions"].values():
            holder = position.get("current_holder")
            if holder and holder["wikidata_id"]:
                yield holder["name_en"], holder["wikidata_id"]
    for row in _ministers(folder):
        yield row["name"], row["person"]
    for row in _officials(folder):
        yield row["person"], row["personID"]


def foreign_ministers(folder: Path, states: Mapping[str, str]) -> Iterator[Term]:
    """Foreign ministers in office in January 2023; `states` maps Wikidata ids to codes."""
    for row in _ministers(folder):
        if row["country"] in states:
            yield Term(states[row["country"]], "foreign minister", row["start"], _EXPORTED, row["name"])


def officials(folder: Path) -> Iterator[Term]:
    """Heads and officials of international organisations whose term reaches into 2015 or later."""
    positions = sources.curated("offices")["positions"]
    for row in _officials(folder):
        position = positions.get(row["position"])
        if position and (row["end"] or _SINCE) >= _SINCE:
            of, office = position
            yield Term(of, office, row["start"], row["end"] or _EXPORTED, row["person"])


def _ministers(folder: Path) -> list[sources.Row]:
    rows = sources.csv_rows(folder / "epol_foreign_ministers_2023_wikidata.csv")
    return [row for row in rows if row["name"]]


def _officials(folder: Path) -> list[sources.Row]:
    rows = sources.csv_rows(folder / "epol_igo_officeholders_2023_wikidata.csv")
    return [row for row in rows if row["person"].isascii() or row["person"][0].isascii()]
