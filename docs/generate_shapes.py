"""Write docs/shapes.md from the shapes: what is required of each kind of thing, with the messages."""

from pathlib import Path

from communique.ontology.vocabulary import PREFIXES
from communique.shapes.compiled import Graph, Term
from communique.shapes.compiled.compiler import CONSTRAINTS
from communique.shapes.compiled.paths import read_path
from communique.shapes.compiled.terms import SH, text_of
from communique.shapes.library import own_shapes
from communique.shapes.union import MESSAGES as UNION
from communique.shapes.vocabulary_check import MESSAGES as TERMS

PAGE = Path(__file__).parent / "shapes.md"
INTRODUCTION = """# What must hold

Generated from the shapes in `shapes/` by `docs/generate_shapes.py`; do not edit it by hand. A violation
must not be published, and ingest refuses the article; a warning is for an editor to look at. What is marked
*one report* holds within the graph of a single report: several reports may differ.
"""
COMPILED = """## The compiled engine

The gate runs the shapes as compiled predicates; pyshacl is the reference, and runs with `--engine pyshacl`.
The compiler knows all property paths, all targets and all constraints of SHACL Core. It refuses, by name,
`sh:sparql`, custom constraint components, `sh:rule`, `sh:entailment`, `sh:target`, functions, JavaScript,
recursive shapes, malformed lists and paths, and regular expressions that Python does not have (`\\p{…}`, the
flag `q`). For a user's shapes that have any of these, pyshacl runs in its place, and a line says so.

The engines differ where rdflib leaves the standards: it puts values that SPARQL cannot compare (a date and a
number) into an order of its own, where SHACL asks for a result; in `sh:lessThan` it stops at a blank node, or
at a date-time with a time zone beside one without; and it takes `2026-03-03` for an `xsd:dateTime`.
"""


def page() -> str:
    """The page as Markdown."""
    with_one, always = own_shapes(True).triples, Graph(own_shapes(False).triples)
    graph = Graph(with_one)
    shapes = sorted(
        {node for form in ("targetClass", "targetSubjectsOf") for node in graph.column(SH + form)},
        key=text_of,
    )
    parts = [_section(graph, shape, not always.about(shape)) for shape in shapes]
    return "\n".join([INTRODUCTION, *parts, _messages(), COMPILED])


def _section(graph: Graph, shape: Term, one_report: bool) -> str:
    targets = [
        f"everything with {_short(value)}" if form == "targetSubjectsOf" else _short(value)
        for form in ("targetClass", "targetSubjectsOf")
        for value in sorted(graph.objects(shape, SH + form), key=text_of)
    ]
    mark = " (*one report*)" if one_report else ""
    head = f"## {text_of(shape).rsplit('#', 1)[-1]}\n\nFor {', '.join(targets)}{mark}.\n"
    rows = [_row(graph, node) for node in (shape, *graph.objects(shape, f"{SH}property"))]
    table = ["| property | required | severity | message |", "| --- | --- | --- | --- |", *filter(None, rows)]
    return "\n".join([head, *table, ""])


def _row(graph: Graph, node: Term) -> str:
    said = graph.about(node)
    asked = [
        f"{link.removeprefix(SH)} {_value(graph, value)}"
        for link, values in sorted(said.items())
        for value in values
        if link.removeprefix(SH) in CONSTRAINTS - {"property"}
    ]
    if not asked:
        return ""
    paths = [_short(str(read_path(graph, path))) for path in said.get(f"{SH}path", ())]
    severity = [text_of(value).removeprefix(SH).lower() for value in said.get(f"{SH}severity", ())]
    message = " ".join(text_of(words) for words in said.get(f"{SH}message", ()))
    return f"| {''.join(paths)} | {'<br>'.join(asked)} | {(severity or ['violation'])[0]} | {message} |"


def _value(graph: Graph, value: Term) -> str:
    """A value as it reads in the shapes; lists as their members, shapes as what they ask for."""
    try:
        members = graph.items(value)
    except ValueError:
        return _short(text_of(value))
    return ", ".join(_member(graph, member) for member in members)


def _member(graph: Graph, member: Term) -> str:
    paths = [member, *graph.objects(member, f"{SH}property")]
    found = [
        _short(str(read_path(graph, path))) for node in paths for path in graph.objects(node, f"{SH}path")
    ]
    return f"({', '.join(found)})" if found else _short(text_of(member))


def _short(text: str) -> str:
    for name, iri in PREFIXES.items():
        text = text.replace(f"<{iri}", f"{name}:").replace(iri, f"{name}:")
    return f"`{text.replace('>', '').replace('|', chr(92) + '|')}`"


def _messages() -> str:
    head = "## Beyond one graph\n\nChecked by code: all files together and, with `--ontology`, the terms.\n"
    rows = [f"| {name} | {words} |" for name, words in sorted({**UNION, **TERMS}.items())]
    return "\n".join([head, "| check | message |", "| --- | --- |", *rows, ""])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
