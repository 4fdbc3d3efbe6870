"""Marked-up text into parts: one for every block, whatever is nested in it or stands loose beside it."""

from collections.abc import Iterator

from lxml.etree import HTMLParser, _Element, fromstring, iterwalk

from communique.mapping.reading.compose import Part, fold
from communique.mapping.reading.looks import Look

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LOOKS: dict[str, Look] = {
    "blockquote": "quotation",
    "figcaption": "caption",
    "li": "item",
    **dict.fromkeys(HEADINGS, "headline"),
}
_BLOCKS = frozenset(
    "address article aside body dd div dl dt figure footer form header main nav ol p pre section"
    " table td th tr ul".split()
) | frozenset(_LOOKS)
_SKIPPED = frozenset("script style noscript template svg nav footer form button select head".split())


_PARSER = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)


def fragment_parts(fragment: str) -> Iterator[Part]:
    """The parts of a piece of HTML."""
    return parts(fromstring(f"<html><body><div>{fragment}</div></body></html>".encode(), _PARSER))


def parts(root: _Element) -> Iterator[Part]:
    """The parts of an element in document order; `look` is what the markup says, else `paragraph`."""
    for look, words in _runs(root):
        if text := fold(words):
            yield Part(text, look)


def _runs(root: _Element) -> Iterator[tuple[Look, str]]:
    """Stretches of text between the borders of blocks, each with the look of the blocks around it."""
    around: list[str] = []
    words: list[str] = []
    skipped = 0
    for event, element in iterwalk(root, events=("start", "end")):
        tag = str(element.tag)
        if tag in _BLOCKS or tag == "br":
            yield _look(around), "".join(words)
            words = []
        if event == "start":
            around += [tag] if tag in _BLOCKS else []
            skipped += tag in _SKIPPED
            words += [] if skipped or not isinstance(element.tag, str) else [element.text or ""]
        else:
            skipped -= tag in _SKIPPED
            around = around[:-1] if tag in _BLOCKS else around
            words += [] if skipped or element is root else [element.tail or ""]
    yield _look(around), "".join(words)


def _look(around: list[str]) -> Look:
    """A quotation stays one whatever is in it; otherwise the innermost block decides."""
    if "blockquote" in around:
        return "quotation"
    return next((_LOOKS[tag] for tag in reversed(around) if tag in _LOOKS), "paragraph")
