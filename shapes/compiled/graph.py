"""A graph as nested dictionaries: subject → property → values, and the ways back where they are asked for."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from communique.shapes.compiled.terms import RDF, RDF_TYPE, RDFS, Term, Triple

_NOTHING: Final[Mapping[str, Collection[Term]]] = MappingProxyType({})
_FIRST, _REST, _NIL = f"{RDF}first", f"{RDF}rest", f"{RDF}nil"
_SUBCLASS = f"{RDFS}subClassOf"


class Graph:
    """A set of triples to look things up in; values come in the order in which they were given."""

    __slots__ = ("_about", "_instances", "_subjects")

    def __init__(self, triples: Iterable[Triple]) -> None:
        about: dict[Term, dict[str, dict[Term, None]]] = {}
        for subject, link, value in triples:
            links = about.get(subject)
            if links is None:
                links = about[subject] = {}
            values = links.get(link)
            if values is None:
                links[link] = {value: None}
            else:
                values[value] = None
        self._about = about
        self._subjects: dict[str, dict[Term, list[Term]]] = {}
        self._instances: dict[str, dict[Term, None]] = {}

    def about(self, node: Term) -> Mapping[str, Collection[Term]]:
        """The node's properties, each with its values."""
        return self._about.get(node, _NOTHING)

    def objects(self, node: Term, link: str) -> Collection[Term]:
        """The values of a property of a node."""
        links = self._about.get(node)
        return links.get(link, ()) if links is not None else ()

    def subjects(self, link: str, value: Term) -> Collection[Term]:
        """The nodes that have this value of the property."""
        return self._pointing(link).get(value, ())

    def having(self, link: str) -> Iterator[Term]:
        """The nodes that have any value of the property."""
        return (node for node, links in self._about.items() if link in links)

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
            if len(first) != 1 or len(rest) != 1 or len(members) > len(self._about):
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
            for node, links in self._about.items():
                for value in links.get(link, ()):
                    made[value].append(node)
            index = self._subjects[link] = dict(made)
        return index
