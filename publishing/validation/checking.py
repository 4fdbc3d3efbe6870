"""One file checked for itself: the articles that it holds and what is found in them, or RDF as it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from communique.errors import InputError
from communique.publishing.findings.model import Checked
from communique.publishing.storage.store import GraphStore
from communique.shapes.check import Engine, check
from communique.shapes.compiled import PlainQuads, plain_quads
from communique.shapes.library import Library

if TYPE_CHECKING:
    from communique.mapping.model import Article

_FORMATS: Final = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
}
_NONE: Final = PlainQuads()
_TURTLE_STARTS: Final = (b"@prefix", b"@base", b"PREFIX ", b"BASE ")


@dataclass(frozen=True, slots=True)
class Checks:
    """How to check: the day of publication where an article does not say it, the engine, a user's shapes."""

    published: date | None = None
    engine: Engine = "compiled"
    more: Library | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What was checked, the quads that it holds, and what is known of what they refer to."""

    checked: Checked
    quads: PlainQuads = _NONE
    known: PlainQuads = _NONE


def check_file(path: Path, store: GraphStore, checks: Checks) -> list[Seen]:
    """Check all that a file holds; what cannot be read is told in its place."""
    try:
        form = rdf_format(path)
        found = _articles(path, store, checks) if form is None else [_rdf(path, form, store, checks)]
        return list(found)
    except InputError as error:
        return [Seen(Checked(path, error=error))]


def _articles(path: Path, store: GraphStore, checks: Checks) -> Iterator[Seen]:
    """The articles of a file; each goes by its name within the file where there are several."""
    from communique.mapping.reading import Skipped, read_articles

    if path.is_dir():
        raise InputError(f"{path} is a directory", "Name the files in it.")
    results = list(read_articles(path, checks.published))
    if not results:
        raise InputError(f"{path} holds no article", "Check that it is the right file.")
    for result in results:
        inner = result.source.removeprefix(str(path)).lstrip("!#") if len(results) > 1 else ""
        if isinstance(result, Skipped):
            yield Seen(Checked(path, error=InputError(result.reason, result.hint), article=inner))
        else:
            yield _article(path, result.article, inner, store, checks)


def _article(path: Path, article: "Article", inner: str, store: GraphStore, checks: Checks) -> Seen:
    from communique.mapping import terms
    from communique.mapping.extraction import extract
    from communique.mapping.graph import describe
    from communique.ontology.register import load_register
    from communique.shapes.evidence import check_evidence

    now = datetime.now(UTC).replace(microsecond=0)
    plain = PlainQuads(describe(article, extract(article), store.base, now, load_register()))
    known = plain_quads(store.described(terms.quads(plain)))
    report = check(plain, known, checks.engine, checks.more) | check_evidence(plain, article.text)
    return Seen(Checked(path, report, captured=article.text, article=inner), plain, known)


def _rdf(path: Path, form: ox.RdfFormat, store: GraphStore, checks: Checks) -> Seen:
    quads = _parse(path, form)
    plain, known = plain_quads(quads), plain_quads(store.described(quads))
    return Seen(Checked(path, check(plain, known, checks.engine, checks.more)), plain, known)


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
