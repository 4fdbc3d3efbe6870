"""The stretches of text that may bind somebody: sentences, and the sentences within longer quotations.

A short quotation is part of the sentence that it stands in ("the ‘binding commitment’ of its allies"); a
longer one has sentences of its own, with subjects and verbs that the reporter's sentence lacks.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from communique.mapping.extraction.scene import Scene
from communique.mapping.extraction.text.quotes import Quote
from communique.mapping.extraction.text.sentences import Passage, Sentence, analyse
from communique.mapping.extraction.text.tokens import Token, tokenize
from communique.mapping.model import Block, Span

_OWN_SENTENCE = 5
_SKIPPED = ("caption", "byline", "boilerplate", "headline")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence of an article or of a quotation; `memory` is where its outer sentence starts."""

    tokens: tuple[Token, ...]
    memory: int
    post: int
    block: int
    quoted: bool = False

    @property
    def span(self) -> Span:
        """From the first token to the last."""
        return Span(self.tokens[0].start, self.tokens[-1].end)


def find_stretches(scene: Scene) -> Iterator[Stretch]:
    """All stretches of the article's running text, in order."""
    for passage in scene.passages:
        if passage.kind not in _SKIPPED:
            for sentence in passage.sentences:
                yield from _of_sentence(scene, passage, sentence)


def _of_sentence(scene: Scene, passage: Passage, sentence: Sentence) -> Iterator[Stretch]:
    tokens: list[Token] = []
    long: list[Quote] = []
    quotes = {quote.start: quote for quote in passage.quotes}
    for token in sentence.tokens:
        quote = quotes.get(token.start) if token.tag == "quote" else None
        if quote is None:
            tokens.append(token)
        elif _stands_alone(scene.text, quote):
            long.append(quote)
            tokens.append(token)
        else:
            tokens += tokenize(scene.text, quote.inner_start, quote.inner_end)
    yield Stretch(tuple(tokens), sentence.start, passage.post, passage.block)
    for quote in long:
        yield from _of_quote(scene, passage, sentence, quote)


def _stands_alone(text: str, quote: Quote) -> bool:
    inner = text[quote.inner_start : quote.inner_end]
    return inner[:1].isupper() and quote.words(text) >= _OWN_SENTENCE


def _of_quote(scene: Scene, passage: Passage, sentence: Sentence, quote: Quote) -> Iterator[Stretch]:
    inner = Block("quotation", Span(quote.inner_start, quote.inner_end))
    for part in analyse(scene.text, inner, passage.post, passage.block).sentences:
        yield Stretch(part.tokens, sentence.start, passage.post, passage.block, quoted=True)
