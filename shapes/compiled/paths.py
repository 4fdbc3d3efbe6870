"""Property paths: from a node to its value nodes (SHACL, section 2.3.1)."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from communique.shapes.compiled.graph import Graph
from communique.shapes.compiled.terms import SH, Term, Unsupported, is_blank

_NIL = "http://www.w3.org/1999/02/22-rdf-syntax-ns#nil"


class Path(ABC):
    """A way from a node to others; each is reached once. As text it is a path of SPARQL 1.1 (section 9)."""

    __slots__ = ()

    @abstractmethod
    def values(self, graph: Graph, node: Term) -> Collection[Term]:
        """The nodes that the path leads to."""

    def reach(self, graph: Graph, nodes: Iterable[Term]) -> dict[Term, Collection[Term]]:
        """The same for many nodes; those that it leads from at all."""
        return {node: values for node in nodes if (values := self.values(graph, node))}


@dataclass(frozen=True, slots=True)
class Link(Path):
    """One property. As text it is the bare IRI, as most paths are just this."""

    iri: str

    def values(self, graph: Graph, node: Term) -> Collection[Term]:
        """The values of the property."""
        return graph.objects(node, self.iri)

    def reach(self, graph: Graph, nodes: Iterable[Term]) -> dict[Term, Collection[Term]]:
        """The nodes that have the property, with its values."""
        column = graph.column(self.iri)
        if not column:
            return {}
        values_of = column.get
        return {node: values for node in nodes if (values := values_of(node)) is not None}

    def __str__(self) -> str:
        return self.iri


@dataclass(frozen=True, slots=True)
class Inverse(Path):
    """A property taken from its value to its subject."""

    iri: str

    def values(self, graph: Graph, node: Term) -> Collection[Term]:
        """The nodes that have this one for a value."""
        return graph.subjects(self.iri, node)

    def __str__(self) -> str:
        return f"^{self.iri}"


@dataclass(frozen=True, slots=True)
class Steps(Path):
    """One path after the other."""

    steps: tuple[Path, ...]

    def values(self, graph: Graph, node: Term) -> Collection[Term]:
        """The nodes at the end."""
        return self.reach(graph, (node,)).get(node, ())

    def reach(self, graph: Graph, nodes: Iterable[Term]) -> dict[Term, Collection[Term]]:
        """The nodes from which there is a way to the end, with the nodes there."""
        first, *others = self.steps
        reached = first.reach(graph, nodes)
        for step in others:
            further = step.reach(graph, dict.fromkeys(chain.from_iterable(reached.values())))
            ends = ((node, _ends(values, further)) for node, values in reached.items())
            reached = {node: values for node, values in ends if values}
        return reached

    def __str__(self) -> str:
        return "/".join(map(_step, self.steps))


@dataclass(frozen=True, slots=True)
class Either(Path):
    """Any of several paths."""

    choices: tuple[Path, ...]

    def values(self, graph: Graph, node: Term) -> Collection[Term]:
        """The nodes that any of them leads to."""
        return {value: None for choice in self.choices for value in choice.values(graph, node)}

    def __str__(self) -> str:
        return "|".join(map(_step, self.choices))


@dataclass(frozen=True, slots=True)
class Repeated(Path):
    """A path taken any number of times (*), at least once (+), or at most once (?)."""

    step: Path
    mark: str

    def values(self, graph: Graph, node: Term) -> Collection[Term]:
        """The nodes reached on the way; the node itself too, unless it must be left."""
        reached: dict[Term, None] = {} if self.mark == "+" else {node: None}
        waiting: list[Term] = [node]
        while waiting:
            for value in self.step.values(graph, waiting.pop()):
                if value not in reached:
                    reached[value] = None
                    waiting += [value] if self.mark != "?" else []
        return reached

    def __str__(self) -> str:
        return _step(self.step) + self.mark


def _ends(values: Collection[Term], further: Mapping[Term, Collection[Term]]) -> Collection[Term]:
    """Where the values lead, each node once."""
    if len(values) == 1:  # as nearly always
        (value,) = values
        return further.get(value, ())
    return {end: None for value in values for end in further.get(value, ())}


def _step(path: Path) -> str:
    """The path as a part of a longer one."""
    if isinstance(path, Link):
        return f"<{path.iri}>"
    return f"^<{path.iri}>" if isinstance(path, Inverse) else f"({path})"


_MARKS: Final = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}


def read_path(graph: Graph, node: Term) -> Path:
    """The path that a node of a shapes graph describes; raises Unsupported for what is none."""
    if isinstance(node, str) and not is_blank(node) and node != _NIL:
        return Link(node)
    said = [(link.removeprefix(SH), value) for link, values in graph.about(node).items() for value in values]
    (form, value), *more = said or [("sh:path", node)]
    if form in _MARKS and not more:
        return Repeated(read_path(graph, value), _MARKS[form])
    if form == "inversePath" and not more:
        return _inverse(read_path(graph, value))
    if form == "alternativePath" and not more:
        return Either(_members(graph, value))
    return Steps(_members(graph, node))


def _inverse(path: Path) -> Path:
    """The way back: links turned round, sequences last step first."""
    if isinstance(path, Link):
        return Inverse(path.iri)
    if isinstance(path, Inverse):
        return Link(path.iri)
    if isinstance(path, Steps):
        return Steps(tuple(_inverse(step) for step in reversed(path.steps)))
    if isinstance(path, Either):
        return Either(tuple(map(_inverse, path.choices)))
    assert isinstance(path, Repeated)
    return Repeated(_inverse(path.step), path.mark)


def _members(graph: Graph, head: Term) -> tuple[Path, ...]:
    try:
        items: Sequence[Term] = graph.items(head)
    except ValueError:
        raise Unsupported("a malformed path", str(head)) from None
    if len(items) < 2:
        raise Unsupported("a path of fewer than two", str(head))
    return tuple(read_path(graph, item) for item in items)
