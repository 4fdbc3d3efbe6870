"""Digests, batches, the journal, credentials and addresses, each by itself; and the commands."""

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from communique.cli import app
from communique.errors import CommuniqueError, InputError, UsageError
from communique.publishing.pushing.batches import Bounds, Piece, batches
from communique.publishing.pushing.credentials import Credentials
from communique.publishing.pushing.journal import Journal
from communique.publishing.pushing.servers import find_server
from communique.publishing.pushing.transport import Reply, Transport
from communique.publishing.storage.digests import digest, has_blank_nodes, lines_of_triples
from communique.publishing.storage.store import GraphStore

XSD = "http://www.w3.org/2001/XMLSchema#"
SECRET = "s3cret-of-the-test"

# ------------------------------------------------------------------ digests


def lines(*objects: str) -> list[str]:
    text = "".join(f"<urn:s> <urn:p> {one} .\n" for one in objects)
    return lines_of_triples(
        ox.Triple(quad.subject, quad.predicate, quad.object)
        for quad in ox.parse(text.encode(), format=ox.RdfFormat.N_TRIPLES)
    )


ALIKE = [
    (f'"010"^^<{XSD}integer>', f'"10"^^<{XSD}integer>', True),
    (f'"1.50"^^<{XSD}decimal>', f'"1.5"^^<{XSD}decimal>', True),
    (f'"1"^^<{XSD}boolean>', f'"true"^^<{XSD}boolean>', True),
    ('"x"@en-GB', '"x"@en-gb', True),
    (f'"x"^^<{XSD}string>', '"x"', True),
    (f'"2026-01-06T12:00:00+02:00"^^<{XSD}dateTime>', f'"2026-01-06T10:00:00Z"^^<{XSD}dateTime>', True),
    (f'"2026-01-06T10:00:00"^^<{XSD}dateTime>', f'"2026-01-06T10:00:00Z"^^<{XSD}dateTime>', False),
    (f'"2026-01-06T10:00:00Z"^^<{XSD}dateTime>', f'"2026-01-06T10:00:01Z"^^<{XSD}dateTime>', False),
    (f'"P5Y"^^<{XSD}duration>', f'"60"^^<{XSD}duration>', True),
    (f'"P5Y"^^<{XSD}duration>', '"P5Y"', False),
    (f'"5"^^<{XSD}integer>', f'"5"^^<{XSD}decimal>', False),
    ('"\\"P5Y\\"^^<x>"', '"\\"P6Y\\"^^<x>"', False),
    ('"x"@en', '"x"', False),
]


@pytest.mark.parametrize(("one", "other", "same"), ALIKE)
def test_what_counts_as_the_same(one: str, other: str, same: bool) -> None:
    lossy = frozenset({"duration"})
    assert (digest(lines(one), lossy) == digest(lines(other), lossy)) is same


def test_a_digest_depends_on_the_triples_and_not_on_their_order() -> None:
    assert digest(lines('"a"', '"b"')) == digest(lines('"b"', '"a"')) != digest(lines('"a"'))


@pytest.mark.parametrize(
    ("text", "blank"),
    [
        ("_:a <urn:p> 1 .", True),
        ("<urn:s> <urn:p> _:a .", True),
        ('<urn:s> <urn:p> "_:a" .', False),
        ("<urn:s> <urn:p> <urn:_:a> .", False),
    ],
)
def test_blank_nodes_are_seen(text: str, blank: bool) -> None:
    assert has_blank_nodes([text]) is blank


# ------------------------------------------------------------------ batches

GRAPHS = st.dictionaries(
    st.sampled_from("abcdef"), st.lists(st.text("xé", min_size=1, max_size=40), min_size=1, max_size=30)
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a machine may be busy
@given(GRAPHS, st.integers(20, 400), st.integers(1, 20), st.integers(1, 4))
def test_batches_keep_within_bounds_and_lose_nothing(
    graphs: dict[str, list[str]], size: int, triples: int, together: int
) -> None:
    bounds = Bounds(size, triples, together)
    made = [list(batch) for batch in batches(((name, held, name) for name, held in graphs.items()), bounds)]
    got: dict[str, list[str]] = {}
    for batch in made:
        assert len(batch) <= together
        assert len(batch) == 1 or sum(piece.size for piece in batch) <= size
        assert len(batch) == 1 or sum(len(piece.lines) for piece in batch) <= triples
        assert all(len(piece.lines) == 1 or piece.size <= size for piece in batch)
        for piece in batch:
            assert piece.first == (piece.graph not in got)
            got.setdefault(piece.graph, []).extend(piece.lines)
            assert piece.last == (len(got[piece.graph]) == len(graphs[piece.graph]))
    assert got == graphs


def test_the_size_of_a_piece_is_not_below_its_bytes() -> None:
    piece = Piece("g", ("é" * 10, "x" * 10), "")
    assert piece.size >= len("\n".join(piece.lines).encode())


# ------------------------------------------------------------------ the journal


def test_a_line_that_was_cut_off_tells_nothing(tmp_path: Path) -> None:
    with Journal(tmp_path, "http://a.example/") as journal:
        journal.note({"urn:a": "1", "urn:b": "2", "urn:c": None})
        journal.forget(["urn:b"])
    (file,) = (tmp_path / "pushed").glob("*.jsonl")
    file.write_text(file.read_text() + '{"graph": "urn:d", "dig')
    with Journal(tmp_path, "http://a.example/") as journal:
        assert journal.graphs == {"urn:a": "1", "urn:c": None}
        journal.note({"urn:e": "5"})
    with Journal(tmp_path, "http://a.example/") as journal:
        assert journal.graphs == {"urn:a": "1", "urn:c": None, "urn:e": "5"}
    assert len(file.read_text().splitlines()) == 1 + 3  # the address, and a line for each graph
    with Journal(tmp_path, "http://b.example/") as journal:
        assert journal.graphs == {}


# ------------------------------------------------------------------ credentials and addresses


def test_credentials_come_from_a_file_or_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("name:pass:word\n")
    file.chmod(0o600)
    known = Credentials.load("basic", file, {})
    assert (known.user, known.secret, known.header()) == ("name", "pass:word", "Basic bmFtZTpwYXNzOndvcmQ=")
    bearer = Credentials.load("bearer", None, {"COMMUNIQUE_CREDENTIALS": SECRET})
    assert bearer.header() == f"Bearer {SECRET}"
    assert SECRET not in repr(bearer)
    assert Credentials.load("none", None, {"COMMUNIQUE_CREDENTIALS": SECRET}) == Credentials()


@pytest.mark.parametrize(
    ("scheme", "text", "mode", "error"),
    [
        ("basic", "no colon", 0o600, InputError),
        ("bearer", "", 0o600, UsageError),
        ("bearer", "two\nlines", 0o600, InputError),
        ("bearer", SECRET, 0o644, InputError),
    ],
)
def test_what_are_no_credentials(
    tmp_path: Path, scheme: str, text: str, mode: int, error: type[CommuniqueError]
) -> None:
    file = tmp_path / "secret"
    file.write_text(text)
    file.chmod(mode)
    with pytest.raises(error) as told:
        Credentials.load(scheme, file, {})  # type: ignore[arg-type]
    assert not text or text not in str(told.value)


class Answering(Transport):
    """Says who answers, and nothing else."""

    def __init__(self, name: str) -> None:
        super().__init__(Credentials())
        self._name = name

    def send(self, _: object) -> Reply:
        return Reply(200, {"server": self._name}, b'{"head": {}, "boolean": true}')


WHERE = [
    ("http://x/sparql", "Virtuoso/07.20", "http://x/sparql-auth", "http://x/sparql-graph-crud-auth", "gsp"),
    ("http://x/query", "Oxigraph/0.5.13", "http://x/update", "http://x/store", "update"),
    ("http://x/ds/sparql", "Apache Jena Fuseki (5.5.0)", "http://x/ds/update", "http://x/ds/data", "gsp"),
    ("http://x/sparql", "nginx", "http://x/sparql", "", "update"),
    ("http://x/other", "Virtuoso/07.20", "http://x/other", "", "update"),
]


@pytest.mark.parametrize(("endpoint", "name", "update", "graphs", "method"), WHERE)
def test_where_a_server_takes_writes(endpoint: str, name: str, update: str, graphs: str, method: str) -> None:
    found = find_server(endpoint, Answering(name))
    assert (found.update, found.graphs, found.method) == (update, graphs, method)
    given = find_server(endpoint, Answering(name), None, "http://y/u", "http://y/g")
    assert (given.update, given.graphs, given.method) == ("http://y/u", "http://y/g", "gsp")


@pytest.mark.parametrize("endpoint", ["ftp://x/", "file:///etc", "x", f"http://me:{SECRET}@x/"])
def test_what_is_no_address(endpoint: str) -> None:
    with pytest.raises(UsageError) as told:
        find_server(endpoint, Answering(""))
    assert SECRET not in str(told.value)


def test_the_graph_store_of_a_stranger_must_be_told() -> None:
    with pytest.raises(UsageError, match="Where is the graph store"):
        find_server("http://x/sparql", Answering("nginx"), "gsp")


# ------------------------------------------------------------------ the commands


@pytest.fixture
def record(tmp_path: Path) -> str:
    path = tmp_path / "store"
    with GraphStore(ox.Store(str(path)), path) as store, store.committing():
        store.oxigraph.update("INSERT DATA { GRAPH <urn:command> { <urn:s> <urn:p> 1, 2 } }")
    return str(path)


def run(*arguments: str, **environment: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, [*arguments], env={**environment, "COLUMNS": "200"})
    if isinstance(done.exception, CommuniqueError):
        return done.exception.exit_code, str(done.exception)
    return done.exit_code, done.output


def test_push_and_diff(record: str, oxigraph: str) -> None:
    code, told = run("diff", oxigraph, "--store", record)
    assert (code, "urn:command" in told, "1 missing" in told) == (1, True, True)
    code, told = run("push", oxigraph, "--store", record)
    assert (code, "1 graphs sent, 0 removed, 0 unchanged" in told) == (0, True)
    code, told = run("diff", oxigraph, "--store", record, "--format", "json")
    assert (json.loads(told)["counts"]["same"], "missing" in json.loads(told)["counts"]) == (1, False)


def test_a_graph_with_blank_nodes_is_not_sent(record: str, oxigraph: str) -> None:
    with GraphStore(ox.Store(record), Path(record)) as store, store.committing():
        store.oxigraph.update("INSERT DATA { GRAPH <urn:blank> { [] <urn:p> 1 } }")
    code, told = run("push", oxigraph, "--store", record)
    assert (code, "1 not taken" in told, "blank nodes" in told) == (1, True, True)


def test_a_server_that_is_not_there(record: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.publishing.pushing.transport._FIRST_PAUSE", 0.0)
    code, told = run(
        "push",
        "http://127.0.0.1:9/sparql",
        "--store",
        record,
        "--auth",
        "bearer",
        COMMUNIQUE_CREDENTIALS=SECRET,
    )
    assert (code, "does not answer" in told, SECRET in told) == (3, True, False)
