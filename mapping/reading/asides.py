"""What stands beside the article on a page: readers' comments, teasers of other articles, share bars.

They are told by the names in their markup, from asides.toml and from the publisher's declaration.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files

from lxml.html import HtmlElement

from communique.mapping.reading.publishers import Publisher

_WORDS = re.compile(r"[a-z0-9]+")
_KEPT = frozenset({"html", "head", "body", "article", "main"})


def leave_out(page: HtmlElement, publisher: Publisher) -> None:
    """Remove from the page what is not the article."""
    named, elements = _asides()
    found = [
        element
        for element in page.iter()
        if element.tag in elements or (_is_named(element, named) or publisher.leaves_out(element))
    ]
    for element in found:
        parent = element.getparent()
        if parent is not None and element.tag not in _KEPT:
            element.drop_tree()


def _is_named(element: HtmlElement, named: re.Pattern[str]) -> bool:
    if not isinstance(element.tag, str) or element.tag in _KEPT:
        return False
    names = f"{element.get('id') or ''} {element.get('class') or ''}".split()
    return any(named.fullmatch("-".join(_WORDS.findall(name.lower()))) for name in names)


@cache
def _asides() -> tuple[re.Pattern[str], frozenset[str]]:
    source = files("communique.mapping.reading").joinpath("asides.toml").read_text(encoding="utf-8")
    data = tomllib.loads(source)
    names = "|".join(f"(?:{name})" for name in data["names"])
    return re.compile(names), frozenset(data["elements"])
