"""From the bytes of a document to its Articles: detect the format, read it, date what it holds."""

import hashlib
from collections.abc import Iterator
from datetime import date
from itertools import islice, pairwise
from pathlib import PurePath

from communique.errors import InputError
from communique.mapping.model import Article
from communique.mapping.reading.context import settle
from communique.mapping.reading.detect import format_of
from communique.mapping.reading.document import Package, Skipped
from communique.mapping.reading.encoding import decode_html, decode_text, refuse_binary
from communique.mapping.reading.language import language_of
from communique.mapping.reading.patterns import patterns, straighten
from communique.mapping.reading.posts import cut, mark_repeats
from communique.mapping.reading.publication import publication
from communique.mapping.reading.reading import Reading
from communique.mapping.reading.text import read_text


def article_of(data: bytes, name: str, published: date | None = None) -> Article:
    """The one article in bytes that came from `name`, a path or an address.

    Raises InputError where there is none, or where there are several.
    """
    found = list(islice(articles_of(data, name, published), 2))
    if len(found) != 1:
        raise InputError(
            f"{name} has {'several articles' if found else 'no articles'}, and one was asked for",
            "communique ingest takes all that a file has." if found else "Check that it is the right file.",
        )
    return found[0]


def articles_of(
    data: bytes, name: str, published: date | None = None, charset: str | None = None
) -> Iterator[Article]:
    """The articles in a document's bytes, in its order.

    `charset` is what came with the bytes (an HTTP header), and comes before what they declare. Raises
    InputError; one article of several that cannot be read ends nothing but itself.
    """
    for found in readings(data, name, charset):
        if isinstance(found, Reading):
            yield dated(found, name, published)


def dated(found: Reading, name: str, published: date | None = None) -> Article:
    """The Article of a Reading."""
    declared = found.declared
    return Article(
        name=name if "://" in name else PurePath(name).name,
        text=found.text,
        posts=mark_repeats(found.posts, found.text),
        digest=hashlib.sha256(found.text.encode("utf-8")).hexdigest(),
        live=found.live,
        title=_folded(declared.title) or _headline(found),
        url=declared.url,
        publisher=declared.publisher,
        language=language_of(found.text, declared.language),
        published=publication(found.text, found.posts, published, declared.published),
        authors=declared.authors or _authors(found),
        identifier=declared.identifier,
        section=declared.section,
        modified=declared.modified,
        corrections=tuple(dict.fromkeys((*declared.corrections, *_corrections(found)))),
        teaser=declared.teaser,
    )


def readings(data: bytes, name: str, charset: str | None = None) -> Iterator[Reading | Skipped | Package]:
    """What each article of a document says, not dated, or why it cannot be read; and its packages.

    Raises InputError.
    """
    refuse_binary(data, name)
    form = format_of(data, name)
    # lxml, feedparser and what they draw in are heavy, and plain text needs none of it.
    if form == "html":
        from communique.mapping.reading.html import read_html

        yield read_html(decode_html(data, name, charset), name)
    elif form == "json":
        from communique.mapping.reading.json_documents import read_json

        yield from read_json(data, name)
    elif form == "xml":
        from communique.mapping.reading.xml_documents import read_xml

        yield from read_xml(data, name)
    else:
        yield _plain(decode_text(data, name), name)


def _plain(text: str, name: str) -> Reading:
    posts, live = cut(settle(read_text(text)))
    if not posts:
        raise InputError(f"{name} is empty", "Save the article again; there is no text in this file.")
    return Reading(text, posts, live)


def _corrections(found: Reading) -> Iterator[str]:
    """The printed notes of what was corrected."""
    for post in found.posts:
        for block in post.blocks:
            if block.kind == "correction":
                yield " ".join(block.span.of(found.text).split())


def _folded(title: str | None) -> str | None:
    return " ".join(title.split()) or None if title else None


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
