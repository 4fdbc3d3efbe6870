"""The parts of a clause around a word that reports a meeting: verb group, subject, objects, noun phrase.

Indices count the tokens of one sentence, end exclusive.
"""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from communique.mapping.extraction.actors.names import CALENDAR
from communique.mapping.extraction.actors.phrases import subject_before
from communique.mapping.extraction.language import words
from communique.mapping.extraction.meetings.cues import BE, MEETINGS, Trigger, VerbEntry, link_at
from communique.mapping.extraction.meetings.people import Guest, Guests
from communique.mapping.extraction.speech.cues import Cue
from communique.mapping.extraction.text.tokens import Token

_GROUP = {status: frozenset(words(entry)) for status, entry in MEETINGS["group"].items()}
_ANY_GROUP = frozenset().union(*_GROUP.values())
_SIMPLE = {"gerund": "", "past": "held", "participle": "held"}
"""The status that a verb without auxiliaries tells; any other form is the present tense."""
_INCLUDES = frozenset("includes include included".split())
_HARD = frozenset(";:–—|…/") | {"..."}
_RELATIVE = frozenset("who which whom whose".split())
_CLAUSE_PREPOSITIONS = frozenset("before after".split())
_OPENING = _HARD | _RELATIVE | _CLAUSE_PREPOSITIONS
_GERUND_AFTER = frozenset("before after while and but or then".split())
_AT = frozenset("for at in of to during inside".split())
_WITHIN_NAMES = frozenset("of from for".split())
_TIME_WORDS = frozenset(
    "today yesterday tomorrow tonight earlier later morning afternoon evening night week month year".split()
)


class VerbGroup(NamedTuple):
    """A verb with its auxiliaries: where the group begins, what it makes of the event, whether passive."""

    start: int
    status: str
    passive: bool = False


def verb_group(tokens: Sequence[Token], verb: Trigger) -> VerbGroup:
    """The group that ends with a verb.

    Its status is unreal, cancelled, scheduled, ongoing, held, present (tense), or open (empty).
    """
    start = verb.start
    while start and (tokens[start - 1].tag == "aux" or tokens[start - 1].lower in _ANY_GROUP):
        start -= 1
    if start == verb.start:
        return VerbGroup(start, _SIMPLE.get(verb.form, "present"))
    group = [token.lower for token in tokens[start : verb.start]]
    passive = verb.form in ("past", "participle") and bool(BE.intersection(group))
    return VerbGroup(start, _status(group, verb.form), passive)


def _status(group: Sequence[str], form: str) -> str:
    if not _GROUP["unreal"].isdisjoint(group):
        return "unreal"
    if not _GROUP["cancelled"].isdisjoint(group) or "not" in group:
        return "cancelled"
    being = not BE.isdisjoint(group)
    if not _GROUP["scheduled"].isdisjoint(group) or ("to" in group and being):
        return "scheduled"
    if form == "gerund":
        return "ongoing" if being else ""
    if form in ("past", "participle"):
        return "held"
    return "" if "to" in group else "present"


# ------------------------------------------------------------------ clauses


def boundaries(tokens: Sequence[Token], cues: Sequence[Cue]) -> list[int]:
    """Where clauses begin, in order: behind a mark, a conjunction of subordination or a cue of speech."""
    opening = [at for at, token in enumerate(tokens) if token.tag == "sub" or token.lower in _OPENING]
    behind = [0, *[at + 1 for at in opening if _opens_clause(tokens, at)]]
    spoken = [cue.end for cue in cues if cue.kind == "finite" and cue.end < len(tokens)]
    return sorted([*behind, *[at for at in spoken if at + 1 not in behind]])


def _opens_clause(tokens: Sequence[Token], at: int) -> bool:
    """A mark, conjunction or pronoun, but not "which includes"; before flying to …; after meeting …"""
    following = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    if tokens[at].lower in _CLAUSE_PREPOSITIONS and following.endswith("ing"):
        return True
    opens = tokens[at].tag == "sub" or tokens[at].lower not in _CLAUSE_PREPOSITIONS
    return opens and following not in _INCLUDES


def clause_start(begins: Sequence[int], at: int) -> int:
    """Where the clause begins that holds the token."""
    return begins[bisect_right(begins, at) - 1]


def clause_end(tokens: Sequence[Token], begins: Sequence[int], at: int) -> int:
    """Where it ends."""
    following = bisect_right(begins, at)
    return begins[following] - 1 if following < len(begins) else len(tokens)


# ------------------------------------------------------------------ subjects and objects


def subject(guests: Guests, begins: Sequence[int], start: int) -> list[Guest]:
    """Who stands before a verb group that begins at `start`."""
    tokens = guests.tokens
    if aside := _before_aside(guests, start):
        return aside
    begin = clause_start(begins, start)
    found = guests.within(begin, start)
    if begin and tokens[begin - 1].lower in _RELATIVE and not found:
        return _last(tokens, guests.within(clause_start(begins, begin - 1), begin - 1))
    if not found:
        return _first(tokens, guests.within(0, begin)) if _continues(tokens, start) else []
    coordinated = start > begin and tokens[start - 1].lower in ("and", "but", "or")
    return _first(tokens, found) if coordinated else _last(tokens, found)


def _before_aside(guests: Guests, start: int) -> list[Guest]:
    """Boko, in his capacity as chair of SADC, will travel: who stands before the adverbial."""
    if not start or guests.tokens[start - 1].text != ",":
        return []
    phrase = subject_before(guests.tokens, start)
    inside = phrase.insertion and guests.tokens[phrase.insertion[0]].tag == "prep"
    return guests.within(phrase.start, phrase.end) if inside else []


def _continues(tokens: Sequence[Token], start: int) -> bool:
    """Whether a verb without a subject of its own goes on under that of the sentence."""
    before = tokens[start - 1] if start else None
    return before is not None and (before.lower in _GERUND_AFTER or before.text == ",")


def _joined(tokens: Sequence[Token], one: Guest, other: Guest) -> bool:
    """Whether two guests stand in one list or apposition."""
    gap = tokens[one.end : other.start]
    return len(gap) <= 8 and not any(_parts(gap, at) for at in range(len(gap)))


def _parts(gap: Sequence[Token], at: int) -> bool:
    """Whether the token parts those who stand around it."""
    token = gap[at]
    if token.tag == "prep":
        return token.lower not in ("of", "with")
    return token.tag in ("aux", "sub", "quote") or link_at(gap, at) is not None


def _last(tokens: Sequence[Token], found: Sequence[Guest]) -> list[Guest]:
    first = len(found) - 1
    while first > 0 and _joined(tokens, found[first - 1], found[first]):
        first -= 1
    return list(found[max(first, 0) :])


def _first(tokens: Sequence[Token], found: Sequence[Guest]) -> list[Guest]:
    last = 0
    while last + 1 < len(found) and _joined(tokens, found[last], found[last + 1]):
        last += 1
    return list(found[: last + 1])


def objects(guests: Guests, start: int, stop: int) -> list[Guest]:
    """Who stands in the noun phrase, or list of them, that begins at `start`."""
    return guests.within(start, phrase_end(guests.tokens, start, stop))


def phrase_end(tokens: Sequence[Token], start: int, stop: int) -> int:
    """Where a list of noun phrases ends: at a verb, a preposition of place or time, or a new clause."""
    at = start
    while at < stop and not _ends_phrase(tokens, at, start):
        at += 1
    return at


def _ends_phrase(tokens: Sequence[Token], at: int, start: int) -> bool:
    token = tokens[at]
    if token.tag == "prep" and token.text.islower():
        return at > start and token.lower not in _WITHIN_NAMES
    if token.tag in ("aux", "sub") or token.lower in _RELATIVE or token.text in CALENDAR:
        return True
    return token.text in _HARD or token.text == "(" or (token.tag == "word" and token.lower in _TIME_WORDS)


# ------------------------------------------------------------------ noun phrases and what links to them


def noun_phrase_start(tokens: Sequence[Token], noun: Trigger, inside: frozenset[int]) -> int:
    """Where the phrase of the noun begins; `inside` are tokens within an organisation’s name."""
    start = noun.start
    while start and (start - 1 in inside or _modifies(tokens, start - 1)):
        start -= 1
        if (
            tokens[start].tag == "det"
            and start
            and tokens[start - 1].tag != "det"
            and start - 1 not in inside
        ):
            break
    return start


def _modifies(tokens: Sequence[Token], at: int) -> bool:
    """Whether the token may belong to the noun phrase that goes on behind it."""
    token = tokens[at]
    if token.tag == "quote":
        return token.end - token.start <= 40
    if token.text in ("-", "–"):
        return at > 0 and token.start == tokens[at - 1].end
    if token.lower == "and":
        return 0 < at < len(tokens) - 1 and _pairs(tokens, at)
    if token.tag == "word" and link_at(tokens, at):
        return False
    return token.tag in ("det", "word", "name", "num", "poss") or token.lower in (
        "today",
        "yesterday",
        "tomorrow",
    )


def _pairs(tokens: Sequence[Token], at: int) -> bool:
    """Extensive and productive; Economic and Trade."""
    left, right = tokens[at - 1], tokens[at + 1]
    return left.tag == right.tag and left.tag in ("word", "name") and not link_at(tokens, at - 1)


class Link(NamedTuple):
    """A verb that links its subject to a meeting which a noun names, at tokens[start:end]."""

    start: int
    end: int
    verb: VerbEntry
    group: VerbGroup


class NounPhrase(NamedTuple):
    """A noun that names a meeting, where its phrase begins, and the verb that links to it, if any."""

    noun: Trigger
    start: int
    link: Link | None


def linking_verb(tokens: Sequence[Token], begin: int, start: int, triggers: Sequence[Trigger]) -> Link | None:
    """The verb that links to the noun phrase that begins at `start`, in the clause from `begin`.

    None where another meeting is named in between.
    """
    nouns = frozenset(trigger.start for trigger in triggers if trigger.verb is None)
    for at in range(start - 1, max(begin - 1, start - 16, 0) - 1, -1):
        if at in nouns:
            return None
        link = link_at(tokens, at)
        if link and link.verb and link.end <= start:
            made = Link(link.start, link.end, link.verb, verb_group(tokens, link))
            return made if _reaches(tokens, link, link.verb, start) else None
    return None


def _reaches(tokens: Sequence[Token], link: Trigger, verb: VerbEntry, start: int) -> bool:
    """Whether nothing but what the verb allows stands between it and the noun phrase."""
    gap = tokens[link.end : start]
    if verb.lemma == "have" or not gap:
        return not gap and verb.lemma not in ("be", "are", "say", "tell", "speak")
    if verb.lemma in ("say", "tell", "speak"):
        return gap[-1].lower in ("at", "in", "during") and len(gap) <= 2
    if verb.lemma in ("be", "are"):
        gap = [token for token in gap if token.lower not in ("all", "both", "also")]
        settled = bool(gap) and all(
            token.tag in ("prep", "name", "adv", "det", "num", "mark", "poss") for token in gap
        )
        return settled and gap[0].lower in ("in", "at", "among")
    if verb.across:
        ahead = len(gap) > 1 and gap[-2].lower == "ahead"
        return (gap[-1].lower in _AT and not ahead) or [token.lower for token in gap] == ["with"]
    return all(token.tag in ("adv", "det", "word", "name", "num") or token.lower == "of" for token in gap)
