"""NITF (News Industry Text Format): the body of a story, as it stands in NewsML-G2 and ninjs."""

from collections.abc import Iterator

from lxml.etree import QName, _Element

from communique.mapping.reading.compose import Part, fold
from communique.mapping.reading.looks import Look, look_of

_LOOKS: dict[str, Look] = {
    "hl2": "headline", "h1": "headline", "h2": "headline", "h3": "headline", "h4": "headline",
    "li": "item", "bq": "quotation", "blockquote": "quotation", "media-caption": "caption",
    "figcaption": "caption", "p": "paragraph", "pre": "paragraph", "note": "boilerplate",
}  # fmt: skip
_LEFT = frozenset({"table", "body.head", "body.end", "head", "script", "style"})


def nitf_parts(root: _Element) -> Iterator[Part]:
    """The paragraphs of NITF or XHTML, in document order; what stands loose in no paragraph is left."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if not isinstance(element.tag, str) or (name := local_name(element)) in _LEFT:
            continue
        look = _LOOKS.get(name)
        if look is None:
            waiting += list(element)[::-1]
        elif words := fold(" ".join(str(piece) for piece in element.itertext())):
            yield Part(words, look_of(words) if look == "paragraph" else look)


def local_name(element: _Element) -> str:
    """The element's name without its namespace."""
    return QName(element).localname


def first_text(root: _Element, *names: str) -> str | None:
    """The words of the first element with one of these names, the names in order."""
    for name in names:
        for element in root.iter(f"{{*}}{name}"):
            if words := fold(" ".join(str(piece) for piece in element.itertext())):
                return words
    return None
