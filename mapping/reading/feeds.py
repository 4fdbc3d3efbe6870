"""RSS 2.0, RSS 1.0 and Atom, by feedparser, which reads what is ill-formed too.

A feed is parsed from bytes alone: nothing that it names is fetched, and no markup of it is trusted.
"""

import io
from collections.abc import Iterable, Iterator
from typing import Any

from communique.errors import InputError
from communique.mapping.reading.assemble import article, body_parts
from communique.mapping.reading.compose import Part
from communique.mapping.reading.declared import Declared, primary_tag
from communique.mapping.reading.document import Skipped
from communique.mapping.reading.fields import Node, markup, names, nodes, signed, text, time
from communique.mapping.reading.reading import Reading


def read_feed(data: bytes, name: str) -> Iterator[Reading | Skipped]:
    """The entries of a feed; one without content is a teaser. Raises InputError where there are none."""
    feed = _parse(data)
    # Plain dicts: feedparser's own answer for names that are not there.
    entries, channel = [dict(entry) for entry in nodes(feed.get("entries"))], dict(feed.get("feed") or {})
    if not entries:
        trouble = feed.get("bozo_exception")
        told = f"is XML, and no feed that can be read: {trouble}" if trouble else "is a feed without entries"
        raise InputError(f"{name} {told}", "Known are RSS, Atom, NewsML-G2 and NITF.")
    for entry in entries:
        try:
            yield _entry(entry, channel, name)
        except InputError as error:
            yield Skipped(f"{name}#{entry.get('id') or entry.get('link')}", error.message, error.hint)


def _parse(data: bytes) -> Node:
    import feedparser

    found: Any = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    return dict(found)


def _entry(entry: Node, feed: Node, name: str) -> Reading:
    content = next((found for one in nodes(entry.get("content")) if (found := markup(one, "value"))), "")
    body = _prose(body_parts(content))
    address = text(entry, "link")
    declared = Declared(
        title=text(entry, "title"),
        url=address if address and address.startswith(("http://", "https://")) else None,
        publisher=text(feed, "title"),
        language=primary_tag(text(entry, "language") or text(feed, "language")),
        published=time(entry, "published", "updated") or time(feed, "updated"),
        authors=_authors(entry),
        identifier=text(entry, "id"),
        section=next(iter(names(entry.get("tags"), "term")), None),
        modified=time(entry, "updated"),
        teaser=not body,
    )
    return article(declared, body or _prose(body_parts(markup(entry, "summary"))), name)


def _prose(parts: Iterable[Part]) -> list[Part]:
    """The parts; one that stands alone is what the entry says, however much like a headline it looks."""
    found = list(parts)
    return [Part(found[0].text, "paragraph")] if len(found) == 1 else found


def _authors(entry: Node) -> tuple[str, ...]:
    """Each author once: RSS gives `mail (name)`, Atom a name by itself."""
    told = names(entry.get("authors"), "name")
    return tuple(dict.fromkeys(name for line in told for name in signed(line)))
