"""The lists by which a visitor finds things: all of a kind, page by page, and the search."""

from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from communique.publishing.linked.cards import Card, cards
from communique.publishing.linked.layout import Kind, kinds
from communique.publishing.linked.pages import Pages, bound
from communique.publishing.linked.places import Places
from communique.publishing.linked.questions import Asker
from communique.publishing.linked.rendering import render

SIZE: Final = 100
"""Lines on one page of a list."""
_CARDS: Final = 20
_FOUND: Final = 8
_WIDE: Final = frozenset({"statement", "commitment", "meeting", "disagreement"})


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found of one kind."""

    kind: Kind
    cards: list[Card]
    pages: Pages


def listed() -> tuple[Kind, ...]:
    """The kinds that have a list."""
    return tuple(kind for kind in kinds().values() if kind.listed)


async def list_page(asker: Asker, places: Places, kind: Kind, words: str, page: int) -> str:
    """The things of a kind, those with these words in their names."""
    found = await _found(asker, kind, words, page, _CARDS if kind.name in _WIDE else SIZE)
    return render("list.html", places=places, kind=kind, found=found, words=words)


async def search_page(asker: Asker, places: Places, words: str) -> str:
    """What can be browsed; with words, the first of each kind that have them in their names or texts."""
    wanted = [kind for kind in listed() if kind.name not in ("graph", "disagreement")] if words else []
    found = [await _found(asker, kind, words, 1, _FOUND) for kind in wanted]
    return render(
        "search.html",
        places=places,
        words=words,
        found=[one for one in found if one.pages.count],
        listed=listed(),
    )


async def _found(asker: Asker, kind: Kind, words: str, page: int, size: int) -> Found:
    terms = bound({"class": kind.classes})
    if words:
        terms["words"] = [ox.Literal(words)]
    rows, count = await asker.window(kind.listed, terms, page, size)
    form = kind.name if kind.name in _WIDE else "report" if kind.name == "report" else "line"
    items = await cards(asker, form, [row["item"].value for row in rows if row["item"].kind == "uri"])
    return Found(kind, items, Pages("page", page, count, size))
