"""What an HTML page declares about itself: JSON-LD and microdata (schema.org), Open Graph, meta elements.

Sources: JSON-LD 1.1 section 7 (embedding in HTML), schema.org NewsArticle and LiveBlogPosting, the Open
Graph protocol with its article properties, Dublin Core in HTML.
"""

import html
import json
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from communique.mapping.reading.compose import clean
from communique.mapping.reading.declared import Declared, Update, primary_tag
from communique.mapping.reading.marked import marked_updates
from communique.mapping.reading.microdata import microdata
from communique.mapping.reading.publishers import publisher_of
from communique.mapping.reading.timestamps import iso

_ARTICLES = frozenset({
    "NewsArticle", "LiveBlogPosting", "Article", "ReportageNewsArticle", "BlogPosting", "AnalysisNewsArticle",
    "BackgroundNewsArticle", "OpinionNewsArticle", "Report", "SpecialAnnouncement",
})  # fmt: skip
_DATES = (
    "article:published_time", "og:article:published_time", "datepublished", "date.created", "dc.date.issued",
    "dc.date", "dcterms.created", "dcterms.issued", "parsely-pub-date", "publish-date", "pubdate", "date",
)  # fmt: skip
_DEEPEST = 12

Node = dict[str, Any]


def metadata(page: HtmlElement) -> Declared:
    """The page's declarations: JSON-LD before microdata before Open Graph before plain meta elements."""
    nodes = [node for root in (*_json_ld(page), *microdata(page)) for node in _nodes(root)]
    known = {str(node["@id"]): node for node in nodes if "@id" in node and len(node) > 1}
    article, meta = _article(nodes), _meta(page)
    url = _canonical(page, article, meta)
    updates = tuple(_update(one, known) for one in _list(article.get("liveBlogUpdate")) if _is_node(one))
    updates = updates or marked_updates(page)
    return Declared(
        title=_headline(page, article, meta, publisher_of(url).title),
        url=url,
        publisher=next(iter(names(article.get("publisher"), known)), None)
        or _first(meta, "og:site_name", "application-name"),
        language=_language(page, article, meta),
        published=iso(_text(article.get("datePublished")) or "") or _published(page, meta),
        authors=names(article.get("author"), known) or _authors(meta),
        live="LiveBlogPosting" in _list(article.get("@type")) or bool(updates),
        updates=updates,
        identifier=_text(article.get("identifier")),
        section=next(iter(names(article.get("articleSection"))), None) or _first(meta, "article:section"),
        modified=iso(_text(article.get("dateModified")) or _first(meta, "article:modified_time") or ""),
        corrections=tuple(_corrections(article.get("correction"))),
    )


def _headline(page: HtmlElement, article: Node, meta: dict[str, list[str]], source: str | None) -> str | None:
    """The title, from the `source` that the publisher's declaration names, or from the first that has one."""
    preferred = _first(meta, source) if source else None
    return (
        preferred
        or _text(article.get("headline"))
        or _first(meta, "og:title", "twitter:title")
        or _title(page)
    )


def _update(node: Node, known: dict[str, Node]) -> Update:
    return Update(
        headline=_text(node.get("headline")) or _text(node.get("name")),
        body=_text(node.get("articleBody")) or _text(node.get("text")) or "",
        authors=names(node.get("author"), known),
        published=iso(_text(node.get("datePublished")) or ""),
        identifier=_text(node.get("@id")) or _text(node.get("url")),
        modified=iso(_text(node.get("dateModified")) or ""),
    )


def _corrections(value: object) -> Iterator[str]:
    for one in _list(value):
        if words := _text(one.get("text") if isinstance(one, dict) else one):
            yield words


def _is_node(value: object) -> bool:
    return isinstance(value, dict)


def names(value: object, known: dict[str, Node] | None = None) -> tuple[str, ...]:
    """The names in an author or publisher property: strings, nodes, references or lists, each once."""
    found: list[str] = []
    for one in _list(value):
        if isinstance(one, dict):
            node = one if "name" in one else (known or {}).get(str(one.get("@id")), {})
            one = node.get("name")
        found += [name for part in _list(one) if (name := _text(part))]
    return tuple(dict.fromkeys(found))


def _json_ld(page: HtmlElement) -> Iterator[object]:
    for script in page.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() == "application/ld+json":
            try:
                yield json.loads(script.text or "", strict=False)
            except (ValueError, RecursionError):
                continue  # a page with one broken script still has its others


def _nodes(root: object, depth: int = 0) -> Iterator[Node]:
    if depth > _DEEPEST:
        return
    if isinstance(root, list):
        for one in root:
            yield from _nodes(one, depth + 1)
    elif isinstance(root, dict):
        yield root
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "author", "publisher"):
            yield from _nodes(root.get(key), depth + 1)


def _article(nodes: list[Node]) -> Node:
    """The node that describes the article: a live blog with posts, or else the first that fits."""
    fitting = [node for node in nodes if _ARTICLES & {str(kind) for kind in _list(node.get("@type"))}]
    return next((node for node in fitting if node.get("liveBlogUpdate")), fitting[0] if fitting else {})


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: object) -> str | None:
    """A string property, with character references resolved (publishers escape them twice)."""
    if isinstance(value, dict):
        value = value.get("@value")
    if not isinstance(value, str):
        return None
    return clean(html.unescape(value) if "&" in value else value).strip() or None


def _meta(page: HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in page.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = " ".join((element.get("content") or "").split())
        if name and content:
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def _first(meta: dict[str, list[str]], *properties: str) -> str | None:
    return next((meta[name][0] for name in properties if name in meta), None)


def _title(page: HtmlElement) -> str | None:
    element = next(iter(page.iter("title")), None)
    return " ".join(element.text_content().split()) or None if element is not None else None


def _canonical(page: HtmlElement, article: Node, meta: dict[str, list[str]]) -> str | None:
    links = (
        link.get("href")
        for link in page.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    )
    address = (
        next((href.strip() for href in links if href), None)
        or _first(meta, "og:url")
        or _text(article.get("url"))
    )
    return address if address and address.startswith(("http://", "https://")) else None


def _language(page: HtmlElement, article: Node, meta: dict[str, list[str]]) -> str | None:
    root = page.getroottree().getroot()
    declared = (
        root.get("lang"),
        _text(article.get("inLanguage")),
        _first(meta, "og:locale", "og:language", "language"),
    )
    return primary_tag(next((one for one in declared if one and one.strip()), None))


def _published(page: HtmlElement, meta: dict[str, list[str]]) -> str | None:
    for name in _DATES:
        for content in meta.get(name, []):
            if day := iso(content):
                return day
    for element in page.iter("time"):
        if day := iso(element.get("datetime") or ""):
            return day
    return None


def _authors(meta: dict[str, list[str]]) -> tuple[str, ...]:
    for name in ("author", "article:author", "parsely-author", "dc.creator"):
        if found := [one for one in meta.get(name, []) if not one.startswith("http")]:
            return tuple(dict.fromkeys(found))
    return ()
