"""HTML pages: what they declare, what they show, and how both become one text."""

from datetime import date
from pathlib import Path

import pytest

from communique.mapping.model import Article, Publication
from communique.mapping.reading import read_article
from communique.mapping.reading.article import article_of

DAY = date(2026, 3, 3)
PAGES = Path(__file__).parents[1] / "fixtures" / "pages"


def outline(article: Article, post: int = 0) -> list[tuple[str, str]]:
    return [(block.kind, block.span.of(article.text)) for block in article.posts[post].blocks]


def test_an_article_keeps_its_headings_captions_quotations_and_items() -> None:
    article = read_article(PAGES / "article.html")
    kinds = [(kind, words.split()[0]) for kind, words in outline(article)]
    assert kinds == [
        ("headline", "Ministers"),
        ("paragraph", "Spain"),
        ("caption", "Lorries"),
        ("paragraph", "Under"),
        ("headline", "What"),
        ("paragraph", "The"),
        ("quotation", "The"),
        ("paragraph", "Growers"),
        ("item", "Checks"),
        ("item", "A"),
        ("paragraph", "The"),
    ]
    assert article.text == "\n\n".join(words for _, words in outline(article))


def test_metadata_of_an_article() -> None:
    article = read_article(PAGES / "article.html")
    assert article.title == "Ministers settle the tariff row over oranges"
    assert article.url == "https://gazette.example/trade/oranges"
    assert article.publisher == "The Lagoon Gazette"
    assert article.authors == ("Ines Prado",)
    assert article.language == "en"
    assert article.published == Publication(date(2026, 2, 11), "metadata")
    assert not article.live


def test_posts_come_from_the_page_s_data() -> None:
    article = read_article(PAGES / "liveblog.html")
    address = "https://courier.example/world/river-talks-live"
    told = [
        (p.role, p.headline and p.headline.of(article.text), p.author, p.published, p.identifier)
        for p in article.posts
    ]
    assert told == [
        ("lede", "River treaty talks live: downstream states table a draft", None, None, None),
        (
            "post",
            "Sudan calls the draft 'a start'",
            "Omar Bell",
            "2026-03-03T12:10:00+02:00",
            f"{address}#p3",
        ),
        ("post", "Draft tabled", "Hana Sedki", "2026-03-03T11:05:00+02:00", f"{address}#p2"),
        ("post", "Doors open", None, "2026-03-03T08:00:00+02:00", f"{address}#p1"),
    ]
    assert (article.live, article.url, article.publisher) == (True, address, "The Delta Courier")
    assert article.authors == ("Hana Sedki", "Omar Bell")


def test_the_lede_is_what_the_page_shows_before_its_posts() -> None:
    article = read_article(PAGES / "liveblog.html")
    assert [kind for kind, _ in outline(article, 0)] == ["headline", "paragraph", "paragraph"]


def test_markup_in_a_post_s_data_is_read() -> None:
    article = read_article(PAGES / "liveblog.html")
    assert outline(article, 2) == [
        ("headline", "Draft tabled"),
        ("paragraph", "Egypt and Sudan tabled a draft before lunch."),
        ("quotation", "Each party shall publish the level of its reservoirs every day."),
        ("item", "A court settles disputes."),
        ("item", "The treaty runs for twenty years."),
    ]


PARAGRAPH = (
    "<p>The ministers of nine states met again on Tuesday and agreed on very little, one of them said.</p>"
)


def page(head: str, body: str = PARAGRAPH * 3) -> bytes:
    return f"<!doctype html><html><head>{head}</head><body><article>{body}</article></body></html>".encode()


def json_ld(source: str) -> str:
    return f'<script type="application/ld+json">{source}</script>'


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<meta property="article:published_time" content="2026-03-03T10:00:00Z">', DAY),
        ('<meta name="dc.date" content="2026-03-03">', DAY),
        ('<meta itemprop="datePublished" content="Tue, 03 Mar 2026 10:00:00 GMT">', DAY),
        (json_ld('{"@graph": [{"@type": ["NewsArticle"], "datePublished": "2026-03-03"}]}'), DAY),
        (json_ld('{"@type": "NewsArticle", broken') + '<meta name="date" content="2026-03-03">', DAY),
        ('<meta name="date" content="soon">', None),
    ],
)
def test_where_the_day_is_declared(head: str, day: date | None) -> None:
    article = article_of(page(head), "page.html")
    assert (article.published.day if article.published else None) == day


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ('"Jane Roe"', ("Jane Roe",)),
        ('[{"name": "Jane Roe"}, {"name": "John Doe"}, {"name": "Jane Roe"}]', ("Jane Roe", "John Doe")),
        ('{"@id": "#a"}}, {"@id": "#a", "@type": "Person", "name": "Jane Roe"', ("Jane Roe",)),
        ('{"name": ["Jane &amp; John"]}', ("Jane & John",)),
        ("null", ()),
        ("7", ()),
    ],
)
def test_authors_in_json_ld(author: str, names: tuple[str, ...]) -> None:
    head = json_ld(f'[{{"@type": "NewsArticle", "author": {author}}}]')
    assert article_of(page(head), "page.html").authors == names


def test_lone_surrogates_and_controls_of_json_do_not_get_into_the_text() -> None:
    update = '{"headline": "A \\ud800 b", "articleBody": "c \\u0000 d"}'
    script = json_ld(f'{{"@type": "LiveBlogPosting", "liveBlogUpdate": [{update}]}}')
    article = article_of(page(script), "page.html")
    assert (
        article.text.encode("utf-8")
        .decode()
        .endswith("A \N{REPLACEMENT CHARACTER} b\n\nc \N{REPLACEMENT CHARACTER} d")
    )


@pytest.mark.parametrize(
    ("declared", "encoding", "words"),
    [
        pytest.param(None, "utf-16", "Zürich", id="UTF-16 with its mark"),
        pytest.param(None, "utf-8-sig", "Zürich", id="UTF-8 with its mark"),
        pytest.param("iso-8859-1", "cp1252", "Zürich “x”", id="declared western"),
        pytest.param("iso-8859-2", "iso-8859-2", "Łódź", id="declared Latin-2"),
        pytest.param("martian", "cp1252", "Zürich “x”", id="an unknown label"),
    ],
)
def test_encodings(declared: str | None, encoding: str, words: str) -> None:
    head = f'<meta charset="{declared}">' if declared else ""
    source = page(head, f"{PARAGRAPH}<p>{words}</p>").decode()
    assert words in article_of(source.encode(encoding), "page.html").text


def test_a_page_is_told_by_its_content() -> None:
    assert article_of(page("<title>Talks</title>"), "saved.txt").title == "Talks"
    assert article_of(b"If a < b and <3 then\n\nthey met.", "page.html").text.startswith("If a < b")


def test_what_a_newsroom_corrected_is_told_apart_from_what_it_reports() -> None:
    article = read_article(PAGES / "corrected.html")
    kinds = [(block.kind, block.span.of(article.text)[:24]) for block in article.posts[0].blocks[3:]]
    assert kinds == [
        ("paragraph", "The United Nations welco"),
        ("correction", "This article was amended"),
        ("correction", "Clarification: An offici"),
    ]
    assert [words[:13] for words in article.corrections] == [
        "The crossing ",
        "This article ",
        "Clarification",
    ]


def test_what_stands_beside_an_article_is_left_out() -> None:
    article = read_article(PAGES / "furniture.html")
    assert "first ship leaves Malmö" in article.text
    assert not any(words in article.text for words in ("never built", "what I think", "every network"))
    assert article.corrections == ("The ferry runs on Mondays, not on Sundays.",)
    assert (article.section, article.modified) == ("Transport", "2026-05-06T10:00:00+00:00")
