"""What stands beside the article on a page: readers' comments, teasers of other articles, share bars.

They are told by the names in their markup, from asides.toml and from the publisher's declaration.
"""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from lxml.html import HtmlElement

from communique.mapping.reading.publishers import Publisher

_WORDS = re.compile(r"[a-z0-9]+")
_KEPT = frozenset({"html", "head", "body", "article", "main"})


def leave_out(page: HtmlElement, publisher: Publisher) -> None:
    """Remove from the page what is not the article."""
    found = [
        element
        for element in page.xpath("//*[@class or @id]")
        if any(map(_is_aside, _names(element))) or publisher.leaves_out(element)
    ]
    for element in (*found, *page.iter(*_asides()[1])):
        if element.getparent() is not None and element.tag not in _KEPT:
            element.drop_tree()


def _names(element: HtmlElement) -> list[str]:
    return f"{element.get('id') or ''} {element.get('class') or ''}".split()


@lru_cache(maxsize=8192)
def _is_aside(name: str) -> bool:
    return _asides()[0].fullmatch("-".join(_WORDS.findall(name.lower()))) is not None


@cache
def _asides() -> tuple[re.Pattern[str], frozenset[str]]:
    source = files("communique.mapping.reading").joinpath("asides.toml").read_text(encoding="utf-8")
    data = tomllib.loads(source)
    names = "|".join(f"(?:{name})" for name in data["names"])
    return re.compile(names), frozenset(data["elements"])
