"""A compiled shape: where its values are, and what is asked of them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from communique.shapes.compiled.graph import Graph
from communique.shapes.compiled.paths import Link, Path
from communique.shapes.compiled.terms import Term

Test: TypeAlias = Callable[[Graph, Term], bool]  # does this hold of one value node?


class Offence(NamedTuple):
    """What a rule objects to: a value, or none in particular; its path where that is not the shape's."""

    value: Term | None = None
    path: str = ""


_Values: TypeAlias = tuple[Term, Collection[Term]]  # a focus node and its value nodes
Rule: TypeAlias = Callable[[Graph, Term, Collection[Term]], Sequence[Offence]]  # of a focus and its values


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
    """A test of each value, or a rule for all of them; `words` says it where no message does.

    `absent` tells whether the rule can object to there being no values.
    """

    component: str
    test: Test | None = None
    rule: Rule | None = None
    absent: bool = False
    words: str = ""


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

    @property
    def needed(self) -> bool:
        """Whether something objects to there being no values."""
        return any(constraint.absent for constraint in self.constraints)

    def findings(self, graph: Graph, nodes: Collection[Term]) -> list[Finding]:
        """What does not hold of the focus nodes: each constraint in one pass over all of them."""
        if not self.active:
            return []
        reached = self._reached(graph, nodes)
        filled = [(node, values) for node, values in reached if values]
        found: list[Finding] = []
        for constraint in self.constraints:
            found += self._failing(constraint, graph, reached if constraint.absent else filled)
        if self.parts:
            values = nodes if self.path is None else [value for _, values in filled for value in values]
            found += [finding for part in self.parts for finding in part.findings(graph, values)]
        return found

    def conforms(self, graph: Graph, node: Term) -> bool:
        """Whether everything holds of a node (section 3.4: of whatever severity)."""
        return not self.findings(graph, (node,))

    def _reached(self, graph: Graph, nodes: Collection[Term]) -> list[_Values]:
        """The focus nodes with their values; without those that have none, where nothing asks for these."""
        path = self.path
        if path is None:
            return [(node, (node,)) for node in nodes]
        if isinstance(path, Link):
            column = graph.column(path.iri)
            if not self.needed:
                return [(node, column[node]) for node in nodes if node in column] if column else []
            return [(node, column.get(node, ())) for node in nodes]
        return [(node, path.values(graph, node)) for node in nodes]

    def _failing(self, constraint: Constraint, graph: Graph, reached: list[_Values]) -> list[Finding]:
        told, test, rule = self._finding, constraint.test, constraint.rule
        if test is not None:
            return [
                told(constraint, node, Offence(value))
                for node, values in reached
                for value in values
                if not test(graph, value)
            ]
        assert rule is not None
        return [
            told(constraint, node, offence)
            for node, values in reached
            for offence in rule(graph, node, values)
        ]

    def _finding(self, constraint: Constraint, focus: Term, offence: Offence) -> Finding:
        return Finding(
            focus,
            offence.path or ("" if self.path is None else str(self.path)),
            offence.value,
            constraint.component,
            self.severity,
            self.messages or (constraint.words,),
            self.name,
        )
