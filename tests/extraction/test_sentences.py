"""Where sentences end: not in quotations, not behind titles and abbreviations."""

import pytest

from communique.mapping.extraction.text.sentences import analyse
from communique.mapping.model import Block, Span

CASES = [
    ("two plain sentences", "The talks ended. Nobody left.", ["The talks ended.", "Nobody left."]),
    ("a quotation of two sentences is one", "“It ends. We go,” he said.", ["“It ends. We go,” he said."]),
    (
        "a closed quotation, then a new sentence",
        "“It ends.” The hall was empty.",
        ["“It ends.”", "The hall was empty."],
    ),
    ("a question and its attribution", "“Who pays?” asked Rama.", ["“Who pays?” asked Rama."]),
    ("titles", "Mr. Smith met Dr. Jones. They left.", ["Mr. Smith met Dr. Jones.", "They left."]),
    ("initials of a state", "The U.S. said no. It left.", ["The U.S. said no.", "It left."]),
    (
        "a sentence ends with initials",
        "He flew to the U.S. The talks went on.",
        ["He flew to the U.S.", "The talks went on."],
    ),
    ("a middle initial", "Joseph R. Biden spoke.", ["Joseph R. Biden spoke."]),
    ("months", "On Jan. 6 they met. It rained.", ["On Jan. 6 they met.", "It rained."]),
    (
        "a party and state in brackets",
        "Sen. Ames (R-S.C.) agreed. Others did not.",
        ["Sen. Ames (R-S.C.) agreed.", "Others did not."],
    ),
    ("decimals", "It rose 3.5 percent. Prices fell.", ["It rose 3.5 percent.", "Prices fell."]),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_sentences(text: str, expected: list[str]) -> None:
    passage = analyse(text, Block("paragraph", Span(0, len(text))), 0, 0)
    assert [sentence.span.of(text) for sentence in passage.sentences] == expected
