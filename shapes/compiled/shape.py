"""A compiled shape: where its values are, and what is asked of them.

Everything is asked of all focus nodes at once, and of a value once however many nodes have it: a report has
hundreds of statements and a dozen kinds of act.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple, TypeAlias

from communique.shapes.compiled.graph import Graph
from communique.shapes.compiled.paths import Path
from communique.shapes.compiled.terms import Term


class Offence(NamedTuple):
    """A focus node and what is wrong: a value, or none in particular; its path if not the shape's."""

    focus: Term
    value: Term | None = None
    path: str = ""


class Reached:
    """Focus nodes and where a path leads from them: `values` has those nodes that have any."""

    __slots__ = ("_counts", "_distinct", "nodes", "values")

    def __init__(self, nodes: Collection[Term], values: Mapping[Term, Collection[Term]]) -> None:
        self.nodes = nodes
        self.values = values
        self._distinct: frozenset[Term] | None = None
        self._counts: set[int] | None = None

    @classmethod
    def from_nodes(cls, graph: Graph, nodes: Collection[Term], path: Path | None) -> "Reached":
        """The value nodes of a property shape; without a path each node is its own (section 2.2)."""
        return cls(nodes, {node: (node,) for node in nodes} if path is None else path.reach(graph, nodes))

    @property
    def distinct(self) -> frozenset[Term]:
        """Each value once."""
        if self._distinct is None:
            self._distinct = frozenset(chain.from_iterable(self.values.values()))
        return self._distinct

    @property
    def counts(self) -> set[int]:
        """The numbers of values that nodes have."""
        if self._counts is None:
            self._counts = set(map(len, self.values.values()))
            self._counts.update((0,) if len(self.values) < len(self.nodes) else ())
        return self._counts

    def of(self, node: Term) -> Collection[Term]:
        """The values of a node."""
        return self.values.get(node, ())

    def having(self, wrong: Collection[Term]) -> Iterable[Offence]:
        """Where these values are."""
        return [
            Offence(node, value) for node, values in self.values.items() for value in values if value in wrong
        ]


Test: TypeAlias = Callable[[Graph, frozenset[Term]], Collection[Term]]  # which of these values fail?
Rule: TypeAlias = Callable[[Graph, Reached], Iterable[Offence]]  # what is wrong with these nodes?


@dataclass(frozen=True, slots=True)
class Finding:
    """A validation result (SHACL, section 3.6.2). `path` is SPARQL's, `component` and `severity` are IRIs."""

    focus: Term
    path: str
    value: Term | None
    component: str
    severity: str
    messages: tuple[str, ...]
    shape: str


@dataclass(frozen=True, slots=True)
class Constraint:
    """A rule with the name of its component; `words` says it where no message does."""

    component: str
    rule: Rule
    words: str = ""


def of_each(test: Test) -> Rule:
    """The rule that a test of single values is."""

    def rule(graph: Graph, reached: Reached) -> Iterable[Offence]:
        wrong = test(graph, reached.distinct) if reached.values else ()
        return reached.having(frozenset(wrong)) if wrong else ()

    return rule


@dataclass(slots=True)
class Shape:
    """A node shape, or (with a path) a property shape. Filled once by the compiler, then only read."""

    name: str
    path: Path | None
    severity: str
    messages: tuple[str, ...]
    active: bool = True
    constraints: list[Constraint] = field(default_factory=list)
    parts: "list[Shape]" = field(default_factory=list)

    def findings(self, graph: Graph, nodes: Collection[Term]) -> list[Finding]:
        """What does not hold of the focus nodes."""
        found: list[Finding] = []
        if not self.active or not nodes:
            return found
        beneath: Iterable[Collection[Term]] = (nodes,)
        if self.constraints or self.path is not None:
            reached = Reached.from_nodes(graph, nodes, self.path)
            for constraint in self.constraints:
                offences = constraint.rule(graph, reached)
                found += [self._finding(constraint, offence) for offence in offences]
            if self.path is not None:
                beneath = reached.values.values()  # a value counts for each node that has it
        for part in self.parts:
            for values in beneath:
                found += part.findings(graph, values)
        return found

    def failing(self, graph: Graph, nodes: Collection[Term]) -> set[Term]:
        """The nodes that do not conform (section 3.4: whatever the severity)."""
        if not self.active or not nodes:
            return set()
        reached = Reached.from_nodes(graph, nodes, self.path)
        wrong = {offence.focus for one in self.constraints for offence in one.rule(graph, reached)}
        for part in self.parts:
            beneath = part.failing(graph, reached.distinct)
            wrong.update(offence.focus for offence in (reached.having(beneath) if beneath else ()))
        return wrong

    def _finding(self, constraint: Constraint, offence: Offence) -> Finding:
        return Finding(
            offence.focus,
            offence.path or ("" if self.path is None else str(self.path)),
            offence.value,
            constraint.component,
            self.severity,
            self.messages or (constraint.words,),
            self.name,
        )
