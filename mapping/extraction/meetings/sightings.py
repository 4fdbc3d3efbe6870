"""A mention of a meeting, and what the sentence around it has to tell: words, people, place and time."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter

from communique.mapping.extraction.actors.parties import Resolver
from communique.mapping.extraction.language import words
from communique.mapping.extraction.meetings.clauses import boundaries, clause_end, clause_start
from communique.mapping.extraction.meetings.counts import head_counts
from communique.mapping.extraction.meetings.cues import MEETINGS, Trigger, link_at
from communique.mapping.extraction.meetings.people import Guest, Guests
from communique.mapping.extraction.meetings.setting import city, place_in
from communique.mapping.extraction.meetings.times import UNTOLD, Told, is_plan, settled, tell_time
from communique.mapping.extraction.speech.cues import Cue, cues_of
from communique.mapping.extraction.text.sentences import Sentence
from communique.mapping.extraction.text.tokens import Token
from communique.mapping.model import Actor, Participation, Span

_START = attrgetter("start")
_AHEAD = frozenset(("scheduled", "present", "cancelled"))
_MARGINS = frozenset(words(MEETINGS["margins"]["phrases"]))


@dataclass(slots=True)
class Sighting:
    """One mention of a meeting.

    `kind` "meeting" is to be told by who meets; "attendance" is of a meeting mentioned elsewhere.
    `name` is the key of the organisation that it is named after ("G7 summit"). `several` tells that a
    group meets, `crowd` its words, `leaders` that it is of leaders, `sided` that one side meets another,
    `linked` that a verb says so. `definite` ("the summit") points at one that is known, `new` ("a
    meeting") does not, `main` ("the main session") at the article’s main one. `status` is empty where
    the predicate tells none; `hint` is then what other words suggest ("ahead of").
    """

    kind: str
    sentence: Sentence
    span: Span
    rule: str
    parts: list[Participation] = field(default_factory=list)
    several: bool = False
    leaders: bool = False
    definite: bool = False
    new: bool = False
    main: bool = False
    linked: bool = False
    sided: bool = False
    name: str | None = None
    place: str | None = None
    told: Told = UNTOLD
    status: str = ""
    hint: str = ""
    margins: bool = False
    crowd: Span | None = None

    @property
    def actors(self) -> tuple[Actor, ...]:
        """Who attends."""
        return tuple([part.actor for part in self.parts if part.actor and part.attendance == "attending"])

    @property
    def counts(self) -> tuple[int, ...]:
        """The head counts that it gives."""
        return tuple(part.headcount for part in self.parts if part.headcount)

    @property
    def post(self) -> int:
        """The post that mentions it."""
        return self.sentence.post

    def take(
        self,
        tokens: Sequence[Token],
        guests: Sequence[Guest],
        role: str = "participant",
        attendance: str = "attending",
    ) -> None:
        """Add who takes part, with the words that name them; a role told once stays."""
        known = {part.actor.key: at for at, part in enumerate(self.parts) if part.actor}
        for guest in guests:
            self.several |= guest.several
            self.leaders |= guest.leaders
            self.crowd = self.crowd or (_crowd(tokens, guest) if guest.several else None)
            span = Span(tokens[guest.start].start, tokens[guest.end - 1].end)
            for actor in guest.actors:
                part = Participation((span,), actor, guest.role or role, attendance)
                if actor.key not in known:
                    known[actor.key] = len(self.parts)
                    self.parts.append(part)
                elif part.role != "participant":
                    self.parts[known[actor.key]] = replace(self.parts[known[actor.key]], role=part.role)


@dataclass(slots=True)
class Reading:
    """A sentence with triggers, and its clauses, cues and guests; `pair` is who "the two leaders" are.

    `inside` are the tokens within the names of organisations.
    """

    resolver: Resolver
    sentence: Sentence
    triggers: tuple[Trigger, ...]
    pair: tuple[Actor, ...] = ()
    tokens: Sequence[Token] = field(init=False)
    guests: Guests = field(init=False)
    cues: tuple[Cue, ...] = field(init=False)
    begins: list[int] = field(init=False)
    inside: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        self.tokens = self.sentence.tokens
        self.guests = Guests(self.resolver, self.tokens, self.pair)
        cues = cues_of(self.resolver.scene, self.sentence) if self.triggers else ()
        self.cues = tuple([cue for cue in cues if not self._reports(cue)])
        self.begins = boundaries(self.tokens, self.cues)
        self.inside = self._inside()

    def _inside(self) -> frozenset[int]:
        found: list[int] = []
        mentions = self.resolver.cast.mentions
        for at in self.guests.named:
            mention = mentions[self.tokens[at].start]
            if mention.actor.kind == "organisation":
                found += range(at, bisect_left(self.tokens, mention.span.end, key=_START))
        return frozenset(found)

    def _reports(self, cue: Cue) -> bool:
        """Whether a cue of speech is part of a name or of what reports a meeting: United States, a call."""
        link = link_at(self.tokens, cue.start)
        named = cue.start > 0 and self.tokens[cue.start].tag == "name"
        phrase = named or (link is not None and link.end - link.start > 1)
        return phrase or any(trigger.start < cue.end and cue.start < trigger.end for trigger in self.triggers)

    def start_of(self, at: int) -> int:
        """Where the clause begins that holds the token."""
        return clause_start(self.begins, at)

    def end_of(self, at: int) -> int:
        """Where it ends."""
        return clause_end(self.tokens, self.begins, at)

    def lower(self, at: int) -> str:
        """The word at an index in lower case, or nothing beyond the ends."""
        return self.tokens[at].lower if 0 <= at < len(self.tokens) else ""

    def alone(self, trigger: Trigger) -> bool:
        """Whether no other noun of the sentence names a meeting."""
        return all(other is trigger or other.verb is not None for other in self.triggers)

    def sight(self, kind: str, rule: str, start: int, end: int) -> Sighting:
        """A mention by tokens[start:end], whose span is the sentence, or of several triggers its clause."""
        return Sighting(kind, self.sentence, self._span(start, end), rule, linked=True)

    def _span(self, start: int, end: int) -> Span:
        if len(self.triggers) < 2:
            return self.sentence.span
        first, last = self.start_of(start), max(self.end_of(end), end)
        last = min([t.start for t in self.triggers if end <= t.start < last], default=last)
        while last > end and self.tokens[last - 1].tag in (
            "mark",
            "conj",
            "prep",
            "det",
            "adv",
            "aux",
            "name",
        ):
            last -= 1
        return Span(self.tokens[first].start, self.tokens[last - 1].end)

    def told_until(self, at: int) -> int:
        """Where the words of the sentence end that begin at an index: before ", the envoy said."."""
        cue = self.cues[-1] if self.cues else None
        if cue is None or cue.start <= at or cue.end < len(self.tokens) - 1:
            return len(self.tokens)
        commas = [comma for comma in range(at, cue.first) if self.tokens[comma].text == ","]
        return commas[-1] if commas else len(self.tokens)

    def settle(self, sighting: Sighting, trigger: Trigger, start: int, noun: Span | None = None) -> None:
        """Give the mention the place, time and head counts of the clause around its trigger."""
        scene, regions = self.resolver.scene, self._regions(sighting, trigger, start)
        status = _in_pictures(sighting.status) if self.sentence.kind == "caption" else sighting.status
        status = "" if (status, self.sentence.kind) == ("present", "headline") else status
        clause = self.tokens[self.start_of(start) : regions[-1][1]]
        plan = (status or sighting.hint) in _AHEAD or (not status and is_plan(clause))
        sighting.told = tell_time(scene, self.tokens, regions, trigger, noun, plan)
        sighting.status = settled(status, sighting.told.when, scene.day)
        sighting.margins = not _MARGINS.isdisjoint(self.sentence.words)
        sighting.place = self._place(trigger, regions if not sighting.margins else [(0, len(self.tokens))])
        if sighting.linked and (self.alone(trigger) or not sighting.actors):
            sighting.parts += head_counts(
                scene.text, self.sentence.span if self.alone(trigger) else sighting.span
            )
            sighting.several |= bool(sighting.counts)

    def _regions(self, sighting: Sighting, trigger: Trigger, start: int) -> list[tuple[int, int]]:
        """The tokens that tell of this trigger alone: what opens the clause, and from the subject on."""
        begin, stop = self.start_of(start), self.end_of(trigger.end)
        if trigger.verb is None and self.lower(stop) == "which":
            stop = self.end_of(stop + 1)
        stop = min([t.start for t in self.triggers if trigger.end <= t.start < stop], default=stop)
        if not sighting.linked or any(begin <= t.start and t.end <= start for t in self.triggers):
            return [(start, stop)]
        commas = [at for at in range(begin, start) if self.tokens[at].text == ","]
        if self.lower(start - 1) in ("and", "but"):
            begin = start
        opens = commas and not begin and not self.guests.within(begin, commas[0])
        opening = [(begin, commas[0])] if opens else []
        return [*opening, (commas[-1] + 1 if commas else begin, stop)]

    def _place(self, trigger: Trigger, regions: Sequence[tuple[int, int]]) -> str | None:
        found = (
            place_in(self.resolver.scene, self.tokens, *region, trigger.start) for region in reversed(regions)
        )
        return next((place for place in found if place), None) or self._where(trigger)

    def _where(self, trigger: Trigger) -> str | None:
        """To Kuala Lumpur, where he will be received: the place that the relative clause is about."""
        end = self.start_of(trigger.start) - 1
        if self.lower(end) != "where":
            return None
        towards = (at for at in range(end - 1, max(0, end - 7), -1) if self.lower(at) in ("to", "in", "for"))
        return next(
            (place for at in towards if (place := city(self.resolver.scene, self.tokens, at + 1, end))), None
        )


def _crowd(tokens: Sequence[Token], guest: Guest) -> Span:
    """The words for people who are only described: world leaders; the six parties."""
    start = guest.start
    while start and guest.start - start < 4 and tokens[start - 1].tag in ("name", "num", "det"):
        start -= 1
    return Span(tokens[start].start, tokens[guest.end - 1].end)


def _in_pictures(status: str) -> str:
    """A caption tells in the present what the picture shows."""
    return "held" if status == "present" else status
