"""Meetings that a noun names: "held talks with", "PM call with", "the summit will take place", "co-chaired by"."""

from collections.abc import Iterator, Sequence

from communique.mapping.extraction.language import words
from communique.mapping.extraction.meeting_clauses import (
    VerbGroup,
    linking_verb,
    noun_phrase_start,
    objects,
    phrase_end,
    subject,
    verb_group,
)
from communique.mapping.extraction.meeting_cues import MEETINGS, Trigger, VerbEntry
from communique.mapping.extraction.meeting_people import Guest
from communique.mapping.extraction.meeting_setting import (
    place_before,
    predicate_status,
    status_before,
    visited_state,
)
from communique.mapping.extraction.meeting_sightings import Reading, Sighting
from communique.mapping.extraction.meeting_times import Told
from communique.mapping.extraction.tokens import Token
from communique.mapping.model import Span

_PEOPLE_BEHIND = frozenset(words(MEETINGS["behind"]["people"]))
_ROLES_BY = {verb: role for role, verbs in MEETINGS["roles_by"].items() for verb in words(verbs)}
_DEFINITE = frozenset(("the", "this", "that", "these"))
_COMING = frozenset("arrive travel fly head go come land descend return pitch".split())
_MAIN = frozenset(words(MEETINGS["main"]["words"]))
_FAR = frozenset("after before during amid despite following".split())
_TOGETHER = frozenset("together along jointly".split())
_MODALS = frozenset("could would may might should".split())
_LEAVING = frozenset(("leave", "depart"))
_SPEAKING = frozenset(("say", "tell", "speak"))
_OWN = frozenset("hold have host convene organise organize call".split())


def noun_sighting(reading: Reading, noun: Trigger, fused: set[int]) -> Sighting | None:
    """The mention that a noun makes, if it is one; verbs that only link to it are added to `fused`."""
    tokens, inside = reading.tokens, _inside(reading)
    start = noun_phrase_start(tokens, noun, inside)
    definite = _is_definite(tokens[start : noun.start])
    if noun.start in inside or (not definite and _is_unreal(reading, start, noun)):
        return None
    link = linking_verb(tokens, reading.start_of(max(start - 1, 0)), start, reading.triggers)
    group = verb_group(tokens, link) if link else None
    if group and group.status == "unreal":
        return None
    if link:
        fused.update(t.start for t in reading.triggers if t.verb and link.start <= t.start < link.end)
    sighting = reading.sight(noun.kind, f"noun-{noun.kind}", start, noun.end)
    sighting.linked, sighting.definite = link is not None, definite or reading.sentence.kind == "headline"
    sighting.new = reading.lower(start) in ("a", "an", "another", "separate")
    sighting.main = any(token.lower in _MAIN for token in tokens[start : noun.start])
    sighting.name = _name(reading, start, noun)
    _take_people(reading, sighting, noun, start, link, group)
    sighting.status = _status(reading, noun, link, group)
    sighting.hint = status_before(_ahead(reading, start, noun))
    words_of_noun = Span(tokens[start].start, tokens[noun.end - 1].end)
    reading.settle(sighting, noun, group.start if group else start, words_of_noun)
    if link and link.verb and link.verb.lemma in _LEAVING:
        sighting.told = Told()
    before = place_before(reading.resolver.scene, tokens, start, noun.start)
    sighting.place = sighting.place or before
    return sighting


def _is_unreal(reading: Reading, start: int, noun: Trigger) -> bool:
    """A possible summit; calls for talks; a summit could help."""
    behind = reading.tokens[noun.end : reading.end_of(noun.end)]
    auxiliary = next((token.lower for token in behind if token.tag == "aux"), "")
    return auxiliary in _MODALS or status_before(_ahead(reading, start, noun)) == "unreal"


def _inside(reading: Reading) -> frozenset[int]:
    """Tokens within the name of an organisation."""
    found: set[int] = set()
    for at, token in enumerate(reading.tokens):
        mention = reading.resolver.cast.mentions.get(token.start)
        if mention and mention.actor.kind == "organisation":
            stop = at
            while stop < len(reading.tokens) and reading.tokens[stop].start < mention.span.end:
                stop += 1
            found |= set(range(at, stop))
    return frozenset(found)


def _ahead(reading: Reading, start: int, noun: Trigger) -> Sequence[Token]:
    """The noun phrase and the few words of the clause in front of it."""
    return reading.tokens[max(reading.start_of(max(start - 1, 0)), start - 4) : noun.start]


def _is_definite(opening: Sequence[Token]) -> bool:
    return bool(opening) and (opening[0].lower in _DEFINITE or any(token.tag == "poss" for token in opening))


def _name(reading: Reading, start: int, noun: Trigger) -> str | None:
    """The organisation that meets: the G7 summit; a meeting (in Paris) of the ‘Coalition of the Willing’."""
    stop = noun.end
    ahead = range(noun.end, min(noun.end + 4, len(reading.tokens)))
    of = next((at for at in ahead if reading.lower(at) == "of"), None)
    if of is not None:
        stop = min(len(reading.tokens), of + 5)
    within = reading.resolver.cast.within(reading.tokens[start].start, reading.tokens[stop - 1].end)
    return next((m.actor.key for m in within if m.actor.kind == "organisation"), None)


# ------------------------------------------------------------------ who


def _take_people(
    reading: Reading,
    sighting: Sighting,
    noun: Trigger,
    start: int,
    link: Trigger | None,
    group: VerbGroup | None,
) -> None:
    sighting.take(reading.tokens, _in_phrase(reading, start, noun))
    if link and group:
        _take_link(reading, sighting, link, group, start)
    near = len(sighting.actors)
    with_others = False
    for guest, role, preposition in _behind(reading, noun.end):
        together = preposition == "together" and link is not None and link.verb is not None
        sighting.take(reading.tokens, [guest], link.verb.role if together else role)
        with_others |= preposition == "with" and bool(guest.actors)
    if with_others and not near:
        sighting.take(reading.tokens, _other_side(reading, start))
    elif reading.lower(start - 1) in ("in", "during") and start < 4 and len(sighting.actors) < 2:
        _take_clause(reading, sighting, noun)
    between = reading.lower(noun.end) == "between" and len(sighting.actors) < 3
    met = (
        link is not None
        and link.verb is not None
        and link.verb.lemma == "meet"
        and reading.lower(start - 1) == "with"
    )
    sighting.sided = sighting.kind != "summit" and (with_others or between or met)
    if noun.kind == "visit":
        scene, ends = reading.resolver.scene, [noun.end, *([link.end] if link else [])]
        state = next((found for end in ends if (found := visited_state(scene, reading.tokens, end))), None)
        sighting.take(reading.tokens, [Guest(noun.start, noun.end, (state,))] if state else [])


def _in_phrase(reading: Reading, start: int, noun: Trigger) -> list[Guest]:
    """Who stands before the noun: Zelenskyy’s talks, PM call, U.S.-China talks."""
    if start == noun.start:
        return []
    first, last = reading.tokens[start].start, reading.tokens[noun.start].start
    mentions = [m for m in reading.resolver.cast.within(first, last) if m.span.end <= last]
    people = tuple(dict.fromkeys(m.actor for m in mentions if m.actor.kind == "person"))
    states = tuple(dict.fromkeys(m.actor for m in mentions if m.actor.kind == "state"))
    if people or len(states) > 1:
        return [Guest(start, noun.start, people or states)]
    return [g for g in reading.guests.within(start, noun.start) if g.actors and g.actors[0].kind == "person"]


def _take_link(reading: Reading, sighting: Sighting, link: Trigger, group: VerbGroup, start: int) -> None:
    verb = link.verb
    if verb is None:
        return
    stays_away = group.status == "cancelled" and verb.lemma not in _OWN
    attendance = "withdrawn" if stays_away else verb.attendance
    who = subject(reading.guests, reading.begins, group.start)
    sighting.take(reading.tokens, who, "participant" if group.passive else verb.role, attendance)
    if verb.across and verb.lemma not in _COMING:
        role = "host" if group.passive and verb.role == "host" else "participant"
        sighting.take(reading.tokens, objects(reading.guests, link.end, start), role)


def _behind(reading: Reading, end: int) -> Iterator[tuple[Guest, str, str]]:
    """With B; between A and B; of the leaders of C; co-chaired by D, this also in the clauses that follow.

    Each guest with the role and the preposition that tell.
    """
    last = min([t.start for t in reading.triggers if t.start >= end], default=len(reading.tokens))
    near = min(last, reading.end_of(end))
    at = end
    while at < last:
        lower, before = reading.lower(at), reading.lower(at - 1)
        role = _ROLES_BY.get(before) if lower == "by" else None
        if lower in _FAR or (lower == "," and at > end):
            near = min(near, at)
        if role or (at < near and lower in _PEOPLE_BEHIND and _applies(lower, before, at == end)):
            found = objects(reading.guests, at + 1, last)
            how = "together" if before in _TOGETHER else lower
            yield from ((guest, role or "participant", how) for guest in found)
            at = phrase_end(reading.tokens, at + 1, last)
            near = end if any(guest.several for guest in found) else near
        else:
            at += 1


def _applies(preposition: str, before: str, adjacent: bool) -> bool:
    if preposition in ("of", "among"):
        return adjacent
    return preposition != "by" or before == "represented"


def _other_side(reading: Reading, start: int) -> list[Guest]:
    """Talks with B: the other side is who the clause is about, or who reports the talks."""
    begin = reading.start_of(max(start - 1, 0))
    guests = [guest for guest in reading.guests.within(begin, max(start - 1, 0)) if guest.actors]
    if guests:
        return guests[:1]
    cue = next((cue for cue in reading.cues if cue.kind == "finite" and cue.end <= start), None)
    return subject(reading.guests, reading.begins, cue.first) if cue else []


def _take_clause(reading: Reading, sighting: Sighting, noun: Trigger) -> None:
    """In a call yesterday, A assured B that …: the clause is about those who spoke."""
    subs = (at for at in range(noun.end, len(reading.tokens)) if reading.tokens[at].tag == "sub")
    who = reading.guests.within(noun.end, next(subs, len(reading.tokens)))
    if len({actor.key for guest in who for actor in guest.actors}) == 2 - len(sighting.actors):
        sighting.take(reading.tokens, who)


# ------------------------------------------------------------------ status


def _status(reading: Reading, noun: Trigger, link: Trigger | None, group: VerbGroup | None) -> str:
    """What the predicate says of the meeting, else what the linking verb does."""
    stop = reading.end_of(noun.end)
    if reading.lower(stop) == "which":
        stop = reading.end_of(stop + 1)
    said = predicate_status(reading.tokens[noun.end : min(stop, noun.end + 24)])
    if said or link is None or link.verb is None or group is None:
        return said
    return link.verb.status or _linked_status(link.verb, group.status)


def _linked_status(verb: VerbEntry, status: str) -> str:
    """Who "has arrived for talks" is at talks that go on; who "will not attend" does not call them off."""
    if verb.lemma in _LEAVING | _SPEAKING or verb.attendance == "withdrawn":
        return ""
    if status == "cancelled":
        return "cancelled" if verb.lemma in _OWN else ""
    if verb.lemma.split()[0] in _COMING:
        return {"held": "ongoing", "present": ""}.get(status, status)
    return status
