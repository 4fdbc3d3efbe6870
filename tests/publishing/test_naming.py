"""Which graphs an update may name, however oddly it is written: held to what the engine does with it."""

import random
from collections.abc import Sequence

import pyoxigraph as ox
import pytest

from communique.publishing.answering.naming import iris_named

NAMED = [
    ("INSERT DATA { GRAPH <urn:g> { <urn:s> <urn:p> 'urn:not' } } # <urn:nor>", {"urn:g", "urn:s", "urn:p"}),
    ("PREFIX : <urn:a:> CLEAR GRAPH :b", {"urn:a:", "urn:a:b"}),
    ("PREFIX p: <urn:a:> DROP GRAPH p:b\\/c", {"urn:a:", "urn:a:b/c"}),
    ("BASE <http://x/y/> MOVE <a> TO <../b>", {"http://x/y/", "http://x/y/a", "http://x/b"}),
    ("DELETE WHERE { GRAPH ?g { ?s ?p ?o } }", None),
    ("DELETE WHERE { GRAPH#\n$g { ?s ?p ?o } }", None),
    ("INSERT DATA { GRAPH <urn:\\u0067> { <urn:s> <urn:p> 1 } }", None),
    ("PREFIX : <urn:a:> DROP GRAPH:b.c.", {"urn:a:b.c"}),
    ("PREFIX p: <urn:a:> COPY p:b TOp:c", {"urn:a:b", "urn:a:c"}),
    ("PREFIX é: <urn:a:> DROP GRAPHé:b·é:c", {"urn:a:b·é:c"}),
    ("PREFIX p: <x/../a/> DROP GRAPH p:b%20c", {"http://x/a/b%20c"}),
    ("DROP GRAPH <a/../b>", {"http://x/b"}),
    ("DELETE WHERE { ?s ?p trueGRAPH ?g { ?s ?p ?o } }", None),
    ("CLEAR ALL", None),
    ("DROP#x\nSILENTNAMED", None),
    ("# a line that ends oddly\r DROP GRAPH <urn:g>", None),
    (" ".join(f"BASE <b{number}/>" for number in range(9)) + " DROP GRAPH <a>", None),
]


@pytest.mark.parametrize(("update", "iris"), NAMED)
def test_what_an_update_may_touch(update: str, iris: set[str] | None) -> None:
    found = iris_named(update, "http://x/")
    assert (found if iris is None else iris - (found or set())) == (None if iris is None else set())


X = "http://g/x/"
BASE = f"{X}y"
PROLOGUES = [f"PREFIX p: <{X}> ", f"PREFIXp:<{X}>", f"BASE <{BASE}> ", f"PREFIX : <{X}>", "PREFIX q: <> "]
PROLOGUES += ["# c\n", "PREFIX é:<http://g/>"]
GRAPHS = [f"<{X}a>", "p:a", ":a", "<a>", "<../x/a>", "p:b", "é:x\\/a", "q:", f"<{X}b>"]
SPACES = ["", " ", "\n", "#x\n", "# '\n", '# """ <\n']
VALUES = ["'x'", '"y"', "true", "1", "'''z\n'''", "'it'", "<http://o>", '"}"', "'#'"]
FILTERS = [
    "FILTER(1<'x>')",
    "FILTER(1<2)",
    "FILTER('a'<\"b>\")",
    "",
    "BIND('#' AS ?z)",
    "FILTER(1<1#b> '''\n)",
]
BEFORE = f"""INSERT DATA {{
  <urn:s> <urn:p> true, 1
  GRAPH <{X}a> {{ <urn:s> <urn:p> true, 1, 'x' }}
  GRAPH <{X}b> {{ <urn:s> <urn:p> 1 }} GRAPH <{X}> {{ <urn:s> <urn:p> 2 }}
}}"""
OPERATIONS = [
    "INSERT DATA_{_GRAPH NAMED {<urn:s>_<urn:p>_VALUE}}",
    "DELETE WHERE_{_GRAPH ANY {?s ?p ?o}}",
    "DELETE{GRAPH ANY {?s ?p ?o}}_WHERE{FILTERS_GRAPH ANY {?s ?p ?o}FILTERS}",
    "INSERT{GRAPH ANY {?s ?p ?o}}WHERE{?s ?p OBJECT_GRAPH ANY {?s ?p ?o}}",
    "WITH_NAMED_DELETE{?s ?p ?o}WHERE{?s ?p ?o FILTERS}",
    "MOVE_SILENT_NAMED_TO_NAMED",
    "COPY_NAMED_TO_NAMED",
]
CHOICES = {
    "NAMED": GRAPHS,
    "ANY": [*GRAPHS, "?g", "$g"],
    "VALUE": VALUES,
    "FILTERS": FILTERS,
    "OBJECT": ["?o", "true", "1", "?o.", "true."],
    "GRAPH ": ["GRAPH", "GRAPH ", "GRAPH#x\n"],
    "_": SPACES,
}


def odd(choose: random.Random) -> str:
    """An update that is seldom written like this."""

    def operation() -> str:
        text = choose.choice(OPERATIONS)
        for name, those in CHOICES.items():
            while name in text:
                text = text.replace(name, choose.choice(those).replace("GRAPH", "gRAPH"), 1)
        return text + choose.choice(["", "#'\n", '# "\n'])

    prologue = "".join(choose.choice(PROLOGUES) for _ in range(choose.randrange(4)))
    return prologue + ";".join(operation() for _ in range(choose.randrange(1, 4)))


def changed(update: str) -> set[str] | None:
    """The graphs that the engine changes; None where the update is none."""
    store = ox.Store()
    store.update(BEFORE)
    before = content(store)
    try:
        store.update(update, base_iri=BASE)
    except (SyntaxError, RuntimeError, ValueError):
        return None
    after = content(store)
    return {graph for graph in {*before, *after} if before.get(graph) != after.get(graph)}


def content(store: ox.Store) -> dict[str, Sequence[str]]:
    names = [name for name in store.named_graphs() if isinstance(name, ox.NamedNode)]
    quads = {name: store.quads_for_pattern(None, None, None, name) for name in names}
    return {name.value: sorted(map(str, found)) for name, found in quads.items()}


def test_no_graph_is_changed_that_was_not_named() -> None:
    choose = random.Random(7)
    ran = elsewhere = 0
    for _ in range(6000):
        update = odd(choose)
        graphs = changed(update)
        if graphs is not None:
            ran += 1
            named = iris_named(update, BASE)
            assert named is None or graphs <= named, update
            elsewhere += named is not None and bool(graphs)
    assert ran > 1000
    assert elsewhere > 200
