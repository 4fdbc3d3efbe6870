"""Who says what: the case tables, each a short text and the statements a careful reader records."""

import re
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from communique.mapping.extraction import extract
from communique.mapping.facts_json import actor_name
from communique.mapping.model import Statement
from communique.mapping.reading import read_article

Record = dict[str, Any]

TABLES = sorted((Path(__file__).parents[1] / "cases").glob("speech-*.toml"))
AGREE = 0.75
"""Share of words in which found and expected content agree (F1)."""

NOT_YET = {
    "the parties took note, agreed and stressed in separate sentences": "one statement a paragraph",
    "a reader's comment below the article is not the article's": "comments in plain text",
    "a speech that is announced and then quoted, with its occasion as channel": "monarchs with a numeral",
    "an accusation reported with its answer": "an answer within a comment clause",
    "a closing mark behind the full stop, then an attribution in a new sentence": "a noun phrase credits",
    "a quotation left open at the end of its paragraph stops there": "a quotation that nothing closes",
    "an unclosed quotation does not swallow the next paragraph's speaker": "a quotation that nothing closes",
    "called on with a body as addressee": "the addressee is not part of the content",
    "for somebody, as a source": "'for X' as a source",
}
"""Cases that do not hold yet, each with what is missing."""


def _words(parts: list[str]) -> Counter[str]:
    return Counter(word for part in parts for word in re.findall(r"\w+", part.casefold()))


def _agreement(one: Counter[str], other: Counter[str]) -> float:
    both = sum((one & other).values())
    return 2 * both / (sum(one.values()) + sum(other.values())) if both else 0.0


def _voice(name: str) -> str:
    """A name by its first and last word, a description without its article: spellings of one voice agree."""
    plain = unicodedata.normalize("NFKD", name.replace("’", "'").casefold())
    words = re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)))
    words = [word for word in words if word not in ("the", "a", "an", "jr")]
    return " ".join(words) if name.startswith("~") else f"{words[0]} {words[-1]}"


def _same_voice(expected: list[str], statement: Statement) -> bool:
    found = {_voice(actor_name(actor)) for actor in statement.speakers}
    return bool(found & {_voice(name) for name in expected}) or any(
        _agreement(_words([name]), _words([actor_name(actor)])) > 0.7
        for name in expected
        if name.startswith("~")
        for actor in statement.speakers
    )


def _matches(expected: Record, statement: Statement, text: str) -> bool:
    said = _words([span.of(text) for span in statement.spans])
    return _agreement(said, _words(expected["content"])) >= AGREE and _same_voice(
        expected["speakers"], statement
    )


def test_statements_of_a_case(case: Record, tmp_path: Path) -> None:
    path = tmp_path / "case.txt"
    path.write_text(case["text"], encoding="utf-8")
    published: date = case["published"]
    article = read_article(path, published)
    found = list(extract(article).statements)
    missed = []
    for expected in case["statements"]:
        match = next((s for s in found if _matches(expected, s, article.text)), None)
        if match is None and not expected.get("optional"):
            missed.append((expected["speakers"], expected["content"]))
        elif match is not None:
            found.remove(match)
            assert match.quoted == expected.get("quoted", match.quoted)
    invented = [
        ([actor_name(a) for a in s.speakers], [p.of(article.text) for p in s.spans], s.rule) for s in found
    ]
    assert (missed, invented) == ([], [])
