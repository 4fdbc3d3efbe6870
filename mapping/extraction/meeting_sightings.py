"""Mentions of meetings in one sentence: what a noun or verb reports, with who, when, where and how certain."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from communique.mapping.extraction.cues import find_cues
from communique.mapping.extraction.language import words
from communique.mapping.extraction.meeting_clauses import (
    VerbGroup,
    boundaries,
    clause_end,
    clause_start,
    linking_verb,
    noun_phrase_start,
    objects,
    phrase_end,
    subject,
    verb_group,
)
from communique.mapping.extraction.meeting_cues import MEETINGS, Trigger, find_triggers, phrase_tokens
from communique.mapping.extraction.meeting_people import Guest, Guests, head_counts
from communique.mapping.extraction.meeting_setting import (
    city,
    place_before,
    place_in,
    predicate_status,
    status_before,
)
from communique.mapping.extraction.meeting_times import Told, tell_time
from communique.mapping.extraction.parties import Resolver
from communique.mapping.extraction.sentences import Sentence
from communique.mapping.extraction.tokens import Token
from communique.mapping.model import Actor, Participation, Span

_PEOPLE_BEHIND = frozenset(words(MEETINGS["behind"]["people"]))
_ROLES_BY = {verb: role for role, verbs in MEETINGS["roles_by"].items() for verb in words(verbs)}
_MARGINS = frozenset(words(MEETINGS["margins"]["phrases"]))
_PHONE = frozenset("phone telephone video".split())
_DEFINITE = frozenset(("the", "this", "that", "these"))
_COMING = frozenset("arrive travel fly head go come land descend return pitch".split())
_ATTENDANCE = {
    phrase_tokens(phrase): attendance
    for attendance, phrases in MEETINGS["attendance"].items()
    for phrase in phrases
}


@dataclass(slots=True)
class Sighting:
    """One mention of a meeting; `kind` "meeting" is to be told by who meets, "attendance" is of a meeting mentioned before.

    `name` is the key of the organisation that the noun phrase names ("G7 summit"). `status` is empty
    where the words tell none. `strong` sightings may stand for a meeting of their own.
    """

    kind: str
    sentence: Sentence
    span: Span
    rule: str
    parts: list[Participation] = field(default_factory=list)
    several: bool = False
    leaders: bool = False
    definite: bool = False
    linked: bool = False
    name: str | None = None
    place: str | None = None
    told: Told = Told()
    status: str = ""
    margins: bool = False

    @property
    def actors(self) -> tuple[Actor, ...]:
        """Who attends."""
        return tuple(part.actor for part in self.parts if part.actor and part.attendance == "attending")

    @property
    def post(self) -> int:
        """The post that mentions it."""
        return self.sentence.post


@dataclass(slots=True)
class SentenceReader:
    """Reads one sentence; `pair` is who "the two leaders" are."""

    resolver: Resolver
    sentence: Sentence
    pair: tuple[Actor, ...] = ()
    tokens: Sequence[Token] = field(init=False)
    guests: Guests = field(init=False)
    begins: list[int] = field(init=False)
    triggers: tuple[Trigger, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.tokens = self.sentence.tokens
        self.guests = Guests(self.resolver, self.tokens, self.pair)
        self.begins = boundaries(self.tokens, find_cues(self.tokens))
        self.triggers = find_triggers(self.tokens)

    def run(self) -> list[Sighting]:
        """Every mention of a meeting, in order."""
        found: list[Sighting] = []
        fused: set[int] = set()
        for trigger in self.triggers:
            if trigger.verb is None and (sighting := self._noun(trigger, fused)):
                found.append(sighting)
        for trigger in self.triggers:
            if trigger.verb and trigger.start not in fused and (sighting := self._verb(trigger)):
                found.append(sighting)
        found += self._attendances()
        return sorted(found, key=lambda sighting: sighting.span)

    # -------------------------------------------------------------- nouns

    def _noun(self, noun: Trigger, fused: set[int]) -> Sighting | None:
        inside = self._inside()
        start = noun_phrase_start(self.tokens, noun, inside)
        if noun.start in inside or status_before(self._ahead(start, noun)) == "unreal":
            return None
        link = linking_verb(self.tokens, clause_start(self.begins, max(start - 1, 0)), start)
        group = verb_group(self.tokens, link) if link else None
        if link and group and group.status == "unreal":
            return None
        if link:
            fused.update(t.start for t in self.triggers if t.verb and link.start <= t.start < link.end)
        sighting = Sighting(
            noun.kind,
            self.sentence,
            self._span(start, noun.end),
            f"noun-{noun.kind}",
            linked=link is not None,
        )
        sighting.definite = self._is_definite(start, noun)
        sighting.name = self._name(start, noun)
        self._take(sighting, self._in_phrase(start, noun))
        if link and group:
            self._take_link(sighting, link, group, start)
        self._take_behind(sighting, noun.end)
        sighting.status = self._noun_status(noun, start, link, group, sighting)
        self._settle(
            sighting,
            noun,
            group.start if group else start,
            Span(self.tokens[start].start, self.tokens[noun.end - 1].end),
        )
        sighting.place = sighting.place or place_before(self.resolver.scene, self.tokens, start, noun.start)
        return sighting

    def _inside(self) -> frozenset[int]:
        """Tokens within the name of an organisation, where that has several words."""
        found: set[int] = set()
        for at, token in enumerate(self.tokens):
            mention = self.resolver.cast.mentions.get(token.start)
            if mention and mention.actor.kind == "organisation":
                stop = at
                while stop < len(self.tokens) and self.tokens[stop].start < mention.span.end:
                    stop += 1
                found |= set(range(at, stop))
        return frozenset(found)

    def _ahead(self, start: int, noun: Trigger) -> Sequence[Token]:
        return self.tokens[max(clause_start(self.begins, max(start - 1, 0)), start - 4) : noun.start]

    def _is_definite(self, start: int, noun: Trigger) -> bool:
        opening = self.tokens[start : noun.start]
        return bool(opening) and (
            opening[0].lower in _DEFINITE or any(token.tag == "poss" for token in opening)
        )

    def _name(self, start: int, noun: Trigger) -> str | None:
        """The organisation that meets: the G7 summit; a meeting of the ‘Coalition of the Willing’."""
        stop = noun.end
        if stop < len(self.tokens) and self.tokens[stop].lower == "of":
            stop = min(len(self.tokens), stop + 4)
        first, last = self.tokens[start].start, self.tokens[stop - 1].end
        found = [m for m in self.resolver.cast.within(first, last) if m.actor.kind == "organisation"]
        return found[0].actor.key if found else None

    def _in_phrase(self, start: int, noun: Trigger) -> list[Guest]:
        """Who stands before the noun: Zelenskyy’s talks, PM call, U.S.-China talks."""
        scene = self.resolver.scene
        mentions = self.resolver.cast.within(self.tokens[start].start, self.tokens[noun.start].start)
        people = [m.actor for m in mentions if m.actor.kind == "person"]
        states = [m.actor for m in mentions if m.actor.kind == "state"]
        if people:
            return [Guest(start, noun.start, tuple(dict.fromkeys(people)))]
        if len(set(states)) > 1 and scene:
            return [Guest(start, noun.start, tuple(dict.fromkeys(states)))]
        return [
            guest
            for guest in self.guests.within(start, noun.start)
            if guest.actors and guest.actors[0].kind == "person"
        ]

    def _take_link(self, sighting: Sighting, link: Trigger, group: VerbGroup, start: int) -> None:
        verb = link.verb
        assert verb is not None
        withdrawn = verb.attendance == "withdrawn" or (
            group.status == "cancelled" and verb.lemma not in ("hold", "have", "host")
        )
        attendance = "withdrawn" if withdrawn else "attending"
        role = "participant" if group.passive else verb.role
        self._take(sighting, subject(self.guests, self.begins, group.start), role, attendance)
        if verb.across:
            self._take(
                sighting, objects(self.guests, link.end, start), "host" if group.passive else "participant"
            )

    def _take_behind(self, sighting: Sighting, end: int) -> None:
        """With B; between A and B; co-chaired by C."""
        stop = min([t.start for t in self.triggers if t.start >= end], default=len(self.tokens))
        stop = min(stop, clause_end(self.tokens, self.begins, end))
        at = end
        while at < stop:
            lower = self.tokens[at].lower
            if lower in _PEOPLE_BEHIND and self._applies(lower, at, end):
                role = (
                    _ROLES_BY.get(self.tokens[at - 1].lower, "participant")
                    if lower == "by"
                    else "participant"
                )
                self._take(sighting, objects(self.guests, at + 1, stop), role)
                at = phrase_end(self.tokens, at + 1, stop)
            else:
                at += 1

    def _applies(self, preposition: str, at: int, end: int) -> bool:
        if preposition == "of":
            return at == end
        return (
            preposition != "by"
            or self.tokens[at - 1].lower in _ROLES_BY
            or self.tokens[at - 1].lower == "represented"
        )

    def _noun_status(
        self, noun: Trigger, start: int, link: Trigger | None, group: VerbGroup | None, sighting: Sighting
    ) -> str:
        stop = clause_end(self.tokens, self.begins, noun.end)
        if stop < len(self.tokens) and self.tokens[stop].lower == "which":
            stop = clause_end(self.tokens, self.begins, stop + 1)
        said = predicate_status(self.tokens[noun.end : min(stop, noun.end + 14)])
        if said:
            return said
        if link and group and link.verb:
            if link.verb.status:
                return link.verb.status
            if group.status == "cancelled":
                return "cancelled" if link.verb.lemma in ("hold", "have", "host") else ""
            coming = link.verb.lemma.split()[0] in _COMING
            if link.verb.lemma not in ("leave", "depart"):
                return (
                    "ongoing"
                    if coming and group.status == "held"
                    else group.status or status_before(self._ahead(start, noun))
                )
        return status_before(self._ahead(start, noun))

    # -------------------------------------------------------------- verbs

    def _verb(self, verb: Trigger) -> Sighting | None:
        group = verb_group(self.tokens, verb)
        entry = verb.verb
        if entry is None or group.status == "unreal":
            return None
        who = subject(self.guests, self.begins, group.start)
        stop = clause_end(self.tokens, self.begins, verb.end)
        if "pictured" in entry.takes:
            return self._pictured(verb, group, who)
        whom = self._whom(verb, group, stop)
        if not self._meets(verb, who, whom, stop):
            return None
        sighting = Sighting(
            entry.kind, self.sentence, self._span(group.start, verb.end), f"verb-{entry.lemma}", linked=True
        )
        sighting.kind = "call" if self._by_phone(group.start, stop) else entry.kind
        self._take(sighting, who, "participant" if group.passive else entry.role)
        self._take(sighting, whom, entry.role if group.passive else "participant")
        sighting.status = group.status
        self._settle(sighting, verb, group.start, None)
        return sighting

    def _pictured(self, verb: Trigger, group: VerbGroup, who: list[Guest]) -> Sighting | None:
        if not group.passive or sum(len(guest.actors) for guest in who) < 2:
            return None
        sighting = Sighting(
            "meeting",
            self.sentence,
            self._span(group.start, verb.end),
            "verb-picture",
            linked=True,
            status="ongoing",
        )
        self._take(sighting, who)
        self._settle(sighting, verb, group.start, None)
        return sighting

    def _whom(self, verb: Trigger, group: VerbGroup, stop: int) -> list[Guest]:
        takes = verb.verb.takes if verb.verb else frozenset()
        if group.passive:
            by = next(
                (at for at in range(verb.end, min(stop, verb.end + 3)) if self.tokens[at].lower == "by"), None
            )
            return objects(self.guests, by + 1, stop) if by else []
        behind = [at for at in range(verb.end, min(stop, verb.end + 6)) if self.tokens[at].lower in takes]
        if behind and all(self._may_precede(at) for at in range(verb.end, behind[0])):
            return objects(self.guests, behind[0] + 1, stop)
        if "state" in takes:
            return [guest for guest in self._state_at(verb.end) if guest.actors]
        return objects(self.guests, verb.end, stop) if "object" in takes else []

    def _may_precede(self, at: int) -> bool:
        """What may stand between "spoke" and "with": today, by phone, on Friday."""
        token = self.tokens[at]
        return (
            token.tag in ("adv", "prep", "num", "name")
            or token.lower in _PHONE
            or token.lower in ("this", "morning", "week", "again")
        )

    def _state_at(self, at: int) -> list[Guest]:
        guest = next(iter(self.guests.within(at, min(at + 3, len(self.tokens)))), None)
        bodies = guest and all(actor.kind == "state" for actor in guest.actors)
        return [guest] if guest and bodies else []

    def _meets(self, verb: Trigger, who: list[Guest], whom: list[Guest], stop: int) -> bool:
        """Whether subject and object are such that a meeting is reported."""
        takes = verb.verb.takes if verb.verb else frozenset()
        left = {actor.key for guest in who for actor in guest.actors}
        right = {actor.key for guest in whom for actor in guest.actors} - left
        if any(guest.several for guest in whom):
            right.add("")
        if left and right:
            return verb.kind != "call" or self._are_people(whom)
        if whom or self._has_object(verb, stop):
            return False
        crowd = len(left) > 1 or any(guest.several for guest in who)
        return crowd and (
            "alone" in takes or ("alone-by-phone" in takes and self._by_phone(verb.start, stop))
        )

    def _are_people(self, guests: list[Guest]) -> bool:
        return all(actor.kind == "person" for guest in guests for actor in guest.actors)

    def _has_object(self, verb: Trigger, stop: int) -> bool:
        """Sri Lanka and Ghana met the deadline: an object that is nobody."""
        following = self.tokens[verb.end] if verb.end < stop else None
        return following is not None and (
            following.tag in ("det", "word", "name")
            and following.lower not in ("again", "today", "this", "earlier", "last")
        )

    def _by_phone(self, start: int, stop: int) -> bool:
        return bool(_PHONE & {token.lower for token in self.tokens[start:stop]})

    # -------------------------------------------------------------- those who come or stay away

    def _attendances(self) -> list[Sighting]:
        found = []
        for at in range(len(self.tokens)):
            for size in (6, 5, 4, 3, 2, 1):
                attendance = _ATTENDANCE.get(tuple(token.lower for token in self.tokens[at : at + size]))
                if attendance and (sighting := self._attendance(at, size, attendance)):
                    found.append(sighting)
                    break
        return found

    def _attendance(self, at: int, size: int, attendance: str) -> Sighting | None:
        group = verb_group(self.tokens, Trigger(at, at + size, "", "base"))
        by = self.tokens[at + size - 1].lower == "by"
        stop = clause_end(self.tokens, self.begins, at + size)
        who = objects(self.guests, at + size, stop) if by else subject(self.guests, self.begins, group.start)
        sighting = Sighting("attendance", self.sentence, self.sentence.span, "attendance", linked=True)
        self._take(sighting, who, self._led(who), attendance)
        return sighting if sighting.parts else None

    def _led(self, who: list[Guest]) -> str:
        """Delegation head, where the sentence says that the delegation was to be led by them."""
        lowers = [token.lower for token in self.tokens]
        led = any(pair == ("led", "by") for pair in zip(lowers, lowers[1:], strict=False))
        return "delegation-head" if who and led and "delegation" in lowers else "participant"

    # -------------------------------------------------------------- what both have

    def _span(self, start: int, end: int) -> Span:
        """The words that report it: the sentence, or the clause where the sentence tells of several meetings."""
        if len(self.triggers) < 2:
            return self.sentence.span
        first = clause_start(self.begins, start)
        last = max(clause_end(self.tokens, self.begins, end), end)
        others = [t.start for t in self.triggers if end <= t.start < last]
        last = min(others, default=last)
        while last > end and (self.tokens[last - 1].tag in ("mark", "conj", "prep", "det", "adv", "aux")):
            last -= 1
        return Span(self.tokens[first].start, self.tokens[last - 1].end)

    def _take(
        self,
        sighting: Sighting,
        guests: Sequence[Guest],
        role: str = "participant",
        attendance: str = "attending",
    ) -> None:
        known = {part.actor.key: at for at, part in enumerate(sighting.parts) if part.actor}
        for guest in guests:
            sighting.several |= guest.several
            sighting.leaders |= guest.leaders
            span = Span(self.tokens[guest.start].start, self.tokens[guest.end - 1].end)
            for actor in guest.actors:
                part = Participation((span,), actor, guest.role or role, attendance)
                if actor.key not in known:
                    known[actor.key] = len(sighting.parts)
                    sighting.parts.append(part)
                elif part.role != "participant":
                    sighting.parts[known[actor.key]] = replace(
                        part, attendance=sighting.parts[known[actor.key]].attendance
                    )

    def _settle(self, sighting: Sighting, trigger: Trigger, start: int, noun: Span | None) -> None:
        """Place, time and head counts from the clause around the trigger."""
        scene = self.resolver.scene
        begin, stop = self._region(trigger, start)
        sighting.told, sighting.status = tell_time(
            scene, self.tokens, (begin, stop), trigger, noun, sighting.status, self._alone(trigger)
        )
        sighting.place = place_in(scene, self.tokens, begin, stop, trigger.start) or self._where(trigger)
        lowers = {token.lower for token in self.tokens}
        sighting.margins = bool(_MARGINS & lowers)
        if self._alone(trigger) or not sighting.actors:
            counts = list(
                head_counts(scene.text, self.sentence.span if self._alone(trigger) else sighting.span)
            )
            sighting.parts += counts
            sighting.several |= bool(counts)

    def _alone(self, trigger: Trigger) -> bool:
        return all(other is trigger or other.verb is not None for other in self.triggers)

    def _region(self, trigger: Trigger, start: int) -> tuple[int, int]:
        """The tokens of the clause that belong to this trigger and to no other."""
        begin = clause_start(self.begins, start)
        stop = clause_end(self.tokens, self.begins, trigger.end)
        before = [t.end for t in self.triggers if begin <= t.start and t.end <= start]
        behind = [t.start for t in self.triggers if trigger.end <= t.start < stop]
        if stop < len(self.tokens) and self.tokens[stop].lower == "which" and trigger.verb is None:
            stop = clause_end(self.tokens, self.begins, stop + 1)
        return (start if before else begin), min(behind, default=stop)

    def _where(self, trigger: Trigger) -> str | None:
        """To Kuala Lumpur, where he will be received: the place that the relative clause is about."""
        begin = clause_start(self.begins, trigger.start)
        if begin < 2 or self.tokens[begin - 1].lower != "where":
            return None
        end = begin - 1
        for at in range(end - 1, max(0, end - 6), -1):
            if self.tokens[at].lower in ("to", "in", "for"):
                return city(self.resolver.scene, self.tokens, at + 1, end)
        return None
