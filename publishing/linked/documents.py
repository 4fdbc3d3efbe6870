"""The documents as RDF: what is said of a thing and of its parts, and what is linked to it, page by page."""

from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import quote

import pyoxigraph as ox

from communique.mapping.iris import Base
from communique.ontology.vocabulary import CMQ, DCT, OA, RDF, RDFS, Namespace
from communique.publishing.linked.places import Places, kind_of
from communique.publishing.linked.problems import beyond
from communique.publishing.linked.questions import Asker, Row, node
from communique.publishing.querying.formats import Format, GraphFormat
from communique.publishing.querying.results import Term
from communique.publishing.storage.dumps import serialise

FOAF: Final = Namespace("http://xmlns.com/foaf/0.1/")
SIZE: Final = 1000
"""Links to a thing on one page of its document."""
CONTENT: Final = 10_000
"""Triples of a graph that its document has; of a larger one it has the address."""

_PARTS: Final = frozenset({OA.hasSelector, CMQ.participation, CMQ.evidence})
_DEPTH: Final = 2


async def triples_of(asker: Asker, places: Places, name: str, page: int) -> list[ox.Triple]:
    """The triples of the document `name`, and of what it is about."""
    iri, document = places.iri(name), places.document(name)
    found = [*_about_itself(places, name, iri), *(await _described(asker, iri) if page == 1 else ())]
    rows, count = await asker.window("describe-incoming", {"thing": [node(iri)]}, page, SIZE)
    found += map(_triple, rows)
    if page * SIZE < count:
        found.append(ox.Triple(node(document), node(RDFS.seeAlso), node(f"{document}?page={page + 1}")))
    if kind_of(name) == "graph" and page == 1:
        found += await _content(asker, places, iri)
    return list(dict.fromkeys(found))


async def _content(asker: Asker, places: Places, graph: str) -> list[ox.Triple]:
    """The triples in a graph; where there are too many, where to get them (Graph Store Protocol)."""
    rows = await asker.rows("graph-content", {"thing": [node(graph)]}, f"\nLIMIT {CONTENT + 1:d}")
    if len(rows) <= CONTENT:
        return [_triple(row) for row in rows]
    elsewhere = node(f"{places.base}graphs?graph={quote(graph, safe='')}")
    return [ox.Triple(node(graph), node(RDFS.seeAlso), elsewhere)]


async def _described(asker: Asker, iri: str) -> list[ox.Triple]:
    """What is said of the thing, of its selectors and parts, and of what supports them."""
    found: list[ox.Triple] = []
    wanted, seen = [iri], {iri}
    for _ in range(_DEPTH + 1):
        triples = await asker.triples("describe", {"thing": [node(one) for one in wanted]})
        found += triples
        wanted = [one for one in _parts(triples, wanted) if one not in seen]
        seen.update(wanted)
        if not wanted:
            break
    return found


def _parts(triples: Iterable[ox.Triple], of: Sequence[str]) -> list[str]:
    return sorted(
        {
            triple.object.value
            for triple in triples
            if isinstance(triple.object, ox.NamedNode)
            and isinstance(triple.subject, ox.NamedNode)
            and triple.predicate.value in _PARTS
            and triple.subject.value in of
        }
    )


def _about_itself(places: Places, name: str, iri: str) -> Iterable[ox.Triple]:
    document = node(places.document(name))
    yield ox.Triple(document, node(RDF.type), node(FOAF.Document))
    yield ox.Triple(document, node(FOAF.primaryTopic), node(iri))
    yield ox.Triple(document, node(DCT.isPartOf), node(f"{places.base}dataset#dataset"))


def _triple(row: Row) -> ox.Triple:
    subject = row["subject"]
    about = ox.BlankNode(subject.value) if subject.kind == "bnode" else node(subject.value)
    return ox.Triple(about, node(row["property"].value), _term(row["value" if "value" in row else "thing"]))


def _term(term: Term) -> ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple:
    if term.parts:
        about, predicate, thing = term.parts
        subject = ox.BlankNode(about.value) if about.kind == "bnode" else node(about.value)
        return ox.Triple(subject, node(predicate.value), _term(thing))
    if term.kind == "uri":
        return node(term.value)
    if term.kind == "bnode":
        return ox.BlankNode(term.value)
    if term.language:
        return ox.Literal(term.value, language=term.language)
    return ox.Literal(term.value, datatype=node(term.datatype) if term.datatype else None)


def _position(triple: ox.Triple) -> tuple[str, bool, str]:
    return str(triple.subject), triple.predicate.value != RDF.type, str(triple)


def written(triples: Sequence[ox.Triple], form: Format, base: str) -> bytes:
    """The triples in a form; Turtle with the prefixes that people know. Raises ProblemError if it cannot."""
    assert isinstance(form, GraphFormat)
    ordered = sorted(triples, key=_position)
    if form.name == "turtle":
        return serialise(ordered, "turtle", Base(base))
    try:
        return ox.serialize(ordered, format=form.writer) or b""
    except OSError:
        raise beyond(form) from None
