"""Sets of shapes: those of communique, and those that a user keeps in a folder."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from pathlib import Path

import pyoxigraph as ox

from communique.errors import InputError
from communique.ontology.vocabulary import RDFS
from communique.shapes.compiled import Shapes, Triple, Unsupported, compile_shapes, plain_triples

ONE_REPORT = "one-report.ttl"


@dataclass(frozen=True)
class Library:
    """Shapes as triples; compiled at the first use, if nothing in them is refused."""

    triples: tuple[Triple, ...]

    def __reduce__(self) -> tuple[type["Library"], tuple[tuple[Triple, ...]]]:
        """As it travels between processes: each compiles for itself."""
        return Library, (self.triples,)

    @cached_property
    def compiled(self) -> Shapes | Unsupported:
        """The compiled shapes, or what the compiler refused."""
        try:
            return compile_shapes(self.triples)
        except Unsupported as refused:
            return refused

    @cached_property
    def classes(self) -> tuple[Triple, ...]:
        """Which class is below which, as the shapes say: the data is read with this in mind."""
        return tuple(triple for triple in self.triples if triple[1] == RDFS.subClassOf)


@cache
def own_shapes(one_report: bool) -> Library:
    """The shapes of communique; with or without those that hold within one report only."""
    folder = resources.files("communique.shapes")
    entries = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".ttl")), key=lambda entry: entry.name
    )
    wanted = [entry for entry in entries if one_report or entry.name != ONE_REPORT]
    return Library(tuple(_triples((entry.name, entry.read_bytes()) for entry in wanted)))


def shapes_in(folder: Path) -> Library:
    """The shapes in the Turtle files of a folder; raises InputError where there are none, or none valid."""
    files = sorted(folder.glob("*.ttl")) if folder.is_dir() else []
    if not files:
        raise InputError(f"{folder} has no shapes.", "Give a folder with Turtle files (*.ttl) for --shapes.")
    return Library(tuple(_triples((str(file), file.read_bytes()) for file in files)))


def _triples(files: Iterable[tuple[str, bytes]]) -> Iterator[Triple]:
    for name, turtle in files:
        try:
            yield from plain_triples(
                ox.parse(turtle, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True, base_iri="file:///")
            )
        except (SyntaxError, ValueError) as error:
            raise InputError(f"{name} is no Turtle: {error}.", "Correct it there, and try again.") from None
