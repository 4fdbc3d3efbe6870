"""HTML pages: posts from JSON-LD where the page has them, the main text and its headings otherwise."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml.etree import LxmlError
from lxml.html import HtmlElement, HTMLParser, document_fromstring, fragment_fromstring

from communique.errors import InputError
from communique.mapping.model import Post
from communique.mapping.reading.compose import SEPARATOR, Part, compose, fold
from communique.mapping.reading.context import settle
from communique.mapping.reading.declared import Declared, Update
from communique.mapping.reading.looks import look_of
from communique.mapping.reading.maintext import main_text
from communique.mapping.reading.markup import parts
from communique.mapping.reading.metadata import metadata
from communique.mapping.reading.posts import cut, make_post
from communique.mapping.reading.reading import Reading

_MARKUP = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,12}(?:\s[^<>]{0,2000})?/?>")


def read_html(source: str, name: str) -> Reading:
    """The article on a page. Raises InputError where the page has no article text."""
    page = _parse(source, name)
    declared = metadata(page)
    shown = _titled(main_text(page), declared.title)
    if any(update.headline or update.body for update in declared.updates):
        text, posts = _live(declared, shown)
        return Reading(text, posts, live=True, declared=declared)
    if not any(part.look not in ("headline", "boilerplate") for part in shown):
        raise InputError(
            f"{name}: the page has no article text",
            "Save the page once it has loaded, or its text as a .txt file.",
        )
    text, pieces = compose(shown)
    posts, live = cut(settle(pieces), declared.live)
    return Reading(text, posts, live, declared)


def _parse(source: str, name: str) -> HtmlElement:
    try:
        page = document_fromstring(
            source.encode("utf-8"), parser=HTMLParser(encoding="utf-8", huge_tree=True)
        )
    except (LxmlError, ValueError) as error:
        raise InputError(f"{name}: the page cannot be parsed: {error}", "Save the page again.") from error
    return page


def _titled(shown: Sequence[Part], title: str | None) -> list[Part]:
    """What is shown, with the article's title in front, unless a headline stands there already."""
    title = fold(title or "")
    if not title or any(part.look == "headline" and part.text == title for part in shown[:4]):
        return list(shown)
    return [Part(title, "headline"), *shown]


def _live(declared: Declared, shown: Sequence[Part]) -> tuple[str, tuple[Post, ...]]:
    """The lede as the page shows it, then the posts as its data give them, in the page's order."""
    texts: list[str] = []
    posts: list[Post] = []
    groups: list[tuple[list[Part], Update | None]] = [(_lede(declared, shown), None)]
    groups += [(list(_update_parts(update)), update) for update in declared.updates]
    at = 0
    for group, update in groups:
        if not group:
            continue
        text, pieces = compose(group, at)
        head = 0 if pieces[0].look == "headline" else None
        post = make_post(len(posts), settle(pieces), "post" if update else "lede", head)
        posts.append(_attributed(post, update) if update else post)
        texts.append(text)
        at += len(text) + len(SEPARATOR)
    return SEPARATOR.join(texts), tuple(posts)


def _attributed(post: Post, update: Update) -> Post:
    return replace(
        post,
        author=", ".join(update.authors) or post.author,
        published=update.published or post.published,
        identifier=update.identifier,
    )


def _lede(declared: Declared, shown: Sequence[Part]) -> list[Part]:
    """What the page shows before its first post; only the title, where the posts are not found below it."""
    first_lines = {fold(update.headline or "") for update in declared.updates} - {""}
    first_lines |= {part.text for update in declared.updates for part in list(_body_parts(update.body))[:1]}
    for at, part in enumerate(shown):
        if part.text in first_lines and at:
            return list(shown[:at])
    return list(shown[:1]) if shown and shown[0].look == "headline" else []


def _update_parts(update: Update) -> Iterator[Part]:
    if headline := fold(update.headline or ""):
        yield Part(headline, "headline")
    yield from _body_parts(update.body)


def _body_parts(body: str) -> Iterator[Part]:
    """A post's paragraphs: publishers give them as lines, or as HTML in spite of the schema."""
    if _MARKUP.search(body):
        found = list(parts(fragment_fromstring(body, create_parent="div")))
    else:
        found = [Part(text, "paragraph") for line in body.splitlines() if (text := fold(line))]
    for part in found:
        look = look_of(part.text) if part.look == "paragraph" else part.look
        # A short line in a post's body is no headline: the headline is a property of its own.
        yield Part(part.text, "paragraph" if look in ("headline", "name", "updates") else look)
