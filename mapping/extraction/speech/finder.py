"""Statements of an article: what its sentences credit, and what goes on without a cue of its own.

A quotation without a cue continues the previous speaker if nobody new stands between; a colon or
"Here is her statement:" hands over to the paragraphs that follow; a headline that the body says
again is no statement of its own.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from communique.mapping.extraction.actors.cast import state_actor
from communique.mapping.extraction.actors.discourse import Discourse
from communique.mapping.extraction.actors.parties import Party, Resolver
from communique.mapping.extraction.actors.phrases import Phrase, phrase_after, subject_before
from communique.mapping.extraction.language import table, words
from communique.mapping.extraction.speech.attribution import sentence_drafts
from communique.mapping.extraction.speech.drafts import LONG, Draft, quotations, unquoted
from communique.mapping.extraction.speech.subjects import leading_subject
from communique.mapping.extraction.text.sentences import Passage, Sentence
from communique.mapping.extraction.text.tokens import DASHES, Token
from communique.mapping.model import Actor, Span

_DOCUMENTS = frozenset(words(table("speech")["documents"]["nouns"]))
_SIGNS = frozenset(words(table("speech")["documents"]["signs"]))
_HANDOVERS = DASHES | {":"}
_FIRST_PERSON = re.compile(r"\b(?:we|our|us|I|my)\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_MEETS = re.compile(
    r"\b(?:met|meet|meets|meeting|call|called|spoke|talks|summit|discussions?|conversation|hosted|held|signed)\b"
)
_MAY_MEET = re.compile("met|meet|call|spoke|talk|summit|discuss|convers|host|held|signed")
"""Found at a tenth of the price of the other, and nowhere behind it."""


@dataclass(slots=True)
class SpeechFinder:
    """Walks through the passages of an article; `drafts` grows.

    `memory` keeps, by the offset where a sentence starts, what pronouns in it mean.
    """

    resolver: Resolver
    drafts: list[Draft] = field(default_factory=list)
    current: Draft | None = None
    waiting: Draft | None = None
    memory: dict[int, Discourse] = field(default_factory=dict)

    def run(self, passages: Sequence[Passage]) -> list[Draft]:
        """All statements of the passages, in order."""
        taken: set[int] = set()
        for at, passage in enumerate(passages):
            if passage.block in taken:
                continue
            if passage.post != self.resolver.discourse.post:
                self.current = None
            self.resolver.discourse.enter(passage.post)
            self._passage(passage)
            if self.waiting:
                taken |= self._hand_over(self.waiting, passages[at + 1 :])
                self.waiting = None
        bodies: dict[int, list[Draft]] = {}
        for draft in self.drafts:
            if draft.sentence.kind != "headline":
                bodies.setdefault(draft.sentence.post, []).append(draft)
        return [
            draft
            for draft in self._distinct()
            if draft.pieces and not self._is_repeated(draft, bodies.get(draft.sentence.post, ()))
        ]

    def _distinct(self) -> list[Draft]:
        """Without what the article prints a second time word for word."""
        seen: dict[tuple[tuple[Actor, ...], str], Draft] = {}
        for draft in self.drafts:
            said = " ".join(piece.of(self.resolver.scene.text) for piece in draft.pieces)
            seen.setdefault((draft.speakers, said), draft)
        return list(seen.values())

    # -------------------------------------------------------------- one passage

    def _passage(self, passage: Passage) -> None:
        if passage.kind == "headline":
            self._headline(passage)
            return
        if passage.kind == "caption":
            self.current = None
        for sentence in passage.sentences:
            self._sentence(sentence)
        if passage.sentences:
            self._lead_in(passage.sentences[-1])

    def _sentence(self, sentence: Sentence) -> None:
        self.memory[sentence.start] = self.resolver.discourse.snapshot()
        self._meeting(sentence)
        drafts = sentence_drafts(self.resolver, sentence)
        if drafts:
            self.drafts += drafts
            self.current = drafts[-1]
            if drafts[-1].open_block and not drafts[-1].pieces:
                self.waiting = drafts[-1]
            return
        quotes = quotations(sentence)
        if quotes and all(token.tag in ("quote", "mark") for token in sentence.tokens):
            self._continue(quotes)
        elif not (quotes and self._quote_in_clause(sentence, quotes)):
            self._narration(sentence)

    def _narration(self, sentence: Sentence) -> None:
        """A sentence that credits nothing may still bring somebody new on stage."""
        party = leading_subject(self.resolver, sentence.tokens)
        if party.actors and sentence.kind != "caption":
            self.resolver.discourse.note(party.actors)
            if self.current and party.actors != self.current.speakers:
                self.current = None

    def _meeting(self, sentence: Sentence) -> None:
        """Remember who meets whom, for "the two leaders" and "both sides"."""
        actors = [mention.actor for mention in self.resolver.cast.between(sentence.start, sentence.end)]
        if len(actors) < 2:
            return
        said = sentence.span.of(self.resolver.scene.text).lower()
        first = _MAY_MEET.search(said)
        if not first or not _MEETS.search(said, first.start()):
            return
        people = dict.fromkeys([actor for actor in actors if actor.kind == "person" and actor.official])
        keys = dict.fromkeys(
            [actor.of or actor.key for actor in actors if actor.kind == "state" or actor in people]
        )
        register = self.resolver.scene.register
        states = [state_actor(register, key) for key in keys if key in register.states]
        if len(people) > 1:
            self.resolver.discourse.pair = tuple(people)
        if len(states) > 1:
            self.resolver.discourse.sides = tuple(states)

    def _continue(self, quotes: list[Token]) -> None:
        if self.current is None:
            return
        self.current.pieces += [unquoted(token) for token in quotes]
        self.current.quoted = True

    def _quote_in_clause(self, sentence: Sentence, quotes: list[Token]) -> bool:
        """A long quotation in a clause without a cue we know: its subject is the speaker."""
        long = [
            token
            for token in quotes
            if len(_WORD.findall(token.text)) >= LONG and self._is_utterance(sentence, token)
        ]
        if not long:
            return False
        party = self._beside(sentence.tokens, long[0])
        if not party or party.rule == "described" or all(actor.kind == "state" for actor in party.actors):
            return False
        pieces = [unquoted(token) for token in long]
        draft = Draft(
            party.actors, pieces, sentence, "quote-in-clause", source=party.span, quoted=True, direct=True
        )
        self.drafts.append(draft)
        self.current = draft
        self.resolver.discourse.note(party.actors)
        return True

    def _is_utterance(self, sentence: Sentence, quote: Token) -> bool:
        """Punctuated as an utterance and no name (‘Coalition of the Willing’)."""
        inner = quote.text.strip("“”„«»\"‘’' ")
        at = sentence.tokens.index(quote)
        before = sentence.tokens[at - 1].text if at else ""
        behind = sentence.tokens[at + 1].text if at + 1 < len(sentence.tokens) else ""
        credited = not at and behind in DASHES
        return (inner[-1:] in ".,!?…" or before in (":", ",") or credited) and inner[:1].isupper()

    def _beside(self, tokens: Sequence[Token], quote: Token) -> Party:
        if tokens[0] is quote and len(tokens) > 2 and tokens[1].text in DASHES:
            return self.resolver.resolve(tokens, phrase_after(tokens, 2))
        if tokens[0] is quote:
            return self.resolver.resolve(tokens, phrase_after(tokens, 1))
        return leading_subject(self.resolver, tokens)

    # -------------------------------------------------------------- words handed over to the next blocks

    def _lead_in(self, sentence: Sentence) -> None:
        """Here is her statement in full: — the next paragraphs are the words."""
        tokens = sentence.tokens
        if tokens[-1].text != ":" or self.waiting:
            return
        if _DOCUMENTS.isdisjoint(sentence.words) or _SIGNS.isdisjoint(sentence.words):
            return
        party = self._author(tokens)
        if party:
            self.waiting = Draft(
                party.actors, [], sentence, "document-below", source=party.span, open_block=True
            )
            self.waiting.document = next(token.lower for token in tokens if token.lower in _DOCUMENTS)
            self.waiting.joint = len(party.actors) > 1
            self.drafts.append(self.waiting)

    def _author(self, tokens: Sequence[Token]) -> Party:
        """Whose statement it is: her, the minister’s, (released by) the leaders of …"""
        noun = next(at for at, token in enumerate(tokens) if token.lower in _DOCUMENTS)
        for at in range(noun - 1, -1, -1):
            if tokens[at].lower in ("his", "her"):
                return Party(self.resolver.discourse.person(), _span(tokens[at]), "possessive")
            if tokens[at].lower == "their":
                return Party(self.resolver.discourse.group(), _span(tokens[at]), "possessive")
            if tokens[at].tag == "poss":
                party = self.resolver.resolve(tokens, subject_before(tokens, at))
                if party:
                    return party
        for at in range(noun + 1, len(tokens)):
            if tokens[at].tag in ("det", "name", "pron"):
                party = self.resolver.resolve(tokens, phrase_after(tokens, at))
                if party:
                    return party
        return leading_subject(self.resolver, tokens)

    def _hand_over(self, draft: Draft, passages: Sequence[Passage]) -> set[int]:
        """Give the draft the paragraphs that are its words; the numbers of those paragraphs."""
        text = self.resolver.scene.text
        given: list[Passage] = []
        for passage in passages:
            if passage.post != draft.sentence.post or passage.kind in ("headline", "caption"):
                break
            if draft.document and _is_about_document(passage, text):
                continue
            if given and not draft.document and not self._still_speaks(passage):
                break
            given.append(passage)
        if draft.document and not any(self._in_own_voice(passage) for passage in given):
            return set()
        draft.pieces += [_whole(passage, text) for passage in given]
        if given:
            self.resolver.discourse.note(draft.speakers)
        return {passage.block for passage in given}

    def _in_own_voice(self, passage: Passage) -> bool:
        """Words in the first person or in quotation marks; an embed that is missing has neither."""
        return bool(passage.quotes) or bool(_FIRST_PERSON.search(passage.span.of(self.resolver.scene.text)))

    def _still_speaks(self, passage: Passage) -> bool:
        text = passage.span.of(self.resolver.scene.text)
        return bool(_FIRST_PERSON.search(text)) and not passage.quotes

    # -------------------------------------------------------------- headlines

    def _headline(self, passage: Passage) -> None:
        for sentence in passage.sentences:
            self.memory[sentence.start] = self.resolver.discourse.snapshot()
            drafts = sentence_drafts(self.resolver, sentence) or self._name_dash(sentence)
            self.drafts += drafts
        self.current = None

    def _name_dash(self, sentence: Sentence) -> list[Draft]:
        """Zelensky – Ukraine needs stronger air defence."""
        tokens = sentence.tokens
        for at, token in enumerate(tokens[:6]):
            if token.text in _HANDOVERS and at and len(tokens) - at > 3:
                party = self.resolver.resolve(tokens, Phrase(0, at))
                if party and all(actor.kind == "person" for actor in party.actors):
                    piece = Span(tokens[at + 1].start, tokens[-1].end)
                    return [Draft(party.actors, [piece], sentence, "headline-dash", source=party.span)]
        return []

    def _is_repeated(self, draft: Draft, body: Sequence[Draft]) -> bool:
        """Whether a headline says what the body of its post says again."""
        if draft.sentence.kind != "headline":
            return False
        said = self._words(draft)
        return any(
            _same_voice(draft.speakers, other.speakers) and len(said & self._words(other)) >= len(said) / 2
            for other in body
        )

    def _words(self, draft: Draft) -> set[str]:
        text = self.resolver.scene.text
        return {word.lower() for piece in draft.pieces for word in _WORD.findall(piece.of(text))}


def _same_voice(one: Sequence[Actor], other: Sequence[Actor]) -> bool:
    return bool({actor.key for actor in one} & {actor.key for actor in other}) or bool(
        {actor.of for actor in one if actor.of} & {actor.of or actor.key for actor in other}
    )


def _span(token: Token) -> Span:
    return Span(token.start, token.end)


def _whole(passage: Passage, text: str) -> Span:
    """The words of a whole passage, without marks if it is one quotation."""
    quotes = passage.quotes
    if len(quotes) == 1 and quotes[0].start == passage.span.start and passage.span.end - quotes[0].end <= 1:
        return Span(quotes[0].inner_start, quotes[0].inner_end)
    return passage.span


def _is_about_document(passage: Passage, text: str) -> bool:
    """The statement was released as … – what a reporter says about the document, not its words."""
    opening = [word.lower() for word in _WORD.findall(passage.span.of(text)[:40])[:3]]
    return len(opening) > 1 and opening[0] in ("the", "this") and opening[1] in _DOCUMENTS
