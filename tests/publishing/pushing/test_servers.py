"""Push and diff against servers that others wrote: oxigraph serve, Virtuoso; and against our own."""

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, unquote

import pytest

from communique.mapping.iris import Base
from communique.publishing.pushing.comparing import Compared, compare
from communique.publishing.pushing.journal import Journal
from communique.publishing.pushing.push import Pushed, push
from communique.publishing.pushing.showing import Remote
from communique.publishing.pushing.writers import writer_for
from communique.publishing.storage.store import open_snapshot, open_to_write

GRAPHS = Base().graphs
XSD = "http://www.w3.org/2001/XMLSchema#"
WITHOUT_DURATIONS = f"""DELETE {{ GRAPH ?g {{ ?s ?p ?o }} }}
WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(DATATYPE(?o) = <{XSD}duration>) }}"""


def pushed(folder: Path, remote: Remote, check: bool = False, prune: bool = False) -> Pushed:
    server, transport = remote.found()
    with open_snapshot(folder) as store, Journal(folder, server.target) as journal:
        return push(store, server, transport, journal, check, prune)


def compared(folder: Path, remote: Remote) -> list[Compared]:
    with open_snapshot(folder) as store:
        return compare(store, *remote.found())


def verdicts(folder: Path, remote: Remote) -> dict[str, str]:
    return {
        one.graph.removeprefix(GRAPHS): one.verdict
        for one in compared(folder, remote)
        if one.verdict != "same"
    }


def write(folder: Path, update: str) -> None:
    with open_to_write(folder, 5) as store, store.committing():
        store.oxigraph.update(update)


def there(remote: Remote, method: str, graph: str, triples: list[str]) -> None:
    """Put something on the server behind the store's back."""
    from communique.publishing.pushing.batches import Piece

    server, transport = remote.found()
    writer = writer_for(server, transport)
    if triples:
        writer.write([Piece(graph, tuple(triples), "")])
    else:
        writer.remove([graph])


@pytest.mark.parametrize("method", ["gsp", "update"])
def test_a_server_gets_what_the_store_has(
    remote: Callable[[str], Remote], method: str, folder: Path, empty: Path
) -> None:
    target = remote(method)
    pushed(empty, target, prune=True)  # what another case may have left
    if method == "update":
        write(folder, WITHOUT_DURATIONS)
    with open_snapshot(folder) as store:
        names = store.graph_names()
    assert set(verdicts(folder, target).values()) == {"missing"}

    first = pushed(folder, target)
    assert (first.sent, first.refused, first.unchanged) == (len(names), {}, 0)
    assert verdicts(folder, target) == {}
    assert pushed(folder, target).unchanged == len(names)

    write(folder, f"INSERT DATA {{ GRAPH <{GRAPHS}large> {{ <urn:a> <urn:b> 1 }} }}")
    write(folder, f"INSERT DATA {{ GRAPH <{GRAPHS}new> {{ <urn:a> <urn:b> 2 }} }}")
    write(folder, f"DROP GRAPH <{names[0]}>")
    second = pushed(folder, target)
    assert (second.sent, second.removed, second.unchanged) == (2, 1, len(names) - 2)
    assert verdicts(folder, target) == {}

    there(target, method, f"{GRAPHS}new", ["<urn:a> <urn:b> <urn:other> ."])
    there(target, method, f"{GRAPHS}large", [])
    there(target, method, f"{GRAPHS}surplus", ["<urn:a> <urn:b> <urn:c> ."])
    there(target, method, "urn:foreign", ["<urn:a> <urn:b> <urn:c> ."])
    assert verdicts(folder, target) == {"new": "differing", "large": "missing", "surplus": "surplus"}
    assert pushed(folder, target).sent == 0  # it trusts what it noted
    assert pushed(folder, target, check=True).sent == 2
    assert verdicts(folder, target) == {"surplus": "surplus"}
    assert pushed(folder, target, prune=True).removed == 1
    assert verdicts(folder, target) == {}

    shutil.rmtree(folder / "pushed")
    there(target, method, f"{GRAPHS}new", ["<urn:a> <urn:b> <urn:other> ."])
    there(target, method, f"{GRAPHS}surplus", ["<urn:a> <urn:b> <urn:c> ."])
    anew = pushed(folder, target)  # without notes it looks, at what is its own
    assert (anew.sent, anew.removed, anew.unchanged) == (1, 0, len(names) - 1)
    assert verdicts(folder, target) == {"surplus": "surplus"}


# Literals as the store has them. What a server makes of them must compare as the same.
LITERALS = [
    ("text", '"naïve 😀 \\n \\" \\\\ \\t"'),
    ("language", '"words"@en-gb'),
    ("integer", f'"-12"^^<{XSD}integer>'),
    ("decimal", f'"0.85"^^<{XSD}decimal>'),
    ("boolean", f'"true"^^<{XSD}boolean>'),
    ("double", f'"1.5E0"^^<{XSD}double>'),
    ("moment", f'"2026-01-06T10:00:00Z"^^<{XSD}dateTime>'),
    ("moment elsewhere", f'"2026-01-06T10:00:00.5+02:00"^^<{XSD}dateTime>'),
    ("moment without a zone", f'"2026-01-06T10:00:00"^^<{XSD}dateTime>'),
    ("day", f'"2026-01-06"^^<{XSD}date>'),
    ("address", f'"http://x.example/y?a=b&c"^^<{XSD}anyURI>'),
    ("months", f'"P5Y"^^<{XSD}duration>'),
    ("days", f'"P3DT4H"^^<{XSD}duration>'),
    ("long", '"' + "long " * 3_000 + '"'),
]


def test_literals_compare_as_the_same(remote: Callable[[str], Remote], empty: Path) -> None:
    target = remote("gsp")
    data = (f"GRAPH <{GRAPHS}{quote(name)}> {{ <urn:s> <urn:p> {literal} }}" for name, literal in LITERALS)
    write(empty, f"INSERT DATA {{ {' '.join(data)} }}")
    assert pushed(empty, target, prune=True).exit_code == 0
    found = {unquote(one.graph.removeprefix(GRAPHS)): one for one in compared(empty, target)}
    assert {name: one.verdict for name, one in found.items()} == {name: "same" for name, _ in LITERALS}
    lossy = {"months", "days"} if target.found()[0].name == "Virtuoso" else set()
    assert {name for name, one in found.items() if one.lossy} == lossy


def test_a_graph_that_a_server_refuses_does_not_stop_the_others(virtuoso: str, empty: Path) -> None:
    """Virtuoso 7.2 takes no xsd:duration in an update."""
    from communique.publishing.pushing.credentials import Credentials

    target = Remote(virtuoso, Credentials("digest", "dba", "dba"), "update")
    for name in "abcdefg":
        value = f'"P5Y"^^<{XSD}duration>' if name == "d" else "1"
        write(empty, f"INSERT DATA {{ GRAPH <{GRAPHS}{name}> {{ <urn:s> <urn:p> {value} }} }}")
    done = pushed(empty, target, prune=True)
    assert (done.sent, list(done.refused), done.exit_code) == (6, [f"{GRAPHS}d"], 1)
    assert "duration" in done.refused[f"{GRAPHS}d"]
    assert Counter(verdicts(empty, target).values()) == Counter({"missing": 1})


def test_pages_make_a_whole(remote: Callable[[str], Remote], folder: Path) -> None:
    """A server that cuts its answers is asked page by page: of graphs, and of a graph's triples."""
    from communique.publishing.pushing.contents import Contents
    from communique.publishing.storage.digests import digest, lines_of

    target = remote("gsp")
    pushed(folder, target, prune=True)
    server, transport = target.found()
    contents = Contents(server, transport, page=7)
    counts = {graph: count for graph, count in contents.counts().items() if graph.startswith(GRAPHS)}
    with open_snapshot(folder) as store:
        assert sorted(counts) == list(store.graph_names())
        smallest = min(counts, key=lambda graph: (counts[graph] < 20, counts[graph]))
        ((_, lines),) = contents.lines({smallest: counts[smallest]})
        assert lines is not None
        assert digest(lines, server.lossy) == digest(lines_of(store.oxigraph, smallest), server.lossy)
