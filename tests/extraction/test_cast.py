"""Who is named: capitalised words that are bodies, places or texts name no person, and no state."""

from datetime import date
from pathlib import Path

import pytest

from communique.mapping.extraction import extract
from communique.mapping.reading import read_article

DAY = date(2025, 6, 10)

NO_PERSON = [
    "The rules of the Nile Transit Commission cover barges, and those of the Drina Commission rafts.",
    "Wells are counted by the Okavango Center and by the Titicaca Center.",
    "The lamps came from Sahel International, the nets from Lamu International.",
    "Crowds gathered at Nagar Square, and a day later at Bandung Square.",
    "Two aircraft stood at Kwajalein Base, a third at Camiri Air Base.",
    "What the Samarkand Summit left open, the Arusha Summit settled.",
    "The Boreal Seed Program and the Zambezi Flood Program share an office.",
    "The reindeer of the Barents Region cross into the Sapmi Autonomous Region.",
    "Ferries join Timor East and the Kimberley East.",
    "Snow fell in the Atlas North and along the Andean North.",
    "The Cartagena Statement is older than the Bamako Statement.",
    "Copper is what the Lobito Economic zone and the Chancay Economic corridor live on.",
    "Prizes went to the Guaviare Peace choir and the Mindanao Peace school.",
    "Mail for the Banda Strait goes by the Molucca Strait.",
    "Tankers wait off the Bab el-Mandeb, and barges off the Shatt el-Arab.",
    "Lenders have signed up to the Common Framework and to the Bridgetown Agenda.",
]  # fmt: skip

NO_STATE = [
    "Ferries crossed the Taiwan Strait twice a day.",
    "Fishing in the Taiwan Strait was banned for a month.",
    "The South American countries grow more soy than they eat.",
    "No South American port is deeper.",
    "Snow geese fly from North America to their winter lakes.",
    "Lobsters move north along the coast of North America.",
]


@pytest.mark.parametrize("text", NO_PERSON)
def test_no_person_is_named(text: str, tmp_path: Path) -> None:
    assert kinds(text, tmp_path, "person") == []


@pytest.mark.parametrize("text", NO_STATE)
def test_no_state_is_named(text: str, tmp_path: Path) -> None:
    assert kinds(text, tmp_path, "state") == []


def kinds(text: str, folder: Path, kind: str) -> list[str]:
    """The actors of one kind that are mentioned."""
    path = folder / "case.txt"
    path.write_text(text, encoding="utf-8")
    mentions = extract(read_article(path, DAY)).mentions
    return [mention.actor.name for mention in mentions if mention.actor.kind == kind]
