"""Words marked in what stands around them; and what times, durations and things are called."""

import pytest

from communique.publishing.linked.excerpts import Passage, Source, runs
from communique.publishing.linked.places import Places
from communique.publishing.linked.wording import clipped, day, duration

TEXT = (
    "The ministers met in Oslo. “We will send ten ships by March,” Anna Berg told Radio Nord on Tuesday "
    "evening, after a day of talks about the strait.\n\nHer office declined to say more about it then."
)


def at(words: str, around: int = 32) -> Passage:
    start = TEXT.index(words)
    end = start + len(words)
    return Passage(
        f"p/{start}", start, end, words, TEXT[max(0, start - around) : start], TEXT[end : end + around]
    )


def shown(*passages: Passage, content: tuple[str, ...] = (), around: tuple[Passage, ...] = ()) -> str:
    """Runs as text: marks in [], cues in (), gaps as ~."""
    marks = {"mark": "[{}]", "cue": "({})", "gap": "~", "context": "{}"}
    return "".join(marks[run.kind].format(run.text) for run in runs(passages, frozenset(content), around))


SHIPS, BERG, TOLD = at("We will send ten ships by March,"), at("Anna Berg"), at("told")
CASES = {
    "one passage": (
        shown(SHIPS),
        "The ministers met in Oslo. “[We will send ten ships by March,]” Anna Berg told Radio Nord on …",
    ),
    "speaker and cue beside the content": (
        shown(SHIPS, BERG, TOLD, content=("We will send ten ships by March,",)),
        "The ministers met in Oslo. “[We will send ten ships by March,]” (Anna Berg) (told) Radio Nord on "
        "Tuesday evening, …",
    ),
    "without content of its own all is marked": (
        shown(BERG, TOLD),
        "… will send ten ships by March,” [Anna Berg] [told] Radio Nord on Tuesday evening, …",
    ),
    "apart": (shown(at("ministers", 4), at("office", 4)), "The [ministers] met~Her [office] dec"),
    "a paragraph ends what stands around": (
        shown(at("strait")),
        "… after a day of talks about the [strait].",
    ),
    "a paragraph begins it": (shown(at("office")), "Her [office] declined to say more about it …"),
    "more is known": (
        shown(at("office"), around=(at("evening"), at("talks"), at("strait"))),
        "… told Radio Nord on Tuesday evening, after a day of talks about the strait.\n\nHer [office] "
        "declined to say more about it …",
    ),
    "overlapping": (
        shown(at("ten ships"), SHIPS, content=("ten ships",)),
        "The ministers met in Oslo. “(We will send )[ten ships]( by March,)” Anna Berg told Radio Nord on …",
    ),
    "at the very end": (shown(at("then.")), "… declined to say more about it [then.]"),
}


@pytest.mark.parametrize("name", CASES)
def test_excerpts(name: str) -> None:
    given, wanted = CASES[name]
    assert given == wanted


LINKS = [
    ("https://a.example/x", "ten ships", "https://a.example/x#:~:text=ten%20ships"),
    ("https://a.example/x#top", "a-b, c & d", "https://a.example/x#:~:text=a%2Db%2C%20c%20%26%20d"),
    (
        "http://a.example/x",
        "one two three four five " * 8,
        "http://a.example/x#:~:text=one%20two%20three%20four%20five,one%20two%20three%20four%20five",
    ),
    ("javascript:alert(1)", "ten ships", None),
    (None, "ten ships", None),
]


@pytest.mark.parametrize(("url", "words", "wanted"), LINKS)
def test_links_into_the_article(url: str | None, words: str, wanted: str | None) -> None:
    assert Source("r", url=url).link(words) == wanted


DAYS = [
    ("2025-03-06", "6 March 2025"),
    ("2025-03", "2025-03"),
    ("2019-07-08/2023-05-25", "8 July 2019 to 25 May 2023"),
    ("2023-06-26/..", "26 June 2023 to …"),
    ("2026-01-06T13:00:00Z", "6 January 2026, 13:00 UTC"),
    ("2026-01-06T13:00:00", "6 January 2026, 13:00"),
    ("2026-01-06T00:00:00", "6 January 2026"),
    ("some day", "some day"),
]


@pytest.mark.parametrize(("edtf", "words"), DAYS)
def test_days(edtf: str, words: str) -> None:
    assert day(edtf) == words


@pytest.mark.parametrize(
    ("lexical", "words"),
    [
        ("P14M", "14 months"),
        ("P1Y2M", "1 year 2 months"),
        ("PT36H", "36 hours"),
        ("P1D", "1 day"),
        ("P", "P"),
    ],
)
def test_durations(lexical: str, words: str) -> None:
    assert duration(lexical) == words


def test_clipped_at_a_word() -> None:
    assert clipped("one two three", 9) == "one two …"
    assert clipped("one\n two", 9) == "one two"


PATHS = [
    ("https://e.example/r/id/state/fr", "/doc/state/fr"),
    ("https://e.example/r/id/passage/a/1-2#q", "/doc/passage/a/1-2"),
    ("https://e.example/r/", "/"),
    ("https://w3id.org/communique/scheme/act/pledge", "/doc/scheme/act/pledge"),
    ("https://w3id.org/communique/ns#debtor", "/ns#debtor"),
    ("https://w3id.org/communique/ns", "/ns"),
    ("https://w3id.org/communique/nsx", None),
    ("https://w3id.org/communique/id/state/fr", None),
    ("https://e.example/r/id/", None),
    ('https://e.example/r/id/a/é"<', "/doc/a/%C3%A9%22%3C"),
]


@pytest.mark.parametrize(("iri", "path"), PATHS)
def test_where_iris_lead(iri: str, path: str | None) -> None:
    assert Places("https://e.example/r/").path(iri) == path
