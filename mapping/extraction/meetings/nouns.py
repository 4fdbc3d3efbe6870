"""Meetings that a noun names: "held talks", "PM call with", "the summit will take place"."""

from collections.abc import Sequence

from communique.mapping.extraction.language import words
from communique.mapping.extraction.meetings.clauses import Link, NounPhrase, linking_verb, noun_phrase_start
from communique.mapping.extraction.meetings.cues import MEETINGS, Trigger
from communique.mapping.extraction.meetings.noun_people import COMING, take_people
from communique.mapping.extraction.meetings.setting import place_before, predicate_status, status_before
from communique.mapping.extraction.meetings.sightings import Reading, Sighting
from communique.mapping.extraction.meetings.times import UNTOLD
from communique.mapping.extraction.text.tokens import Token
from communique.mapping.model import Span

_DEFINITE = frozenset(("the", "this", "that", "these"))
_NEW = frozenset(("a", "an", "another", "separate"))
_MAIN = frozenset(words(MEETINGS["main"]["words"]))
_MODALS = frozenset("could would may might should".split())
_LEAVING = frozenset(("leave", "depart"))
_SPEAKING = frozenset(("say", "tell", "speak"))
_OWN = frozenset("hold have host convene organise organize call".split())


def noun_sighting(reading: Reading, noun: Trigger, fused: set[int]) -> Sighting | None:
    """The mention that a noun makes, if it is one; verbs that only link to it are added to `fused`."""
    tokens, inside = reading.tokens, reading.inside
    start = noun_phrase_start(tokens, noun, inside)
    opening = tokens[start : noun.start]
    definite = bool(opening) and _is_definite(opening)
    if noun.start in inside:
        return None
    hint = status_before(_ahead(reading, start, noun))
    if not definite and (hint == "unreal" or _is_hypothetical(reading, noun)):
        return None
    link = linking_verb(tokens, reading.start_of(max(start - 1, 0)), start, reading.triggers)
    if link and link.group.status == "unreal":
        return None
    if link:
        fused.update(t.start for t in reading.triggers if t.verb and link.start <= t.start < link.end)
    phrase = NounPhrase(noun, start, link)
    sighting = reading.sight(noun.kind, f"noun-{noun.kind}", start, noun.end)
    sighting.linked = link is not None
    sighting.definite = definite or reading.sentence.kind == "headline"
    sighting.new = reading.lower(start) in _NEW
    sighting.hint = hint
    sighting.main = any(token.lower in _MAIN for token in opening)
    sighting.name = _name(reading, phrase)
    take_people(reading, sighting, phrase)
    _settle(reading, sighting, phrase)
    return sighting


def _settle(reading: Reading, sighting: Sighting, phrase: NounPhrase) -> None:
    """Status, place and time."""
    tokens, start, noun, link = reading.tokens, phrase.start, phrase.noun, phrase.link
    sighting.status = _status(reading, noun, link)
    words_of_noun = Span(tokens[start].start, tokens[noun.end - 1].end)
    reading.settle(sighting, noun, link.group.start if link else start, words_of_noun)
    if link and link.verb.lemma in _LEAVING:
        sighting.told = UNTOLD
    before = place_before(reading.resolver.scene, tokens, start, noun)
    sighting.place = sighting.place or before


def _is_hypothetical(reading: Reading, noun: Trigger) -> bool:
    """A summit could help."""
    behind = reading.tokens[noun.end : reading.end_of(noun.end)]
    auxiliary = next((token.lower for token in behind if token.tag == "aux"), "")
    return auxiliary in _MODALS


def _ahead(reading: Reading, start: int, noun: Trigger) -> Sequence[Token]:
    """The noun phrase and the few words of the clause in front of it."""
    return reading.tokens[max(reading.start_of(max(start - 1, 0)), start - 4) : noun.start]


def _is_definite(opening: Sequence[Token]) -> bool:
    return opening[0].lower in _DEFINITE or any(token.tag == "poss" for token in opening)


def _name(reading: Reading, phrase: NounPhrase) -> str | None:
    """The organisation that meets: the G7 summit; a meeting (in Paris) of the ‘Coalition of the Willing’."""
    stop = phrase.noun.end
    ahead = range(stop, min(stop + 4, len(reading.tokens)))
    of = next((at for at in ahead if reading.lower(at) == "of"), None)
    if of is not None:
        stop = min(len(reading.tokens), of + 5)
    first, last = reading.tokens[phrase.start].start, reading.tokens[stop - 1].end
    within = reading.resolver.cast.within(first, last)
    return next((m.actor.key for m in within if m.actor.kind == "organisation"), None)


# ------------------------------------------------------------------ status


def _status(reading: Reading, noun: Trigger, link: Link | None) -> str:
    """What the predicate says of the meeting, else what the linking verb does."""
    stop = reading.end_of(noun.end)
    if reading.lower(stop) == "which":
        stop = reading.end_of(stop + 1)
    said = predicate_status(reading.tokens[noun.end : min(stop, noun.end + 24)])
    return said or (_linked_status(link, noun.kind) if link else "")


def _linked_status(link: Link, kind: str) -> str:
    """Who "has arrived for talks" is at talks that go on; who "will not attend" does not call them off."""
    verb, status = link.verb, link.group.status
    if verb.status:
        return verb.status
    if verb.lemma in _SPEAKING and kind == "press-conference":
        return status
    if verb.lemma in _LEAVING | _SPEAKING or verb.attendance == "withdrawn":
        return ""
    if status == "cancelled":
        return "cancelled" if verb.lemma in _OWN else ""
    if verb.lemma.split()[0] in COMING:
        return {"held": "ongoing", "present": ""}.get(status, status)
    return status
