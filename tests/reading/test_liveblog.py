"""Live blogs in plain text, in the layouts of several outlets, and articles that only resemble them."""

from pathlib import Path

import pytest

from communique.mapping.model import Article
from communique.mapping.reading import read_article
from communique.mapping.reading.article import article_of

TEXTS = Path(__file__).parents[1] / "fixtures" / "texts"


def posts(article: Article) -> list[tuple[str | None, str | None, str | None, int | None]]:
    return [
        (p.headline.of(article.text) if p.headline else None, p.author, p.published, p.repeats)
        for p in article.posts
        if p.role == "post"
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "muscat-live.txt",
            [
                ("Envoys arrive at the palace", "Jane Roe", None, None),
                ("What is on the table?", None, None, None),
                ("Yemen stays away", None, None, None),
            ],
        ),
        (
            "titicaca-live.txt",
            [
                ("Peru and Bolivia agree on Lake Titicaca monitoring", "Ana Pérez", "2026-03-03T17:31", None),
                ("Chile withholds its signature", "Luis Gómez", "2026-03-03T16:02", None),
                ("Analysis: Why the glaciers matter", "Tom Lee", "2026-03-03T13:15", None),
            ],
        ),
        (
            "cable-live.txt",
            [
                ("Ministers agree to patrol cables together", "Ida Holm", None, None),
                ("Finland to host control room", None, None, None),
                ("Ministers agree to patrol cables together", "Ida Holm", None, 1),
                ("Poland asks for more money", "Marek Zych", None, None),
            ],
        ),
        (
            "closing-bylines.txt",
            [
                ("Sudan asks for guarantees on Port Sudan", "Mina Weiss", "2026-03-03T11:40", None),
                ("Who sits at the table (and who does not)", None, None, None),
            ],
        ),
        (
            "bulleted-live.txt",
            [
                ("Good night from Tromsø", "Sunniva Lie", None, None),
                ("Canada and Norway sign for two icebreakers", "Peter Kane", None, None),
            ],
        ),
        (
            "lome-live.txt",
            [
                ("Afternoon summary", None, None, None),
                (None, None, None, None),
                ("Ghana's president arrives", "Afi Dossou", None, None),
            ],
        ),
    ],
)
def test_posts(name: str, expected: list[tuple[str | None, str | None, str | None, int | None]]) -> None:
    article = read_article(TEXTS / name)
    assert article.live
    assert posts(article) == expected
    assert article.posts[0].role == "lede"


def test_the_day_above_a_post_belongs_to_it() -> None:
    article = read_article(TEXTS / "bulleted-live.txt")
    assert article.posts[1].blocks[0].span.of(article.text) == "March 3"


def test_an_author_may_close_the_lede() -> None:
    lede = read_article(TEXTS / "closing-bylines.txt").posts[0]
    assert (lede.author, lede.published) == ("Mina Weiss", "2026-03-03T12:10")


def test_captions_under_a_headline_are_captions_and_not_posts() -> None:
    article = read_article(TEXTS / "cable-live.txt")
    assert [block.kind for block in article.posts[2].blocks] == [
        "headline",
        "caption",
        "caption",
        "paragraph",
    ]


SECTIONS = "\n\n".join(
    f"What the ministers say on point {n}\n\nThey say little. They said so on Monday." for n in range(5)
)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            f"Where the fishermen live: a map of the delta\n\nIt is a wide delta.\n\n{SECTIONS}",
            id="live: a verb",
        ),
        pytest.param(
            f"Follow our live coverage here\n\nThe talks go on.\n\n{SECTIONS}", id="a link to a live blog"
        ),
        pytest.param(
            f"Ministers meet in Riga\n\nBy Jane Roe\n\nThe talks go on.\n\n{SECTIONS}", id="subheadings"
        ),
        pytest.param(
            "Riga talks live\n\nThe ministers have arrived.\n\nThey sat down at noon.", id="no posts in it"
        ),
    ],
)
def test_what_is_no_live_blog(text: str) -> None:
    article = article_of(text.encode(), "article.txt")
    assert not article.live
    assert [post.role for post in article.posts] == ["body"]


@pytest.mark.parametrize(
    "title",
    [
        "Delta talks – live",
        "Delta crisis live: ministers return to Riga",
        "LIVE: ministers return to Riga",
        "Ministers return to Riga – as it happened",
        "Ministers return to Riga: live updates",
    ],
)
def test_titles_that_announce_a_live_blog(title: str) -> None:
    article = article_of(f"{title}\n\nThe talks go on.\n\n{SECTIONS}".encode(), "article.txt")
    assert len(posts(article)) == 5


def test_the_words_of_an_embedded_post_are_a_quotation() -> None:
    text = (
        "The minister wrote on X:\n\nWe leave Riga with a text. pic.twitter.com/abc\n\n"
        "— Jane Roe (@janeroe) March 3, 2026\n\nNobody else wrote anything."
    )
    article = article_of(text.encode(), "article.txt")
    kinds = [block.kind for block in article.posts[0].blocks]
    assert kinds == ["paragraph", "quotation", "caption", "paragraph"]


def test_posts_under_clock_times_may_hold_headings() -> None:
    text = "Riga talks live\n\nThe talks go on.\n\n" + "\n\n".join(
        f"1{n}.30 GMT\n\nJane Roe\n\nThe doors are open for {n}.\n\nWhat they say\n\nNot a word."
        for n in range(4)
    )
    article = article_of(text.encode(), "article.txt")
    assert posts(article) == [(None, "Jane Roe", None, None)] * 4
