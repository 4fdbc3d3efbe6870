"""What --explain tells: the rule of each fact, whom else it could have meant, and what was left open."""

from datetime import date
from pathlib import Path

import pytest

from communique.mapping.extraction import extract
from communique.mapping.extraction.explanation import explain
from communique.mapping.extraction.trace import Trace
from communique.mapping.reading import read_article

CASES = {
    "a pronoun takes the last subject": (
        "Emmanuel Macron said the port would open. Giorgia Meloni said the road would follow. "
        "She said the railway was late.",
        "Giorgia Meloni: “She” is the last subject that fits; passed over: Emmanuel Macron",
    ),
    "nobody else": (
        "Emmanuel Macron said the port would open. He said the road would follow.",
        "Emmanuel Macron: “He” is the last subject that fits; nobody else fits",
    ),
    "an office weighs who holds one": (
        "French president Emmanuel Macron and Finland’s president, Alexander Stubb, walked along the quay. "
        "The Finnish president said the ice was thin.",
        "Alexander Stubb: “The Finnish president” (head)",
    ),
    "a surname that two people bear": (
        "Barrow said in Banjul on Monday that the port would open.",
        "“Barrow” is Adama Barrow: of those with this name the one in office on the day (president, GM); "
        "not Dean Barrow",
    ),
    "who takes part, and what names them": (
        "Emmanuel Macron met Giorgia Meloni in Rome on Monday.",
        "attending: “Giorgia Meloni” is Giorgia Meloni: a name of the register (prime minister, IT)",
    ),
    "when and where": (
        "Emmanuel Macron met Giorgia Meloni in Rome on Monday.",
        "bilateral, held; “on Monday” is 2025-05-19; Rome",
    ),
    "on whose word somebody is bound": (
        "“France will pay for the road,” Emmanuel Macron said in Rome.",
        "announced, on the word of Emmanuel Macron",
    ),
    "what names whom a commitment binds": (
        "“France will pay for the road,” Emmanuel Macron said in Rome.",
        "“France” is France: a name of the state",
    ),
    "a cue that credits nobody": ("He said the port would open on Friday.", "open: nobody fits “said” in"),
}


@pytest.mark.parametrize(("text", "told"), CASES.values(), ids=CASES.keys())
def test_explanation(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "case.txt"
    path.write_text(text, encoding="utf-8")
    article, trace = read_article(path, date(2025, 5, 20)), Trace()
    facts = extract(article, trace)
    assert [line for line in explain(article, facts, trace) if told in line]
    assert extract(article) == facts
