"""Commitments: who is bound to what, how firmly, for whom, under which condition, and what binds nobody."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from communique.mapping.extraction.pipeline import extract
from communique.mapping.facts_json import actor_name
from communique.mapping.model import Commitment
from communique.mapping.reading import read_article

Record = dict[str, Any]

TABLE = Path(__file__).parent / "cases" / "commitments.toml"

NOT_YET: dict[str, str] = {}
"""Cases that do not hold yet, each with what is missing."""


def _cases() -> list[Any]:
    cases = tomllib.loads(TABLE.read_text(encoding="utf-8"))["case"]
    return [
        pytest.param(
            case,
            id=case["shows"],
            marks=[pytest.mark.xfail(strict=True, reason=NOT_YET[case["shows"]])] if case["shows"] in NOT_YET else [],
        )
        for case in cases
    ]


def found(tmp_path: Path, text: str, published: date) -> tuple[str, tuple[Commitment, ...]]:
    """The text as read, and the commitments found in it."""
    path = tmp_path / "case.txt"
    path.write_text(text, encoding="utf-8")
    article = read_article(path, published)
    return article.text, extract(article).commitments


def record(text: str, commitment: Commitment) -> Record:
    """A commitment in the words of the tables."""
    return {
        "debtors": {actor_name(actor) for actor in commitment.debtors},
        "beneficiaries": {actor_name(actor) for actor in commitment.beneficiaries},
        "content": " … ".join(span.of(text) for span in commitment.spans),
        "status": commitment.status,
        "duration": commitment.duration,
        "condition": commitment.condition.of(text) if commitment.condition else None,
        "amount": commitment.amount.of(text) if commitment.amount else None,
        "deadline": commitment.deadline.latest.date() if commitment.deadline else None,
    }


def overlap(one: str, other: str) -> float:
    """F1 of the words that two wordings share."""
    a, b = set(one.lower().split()), set(other.lower().split())
    return 2 * len(a & b) / (len(a) + len(b))


def fits(expected: Record, got: Record) -> bool:
    """Whether a record is the expected one: words for the most part, whatever else it gives exactly."""
    exact = {"status", "duration", "condition", "amount", "deadline"} & set(expected)
    return (
        overlap(" … ".join(expected["content"]), got["content"]) >= 0.6
        and set(expected["debtors"]) == got["debtors"]
        and set(expected["beneficiaries"]) <= got["beneficiaries"]
        and all(expected[key] == got[key] for key in exact)
    )


@pytest.mark.parametrize("case", _cases())
def test_case(case: Record, tmp_path: Path) -> None:
    text, commitments = found(tmp_path, case["text"], case["published"])
    got = [record(text, commitment) for commitment in commitments]
    required = [expected for expected in case["commitments"] if not expected.get("optional")]
    assert [expected for expected in required if not any(fits(expected, each) for each in got)] == []
    assert [each for each in got if not any(fits(expected, each) for expected in case["commitments"])] == []
