"""The subject of a sentence: the phrase at its beginning that means somebody."""

from collections.abc import Sequence

from communique.mapping.extraction.actors.heads import PEOPLE_NOUNS
from communique.mapping.extraction.actors.offices import find_offices
from communique.mapping.extraction.actors.parties import Party, Resolver
from communique.mapping.extraction.actors.phrases import Phrase, with_insertion
from communique.mapping.extraction.speech.cues import CUE_FORMS
from communique.mapping.extraction.text.tokens import Token
from communique.mapping.model import Span

_VERBAL = frozenset(("aux", "sub", "quote"))
_HEADS = frozenset(("name", "word", "pron"))
_WITHIN = frozenset(("of", "for", "from", "to"))
_STOPS = CUE_FORMS | {";", ":", "("}
_NOBODY = Party((), Span(0, 0), "open")


def leading_subject(resolver: Resolver, tokens: Sequence[Token]) -> Party:
    """The subject of the sentence: the phrase at its beginning that means somebody."""
    start = _main_clause(tokens)
    if named := _in_apposition(resolver, tokens, start):
        return named
    heads, told = resolver.heads, resolver.trace is not None
    for end, token in enumerate(tokens[start : start + 12], start + 1):
        if token.tag in _VERBAL or _is_plain_verb(tokens, end - 1) or _told(tokens, start, end - 1):
            break
        told = told or heads.may_mean(token)
        if told and token.tag in _HEADS and (party := resolver.resolve(tokens, Phrase(start, end))):
            return _widened(resolver, tokens, start, end) or party
    return _NOBODY


def _is_plain_verb(tokens: Sequence[Token], at: int) -> bool:
    """The chairperson recalls the charter and …: a verb of speech with its object, and no noun."""
    if tokens[at].lower not in CUE_FORMS or at + 1 >= len(tokens) or not at:
        return False
    return tokens[at].lower.endswith(("s", "ed")) and tokens[at + 1].tag in ("det", "pron")


def _told(tokens: Sequence[Token], start: int, at: int) -> bool:
    """He told the agency: a pronoun is a subject by itself."""
    return at > start and tokens[start].tag == "pron"


def _in_apposition(resolver: Resolver, tokens: Sequence[Token], start: int) -> Party | None:
    """Italy’s prime minister, Giorgia Meloni, defended …"""
    ahead = [token.text for token in tokens[start + 1 : start + 8]]
    if "," not in ahead:
        return None
    phrase = with_insertion(tokens, Phrase(start, start + 1 + ahead.index(",")))
    party = resolver.resolve(tokens, phrase) if phrase.insertion else None
    return party if party and party.rule == "apposition" else None


def _widened(resolver: Resolver, tokens: Sequence[Token], start: int, end: int) -> Party | None:
    """The longest phrase around tokens[start:end] that a person’s noun still ends: "the US" + "president"."""
    best = None
    for ahead, token in enumerate(tokens[end : end + 14], end + 1):
        if token.tag in _VERBAL or token.tag == "pron" or token.lower in _STOPS:
            break
        if token.tag == "prep" and token.lower not in _WITHIN:
            break
        if token.tag == "word" and not _is_noun_of_people(tokens, ahead - 1):
            break
        if token.tag in ("name", "word") and (party := resolver.resolve(tokens, Phrase(start, ahead))):
            best = party if party.rule in ("group", "coordination", "head") else best
    return best


def _is_noun_of_people(tokens: Sequence[Token], at: int) -> bool:
    """A word for people or governments, or an adjective right before one ("Greenland’s own government")."""
    window = [token.lower for token in tokens[at : at + 2]]
    return not PEOPLE_NOUNS.isdisjoint(window) or bool(find_offices(tokens[at : at + 3]))


def _main_clause(tokens: Sequence[Token]) -> int:
    """Behind an opening adverbial: "On Sunday, …", "Before leaving for Paris, …", "However, …"."""
    start = 0
    while start < len(tokens) and tokens[start].tag in ("conj", "mark"):
        start += 1
    if start < len(tokens) and tokens[start].tag in ("prep", "sub", "adv"):
        for at in range(start + 1, min(len(tokens), start + 25)):
            if tokens[at].text == ",":
                return at + 1
    return start
