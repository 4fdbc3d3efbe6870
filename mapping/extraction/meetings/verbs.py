"""Meetings that a verb reports ("met", "was received by", "spoke to"), and who comes or stays away."""

from collections.abc import Sequence
from itertools import pairwise

from communique.mapping.extraction.language import words
from communique.mapping.extraction.meetings.clauses import VerbGroup, objects, subject, verb_group
from communique.mapping.extraction.meetings.cues import MEETINGS, Trigger, VerbEntry, phrase_tokens
from communique.mapping.extraction.meetings.people import Guest
from communique.mapping.extraction.meetings.setting import visited_state
from communique.mapping.extraction.meetings.sightings import Reading, Sighting
from communique.mapping.extraction.text.lookup import lookup
from communique.mapping.extraction.text.sentences import Sentence

_RECURRING = frozenset(words(MEETINGS["recurring"]["words"]))
_HEADING = {(verb, "the") for verb in ("led", "headed")}
_PHONE = frozenset("phone telephone video".split())
_BEFORE_OBJECT = frozenset("this morning afternoon evening week again phone telephone video".split())
_NOT_OBJECTS = frozenset("again today this earlier last next".split())
_ATTENDANCE = lookup(
    (phrase_tokens(phrase), attendance)
    for attendance, phrases in MEETINGS["attendance"].items()
    for phrase in phrases
)
_FIRST = frozenset(_ATTENDANCE.by_first)
_LAST = frozenset(
    phrase_tokens(phrase)[-1] for phrases in MEETINGS["attendance"].values() for phrase in phrases
)


def verb_sighting(reading: Reading, verb: Trigger) -> Sighting | None:
    """The mention that a verb makes, if it reports a meeting."""
    entry, group = verb.verb, verb_group(reading.tokens, verb)
    if entry is None or group.status == "unreal" or _recurs(reading, verb):
        return None
    who = subject(reading.guests, reading.begins, group.start)
    whom = [] if "pictured" in entry.takes else _whom(reading, verb, entry, group)
    if not _meets(reading, verb, entry, group, who, whom):
        return None
    phone = _by_phone(reading, group.start, verb.end)
    sighting = reading.sight("call" if phone else entry.kind, f"verb-{entry.lemma}", group.start, verb.end)
    sighting.take(reading.tokens, who, "participant" if group.passive else entry.role)
    sighting.take(reading.tokens, whom, entry.role if group.passive else "participant")
    sighting.sided = bool(whom)
    sighting.new = "again" in (reading.lower(verb.end), reading.lower(verb.end + 1))
    sighting.name = _named(reading, [*who, *whom]) if sighting.leaders else None
    sighting.status = "ongoing" if "pictured" in entry.takes else group.status
    reading.settle(sighting, verb, group.start)
    return sighting


def _named(reading: Reading, guests: list[Guest]) -> str | None:
    """The organisation whose leaders meet: EU leaders; Coalition of the Willing leaders."""
    for guest in guests:
        first = reading.tokens[max(guest.start - 5, 0)].start
        near = reading.resolver.cast.within(first, reading.tokens[guest.start].start)
        bodies = [m.actor.key for m in near if m.actor.kind == "organisation"]
        if guest.several and not guest.actors and bodies:
            return bodies[-1]
    return None


def _recurs(reading: Reading, verb: Trigger) -> bool:
    """Have met regularly; meet every year."""
    around = reading.tokens[max(verb.start - 3, 0) : min(verb.end + 4, len(reading.tokens))]
    return any(token.lower in _RECURRING for token in around)


def _whom(reading: Reading, verb: Trigger, entry: VerbEntry, group: VerbGroup) -> list[Guest]:
    """Who is met: behind "by" in the passive, behind a preposition, or the object."""
    stop = reading.end_of(verb.end)
    ahead = range(verb.end, min(stop, verb.end + 6))
    if group.passive:
        by = next((at for at in ahead if reading.lower(at) == "by"), None)
        return objects(reading.guests, by + 1, stop) if by is not None else []
    behind = next((at for at in ahead if reading.lower(at) in entry.takes), None)
    if behind is not None and all(_may_precede(reading, at) for at in range(verb.end, behind)):
        return objects(reading.guests, behind + 1, stop)
    if "state" in entry.takes and verb.form != "gerund":
        state = visited_state(reading.resolver.scene, reading.tokens, verb.end)
        return [Guest(verb.end, verb.end + 1, (state,))] if state else []
    named = verb.end < stop and reading.tokens[verb.end].start in reading.resolver.cast.mentions
    follows = named or (
        verb.end < stop and reading.tokens[verb.end].tag in ("det", "name", "word", "num", "conj")
    )
    return objects(reading.guests, verb.end, stop) if "object" in entry.takes and follows else []


def _may_precede(reading: Reading, at: int) -> bool:
    """What may stand between "spoke" and "with": today, by phone, on Friday."""
    token = reading.tokens[at]
    return token.tag in ("adv", "prep", "num", "name") or token.lower in _BEFORE_OBJECT


def _meets(
    reading: Reading, verb: Trigger, entry: VerbEntry, group: VerbGroup, who: list[Guest], whom: list[Guest]
) -> bool:
    """Whether subject and object are such that a meeting is reported."""
    left = {actor.key for guest in who for actor in guest.actors}
    right = {actor.key for guest in whom for actor in guest.actors} - left
    if "pictured" in entry.takes:
        return group.passive and len(left) > 1
    if left and (right or any(guest.several for guest in whom)):
        people = who if entry.kind == "visit" else whom if entry.kind == "call" else []
        return all(actor.kind == "person" for guest in people for actor in guest.actors)
    if whom or _has_object(reading, verb.end):
        return False
    crowd = len(left) > 1 or any(guest.several for guest in who)
    by_phone = "alone-by-phone" in entry.takes and _by_phone(reading, verb.start, verb.end)
    return crowd and ("alone" in entry.takes or by_phone)


def _has_object(reading: Reading, at: int) -> bool:
    """Sri Lanka and Ghana met the deadline: an object that is nobody; met with criticism."""
    if reading.lower(at) in _NOT_OBJECTS or at >= len(reading.tokens):
        return False
    return reading.tokens[at].tag in ("det", "word", "name") or reading.lower(at) == "with"


def _by_phone(reading: Reading, start: int, end: int) -> bool:
    return any(reading.lower(at) in _PHONE for at in range(start, reading.end_of(end)))


# ------------------------------------------------------------------ those who come or stay away


def find_attendances(sentence: Sentence) -> list[tuple[int, int, str]]:
    """Where a sentence says that somebody comes or stays away: token indices (end exclusive) and which."""
    if _LAST.isdisjoint(sentence.words) or _FIRST.isdisjoint(sentence.words):
        return []
    tokens = sentence.tokens
    return [
        (at, told[0], told[1]) for at in _ATTENDANCE.starts(tokens) if (told := _ATTENDANCE.at(tokens, at))
    ]


def attendances(reading: Reading, told: Sequence[tuple[int, int, str]]) -> list[Sighting]:
    """Who "will also be there" or "won’t be attending", wherever the post told of the meeting."""
    found: list[Sighting] = []
    reached = 0
    for at, end, attendance in told:
        if at >= reached and (sighting := _attendance(reading, at, end, attendance)):
            found.append(sighting)
            reached = end
    return found


def _attendance(reading: Reading, at: int, end: int, attendance: str) -> Sighting | None:
    group = verb_group(reading.tokens, Trigger(at, end, "", "base"))
    sent = attendance == "sent"
    guests = reading.guests
    who = objects(guests, end, reading.end_of(end)) if sent else subject(guests, reading.begins, group.start)
    if not any(guest.actors for guest in who):
        return None
    sighting = reading.sight("attendance", "attendance", group.start, end)
    sighting.take(reading.tokens, who, _led(reading), "attending" if sent else attendance)
    return sighting


def _led(reading: Reading) -> str:
    """Delegation head, where the sentence says that the delegation was to be led by them."""
    lowers = [token.lower for token in reading.tokens]
    led = ("led", "by") in pairwise(lowers) and "delegation" in lowers
    return "delegation-head" if led or _HEADING.intersection(pairwise(lowers)) else "participant"
