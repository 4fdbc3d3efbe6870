"""communique read and ingest on sources of many articles: what is printed, reported and returned."""

import gzip
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from communique.cli import main

FIXTURES = Path(__file__).parent / "fixtures"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs the command in a folder with the recorded feeds and agency stories."""
    for name in ("feeds", "agency"):
        shutil.copytree(FIXTURES / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")

    def command(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["communique", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        code = ended.value.code
        return (code if isinstance(code, int) else 0, *capfd.readouterr())

    return command


def test_read_shows_what_the_reader_saw(run: Run) -> None:
    code, out, _ = run("read", "feeds/page-model.json")
    assert code == 0
    assert "a live blog of 3 posts" in out
    assert "post 1 · b3 · 2026-02-12T12:00:00+00:00 · Ana Ruiz" in out
    assert "caption     The hall in Nairobi." in out


def test_read_tells_why_something_is_no_article(run: Run) -> None:
    Path("notes.json").write_text('{"a": 1}', encoding="utf-8")
    code, out, _ = run("read", "notes.json")
    assert code == 3
    assert "no format of articles" in out


def test_ingest_takes_a_folder_and_reports_each(run: Run) -> None:
    Path("feeds/broken.json").write_text('{"a": ', encoding="utf-8")
    code, _, err = run("ingest", "feeds", "agency", "--store", "record", "--report", "report.jsonl")
    assert code == 0
    lines = [json.loads(line) for line in Path("report.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {line["status"] for line in lines} == {"added", "skipped"}
    (skipped,) = [line for line in lines if line["status"] == "skipped"]
    assert skipped["source"] == "feeds/broken.json"
    assert skipped["reason"] in err


def test_ingest_takes_standard_input(tmp_path: Path) -> None:
    page = b"<html lang='en'><head><title>Talks</title></head><body><p>France met Spain.</p></body></html>"
    script = "from communique.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", script, "ingest", "-", "--store", "record", "--report", "r.jsonl"],
        input=gzip.compress(page),
        capture_output=True,
        check=True,
        cwd=tmp_path,
    )
    (line,) = (tmp_path / "r.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["status"] == "added", done.stderr


def test_what_was_committed_is_not_read_again(run: Run) -> None:
    run("ingest", "agency", "--store", "record")
    code, out, _ = run("ingest", "agency", "--store", "record", "--report", "again.jsonl")
    lines = [json.loads(line) for line in Path("again.jsonl").read_text(encoding="utf-8").splitlines()]
    assert code == 0
    assert [line["reason"] for line in lines] == ["it is in the store already"] * 4
    assert "4 unchanged" in out


def test_a_teaser_does_not_replace_the_article(run: Run) -> None:
    story = '{"version": "https://jsonfeed.org/version/1", "items": [%s]}'
    whole = '{"id": "1", "url": "https://a.example/1", "content_text": "France met Spain.\\nThey agreed."}'
    Path("whole.json").write_text(story % whole, encoding="utf-8")
    Path("teaser.json").write_text(
        story % '{"id": "1", "url": "https://a.example/1", "summary": "France met Spain."}',
        encoding="utf-8",
    )
    assert "added" in run("ingest", "teaser.json", "--store", "record")[1]
    assert "replaced" in run("ingest", "whole.json", "--store", "record")[1]
    assert "unchanged" in run("ingest", "teaser.json", "--published", "2026-01-01", "--store", "record")[1]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("ingest", "http://127.0.0.1:9/", "--store", "s"), 3, "private or loopback"),
        (("ingest", "feeds", "--report", "nowhere/r.jsonl", "--store", "s"), 3, "report cannot be written"),
        (("ingest", "feeds", "--max-size", "0"), 2, "max-size"),
        (("read", "absent.xml"), 3, "no such file"),
    ],
)
def test_mistakes(run: Run, arguments: tuple[str, ...], code: int, words: str) -> None:
    ended, out, err = run(*arguments)
    assert (ended, words in out + err) == (code, True)


def test_another_language_is_told_and_recorded_without_facts(run: Run) -> None:
    page = '<html lang="pl"><head></head><body><p>Rozmowy zakończyły się we wtorek.</p></body></html>'
    Path("page.html").write_text(page, encoding="utf-8")
    code, _, err = run("ingest", "page.html", "--store", "record")
    assert code == 0
    assert "in another language than English (pl)" in err
    asked = "SELECT ?l { ?a <https://schema.org/inLanguage> ?l }"
    assert "pl" in run("query", asked, "--store", "record")[1]
