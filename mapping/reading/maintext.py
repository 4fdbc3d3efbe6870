"""The article on a page, without what stands around it: trafilatura finds it, figures' captions are put back.

Adrien Barbaresi, "Trafilatura: A Web Scraping Library and Command-Line Tool for Text Discovery and
Extraction", ACL 2021.
"""

from collections.abc import Iterator, Sequence

from lxml.etree import _Element
from lxml.html import HtmlElement

from communique.mapping.reading import markup
from communique.mapping.reading.compose import Part, fold
from communique.mapping.reading.looks import Look, look_of

_MARKED: dict[str, Look] = {"head": "headline", "quote": "quotation", "item": "item"}
_LONG_HEADING = 12


def main_text(page: HtmlElement, brief: bool = False) -> list[Part]:
    """The paragraphs of the page's article in order; `brief` where a few are all that is to be expected."""
    # Pages too small or too odd for the extractor are read whole.
    found = _extracted(page, brief) or [Part(p.text, _checked(_told(p), p.text)) for p in markup.parts(page)]
    return _with_captions(page, found)


def _extracted(page: HtmlElement, brief: bool) -> list[Part]:
    import trafilatura  # takes a fifth of a second, and plain text does not need it

    # It copies a tree that it is given. `fast` goes without second opinions, which are for more text.
    document = trafilatura.bare_extraction(
        page, fast=brief, include_comments=False, include_tables=False, with_metadata=False
    )
    body = getattr(document, "body", None)
    return [part for element in (body if body is not None else ()) for part in _parts(element)]


def _parts(element: _Element, inside: Look | None = None) -> Iterator[Part]:
    look = inside or _MARKED.get(str(element.tag))
    children = [child for child in element if child.tag in ("p", "item", "quote", "list", "head")]
    if children and element.tag in ("list", "quote"):
        for child in children:
            yield from _parts(child, look)
        return
    for text in _paragraphs(element):
        yield Part(text, _checked(look, text))


def _paragraphs(element: _Element) -> Iterator[str]:
    """The words of an element; two line breaks in a row end a paragraph."""
    words: list[str] = [element.text or ""]
    for child in element.iter():
        if child is element:
            continue
        words += ["\n"] if child.tag == "lb" else [child.text or ""]
        words.append(child.tail or "")
    for paragraph in "".join(words).split("\n\n"):
        if text := fold(paragraph):
            yield text


def _told(part: Part) -> Look | None:
    return None if part.look == "paragraph" else part.look


def _checked(look: Look | None, text: str) -> Look:
    """What the markup says, unless the words say better: a heading that is a sentence is a standfirst."""
    if look == "headline":
        sentence = text.endswith((".", ".”", '."')) and len(text.split()) >= _LONG_HEADING
        return "paragraph" if sentence else "headline"
    return look or look_of(text)


def _with_captions(page: HtmlElement, parts: Sequence[Part]) -> list[Part]:
    """The parts with captions told as such, and with those that the extractor dropped where they stood."""
    captions = {fold(figure.text_content()): figure for figure in page.iter("figcaption")}
    captions.pop("", None)
    marked = [Part(p.text, "caption") if p.text in captions else p for p in parts]
    missing = _positions(page, captions, marked)
    whole: list[Part] = []
    for at, part in enumerate(marked):
        whole += [part, *(Part(text, "caption") for text in missing.get(at, ()))]
    return whole


def _positions(
    page: HtmlElement, captions: dict[str, HtmlElement], parts: Sequence[Part]
) -> dict[int, list[str]]:
    """Captions that are not among the parts, by the index of the part that they follow."""
    index: dict[str, int] = {}
    for at, part in enumerate(parts):
        index.setdefault(part.text, at)
    missing: dict[int, list[str]] = {}
    seen: set[str] = set()
    last = -1
    for element in page.iter("p", "li", "blockquote", "figcaption", *markup.HEADINGS):
        text = fold(element.text_content())
        if element.tag == "figcaption" and text and text not in index and text not in seen:
            missing.setdefault(last, []).append(text)
            seen.add(text)
        last = max(last, index.get(text, -1))
    return {after: texts for after, texts in missing.items() if 0 <= after < len(parts) - 1}
