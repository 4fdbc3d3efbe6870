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
    tests: list[tuple[Constraint, Test]] = field(default_factory=list)
    rules: list[tuple[Constraint, Rule]] = field(default_factory=list)
    absent: list[tuple[Constraint, Rule]] = field(default_factory=list)
    parts: "list[tuple[Shape, str]]" = field(default_factory=list)

    def add(self, constraint: Constraint) -> None:
        """Ask this too."""
        if constraint.test is not None:
            self.tests.append((constraint, constraint.test))
        if constraint.rule is not None:
            self.rules.append((constraint, constraint.rule))
            self.absent += self.rules[-1:] if constraint.absent else []

    @property
    def optional(self) -> str:
        """The property that all is about: without it nothing can fail. Empty where there is no such."""
        return self.path.iri if isinstance(self.path, Link) and not self.absent else ""

    def findings(self, graph: Graph, focus: Term) -> list[Finding]:
        """What does not hold of a focus node."""
        found: list[Finding] = []
        self._collect(graph, focus, found)
        return found

    def _collect(self, graph: Graph, focus: Term, found: list[Finding]) -> None:
        """Add what does not hold; a list that is handed on, as this runs for each node and shape."""
        if not self.active:
            return
        values = (focus,) if self.path is None else self.path.values(graph, focus)
        if values:
            for constraint, test in self.tests:
                if wrong := [Offence(value) for value in values if not test(graph, value)]:
                    found += self._told(constraint, focus, wrong)
        for constraint, rule in self.rules if values else self.absent:
            if failing := rule(graph, focus, values):
                found += self._told(constraint, focus, failing)
        for value in values if self.parts else ():
            links = graph.about(value)
            for part, link in self.parts:
                if not link or link in links:
                    part._collect(graph, value, found)

    def conforms(self, graph: Graph, node: Term) -> bool:
        """Whether everything holds of a node (section 3.4: of whatever severity)."""
        return not self.findings(graph, node)

    def _told(self, constraint: Constraint, focus: Term, failing: Sequence[Offence]) -> list[Finding]:
        path = "" if self.path is None else str(self.path)
        words = self.messages or (constraint.words,)
        return [
            Finding(focus, at or path, value, constraint.component, self.severity, words, self.name)
            for value, at in failing
        ]
