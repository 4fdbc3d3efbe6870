"""Who is named: capitalised words that are bodies, places or texts name no person, and no state."""

from datetime import date
from pathlib import Path

import pytest

from communique.mapping.extraction import extract
from communique.mapping.reading import read_article

DAY = date(2025, 6, 10)

NO_PERSON = [
    "Drina Commission said rafts could pass, and Nile Transit Commission that barges could not.",
    "Okavango Center pledged to publish its list of wells; Titicaca Center said it had none.",
    "The lamps came from Sahel International, the nets from Lamu International.",
    "Crowds gathered at Nagar Square, and a day later at Bandung Square.",
    "Two aircraft stood at Kwajalein Base, a third at Camiri Air Base.",
    "Samarkand Summit left open what Arusha Summit settled.",
    "Boreal Seed Program and Zambezi Flood Program share an office.",
    "Barents Region said its reindeer could cross, and Kurdistan Region agreed to send oil.",
    "Ferries join Timor East and Kimberley East.",
    "Far North promised fodder to the herds that Atlas North had lost.",
    "Cartagena Statement said what Bamako Statement left out.",
    "Lobito Economic pledged to buy the copper that Chancay Economic said it had.",
    "Guaviare Peace said its choir would sing, and Mindanao Peace that its school would open.",
    "Molucca Strait was calm, and Banda Strait said no mail had come.",
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
