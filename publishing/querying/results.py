"""Query results as values: a table of terms, or a graph as Turtle; from and to the W3C formats.

The JSON form is that of the SPARQL 1.2 Query Results JSON Format; an ASK answers with `boolean`.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Any, Final, Literal

from communique.errors import QueryError
from communique.ontology.vocabulary import PREFIXES

TermKind = Literal["uri", "literal", "bnode", "triple"]

_DEEPEST: Final = 100
"""How many triples may be nested in one another."""

# The base is configurable; the kinds of things below it are not.
_OWN: Final = re.compile(
    r"https?://[^?#]*?/(?:id|scheme)/((?:act|agent|capture|channel|commitment|disagreement|force|graph|kind"
    r"|meeting|modality|mode|office|organization|participation|passage|person|report|role|state|statement"
    r"|status|tenure)/[^?]+)$"
)

# Virtuoso and others still write the typed literals of the format's first draft.
_KINDS: Final[dict[str, TermKind]] = {
    "uri": "uri",
    "literal": "literal",
    "bnode": "bnode",
    "typed-literal": "literal",
    "triple": "triple",
}
_PLACES: Final = ("subject", "predicate", "object")
_ESCAPED: Final = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r"})


@dataclass(frozen=True, slots=True)
class Term:
    """An RDF term: its kind, its value, and a literal's datatype IRI, language tag or base direction.

    A triple term has its subject, predicate and object as `parts`; its value is what N-Triples 1.2 has.
    """

    kind: TermKind
    value: str
    datatype: str | None = None
    language: str | None = None
    direction: str | None = None
    parts: tuple["Term", ...] = ()

    def __str__(self) -> str:
        """As people read it: literals as their words, IRIs as prefixed names where a prefix is known."""
        if self.parts:
            return _nested(f"“{part}”" if part.kind == "literal" else str(part) for part in self.parts)
        return shortened(self.value) if self.kind == "uri" else self.value

    def exact(self) -> str:
        """As N-Triples 1.2 has it."""
        if self.kind == "literal":
            tag = (
                f"@{self.language}{f'--{self.direction}' if self.direction else ''}" if self.language else ""
            )
            kind = f"^^<{self.datatype}>" if self.datatype and not tag else ""
            return f'"{self.value.translate(_ESCAPED)}"{tag}{kind}'
        return {"uri": f"<{self.value}>", "bnode": f"_:{self.value}"}.get(self.kind, self.value)


Row = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a SELECT, None where a variable is unbound; or the answer of an ASK."""

    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    boolean: bool | None = None

    def values(self, column: str) -> tuple[str | None, ...]:
        """One column's values as plain strings."""
        at = self.columns.index(column)
        return tuple(term.value if (term := row[at]) else None for row in self.rows)

    def filled(self) -> "Table":
        """The same rows without the columns that are empty in all of them."""
        return self.without({name for name in self.columns if not any(self.values(name))})

    def without(self, columns: Set[str]) -> "Table":
        """The same rows without some columns."""
        kept = [index for index, name in enumerate(self.columns) if name not in columns]
        rows = tuple(tuple(row[index] for index in kept) for row in self.rows)
        return Table(tuple(self.columns[index] for index in kept), rows, self.boolean)


@dataclass(frozen=True, slots=True)
class Graph:
    """The triples of a CONSTRUCT or DESCRIBE, as Turtle."""

    turtle: str


def table_from_json(document: bytes | str) -> Table:
    """Read SPARQL JSON results. Raises QueryError where it is something else."""
    try:
        parsed = json.loads(document)
        if "boolean" in parsed:
            return Table(boolean=bool(parsed["boolean"]))
        columns = tuple(parsed["head"]["vars"])
        return Table(columns, tuple(_row(binding, columns) for binding in parsed["results"]["bindings"]))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise QueryError(
            "What came back is no SPARQL JSON result.", "Check that the address is a SPARQL endpoint."
        ) from error


def table_to_json(table: Table) -> str:
    """SPARQL JSON results."""
    if table.boolean is not None:
        return json.dumps({"head": {}, "boolean": table.boolean})
    bindings = [
        {name: _binding(term) for name, term in zip(table.columns, row, strict=True) if term}
        for row in table.rows
    ]
    document = {"head": {"vars": list(table.columns)}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, indent=1)


def table_to_csv(table: Table) -> str:
    """SPARQL CSV results: plain values, CRLF at the ends of lines; an ASK as one word."""
    if table.boolean is not None:
        return f"{str(table.boolean).lower()}\r\n"
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(table.columns)
    writer.writerows([term.value if term else "" for term in row] for row in table.rows)
    return written.getvalue()


def shortened(iri: str) -> str:
    """An IRI as people read it: a prefixed name where the namespace is known, else as it is.

    What lies below the base, in `id` or `scheme`, is told by the last two segments of its path.
    """
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    kept = _OWN.match(iri)
    return "/".join(kept[1].split("/")[-2:]) if kept else iri


def _row(binding: Mapping[str, Mapping[str, Any]], columns: tuple[str, ...]) -> Row:
    return tuple(_term(binding[name]) if name in binding else None for name in columns)


def _term(value: Mapping[str, Any], depth: int = 0) -> Term:
    kind = _KINDS[value["type"]]
    if kind == "triple":
        if depth == _DEEPEST:
            raise QueryError(
                f"The answer has triples nested more than {_DEEPEST} deep.", "Ask for their parts."
            )
        parts = tuple(_term(value["value"][place], depth + 1) for place in _PLACES)
        return Term(kind, _nested(part.exact() for part in parts), parts=parts)
    return Term(kind, value["value"], value.get("datatype"), value.get("xml:lang"), value.get("its:dir"))


def _nested(parts: Iterable[str]) -> str:
    return f"<<( {' '.join(parts)} )>>"


def _binding(term: Term) -> dict[str, Any]:
    if term.parts:
        parts = {place: _binding(part) for place, part in zip(_PLACES, term.parts, strict=True)}
        return {"type": term.kind, "value": parts}
    optional = {"datatype": term.datatype, "xml:lang": term.language, "its:dir": term.direction}
    return {"type": term.kind, "value": term.value, **{name: text for name, text in optional.items() if text}}
