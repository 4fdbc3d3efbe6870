"""Statements of one sentence: each cue with its source and content, pieces of one speaker together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from communique.mapping.extraction.actors.offices import find_offices
from communique.mapping.extraction.actors.parties import PEOPLE_NOUNS, Party, Resolver
from communique.mapping.extraction.speech.content import Content, find_content
from communique.mapping.extraction.speech.cues import Cue, find_cues, is_cue_form
from communique.mapping.extraction.text.phrases import Phrase, phrase_after, subject_before, with_insertion
from communique.mapping.extraction.text.sentences import Sentence
from communique.mapping.extraction.text.tokens import Token
from communique.mapping.model import Actor, Span

LONG = 4
"""Words from which on a quotation is nearly always an utterance (92–99 % on PolNeAR)."""


@dataclass(slots=True)
class Draft:
    """A statement in the making. `sentence` is where its cue stands; `open_block` waits for the next block."""

    speakers: tuple[Actor, ...]
    pieces: list[Span]
    sentence: Sentence
    rule: str
    act: str = "assertion"
    source: Span | None = None
    cue: Span | None = None
    cue_word: str = ""
    addressees: tuple[Actor, ...] = ()
    quoted: bool = False
    direct: bool = False
    open_block: bool = False
    document: str | None = None
    joint: bool = False
    channel: str | None = None
    is_document: bool = False
    sentences: list[Sentence] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Source:
    phrase: Phrase
    party: Party


def sentence_drafts(resolver: Resolver, sentence: Sentence) -> list[Draft]:
    """The statements that the cues of one sentence credit."""
    tokens = sentence.tokens
    cues = find_cues(tokens, resolver.scene.official)
    drafts: list[Draft] = []
    reached = 0
    trailing = _trailing(tokens, cues)
    for cue in cues if trailing is None else cues[cues.index(trailing) :]:
        coordinated = _is_coordinated(tokens, cue)
        if cue.first < reached and not coordinated and not _fills_gap(tokens, cue):
            continue
        previous = drafts[-1] if drafts else None
        source = _source(resolver, tokens, cue, coordinated, previous)
        if source is None or not source.party:
            continue
        content = find_content(tokens, cue, source.phrase, cues, reached if reached <= cue.first else 0)
        if not content or not _is_credible(cue, source.party, content, tokens):
            continue
        if cue.lemma == "welcome" and _greets(resolver, tokens, content):
            continue
        draft = _draft(resolver, sentence, cue, source, content)
        reached = max([reached, *(piece.end for piece in content.pieces)])
        joins = coordinated or cue.kind == "gerund"
        if previous and previous.speakers == draft.speakers and joins and cue.kind != "refusal":
            _merge(previous, draft)
        else:
            drafts.append(draft)
            resolver.discourse.spoke(draft.speakers)
    _leftover_quotes(sentence, drafts)
    return drafts


def _leftover_quotes(sentence: Sentence, drafts: list[Draft]) -> None:
    """A long quotation that no cue took goes on with the last utterance before it."""
    for token in sentence.tokens:
        if token.tag != "quote" or len(token.text.split()) < LONG or _taken(token, drafts):
            continue
        owner = next(
            (draft for draft in reversed(drafts) if draft.quoted and draft.pieces[0].start < token.start),
            None,
        )
        if owner:
            owner.pieces.append(unquoted(token))


def _taken(token: Token, drafts: list[Draft]) -> bool:
    return any(
        piece.start < token.end and token.start < piece.end for draft in drafts for piece in draft.pieces
    )


def _fills_gap(tokens: Sequence[Token], cue: Cue) -> bool:
    """Detainees, who she says were denied medicine: a statement of its own within another’s content."""
    subject = subject_before(tokens, cue.first)
    opens = subject and subject.start and tokens[subject.start - 1].lower in ("who", "which")
    return bool(opens) and cue.end < len(tokens) and tokens[cue.end].tag == "aux"


def _trailing(tokens: Sequence[Token], cues: Sequence[Cue]) -> Cue | None:
    """The last cue, where all before it is its content: "Russia rejects the plan, Sergei Lavrov told reporters."."""
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
    opens = tokens[0].tag in ("sub", "prep") or any(token.tag == "quote" for token in tokens)
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
    return before.lower in ("and", "but", "or") or (cue.kind == "gerund" and before.text in (",", "–", "—"))


# ------------------------------------------------------------------ the source


def _source(
    resolver: Resolver, tokens: Sequence[Token], cue: Cue, coordinated: bool, previous: Draft | None
) -> _Source | None:
    loose = cue.frame.strong or _explicit(tokens, cue)
    if cue.kind in ("according", "passive"):
        return _behind(resolver, tokens, cue)
    if cue.kind == "noun":
        return _noun_owner(resolver, tokens, cue)
    if cue.kind == "finite" and (inverted := _inverted(resolver, tokens, cue)):
        return inverted
    if cue.kind == "gerund" or coordinated:
        return _same_subject(resolver, tokens, cue, previous)
    phrase = subject_before(tokens, cue.first)
    if not phrase:
        return None
    return _Source(phrase, resolver.resolve(tokens, phrase, loose))


def _explicit(tokens: Sequence[Token], cue: Cue) -> bool:
    """A weak verb that "that" or a quotation follows is a cue whoever the subject is."""
    at = cue.end
    while at < len(tokens) and tokens[at].tag == "adv":
        at += 1
    if at >= len(tokens) or cue.ambiguous:
        return False
    opens_clause = tokens[at].lower == "that" and at + 1 < len(tokens) and tokens[at + 1].tag != "aux"
    return opens_clause or (tokens[at].tag == "quote" and len(tokens[at].text.split()) >= LONG)


def _behind(resolver: Resolver, tokens: Sequence[Token], cue: Cue) -> _Source:
    """According to Brazil’s agriculture minister, Carlos Fávaro, …"""
    limit = None
    if cue.lemma == "in view of":
        limit = next(at for at in range(cue.end, len(tokens)) if tokens[at].tag == "poss")
    phrase = with_insertion(tokens, phrase_after(tokens, cue.end, limit))
    party = resolver.resolve(tokens, phrase)
    if party.rule != "apposition":
        phrase = Phrase(phrase.start, phrase.end)
    return _Source(phrase, party)


def _noun_owner(resolver: Resolver, tokens: Sequence[Token], cue: Cue) -> _Source:
    if cue.end > cue.start + 1:
        return _behind(resolver, tokens, cue)
    owner = tokens[cue.start - 1]
    if owner.tag != "poss":
        actors = resolver.discourse.group() if owner.lower == "their" else resolver.discourse.person()
        return _Source(
            Phrase(cue.start, cue.start), Party(actors, Span(owner.start, owner.end), "possessive")
        )
    phrase = subject_before(tokens, cue.start - 1)
    return _Source(phrase, resolver.resolve(tokens, phrase))


def _inverted(resolver: Resolver, tokens: Sequence[Token], cue: Cue) -> _Source | None:
    """“…,” said X; …, says Polish PM Donald Tusk, after …"""
    if not cue.first or cue.first != cue.start or "addressee" in cue.frame.takes:
        return None
    before = tokens[cue.first - 1]
    if before.tag != "quote" and before.text not in (",", "–", "—"):
        return None
    if before.tag == "quote" and len(before.text.split()) < LONG and before.text.rstrip("”’\"'")[-1:] not in ",.!?":
        return None
    phrase = phrase_after(tokens, cue.end)
    if not phrase or not _closes(tokens, phrase.end):
        return None
    party = resolver.resolve(tokens, phrase, loose=before.tag == "quote" and cue.frame.strong)
    if before.tag != "quote" and party.rule == "described":
        return None
    return _Source(phrase, party) if party else None


def _closes(tokens: Sequence[Token], end: int) -> bool:
    """An inverted subject is followed by no verb of its own."""
    return end >= len(tokens) or tokens[end].tag in ("mark", "prep", "adv", "sub", "quote", "conj", "name")


def _same_subject(
    resolver: Resolver, tokens: Sequence[Token], cue: Cue, previous: Draft | None
) -> _Source | None:
    at = Phrase(cue.first, cue.first)
    if previous:
        span = previous.source or previous.pieces[0]
        return _Source(at, Party(previous.speakers, span, "same-subject"))
    found = leading_subject(resolver, tokens)
    return _Source(at, found) if found else None


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


# ------------------------------------------------------------------ credibility and making


def _is_credible(cue: Cue, party: Party, content: Content, tokens: Sequence[Token]) -> bool:
    """Weak and ambiguous cues need somebody whom the text names, or words in quotation marks."""
    if cue.base and party.rule == "described":
        return False
    if content.opens_block and not content.pieces:
        return bool(cue.frame.takes & {"block", "quote"})
    named = party.rule != "described"
    if cue.base and len(party.actors) == 1 and not _is_plural(party.actors[0], tokens, cue):
        return False
    quoted = _has_quote(tokens, content)
    if cue.ambiguous:
        return named and party.actors[0].kind != "described"
    if cue.kind == "gerund" and not quoted and not _attached(tokens, cue):
        return False
    return cue.frame.strong or cue.kind == "refusal" or named or quoted or _explicit(tokens, cue)


def _greets(resolver: Resolver, tokens: Sequence[Token], content: Content) -> bool:
    """Welcomed the president at the palace: a greeting and no utterance."""
    piece = content.pieces[0]
    return any(
        actor.kind == "person" and resolver.resolve(tokens, Phrase(piece.start, end)).rule == "head"
        for end in range(piece.start + 1, min(piece.end, piece.start + 7) + 1)
        for actor in resolver.resolve(tokens, Phrase(piece.start, end)).actors
    )


def _attached(tokens: Sequence[Token], cue: Cue) -> bool:
    """A participle that belongs to the clause’s subject and not to the noun before ("a statement insisting")."""
    before = tokens[cue.first - 1] if cue.first else None
    return (
        before is None or before.tag in ("mark", "conj", "sub", "prep", "adv") or cue.lemma in ("say", "add")
    )


def _is_plural(actor: Actor, tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether a bare form like "say" agrees with its subject."""
    before = tokens[cue.first - 1].lower if cue.first else ""
    return before in ("i", "we", "they", "you") or (
        actor.kind == "described" and actor.name.lower().endswith(("s", "people"))
    )


def _has_quote(tokens: Sequence[Token], content: Content) -> bool:
    return any(token.tag == "quote" for piece in content.pieces for token in tokens[piece.start : piece.end])


def _draft(resolver: Resolver, sentence: Sentence, cue: Cue, source: _Source, content: Content) -> Draft:
    tokens = sentence.tokens
    pieces = [span_of(tokens, piece) for piece in content.pieces]
    addressee = resolver.resolve(tokens, content.addressee) if content.addressee else None
    return Draft(
        speakers=source.party.actors,
        pieces=pieces,
        sentence=sentence,
        rule=f"{cue.kind}-{source.party.rule}",
        act=cue.frame.act,
        source=source.party.span,
        cue=Span(tokens[cue.start].start, tokens[cue.end - 1].end),
        cue_word=" ".join(token.lower for token in tokens[cue.start : cue.end]),
        addressees=addressee.actors if addressee else (),
        quoted=_has_quote(tokens, content),
        direct=all(_is_quote(tokens, piece) for piece in content.pieces),
        open_block=content.opens_block,
    )


def _is_quote(tokens: Sequence[Token], piece: Phrase) -> bool:
    return all(token.tag == "quote" or token.tag == "mark" for token in tokens[piece.start : piece.end])


def span_of(tokens: Sequence[Token], piece: Phrase) -> Span:
    """The offsets of a piece; a piece that is one quotation goes without its marks."""
    start, end = tokens[piece.start].start, tokens[piece.end - 1].end
    if piece.end - piece.start == 1 and tokens[piece.start].tag == "quote":
        return unquoted(tokens[piece.start])
    return Span(start, end)


def unquoted(token: Token) -> Span:
    """A quotation’s words without its marks and without the comma that belongs to the report."""
    inner = token.text.strip("“”„«»\"‘’' ")
    start = token.start + token.text.index(inner) if inner else token.start
    return Span(start, start + len(inner.rstrip(",")))


def quote_tokens(sentence: Sentence) -> Iterator[Token]:
    """The quotations of a sentence."""
    return (token for token in sentence.tokens if token.tag == "quote")
