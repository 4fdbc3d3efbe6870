"""Who takes part: the people, states and delegations in a stretch of a sentence."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from communique.mapping.extraction.actors.offices import OPENERS, Office, office_at
from communique.mapping.extraction.actors.parties import Resolver
from communique.mapping.extraction.actors.people import actor_key, whose
from communique.mapping.extraction.actors.phrases import Phrase
from communique.mapping.extraction.language import table, words
from communique.mapping.extraction.meetings.groups import (
    DELEGATIONS,
    GROUP,
    HEADS_OF,
    PAIRS,
    is_heads_of_state,
    leads_no_state,
    lists,
    members_behind,
)
from communique.mapping.extraction.meetings.holders import body_of, holder_in, leader_of, qualifies
from communique.mapping.extraction.text.tokens import Token
from communique.mapping.model import Actor

_TITLES = frozenset(words(table("people")["titles"]["plain"]) + words(table("people")["titles"]["military"]))
_PLACE_PREPOSITIONS = frozenset("in at to from near outside for on about into over".split())
_OPENING = OPENERS.union(GROUP, DELEGATIONS, "he she they counterpart counterparts".split())
"""The words, other than names, with which those who take part may be told."""
_OPENING_PAIR = _OPENING | {"the", "both"}


class Guest(NamedTuple):
    """Who stands at tokens[start:end]: actors, or only a group that nobody names (`several`).

    `role` is delegate or delegation-head where the words tell so.
    """

    start: int
    end: int
    actors: tuple[Actor, ...]
    several: bool = False
    leaders: bool = False
    role: str | None = None


@dataclass(slots=True)
class Guests:
    """Finds those who take part; `pair` is who "the two leaders" are.

    `named` are the tokens that begin an actor's mention, `candidates` all at which somebody may be told.
    """

    resolver: Resolver
    tokens: Sequence[Token]
    pair: tuple[Actor, ...] = ()
    named: list[int] = field(init=False)
    candidates: list[int] = field(init=False)

    def __post_init__(self) -> None:
        mentions, names = self.resolver.cast.mentions, self.resolver.scene.names
        opening = _OPENING_PAIR if self.pair else _OPENING
        self.candidates = [
            at
            for at, token in enumerate(self.tokens)
            if token.lower in opening or token.start in mentions or token.start in names
        ]
        self.named = [at for at in self.candidates if self.tokens[at].start in mentions]

    def within(self, start: int, end: int) -> list[Guest]:
        """Everybody in tokens[start:end] who may take part, in order."""
        found: list[Guest] = []
        reached = start
        first, last = bisect_left(self.candidates, start), bisect_left(self.candidates, end)
        for at in self.candidates[first:last]:
            if at >= reached and (guest := self._at(at, start, end)):
                found.append(guest)
                reached = guest.end
        return found

    def _at(self, at: int, start: int, end: int) -> Guest | None:
        if self.tokens[at].lower not in _OPENING_PAIR:
            return self._person(at) or self._body(at, start, end)
        return (
            self._person(at)
            or self._pronoun(at)
            or self._pair_of(at, end)
            or self._group(at, end)
            or self._delegation(at, end)
            or self._counterpart(at, start, end)
            or self._office(at, start, end)
            or self._body(at, start, end)
        )

    # -------------------------------------------------------------- one

    def _person(self, at: int) -> Guest | None:
        mention = self.resolver.cast.mentions.get(self.tokens[at].start)
        if mention is None or mention.actor.kind != "person":
            return None
        end = self._index(at, mention.span.end)
        if not self._is_somebody(mention.actor, at):
            return Guest(at, end, ())
        possessive = end < len(self.tokens) and self.tokens[end].tag == "poss"
        return Guest(at, end + possessive, () if possessive else (mention.actor,))

    def _is_somebody(self, actor: Actor, at: int) -> bool:
        """Whether capitalised words are surely a person: known, in an office, or introduced as one."""
        before = self.tokens[at - 1].text if at else ""
        if actor.known or (actor.office and before.lower() not in ("in", "to", "at")):
            return True
        apposed = before == "," and at > 1 and self.tokens[at - 2].tag == "word"
        return apposed or before in _TITLES

    def _index(self, at: int, offset: int) -> int:
        while at < len(self.tokens) and self.tokens[at].start < offset:
            at += 1
        return at

    def _pronoun(self, at: int) -> Guest | None:
        lower = self.tokens[at].lower
        if lower in ("he", "she"):
            actor = self._earlier_person(at)
            return Guest(at, at + 1, (actor,) if actor else self.resolver.discourse.person())
        if lower == "they":
            return Guest(at, at + 1, self.pair or self.resolver.discourse.group())
        return None

    def _earlier_person(self, at: int) -> Actor | None:
        """The first person whom the sentence names before this."""
        for before in self.named[: bisect_left(self.named, at)]:
            guest = self._person(before)
            if guest and guest.actors:
                return guest.actors[0]
        return None

    def _office(self, at: int, start: int, end: int) -> Guest | None:
        """The German chancellor; the president of Mali; PM (call). "President Lee" is told by the name."""
        office = office_at(self.tokens, at)
        if office is None or office.former:
            return None
        stop = office.end
        if self._names_follow(stop, end) or self._is_unnamed(at, start):
            return Guest(at, stop, ())
        actors = self._holder(office, whose(self.resolver.scene, self.tokens, office))
        return Guest(at, stop + (stop < end and self.tokens[stop].tag == "poss"), actors)

    def _names_follow(self, at: int, end: int) -> bool:
        """Whether somebody’s name follows the office, with titles or a comma between."""
        for ahead in range(at, min(at + 4, end)):
            guest = self._person(ahead)
            if guest:
                return True
            if not (self.tokens[ahead].tag == "name" or (ahead == at and self.tokens[at].text == ",")):
                return False
        return False

    def _is_unnamed(self, at: int, start: int) -> bool:
        """A former president; a minister."""
        return any(
            token.lower in ("a", "an", "another", "some", "his", "her", "their")
            for token in self.tokens[max(start, at - 3) : at]
        )

    def _holder(self, office: Office, of: str | None) -> tuple[Actor, ...]:
        text = self.tokens[office.start : office.end]
        if of is None:
            return self.resolver.resolve(text, Phrase(0, len(text))).actors[:1]
        found = holder_in(self.resolver, of, office.label)
        return (found,) if found else ()

    def _counterpart(self, at: int, start: int, end: int) -> Guest | None:
        """Her Norwegian counterpart: who holds the office of whoever came before."""
        if self.tokens[at].lower not in ("counterpart", "counterparts"):
            return None
        if self._names_follow(at + 1, end):
            return Guest(at, at + 1, ())
        before = self._earlier_person(at)
        of = [key for back in range(max(0, at - 3), at) if (key := self._state(back))]
        office = before.office if before else None
        if not of or office is None:
            return None
        found = holder_in(self.resolver, of[-1], office)
        return Guest(at, at + 1, (found or body_of(self.resolver, of[-1]),))

    # -------------------------------------------------------------- several

    def _pair_of(self, at: int, end: int) -> Guest | None:
        """The two leaders; both sides; the leaders, where an earlier sentence told who meets."""
        if self.tokens[at].lower not in ("the", "both") or not self.pair:
            return None
        for ahead in range(at + 1, min(at + 4, end)):
            if self.tokens[ahead].lower in PAIRS:
                behind = self.tokens[ahead + 1].lower if ahead + 1 < len(self.tokens) else ""
                heads = is_heads_of_state(self.tokens, ahead)
                return None if behind in ("of", "from") and not heads else Guest(at, ahead + 1, self.pair)
            if self.tokens[ahead].tag not in ("det", "num"):
                return None
        return None

    def _group(self, at: int, end: int) -> Guest | None:
        """The leaders of Chad and Niger; envoys from Iran; world leaders."""
        lower = self.tokens[at].lower
        if lower not in GROUP or (lower in HEADS_OF and leads_no_state(self.tokens, at)):
            return None
        leaders = lower in HEADS_OF or is_heads_of_state(self.tokens, at)
        stop = at + 1
        if stop < end and self.tokens[stop].lower in ("of", "from"):
            actors, stop = self._listed(stop + 1, end, leaders)
            if named := self._named_behind(len(actors), at, end):
                return Guest(at, named, ())
            return Guest(at, stop, actors, several=True, leaders=leaders)
        actors = self._demonyms(at, leaders)
        if lower in DELEGATIONS and not actors:
            return None
        return Guest(at, stop, actors, several=len(actors) != 2, leaders=leaders)

    def _named_behind(self, states: int, at: int, end: int) -> int:
        """The ministers of A and B, X and Y, …: where as many people begin as states are listed; else 0."""
        mentions, tokens = self.resolver.cast.mentions, self.tokens
        ahead = [each for each in self.named if at < each < min(end, at + 20)]
        people = [each for each in ahead if mentions[tokens[each].start].actor.kind == "person"]
        apposed = len(people) == states > 1 and tokens[people[0] - 1].text == ","
        return people[0] if apposed else 0

    def _demonyms(self, at: int, leaders: bool) -> tuple[Actor, ...]:
        """The Egyptian and Djiboutian leaders: of several states that the nouns before name."""
        first = at
        while first and (
            self.tokens[first - 1].tag in ("name", "conj", "det") or self.tokens[first - 1].text == ","
        ):
            first -= 1
        keys = dict.fromkeys(key for back in range(first, at) if (key := self._state(back)))
        return (
            tuple(leader_of(self.resolver, key) if leaders else body_of(self.resolver, key) for key in keys)
            if len(keys) > 1
            else ()
        )

    def _listed(self, at: int, end: int, leaders: bool) -> tuple[tuple[Actor, ...], int]:
        """The states of a list from here on, each as its leader where the article names them."""
        keys: list[str] = []
        while at < end and lists(self.tokens, at):
            key = self._state(at)
            if key is None and self.tokens[at].tag == "word":
                break
            keys += [key] if key else []
            name = self.resolver.scene.names.get(self.tokens[at].start) if key else None
            at = self._index(at, name.end) if name else at + 1
        return tuple(
            leader_of(self.resolver, key) if leaders else body_of(self.resolver, key)
            for key in dict.fromkeys(keys)
        ), at

    def _delegation(self, at: int, end: int) -> Guest | None:
        """The Malian delegation, which includes X; U.S. officials: the state, or the people it names."""
        if self.tokens[at].lower not in DELEGATIONS:
            return None
        told = members_behind(self.tokens, at + 1)
        if told and (members := self._people(*told[:2])):
            return Guest(at, told[1], members, role=told[2])
        keys = [key for back in range(max(0, at - 4), at) if (key := self._state(back))]
        actors = (body_of(self.resolver, keys[-1]),) if keys else ()
        return Guest(at, at + 1, actors, several=not actors)

    def _people(self, start: int, end: int) -> tuple[Actor, ...]:
        found = [actor for guest in self.within(start, end) for actor in guest.actors]
        return tuple([actor for actor in found if actor.kind == "person"])

    # -------------------------------------------------------------- states and organisations

    def _state(self, at: int) -> str | None:
        return actor_key(self.resolver.scene.names.get(self.tokens[at].start))

    def _body(self, at: int, start: int, end: int) -> Guest | None:
        """A state or organisation that stands for itself; a capital that acts."""
        name = self.resolver.scene.names.get(self.tokens[at].start)
        key = actor_key(name)
        if (
            name is None
            or key is None
            or name.keys("person", "surname")
            or (at and self.tokens[at - 1].lower in _PLACE_PREPOSITIONS)
        ):
            return None
        stop = self._index(at, name.end)
        behind = self.tokens[stop] if stop < end else None
        demonym = not name.keys("state", "organisation", "capital", "metonym")
        people = name.text.endswith("s") and at > 0 and self.tokens[at - 1].lower == "the"
        if qualifies(behind) or (demonym and not people) or (at > start and self._belongs_to_noun(at)):
            return None
        return Guest(at, stop, (body_of(self.resolver, key),))

    def _belongs_to_noun(self, at: int) -> bool:
        """Xi Jinping of the People’s Republic; the president of Mali."""
        before = at - 2 if self.tokens[at - 1].lower == "the" else at - 1
        return before >= 0 and self.tokens[before].lower in ("of", "from", "for")
