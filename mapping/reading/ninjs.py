"""IPTC ninjs, versions 1, 2 and 3: news in JSON.

The names of members changed between them (`versioncreated`, `versionCreated`), their meaning did not.
"""

from collections.abc import Iterator
from dataclasses import replace

from communique.errors import InputError
from communique.mapping.reading.assemble import article, body_parts
from communique.mapping.reading.compose import Part
from communique.mapping.reading.declared import Declared, primary_tag
from communique.mapping.reading.document import Skipped
from communique.mapping.reading.fields import Node, markup, names, nodes, signed, text, time
from communique.mapping.reading.patterns import patterns
from communique.mapping.reading.reading import Reading

_KINDS = (
    "text/html",
    "application/xhtml+xml",
    "text/vnd.iptc.nitf",
    "application/nitf+xml",
    "text/plain",
    "",
)


def read_ninjs(item: Node, name: str) -> Iterator[Reading | Skipped]:
    """The item's text, if it is one that may be used."""
    if (status := text(item, "pubStatus", "pubstatus") or "usable").lower() != "usable":
        raise InputError(f"{name} is {status}, says its source", "It is not to be used.")
    if (kind := text(item, "type") or "text") not in ("text", "composite"):
        raise InputError(f"{name} is a {kind} item", "Only text items are read.")
    body, story = _body(item, name)
    declared = _declared(item, teaser=not body)
    summary = list(body_parts(_described(item)))
    yield article(_completed(declared, story) if story else declared, body or summary, name)


def _completed(declared: Declared, story: Declared) -> Declared:
    """What the item declares, and what it leaves to the story within it."""
    return replace(
        declared,
        title=story.title or declared.title,
        authors=declared.authors or story.authors,
        published=declared.published or story.published,
    )


def _declared(item: Node, teaser: bool) -> Declared:
    by = text(item, "by", "byline")
    url = next(
        (one for one in (text(item, "url"), text(item, "uri")) if one and one.startswith("http")), None
    )
    infos = names(item.get("infosources") or item.get("infoSources"), "name")
    note = text(item, "ednote", "edNote") or ""
    return Declared(
        title=_headline(item),
        url=url,
        publisher=text(item, "copyrightHolder", "copyrightholder") or next(iter(infos), None),
        language=primary_tag(text(item, "language")),
        published=time(item, "firstCreated", "firstcreated", "versionCreated", "versioncreated"),
        authors=signed(by.removeprefix("Von ") if by else None),
        identifier=text(item, "uri"),
        section=next(iter(names(item.get("subjects") or item.get("subject"), "name")), None),
        modified=time(item, "versionCreated", "versioncreated"),
        corrections=(note,) if patterns().note.match(note) else (),
        teaser=teaser and url is not None,
    )


def _headline(item: Node) -> str | None:
    told = nodes(item.get("headlines"))
    main = [one for one in told if one.get("role") in ("main", None)] or told
    return next((found for one in main if (found := text(one, "value"))), None) or text(
        item, "headline", "title", "slugline"
    )


def _body(item: Node, name: str) -> tuple[list[Part], Declared | None]:
    """The fullest rendering that is understood (the order of _KINDS decides), and what it declares itself."""
    told = [
        (str(one.get("contentType") or one.get("contenttype") or ""), one)
        for one in nodes(item.get("bodies"))
    ]
    for kind in _KINDS:
        for found, one in told:
            if found.lower() == kind and (words := markup(one, "value")):
                return _parts(kind, words, name)
    return list(body_parts(markup(item, "body_html", "body_xhtml", "body_text"))), None


def _parts(kind: str, words: str, name: str) -> tuple[list[Part], Declared | None]:
    if "nitf" not in kind:
        return list(body_parts(words)), None
    from communique.mapping.reading.newsml import nitf_declared
    from communique.mapping.reading.nitf import nitf_parts
    from communique.mapping.reading.xml_documents import parse_xml

    root = parse_xml(words.encode(), name)
    return list(nitf_parts(root)), nitf_declared(root)


def _described(item: Node) -> str:
    told = nodes(item.get("descriptions"))
    return next((found for one in told if (found := markup(one, "value"))), "") or markup(
        item, "description_text", "description_html"
    )
