"""Everything on record from newsrooms is read, and agrees with what careful readers noted."""

import gzip
import html
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from communique.mapping.model import Article
from communique.mapping.reading import Read, read_article, read_articles

PAGES = Path(__file__).parents[3] / "shared" / "pages"
NASA = "Nasa scientists release new images of Perseverance rover on Mars at news briefing – as it happened"
NOTED = ("DailyMaverick", "EuronewsEN", "Express", "NationalPost", "TheMirror")

pytestmark = pytest.mark.skipif(not PAGES.is_dir(), reason="the recorded pages are not here")


@pytest.mark.parametrize(
    ("path", "read", "skipped", "first"),
    [
        ("feeds/LISTING_2_NewsML-G2_Text_Document.xml", 1, 0, 'Fed to halt QE to avert "bubble"'),
        (
            "feeds/bbc-world-2019-02-24.rss.xml",
            33,
            0,
            "Pope Francis compares child sex abuse to human sacrifice",
        ),
        ("feeds/illformed-undeclared_namespace.xml", 0, 1, None),
        ("feeds/wellformed-rss-item_content_encoded.xml", 1, 0, None),
        (
            "feeds/whitehouse-briefings-2026-08.rss.xml",
            30,
            0,
            "President Trump and Republicans Deliver for South Carolina Families",
        ),
        ("json/2.1-ntb_text.json", 1, 0, "Google har kjøpt giganttomt i Skien"),
        (
            "json/3.0-20231016-addb-example-press-conference.json",
            1,
            0,
            "Anti-doping measures at the 'Tour Down Under' will be the toughest ever",
        ),
        (
            "json/3.0-dpa_text.json",
            1,
            0,
            "Faktencheck Derby-Elfmeter: Hat Schiedsrichter Zwayer recht?",
        ),
        (
            "json/guardian-capi-search.json",
            10,
            0,
            "Steve Bell's If … Why don't the paupers realise austerity is over?",
        ),
        (
            "json/guardian-dcr-Live.json",
            1,
            0,
            NASA,
        ),
        ("json/jsonfeed-feed.json", 25, 0, "Keller Rinaudo: How can delivery drones save lives?"),
        (
            "warc/made-news-sample.warc.gz",
            6,
            0,
            "India fires missiles into Pakistani-controlled territory, killing at least 26",
        ),
        (
            "warc/resiliparse-clipped.warc.gz",
            1,
            0,
            "A Humble Chance The Rapper Leads a Spiritual Awakening at Revention",
        ),
        ("warc/warcio-example-bad.warc.gz.bad", 1, 1, "Example Domain"),
        ("warc/warcio-example-trunc.warc", 1, 1, "Example Domain"),
    ],
)
def test_every_file_is_read(path: str, read: int, skipped: int, first: str | None) -> None:
    results = list(read_articles(PAGES / path))
    articles = [result.article for result in results if isinstance(result, Read)]
    assert (len(articles), len(results) - len(articles)) == (read, skipped)
    if first:
        assert articles[0].title == first


def test_a_page_model_has_all_its_posts() -> None:
    model = json.loads((PAGES / "json" / "guardian-dcr-Live.json").read_text("utf-8"))
    article = read_article(PAGES / "json" / "guardian-dcr-Live.json")
    posts = [post for post in article.posts if post.role == "post"]
    assert [post.identifier for post in posts] == [block["id"] for block in model["blocks"]]
    assert all(post.published and post.modified and post.span for post in posts)
    assert article.authors == ("Tom McCarthy", "Natalie Grover")


@pytest.mark.parametrize(("name", "count"), [("Express_2024_07_18", 9), ("TheMirror_2024_08_05", 428)])
def test_posts_of_live_blogs_have_an_identifier_a_time_and_a_text(name: str, count: int) -> None:
    article = read_article(PAGES / "html" / f"{name}.html.gz")
    posts = [post for post in article.posts if post.role == "post"]
    assert len(posts) == count
    assert all(post.identifier and post.published and len(post.span) > 10 for post in posts)
    assert len({post.identifier for post in posts}) == count


@pytest.fixture(scope="module", params=NOTED)
def pair(request: pytest.FixtureRequest) -> tuple[str, Article, dict[str, Any], str]:
    """A page's name, its article, what its layout's reader noted, and its source."""
    (path,) = (PAGES / "html").glob(f"{request.param}_*.html.gz")
    article = read_article(path)
    layouts = json.loads((PAGES / "html" / f"{request.param}.expected.json").read_text("utf-8"))
    noted = max(layouts.values(), key=lambda one: f1(grams(words_of(one)), grams(article.text)))
    return request.param, article, noted, gzip.decompress(path.read_bytes()).decode("utf-8", "replace")


def test_title_and_day_are_exact_and_the_authors_too(pair: tuple[str, Article, dict[str, Any], str]) -> None:
    _, article, noted, _ = pair
    assert article.title == " ".join(noted["title"].split())
    assert article.published is not None
    assert article.published.day.isoformat() == noted["publishing_date"][:10]
    assert f1(Counter(article.authors), Counter(noted["authors"])) >= 0.9


def test_the_body_is_what_the_page_shows(pair: tuple[str, Article, dict[str, Any], str]) -> None:
    name, article, noted, source = pair
    assert f1(grams(shown(article, source)), grams(words_of(noted))) >= 0.95, name


def shown(article: Article, source: str) -> str:
    """The words of the article; of a live blog's posts only those that the page prints."""
    page = html.unescape(" ".join(re.sub(r"(?s)<script.*?</script>|<[^>]+>", " ", source).split()))
    told = []
    for post in article.posts:
        heading = post.headline.of(article.text) if post.headline else ""
        if post.role == "post" and heading not in html.unescape(page):
            continue
        kinds = ("headline", "paragraph", "quotation", "item")
        told += [block.span.of(article.text) for block in post.blocks if block.kind in kinds]
    return " ".join(words for words in told if words != article.title)


def words_of(noted: dict[str, Any]) -> str:
    body = noted["body"]
    told = [words for section in body["sections"] for words in (*section["headline"], *section["paragraphs"])]
    return " ".join([*body["summary"], *told])


def grams(text: str, size: int = 4) -> Counter[Any]:
    words = re.findall(r"\w+", text.lower())
    return Counter(zip(*(words[at:] for at in range(size)), strict=False))


def f1(one: Counter[Any], other: Counter[Any]) -> float:
    shared = (one & other).total()
    return 2 * shared / (one.total() + other.total()) if shared else 0.0
