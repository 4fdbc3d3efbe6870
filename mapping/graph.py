"""Facts to quads: one named graph for each post of an article, and one for their provenance."""

from collections.abc import Iterable, Iterator
from datetime import datetime

import pyoxigraph as ox

from communique.mapping.context import Context
from communique.mapping.corrections import corrections
from communique.mapping.describe_commitments import commitments
from communique.mapping.describe_meetings import meetings
from communique.mapping.describe_statements import statements
from communique.mapping.evidence import spellings
from communique.mapping.identity import commitment_iris, meeting_iris, statement_iris
from communique.mapping.iris import Base
from communique.mapping.model import Article, Facts
from communique.mapping.provenance import provenance
from communique.mapping.terms import Quad, quads
from communique.ontology.register import Register


def to_quads(
    article: Article, facts: Facts, base: Base, captured_at: datetime, register: Register
) -> tuple[ox.Quad, ...]:
    """All quads of an article as pyoxigraph has them, in the order of `describe`."""
    return tuple(quads(describe(article, facts, base, captured_at, register)))


def describe(
    article: Article, facts: Facts, base: Base, captured_at: datetime, register: Register
) -> tuple[Quad, ...]:
    """All quads of an article, sorted and without doubles: the same for the same arguments.

    A fact stands in the graph of the post in which its spans lie; a meeting in that of every post which
    mentions it. Posts that repeat an earlier one have no facts. `captured_at` is when the article was
    read; without a zone it is taken as UTC.
    """
    context = Context(article, base, register)
    content = set(_facts(context, facts))
    graphs = {graph for *_, graph in content}
    return _in_order((*content, *provenance(context, captured_at, graphs)))


def _facts(context: Context, facts: Facts) -> Iterator[Quad]:
    if not context.article.posts:
        return
    said = statement_iris(context, facts.statements)
    promised = commitment_iris(context, facts.commitments, said)
    yield from spellings(context, facts.mentions)
    yield from statements(context, facts.statements, said)
    yield from commitments(context, facts, promised, said)
    yield from meetings(context, facts.meetings, meeting_iris(context, facts.meetings))
    yield from corrections(context)


def _in_order(plain: Iterable[Quad]) -> tuple[Quad, ...]:
    """Without doubles, by graph, subject, predicate and object."""
    return tuple(sorted(set(plain), key=_position))


def _position(quad: Quad) -> tuple[str, str, str, tuple[str, ...]]:
    subject, link, value, graph = quad
    return graph, subject, link, (value,) if isinstance(value, str) else value


def n_quads(told: Iterable[ox.Quad]) -> bytes:
    """The quads as canonical N-Quads, in the order given."""
    return ox.serialize(told, format=ox.RdfFormat.N_QUADS) or b""
