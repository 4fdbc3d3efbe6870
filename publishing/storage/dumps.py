"""Dumps: all that a store holds, in one file that any RDF tool reads.

Oxigraph writes them, over quads that are sorted first, so that the same store gives the same bytes: 100,000
triples take two to three seconds. rdflib's Turtle looks much the same and takes nine, most of it for
building its graph. What Oxigraph leaves to chance or to taste is settled here: the prefixes are sorted,
and each subject stands apart.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from communique.errors import StoreError, UsageError
from communique.mapping.iris import Base
from communique.ontology.vocabulary import PREFIXES, RDF, SCHEME
from communique.publishing.storage.store import GraphStore

# Whose names have no slash in them, so that a prefix makes them short.
_INSTANCES = "agent commitment disagreement meeting organization participation person state statement".split()
_SCHEMES = "act channel force kind modality mode role status".split()


@dataclass(frozen=True, slots=True)
class Dump:
    """A file that was written: how many statements it has, triples of the union or quads of all graphs."""

    path: Path
    format: str
    statements: int


@dataclass(frozen=True, slots=True)
class _Format:
    """How a syntax is written: of the union of all graphs, or of each of them."""

    syntax: ox.RdfFormat
    union: bool
    extensions: tuple[str, ...]


FORMATS = {
    "turtle": _Format(ox.RdfFormat.TURTLE, union=True, extensions=(".ttl",)),
    "trig": _Format(ox.RdfFormat.TRIG, union=False, extensions=(".trig",)),
    "nquads": _Format(ox.RdfFormat.N_QUADS, union=False, extensions=(".nq",)),
    "jsonld": _Format(ox.RdfFormat.JSON_LD, union=False, extensions=(".jsonld", ".json")),
}


def format_of(path: Path) -> str:
    """The format that a file's name asks for; raises UsageError where it is none of FORMATS."""
    for name, form in FORMATS.items():
        if path.suffix.lower() in form.extensions:
            return name
    endings = ", ".join(form.extensions[0] for form in FORMATS.values())
    raise UsageError(f"{path} does not tell its format.", f"Give --format, or end its name in {endings}.")


def export(store: GraphStore, path: Path, format: str | None = None) -> Dump:  # noqa: A002 - what users call it
    """Write all that the store holds to `path`; the file is there as a whole or not at all.

    `format` is a name of FORMATS, by default what the file's name asks for. Turtle has the union of all
    graphs, the other formats have each graph. Raises UsageError and StoreError.
    """
    name = format or format_of(path)
    if name not in FORMATS:
        raise UsageError(f"There is no format {name!r}.", f"Give one of: {', '.join(FORMATS)}.")
    statements = _statements(store, FORMATS[name].union)
    _write_whole(path, serialise(statements, name, store.base))
    return Dump(path, name, len(statements))


def _statements(store: GraphStore, union: bool) -> list[ox.Quad] | list[ox.Triple]:
    if not union:
        return sorted(store.quads(), key=lambda quad: (str(quad.graph_name), *_position(quad.triple)))
    return sorted({quad.triple for quad in store.quads()}, key=_position)


def _position(triple: ox.Triple) -> tuple[str, bool, str, str]:
    return (
        str(triple.subject),
        triple.predicate.value != RDF.type,
        triple.predicate.value,
        str(triple.object),
    )


def serialise(statements: Iterable[ox.Quad] | Iterable[ox.Triple], name: str, base: Base) -> bytes:
    """The statements in one of FORMATS, in their order."""
    prefixes = _prefixes(base) if name in ("turtle", "trig") else None
    data = ox.serialize(statements, format=FORMATS[name].syntax, prefixes=prefixes) or b""
    return _laid_out(data) if prefixes else data


def _prefixes(base: Base) -> dict[str, str]:
    instances = {name: f"{base.iri}id/{name}/" for name in _INSTANCES}
    return PREFIXES | instances | {name: f"{SCHEME}{name}/" for name in _SCHEMES}


def _laid_out(data: bytes) -> bytes:
    """Prefixes sorted and only those in use, and an empty line before each subject and graph.

    Oxigraph writes every literal on one line, so a line that begins a subject can be told by its indent.
    """
    lines = data.decode().split("\n")
    body = [line for line in lines if not line.startswith("@prefix ")]
    text = "\n".join(_spaced(body))
    used = sorted(line for line in lines if line.startswith("@prefix ") and line.split()[1] in text)
    return ("\n".join(used) + f"\n{text}\n").encode()


def _spaced(lines: Iterable[str]) -> Iterator[str]:
    depth = 0
    for line in lines:
        starts = line.strip() not in ("", "}") and not line.startswith("\t" * (depth + 1))
        if starts:
            yield ""
        if line:
            yield line
        depth += line.endswith("{") - (line.strip() == "}")


def _write_whole(path: Path, data: bytes) -> None:
    """Into a file beside it first, which then takes its name."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> StoreError:
    return StoreError(
        f"The dump cannot be written to {path}: {error.strerror}.", "Give a file in a folder that is there."
    )
