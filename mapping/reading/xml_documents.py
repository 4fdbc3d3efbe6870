"""XML: NewsML-G2 and NITF by lxml with entities off, everything else as a feed."""

import re
from collections.abc import Iterator

from lxml.etree import XMLParser, XMLSyntaxError, _Element, fromstring

from communique.errors import InputError
from communique.mapping.reading.document import Package, Skipped
from communique.mapping.reading.feeds import read_feed
from communique.mapping.reading.newsml import read_newsml, read_nitf
from communique.mapping.reading.reading import Reading

_DECLARATIONS = re.compile(rb"<!ENTITY|<!\x00E\x00N\x00T\x00I\x00T\x00Y|<\x00!\x00E\x00N\x00T\x00I\x00T\x00Y")
_ROOT = re.compile(rb"<(?![?!])(?:[\w.-]{1,20}:)?([\w.-]{1,40})")
_HEAD = 4096


def read_xml(data: bytes, name: str) -> Iterator[Reading | Skipped | Package]:
    """The articles of an XML document. Raises InputError where it is damaged, or declares entities."""
    if _DECLARATIONS.search(data):
        raise InputError(
            f"{name} declares entities, which may stand for anything",
            "Resolve them first, for instance with `xmllint --noent`, if you trust the file.",
        )
    root = _ROOT.search(data, 0, _HEAD)
    kind = root[1] if root else b""
    if kind in (b"newsItem", b"packageItem", b"newsMessage"):
        yield from read_newsml(parse_xml(data, name), name)
    elif kind == b"nitf":
        yield read_nitf(parse_xml(data, name), name)
    else:
        yield from read_feed(data, name)


def parse_xml(data: bytes, name: str) -> _Element:
    """The root element. No DTD, no entity, no network; libxml2's own limits on depth and size hold."""
    parser = XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        return fromstring(data, parser)
    except (XMLSyntaxError, ValueError) as error:
        raise InputError(f"{name} is damaged XML: {error}", "Get the file again.") from error
