"""Words that bind, before anybody asks who is bound; and how far the clause goes."""

import pytest

from communique.mapping.extraction.commitments.clauses import condition_before, condition_behind, items
from communique.mapping.extraction.commitments.conveyed import Conveyed
from communique.mapping.extraction.commitments.undertakings import find_triggers
from communique.mapping.extraction.text.tokens import Token, tokenize
from communique.mapping.model import Span, Statement


def words(text: str, start: int, end: int) -> str:
    tokens = tokenize(text, 0, len(text))
    return text[tokens[start].start : tokens[end - 1].end] if end > start else ""


def of(text: str) -> list[Token]:
    return tokenize(text, 0, len(text))


@pytest.mark.parametrize(
    ("text", "rule", "status", "begins"),
    [
        ("Chad has pledged to reopen the road", "pledge", "announced", "to"),
        ("Chad pledged $5m to Niger", "pledge", "announced", "$5m"),
        ("Chad promised that it would pay", "pledge", "announced", "it"),
        ("Chad agreed to a truce", "agree", "agreed", "to"),
        ("Chad committed to freeing them", "commit", "announced", "freeing"),
        ("Chad will not sign the treaty", "will", "refused", "sign"),
        ("Chad will not stop sending rice", "will", "announced", "stop"),
        ("Chad will continue sending rice", "will", "announced", "continue"),
        ("Chad is ready to send rice", "readiness", "proposed", "is"),
        ("Chad is bound to defend Niger", "readiness", "in-force", "is"),
        ("Chad ruled out sending soldiers", "rule-out", "refused", "sending"),
        ("Chad refused to commit to a date", "refusal", "refused", "to"),
        ("Chad broke its promise to leave", "fate", "broken", "to"),
        ("Chad withdrew its pledge of $5m", "fate", "withdrawn", "its"),
        ("Chad’s verbal commitment to peace", "noun", "announced", "verbal"),
        ("Chad’s commitment to peace", "noun", "in-force", "commitment"),
    ],
)
def test_words_that_bind(text: str, rule: str, status: str, begins: str) -> None:
    trigger = find_triggers(of(text))[0]
    assert (trigger.rule, trigger.status, of(text)[trigger.start].lower) == (rule, status, begins)


@pytest.mark.parametrize(
    "text",
    [
        "Chad will win the cup",
        "Chad would attack Niger",
        "Chad will host the summit",
        "Chad could pledge to leave",
        "Chad wants to pledge rice",
        "Chad was promised rice",
        "Soldiers committed 40 crimes",
        "Chad has a promising harvest",
        "Chad agreed to disagree",
        "Chad will have sent the rice",
        "The pledge came late",
    ],
)
def test_words_that_do_not_bind(text: str) -> None:
    assert find_triggers(of(text)) == ()


def test_an_official_text_binds_by_any_verb() -> None:
    assert find_triggers(of("The Parties shall inform each other")) == ()
    assert [
        trigger.rule for trigger in find_triggers(of("The Parties shall inform each other"), official=True)
    ] == ["will"]


def test_items_of_an_official_clause() -> None:
    text = "suspend the duty, and removing the quota on rice; and (ii) adopt a common tariff"
    pieces = items(of(text), 0, len(of(text)), official=True)
    assert [words(text, piece.start, piece.end) for piece in pieces] == [
        "suspend the duty",
        "removing the quota on rice",
        "adopt a common tariff",
    ]


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("Chad will pay if Niger pays", "if Niger pays"),
        ("Chad will pay, provided that Niger pays, in May", "provided that Niger pays, in May"),
        ("Chad will pay in exchange for rice", "in exchange for rice"),
        ("Chad will pay in May", ""),
    ],
)
def test_condition_behind(text: str, condition: str) -> None:
    phrase = condition_behind(of(text), 2, len(of(text)))
    assert words(text, phrase.start, phrase.end) == condition


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("Once Niger agrees, Chad will pay", "Once Niger agrees"),
        ("After taking these steps, Chad will pay", "After taking these steps"),
        ("After the vote, Chad will pay", ""),
    ],
)
def test_condition_before(text: str, condition: str) -> None:
    phrase = condition_before(of(text), len(of(text)) - 2)
    assert words(text, phrase.start, phrase.end) == condition


def test_the_innermost_statement_conveys() -> None:
    outer = Statement((), (Span(0, 2000),), "outer")
    inner = Statement((), (Span(600, 700),), "inner")
    conveyed = Conveyed((outer, inner))
    assert [conveyed.index_at(Span(*pair)) for pair in ((10, 20), (650, 660), (2100, 2200))] == [0, 1, None]
