"""NewsML-G2 (IPTC, 2.x): text items, messages of many items, and packages, which only refer to items."""

from collections.abc import Iterator

from lxml.etree import _Element

from communique.errors import InputError
from communique.mapping.reading.assemble import article, body_parts
from communique.mapping.reading.compose import Part, fold
from communique.mapping.reading.declared import Declared, primary_tag
from communique.mapping.reading.document import Package, Skipped
from communique.mapping.reading.fields import signed
from communique.mapping.reading.nitf import first_text, local_name, nitf_parts
from communique.mapping.reading.patterns import patterns
from communique.mapping.reading.reading import Reading
from communique.mapping.reading.timestamps import iso

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def read_newsml(root: _Element, name: str) -> Iterator[Reading | Skipped | Package]:
    """The text items of a document and its packages; what cannot be read is told."""
    items = [root] if local_name(root) != "newsMessage" else list(root.iter("{*}newsItem", "{*}packageItem"))
    if not items:
        raise InputError(f"{name} is a message without items", "There is nothing to read in it.")
    for item in items:
        source = f"{name}#{item.get('guid')}"
        try:
            yield _package(item, source) if local_name(item) == "packageItem" else _item(item, source)
        except InputError as error:
            yield Skipped(source, error.message, error.hint)


def read_nitf(root: _Element, name: str) -> Reading:
    """A story in NITF by itself."""
    return article(nitf_declared(root), list(nitf_parts(root)), name)


def nitf_declared(root: _Element) -> Declared:
    """What the head of a story in NITF declares."""
    issued = next((element.get("norm") for element in root.iter("{*}date.issue")), None)
    identifier = next((element.get("id-string") for element in root.iter("{*}doc-id")), None)
    return Declared(
        title=first_text(root, "hl1", "title"),
        publisher=first_text(root, "distributor"),
        published=_basic(issued),
        authors=_byline(root),
        identifier=identifier,
    )


def _package(item: _Element, source: str) -> Package:
    references = (one.get("residref") or one.get("href") for one in item.iter("{*}itemRef"))
    title = first_text(item, "headline", "itemMeta") or "untitled"
    return Package(source, title, tuple(dict.fromkeys(one for one in references if one)))


def _item(item: _Element, source: str) -> Reading:
    status = _code(item, "pubStatus") or "usable"
    if status != "usable":
        raise InputError(f"{source} is {status}, says its source", "It is not to be used.")
    if (kind := _code(item, "itemClass") or "text") not in ("text", "composite"):
        raise InputError(f"{source} is a {kind} item", "Only text items are read.")
    body = list(_body(item))
    return article(_declared(item, teaser=not body), body, source)


def _declared(item: _Element, teaser: bool) -> Declared:
    language = next((one.get("tag") for one in item.iter("{*}language")), None)
    creators = [first_text(one, "name") for one in item.iter("{*}creator")]
    return Declared(
        title=first_text(item, "headline", "hl1", "title"),
        url=next((one.get("href") for one in item.iter("{*}link") if _is_web_page(one)), None),
        publisher=first_text(item, "infoSource") or _provider(item) or first_text(item, "copyrightHolder"),
        language=primary_tag(language or item.get(_LANGUAGE)),
        published=_time(item, "firstCreated", "contentCreated", "versionCreated"),
        authors=_byline(item) or tuple(one for one in creators if one),
        identifier=item.get("guid"),
        section=first_text(item, "subject"),
        modified=_time(item, "contentModified", "versionCreated"),
        corrections=tuple(_corrections(item)),
        teaser=teaser,
    )


def _body(item: _Element) -> Iterator[Part]:
    """The first rendering that has words: markup in the item, or text."""
    for content in item.iter("{*}contentSet"):
        for rendering in content:
            found = list(_rendered(rendering))
            if found:
                yield from found
                return


def _rendered(rendering: _Element) -> Iterator[Part]:
    if local_name(rendering) == "inlineXML":
        yield from nitf_parts(rendering)
    elif local_name(rendering) == "inlineData" and rendering.get("encoding") is None:
        yield from body_parts(rendering.text or "")


def _byline(root: _Element) -> tuple[str, ...]:
    """Who the first byline names; a title in it (`byttl`) says no name."""
    for element in root.iter("{*}byline", "{*}by"):
        words = fold((element.text or "") + "".join(child.tail or "" for child in element)).rstrip(" ,")
        if found := signed(words):
            return found
    return ()


def _provider(item: _Element) -> str | None:
    named = (first_text(one, "name") or one.get("literal") for one in item.iter("{*}provider"))
    return next((name for name in named if name), None)


def _corrections(item: _Element) -> Iterator[str]:
    """The notes to editors that correct something; others are embargoes and advisories."""
    for one in item.iter("{*}edNote"):
        words = fold("".join(map(str, one.itertext())))
        if patterns().note.match(words):
            yield words


def _code(item: _Element, name: str) -> str | None:
    """The local part of a QCode: `usable` of `stat:usable`."""
    codes = (element.get("qcode") for element in item.iter(f"{{*}}{name}"))
    return next((code.rpartition(":")[2].lower() for code in codes if code), None)


def _time(item: _Element, *names: str) -> str | None:
    for name in names:
        for element in item.iter(f"{{*}}{name}"):
            if found := iso(element.text or ""):
                return found
    return None


def _basic(value: str | None) -> str | None:
    """A time in the basic format of ISO 8601, of which the day is certain: 20080219T000000+0100."""
    digits = (value or "")[:8]
    return (
        iso(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}") if digits.isdecimal() and len(digits) == 8 else None
    )


def _is_web_page(link: _Element) -> bool:
    kind, relation = link.get("contenttype") or "", link.get("rel") or ""
    return kind.startswith("text/html") or relation.endswith(("canonical", "webpage"))
