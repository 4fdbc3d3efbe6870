"""What the steps of the extraction share about one article: its passages, names and day."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from communique.mapping.extraction.actors.names import Gazetteer, Name
from communique.mapping.extraction.genre import genre_of
from communique.mapping.extraction.text.sentences import Passage, Sentence, analyse
from communique.mapping.model import Article, Post, Span
from communique.ontology.register import Register

if TYPE_CHECKING:
    from communique.mapping.extraction.speech.cues import Cue


@dataclass(frozen=True, slots=True)
class Scene:
    """An article cut into passages, with the register's names by the offset where each starts, in order.

    `day` is the publication date, against which offices and relative dates are resolved. Passages of
    repeated posts and boilerplate are left out. `cues` keeps the cues of speech by the start of their
    sentence, which several steps need (`speech.cues.cues_of`).
    """

    article: Article
    register: Register
    passages: tuple[Passage, ...]
    names: Mapping[int, Name]
    genre: str = "article"
    name_starts: tuple[int, ...] = ()
    name_ends: frozenset[int] = frozenset()
    post_starts: tuple[int, ...] = ()
    cues: dict[int, tuple["Cue", ...]] = field(default_factory=dict, compare=False)

    @property
    def official(self) -> bool:
        """Whether the text is a readout, communiqué or statement and no reporting."""
        return self.genre not in ("article", "liveblog")

    @property
    def text(self) -> str:
        """The article's text."""
        return self.article.text

    @property
    def day(self) -> date | None:
        """The publication date, if known."""
        return self.article.published.day if self.article.published else None

    def post_at(self, offset: int) -> Post | None:
        """The post that holds an offset."""
        at = bisect_right(self.post_starts, offset)
        post = self.article.posts[at - 1] if at else None
        return post if post and offset < post.span.end else None

    def post_start(self, offset: int) -> int:
        """Where the post begins that holds an offset."""
        post = self.post_at(offset)
        return post.span.start if post else 0

    def names_within(self, span: Span) -> tuple[Name, ...]:
        """The register's names that start within a span, in order."""
        first, last = bisect_left(self.name_starts, span.start), bisect_left(self.name_starts, span.end)
        return tuple(self.names[at] for at in self.name_starts[first:last])

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences in order."""
        return tuple(sentence for passage in self.passages for sentence in passage.sentences)


def set_scene(article: Article, register: Register, gazetteer: Gazetteer) -> Scene:
    """Passages and names of an article."""
    passages = []
    number = 0
    for post in article.posts:
        for block, following in zip(post.blocks, (*post.blocks[1:], None), strict=True):
            if block.kind not in ("boilerplate", "byline", "correction") and post.repeats is None:
                continued = following is not None and article.text[following.span.start] in "“\"‘'„"
                passages.append(analyse(article.text, block, post.index, number, continued))
            number += 1
    repeated = [post.span for post in article.posts if post.repeats is not None]
    names = {name.start: name for name in _outside(repeated, gazetteer.find(article.text))}
    post_starts = tuple(post.span.start for post in article.posts)
    name_ends = frozenset([name.end for name in names.values()])
    genre = genre_of(article)
    return Scene(article, register, tuple(passages), names, genre, tuple(names), name_ends, post_starts)


def _outside(spans: Sequence[Span], names: Sequence[Name]) -> Iterator[Name]:
    """The names that start in none of the spans; both in order."""
    ahead = iter(spans)
    span = next(ahead, None)
    for name in names:
        while span and span.end <= name.start:
            span = next(ahead, None)
        if span is None or name.start < span.start:
            yield name
