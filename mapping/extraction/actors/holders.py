"""Who holds an office that a text names: the people of the article first, then the register."""

from collections.abc import Callable
from dataclasses import dataclass

from communique.mapping.extraction.actors.cast import Cast
from communique.mapping.extraction.actors.discourse import Discourse
from communique.mapping.extraction.actors.offices import HEADS, ONE_OF, UNIQUE, Office
from communique.mapping.extraction.scene import Scene
from communique.mapping.model import Actor


@dataclass(frozen=True, slots=True)
class Holders:
    """Looks up holders of offices at a place in an article."""

    scene: Scene
    cast: Cast
    discourse: Discourse

    def holder(self, office: Office, of: str | None, before: int) -> Actor | None:
        """Who holds the office: the last subject, the last named before, or the register’s."""

        def fits(actor: Actor) -> bool:
            return actor.official and of in (None, actor.of) and _same_office(office.label, actor.office)

        stage = self.discourse.thing() if of is None else ()
        if stage and stage[0].kind == "state" and office.label in HEADS:
            named = [actor for actor in self.cast.people if fits(actor) and actor.of == stage[0].key]
            if len(named) == 1:
                return named[0]
        recent = self.discourse.holder(fits)
        if recent:
            return recent
        earlier = [
            mention.actor for at, mention in self.cast.mentions.items() if at < before and fits(mention.actor)
        ]
        if of or len(set(earlier)) == 1:
            anywhere = [actor for actor in self.cast.people if fits(actor)]
            return next(iter(earlier[-1:] or anywhere), None) or self._registered(office.label, of)
        return self._latest_in_post(fits, before)

    def _registered(self, label: str, of: str | None) -> Actor | None:
        """The register’s holder on the article’s day, of offices that one person holds at a time."""
        wanted = ONE_OF.get(label) or ((label,) if label in UNIQUE else ())
        if of is None or self.scene.day is None:
            return None
        for office in wanted:
            for person in self.scene.register.holders_on(of, self.scene.day, office):
                return Actor("person", person.key, person.label, of, office, official=True)
        return None

    def _latest_in_post(self, fits: Callable[[Actor], bool], before: int) -> Actor | None:
        start = self.post_start(before)
        found = [
            m.actor for at, m in sorted(self.cast.mentions.items()) if start <= at < before and fits(m.actor)
        ]
        return found[-1] if found else None

    def post_start(self, offset: int) -> int:
        """Where the post begins that holds an offset."""
        posts = (post.span for post in self.scene.article.posts)
        return next((span.start for span in posts if span.start <= offset < span.end), 0)


def _same_office(label: str, held: str | None) -> bool:
    if held is None:
        return False
    if label in ONE_OF:
        return held in ONE_OF[label]
    return (
        label == held
        or held.endswith(f" {label}")
        or (label == "secretary" and held.startswith("secretary of"))
    )
