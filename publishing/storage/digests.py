"""A graph as canonical lines, and their digest: the same for the same triples, whoever holds them.

Lines are N-Triples as Oxigraph writes them, which has already brought numbers, truth values and language
tags into one form. Two things are left: a moment may be told in any time zone, and some servers do not
give the values of some types back at all.
"""

import hashlib
import io
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

import pyoxigraph as ox

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_TYPED: Final = re.compile(rf'"([^"\\\n]*)"\^\^<{re.escape(_XSD)}(\w+)>')
_BLANK: Final = re.compile(r"^_:|^<[^>]*> <[^>]*> _:", re.MULTILINE)


def lines_of(store: ox.Store, graph: str) -> list[str]:
    """The triples of a named graph as N-Triples, sorted, without line ends."""
    return _sorted_lines(store, ox.NamedNode(graph))


def lines_of_triples(triples: Iterable[ox.Triple]) -> list[str]:
    """The same of triples from anywhere, in the form that they would have in a store."""
    store = ox.Store()
    store.extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    return _sorted_lines(store, ox.DefaultGraph())


def _sorted_lines(store: ox.Store, graph: ox.NamedNode | ox.DefaultGraph) -> list[str]:
    file = io.BytesIO()
    store.dump(file, format=ox.RdfFormat.N_TRIPLES, from_graph=graph)
    return sorted(file.getvalue().decode().splitlines())


def digest(lines: Iterable[str], lossy: frozenset[str] = frozenset()) -> str:
    """The SHA-256 of a graph; of values whose type is in `lossy` it is only counted that they are there."""
    text = _TYPED.sub(lambda found: _canonical(found, lossy), "\n".join(lines))
    return hashlib.sha256("\n".join(sorted(text.split("\n"))).encode()).hexdigest()


def _canonical(found: re.Match[str], lossy: frozenset[str]) -> str:
    value, datatype = found[1], found[2]
    if datatype in lossy:
        return f'""^^<{_XSD}{datatype}>'
    return f'"{_moment(value)}"^^<{_XSD}{datatype}>' if datatype == "dateTime" else found[0]


def _moment(value: str) -> str:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:  # a year of five digits, or none at all: as it stands
        return value
    return moment.astimezone(UTC).isoformat() if moment.tzinfo else moment.isoformat()


def has_lossy(lines: Iterable[str], lossy: frozenset[str]) -> bool:
    """Whether a graph has values that cannot be compared."""
    return bool(lossy) and any(found[2] in lossy for line in lines for found in _TYPED.finditer(line))


def has_blank_nodes(lines: Iterable[str]) -> bool:
    """Whether a graph has nodes without a name, which no two servers call the same."""
    return any(_BLANK.match(line) for line in lines)
