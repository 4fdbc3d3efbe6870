"""Check a file before it goes anywhere: an article and what is found in it, or RDF as it stands."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from rich.console import Console

from communique.errors import InputError
from communique.publishing.display import print_report
from communique.publishing.store import GraphStore, open_store
from communique.shapes.report import Report

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
class Checked:
    """What became of one file: a report, or the reason why it could not be read."""

    path: Path
    report: Report = field(default_factory=Report)
    error: InputError | None = None

    @property
    def exit_code(self) -> int:
        """0 where it conforms, 1 where it does not, 3 where it could not be read."""
        return self.error.exit_code if self.error else int(not self.report.conforms)


def validate_files(paths: Iterable[Path], published: date | None = None) -> list[Checked]:
    """Check each file; one that cannot be read does not stop the others."""
    with open_store(None) as store:
        return [_checked(path, store, published) for path in paths]


def _checked(path: Path, store: GraphStore, published: date | None) -> Checked:
    try:
        return Checked(path, validate_file(path, store, published))
    except InputError as error:
        return Checked(path, error=error)


def print_checked(out: Console, checked: Sequence[Checked], as_json: bool = False) -> None:
    """The findings of each file and a line for each, or all of it as one JSON array."""
    if as_json:
        out.print(
            json.dumps([_as_json(result) for result in checked], indent=1), markup=False, soft_wrap=True
        )
        return
    for result in checked:
        print_report(out, str(result.path), result.report)
        out.print(_verdict(result), markup=False, soft_wrap=True)


def _verdict(result: Checked) -> str:
    if result.error:
        return f"{result.path}: {result.error}"
    held = "conforms" if result.report.conforms else f"{len(result.report.violations)} violations"
    return f"{result.path}: {held}, {len(result.report.warnings)} warnings"


def _as_json(result: Checked) -> dict[str, object]:
    return {
        "file": str(result.path),
        "conforms": result.error is None and result.report.conforms,
        "error": str(result.error) if result.error else None,
        "results": [asdict(found) for found in result.report.results],
    }


def validate_file(path: Path, store: GraphStore, published: date | None = None) -> Report:
    """The report on an article (its evidence is checked word for word) or on an RDF file.

    RDF is told by the file's name, or by how its content begins. `store` gives the reference graph and
    is only read. Raises InputError where the file cannot be read as either.
    """
    form = rdf_format(path)
    return _check_article(path, store, published) if form is None else _check_rdf(path, form, store)


def rdf_format(path: Path) -> ox.RdfFormat | None:
    """The syntax of an RDF file; None for anything else."""
    known = _FORMATS.get(path.suffix.lower())
    if known is not None or not path.is_file():
        return known
    with path.open("rb") as file:
        start = file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
    return ox.RdfFormat.TRIG if start.startswith(_TURTLE_STARTS) else None


def _check_article(path: Path, store: GraphStore, published: date | None) -> Report:
    from communique.mapping.ingest import prepare
    from communique.mapping.reading import read_article

    return prepare(read_article(path, published), store, datetime.now(UTC).replace(microsecond=0)).report


def _check_rdf(path: Path, form: ox.RdfFormat, store: GraphStore) -> Report:
    from communique.shapes.check import check

    quads = _parse(path, form)
    return check(quads, store.described(quads))


def _parse(path: Path, form: ox.RdfFormat) -> tuple[ox.Quad, ...]:
    try:
        return tuple(ox.parse(path.read_bytes(), format=form, base_iri=path.resolve().as_uri()))
    except OSError as error:
        raise InputError(
            f"{path} cannot be read: {error.strerror}.", "Check its name and its rights."
        ) from None
    except (SyntaxError, ValueError) as error:
        raise InputError(f"{path} is no {form.name}: {error}.", "Correct it there, and try again.") from None
