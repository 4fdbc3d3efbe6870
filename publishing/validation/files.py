"""Check files before they go anywhere: each for itself, and then all of them together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox

from communique.ontology.vocabulary import CMQ
from communique.publishing.findings.model import Checked
from communique.publishing.storage.store import GraphStore, open_store
from communique.publishing.validation.checking import Checks, Seen
from communique.publishing.validation.checking_many import check_files
from communique.shapes.compiled import PlainQuads, plain_quads
from communique.shapes.report import Report
from communique.shapes.union import check_union


def validate_files(paths: Iterable[Path], checks: Checks) -> list[Checked]:
    """Check each file, and all together; one that cannot be read does not stop the others."""
    with open_store(None) as store:
        return _with_union(check_files(list(paths), store, checks), store)


def _with_union(seen: Sequence[Seen], store: GraphStore) -> list[Checked]:
    """The files, each with what the union of them shows about the things that it describes."""
    quads = PlainQuads(quad for one in seen for quad in one.quads)
    known = dict.fromkeys(quad for one in seen for quad in one.known)
    report = check_union(quads, PlainQuads([*known, *_tenures(quads, store)]), store.base.iri)
    homes: dict[tuple[str, str], int] = {}
    for number, one in enumerate(seen if report.results else ()):
        for subject, _, _, graph in one.quads:
            homes.setdefault((subject, graph), number)
    shares: list[list[Report]] = [[one.checked.report] for one in seen]
    for result in report.results:
        shares[homes[result.focus, result.graph]].append(Report((result,)))
    return [
        replace(one.checked, report=Report.of(found for part in share for found in part.results))
        for one, share in zip(seen, shares, strict=True)
    ]


def _tenures(quads: PlainQuads, store: GraphStore) -> PlainQuads:
    """The tenures that the reference graph has of those who speak."""
    people = {value for _, link, value, _ in quads if link == CMQ.speaker and isinstance(value, str)}
    return plain_quads(quad for person in people for quad in _held(person, store))


def _held(person: str, store: GraphStore) -> Iterator[ox.Quad]:
    reference, holder = ox.NamedNode(store.base.reference), ox.NamedNode(CMQ.holder)
    if person.startswith("_:"):
        return
    for held in store.oxigraph.quads_for_pattern(None, holder, ox.NamedNode(person), reference):
        if isinstance(held.subject, ox.NamedNode):
            yield from store.matching(held.subject.value, graph=store.base.reference)
