"""From a file to an Article: detect the format, read it, date it."""

import hashlib
from datetime import date
from itertools import pairwise
from pathlib import Path, PurePath

from communique.errors import InputError
from communique.mapping.model import Article
from communique.mapping.reading.context import settle
from communique.mapping.reading.detect import format_of
from communique.mapping.reading.encoding import decode_html, decode_text, refuse_binary
from communique.mapping.reading.patterns import patterns, straighten
from communique.mapping.reading.posts import cut, mark_repeats
from communique.mapping.reading.publication import publication
from communique.mapping.reading.reading import Reading
from communique.mapping.reading.source import read_bytes
from communique.mapping.reading.text import read_text


def read_article(path: Path, published: date | None = None) -> Article:
    """The article in a file, plain text or HTML.

    `published` is the publication date that the user gives; it comes before whatever the file says.
    Raises InputError where the file cannot be read or holds no article.
    """
    return article_of(read_bytes(path), str(path), published)


def article_of(data: bytes, name: str, published: date | None = None) -> Article:
    """The article in bytes that came from `name`, a path or an address. Raises InputError."""
    found = _read(data, name)
    declared = found.declared
    return Article(
        name=PurePath(name).name,
        text=found.text,
        posts=mark_repeats(found.posts, found.text),
        digest=hashlib.sha256(found.text.encode("utf-8")).hexdigest(),
        live=found.live,
        title=declared.title or _headline(found),
        url=declared.url,
        publisher=declared.publisher,
        language=declared.language,
        published=publication(found.text, found.posts, published, declared.published),
        authors=declared.authors or _authors(found),
    )


def _read(data: bytes, name: str) -> Reading:
    refuse_binary(data, name)
    if format_of(data, name) == "html":
        # lxml and what it draws in are heavy, and plain text needs none of it.
        from communique.mapping.reading.html import read_html

        return read_html(decode_html(data, name), name)
    text = decode_text(data, name)
    posts, live = cut(settle(read_text(text)))
    if not posts:
        raise InputError(f"{name} is empty", "Save the article again; there is no text in this file.")
    return Reading(text, posts, live)


def _headline(found: Reading) -> str | None:
    """The headline of the body or lede, or else the one that the share bar prints under the article."""
    first = found.posts[0]
    if first.role != "post" and first.headline is not None:
        return " ".join(first.headline.of(found.text).split())
    lines = [block.span.of(found.text) for post in found.posts for block in post.blocks]
    shared = patterns().share
    return next((below for bar, below in pairwise(lines) if shared.fullmatch(straighten(bar))), None)


def _authors(found: Reading) -> tuple[str, ...]:
    """Who signs the body or a live blog's lede, or else everyone who signs a post."""
    own = [post.author for post in found.posts if post.author and post.role != "post"]
    signed = own or [post.author for post in found.posts if post.author]
    return tuple(dict.fromkeys(name for line in signed for name in line.split(", ")))
