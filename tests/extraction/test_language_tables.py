"""Every language table is as its schema says, and a mistake is told with its table and entry."""

from importlib import resources
from pathlib import Path

import pyoxigraph as ox
import pytest

from communique.errors import InputError
from communique.mapping.extraction import language
from communique.mapping.extraction.language.schemas import ACT, FORCE, SCHEMAS

FOLDER = resources.files(language)
SCHEME = "https://w3id.org/communique/scheme/"
FRAME = '[[frame]]\nact = "warning"\ntakes = "that quote"\nstrength = "weak"\nverbs = "warn"\n'

MISTAKES = [
    ("no TOML", "words", "det = ", "words.toml is no TOML"),
    ("a missing entry", "names", 'followers = "Sea"', "names.toml: leaders: missing"),
    ("an unknown entry", "names", 'folowers = "Sea"', "names.toml: folowers: unknown; known are"),
    ("an unknown act", "speech", FRAME.replace("warning", "waning"), "frame 1.act: 'waning' is none of"),
    ("several acts", "speech", FRAME.replace("warning", "threat denial"), "frame 1.act: expected one of"),
    ("an unknown complement", "speech", FRAME.replace("quote", "quot"), "frame 1.takes: 'quot' is none of"),
    (
        "an unknown strength",
        "speech",
        FRAME.replace("weak", "feeble"),
        "frame 1.strength: 'feeble' is none of",
    ),
    ("the second of two", "speech", FRAME + FRAME.replace("verbs", "verb"), "frame 2.verbs: missing"),
    ("no words", "speech", FRAME.replace('"warn"', '" "'), "frame 1.verbs: expected words, found ' '"),
    ("a number for words", "names", "leaders = 3", "names.toml: leaders: expected a list, found 3"),
    ("an empty list", "people", "heads = []", "people.toml: heads: expected a list, found []"),
    ("a number in a list", "people", "heads = ['king', 3]", "people.toml: heads 2: expected words, found 3"),
    (
        "words for a table",
        "people",
        "offices = 'king'",
        "people.toml: offices: expected a table, found 'king'",
    ),
    ("words for a record", "people", "parts = 'x'", "people.toml: parts: expected a table, found 'x'"),
    (
        "words for a number",
        "time",
        "[months]\nMay = 'five'",
        "time.toml: months.May: expected a whole number",
    ),
    ("true for a number", "time", "[months]\nMay = true", "months.May: expected a whole number, found True"),
    (
        "a list for a value",
        "time",
        "[[rule]]\nset = { hour = [] }",
        "rule 1.set.hour: expected a word or a number",
    ),
    (
        "words for a flag",
        "time",
        "[[rule]]\nbound = 'yes'",
        "rule 1.bound: expected true or false, found 'yes'",
    ),
    (
        "a share above one",
        "confidence",
        "[meetings]\ndefault = 2",
        "meetings.default: expected a number from 0 to 1",
    ),
    ("a pattern", "documents", "[skipped]\npatterns = ['(x']", "skipped.patterns 1: no regular expression"),
]


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_tables_are_as_their_schemas_say(name: str) -> None:
    assert language.table(name)


def test_every_table_has_a_schema() -> None:
    assert {Path(str(file)).stem for file in FOLDER.iterdir() if str(file).endswith(".toml")} == set(SCHEMAS)


@pytest.mark.parametrize(
    ("name", "text", "told"), [case[1:] for case in MISTAKES], ids=[case[0] for case in MISTAKES]
)
def test_mistakes(name: str, text: str, told: str) -> None:
    with pytest.raises(InputError) as raised:
        language.parse(name, text)
    assert told in raised.value.message


@pytest.mark.parametrize(("scheme", "known"), [("act", ACT.known), ("force", FORCE.known)])
def test_closed_lists_are_concepts_of_the_ontology(scheme: str, known: frozenset[str]) -> None:
    ontology = (resources.files("communique.ontology") / "communique.ttl").read_bytes()
    subjects = {str(quad.subject) for quad in ox.parse(ontology, ox.RdfFormat.TURTLE)}
    assert [word for word in sorted(known) if f"<{SCHEME}{scheme}/{word}>" not in subjects] == []
