"""HTML pages: posts from the page's data where it has them, the main text and its headings otherwise."""

import re
from collections.abc import Sequence
from itertools import chain

from lxml.etree import LxmlError, XPath
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from communique.errors import InputError
from communique.mapping.reading.asides import leave_out
from communique.mapping.reading.assemble import article, has_posts, live_blog, posts_shown
from communique.mapping.reading.compose import Part, fold
from communique.mapping.reading.maintext import main_text
from communique.mapping.reading.markup import HEADINGS
from communique.mapping.reading.metadata import metadata
from communique.mapping.reading.publishers import publisher_of
from communique.mapping.reading.reading import Reading

_DEEPEST = 400  # elements within elements; real pages have a few dozen
_WIDEST = 2000  # attributes of an element
_TOO_WIDE = re.compile(
    rf"""<[a-zA-Z][\w:-]*+(?>\s++[^\s=<>"'/]++(?>\s*+=\s*+(?>"[^"]*+"|'[^']*+'|[^\s<>"']++))?+){{{_WIDEST}}}"""
)
_TOO_DEEP = XPath(f"boolean({'/*' * _DEEPEST})")


def read_html(source: str, name: str) -> Reading:
    """The article on a page. Raises InputError where the page has no article text."""
    page = _parse(source, name)
    declared = metadata(page)
    leave_out(page, publisher_of(declared.url))
    if has_posts(declared):
        posts = posts_shown(declared)
        return live_blog(declared, _lede(page, declared.title, posts), posts)
    return article(declared, main_text(page), name)


def _parse(source: str, name: str) -> HtmlElement:
    if _TOO_WIDE.search(source):  # parsers compare each attribute with all before it
        raise InputError(f"{name}: an element has more than {_WIDEST} attributes", "Save its text as .txt.")
    try:
        page = document_fromstring(
            source.encode("utf-8"),
            parser=HTMLParser(
                encoding="utf-8",
                huge_tree=True,
                remove_comments=True,
                remove_pis=True,
                collect_ids=False,
            ),
        )
    except (LxmlError, ValueError) as error:
        raise InputError(f"{name}: the page cannot be parsed: {error}", "Save the page again.") from error
    if _TOO_DEEP(page):  # extractors call themselves for each level
        raise InputError(f"{name}: its markup is nested {_DEEPEST} deep", "Save its text as a .txt file.")
    return page


def _lede(page: HtmlElement, title: str | None, posts: Sequence[Sequence[Part]]) -> Sequence[Part]:
    """What the page shows before its first post; nothing, where the posts are not found on it."""
    first = _first_post(page, title, posts)
    if first is None:
        return []
    _cut_from(first)
    for element in list(page.iter("head", "script", "style")):  # the page's data have the posts again
        element.drop_tree()
    lede = main_text(page, brief=True)
    return lede if any(part.look not in ("headline", "boilerplate") for part in lede) else []


def _first_post(page: HtmlElement, title: str | None, posts: Sequence[Sequence[Part]]) -> HtmlElement | None:
    """The element in which the first of the posts begins that the page shows."""
    lines = {post[0].text for post in posts if post} - {fold(title or "")}
    shown = chain.from_iterable(root.iter(*HEADINGS, "p") for root in page.iter("body"))
    return next((element for element in shown if fold(element.text_content()) in lines), None)


def _cut_from(element: HtmlElement) -> None:
    """Remove the element and all that follows it in document order."""
    for around in [element, *element.iterancestors()]:
        parent = around.getparent()
        if parent is None:
            return
        for after in list(around.itersiblings()):
            parent.remove(after)
    element.drop_tree()
