"""Who holds which office, asked at a place in the text."""

import pytest

from communique.mapping.extraction.actors.roll import call_roll, is_office
from communique.mapping.model import Actor, Mention, Span


def _official(name: str, of: str, office: str) -> Actor:
    return Actor("person", name.lower(), name, of=of, office=office, official=True)


BERG = _official("Berg", "NX", "prime minister")
DAHL = _official("Dahl", "SX", "prime minister")
EKER = _official("Eker", "NX", "trade minister")
ROLL = call_roll(
    (DAHL, BERG, EKER),
    [
        Mention(actor, Span(at, at + 4), "name")
        for at, actor in ((0, BERG), (10, EKER), (20, DAHL), (30, BERG))
    ],
)


@pytest.mark.parametrize(
    ("label", "of", "before", "start", "holder"),
    [
        pytest.param("prime minister", None, 25, 0, DAHL, id="the last before"),
        pytest.param("prime minister", "NX", 25, 0, BERG, id="the last of a state"),
        pytest.param("minister", "NX", 25, 0, EKER, id="a minister of whatever"),
        pytest.param("leader", "NX", 40, 0, BERG, id="whoever leads"),
        pytest.param("prime minister", "NX", 25, 5, None, id="none since"),
        pytest.param("prime minister", None, 0, 0, None, id="none before"),
    ],
)
def test_last(label: str, of: str | None, before: int, start: int, holder: Actor | None) -> None:
    assert ROLL.last(label, of, before, start) == holder


def test_people_in_the_order_of_the_article() -> None:
    assert ROLL.people("minister", None) == [DAHL, BERG, EKER]


@pytest.mark.parametrize(("before", "one"), [(0, False), (15, True), (25, False)])
def test_one_only(before: int, one: bool) -> None:
    assert ROLL.one_only("prime minister", before) is one


@pytest.mark.parametrize(
    ("label", "held", "fits"),
    [
        ("secretary", "secretary of state", True),
        ("minister", "trade minister", True),
        ("minister", "ministerial aide", False),
        ("leader", "chancellor", True),
        ("leader", None, False),
    ],
)
def test_is_office(label: str, held: str | None, fits: bool) -> None:
    assert is_office(label, held) is fits
