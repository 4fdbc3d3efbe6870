"""Phrases are found where they begin, the longest first, and only whole."""

import pytest

from communique.mapping.extraction.text.lookup import lookup
from communique.mapping.extraction.text.tokens import tokenize

TABLE = lookup(
    [(("prime", "minister"), "head"), (("minister",), "member"), (("minister", "of", "trade"), "trade")]
)


@pytest.mark.parametrize(
    ("text", "at", "found"),
    [
        pytest.param("The Prime Minister spoke", 1, (3, "head"), id="whatever the capitals"),
        pytest.param("a minister of trade", 1, (4, "trade"), id="the longest"),
        pytest.param(
            "a minister of health", 1, (2, "member"), id="a shorter one where the longest breaks off"
        ),
        pytest.param("prime numbers", 0, None, id="not half a phrase"),
        pytest.param("the prime", 1, None, id="not beyond the end"),
    ],
)
def test_at(text: str, at: int, found: tuple[int, str] | None) -> None:
    assert TABLE.at(tokenize(text, 0, len(text)), at) == found


def test_starts() -> None:
    text = "The minister of trade met the prime minister"
    tokens = tokenize(text, 0, len(text))
    assert list(TABLE.starts(tokens)) == [1, 6, 7]
    assert list(TABLE.starts(tokens, 2, 7)) == [6]


def test_of_a_phrase_that_is_listed_twice_the_last_counts() -> None:
    table = lookup([(("call",), 1), (("call",), 2)])
    assert table.at(tokenize("call", 0, 4), 0) == (1, 2)
