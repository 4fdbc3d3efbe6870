"""Push and diff to what only says 200: nothing is noted as there that is not there."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from communique.cli import app
from communique.errors import CommuniqueError
from communique.publishing.pushing.journal import Journal

HTML = ("text/html; charset=utf-8", "<html>hi</html>")
RESULTS = "application/sparql-results+json"


class Says(BaseHTTPRequestHandler):
    """Says 200 and the same thing to everything."""

    said: tuple[str, str]

    def answer(self) -> None:
        self.rfile.read(int(self.headers.get("content-length") or 0))
        kind, text = self.said
        self.send_response(200)
        if kind:
            self.send_header("content-type", kind)
        self.send_header("content-length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    do_GET = do_PUT = do_POST = do_DELETE = answer  # noqa: N815 - http.server looks for these names

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def says() -> Iterator[Callable[[tuple[str, str]], str]]:
    """Starts a server that says one thing, and gives its address."""
    servers: list[tuple[ThreadingHTTPServer, threading.Thread]] = []

    def start(said: tuple[str, str]) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Says,), {"said": said}))
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        servers.append((server, thread))
        return f"http://127.0.0.1:{server.server_address[1]}/sparql"

    yield start
    for server, thread in servers:
        server.shutdown()
        server.server_close()
        thread.join()


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, [*arguments], env={"COLUMNS": "200"})
    if isinstance(done.exception, CommuniqueError):
        return done.exception.exit_code, str(done.exception)
    return done.exit_code, done.output


NO_ENDPOINTS: dict[str, tuple[tuple[str, str], str]] = {
    "a page": (HTML, "with text/html"),
    "other JSON": (("application/json", '{"x": 1}'), "with application/json"),
    "half a result": ((RESULTS, '{"head": {}, "boolean": tr'), f"with {RESULTS}"),
    "rows": ((RESULTS, '{"head": {"vars": []}, "results": {"bindings": []}}'), "has rows and no truth value"),
    "no truth value": ((RESULTS, '{"head": {}, "boolean": "yes"}'), "Unexpected boolean"),
    "another format": (("text/csv", "true"), "with text/csv"),
    "a word": (("text/plain", "OK"), "with text/plain"),
    "nothing": (("", ""), "with something without a type"),
    "control characters": (("text/plain", "\x1b[2J\x07"), "with text/plain"),
}


@pytest.mark.parametrize("command", [["diff"], ["push"], ["push", "--check"], ["push", "--method", "gsp"]])
@pytest.mark.parametrize(("said", "words"), NO_ENDPOINTS.values(), ids=NO_ENDPOINTS)
def test_what_is_no_endpoint(
    says: Callable[[tuple[str, str]], str], empty: Path, said: tuple[str, str], words: str, command: list[str]
) -> None:
    address = says(said)
    graphs = ["--graphs", address] if "gsp" in command else []
    code, told = run(*command, address, "--store", str(empty), *graphs)
    assert (code, f"{address} is no SPARQL endpoint: it answers ASK {{}} " in told) == (3, True)
    assert words in told
    assert "\x1b" not in told
    assert not (empty / "pushed").exists()


@pytest.mark.parametrize("command", ["push", "diff"])
def test_what_answers_all_that_is_asked_with_yes(
    says: Callable[[tuple[str, str]], str], folder: Path, command: str
) -> None:
    code, told = run(command, says((RESULTS, '{"head": {}, "boolean": true}')), "--store", str(folder))
    assert (code, "has a truth value and no rows" in told) == (3, True)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.publishing.pushing.transport._FIRST_PAUSE", 0.0)


@pytest.mark.parametrize("option", ["--update", "--graphs"])
@pytest.mark.parametrize("said", [HTML, ("", "")], ids=["a page", "nothing"])
@pytest.mark.usefixtures("hasty")
def test_what_takes_writes_and_keeps_nothing(
    says: Callable[[tuple[str, str]], str],
    oxigraph: str,
    folder: Path,
    empty: Path,
    option: str,
    said: tuple[str, str],
) -> None:
    httpx.post(oxigraph.replace("/query", "/update"), data={"update": "DROP ALL"}).raise_for_status()
    target = says(said)
    for _ in range(2):
        code, told = run("push", oxigraph, "--store", str(folder), option, target)
        assert (code, f"{target} said that it took " in told, "does not show it" in told) == (3, True, True)
    with Journal(folder, target) as journal:
        assert set(journal.graphs.values()) == {None}

    run("push", oxigraph, "--store", str(folder))
    code, told = run("push", oxigraph, "--store", str(empty), "--prune", option, target)
    assert (code, f"{target} said that it removed " in told, "still shows it" in told) == (3, True, True)
    assert run("diff", oxigraph, "--store", str(folder))[0] == 0
