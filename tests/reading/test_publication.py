"""How the day of publication is known."""

from datetime import date

import pytest

from communique.mapping.model import DateBasis
from communique.mapping.reading.article import article_of

DAY = date(2026, 3, 3)
BODY = "The ministers met for an hour. They will meet again on 9 April 2026.\n\nNobody signed."


@pytest.mark.parametrize(
    ("text", "basis", "words"),
    [
        pytest.param(
            f"Talks in Riga\n\nTuesday, March 3, 2026\n\n{BODY}",
            "dateline",
            "Tuesday, March 3, 2026",
            id="a line",
        ),
        pytest.param(
            f"Talks in Riga\n\nRiga, 3 March 2026\n\n{BODY}", "dateline", "3 March 2026", id="place and day"
        ),
        pytest.param(
            f"Call with Minister Roe: 3 March 2026\n{BODY}", "dateline", "3 March 2026", id="closes the title"
        ),
        pytest.param(
            f" date 2026-03-03 Cabinet Office\nTalks\n{BODY}", "dateline", "2026-03-03", id="a field"
        ),
        pytest.param(
            f"Talks in Riga\n\nRIGA, March 3, 2026 (Wire) – {BODY}",
            "dateline",
            "March 3, 2026",
            id="before a dash",
        ),
        pytest.param(
            f"Talks in Riga\n\nJane Roe3 March 2026 10:00\n\n{BODY}",
            "dateline",
            "3 March 2026",
            id="glued to a name",
        ),
        pytest.param(
            f"Talks\n\n{BODY}\n\nA guard in Riga, Sunday, March 1, 2026."
            "\n\nA hall. (Photo taken 3 March 2026 by A / AFP)",
            "caption",
            "3 March 2026",
            id="the latest of the captions",
        ),
    ],
)
def test_days_that_the_text_tells(text: str, basis: DateBasis, words: str) -> None:
    article = article_of(text.encode(), "article.txt")
    assert article.published is not None
    assert (article.published.day, article.published.basis) == (DAY, basis)
    assert article.published.span is not None
    assert words.endswith(article.published.span.of(text)) or article.published.span.of(text) == words


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"Talks in Riga\n\n{BODY}", id="a day in the prose"),
        pytest.param(f"Talks in Riga\n\nMarch 3\n\n{BODY}", id="no year"),
        pytest.param(
            f"The treaty of 3 March 2014 is in danger\n\n{BODY}", id="a day that a headline is about"
        ),
        pytest.param("Actions\n\nThe Parties commit to act by March 3, 2026: now.", id="a deadline"),
    ],
)
def test_days_that_are_no_publication(text: str) -> None:
    assert article_of(text.encode(), "article.txt").published is None


def test_what_the_user_gives_comes_first() -> None:
    article = article_of(f"Riga, 1 May 2020\n\n{BODY}".encode(), "article.txt", DAY)
    assert article.published is not None
    assert (article.published.day, article.published.basis, article.published.span) == (DAY, "given", None)
