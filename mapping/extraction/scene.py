"""What the steps of the extraction share about one article: its passages, names and day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from communique.mapping.extraction.actors.names import Gazetteer, Name
from communique.mapping.extraction.genre import genre_of
from communique.mapping.extraction.text.sentences import Passage, Sentence, analyse
from communique.mapping.model import Article
from communique.ontology.register import Register


@dataclass(frozen=True, slots=True)
class Scene:
    """An article cut into passages, with the register's names by the offset where each starts.

    `day` is the publication date, against which offices and relative dates are resolved. Passages of
    repeated posts and boilerplate are left out.
    """

    article: Article
    register: Register
    passages: tuple[Passage, ...]
    names: Mapping[int, Name]
    genre: str = "article"

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
            if block.kind not in ("boilerplate", "byline") and post.repeats is None:
                continued = following is not None and article.text[following.span.start] in "“\"‘'„"
                passages.append(analyse(article.text, block, post.index, number, continued))
            number += 1
    names = {name.start: name for name in gazetteer.find(article.text)}
    return Scene(article, register, tuple(passages), names, genre_of(article))
