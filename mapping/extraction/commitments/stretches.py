"""The stretches of text that may bind somebody: sentences, and the sentences within longer quotations.

A short quotation is part of the sentence that it stands in ("the ‘binding commitment’ of its allies"); a
longer one has sentences of its own, with subjects and verbs that the reporter's sentence lacks.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from operator import attrgetter
from typing import NamedTuple

from communique.mapping.extraction.commitments.undertakings import may_bind
from communique.mapping.extraction.scene import Scene
from communique.mapping.extraction.speech.drafts import quotations
from communique.mapping.extraction.text.quotes import Quote
from communique.mapping.extraction.text.sentences import Passage, Sentence, analyse
from communique.mapping.extraction.text.tokens import Token
from communique.mapping.model import Block, Span

_OWN_SENTENCE = 5
_START = attrgetter("start")
_SKIPPED = ("caption", "byline", "boilerplate", "headline")


class Stretch(NamedTuple):
    """A sentence of an article or of a quotation; `memory` is where its outer sentence starts.

    `words` holds its words in lower case; `sentence` is the one that it is as it stands, if any.
    """

    tokens: tuple[Token, ...]
    memory: int
    post: int
    block: int
    words: frozenset[str]
    quoted: bool = False
    sentence: Sentence | None = None

    @property
    def span(self) -> Span:
        """From the first token to the last."""
        return Span(self.tokens[0].start, self.tokens[-1].end)


def find_stretches(scene: Scene) -> Iterator[Stretch]:
    """All stretches of the article's running text, in order."""
    for passage in scene.passages:
        if passage.kind not in _SKIPPED:
            for sentence in passage.sentences:
                if "" in sentence.words:
                    yield from _with_quotations(scene, passage, sentence)
                else:
                    yield _as_it_stands(sentence)


def _as_it_stands(sentence: Sentence) -> Stretch:
    return Stretch(
        sentence.tokens, sentence.start, sentence.post, sentence.block, sentence.words, sentence=sentence
    )


def _with_quotations(scene: Scene, passage: Passage, sentence: Sentence) -> Iterator[Stretch]:
    starts = {token.start for token in quotations(sentence)}
    quotes = [quote for quote in passage.quotes if quote.start in starts]
    long = [quote for quote in quotes if _stands_alone(scene.text, quote)]
    short = {quote.start: quote for quote in quotes if quote not in long}
    yield _opened(passage, sentence, short) if short else _as_it_stands(sentence)
    for quote in long:
        yield from _of_quote(scene, passage, sentence, quote)


def _opened(passage: Passage, sentence: Sentence, short: Mapping[int, Quote]) -> Stretch:
    """The sentence with the words of its short quotations, each given by its start."""
    tokens: list[Token] = []
    for token in sentence.tokens:
        tokens += _inner(passage, short[token.start]) if token.start in short else [token]
    words = frozenset([token.lower for token in tokens])
    return Stretch(tuple(tokens), sentence.start, passage.post, passage.block, words)


def _inner(passage: Passage, quote: Quote) -> tuple[Token, ...]:
    """The tokens between the quotation’s marks."""
    first, last = (bisect_left(passage.flat, at, key=_START) for at in (quote.inner_start, quote.inner_end))
    return passage.flat[first:last]


def _stands_alone(text: str, quote: Quote) -> bool:
    inner = text[quote.inner_start : quote.inner_end]
    return inner[:1].isupper() and quote.words(text) >= _OWN_SENTENCE


def _of_quote(scene: Scene, passage: Passage, sentence: Sentence, quote: Quote) -> Iterator[Stretch]:
    """Its sentences; where none of its words may bind it need not be cut into them."""
    tokens = _inner(passage, quote)
    words = frozenset([token.lower for token in tokens])
    if not may_bind(words):
        yield Stretch(tokens, sentence.start, passage.post, passage.block, words, quoted=True)
        return
    inner = Block("quotation", Span(quote.inner_start, quote.inner_end))
    for part in analyse(scene.text, inner, passage.post, passage.block).sentences:
        yield Stretch(part.tokens, sentence.start, passage.post, passage.block, part.words, quoted=True)
