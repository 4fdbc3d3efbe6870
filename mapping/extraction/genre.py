"""What kind of text an article is, by its title: live blog, readout, communiqué, statement."""

import re
from functools import cache

from communique.mapping.extraction.language import table
from communique.mapping.model import Article

_TITLE_LINES = 4
_TITLE_LENGTH = 220


@cache
def _genres() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (entry["name"], re.compile("|".join(f"(?:{title})" for title in entry["titles"])))
        for entry in table("documents")["genre"]
    )


def title_lines(article: Article) -> tuple[str, ...]:
    """The short lines at the head of the text, hard wraps undone."""
    blocks = [block for post in article.posts for block in post.blocks][:_TITLE_LINES]
    lines = (" ".join(block.span.of(article.text).split()) for block in blocks)
    return tuple(line.strip("*#_ ") for line in lines if len(line) <= _TITLE_LENGTH)


def genre_of(article: Article) -> str:
    """The genre, `article` where nothing tells."""
    if article.live:
        return "liveblog"
    for line in (line for line in title_lines(article) if not line.endswith(".")):
        for name, pattern in _genres():
            if pattern.search(line.casefold()):
                return name
    return "article"
