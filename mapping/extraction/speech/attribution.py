"""Statements of one sentence: each cue with its source and content, pieces of one speaker together."""

from collections.abc import Sequence

from communique.mapping.extraction.actors.parties import Party, Resolver
from communique.mapping.extraction.actors.phrases import Phrase, subject_before
from communique.mapping.extraction.speech.content import Content, find_content
from communique.mapping.extraction.speech.cues import Cue, cues_of
from communique.mapping.extraction.speech.drafts import LONG, Draft, quotations, span_of, unquoted
from communique.mapping.extraction.speech.sources import Source, behind_with, find_source, is_explicit
from communique.mapping.extraction.text.sentences import Sentence
from communique.mapping.extraction.text.tokens import PAUSES, Token
from communique.mapping.model import Actor, Span

_QUOTING = frozenset(("quote", "mark"))


def sentence_drafts(resolver: Resolver, sentence: Sentence) -> list[Draft]:
    """The statements that the cues of one sentence credit."""
    tokens = sentence.tokens
    cues = cues_of(resolver.scene, sentence)
    if not cues:
        return []
    drafts: list[Draft] = []
    reached = 0
    trailing = _trailing(tokens, cues)
    for cue in cues if trailing is None else cues[cues.index(trailing) :]:
        coordinated = _is_coordinated(tokens, cue)
        if cue.first < reached and not coordinated and not _fills_gap(tokens, cue):
            continue
        previous = drafts[-1] if drafts else None
        source = find_source(resolver, tokens, cue, coordinated, previous)
        if source is None or not source.party:
            if resolver.trace and not cue.ambiguous:
                resolver.trace.open.append(Span(tokens[cue.start].start, tokens[cue.end - 1].end))
            continue
        content = find_content(tokens, cue, source.phrase, cues, reached if reached <= cue.first else 0)
        if not (content.pieces or content.opens_block) or not _is_credible(
            cue, source.party, content, tokens
        ):
            continue
        if cue.lemma == "welcome" and _greets(resolver, tokens, content):
            continue
        draft = _draft(resolver, sentence, cue, source, content)
        reached = max([reached, *[piece.end for piece in content.pieces]])
        joins = coordinated or cue.kind == "gerund"
        if previous and previous.speakers == draft.speakers and joins and cue.kind != "refusal":
            _merge(previous, draft)
        else:
            drafts.append(draft)
            resolver.discourse.note(draft.speakers)
    if drafts:
        _leftover_quotes(sentence, drafts)
    return drafts


def _leftover_quotes(sentence: Sentence, drafts: list[Draft]) -> None:
    """A long quotation that no cue took goes on with the last utterance before it."""
    quotes = quotations(sentence)
    pieces = [piece for draft in drafts for piece in draft.pieces] if quotes else []
    for token in quotes:
        if len(token.text.split()) < LONG or any(_overlap(token, piece) for piece in pieces):
            continue
        owner = next(
            (draft for draft in reversed(drafts) if draft.quoted and draft.pieces[0].start < token.start),
            None,
        )
        if owner:
            owner.pieces.append(unquoted(token))


def _overlap(token: Token, piece: Span) -> bool:
    return piece.start < token.end and token.start < piece.end


def _fills_gap(tokens: Sequence[Token], cue: Cue) -> bool:
    """Detainees, who she says were denied medicine: a statement of its own within another’s content."""
    if cue.end >= len(tokens) or tokens[cue.end].tag != "aux":
        return False
    subject = subject_before(tokens, cue.first)
    return bool(subject and subject.start) and tokens[subject.start - 1].lower in ("who", "which")


def _trailing(tokens: Sequence[Token], cues: Sequence[Cue]) -> Cue | None:
    """The last cue, where all before it is its content: "Russia rejects it, Lavrov told reporters."."""
    finite = [at for at, cue in enumerate(cues) if cue.kind != "gerund"]
    if not finite or not finite[-1]:
        return None
    cue = cues[finite[-1]]
    if cue.kind == "according" and tokens[cue.start - 1].text == "," and cue.start > len(tokens) // 2:
        return cue
    if cue.kind != "finite" or "bare" not in cue.frame.takes or cue.ambiguous:
        return None
    subject = subject_before(tokens, cue.first)
    if not subject or not subject.start or tokens[subject.start - 1].text != ",":
        return None
    quotes = [token for token in tokens if token.tag == "quote"]
    opens = tokens[0].tag in ("sub", "prep") or any(len(quote.text.split()) >= LONG for quote in quotes)
    content = find_content(tokens, cue, subject, (cue,), 0)
    ahead = content.pieces and content.pieces[-1].end <= subject.start
    return cue if ahead and not opens and content.pieces[0].start < cues[0].start else None


def _merge(into: Draft, other: Draft) -> None:
    into.pieces += [piece for piece in other.pieces if piece not in into.pieces]
    into.quoted = into.quoted or other.quoted
    into.direct = into.direct and other.direct
    into.open_block = into.open_block or other.open_block


def _is_coordinated(tokens: Sequence[Token], cue: Cue) -> bool:
    """A cue under an earlier subject: "… and said", ", adding"."""
    if not cue.first:
        return False
    before = tokens[cue.first - 1]
    return before.lower in ("and", "but", "or") or (cue.kind == "gerund" and before.text in PAUSES)


def _is_credible(cue: Cue, party: Party, content: Content, tokens: Sequence[Token]) -> bool:
    """Weak and ambiguous cues need somebody whom the text names, or words in quotation marks."""
    if cue.base and party.rule == "described":
        return False
    if content.opens_block and not content.pieces:
        return bool(cue.frame.takes & {"block", "quote"})
    named = party.rule != "described"
    if cue.base and len(party.actors) == 1 and not _is_plural(party.actors[0], tokens, cue):
        return False
    if cue.ambiguous:
        return named and (party.actors[0].kind != "described" or is_explicit(tokens, cue))
    if cue.kind == "gerund" and not _attached(tokens, cue) and not _has_quote(tokens, content):
        return False
    vouched = cue.frame.strong or cue.kind == "refusal" or named
    return vouched or _has_quote(tokens, content) or is_explicit(tokens, cue)


def _greets(resolver: Resolver, tokens: Sequence[Token], content: Content) -> bool:
    """Welcomed the president at the palace: a greeting and no utterance."""
    piece = content.pieces[0]
    if tokens[0].lower in ("as", "while", "when", "after", "before"):
        return True
    return any(
        actor.kind == "person" and resolver.resolve(tokens, Phrase(piece.start, end)).rule == "head"
        for end in range(piece.start + 1, min(piece.end, piece.start + 7) + 1)
        for actor in resolver.resolve(tokens, Phrase(piece.start, end)).actors
    )


def _attached(tokens: Sequence[Token], cue: Cue) -> bool:
    """A participle of the clause’s subject, not of the noun before it ("a statement insisting")."""
    before = tokens[cue.first - 1] if cue.first else None
    return (
        before is None
        or before.tag in ("mark", "conj", "sub", "prep", "adv")
        or cue.lemma in ("say", "add")
        or bool(behind_with(tokens, cue.first))
    )


def _is_plural(actor: Actor, tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether a bare form like "say" agrees with its subject."""
    before = tokens[cue.first - 1].lower if cue.first else ""
    return before in ("i", "we", "they", "you") or (
        actor.kind == "described" and actor.name.lower().endswith(("s", "people", "police"))
    )


def _has_quote(tokens: Sequence[Token], content: Content) -> bool:
    return any(
        "quote" in [token.tag for token in tokens[piece.start : piece.end]] for piece in content.pieces
    )


def _draft(resolver: Resolver, sentence: Sentence, cue: Cue, source: Source, content: Content) -> Draft:
    tokens = sentence.tokens
    pieces = [span_of(tokens, piece) for piece in content.pieces]
    kinds = {token.tag for piece in content.pieces for token in tokens[piece.start : piece.end]}
    addressee = resolver.resolve(tokens, content.addressee) if content.addressee else None
    return Draft(
        speakers=source.party.actors,
        pieces=pieces,
        sentence=sentence,
        rule=f"{cue.kind}-{source.party.rule}",
        act=cue.frame.act,
        source=source.party.span,
        cue=Span(tokens[cue.start].start, tokens[cue.end - 1].end),
        addressees=addressee.actors if addressee else (),
        quoted="quote" in kinds,
        direct=kinds <= _QUOTING,
        open_block=content.opens_block,
    )
