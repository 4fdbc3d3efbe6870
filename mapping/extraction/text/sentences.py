"""Blocks cut into sentences; a quotation is one token of its sentence and never splits."""

from dataclasses import dataclass

from communique.mapping.extraction.language import table, words
from communique.mapping.extraction.text.datelines import dateline_end
from communique.mapping.extraction.text.quotes import Quote, find_quotes
from communique.mapping.extraction.text.tokens import Token, tokenize
from communique.mapping.model import Block, BlockKind, Span

_TITLES = frozenset(f"{word}." for word in words(table("words")["titles_before_names"]))
_ENDS = frozenset(".!?…") | {"..."}
_CLOSERS = frozenset(")]")
_ENDING = frozenset(("quote", "mark"))
"""Tags of what may end a sentence, besides words with a full stop of their own."""
_LONGEST = 300
"""Tokens after which a sentence is cut: no prose has such, and no text may be dear to read."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a block: its tokens, where a whole quotation is one token tagged `quote`.

    `words` holds its words in lower case: one look tells the steps that a sentence has nothing for them.
    """

    tokens: tuple[Token, ...]
    kind: BlockKind
    block: int
    post: int
    words: frozenset[str] = frozenset()

    @property
    def start(self) -> int:
        """Offset of the first token."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Offset behind the last token."""
        return self.tokens[-1].end

    @property
    def span(self) -> Span:
        """From the first token to the last."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Passage:
    """A block with its sentences and quotations; `block` counts the blocks of the article.

    `flat` holds all its tokens, those within quotations too.
    """

    kind: BlockKind
    span: Span
    post: int
    block: int
    quotes: tuple[Quote, ...]
    sentences: tuple[Sentence, ...]
    flat: tuple[Token, ...]


def analyse(text: str, block: Block, post: int, number: int, continued: bool = True) -> Passage:
    """Tokens, quotations and sentences of one block; `continued` if the next opens with a quotation mark."""
    start, end = block.span.start, block.span.end
    if block.kind == "paragraph":
        start = dateline_end(text, start, end)
    quotes = find_quotes(text, start, end, continued)
    items, flat = _items(text, start, end, quotes)
    sentences = tuple(
        Sentence(tuple(run), block.kind, number, post, frozenset([token.lower for token in run]))
        for run in _split(text, items)
    )
    return Passage(block.kind, block.span, post, number, quotes, sentences, tuple(flat))


def _items(text: str, start: int, end: int, quotes: tuple[Quote, ...]) -> tuple[list[Token], list[Token]]:
    """The block's tokens with each quotation as one, and with the quotations' own tokens."""
    items: list[Token] = []
    flat: list[Token] = []
    at = start
    for quote in quotes:
        between = tokenize(text, at, quote.start)
        items += between
        items.append(Token(quote.start, quote.end, text[quote.start : quote.end], "", "quote"))
        flat += between
        flat += tokenize(text, quote.start, quote.end)
        at = quote.end
    rest = tokenize(text, at, end)
    return items + rest, flat + rest


def _split(text: str, items: list[Token]) -> list[list[Token]]:
    runs: list[list[Token]] = []
    first, last = 0, len(items) - 1
    for index, token in enumerate(items):
        ending = token.tag in _ENDING or token.text[-1] == "."
        if (
            index == last
            or index - first == _LONGEST - 1
            or (ending and _ends(text, token, items[index + 1]))
        ):
            runs.append(items[first : index + 1])
            first = index + 1
    return runs


def _ends(text: str, token: Token, following: Token) -> bool:
    """Whether a sentence ends between the two."""
    if following.text in _CLOSERS or following.text in _ENDS:
        return False
    if token.tag == "quote":
        return _quote_ends(token, following)
    if token.text in _ENDS or (token.text in _CLOSERS and text[token.start - 1] in _ENDS):
        return _starts(following)
    if token.text == ":" and following.tag == "quote":
        return False
    return token.text.endswith(".") and len(token.text) > 1 and _ends_abbreviation(token, following)


def _quote_ends(token: Token, following: Token) -> bool:
    """Whether a sentence ends with this quotation; after “…?” an attribution may still follow."""
    last = token.text.rstrip("”’\"'» ")[-1:]
    if last in "?!":
        return following.tag in ("det", "prep", "conj", "sub")
    return last in _ENDS and _starts(following) and following.tag != "quote"


def _starts(token: Token) -> bool:
    return token.tag in ("quote", "num") or token.text[0].isupper() or not token.text[0].isalnum()


def _ends_abbreviation(token: Token, following: Token) -> bool:
    """After "U.S." a sentence ends only before a word that must start one."""
    if token.lower in _TITLES or not following.text[0].isupper():
        return False
    return following.tag in ("det", "pron", "sub", "prep", "conj", "adv")
