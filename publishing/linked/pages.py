"""The page of a thing: its facts, the words behind it, and the lists in which it plays a part."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from communique.publishing.linked.cards import Card, cards
from communique.publishing.linked.excerpts import (
    Excerpt,
    Passage,
    excerpts,
    passage_of,
    passages_around,
    runs,
    source_of,
)
from communique.publishing.linked.layout import Kind, Listing, kinds
from communique.publishing.linked.places import Places, kind_of
from communique.publishing.linked.questions import Asker, node
from communique.publishing.linked.rendering import render
from communique.publishing.linked.things import Thing, described
from communique.publishing.linked.wording import clipped, title

SIZE: Final = 10
"""Items of a list on one page."""
_LINES: Final = 60
WORDED: Final = frozenset({"statement", "commitment", "meeting", "disagreement"})
"""The forms of a head that shows the words behind a thing."""
_SHORT: Final = frozenset({"line", "tenure", "report", "concept"})
_OTHER: Final = Kind("", "thing", "things", "")


@dataclass(frozen=True, slots=True)
class Pages:
    """Which page of a list is shown, of how many: `name` is the parameter in the address."""

    name: str
    page: int
    count: int
    size: int

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, math.ceil(self.count / self.size))


@dataclass(frozen=True, slots=True)
class Section:
    """A list with the items of one page."""

    listing: Listing
    cards: Sequence[Card]
    pages: Pages


@dataclass(frozen=True, slots=True)
class View:
    """What a page is rendered from; `text` is what is known of a report's or a passage's text."""

    thing: Thing
    kind: Kind
    title: str
    head: Card | None
    text: Sequence[Excerpt]
    sections: Sequence[Section]


async def thing_page(asker: Asker, places: Places, name: str, numbers: Mapping[str, int]) -> str:
    """The page of the thing that the document `name` describes; `numbers` are pages of lists, by name."""
    view = await _view(asker, places.iri(name), kinds().get(kind_of(name), _OTHER), numbers)
    return render("thing.html", view=view, name=name, places=places)


async def _view(asker: Asker, iri: str, kind: Kind, numbers: Mapping[str, int]) -> View:
    head = (await cards(asker, kind.head, [iri], wide=True))[0] if kind.head in WORDED else None
    thing = head.thing if head else (await described(asker, [iri]))[iri]
    text = await _TEXTS[kind.name](asker, iri) if kind.name in _TEXTS else ()
    sections = [await _section(asker, iri, one, numbers.get(one.name, 1)) for one in kind.lists]
    named = f"“{clipped(text[0].passages[0].exact)}”" if kind.name == "passage" and text else ""
    return View(
        thing,
        kind,
        named or title(thing, kind.name),
        head,
        text,
        [one for one in sections if one.pages.count],
    )


async def _section(asker: Asker, iri: str, listing: Listing, page: int) -> Section:
    size = _LINES if listing.card in _SHORT else SIZE
    terms = {"thing": [iri], "property": listing.properties, "class": listing.classes}
    rows, count = await asker.window(listing.query, bound(terms), page, size)
    items = await cards(asker, listing.card, [row["item"].value for row in rows if row["item"].kind == "uri"])
    return Section(listing, items, Pages(listing.name, page, count, size))


def bound(terms: Mapping[str, Sequence[str]]) -> dict[str, list[ox.NamedNode | ox.Literal]]:
    """IRIs as terms, for the parameters that have any."""
    return {name: [node(iri) for iri in iris] for name, iris in terms.items() if iris}


async def _passage(asker: Asker, iri: str) -> tuple[Excerpt, ...]:
    rows = await asker.rows("passage", {"thing": [node(iri)]})
    known = await passages_around(asker, {row["report"].value for row in rows})
    return excerpts(rows, None, known)


async def _report(asker: Asker, iri: str) -> tuple[Excerpt, ...]:
    """All that is on record of a report's text, marked: what supports something."""
    rows = await asker.rows("supporting", {"thing": [node(iri)]})
    known = (await passages_around(asker, [iri])).get(iri, [])
    marked: dict[str, Passage] = {row["passage"].value: passage_of(row) for row in rows}
    if not marked:
        return ()
    shown = runs(tuple(marked.values()), frozenset(), known)
    return (Excerpt(source_of(rows[0]), shown, tuple(marked.values())),)


_TEXTS: Final = {"passage": _passage, "report": _report}
