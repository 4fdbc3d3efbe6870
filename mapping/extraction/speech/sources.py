"""Whom a cue credits: the subject before it, behind it in an inversion, or the one of the clause before."""

from collections.abc import Sequence
from typing import NamedTuple

from communique.mapping.extraction.actors.heads import KNOWING
from communique.mapping.extraction.actors.parties import Party, Resolver
from communique.mapping.extraction.actors.phrases import (
    Phrase,
    phrase_after,
    possessor_before,
    subject_before,
    with_insertion,
)
from communique.mapping.extraction.speech.cues import CUE_FORMS, Cue
from communique.mapping.extraction.speech.drafts import LONG, Draft
from communique.mapping.extraction.speech.subjects import leading_subject
from communique.mapping.extraction.text.tokens import PAUSES, Token
from communique.mapping.model import Span


class Source(NamedTuple):
    """Where the source of a cue stands in its sentence, and who it is."""

    phrase: Phrase
    party: Party


def find_source(
    resolver: Resolver, tokens: Sequence[Token], cue: Cue, coordinated: bool, previous: Draft | None
) -> Source | None:
    """Whom the cue credits, given what the sentence has credited before; None where nobody can be found."""
    if cue.kind in ("according", "passive"):
        return _behind(resolver, tokens, cue)
    if cue.kind == "noun":
        return _noun_owner(resolver, tokens, cue)
    if cue.kind == "finite" and (inverted := _inverted(resolver, tokens, cue)):
        return inverted
    if cue.kind == "gerund" and (own := _with_subject(resolver, tokens, cue)):
        return own
    if cue.kind == "gerund" or coordinated:
        return _same_subject(resolver, tokens, cue, previous)
    phrase = subject_before(tokens, cue.first)
    alone = phrase.end - phrase.start == 1 and tokens[phrase.start].tag == "word"
    if not phrase or (alone and tokens[phrase.start].lower in CUE_FORMS):
        return None
    return Source(phrase, resolver.resolve(tokens, phrase, cue.frame.strong or is_explicit(tokens, cue)))


def _with_subject(resolver: Resolver, tokens: Sequence[Token], cue: Cue) -> Source | None:
    """…, with the trade minister promising that …: a participle with a subject of its own."""
    start = behind_with(tokens, cue.first)
    if not start:
        return None
    phrase = Phrase(start, cue.first)
    party = resolver.resolve(tokens, phrase)
    return Source(phrase, party) if party.rule == "head" and party else None


def behind_with(tokens: Sequence[Token], verb: int) -> int:
    """Where the phrase between "with" and the participle at index `verb` begins; 0 where there is none."""
    for at in range(verb - 1, max(-1, verb - 10), -1):
        if tokens[at].tag in ("mark", "aux", "sub", "quote"):
            return 0
        if tokens[at].lower == "with":
            return at + 1
    return 0


def is_explicit(tokens: Sequence[Token], cue: Cue) -> bool:
    """A weak verb that "that" or a quotation follows is a cue whoever the subject is."""
    at = cue.end
    while at < len(tokens) and tokens[at].tag == "adv":
        at += 1
    if at >= len(tokens):
        return False
    if "attribute" in cue.frame.takes and any(token.tag == "quote" for token in tokens[at : at + 6]):
        return True
    opens_clause = tokens[at].lower == "that" and at + 1 < len(tokens) and tokens[at + 1].tag != "aux"
    return opens_clause or (tokens[at].tag == "quote" and len(tokens[at].text.split()) >= LONG)


def _behind(resolver: Resolver, tokens: Sequence[Token], cue: Cue) -> Source:
    """According to Brazil’s agriculture minister, Carlos Fávaro, …"""
    limit = None
    if cue.lemma == "in view of":
        limit = next(at for at in range(cue.end, len(tokens)) if tokens[at].tag == "poss")
    phrase = with_insertion(tokens, _with_knowledge(tokens, phrase_after(tokens, cue.end, limit)))
    party = resolver.resolve(tokens, phrase)
    if party.rule != "apposition":
        phrase = Phrase(phrase.start, phrase.end)
    return Source(phrase, party)


def _with_knowledge(tokens: Sequence[Token], phrase: Phrase) -> Phrase:
    """People familiar with the matter; officials who asked not to be named: up to the next mark."""
    end = phrase.end
    opens = end < len(tokens) and tokens[end].lower in ("who", "with")
    if not phrase or not (opens or tokens[end - 1].lower in KNOWING):
        return phrase
    while end < len(tokens) and tokens[end].tag not in ("mark", "quote"):
        end += 1
    return Phrase(phrase.start, end)


def _noun_owner(resolver: Resolver, tokens: Sequence[Token], cue: Cue) -> Source:
    if cue.end > cue.start + 1:
        return _behind(resolver, tokens, cue)
    owner = tokens[cue.start - 1]
    if owner.tag != "poss":
        actors = resolver.discourse.group() if owner.lower == "their" else resolver.discourse.person()
        return Source(Phrase(cue.start, cue.start), Party(actors, Span(owner.start, owner.end), "possessive"))
    phrase = possessor_before(tokens, cue.start - 1)
    return Source(phrase, resolver.resolve(tokens, phrase))


def _inverted(resolver: Resolver, tokens: Sequence[Token], cue: Cue) -> Source | None:
    """“…,” said X; …, says Polish PM Donald Tusk, after …"""
    before = tokens[cue.first - 1]
    if before.tag != "quote" and before.text not in PAUSES:
        return None
    if not cue.first or cue.first != cue.start or "addressee" in cue.frame.takes:
        return None
    if before.tag != "quote" and "bare" not in cue.frame.takes:
        return None  # "the envoy, for her part, praised Oman": Oman is no subject
    if (
        before.tag == "quote"
        and len(before.text.split()) < LONG
        and before.text.rstrip("”’\"'")[-1:] not in ",.!?"
    ):
        return None
    phrase = phrase_after(tokens, cue.end)
    if not phrase or not _closes(tokens, phrase.end):
        return None
    party = resolver.resolve(tokens, phrase, loose=before.tag == "quote" and cue.frame.strong)
    if before.tag != "quote" and party.rule == "described":
        return None
    return Source(phrase, party) if party else None


def _closes(tokens: Sequence[Token], end: int) -> bool:
    """An inverted subject is followed by no verb of its own."""
    return end >= len(tokens) or tokens[end].tag in ("mark", "prep", "adv", "sub", "quote", "conj", "name")


def _same_subject(
    resolver: Resolver, tokens: Sequence[Token], cue: Cue, previous: Draft | None
) -> Source | None:
    at = Phrase(cue.first, cue.first)
    if previous:
        span = previous.source or previous.pieces[0]
        return Source(at, Party(previous.speakers, span, "same-subject"))
    found = leading_subject(resolver, tokens)
    return Source(at, found) if found else None
