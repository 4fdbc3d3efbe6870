"""How sure facts are, by circumstance, rule and default; and what --min-confidence leaves."""

import pytest

from communique.mapping.extraction.confidence import confidence_of
from communique.mapping.facts_json import at_least
from communique.mapping.model import Commitment, Facts, Meeting, Span, Statement

SPANS = (Span(0, 4),)


@pytest.mark.parametrize(
    ("surer", "less"),
    [
        (("statements", "finite-head", "direct"), ("statements", "finite-head", "")),
        (("statements", "finite-pronoun", ""), ("statements", "finite-coordination", "")),
        (("statements", "document-issuer-the", ""), ("statements", "gerund-head", "")),
        (("statements", "unheard-of", ""), ("statements", "refusal-head", "")),
        (("meetings", "verb-meet", ""), ("meetings", "verb-meet", "alone")),
        (("commitments", "will-official", ""), ("commitments", "passive-official", "")),
    ],
)
def test_order(surer: tuple[str, str, str], less: tuple[str, str, str]) -> None:
    assert 0.5 < confidence_of(*less) < confidence_of(*surer) < 1


def test_references_follow_what_is_left() -> None:
    facts = Facts(
        statements=tuple(Statement((), SPANS, "finite", confidence=share) for share in (0.5, 0.9)),
        meetings=(
            Meeting("summit", (), SPANS, "noun", confidence=0.5),
            Meeting("visit", (), SPANS, "noun", confidence=0.9),
            Meeting("call", (), SPANS, "noun", part_of=1, confidence=0.9),
            Meeting("call", (), SPANS, "noun", part_of=0, confidence=0.9),
        ),
        commitments=tuple(Commitment((), SPANS, "will", statement=at, confidence=0.9) for at in (0, 1)),
    )
    left = at_least(facts, 0.8)
    assert [meeting.part_of for meeting in left.meetings] == [None, 0, None]
    assert [commitment.statement for commitment in left.commitments] == [None, 0]
    assert len(left.statements) == 1
    assert at_least(facts, 0) == facts
