"""From declared metadata and paragraphs to a Reading: one text, cut into posts.

Every structured format ends here: what differs between them is only where the parts come from.
"""

import re
from collections.abc import Iterator, Sequence

from communique.errors import InputError
from communique.mapping.model import Post
from communique.mapping.reading.compose import SEPARATOR, Part, compose, fold
from communique.mapping.reading.context import settle
from communique.mapping.reading.declared import Declared, Update
from communique.mapping.reading.looks import look_of
from communique.mapping.reading.posts import cut, make_post
from communique.mapping.reading.reading import Reading

_MARKUP = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,12}(?:\s[^<>]{0,2000})?/?>")


def has_posts(declared: Declared) -> bool:
    """Whether the source's data give the posts of a live blog themselves."""
    return any(update.headline or update.body for update in declared.updates)


def article(declared: Declared, shown: Sequence[Part], name: str) -> Reading:
    """A Reading of the parts, under the declared title.

    Raises InputError where the parts have no words of an article, unless they are a mere teaser's.
    """
    section = fold(declared.section or "")
    titled = _titled(shown[1:] if shown and shown[0].text == section else shown, declared.title)
    if not declared.teaser and not any(part.look not in ("headline", "boilerplate") for part in titled):
        raise InputError(f"{name} has no article text", "Save the whole article, or its text as a .txt file.")
    text, pieces = compose(titled)
    if not pieces:
        raise InputError(f"{name} is empty", "There is neither a headline nor a text.")
    posts, live = cut(settle(pieces), declared.live)
    return Reading(text, posts, live, declared)


def live_blog(declared: Declared, lede: Sequence[Part], shown: Sequence[Sequence[Part]]) -> Reading:
    """A Reading of the lede, then of the declared posts in their order; `shown` has the parts of each."""
    groups = zip([_titled(lede, declared.title), *shown], [None, *declared.updates], strict=True)
    texts: list[str] = []
    posts: list[Post] = []
    at = 0
    for group, update in groups:
        if not group:
            continue
        text, pieces = compose(group, at)
        head = 0 if pieces[0].look == "headline" else None
        posts.append(make_post(len(posts), settle(pieces), "post" if update else "lede", head, update))
        texts.append(text)
        at += len(text) + len(SEPARATOR)
    return Reading(SEPARATOR.join(texts), tuple(posts), live=True, declared=declared)


def posts_shown(declared: Declared) -> list[list[Part]]:
    """The parts of each of the declared posts."""
    return [list(_update_parts(update)) for update in declared.updates]


def _update_parts(update: Update) -> Iterator[Part]:
    """A post's headline and paragraphs; a short line in its body is no headline of its own."""
    if headline := fold(update.headline or ""):
        yield Part(headline, "headline")
    for part in body_parts(update.body):
        plain = part.look in ("headline", "name", "updates")
        yield Part(part.text, "paragraph") if plain else part


def body_parts(body: str) -> Iterator[Part]:
    """The paragraphs of a text or of a fragment of HTML, each with its look."""
    if _MARKUP.search(body):
        from communique.mapping.reading.markup import fragment_parts

        for part in fragment_parts(body):
            yield Part(part.text, look_of(part.text)) if part.look == "paragraph" else part
    else:
        for line in body.splitlines():
            if text := fold(line):
                yield Part(text, look_of(text))


def _titled(shown: Sequence[Part], title: str | None) -> list[Part]:
    """What is shown, with the article's title in front, unless a headline stands there already."""
    title = fold(title or "")
    if not title or any(part.look == "headline" and part.text == title for part in shown[:4]):
        return list(shown)
    return [Part(title, "headline"), *shown]
