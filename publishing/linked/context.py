"""What the documents of one application share: the base of its store, its history, its figures."""

from contextlib import suppress
from dataclasses import dataclass, field

from starlette.applications import Starlette

from communique.ontology.vocabulary import CMQ, SCHEMA
from communique.publishing.linked.dataset import Figures, figures
from communique.publishing.linked.gone import History
from communique.publishing.linked.places import Places
from communique.publishing.linked.questions import Asker, UnansweredError, node

_REFERENCE = "id/graph/reference"


@dataclass(slots=True)
class LinkedData:
    """Questions to the readers, and what is kept of the answers; one for each application."""

    asker: Asker
    history: History
    places: Places = field(default_factory=Places)
    _base_known: bool = False
    _busiest: tuple[str | None, list[tuple[str, str, int]]] | None = None
    _figures: tuple[str | None, Figures] | None = None

    async def find_base(self) -> None:
        """Learn from the reference graph's name below which base the things of the store are named."""
        if self._base_known:
            return
        rows = await self.asker.rows("base", {})
        name = rows[0]["graph"].value if rows else ""
        if name.endswith(_REFERENCE):
            self.places = Places(name.removesuffix(_REFERENCE))
            self._base_known = True

    async def figures(self) -> Figures:
        """The figures of the store as it is; counted once for each state of it."""
        state = self.asker.engine.state()
        if self._figures is None or state is None or self._figures[0] != state:
            self._figures = (state, await figures(self.asker))
        return self._figures[1]

    async def busiest(self) -> list[tuple[str, str, int]]:
        """Those most on record: name, path, and number of facts; none where that takes too long."""
        state = self.asker.engine.state()
        if self._busiest is None or state is None or self._busiest[0] != state:
            self._busiest = (state, await self._count_busiest())
        return self._busiest[1]

    async def _count_busiest(self) -> list[tuple[str, str, int]]:
        found = []
        with suppress(UnansweredError):
            await self.find_base()
            for kind in (CMQ.State, SCHEMA.Person):
                for row in await self.asker.rows("busiest", {"class": [node(kind)]}):
                    path = self.places.path(row["item"].value)
                    found += [(row["name"].value, path, int(row["facts"].value))] if path else []
        return found


def linked_data(app: Starlette) -> LinkedData:
    """That of an application, made when it is first asked for."""
    if not hasattr(app.state, "linked"):
        engine = app.state.engine
        app.state.linked = LinkedData(Asker(engine), History(engine))
    linked: LinkedData = app.state.linked
    return linked
