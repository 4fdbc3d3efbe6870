"""Posts that a page marks in its HTML alone: those of `amp-live-list`.

Source: the documentation of amp-live-list (`data-sort-time`, `data-update-time`, in seconds).
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from lxml.html import HtmlElement

from communique.mapping.reading.bylines import byline
from communique.mapping.reading.compose import fold
from communique.mapping.reading.declared import Update
from communique.mapping.reading.markup import HEADINGS
from communique.mapping.reading.microdata import inner_html
from communique.mapping.reading.timestamps import iso

_CREDITS = ("author", "byline", "contributor")


def marked_updates(page: HtmlElement) -> tuple[Update, ...]:
    """The posts in the page's order; none where the page marks none."""
    return tuple([_update(element) for element in _live_list(page)])


def _live_list(page: HtmlElement) -> Iterator[HtmlElement]:
    for holder in page.xpath("//amp-live-list//*[@items]"):
        yield from (child for child in holder if child.get("id") and child.get("data-tombstone") is None)


def _update(element: HtmlElement) -> Update:
    """The post; what it says in a heading, a time or a byline is taken out of its body."""
    heading = next(element.iter(*HEADINGS), None)
    time = next(element.iter("time"), None)
    signed = [one for one in element.iter() if _is_credit(one)][:1]
    headline = fold(heading.text_content()) if heading is not None else None
    printed = iso((time.get("datetime") or "").strip()) if time is not None else None
    authors = tuple(name for one in signed for name in _names(one.text_content()))
    for one in (heading, time, *signed):
        if one is not None and one.getparent() is not None:
            one.drop_tree()
    return Update(
        headline=headline or None,
        body=inner_html(element),
        authors=authors,
        published=_seconds(element.get("data-sort-time")) or printed,
        identifier=element.get("id"),
        modified=_seconds(element.get("data-update-time")),
    )


def _is_credit(element: HtmlElement) -> bool:
    names = {element.get("rel"), element.get("itemprop"), *(element.get("class") or "").split()}
    return not names.isdisjoint(_CREDITS)


def _names(words: str) -> tuple[str, ...]:
    found = byline(fold(words))
    return found.authors if found else ()


def _seconds(value: str | None) -> str | None:
    """Seconds since 1970, as ISO 8601 in UTC."""
    try:
        return datetime.fromtimestamp(int(value), UTC).isoformat() if value else None
    except (ValueError, OverflowError, OSError):
        return None
