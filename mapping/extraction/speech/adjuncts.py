"""What stands between a cue and its content: adverbs, times, "in a statement", the addressee.

Indices count the tokens of one sentence, end exclusive.
"""

from collections.abc import Sequence

from communique.mapping.extraction.actors.names import CALENDAR
from communique.mapping.extraction.actors.phrases import Phrase
from communique.mapping.extraction.speech.cues import Cue
from communique.mapping.extraction.text.tokens import Token

CLAUSE = frozenset("that whether how why what where".split())
"""Words that open a clause of content."""
_TIME = frozenset(
    """day week weekend month year morning afternoon evening night hour hours days weeks months years recent
       earlier late last this next past early same""".split()
)
_TIME_OPENERS = frozenset("on at in late early during over last this earlier".split())
_FAR = 16
"""Words within which "that" still belongs to the verb of telling."""
_MANNER = frozenset("in at on during via by from to through before ahead with under".split())


def past_apposition(tokens: Sequence[Token], at: int) -> int:
    """Past ", head of the programme, " behind an inverted subject."""
    if at < len(tokens) and tokens[at].text == ",":
        for close in range(at + 1, min(at + 16, len(tokens))):
            if tokens[close].text in (",", ".") or tokens[close].tag == "quote":
                return close if tokens[at + 1].tag in ("det", "name", "word") else at
    return at


def skip_adjuncts(tokens: Sequence[Token], at: int, cue: Cue, inverted: bool) -> tuple[int, Phrase]:
    """Past adverbs, times, "in a statement" and the addressee: where the content may begin."""
    addressee = Phrase(0, 0)
    wants = "addressee" in cue.frame.takes and not inverted
    while at < len(tokens):
        step = at if tokens[at].lower == "to" and "to" in cue.frame.takes else _adjunct_end(tokens, at)
        if step == at and wants:
            step = _that_ahead(tokens, at) or _addressee_end(tokens, at)
            addressee, wants = Phrase(at, step), False
        if step == at:
            break
        at = step
    return at, addressee


def _adjunct_end(tokens: Sequence[Token], at: int) -> int:
    token = tokens[at]
    if token.tag == "adv":
        existential = at + 1 < len(tokens) and tokens[at + 1].tag == "aux"
        return at if existential and token.lower in ("there", "here") else at + 1
    if token.text in CALENDAR or token.lower in _TIME_OPENERS:
        end = time_end(tokens, at)
        if end > at:
            return _past_date(tokens, end)
    if token.lower in _MANNER:
        return _manner_end(tokens, at)
    return at


def time_end(tokens: Sequence[Token], at: int) -> int:
    """Behind "on Sunday", "this past weekend", "on 31 December"; `at` where no time stands.

    "Friday’s test" is no time but a thing of Friday.
    """
    end = at
    seen = False
    while end < len(tokens) and (token := tokens[end]):
        calendar = token.text in CALENDAR or token.lower in _TIME
        opener = not seen and (token.lower in _TIME_OPENERS or token.lower == "the")
        number = token.tag == "num" and (seen or _calendar_next(tokens, end))
        if token.tag == "poss" and seen:
            return at
        if not (calendar or opener or number):
            break
        seen = seen or token.text in CALENDAR or (token.lower in _TIME and token.lower not in _TIME_OPENERS)
        end += 1
    return end if seen else at


def _past_date(tokens: Sequence[Token], at: int) -> int:
    """Behind the date that explains a weekday: "on Monday, 28 April, "."""
    if at + 1 >= len(tokens) or tokens[at].text != ",":
        return at
    end = time_end(tokens, at + 1)
    return end + 1 if at + 1 < end < len(tokens) and tokens[end].text == "," else at


def _calendar_next(tokens: Sequence[Token], at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at + 1].text in CALENDAR


def _manner_end(tokens: Sequence[Token], at: int) -> int:
    """Behind "in a letter to lawmakers", "to reporters": only where content or nothing follows."""
    end = at + 1
    while end < len(tokens) and _in_manner(tokens, at, end):
        end += 1
    if end == at + 1:
        return at
    closes = (
        end >= len(tokens)
        or tokens[end].lower in CLAUSE
        or tokens[end].tag in ("quote", "mark", "pron", "det")
    )
    return end if closes else at


def _in_manner(tokens: Sequence[Token], start: int, at: int) -> bool:
    token = tokens[at]
    if token.tag == "prep":
        return at > start + 1
    if token.tag == "det":
        return tokens[at - 1].tag == "prep"
    return token.tag in ("word", "name", "num", "poss", "adv") or (
        token.tag == "conj" and token.lower == "and"
    )


def _that_ahead(tokens: Sequence[Token], at: int) -> int:
    """Told one of his aides on a regular basis that …: where "that" stands; 0 where it does not come."""
    for ahead in range(at, min(len(tokens), at + _FAR)):
        if tokens[ahead].lower == "that":
            return ahead if ahead > at else 0
        if tokens[ahead].tag in ("aux", "quote", "mark", "sub", "pron") or tokens[ahead].lower == "to":
            return 0
    return 0


def _addressee_end(tokens: Sequence[Token], at: int) -> int:
    """Behind the noun phrase that is told, urged or asked."""
    if tokens[at].tag == "pron" and tokens[at].lower not in ("he", "she", "they", "we", "it", "i"):
        return at + 1
    end = at
    while end < len(tokens) and _in_addressee(tokens, at, end):
        end += 1
    if end < len(tokens) and tokens[end].tag == "aux":
        return _before_subject(tokens, at, end)
    return end


def _before_subject(tokens: Sequence[Token], at: int, end: int) -> int:
    """Told delegates | Beijing was acting alone: where a name follows those who are told; else `at`."""
    plural = tokens[at].tag == "word" and tokens[at].lower.endswith("s")
    return at + 1 if plural and at + 1 < end and tokens[at + 1].tag == "name" else at


def _in_addressee(tokens: Sequence[Token], start: int, at: int) -> bool:
    token = tokens[at]
    if token.tag == "det":
        return at == start or tokens[at - 1].tag == "det"
    if token.tag == "prep":
        return at > start and token.lower in ("of", "for", "from") and tokens[at - 1].tag != "prep"
    if token.tag == "conj":
        return at > start and at + 1 < len(tokens) and tokens[at + 1].tag == "name"
    if token.text in CALENDAR:
        return False
    return token.tag in ("name", "word", "num", "poss")
