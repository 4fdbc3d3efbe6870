"""Which marks open a quotation, which close it, which are apostrophes."""

import pytest

from communique.mapping.extraction.text.quotes import find_quotes

CASES = [
    ("curly double", "“We will wait,” she said.", ["“We will wait,”"]),
    ("curly single with an apostrophe", "‘We can’t wait,’ she said.", ["‘We can’t wait,’"]),
    ("straight double", 'He said "no" twice.', ['"no"']),
    ("straight single with apostrophes", "'It's late,' he said of the minister's plan.", ["'It's late,'"]),
    ("doubled single marks", "''It's late,'' he said.", ["''It's late,''"]),
    ("styles mixed in one paragraph", "‘Yes,’ he said. “No,” she said.", ["‘Yes,’", "“No,”"]),
    ("opens single, closes double", "‘Too late,” he said.", ["‘Too late,”"]),
    ("opens double, closes straight", '“Too late," he said.', ['“Too late,"']),
    (
        "a plural possessive closes nothing",
        "‘The allies’ aid is late,’ he said.",
        ["‘The allies’ aid is late,’"],
    ),
    ("a plural possessive alone", "The ministers’ plan and the allies’ aid.", []),
    ("nested: the outer one counts", "“They said ‘never’ to us,” he said.", ["“They said ‘never’ to us,”"]),
    ("a year with its century cut", "The treaty of ‘68 and the spirit of '75 live on.", []),
    ("open at the end: the next paragraph takes it up", "He said: “We begin.", ["“We begin."]),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_quotations(text: str, expected: list[str]) -> None:
    assert [text[quote.start : quote.end] for quote in find_quotes(text, 0, len(text))] == expected


def test_an_opening_mark_that_nothing_takes_up_is_a_slip() -> None:
    text = "“One day costs a year, he said."
    assert find_quotes(text, 0, len(text), continued=False) == ()
