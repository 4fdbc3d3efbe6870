"""Microdata (HTML Living Standard, section 5) as nodes of the shape that JSON-LD gives."""

import html
from collections.abc import Iterator
from typing import Any

from lxml.etree import tostring
from lxml.html import HtmlElement

Node = dict[str, Any]

_BODIES = frozenset({"articleBody", "text"})
_LINKS = {"a": "href", "link": "href", "area": "href", "img": "src"}


def microdata(page: HtmlElement) -> Iterator[Node]:
    """The items of the page that are no part of another item."""
    for element in page.xpath("//*[@itemscope][not(@itemprop)]"):
        yield _item(element)


def _item(element: HtmlElement) -> Node:
    """The item with its properties; types lose their vocabulary's address."""
    kinds = [kind.rstrip("/").rpartition("/")[2] for kind in (element.get("itemtype") or "").split()]
    node: Node = {"@type": kinds}
    if identifier := element.get("itemid") or element.get("id"):
        node["@id"] = identifier
    for found in _properties(element):
        value = _value(found)
        for name in (found.get("itemprop") or "").split():
            held = node.get(name)
            node[name] = value if held is None else [*(held if isinstance(held, list) else [held]), value]
    return node


def _properties(element: HtmlElement) -> list[HtmlElement]:
    """The elements that are properties of this item and not of one within it."""
    found: list[HtmlElement] = []
    waiting = list(element)[::-1]
    while waiting:
        child = waiting.pop()
        if child.get("itemprop"):
            found.append(child)
        if child.get("itemscope") is None:
            waiting += list(child)[::-1]
    return found


def _value(element: HtmlElement) -> object:
    if element.get("itemscope") is not None:
        return _item(element)
    if content := element.get("content"):
        return content
    if element.tag == "time":
        return element.get("datetime") or element.text_content()
    if link := _LINKS.get(str(element.tag)):
        return element.text_content().strip() or element.get(link) or ""
    if not _BODIES.isdisjoint((element.get("itemprop") or "").split()):
        return inner_html(element)
    return " ".join(element.text_content().split())


def inner_html(element: HtmlElement) -> str:
    """The markup within an element."""
    children = (tostring(child, encoding="unicode", method="html") for child in element)
    return html.escape(element.text or "", quote=False) + "".join(children)
