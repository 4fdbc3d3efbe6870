"""What limits an undertaking: its duration, deadline and sum; no word of the tables is overlooked."""

from datetime import date

import pytest

from communique.mapping.extraction.commitments.terms import terms_of
from communique.mapping.extraction.language import table
from communique.mapping.model import Span

DAY = date(2026, 3, 4)
TIME = table("time")
MONEY = TIME["money"]


def told(text: str) -> tuple[str | None, str | None, str | None]:
    """Duration, deadline and sum of a whole text."""
    terms = terms_of(text, Span(0, len(text)), DAY)
    return (
        terms.duration.iso if terms.duration else None,
        terms.deadline.edtf if terms.deadline else None,
        terms.amount.of(text) if terms.amount else None,
    )


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("lend Chad $40m for ten years", ("P10Y", None, "$40m")),
        ("lift the ban by 1 May 2026", (None, "2026-05-01", None)),
        ("Withdraw no LATER THAN Friday", (None, "2026-03-06", None)),
        ("by Monday's offer, take a two-year lease", ("P2Y", None, None)),
        ("be backed by the allies", (None, None, None)),
        ("keep it open for half a decade", ("P5Y", None, None)),
        ("send aid", (None, None, None)),
    ],
)
def test_terms(text: str, terms: tuple[str | None, str | None, str | None]) -> None:
    assert told(text) == terms


@pytest.mark.parametrize("unit", TIME["units"])
def test_every_unit_of_time_is_looked_for(unit: str) -> None:
    assert told(f"keep it open for 12 {unit}")[0] is not None


@pytest.mark.parametrize("unit", [*MONEY["units"], *MONEY["units_of_millions"], *MONEY["codes"]])
def test_every_currency_is_looked_for(unit: str) -> None:
    assert told(f"Chad will pay 5 million {unit} to Niger")[2] == f"5 million {unit}"


@pytest.mark.parametrize("share", MONEY["shares"])
def test_every_share_of_income_is_looked_for(share: str) -> None:
    assert told(f"spend 2% of {share} on it")[2] == f"2% of {share}"


@pytest.mark.parametrize("sign", "$€£¥₩₽₴₹₺₪")
def test_every_sign_of_money_is_looked_for(sign: str) -> None:
    assert told(f"pay {sign}3bn")[2] == f"{sign}3bn"
