"""The command line as a user meets it: what each mistake says, and the exit code that goes with it."""

import json
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import httpx
import pyoxigraph as ox
import pytest

from communique import __version__
from communique.cli import main
from communique.publishing.endpoint import create_app
from communique.publishing.server import running
from communique.publishing.storage.store import GraphStore, open_store

ARTICLE = (
    "Ministers meet in Vienna\n\nVIENNA, 3 March 2026 - French President Emmanuel Macron said on Tuesday "
    "that France would send two frigates to the strait. “We will keep the strait open,” he said.\n\n"
    "A spokesman for the British government declined to say who would pay.\n"
)
RECORD = Path(__file__).parent / "queries" / "small.trig"


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


CONTENTS = {
    "article.txt": ARTICLE.encode(),
    "empty.txt": b"",
    "blank.txt": b" \n\n\t\n",
    "image.txt": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01\x02",
    "latin.txt": ARTICLE.replace("“", "«").replace("”", "»").encode("latin-1"),
    "good.ttl": b'<http://example.org/a> <http://purl.org/dc/terms/title> "a" .',
    "bad.ttl": b"<http://example.org/a> <http://example.org/b>",
    "wrong.ttl": b"<http://example.org/s> a <https://w3id.org/communique/ns#Statement> .",
    "bad.rq": b"SELECT * WHERE {",
    "binary.rq": b"\xff\xfe\x00",
    "notes.md": b"# not a store",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files that are right, files that are wrong in every way, and a store that holds a small record."""
    made = tmp_path_factory.mktemp("cli")
    for name, content in CONTENTS.items():
        (made / name).write_bytes(content)
    (made / "folder").mkdir()
    with open_store(made / "communique-store") as store, store.committing():
        store.oxigraph.bulk_load(path=RECORD)
    return made


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs the command in that folder."""
    monkeypatch.chdir(folder)
    monkeypatch.delenv("COMMUNIQUE_STORE", raising=False)
    monkeypatch.setenv("COLUMNS", "200")

    def command(*arguments: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["communique", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        code = ended.value.code
        return Ran(code if isinstance(code, int) else 0, *capfd.readouterr())

    return command


class Mistake(NamedTuple):
    id: str
    call: tuple[str, ...]
    code: int
    words: str


MISTAKES = [
    Mistake("no such file", ("extract", "missing.txt"), 3, "missing.txt"),
    Mistake("a folder", ("extract", "folder"), 3, "folder"),
    Mistake("an empty file", ("extract", "empty.txt"), 3, "empty"),
    Mistake("nothing but blanks", ("extract", "blank.txt"), 3, "blank.txt"),
    Mistake("not text", ("extract", "image.txt"), 3, "image.txt"),
    Mistake("a day that is none", ("extract", "article.txt", "--published", "6 January"), 2, "--published"),
    Mistake("an unknown format", ("extract", "article.txt", "--format", "xml"), 2, "--format"),
    Mistake("no argument", ("extract",), 2, "FILE"),
    Mistake("an unknown command", ("digest",), 2, "digest"),
    Mistake("ingest, no such file", ("ingest", "missing.txt"), 3, "missing.txt"),
    Mistake("ingest, a folder that is no store", ("ingest", "article.txt", "--store", "."), 3, "not a store"),
    Mistake("ingest, a file as the store", ("ingest", "article.txt", "--store", "notes.md"), 3, "is a file"),
    Mistake(
        "ingest, a bad capture time", ("ingest", "article.txt", "--captured-at", "noon"), 2, "captured-at"
    ),
    Mistake("validate, bad RDF", ("validate", "bad.ttl"), 3, "bad.ttl is no Turtle"),
    Mistake("validate, missing RDF", ("validate", "missing.ttl"), 3, "missing.ttl"),
    Mistake("validate, what does not hold", ("validate", "wrong.ttl"), 1, "violation"),
    Mistake(
        "validate, the worst counts",
        ("validate", "good.ttl", "wrong.ttl", "bad.ttl"),
        3,
        "good.ttl: conforms",
    ),
    Mistake("serve, no store", ("serve", "--store", "nowhere"), 3, "no store at nowhere"),
    Mistake("serve, a port that is none", ("serve", "--port", "70000"), 2, "--port"),
    Mistake("query, no store", ("query", "drafts", "--store", "nowhere"), 3, "no store at nowhere"),
    Mistake("query, nothing", ("query",), 2, "--list"),
    Mistake("query, an unknown name", ("query", "gossip"), 2, "no query named 'gossip'"),
    Mistake("query, no such file", ("query", "gossip.rq"), 3, "gossip.rq cannot be read"),
    Mistake("query, a file that does not parse", ("query", "bad.rq"), 3, "line 1, column"),
    Mistake("query, a file that is no text", ("query", "binary.rq"), 3, "not text in UTF-8"),
    Mistake("query, text that does not parse", ("query", "SELECT * WHERE { ?s ?p }"), 3, "line 1, column"),
    Mistake("query, an update", ("query", "INSERT DATA { <a:a> <b:b> 1 }"), 3, "does not parse"),
    Mistake("query, a missing parameter", ("query", "statements-by"), 2, "wants speaker"),
    Mistake("query, an unknown parameter", ("query", "drafts", "--param", "who=x"), 2, "no parameter 'who'"),
    Mistake("query, a parameter without a value", ("query", "drafts", "--param", "who"), 2, "NAME=VALUE"),
    Mistake("query, a bad day", ("query", "meetings-on-day", "--param", "day=soon"), 2, "YYYY-MM-DD"),
    Mistake("query, no endpoint's address", ("query", "drafts", "--endpoint", "ftp://x"), 2, "no address"),
    Mistake(
        "query, no endpoint there", ("query", "drafts", "--endpoint", "http://127.0.0.1:9/"), 3, "reached"
    ),
    Mistake("token, a comment", ("token", "#c", "--file", "h"), 2, "no # at its beginning"),
    Mistake("token, a folder", ("token", "b", "--file", "."), 3, "is no file"),
    Mistake("export, no store", ("export", "dump.ttl", "--store", "nowhere"), 3, "no store at nowhere"),
    Mistake("export, a name without a format", ("export", "dump"), 2, "does not tell its format"),
    Mistake("export, no such folder", ("export", "nowhere/dump.ttl"), 3, "cannot be written"),
]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.id)
def test_mistake(run: Run, folder: Path, mistake: Mistake) -> None:
    before = sorted(path.name for path in folder.iterdir())
    ran = run(*mistake.call)
    assert (ran.code, mistake.words in ran.out + ran.err) == (mistake.code, True), ran
    assert "Traceback" not in ran.err
    assert sorted(path.name for path in folder.iterdir()) == before


def test_version_and_help(run: Run) -> None:
    assert run("--version") == Ran(0, f"communique {__version__}\n", "")
    assert "Exit codes" in run("--help").out


def test_extract_json(run: Run) -> None:
    ran = run("extract", "article.txt")
    assert (ran.code, ran.err) == (0, "")
    facts = json.loads(ran.out)
    assert (facts["article"], facts["published"]) == ("article.txt", "2026-03-03")
    assert "FR" in [state["id"] for state in facts["states"]]
    assert [leader["name"] for leader in facts["leaders"]] == ["Emmanuel Macron"]
    assert facts["statements"]


def test_extract_takes_the_day_that_is_given(run: Run) -> None:
    assert (
        json.loads(run("extract", "article.txt", "--published", "2026-03-04").out)["published"]
        == "2026-03-04"
    )


def test_extract_table(run: Run) -> None:
    ran = run("extract", "article.txt", "--format", "table")
    assert ran.code == 0
    assert "Emmanuel Macron" in ran.out


def test_extract_reads_latin_1(run: Run) -> None:
    assert run("extract", "latin.txt").code == 0


def test_extract_starts_without_rdflib(folder: Path) -> None:
    script = (
        "import sys; from communique.cli import app\n"
        f"app(['extract', {str(folder / 'article.txt')!r}], standalone_mode=False)\n"
        "heavy = {'rdflib', 'pyshacl', 'SPARQLWrapper', 'uvicorn', 'starlette', 'trafilatura'}\n"
        "sys.exit(str(heavy & set(sys.modules) or ''))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stderr.strip() == ""


def test_ingest_goes_on_after_a_bad_file(run: Run) -> None:
    ran = run("ingest", "empty.txt", "article.txt", "missing.txt", "--store", "mixed")
    assert ran.code == 3
    assert "added" in ran.out
    assert "Not read: empty.txt, missing.txt" in ran.out
    again = run("ingest", "article.txt", "--store", "mixed")
    assert (again.code, "unchanged" in again.out) == (0, True)


NOTHING = ["missing.txt", "missing.txt absent.html", "empty.txt image.txt", "blank.txt missing.txt"]


@pytest.mark.parametrize("sources", [names.split() for names in NOTHING], ids=NOTHING)
def test_ingest_makes_no_store_of_nothing(run: Run, folder: Path, sources: list[str]) -> None:
    before = sorted(folder.iterdir())
    ran = run("ingest", *sources, "--store", "nowhere/new")
    assert (ran.code, f"Not read: {', '.join(sources)}" in ran.out) == (3, True)
    assert sorted(folder.iterdir()) == before


def test_ingest_makes_a_store_for_the_first_article(run: Run) -> None:
    ran = run("ingest", "missing.txt", "article.txt", "--store", "later")
    assert (ran.code, "added" in ran.out) == (3, True)
    assert "1 skipped, 1 unchanged" in run("ingest", "missing.txt", "article.txt", "--store", "later").out
    assert run("query", "statements-by", "--param", "speaker=Macron", "--store", "later").code == 0


def test_ingest_then_query_and_export(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMUNIQUE_STORE", "record")
    run("ingest", "article.txt", "--captured-at", "2026-03-03T12:00:00Z")
    asked = run("query", "statements-by", "--param", "speaker=Macron", "--format", "json")
    rows = json.loads(asked.out)["results"]["bindings"]
    assert {row["speakers"]["value"] for row in rows} == {"Emmanuel Macron"}
    assert run("export", "dump.nq").code == 0
    assert len(list(ox.parse(path=folder / "dump.nq"))) > len(rows)
    assert run("validate", "dump.nq").code == 0


FORMS = [
    ("table", "United States"),
    ("csv", "who,meeting_name,when,words,source,meeting\r\nUnited States,Paris summit"),
    ("json", '"value": "United States"'),
]


@pytest.mark.parametrize(("form", "words"), FORMS, ids=[form for form, _ in FORMS])
def test_query_formats(run: Run, folder: Path, form: str, words: str) -> None:
    ran = run("query", "withdrawn-participations", "--format", form)
    assert (ran.code, words in ran.out) == (0, True), ran


def test_query_forms_of_answers(run: Run, folder: Path) -> None:
    (folder / "mine.rq").write_text('#+ title = "Mine"\nASK { ?s ?p ?o }', encoding="utf-8")
    assert run("query", "mine.rq").out == "yes\n"
    assert run("query", "mine.rq", "--format", "csv").out.strip() == "true"
    turtle = run("query", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 3").out
    assert len(list(ox.parse(turtle, format=ox.RdfFormat.TURTLE))) == 3


def test_query_list(run: Run) -> None:
    ran = run("query", "--list")
    assert (ran.code, "commitments-by-debtor" in ran.out) == (0, True)


def test_query_endpoint_gives_what_the_store_gives(run: Run, folder: Path) -> None:
    local = run("query", "leaders-on-day", "--param", "day=2026-01-06", "--format", "csv")
    store = ox.Store()
    with open_store(folder / "communique-store", read_only=True) as opened:
        store.extend(opened.quads())
    with running(create_app(GraphStore(store))) as address:
        remote = run(
            *("query", "leaders-on-day", "--param", "day=2026-01-06"),
            *("--format", "csv", "--endpoint", f"{address}/sparql"),
        )
    assert remote.code == local.code == 0
    assert sorted(remote.out.splitlines()) == sorted(local.out.splitlines())
    assert "Emmanuel Macron" in remote.out


def test_a_store_takes_one_writer_at_a_time(folder: Path) -> None:
    command = [sys.executable, "-c", "from communique.cli import main; main()", "ingest", "article.txt"]
    with open_store(folder / "communique-store"):
        ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, "in use by another process" in ran.stderr) == (3, True), ran
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("call", [("query", "drafts"), ("export", "d.ttl")])
def test_a_store_is_read_while_somebody_writes(run: Run, folder: Path, call: tuple[str, ...]) -> None:
    with open_store(folder / "communique-store"):
        assert run(*call).code == 0


def test_a_taken_port_is_said(run: Run, folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = run("serve", "--port", str(taken.getsockname()[1]))
    assert (ran.code, "already in use" in ran.err, "--port" in ran.err) == (3, True, True)


def test_serve_says_where_and_stops_when_told(folder: Path) -> None:
    command = [sys.executable, "-u", "-c", "from communique.cli import main; main()", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        address = next(word for word in server.stdout.readline().split() if word.startswith("http"))
        assert httpx.get(f"{address}/health").json() == {"status": "ok"}
        server.terminate()
        server.wait(timeout=10)
