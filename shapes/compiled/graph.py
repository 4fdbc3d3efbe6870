"""A graph by columns: property → subject → values, and the ways back where they are asked for."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final, cast

from communique.shapes.compiled.terms import RDF, RDF_TYPE, RDFS, Term, Triple

_NOTHING: Final[Mapping[Term, Collection[Term]]] = MappingProxyType({})
_FEW: Final = 16
_FIRST, _REST, _NIL = f"{RDF}first", f"{RDF}rest", f"{RDF}nil"
_SUBCLASS = f"{RDFS}subClassOf"


class Graph:
    """A set of triples to look things up in; values come in the order in which they were given."""

    __slots__ = ("_columns", "_instances", "_subjects")

    def __init__(self, triples: Iterable[Triple]) -> None:
        columns: defaultdict[str, dict[Term, Collection[Term]]] = defaultdict(dict)
        for subject, link, value in triples:
            column = columns[link]
            values = column.get(subject)
            column[subject] = (value,) if values is None else _with(values, value)
        self._columns = dict(columns)
        self._subjects: dict[str, dict[Term, list[Term]]] = {}
        self._instances: dict[str, dict[Term, None]] = {}

    def triples(self) -> Iterator[Triple]:
        """All triples, property by property."""
        for link, column in self._columns.items():
            for node, values in column.items():
                for value in values:
                    yield cast("str", node), link, value

    def column(self, link: str) -> Mapping[Term, Collection[Term]]:
        """The nodes that have the property, each with its values."""
        return self._columns.get(link, _NOTHING)

    def objects(self, node: Term, link: str) -> Collection[Term]:
        """The values of a property of a node."""
        column = self._columns.get(link)
        return column.get(node, ()) if column is not None else ()

    def subjects(self, link: str, value: Term) -> Collection[Term]:
        """The nodes that have this value of the property."""
        return self._pointing(link).get(value, ())

    def about(self, node: Term) -> dict[str, Collection[Term]]:
        """The node's properties, each with its values."""
        return {link: column[node] for link, column in self._columns.items() if node in column}

    def linked(self, link: str) -> Iterable[Term]:
        """All values of the property."""
        return self._pointing(link)

    def instances(self, kind: str) -> Collection[Term]:
        """The nodes of a class or of one below it: its SHACL instances (section 1.1)."""
        found = self._instances.get(kind)
        if found is None:
            classes = self._below(kind)
            found = {node: None for name in classes for node in self.subjects(RDF_TYPE, name)}
            self._instances[kind] = found
        return found

    def items(self, head: Term) -> list[Term]:
        """The members of a list (RDF 1.1 Schema, section 5.2); raises ValueError where it is malformed."""
        members: list[Term] = []
        while head != _NIL:
            first, rest = self.objects(head, _FIRST), self.objects(head, _REST)
            if len(first) != 1 or len(rest) != 1 or len(members) > len(self.column(_FIRST)):
                raise ValueError(f"{head} is no well-formed list")
            members += first
            (head,) = rest
        return members

    def _below(self, kind: str) -> list[Term]:
        """The class and all that are below it."""
        found: dict[Term, None] = {kind: None}
        waiting: list[Term] = [kind]
        while waiting:
            for name in self.subjects(_SUBCLASS, waiting.pop()):
                if name not in found:
                    found[name] = None
                    waiting.append(name)
        return list(found)

    def _pointing(self, link: str) -> dict[Term, list[Term]]:
        """Value → nodes that have it; made at the first question."""
        index = self._subjects.get(link)
        if index is None:
            made: defaultdict[Term, list[Term]] = defaultdict(list)
            for node, values in self.column(link).items():
                for value in values:
                    made[value].append(node)
            index = self._subjects[link] = dict(made)
        return index


def _with(values: Collection[Term], value: Term) -> Collection[Term]:
    """The values and one more: few as a tuple, which is small, many as a dictionary, which is fast."""
    if isinstance(values, dict):
        values[value] = None
        return values
    if value in values:
        return values
    return (*values, value) if len(values) < _FEW else dict.fromkeys((*values, value))
