"""The lists by which a visitor finds things: all of a kind, page by page, and the search."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from communique.publishing.linked.cards import Card, cards
from communique.publishing.linked.layout import Kind, kinds
from communique.publishing.linked.pages import Pages, bound
from communique.publishing.linked.places import Places
from communique.publishing.linked.questions import MANY, Asker, node
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
    size = _CARDS if kind.name in _WIDE else SIZE
    if words and kind.classes:
        items = (await _matching(asker, [kind], words))[kind.name]
        found = await _sorted(asker, kind, items, page, size)
    else:
        found = await _listed(asker, kind, words, page, size)
    return render("list.html", places=places, kind=kind, found=found, words=words)


async def search_page(asker: Asker, places: Places, words: str) -> str:
    """What can be browsed; with words, the first of each kind that have them in their names or texts."""
    wanted = [kind for kind in listed() if kind.name not in ("graph", "disagreement")] if words else []
    items = await _matching(asker, wanted, words) if words else {}
    found = [await _sorted(asker, kind, items[kind.name], 1, _FOUND) for kind in wanted]
    return render(
        "search.html",
        places=places,
        words=words,
        found=[one for one in found if one.pages.count],
        listed=listed(),
    )


async def _matching(asker: Asker, wanted: Sequence[Kind], words: str) -> dict[str, list[str]]:
    """What has the words, for all kinds at once: the texts of a store are many."""
    classes = [node(name) for kind in wanted for name in kind.classes]
    rows = await asker.rows("found", {"words": [ox.Literal(words)], "class": classes})
    return {
        kind.name: [row["item"].value for row in rows if row["class"].value in kind.classes]
        for kind in wanted
    }


async def _sorted(asker: Asker, kind: Kind, items: Sequence[str], page: int, size: int) -> Found:
    """One page of what was found, in the order of the kind's list; where it is much, as it comes."""
    if 0 < len(items) <= MANY:
        query = kind.listed.replace("list", "find")
        rows = await asker.rows(query, {"item": [node(iri) for iri in items]})
        items = [row["item"].value for row in rows]
    shown = items[(page - 1) * size : page * size]
    return Found(kind, await _cards(asker, kind, shown), Pages("page", page, len(items), size))


async def _listed(asker: Asker, kind: Kind, words: str, page: int, size: int) -> Found:
    terms = bound({"class": kind.classes})
    if words:
        terms["words"] = [ox.Literal(words)]
    rows, count = await asker.window(kind.listed, terms, page, size)
    items = [row["item"].value for row in rows if row["item"].kind == "uri"]
    return Found(kind, await _cards(asker, kind, items), Pages("page", page, count, size))


async def _cards(asker: Asker, kind: Kind, items: Sequence[str]) -> list[Card]:
    form = kind.name if kind.name in _WIDE else "report" if kind.name == "report" else "line"
    return await cards(asker, form, items)
