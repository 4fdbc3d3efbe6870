"""Who holds an office that a text names: the people of the article first, then the register."""

from dataclasses import dataclass

from communique.mapping.extraction.actors.cast import Cast
from communique.mapping.extraction.actors.discourse import Discourse
from communique.mapping.extraction.actors.offices import HEADS, ONE_OF, UNIQUE, Office
from communique.mapping.extraction.actors.roll import is_office
from communique.mapping.extraction.scene import Scene
from communique.mapping.extraction.trace import Trace
from communique.mapping.model import Actor


@dataclass(slots=True)
class Holders:
    """Looks up holders of offices at a place in an article."""

    scene: Scene
    cast: Cast
    discourse: Discourse
    trace: Trace | None = None

    def holder(self, office: Office, of: str | None, before: int) -> Actor | None:
        """Who holds the office: the last subject, the last named before, or the register’s."""

        def fits(actor: Actor) -> bool:
            return actor.official and of in (None, actor.of) and is_office(office.label, actor.office)

        roll, label = self.cast.roll, office.label
        if self.trace:
            self.trace.offer(actor for actor in self.cast.people if fits(actor))
        stage = self.discourse.thing() if of is None else ()
        if stage and stage[0].kind == "state" and office.label in HEADS:
            named = roll.people(label, stage[0].key)
            if len(named) == 1:
                return named[0]
        recent = self.discourse.holder(fits)
        if recent:
            return recent
        if of or roll.one_only(label, before):
            named = roll.people(label, of) if of else []
            return roll.last(label, of, before) or next(iter(named), None) or self._registered(label, of)
        return roll.last(label, of, before, self.scene.post_start(before))

    def _registered(self, label: str, of: str | None) -> Actor | None:
        """The register’s holder on the article’s day, of offices that one person holds at a time."""
        wanted = ONE_OF.get(label) or ((label,) if label in UNIQUE else ())
        if of is None or self.scene.day is None:
            return None
        for office in wanted:
            for person in self.scene.register.holders_on(of, self.scene.day, office):
                return Actor("person", person.key, person.label, of, office, official=True)
        return None
