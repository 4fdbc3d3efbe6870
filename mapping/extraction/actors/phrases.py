"""Where the subject of a cue stands: the noun phrase before the verb, or behind it in an inversion.

Indices count the tokens of one sentence, end exclusive. No parser: a subject ends at its verb and
begins at the boundary of its clause, and lists, appositions and relative clauses are stepped over.
"""

from collections.abc import Sequence
from typing import NamedTuple

from communique.mapping.extraction.actors.adverbials import skip_place_back, skip_time_back
from communique.mapping.extraction.actors.names import CALENDAR
from communique.mapping.extraction.actors.offices import find_offices
from communique.mapping.extraction.text.tokens import DASHES, Token

_RELATIVE = frozenset(("who", "which", "whose"))
_CLOSERS = DASHES | {",", ")"}
_OPENERS = {")": "("} | {dash: dash for dash in DASHES}
"""With which mark an insertion opens that this one closes; a comma where none is named."""
_PADDING = frozenset(("conj", "adv", "mark"))
_BORDERS = frozenset(("sub", "aux"))
_PLAIN = frozenset(("word", "name", "det", "prep", "num", "pron", "poss"))
"""Tags of the words that belong to whatever phrase they stand in."""
_BINDING = frozenset(("of", "for", "to", "at", "from", "by"))
_CLAUSE = 12
"""Tokens within which a relative clause begins."""
_SUBJECTS = frozenset("he she they we i".split())
_OF_OR_BY = frozenset(("of", "by", "for", "at", "with"))
_THINGS = frozenset(("name", "word", "det", "num", "poss"))


class Phrase(NamedTuple):
    """Token indices of a noun phrase in its sentence (end exclusive).

    `insertion` is the apposition or adverbial between commas that follows it: (start, end).
    """

    start: int
    end: int
    insertion: tuple[int, int] | None = None

    def __bool__(self) -> bool:
        return self.end > self.start


NOTHING = Phrase(0, 0)
"""No phrase at all."""


def subject_before(tokens: Sequence[Token], verb: int, floor: int = 0) -> Phrase:
    """The phrase that ends before the verb group starting at `verb`; empty where there is none."""
    end = skip_place_back(tokens, skip_time_back(tokens, verb), floor)
    if end <= floor:
        return Phrase(end, end)
    last = tokens[end - 1]
    if last.lower in _RELATIVE:
        end = end - 2 if end > 1 and tokens[end - 2].text == "," else end - 1
        return _antecedent(tokens, end, floor)
    if last.tag == "quote" and len(last.text.split()) <= 2 and end - 1 > floor:
        return subject_before(tokens, end - 1, floor)
    if last.text in _CLOSERS:
        close, end = end - 1, _before_insertion(tokens, end - 1, floor)
        if end <= floor:
            return Phrase(end, end)
        found = _before_chain(tokens, _phrase_back(tokens, end, floor), floor)
        return Phrase(found.start, found.end, (found.end + 1, close))
    found = _phrase_back(tokens, end, floor)
    return _outside_relative(tokens, found, floor) if found.start > floor else found


def _outside_relative(tokens: Sequence[Token], found: Phrase, floor: int) -> Phrase:
    """An official who asked not to be named | said: what stands behind an auxiliary is no subject."""
    if tokens[found.start - 1].tag != "aux":
        return found
    for at in range(found.start - 1, max(floor, found.start - _CLAUSE), -1):
        if tokens[at].tag in ("mark", "quote", "sub", "conj"):
            return found
        if tokens[at].lower == "who":
            return _antecedent(tokens, at, floor)
    return found


def _before_chain(tokens: Sequence[Token], found: Phrase, floor: int) -> Phrase:
    """Johnnie Wilson, 59, of Springfield, Va., …: step left over ages and places between commas."""
    while found and found.start - 1 > floor and tokens[found.start - 1].text == ",":
        abbreviated = found.end - found.start == 1 and tokens[found.start].text.endswith(".")
        if (
            tokens[found.start].tag not in ("prep", "num")
            and not abbreviated
            and not _explains(tokens, found)
        ):
            return found
        found = _phrase_back(tokens, found.start - 1, floor)
    return found


def _explains(tokens: Sequence[Token], found: Phrase) -> bool:
    """Behind a name and its comma: "chief executive of the trust", "led by a general"; nobody of its own."""
    part = tokens[found.start : found.end]
    opens = part[0].tag == "word" or part[0].lower in ("a", "an")
    named = tokens[found.start - 2].tag == "name" and tokens[found.start - 2].text not in CALENDAR
    return opens and named and not _OF_OR_BY.isdisjoint([token.lower for token in part])


def possessor_before(tokens: Sequence[Token], end: int) -> Phrase:
    """The noun phrase in front of a possessive mark: "a check on Donald Trump" + "’s claim"."""
    return _antecedent(tokens, end, 0)


def _antecedent(tokens: Sequence[Token], end: int, floor: int) -> Phrase:
    """The noun in front of "who": the words since the last preposition, unless an "of" binds it."""
    whole = _phrase_back(tokens, end, floor)
    for at in range(whole.end - 1, whole.start, -1):
        if tokens[at].tag == "prep" and tokens[at].lower not in ("of", "for", "from"):
            return trim(tokens, at + 1, whole.end)
    return whole


def _before_insertion(tokens: Sequence[Token], close: int, floor: int) -> int:
    """The end of the phrase that an insertion ending at index `close` interrupts; `floor` where none does."""
    opener = _OPENERS.get(tokens[close].text, ",")
    for at in range(close - 1, max(floor - 1, close - 26), -1):
        if tokens[at].text == opener:
            return at if _is_insertion(tokens, at + 1, close) else floor
        if tokens[at].tag == "quote" or tokens[at].text in (";", ":"):
            return floor
    return floor


def _is_insertion(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether the words between two commas are an apposition or an adverbial."""
    if start >= end:
        return False
    first = tokens[start]
    return first.tag in ("det", "name", "word", "adv", "prep", "num", "pron", "sub", "poss")


def _phrase_back(tokens: Sequence[Token], end: int, floor: int) -> Phrase:
    if tokens[end - 1].lower in _SUBJECTS:
        return Phrase(end - 1, end)  # "an attack on Lula after he said"
    start = end
    while start > floor and _belongs(tokens, start - 1, end, floor):
        start -= 1
    return trim(tokens, _behind_time(tokens, start, end), end)


def _behind_time(tokens: Sequence[Token], start: int, end: int) -> int:
    """Shortly after | India said: where the subject begins behind words for a time."""
    after = [at for at in range(start, min(start + 3, end - 1)) if tokens[at].lower in ("after", "before")]
    return after[0] + 1 if after and not start else start


def _belongs(tokens: Sequence[Token], at: int, end: int, floor: int) -> bool:
    """Whether the token may be part of the phrase that goes on behind it."""
    token = tokens[at]
    if token.tag in _PLAIN:
        return True
    if token.tag == "quote":
        return end - at <= 4 and at + 1 < end and _is_scare_quote(token)
    if token.text == ",":
        return _list_comma(tokens, at, end)
    if token.tag == "mark":
        return token.text == "&"
    if token.tag == "conj":
        return token.lower in ("and", "or") and _joins(tokens, at, end, floor)
    return token.tag not in _BORDERS


def _is_scare_quote(token: Token) -> bool:
    """A name or expression in quotation marks within a phrase, no utterance."""
    return token.end - token.start <= 40 and token.text.rstrip("”’\"'» ")[-1:] not in ",.!?…"


def _list_comma(tokens: Sequence[Token], at: int, end: int) -> bool:
    """A comma in "France, Germany, Italy and Spain": names on both sides, and an "and" before the end."""
    follows = tokens[at + 1]
    return (
        tokens[at - 1].tag == "name"
        and (follows.tag == "name" or follows.lower in ("and", "the"))
        and any(token.lower == "and" for token in tokens[at + 1 : end])
    )


def _joins(tokens: Sequence[Token], at: int, end: int, floor: int) -> bool:
    """Whether "and" joins two names or offices, and not two clauses."""
    left = tokens[at - 1] if at > floor else None
    if left is None:
        return False
    if left.text == ",":
        left = tokens[at - 2] if at - 2 >= floor else left
    begins_name = at + 1 < end and _starts_name(tokens[at + 1])
    return begins_name and (left.tag == "name" or _ends_office(tokens, at))


def _ends_office(tokens: Sequence[Token], at: int) -> bool:
    window = tokens[max(0, at - 4) : at]
    return any(office.end == len(window) for office in find_offices(window))


def _starts_name(token: Token) -> bool:
    return token.tag in ("name", "det", "num") or token.lower in ("president", "prime", "chancellor")


def trim(tokens: Sequence[Token], start: int, end: int) -> Phrase:
    """Without the conjunctions, adverbs, commas and time words around it."""
    while start < end and _may_pad(tokens[start]) and _is_padding(tokens, start, end):
        start += 1
    while end > start and tokens[end - 1].tag in ("mark", "adv", "conj"):
        end -= 1
    return Phrase(start, end)


def _may_pad(token: Token) -> bool:
    return token.tag in _PADDING or token.lower == "on" or token.text in CALENDAR


def _is_padding(tokens: Sequence[Token], start: int, end: int) -> bool:
    """A word that opens a phrase without belonging to it; "there" of "there have been" belongs."""
    token = tokens[start]
    if token.lower in ("there", "here") and start + 1 < end and tokens[start + 1].tag == "aux":
        return False
    return token.tag in ("conj", "adv", "mark") or _opening_time(tokens, start, end)


def _opening_time(tokens: Sequence[Token], start: int, end: int) -> bool:
    """On Sunday Zelenskyy …"""
    token = tokens[start]
    if token.lower == "on" and start + 1 < end and tokens[start + 1].text in CALENDAR:
        return True
    return (
        token.text in CALENDAR
        and start + 1 < end
        and not token.text.startswith(("May", "March", "April", "June", "August"))
        and (token.text.endswith("day") or tokens[start + 1].tag == "num")
    )


def phrase_after(tokens: Sequence[Token], start: int, limit: int | None = None) -> Phrase:
    """The noun phrase that begins at index `start`, as far as it may go; empty where none begins."""
    end = start
    stop = len(tokens) if limit is None else limit
    if start < stop and tokens[start].tag == "pron":
        return Phrase(start, start + 1)
    while end < stop and _goes_on(tokens, start, end):
        end += 1
    return trim(tokens, start, end)


def _goes_on(tokens: Sequence[Token], start: int, at: int) -> bool:
    token = tokens[at]
    if token.text in CALENDAR:
        return False
    if token.tag in _THINGS:
        return True
    if token.text == ",":
        return _list_ahead(tokens, at)
    if token.tag == "mark":
        return token.text == "&"
    if token.tag == "conj":
        return at > start and at + 1 < len(tokens) and _starts_name(tokens[at + 1]) and token.lower == "and"
    if token.tag == "adv":
        return at == start
    return token.tag == "prep" and token.lower in _BINDING and at > start and _joins_noun(tokens, at)


def _joins_noun(tokens: Sequence[Token], at: int) -> bool:
    """Whether a preposition binds a noun ("adviser to Macron") and no place or time ("in Paris")."""
    if at + 1 >= len(tokens) or tokens[at + 1].text in CALENDAR or tokens[at + 1].tag in ("num", "aux"):
        return False
    if tokens[at].lower == "by":
        return tokens[at - 1].lower.endswith(("ed", "en", "een"))
    if tokens[at].lower in ("of", "for", "from", "at"):
        return True
    return tokens[at].lower == "to" and tokens[at + 1].tag in ("name", "det")


def _list_ahead(tokens: Sequence[Token], at: int) -> bool:
    """A comma in a list of names that an "and" closes: France, Germany, Italy and Spain."""
    if tokens[at - 1].tag != "name" or at + 1 >= len(tokens):
        return False
    ahead = at + 1
    while ahead < min(len(tokens), at + 30):
        token = tokens[ahead]
        if token.lower == "and":
            return ahead + 1 < len(tokens) and tokens[ahead + 1].tag in ("name", "det")
        if token.tag not in ("name", "det") and token.text != ",":
            return False
        ahead += 1
    return False


def with_insertion(tokens: Sequence[Token], phrase: Phrase) -> Phrase:
    """The phrase with the words between the commas behind it, if a second comma or the end closes them."""
    if not phrase or phrase.end >= len(tokens) or tokens[phrase.end].text != ",":
        return phrase
    for close in range(phrase.end + 1, min(len(tokens), phrase.end + 12)):
        if tokens[close].text in (",", ".", ";"):
            return Phrase(phrase.start, phrase.end, (phrase.end + 1, close))
        if tokens[close].tag in ("aux", "quote", "sub"):
            return phrase
    return phrase
