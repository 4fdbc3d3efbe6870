"""What a newsroom corrected in its own article: said of the report, and none of its statements.

The report, which the provenance graph describes, has schema:correction; the words are a passage in the
graph of the post in which they are printed.
"""

from collections.abc import Iterator
from datetime import date

from communique.mapping import terms
from communique.mapping.context import Context
from communique.mapping.evidence import passage
from communique.mapping.model import Article, Post, Span
from communique.mapping.reading.timestamps import dates
from communique.mapping.terms import Node, Quad
from communique.ontology.vocabulary import SCHEMA


def corrections(context: Context) -> Iterator[Quad]:
    """The passages of the printed notes, each with the day of the correction where it tells one."""
    for index, post in enumerate(context.article.posts):
        for span in _printed(post):
            yield from passage(context, index, span)
            note = Node(context.base.passage(context.article.digest, span), context.graph(index))
            day = _day(context.words(span))
            yield from note.say(SCHEMA.datePublished, terms.day(day) if day else None)


def corrected(context: Context, report: Node, post: Post) -> Iterator[Quad]:
    """That a post was corrected, as the passages say."""
    digest = context.article.digest
    yield from report.say(SCHEMA.correction, *(context.base.passage(digest, span) for span in _printed(post)))


def corrected_as_declared(article: Article, report: Node) -> Iterator[Quad]:
    """The notes that the article's data give and its text does not, as words."""
    spans = (span for post in article.posts for span in _printed(post))
    printed = {terms.one_line(span.of(article.text)) for span in spans}
    others = (words for words in article.corrections if terms.one_line(words) not in printed)
    yield from report.say(SCHEMA.correction, *map(terms.string, others))


def _printed(post: Post) -> list[Span]:
    """The notes in a post, unless it repeats an earlier one."""
    return [block.span for block in post.blocks if block.kind == "correction" and post.repeats is None]


def _day(words: str) -> date | None:
    return next((day for day, *_ in dates(words)), None)
