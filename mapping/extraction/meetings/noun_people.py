"""Who takes part in a meeting that a noun names: in its phrase, by the linking verb, and behind it."""

from collections.abc import Iterator

from communique.mapping.extraction.language import words
from communique.mapping.extraction.meetings.clauses import Link, NounPhrase, objects, phrase_end, subject
from communique.mapping.extraction.meetings.cues import MEETINGS
from communique.mapping.extraction.meetings.people import Guest
from communique.mapping.extraction.meetings.setting import visited_state
from communique.mapping.extraction.meetings.sightings import Reading, Sighting

COMING = frozenset("arrive travel fly head go come land descend return pitch".split())
_PEOPLE_BEHIND = frozenset(words(MEETINGS["behind"]["people"]))
_ROLES_BY = {verb: role for role, verbs in MEETINGS["roles_by"].items() for verb in words(verbs)}
_CALLED_OFF = frozenset("hold have host convene organise organize call".split())
_FAR = frozenset("after before during amid despite following".split())
_BESIDE = frozenset(("with", "alongside"))
_TOGETHER = frozenset("together along jointly".split())


def take_people(reading: Reading, sighting: Sighting, phrase: NounPhrase) -> None:
    """Give the mention everybody whom the clause has take part."""
    link, noun = phrase.link, phrase.noun
    sighting.take(reading.tokens, _in_phrase(reading, phrase))
    if link:
        _take_link(reading, sighting, link, phrase.start)
    near = len(sighting.actors)
    with_others = _take_behind(reading, sighting, phrase)
    if with_others and not near:
        sighting.take(reading.tokens, _other_side(reading, phrase.start))
    elif (
        reading.lower(phrase.start - 1) in ("in", "during") and phrase.start < 4 and len(sighting.actors) < 2
    ):
        _take_clause(reading, sighting, noun.end)
    between = reading.lower(noun.end) == "between" and len(sighting.actors) < 3
    met = link is not None and link.verb.lemma == "meet" and reading.lower(phrase.start - 1) == "with"
    sighting.sided = sighting.kind != "summit" and (between or met or (with_others and not sighting.leaders))
    if noun.kind == "visit":
        sighting.take(reading.tokens, _visited(reading, phrase))


def _opens(reading: Reading, start: int) -> bool:
    """In a call yesterday, …"""
    return start < 4 and reading.lower(start - 1) in ("in", "during")


def _visited(reading: Reading, phrase: NounPhrase) -> list[Guest]:
    """A visit to Samoa; arrived in Astana for a visit."""
    scene, noun = reading.resolver.scene, phrase.noun
    ends = [noun.end, phrase.link.end] if phrase.link else [noun.end]
    ends += [
        at for at in range(noun.end, min(noun.end + 12, len(reading.tokens))) if reading.lower(at) == "to"
    ]
    state = next((found for end in ends if (found := visited_state(scene, reading.tokens, end))), None)
    return [Guest(noun.start, noun.end, (state,))] if state else []


def _in_phrase(reading: Reading, phrase: NounPhrase) -> list[Guest]:
    """Who stands before the noun: Zelenskyy’s talks, PM call, U.S.-China talks."""
    start, stop = phrase.start, phrase.noun.start
    first, last = reading.tokens[start].start, reading.tokens[stop].start
    mentions = [m for m in reading.resolver.cast.within(first, last) if m.span.end <= last]
    named = (m.actor for m in mentions if m.actor.kind == "person" and (m.actor.known or m.actor.office))
    people = tuple(dict.fromkeys(named))
    states = tuple(dict.fromkeys(m.actor for m in mentions if m.actor.kind == "state"))
    if people or len(states) > 1:
        return [Guest(start, stop, people or states)]
    return [g for g in reading.guests.within(start, stop) if g.actors and g.actors[0].kind == "person"]


def _take_link(reading: Reading, sighting: Sighting, link: Link, start: int) -> None:
    """The subject of the linking verb, and whom that brings to the meeting."""
    verb, group = link.verb, link.group
    stays_away = group.status == "cancelled" and verb.lemma not in _CALLED_OFF
    who = subject(reading.guests, reading.begins, group.start)
    role = "participant" if group.passive else verb.role
    sighting.take(reading.tokens, who, role, "withdrawn" if stays_away else verb.attendance)
    if verb.across and verb.lemma not in COMING:
        role = "host" if group.passive and verb.role == "host" else "participant"
        sighting.take(reading.tokens, objects(reading.guests, link.end, start), role)


def _take_behind(reading: Reading, sighting: Sighting, phrase: NounPhrase) -> bool:
    """Those behind the noun; whether they are the other side ("talks with B")."""
    others = False
    for guest, role, preposition in _behind(reading, phrase.noun.end, phrase.noun.kind == "visit"):
        together = preposition == "together" and phrase.link
        sighting.take(reading.tokens, [guest], phrase.link.verb.role if together and phrase.link else role)
        others |= preposition in _BESIDE and bool(guest.actors)
    return others


def _behind(reading: Reading, end: int, visit: bool) -> Iterator[tuple[Guest, str, str]]:
    """With B; between A and B; of the leaders of C; co-chaired by D, this also in the clauses that follow.

    Each guest with the role and the preposition that tell.
    """
    last = min([t.start for t in reading.triggers if t.start >= end], default=reading.told_until(end))
    near = min(last, reading.end_of(end))
    at = end
    while at < last:
        lower, before = reading.lower(at), reading.lower(at - 1)
        role = _ROLES_BY.get(before) if lower == "by" else None
        if lower in _FAR or (lower == "," and at > end):
            near = min(near, at)
        if role or (at < near and lower in _PEOPLE_BEHIND and _applies(lower, before, at == end, visit)):
            found = objects(reading.guests, at + 1, last)
            how = "together" if before in _TOGETHER else lower
            yield from ((guest, role or "participant", how) for guest in found)
            at = phrase_end(reading.tokens, at + 1, last)
            near = end if any(guest.several for guest in found) else near
        else:
            at += 1


def _applies(preposition: str, before: str, adjacent: bool, visit: bool) -> bool:
    if visit and preposition == "by":
        return adjacent
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


def _take_clause(reading: Reading, sighting: Sighting, end: int) -> None:
    """In a call yesterday, A assured B that …: the clause is about those who spoke."""
    subs = (at for at in range(end, len(reading.tokens)) if reading.tokens[at].tag == "sub")
    who = reading.guests.within(end, next(subs, len(reading.tokens)))
    if len({actor.key for guest in who for actor in guest.actors}) == 2 - len(sighting.actors):
        sighting.take(reading.tokens, who)
