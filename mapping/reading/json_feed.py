"""JSON Feed, versions 1 and 1.1 (jsonfeed.org)."""

from collections.abc import Iterator

from communique.errors import InputError
from communique.mapping.reading.assemble import article, body_parts
from communique.mapping.reading.declared import Declared, primary_tag
from communique.mapping.reading.document import Skipped
from communique.mapping.reading.fields import Node, markup, names, nodes, text, time
from communique.mapping.reading.reading import Reading


def read_json_feed(feed: Node, name: str) -> Iterator[Reading | Skipped]:
    """The items of a feed; one without content is a teaser."""
    items = nodes(feed.get("items"))
    if not items:
        raise InputError(f"{name} is a feed without items", "There is nothing to read in it.")
    for item in items:
        try:
            yield _item(item, feed, name)
        except InputError as error:
            yield Skipped(f"{name}#{item.get('id')}", error.message, error.hint)


def _item(item: Node, feed: Node, name: str) -> Reading:
    content, summary = markup(item, "content_html", "content_text"), markup(item, "summary")
    whole = list(body_parts(content))
    # Many publishers put the summary into the content: a link to the story, and not the story.
    words = " ".join(part.text for part in whole if part.look != "boilerplate")
    teaser = not words or (bool(summary) and words == text(item, "summary"))
    declared = Declared(
        title=text(item, "title"),
        url=text(item, "url", "external_url"),
        publisher=text(feed, "title"),
        language=primary_tag(text(item, "language") or text(feed, "language")),
        published=time(item, "date_published"),
        authors=_authors(item) or _authors(feed),
        identifier=text(item, "id"),
        modified=time(item, "date_modified"),
        teaser=teaser,
    )
    return article(declared, whole if words else list(body_parts(summary)), name)


def _authors(node: Node) -> tuple[str, ...]:
    return names(node.get("authors"), "name") or names(node.get("author"), "name")
