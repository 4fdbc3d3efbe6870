"""Confidence tells how often facts are right: told and counted agree, on every text whose facts are known."""

import runpy
from functools import cache
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).parents[3] / "shared"
TOOL: dict[str, Any] = runpy.run_path(str(Path(__file__).with_name("calibration.py")))
BANDS = [(0.55, 0.75), (0.75, 0.85), (0.85, 0.95), (0.95, 1.0)]
TOLERANCE = 0.05
DUE = 0.02
"""How far a confidence may lie outside the interval that its counts leave."""

annotated = pytest.mark.skipif(not SHARED.is_dir(), reason="the annotated texts are not here: ../shared")


@cache
def facts() -> list[Any]:
    return list(TOOL["judged"](SHARED))


@annotated
@pytest.mark.parametrize("kind", TOOL["KINDS"])
def test_each_confidence_lies_where_its_counts_put_it(kind: str) -> None:
    groups = TOOL["groups"](facts(), TOOL["by_confidence"])
    told = {name: (group.told, group.due) for name, group in groups.items() if name.startswith(kind)}
    assert told
    assert {name: pair for name, pair in told.items() if abs(pair[0] - pair[1]) > DUE} == {}


@annotated
@pytest.mark.parametrize(("least", "below"), BANDS)
def test_facts_are_right_as_often_as_they_say(least: float, below: float) -> None:
    """Of those at 0.9 about nine in ten; no surer than in texts that no rule was tuned on."""
    band = [fact for fact in facts() if least <= fact.confidence < below]
    told, share = sum(fact.confidence for fact in band) / len(band), TOOL["share_of"](band)
    expected = share.right / share.every
    new = TOOL["share_of"](fact for fact in band if TOOL["is_new"](fact))
    assert told - TOLERANCE <= expected
    if new.every >= TOOL["ENOUGH"]:
        assert new.right / new.every == pytest.approx(told, abs=TOLERANCE)


@pytest.mark.parametrize(
    ("right", "every", "low", "high"),
    [(20, 20, 0.88, 1.0), (1, 1, 0.27, 1.0), (0, 1, 0.0, 0.73), (90, 100, 0.84, 0.94)],
)
def test_few_facts_leave_a_wide_interval(right: int, every: int, low: float, high: float) -> None:
    assert TOOL["Share"](right, every).bounds == pytest.approx((low, high), abs=0.005)
