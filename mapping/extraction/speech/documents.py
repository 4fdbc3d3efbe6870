"""Official texts that speak for those who issue them: one statement for each paragraph that utters."""

import re
from collections.abc import Sequence
from functools import cache

from communique.mapping.extraction.actors.issuers import titled_issuers
from communique.mapping.extraction.actors.parties import Party, Resolver
from communique.mapping.extraction.actors.phrases import Phrase, phrase_after
from communique.mapping.extraction.language import table, words
from communique.mapping.extraction.speech.attribution import sentence_drafts
from communique.mapping.extraction.speech.drafts import Draft
from communique.mapping.extraction.text.sentences import Passage
from communique.mapping.extraction.text.tokens import Token
from communique.mapping.model import Actor, Span

SPEAKING = {
    "joint statement": "joint statement",
    "communique": "communique",
    "statement": "statement",
}
"""Genres whose paragraphs are the issuers’ own words, and the channel that is recorded."""

_OPENERS = frozenset(words(table("documents")["cue_openers"]))
_ISSUERS = tuple(tuple(opener.split()) for opener in table("documents")["issuers"]["openers"].split("|"))
_SHORTEST = 6


@cache
def _skipped() -> re.Pattern[str]:
    return re.compile("|".join(table("documents")["skipped"]["patterns"]), re.IGNORECASE)


def document_drafts(resolver: Resolver, passages: Sequence[Passage], genre: str) -> list[Draft]:
    """The paragraphs of an official text as statements of its issuers; empty where nobody issues it."""
    issuers = _issuers(resolver, passages)
    if not issuers:
        return []
    resolver.discourse.sides = issuers.actors
    resolver.discourse.pair = _heads(resolver, issuers) or issuers.actors
    drafts: list[Draft] = []
    for passage in passages:
        if _utters(resolver, passage, issuers):
            told = _told(resolver, passage, genre)
            drafts += told or [_paragraph(resolver, passage, issuers, genre)]
    return drafts


def _heads(resolver: Resolver, issuers: Party) -> tuple[Actor, ...]:
    """The people who sign for the issuing states, where the text names one for each."""
    keys = [actor.key for actor in issuers.actors]
    heads = [person for person in resolver.cast.people if person.official and person.of in keys]
    return tuple(heads) if len(heads) > 1 and sorted(str(head.of) for head in heads) == sorted(keys) else ()


def _told(resolver: Resolver, passage: Passage, genre: str) -> list[Draft]:
    """The Heads of State expressed …, and paid …: what a paragraph tells of each who signs."""
    heads = [actor for actor in resolver.discourse.pair if actor.kind == "person"]
    drafts = [draft for sentence in passage.sentences for draft in sentence_drafts(resolver, sentence)]
    voices: dict[tuple[Actor, ...], Draft] = {}
    for draft in drafts:
        if not heads or any(speaker not in heads for speaker in draft.speakers):
            continue
        first = voices.setdefault(draft.speakers, draft)
        if first is not draft:
            first.pieces += draft.pieces
        first.is_document, first.channel, first.joint = True, SPEAKING[genre], len(first.speakers) > 1
    return list(voices.values())


# ------------------------------------------------------------------ who issues it


def _issuers(resolver: Resolver, passages: Sequence[Passage]) -> Party:
    """From the opening ("The Government of X and the Government of Y"), else from the title."""
    for passage in passages[:6]:
        for sentence in passage.sentences[:2]:
            party = _named(resolver, sentence.tokens)
            if party:
                return party
    return _titled(resolver, passages[0].flat) if passages else Party((), Span(0, 0), "open")


def _named(resolver: Resolver, tokens: Sequence[Token]) -> Party:
    lowers = [token.lower for token in tokens if token.text != ","]
    for opener in _ISSUERS:
        if tuple(lowers[: len(opener)]) == opener:
            return _bodies(resolver, tokens[:60], f"issuer-{opener[0]}")
    return Party((), Span(0, 0), "open")


def _titled(resolver: Resolver, tokens: Sequence[Token]) -> Party:
    by = next((at for at, token in enumerate(tokens) if token.lower in ("by", "from") and at), None)
    if by is not None:
        party = resolver.resolve(tokens, phrase_after(tokens, by + 1))
        if party:
            return party
    whole = resolver.resolve(tokens, Phrase(0, min(len(tokens), 1)))
    span = Span(tokens[0].start, tokens[-1].end)
    return whole or Party(titled_issuers(resolver.scene, resolver.cast), span, "issuer-title")


def _bodies(resolver: Resolver, tokens: Sequence[Token], rule: str) -> Party:
    """The states and organisations that the tokens name up to the first verb."""
    actors: dict[str, Actor] = {}
    for token in tokens:
        if token.tag == "aux" or token.lower in ("met", "gathered", "commit", "agreed", "met,"):
            break
        mention = resolver.cast.mentions.get(token.start)
        if mention and mention.actor.kind in ("state", "organisation"):
            actors.setdefault(mention.actor.key, mention.actor)
    span = Span(tokens[0].start, tokens[-1].end)
    return Party(tuple(actors.values()), span, rule)


# ------------------------------------------------------------------ what it utters


def _utters(resolver: Resolver, passage: Passage, issuers: Party) -> bool:
    """A paragraph with a verb; no title, signature, or the line that only names the issuers."""
    text = " ".join(passage.span.of(resolver.scene.text).split())
    if passage.kind not in ("paragraph", "item", "quotation") or _skipped().search(text):
        return False
    names_issuers = passage.span.start <= issuers.span.start < passage.span.end
    if names_issuers and text.rstrip().endswith((",", ":")) and len(passage.flat) < 60:
        return False
    return len(passage.flat) >= _SHORTEST and (
        text[-1] in ".;:" or _opens_with_cue(passage) or text.endswith("and")
    )


def _opens_with_cue(passage: Passage) -> bool:
    return bool(passage.flat) and passage.flat[0].lower in _OPENERS


def _paragraph(resolver: Resolver, passage: Passage, issuers: Party, genre: str) -> Draft:
    tokens = passage.flat
    start = 1 if _opens_with_cue(passage) else 0
    end = len(tokens)
    while end > start + 1 and (tokens[end - 1].text in ",;:" or tokens[end - 1].lower in ("and", "or")):
        end -= 1
    cue = Span(tokens[0].start, tokens[0].end) if start else None
    return Draft(
        speakers=issuers.actors,
        pieces=[Span(tokens[start].start, tokens[end - 1].end)],
        sentence=passage.sentences[0],
        rule=f"document-{issuers.rule}",
        act="reaffirmation" if start else "assertion",
        source=issuers.span,
        cue=cue,
        document=None,
        joint=len(issuers.actors) > 1,
        channel=SPEAKING[genre],
        is_document=True,
    )
