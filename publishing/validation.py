"""Check files before they go anywhere: articles and what is found in them, or RDF as it stands.

Each file is checked for itself, and then all of them together.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from communique.errors import InputError
from communique.ontology.vocabulary import CMQ
from communique.publishing.findings.model import Checked
from communique.publishing.store import GraphStore, open_store
from communique.shapes.check import Engine, check
from communique.shapes.library import Library
from communique.shapes.report import Report
from communique.shapes.union import check_union

_FORMATS: Final = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
}
_TURTLE_STARTS: Final = (b"@prefix", b"@base", b"PREFIX ", b"BASE ")


@dataclass(frozen=True, slots=True)
class Checks:
    """How to check: the day of publication where an article does not say it, the engine, a user's shapes."""

    published: date | None = None
    engine: Engine = "compiled"
    more: Library | None = None


@dataclass(frozen=True, slots=True)
class _Seen:
    """A file that was checked, the quads that it holds, and what is known of what they refer to."""

    checked: Checked
    quads: tuple[ox.Quad, ...] = ()
    known: tuple[ox.Quad, ...] = ()


def validate_files(paths: Iterable[Path], checks: Checks = Checks()) -> list[Checked]:
    """Check each file, and all together; one that cannot be read does not stop the others."""
    with open_store(None) as store:
        return _with_union([_seen(path, store, checks) for path in paths], store)


def _seen(path: Path, store: GraphStore, checks: Checks) -> _Seen:
    try:
        return _read(path, store, checks)
    except InputError as error:
        return _Seen(Checked(path, error=error))


def _read(path: Path, store: GraphStore, checks: Checks) -> _Seen:
    form = rdf_format(path)
    return _article(path, store, checks) if form is None else _rdf(path, form, store, checks)


def _article(path: Path, store: GraphStore, checks: Checks) -> _Seen:
    from communique.mapping.extraction import extract
    from communique.mapping.graph import to_quads
    from communique.mapping.reading import read_article
    from communique.ontology.register import load_register
    from communique.shapes.evidence import check_evidence

    article, now = read_article(path, checks.published), datetime.now(UTC).replace(microsecond=0)
    quads = tuple(to_quads(article, extract(article), store.base, now, load_register()))
    known = tuple(store.described(quads))
    report = check(quads, known, checks.engine, checks.more) | check_evidence(quads, article.text)
    return _Seen(Checked(path, report, captured=article.text), quads, known)


def _rdf(path: Path, form: ox.RdfFormat, store: GraphStore, checks: Checks) -> _Seen:
    quads = _parse(path, form)
    known = tuple(store.described(quads))
    return _Seen(Checked(path, check(quads, known, checks.engine, checks.more)), quads, known)


def _with_union(seen: Sequence[_Seen], store: GraphStore) -> list[Checked]:
    """The files, each with what the union of them shows about the things that it describes."""
    quads = [quad for one in seen for quad in one.quads]
    known = [quad for one in seen for quad in one.known]
    report = check_union(quads, [*known, *_tenures(quads, store)], store.base.iri)
    homes: dict[tuple[str, str], int] = {}
    for number, one in enumerate(seen if report.results else ()):
        for quad in one.quads:
            homes.setdefault((_text(quad.subject), _text(quad.graph_name)), number)
    shares: list[list[Report]] = [[one.checked.report] for one in seen]
    for result in report.results:
        shares[homes[result.focus, result.graph]].append(Report((result,)))
    return [
        replace(one.checked, report=Report.of(found for part in share for found in part.results))
        for one, share in zip(seen, shares, strict=True)
    ]


def _tenures(quads: Sequence[ox.Quad], store: GraphStore) -> Iterator[ox.Quad]:
    """The tenures that the reference graph has of those who speak."""
    people = {quad.object for quad in quads if quad.predicate.value == CMQ.speaker}
    reference, holder = ox.NamedNode(store.base.reference), ox.NamedNode(CMQ.holder)
    for person in people:
        for held in store.oxigraph.quads_for_pattern(None, holder, person, reference):
            yield from store.matching(_text(held.subject), graph=store.base.reference)


def _text(term: object) -> str:
    return str(getattr(term, "value", ""))


def rdf_format(path: Path) -> ox.RdfFormat | None:
    """The syntax of an RDF file; None for anything else."""
    known = _FORMATS.get(path.suffix.lower())
    if known is not None or not path.is_file():
        return known
    with path.open("rb") as file:
        start = file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
    return ox.RdfFormat.TRIG if start.startswith(_TURTLE_STARTS) else None


def _parse(path: Path, form: ox.RdfFormat) -> tuple[ox.Quad, ...]:
    try:
        return tuple(ox.parse(path.read_bytes(), format=form, base_iri=path.resolve().as_uri()))
    except OSError as error:
        raise InputError(
            f"{path} cannot be read: {error.strerror}.", "Check its name and its rights."
        ) from None
    except (SyntaxError, ValueError) as error:
        raise InputError(f"{path} is no {form.name}: {error}.", "Correct it there, and try again.") from None
