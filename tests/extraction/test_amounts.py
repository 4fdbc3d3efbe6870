"""Periods and sums: each case is a text and what is found in it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.mapping.extraction.times.amounts import find_amounts, find_durations
from communique.mapping.model import Span

DURATIONS = [
    ("guarantees for up to 15 years – although", "15 years", "P15Y", "duration"),
    ("for an initial period of 90 days, while", "90 days", "P90D", "duration"),
    ("a 30-day ceasefire", "30-day", "P30D", "duration"),
    ("suspends the tax for two years", "two years", "P2Y", "duration"),
    ("a 48-hour truce", "48-hour", "PT48H", "duration"),
    ("lend the ships for six months", "six months", "P6M", "duration"),
    ("for a decade", "a decade", "P10Y", "duration"),
    ("for at least two decades", "two decades", "P20Y", "duration"),
    ("over the next 10 years", "10 years", "P10Y", "duration"),
    ("the mandate was extended by six months", "six months", "P6M", "duration"),
    ("a pause of two weeks", "two weeks", "P14D", "duration"),
    ("for another 18 months", "18 months", "P18M", "duration"),
    ("for a year and a half", "a year and a half", "P18M", "duration"),
    ("six years of talks", "six years", "P6Y", "duration"),
    ("for 90 days after signing", "90 days", "P90D", "duration"),
    ("a new deal within 30 days", "30 days", "P30D", "deadline"),
    ("within the next two weeks", "two weeks", "P14D", "deadline"),
    ("two days ago", "two days", "P2D", "ago"),
    ("three months later", "three months", "P3M", "ago"),
    ("over the past two years", "two years", "P2Y", "ago"),
    ("the 22-year-old accused", "22-year", "P22Y", "age"),
    ("the nearly four-year-old war", "four-year", "P4Y", "age"),
    ("boys aged 15 years old", "15 years", "P15Y", "age"),
]


@pytest.mark.parametrize(
    ("text", "words", "iso", "kind"), DURATIONS, ids=[f"{case[0]} {case[3]}" for case in DURATIONS]
)
def test_durations(text: str, words: str, iso: str, kind: str) -> None:
    (found,) = find_durations(text, Span(0, len(text)))
    assert (found.text, found.iso, found.kind) == (words, iso, kind)


@pytest.mark.parametrize(
    "text",
    ["six months", "a decade", "months-long efforts", "for 10 to 15 years", "for years", "$30 days", "a day"],
)
def test_no_duration(text: str) -> None:
    assert find_durations(text, Span(0, len(text))) == ()


AMOUNTS = [
    ("an $8 billion loan", ["$8 billion"]),
    ("€500m in grants", ["€500m"]),
    ("worth £3.5bn.", ["£3.5bn"]),
    ("500 million euros for Chad", ["500 million euros"]),
    ("US$1.2bn of gas", ["US$1.2bn"]),
    ("$8-10 billion", ["$8-10 billion"]),
    ("tens of billions of dollars", ["tens of billions of dollars"]),
    ("half a billion dollars", ["half a billion dollars"]),
    ("EUR 500 million", ["EUR 500 million"]),
    ("5 million pounds for schools", ["5 million pounds"]),
    ("€90bn (£78bn)", ["€90bn", "£78bn"]),
    ("spend 2% of GDP on defence", ["2% of GDP"]),
    ("3.5 per cent of its GDP", ["3.5 per cent of its GDP"]),
    ("500 pounds of rice", []),
    ("1,000 missiles", []),
    ("a 10% tariff", []),
    ("the party won 5 won seats", []),
]


@pytest.mark.parametrize(("text", "amounts"), AMOUNTS, ids=[case[0] for case in AMOUNTS])
def test_amounts(text: str, amounts: list[str]) -> None:
    assert [span.of(text) for span in find_amounts(text, Span(0, len(text)))] == amounts


_PIECES = st.sampled_from(
    "for a 30 two - days years -year-old ago within $ €5 bn 1,000 million euros of GDP % \n".split(" ")
)


@settings(max_examples=100, deadline=None)
@given(text=st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=20).map(" ".join)), data=st.data())
def test_spans_lie_within(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    for duration in find_durations(text, span):
        assert duration.span in span
        assert duration.text == duration.span.of(text) != ""
    assert all(found in span and len(found) > 0 for found in find_amounts(text, span))
