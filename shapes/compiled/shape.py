"""A compiled shape: where its values are, and what is asked of them."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from communique.shapes.compiled.graph import Graph
from communique.shapes.compiled.paths import Path
from communique.shapes.compiled.terms import Term

Test: TypeAlias = Callable[[Graph, Term], bool]  # does this hold of one value node?


class Offence(NamedTuple):
    """What a rule objects to: a value, or none in particular; its path where that is not the shape's."""

    value: Term | None = None
    path: str = ""


Rule: TypeAlias = Callable[[Graph, Term, Collection[Term]], Iterable[Offence]]  # of a focus and its values


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
    """A test of each value, or a rule for all of them; `words` says it where no message does."""

    component: str
    test: Test | None = None
    rule: Rule | None = None
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
    parts: "list[Shape]" = field(default_factory=list)

    def add(self, constraint: Constraint) -> None:
        """Ask this too."""
        if constraint.test is not None:
            self.tests.append((constraint, constraint.test))
        if constraint.rule is not None:
            self.rules.append((constraint, constraint.rule))

    def findings(self, graph: Graph, focus: Term) -> Iterator[Finding]:
        """What does not hold of a focus node."""
        if not self.active:
            return
        values = (focus,) if self.path is None else self.path.values(graph, focus)
        if values:
            for constraint, test in self.tests:
                for value in values:
                    if not test(graph, value):
                        yield self._finding(constraint, focus, Offence(value))
        for constraint, rule in self.rules:
            for offence in rule(graph, focus, values):
                yield self._finding(constraint, focus, offence)
        for part in self.parts:
            for value in values:
                yield from part.findings(graph, value)

    def conforms(self, graph: Graph, node: Term) -> bool:
        """Whether everything holds of a node (section 3.4: of whatever severity)."""
        return next(self.findings(graph, node), None) is None

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
