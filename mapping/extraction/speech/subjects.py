"""The subject of a sentence: the phrase at its beginning that means somebody."""

from collections.abc import Sequence

from communique.mapping.extraction.actors.heads import PEOPLE_NOUNS
from communique.mapping.extraction.actors.offices import find_offices
from communique.mapping.extraction.actors.parties import Party, Resolver
from communique.mapping.extraction.actors.phrases import Phrase, with_insertion
from communique.mapping.extraction.speech.cues import is_cue_form
from communique.mapping.extraction.text.tokens import Token
from communique.mapping.model import Span


def leading_subject(resolver: Resolver, tokens: Sequence[Token]) -> Party:
    """The subject of the sentence: the phrase at its beginning that means somebody."""
    start = _main_clause(tokens)
    if named := _in_apposition(resolver, tokens, start):
        return named
    for end in range(start + 1, min(len(tokens), start + 12) + 1):
        if tokens[end - 1].tag in ("aux", "sub", "quote"):
            break
        if tokens[end - 1].tag in ("name", "word", "pron") and (
            party := resolver.resolve(tokens, Phrase(start, end))
        ):
            return _widened(resolver, tokens, start, end) or party
    return Party((), Span(0, 0), "open")


def _in_apposition(resolver: Resolver, tokens: Sequence[Token], start: int) -> Party | None:
    """Italy’s prime minister, Giorgia Meloni, defended …"""
    comma = next((at for at in range(start + 1, min(len(tokens), start + 8)) if tokens[at].text == ","), None)
    if comma is None:
        return None
    phrase = with_insertion(tokens, Phrase(start, comma))
    party = resolver.resolve(tokens, phrase) if phrase.insertion else None
    return party if party and party.rule == "apposition" else None


def _widened(resolver: Resolver, tokens: Sequence[Token], start: int, end: int) -> Party | None:
    """The longest phrase around tokens[start:end] that a person’s noun still ends: "the US" + "president"."""
    best = None
    for ahead in range(end + 1, min(len(tokens), end + 14) + 1):
        token = tokens[ahead - 1]
        if (
            token.tag in ("aux", "sub", "quote", "pron")
            or is_cue_form(token.lower)
            or token.text in (";", ":", "(")
        ):
            break
        if token.tag == "prep" and token.lower not in ("of", "for", "from", "to"):
            break
        if token.tag == "word" and not _is_noun_of_people(tokens, ahead - 1):
            break
        if token.tag in ("name", "word") and (party := resolver.resolve(tokens, Phrase(start, ahead))):
            best = party if party.rule in ("group", "coordination", "head") else best
    return best


def _is_noun_of_people(tokens: Sequence[Token], at: int) -> bool:
    """A word for people or governments, or an adjective right before one ("Greenland’s own government")."""
    window = [token.lower for token in tokens[at : at + 2]]
    return bool(PEOPLE_NOUNS.intersection(window)) or bool(find_offices(tokens[at : at + 3]))


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
