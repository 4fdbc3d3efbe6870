"""An article captured again: what stays, what is replaced, what has vanished, and what becomes history.

A post whose words, description and facts are the same as before stays exactly as it was captured first;
only where it stands in the text may have changed. A changed one is a revision (prov:wasRevisionOf) of a
version that the history keeps. A live blog's post that is no longer there keeps its facts and is marked
(prov:invalidatedAtTime): it may have moved to another page, and it was published. Terms of PROV-O.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from communique.mapping import terms
from communique.mapping.terms import Node
from communique.ontology.vocabulary import CMQ, OA, PROV, RDF, SCHEMA

if TYPE_CHECKING:
    from communique.publishing.storage.store import GraphStore

Described = Mapping[str, list[ox.Quad]]

_PASSAGE = re.compile(r"(?P<base>.*/id/passage/)[0-9a-f]{12}/(?P<start>\d+)-(?P<end>\d+)(?P<part>#.)?$")
# What may differ in the description of a post that has not changed.
_MOVES = frozenset({
    CMQ.start, CMQ.end, PROV.wasGeneratedBy, PROV.wasRevisionOf, PROV.invalidatedAtTime,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Revision:
    """What a capture writes: `quads` to the store, `history` to its history; `kept` graphs stay."""

    quads: tuple[ox.Quad, ...]
    kept: frozenset[str] = frozenset()
    history: tuple[ox.Quad, ...] = ()


def revision(store: "GraphStore", article: str, quads: Iterable[ox.Quad], captured_at: datetime) -> Revision:
    """What a new capture's quads change of what the store has of the article; all of them at the first."""
    capture = _Capture(store, article, tuple(quads), captured_at)
    return capture.revision if capture.old else Revision(capture.quads)


def latest_capture(store: "GraphStore", article: str) -> tuple[str, str] | None:
    """The fingerprint and the time (xsd:dateTime) of the last capture in the store, if there is one."""
    graph = store.base.provenance(article)
    for made in store.matching(graph, PROV.wasGeneratedBy, graph):
        told = {q.predicate.value: _value(q) for q in store.matching(_iri(made.object), graph=graph)}
        return told.get(SCHEMA.identifier, ""), told.get(PROV.endedAtTime, "")
    return None


class _Capture:
    """One capture beside the one before: `old` and `new` are the provenance by subject."""

    def __init__(
        self, store: "GraphStore", article: str, quads: tuple[ox.Quad, ...], captured_at: datetime
    ) -> None:
        self.store, self.article, self.quads = store, article, quads
        self.now = terms.utc(captured_at)
        self.graph = store.base.provenance(article)
        self.old = _by_subject(store.quads(self.graph))
        self.facts = _by_graph(quads)
        self.new = _by_subject(self.facts.get(self.graph, ()))

    @property
    def revision(self) -> Revision:
        staying = [*self.same, *self.vanished]
        kept = frozenset(self._facts_of(post) for post in staying)
        gone = {*staying, *kept}
        fresh = [
            quad
            for quad in self.quads
            if _iri(quad.graph_name) not in kept
            and not (_iri(quad.graph_name) == self.graph and _iri(quad.subject) in gone)
        ]
        quads = [*fresh, *self._retained(staying), *self._versions()]
        return Revision(tuple(dict.fromkeys(quads)), kept, tuple(self._history()))

    @cached_property
    def same(self) -> list[str]:
        """The posts, by IRI, that have not changed."""
        return [post for post in self._posts(self.new) if post in self.old and self._is_same(post)]

    @cached_property
    def vanished(self) -> list[str]:
        """The posts of a live blog that were there and are not."""
        live = any(_has(quads, RDF.type, SCHEMA.BlogPosting) for quads in self.new.values())
        missing = [post for post in self._posts(self.old) if post not in self.new]
        return [post for post in missing if live and _has(self.old[post], RDF.type, SCHEMA.BlogPosting)]

    @cached_property
    def changed(self) -> list[str]:
        """The posts that were there and are replaced, or gone from an article that is no live blog."""
        staying = {*self.same, *self.vanished}
        return [post for post in self._posts(self.old) if post not in staying]

    def _posts(self, told: Described) -> Iterator[str]:
        return (subject for subject, quads in told.items() if any(_is(q, SCHEMA.isPartOf) for q in quads))

    def _facts_of(self, post: str) -> str:
        key = post.removeprefix(self.store.base.report(self.article) + "/")
        return self.store.base.graph(self.article, key)

    def _is_same(self, post: str) -> bool:
        before, after = self.old[post], self.new[post]
        if _settled(before) != _settled(after):
            return False
        facts = self._facts_of(post)
        was = set(_relative(self.store.quads(facts), _start(before)))
        return was == set(_relative(self.facts.get(facts, ()), _start(after)))

    def _retained(self, staying: Iterable[str]) -> Iterator[ox.Quad]:
        """What the old provenance says of posts that stay, of all captures, and of earlier versions."""
        for post in staying:
            told = [q for q in self.old[post] if not _is(q, PROV.invalidatedAtTime)]
            yield from told
            yield from self.old.get(self._facts_of(post), ())
            if post in self.vanished:
                marks = [q for q in self.old[post] if _is(q, PROV.invalidatedAtTime)]
                yield from marks or terms.quads(Node(post, self.graph).say(PROV.invalidatedAtTime, self.now))
        for quads in self.old.values():
            if _has(quads, RDF.type, PROV.Activity) or _has(quads, RDF.type, PROV.Entity):
                yield from quads

    def _versions(self) -> Iterator[ox.Quad]:
        """Each replaced post's earlier version, and that the new one is a revision of it."""
        for post in self.changed:
            version = Node(self._version(post), self.graph)
            heir = post if post in self.new else self.store.base.report(self.article)
            yield from terms.quads(Node(heir, self.graph).say(PROV.wasRevisionOf, version.iri))
            yield from terms.quads(version.is_a(PROV.Entity))
            yield from terms.quads(version.say(PROV.invalidatedAtTime, self.now))
            for quad in self.old[post]:
                if quad.predicate.value in (SCHEMA.sha256, PROV.wasGeneratedBy, PROV.wasRevisionOf):
                    yield ox.Quad(ox.NamedNode(version.iri), quad.predicate, quad.object, quad.graph_name)

    def _history(self) -> Iterator[ox.Quad]:
        """What the replaced posts said and how they were described, in a graph for each version."""
        for post in self.changed:
            name = ox.NamedNode(self._version(post))
            for quad in (*self.old[post], *self.store.quads(self._facts_of(post))):
                yield ox.Quad(quad.subject, quad.predicate, quad.object, name)

    def _version(self, post: str) -> str:
        told = sorted(_value(q) for q in self.old[post] if _is(q, SCHEMA.sha256, PROV.wasGeneratedBy))
        key = post.removeprefix(self.store.base.report(self.article) + "/")
        return self.store.base.version(self.article, key, *told)


def _settled(quads: Iterable[ox.Quad]) -> set[tuple[str, str]]:
    """A post's description without where and when it was captured."""
    return {(q.predicate.value, str(q.object)) for q in quads if q.predicate.value not in _MOVES}


def _relative(quads: Iterable[ox.Quad], start: int) -> Iterator[tuple[str, str, str]]:
    """The triples with each place in the text counted from the post's start."""
    for quad in quads:
        link = quad.predicate.value
        placed = link in (OA.start, OA.end)
        value = str(int(_value(quad)) - start) if placed else _moved(quad.object, start)
        yield _moved(quad.subject, start), link, value


def _moved(node: object, start: int) -> str:
    found = _PASSAGE.match(node.value) if isinstance(node, ox.NamedNode) else None
    if found is None:
        return str(node)
    return f"{int(found['start']) - start}-{int(found['end']) - start}{found['part'] or ''}"


def _start(quads: Iterable[ox.Quad]) -> int:
    return next((int(_value(q)) for q in quads if _is(q, CMQ.start)), 0)


def _by_subject(quads: Iterable[ox.Quad]) -> dict[str, list[ox.Quad]]:
    found: dict[str, list[ox.Quad]] = defaultdict(list)
    for quad in quads:
        found[_iri(quad.subject)].append(quad)
    return dict(found)


def _by_graph(quads: Iterable[ox.Quad]) -> dict[str, list[ox.Quad]]:
    found: dict[str, list[ox.Quad]] = defaultdict(list)
    for quad in quads:
        found[_iri(quad.graph_name)].append(quad)
    return dict(found)


def _is(quad: ox.Quad, *links: str) -> bool:
    return quad.predicate.value in links


def _has(quads: Iterable[ox.Quad], link: str, value: str) -> bool:
    return any(_is(quad, link) and _value(quad) == value for quad in quads)


def _value(quad: ox.Quad) -> str:
    return quad.object.value if isinstance(quad.object, (ox.NamedNode, ox.Literal)) else str(quad.object)


def _iri(node: object) -> str:
    return node.value if isinstance(node, ox.NamedNode) else str(node)
