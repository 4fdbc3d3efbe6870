"""Recorded examples of every structured format, and what each becomes."""

import re
from pathlib import Path

import pytest

from communique.mapping.model import Article
from communique.mapping.reading import Read, Skipped, read_article, read_articles

FIXTURES = Path(__file__).parents[1] / "fixtures"


def articles(path: str) -> list[Article]:
    return [result.article for result in read_articles(FIXTURES / path) if isinstance(result, Read)]


def told(article: Article) -> tuple[object, ...]:
    """Title, day, authors, publisher, language, the source's identifier, and whether it is a teaser."""
    day = article.published.day.isoformat() if article.published else None
    return (
        article.title,
        day,
        article.authors,
        article.publisher,
        article.language,
        article.identifier,
        article.teaser,
    )


MACKEREL, PORTS = "Iceland and Norway share the mackerel", "Readout of the call with Ghana"
READOUT = "https://ministry.example/readout/12"
PRESS, PLAIN, WIRE = "Ministry of Foreign Affairs", "The Plain Dispatch", "Example Wire"
BORDER, FERRY = "Border talks: as it happens", "Envoys agree on the ferry"
NAIROBI = ("Ana Ruiz", "Sam Peel")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (
            "feeds/rss2.xml",
            [
                (MACKEREL, "2026-02-10", ("Runa Dahl",), "The Harbour Post", "en", "harbour-771", False),
                (
                    "Ferry line to reopen",
                    "2026-02-09",
                    (),
                    "The Harbour Post",
                    "en",
                    "https://harbour.example/ferry",
                    True,
                ),
            ],
        ),
        (
            "feeds/rss1.rdf",
            [
                (
                    PORTS,
                    "2026-01-20",
                    ("Press Office",),
                    PRESS,
                    "en",
                    "https://ministry.example/readout/12",
                    False,
                )
            ],
        ),
        (
            "feeds/atom.xml",
            [
                (
                    "Chile signs the lithium charter",
                    "2026-03-03",
                    ("Pilar Rey", "Tom Okoro"),
                    "Summit Desk",
                    "en",
                    "tag:summit.example,2026:lithium",
                    False,
                )
            ],
        ),
        (
            "feeds/feed.json",
            [
                (
                    "Treaty on the delta is open for signature",
                    "2026-02-20",
                    ("Mina Osei",),
                    PLAIN,
                    "en",
                    "d-1",
                    False,
                ),
                ("Envoys return", "2026-02-21", (), PLAIN, "en", "d-2", True),
            ],
        ),
        (
            "feeds/page-model.json",
            [
                (
                    "Water pact talks – live",
                    "2026-02-12",
                    NAIROBI,
                    "pages.example",
                    "en",
                    "world/live/water-pact",
                    False,
                )
            ],
        ),
        (
            "feeds/content-api.json",
            [
                (
                    "Six states sign the pact on water",
                    "2026-02-12",
                    ("Ana Ruiz",),
                    None,
                    "en",
                    "world/2026/feb/12/pact",
                    False,
                ),
                ("Water talks – live", "2026-02-12", ("Sam Peel",), None, "en", "world/live/water", False),
            ],
        ),
        *(
            (
                f"agency/ninjs{version}.json",
                [
                    (
                        "Finland offers to host the talks",
                        "2026-01-15",
                        ("Ada Lind",),
                        WIRE,
                        "en",
                        f"urn:newsml:wire.example:20260115:{version}",
                        False,
                    )
                ],
            )
            for version in (2, 3)
        ),
        (
            "agency/newsitem.xml",
            [
                (
                    "Peru and Japan open talks",
                    "2026-01-16",
                    ("Jo Marsh",),
                    WIRE,
                    "en",
                    "urn:newsml:wire.example:20260116:1",
                    False,
                )
            ],
        ),
        (
            "agency/nitf.xml",
            [("Oslo to chair the fund", "2026-01-17", ("Kari Moe",), WIRE, "en", "nitf-7", False)],
        ),
        (
            "pages/microdata.html",
            [("Border talks: as it happens", "2026-04-02", ("Lea Brandt",), None, "en", None, False)],
        ),
        ("pages/amp-live.html", [("Lake summit live", None, ("Grace Phiri",), None, "en", None, False)]),
        (
            "pages/furniture.html",
            [("Envoys agree on the ferry", "2026-05-05", ("Ida Holt",), None, "en", "ridge-55", False)],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_each_format_tells(path: str, expected: list[tuple[object, ...]]) -> None:
    assert [told(article) for article in articles(path)] == expected


@pytest.mark.parametrize(
    ("path", "index", "words"),
    [
        ("feeds/rss2.xml", 0, "mackerel of the North Atlantic.\n\nThe quota holds"),
        ("feeds/rss2.xml", 1, "The two ports have set a date."),
        ("feeds/rss1.rdf", 0, "Both sides will meet in March."),
        ("feeds/atom.xml", 0, "\n\nWho is missing\n\nBolivia"),
        ("feeds/feed.json", 0, "Four states have said"),
        ("agency/ninjs3.json", 0, "“We have a hall ready,”"),
        ("agency/newsitem.xml", 0, "\n\nWhat is at stake\n\n"),
        ("agency/nitf.xml", 0, "The ministry in Oslo."),
    ],
)
def test_the_words_of_each_format(path: str, index: int, words: str) -> None:
    assert words in articles(path)[index].text


def posts(article: Article) -> list[tuple[str | None, str | None, str | None, str | None, bool]]:
    """Identifier, headline, author and time of each post, and whether it is pinned."""
    return [
        (p.identifier, p.headline.of(article.text) if p.headline else None, p.author, p.published, p.pinned)
        for p in article.posts
        if p.role == "post"
    ]


@pytest.mark.parametrize(
    ("path", "index", "expected"),
    [
        (
            "feeds/page-model.json",
            0,
            [
                ("b3", "Ministers sign", "Ana Ruiz", "2026-02-12T12:00:00+00:00", False),
                ("b2", None, None, "2026-02-12T10:00:00+00:00", False),
                ("b1", "What we know", None, "2026-02-12T08:00:00+00:00", True),
            ],
        ),
        (
            "feeds/content-api.json",
            1,
            [
                ("c2", "Signed", None, "2026-02-12T12:00:00+00:00", False),
                ("c1", None, None, "2026-02-12T08:00:00+00:00", False),
            ],
        ),
        (
            "pages/microdata.html",
            0,
            [
                ("#u2", "A map is on the table", "Lea Brandt", "2026-04-02T11:20:00+00:00", False),
                ("#u1", "The envoys arrive", None, "2026-04-02T08:05:00+00:00", False),
            ],
        ),
        (
            "pages/amp-live.html",
            0,
            [
                ("post-9", "Malawi joins", "Grace Phiri", "2026-04-02T10:00:00+00:00", False),
                ("post-8", None, None, "2026-04-02T09:00:00+00:00", False),
            ],
        ),
    ],
)
def test_the_posts_of_live_blogs(path: str, index: int, expected: list[tuple[object, ...]]) -> None:
    article = articles(path)[index]
    assert article.live
    assert posts(article) == expected


def test_elements_of_a_block_keep_their_kind() -> None:
    article = read_article(FIXTURES / "feeds" / "page-model.json")
    (post,) = [p for p in article.posts if p.identifier == "b3"]
    assert [(b.kind, b.span.of(article.text)) for b in post.blocks] == [
        ("headline", "Ministers sign"),
        ("paragraph", "The ministers signed the pact at noon."),
        ("paragraph", "Kenya will host the secretariat."),
        ("caption", "The hall in Nairobi. Photograph: A. Kimani"),
        ("quotation", "We signed."),
    ]


def test_a_message_s_items_are_read_or_told() -> None:
    results = list(read_articles(FIXTURES / "skipped" / "newsml" / "message.xml"))
    assert [r.article.title for r in results if isinstance(r, Read)] == ["Peru and Japan open talks"]
    reasons = [r.reason.partition(" is ")[2] for r in results if isinstance(r, Skipped)]
    assert reasons == [
        "a picture item",
        "canceled, says its source",
        "a package (Top stories) of 2 items",
    ]


@pytest.mark.parametrize(
    ("note", "told"),
    [("Corrects the month in paragraph 2.", True), ("Embargoed until 10:00 UTC.", False)],
)
@pytest.mark.parametrize("path", ["agency/newsitem.xml", "agency/ninjs3.json"])
def test_of_notes_to_editors_those_that_correct_are_told(
    tmp_path: Path, path: str, note: str, told: bool
) -> None:
    recorded = (FIXTURES / path).read_text(encoding="utf-8")
    made = tmp_path / Path(path).name
    made.write_text(re.sub(r"Corrects the [\w ]+\.", note, recorded), encoding="utf-8")
    assert read_article(made).corrections == ((note,) if told else ())
