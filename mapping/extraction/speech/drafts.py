"""A statement in the making, and the offsets of its pieces."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from communique.mapping.extraction.actors.phrases import Phrase
from communique.mapping.extraction.text.sentences import Sentence
from communique.mapping.extraction.text.tokens import Token
from communique.mapping.model import Actor, Span

LONG = 4
"""Words from which on a quotation is nearly always an utterance (92–99 % on PolNeAR)."""


@dataclass(slots=True)
class Draft:
    """A statement in the making; `sentence` holds its cue, `open_block` waits for the next block."""

    speakers: tuple[Actor, ...]
    pieces: list[Span]
    sentence: Sentence
    rule: str
    act: str = "assertion"
    source: Span | None = None
    cue: Span | None = None
    addressees: tuple[Actor, ...] = ()
    quoted: bool = False
    direct: bool = False
    open_block: bool = False
    document: str | None = None
    joint: bool = False
    channel: str | None = None
    is_document: bool = False


def quotations(sentence: Sentence) -> list[Token]:
    """The quotations of a sentence; they are its only tokens without a word of their own."""
    return [token for token in sentence.tokens if token.tag == "quote"] if "" in sentence.words else []


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


def gaps(span: Span, pieces: Iterable[Span]) -> list[Span]:
    """What of a span lies outside the pieces, in order."""
    between, at = [], span.start
    for piece in sorted(pieces):
        if piece.start > at:
            between.append(Span(at, min(piece.start, span.end)))
        at = max(at, piece.end)
        if at >= span.end:
            return between
    return [*between, Span(at, span.end)]
