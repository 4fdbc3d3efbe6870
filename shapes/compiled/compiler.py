"""From a shapes graph to compiled shapes. What is not known here is refused by name."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from communique.shapes.compiled import each, together
from communique.shapes.compiled.graph import Graph
from communique.shapes.compiled.paths import Link, read_path
from communique.shapes.compiled.shape import Constraint, Finding, Shape, Test, of_each
from communique.shapes.compiled.terms import (
    RDFS,
    SH,
    Term,
    Triple,
    Unsupported,
    text_of,
)

_TARGETS: Final = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
# Read beside a constraint or not at all: they constrain nothing by themselves (section 2.3.2 and others).
_SILENT: Final = frozenset(
    "path severity message deactivated name description order group defaultValue flags ignoredProperties "
    "qualifiedMinCount qualifiedMaxCount qualifiedValueShapesDisjoint".split()
).union(_TARGETS)
_COUNTS: Final = {
    "qualifiedMinCount": ("QualifiedMinCountConstraintComponent", int.__le__),
    "qualifiedMaxCount": ("QualifiedMaxCountConstraintComponent", int.__ge__),
}
_BATCH: Final = 1_000  # focus nodes at a time
# Features of SHACL-SPARQL and of SHACL-AF that change what a whole shapes graph means.
_FOREIGN_TYPES: Final = ("ConstraintComponent", "JSConstraint", "Function", "SPARQLFunction", "TargetType")


@dataclass(frozen=True, slots=True)
class Shapes:
    """The shapes that have targets, ready to run."""

    targeted: "tuple[tuple[Shape, tuple[tuple[str, Term], ...]], ...]"

    def validate(self, graph: Graph) -> Iterator[Finding]:
        """What does not hold of the targets in the data graph."""
        for shape, targets in self.targeted:
            for nodes in _batches(_focus_nodes(graph, targets)):
                yield from shape.findings(graph, nodes)


def _batches(nodes: Collection[Term]) -> Iterator[Collection[Term]]:
    """The nodes in parts that a processor's cache can hold, so that time grows with their number only."""
    if len(nodes) <= _BATCH:
        yield nodes
        return
    left = iter(nodes)
    while batch := tuple(islice(left, _BATCH)):
        yield batch


def _focus_nodes(graph: Graph, targets: Iterable[tuple[str, Term]]) -> Collection[Term]:
    """The nodes that the targets select, each once (section 2.1.3)."""
    selected: dict[Term, None] = {}
    for form, what in targets:
        selected.update(dict.fromkeys(_SELECT[form](graph, what)))
    return selected


_SELECT: Final[dict[str, Callable[[Graph, Term], Iterable[Term]]]] = {
    "targetClass": lambda graph, what: graph.instances(text_of(what)),
    "targetNode": lambda _, what: (what,),
    "targetSubjectsOf": lambda graph, what: graph.column(text_of(what)),
    "targetObjectsOf": lambda graph, what: graph.linked(text_of(what)),
}


def compile_shapes(triples: Iterable[Triple]) -> Shapes:
    """Compile a shapes graph; raises Unsupported where it uses what is not known here."""
    graph = Graph(triples)
    _refuse_foreign(graph)
    compiler = _Compiler(graph)
    found = [(node, tuple(_targets(graph, node))) for node in _with_targets(graph)]
    return Shapes(tuple((compiler.shape(node), targets) for node, targets in found))


def _refuse_foreign(graph: Graph) -> None:
    for kind in _FOREIGN_TYPES:
        if graph.instances(SH + kind):
            raise Unsupported(f"sh:{kind}")
    for link in ("entailment", "rule", "sparql"):
        if graph.column(SH + link):
            raise Unsupported(f"sh:{link}")


def _with_targets(graph: Graph) -> Collection[Term]:
    nodes = {node: None for link in _TARGETS for node in graph.column(SH + link)}
    shapes = [node for kind in ("NodeShape", "PropertyShape") for node in graph.instances(SH + kind)]
    return nodes | {node: None for node in shapes if node in graph.instances(f"{RDFS}Class")}


def _targets(graph: Graph, node: Term) -> Iterator[tuple[str, Term]]:
    for form in _TARGETS:
        yield from ((form, what) for what in graph.objects(node, SH + form))
    if node in graph.instances(f"{RDFS}Class"):  # an implicit class target (section 2.1.3.3)
        yield "targetClass", node


class _Compiler:
    """Compiles each shape of a graph once."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._done: dict[Term, Shape] = {}
        self._open: set[Term] = set()

    def shape(self, node: Term) -> Shape:
        """The shape that a node describes."""
        if node in self._open:
            raise Unsupported("a recursive shape", str(node))
        if node not in self._done:
            self._open.add(node)
            try:
                self._done[node] = self._compiled(node)
            except Unsupported as refused:
                raise Unsupported(refused.construct, refused.shape or str(node)) from None
            finally:
                self._open.discard(node)
        return self._done[node]

    def _compiled(self, node: Term) -> Shape:
        graph, paths = self._graph, self._said(node, "path")
        shape = Shape(
            name=text_of(node),
            path=read_path(graph, paths[0]) if paths else None,
            severity=text_of(self._one(node, "severity", f"{SH}Violation")),
            messages=tuple(sorted(text_of(words) for words in self._said(node, "message"))),
            active=text_of(self._one(node, "deactivated", "false")) not in ("true", "1"),
        )
        for link, values in graph.about(node).items():
            if link.startswith(SH) and link.removeprefix(SH) not in _SILENT:
                self._ask(shape, node, link.removeprefix(SH), values)
        return shape

    def _ask(self, shape: Shape, node: Term, name: str, values: Collection[Term]) -> None:
        """Add what one parameter asks for, once for each of its values (section 2.3)."""
        for value in values:
            if name == "property":
                shape.parts.append(self.shape(value))
            else:
                shape.constraints += self._constraints(node, name, value)

    def _constraints(self, node: Term, name: str, value: Term) -> Iterator[Constraint]:
        component = f"{SH}{name[0].upper()}{name[1:]}ConstraintComponent"
        words = f"sh:{name} {text_of(value)} does not hold."
        if name in each.SIMPLE:
            yield Constraint(component, of_each(each.SIMPLE[name](value)), words)
        elif name in each.LISTS:
            yield Constraint(component, of_each(each.LISTS[name](self._list(value))), f"sh:{name} …")
        elif name in together.SIMPLE:
            yield Constraint(component, together.SIMPLE[name](value), words)
        elif name in _LOGIC:
            members = self._list(value) if name in ("and", "or", "xone") else [value]
            shapes = [self.shape(member) for member in members]
            yield Constraint(component, of_each(_LOGIC[name](shapes)), f"sh:{name} does not hold.")
        elif name == "pattern":
            flags = self._one(node, "flags", "")
            yield Constraint(component, of_each(each.like(value, flags)), words)
        elif name == "closed":
            yield from self._closed(node, component, value)
        elif name == "qualifiedValueShape":
            yield from self._qualified(node, value)
        else:
            raise Unsupported(f"sh:{name}")

    def _closed(self, node: Term, component: str, value: Term) -> Iterator[Constraint]:
        if text_of(value) in ("true", "1"):
            parts = [self.shape(part).path for part in self._said(node, "property")]
            named = [path.iri for path in parts if isinstance(path, Link)]
            ignored = [
                text_of(link) for head in self._said(node, "ignoredProperties") for link in self._list(head)
            ]
            words = "A property is used that the shape does not allow."
            yield Constraint(component, together.closed([*named, *ignored]), words)

    def _qualified(self, node: Term, value: Term) -> Iterator[Constraint]:
        shape, others = self.shape(value), self._siblings(node, value)
        for name, (component, compare) in _COUNTS.items():
            for number in self._said(node, name):
                fits = _fits(compare, int(text_of(number)))
                rule = together.qualified(shape, others, fits)
                words = f"sh:{name} {text_of(number)} does not hold."
                yield Constraint(SH + component, rule, words)

    def _siblings(self, node: Term, value: Term) -> list[Shape]:
        """The other qualified shapes of the same parents, if they must be disjoint (section 4.7.3)."""
        if text_of(self._one(node, "qualifiedValueShapesDisjoint", "false")) not in ("true", "1"):
            return []
        found = {
            shape: None
            for parent in self._graph.subjects(f"{SH}property", node)
            for part in self._said(parent, "property")
            for shape in self._said(part, "qualifiedValueShape")
            if shape != value
        }
        return [self.shape(shape) for shape in found]

    def _said(self, node: Term, name: str) -> list[Term]:
        return list(self._graph.objects(node, SH + name))

    def _one(self, node: Term, name: str, otherwise: str) -> Term:
        return next(iter(self._said(node, name)), otherwise)

    def _list(self, head: Term) -> list[Term]:
        try:
            return self._graph.items(head)
        except ValueError:
            raise Unsupported("a malformed list", str(head)) from None


def _fits(compare: Callable[[int, int], bool], bound: int) -> Callable[[int], bool]:
    return lambda number: compare(bound, number)


def _not_one(shapes: list[Shape]) -> Test:
    """Those values that conform to none of the shapes, or to several (sh:xone)."""

    def test(graph: Graph, values: frozenset[Term]) -> Collection[Term]:
        failing = [shape.failing(graph, values) for shape in shapes]
        return [value for value in values if sum(value not in wrong for wrong in failing) != 1]

    return test


_LOGIC: Final[dict[str, Callable[[list[Shape]], Test]]] = {
    "and": lambda shapes: lambda graph, values: set().union(*(s.failing(graph, values) for s in shapes)),
    "or": lambda shapes: (
        lambda graph, values: values.intersection(*(s.failing(graph, values) for s in shapes))
    ),
    "xone": _not_one,
    "not": lambda shapes: lambda graph, values: values - shapes[0].failing(graph, values),
    "node": lambda shapes: lambda graph, values: shapes[0].failing(graph, values),
}
CONSTRAINTS: Final = frozenset(
    {*each.SIMPLE, *each.LISTS, *together.SIMPLE, *_LOGIC, *_COUNTS, "pattern", "closed", "property"}
)
