"""communique validate on files that hold several articles, and on many files."""

import html
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from communique.publishing.findings.model import Checked
from communique.publishing.storage.store import open_store
from communique.publishing.validation.checking import Checks
from communique.publishing.validation.checking_many import check_files
from communique.publishing.validation.files import validate_files
from communique.shapes.library import shapes_in

COMMAND = Path(sys.executable).parent / "communique"
EXAMPLES = Path(__file__).parents[2] / "examples"
DAY = "2026-01-06"
SHAPE = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix cmq: <https://w3id.org/communique/ns#> .
<x:S> a sh:NodeShape ; sh:targetClass cmq:Statement ; sh:severity sh:Warning ;
  sh:property [ sh:path cmq:via ; sh:minCount 1 ; sh:message "Say through whom." ; sh:severity sh:Warning ] .
"""
TEXTS = {
    "one": "The Norwegian prime minister, Jonas Gahr Støre, said on Tuesday that the strait was open & safe. "
    "The ministers of both countries will meet again in Oslo in May, his office added in a note.",
    "two": "Foreign Secretary Yvette Cooper said on Monday that Britain would send 𝔸 ten ships to Malta. "
    "The ships were to leave in March and to stay for two years, a spokesman for the ministry said.",
}


def rss() -> str:
    items = "".join(
        f"<item><title>{name}</title>\r\n<link>https://example.org/{name}</link><guid>{name}</guid>"
        f"<description>{html.escape(text)}</description></item>\r\n"
        for name, text in TEXTS.items()
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\r\n<rss version="2.0"><channel><title>Wire</title>'
    return f"{head}{items}</channel></rss>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "shapes").mkdir()
    (tmp_path / "shapes" / "ours.ttl").write_text(SHAPE)
    (tmp_path / "wire.xml").write_bytes(rss().encode())
    with zipfile.ZipFile(tmp_path / "wire.zip", "w") as archive:  # stored as they are, words and all
        for name, text in TEXTS.items():
            archive.writestr(f"in/{name}.txt", f"{name}\n\n{text}\n")
    return tmp_path


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(COMMAND), "validate", *arguments, "--published", DAY]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def checked(folder: Path, name: str) -> list[Checked]:
    checks = Checks(date.fromisoformat(DAY), more=shapes_in(folder / "shapes"))
    with open_store(None) as store:
        return [seen.checked for seen in check_files([folder / name], store, checks)]


@pytest.mark.parametrize(
    ("name", "articles"),
    [("wire.xml", ["one", "two"]), ("wire.zip", ["in/one.txt", "in/two.txt"])],
    ids=["feed", "archive"],
)
def test_every_article_of_a_file_is_checked(folder: Path, name: str, articles: list[str]) -> None:
    found = checked(folder, name)
    assert [one.article for one in found] == articles
    assert all(one.report.warnings and one.path == folder / name for one in found)
    assert [one.name.rpartition("#")[2] for one in found] == articles


def test_words_of_a_feed_are_found_in_its_own_entry(folder: Path) -> None:
    file = rss()
    for one, begin in zip(checked(folder, "wire.xml"), ("one", "two"), strict=True):
        places = [found.place for found in one.found if found.place]
        assert places
        for place, found in zip(places, one.found, strict=True):
            assert html.unescape(place.words) == found.result.words
            assert place.offset > file.index(f"<title>{begin}</title>")
            line = file.split("\r\n")[place.line - 1]
            assert line[place.column - 1 : place.end_column - 1] == place.words


def test_an_archive_has_no_lines(folder: Path) -> None:
    assert not [found for one in checked(folder, "wire.zip") for found in one.found if found.place]


def test_what_is_no_article_in_an_archive_is_told_by_name(folder: Path) -> None:
    with zipfile.ZipFile(folder / "wire.zip", "a") as archive:
        archive.writestr("in/empty.txt", " ")
    done = run(folder, "wire.zip", "--format", "json")
    errors = {one["article"]: one["error"] for one in json.loads(done.stdout) if one["error"]}
    assert done.returncode == 3
    assert list(errors) == ["in/empty.txt"]


@pytest.mark.parametrize("name", ["nowhere.txt", "shapes"], ids=["no file", "a folder"])
def test_what_is_no_file_is_told(folder: Path, name: str) -> None:
    done = run(folder, name)
    assert done.returncode == 3
    assert name in done.stdout


def fleeting(one: Checked) -> tuple[Any, ...]:
    return one.name, one.report, str(one.error), one.captured


def test_several_processes_find_what_one_finds_in_the_same_order(folder: Path) -> None:
    paths = [*sorted(EXAMPLES.glob("*.txt")), folder / "nowhere.txt", folder / "wire.xml"]
    checks = Checks(date.fromisoformat(DAY), more=shapes_in(folder / "shapes"))
    with open_store(None) as store:
        one, two = (check_files(paths, store, checks, processes) for processes in (1, 2))
    assert [fleeting(seen.checked) for seen in two] == [fleeting(seen.checked) for seen in one]
    assert [len(seen.quads) for seen in two] == [len(seen.quads) for seen in one]


def children(process: int) -> list[str]:
    return Path(f"/proc/{process}/task/{process}/children").read_text().split()


def running(group: int) -> list[str]:
    """The processes of a group that have not ended."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, its_group = stat.read_text().rpartition(")")[2].split()[:3]
            found += [stat.parent.name] if int(its_group) == group and state != "Z" else []
    return found


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="no /proc to see processes in")
def test_an_interrupt_ends_all_processes_in_silence(folder: Path) -> None:
    names = [f"{number}.txt" for number in range(60)]
    for name in names:
        shutil.copy(EXAMPLES / "strait-talks-live.txt", folder / name)
    started = subprocess.Popen(
        [COMMAND, "validate", *names],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # jobs in the background ignore it
    )
    while started.poll() is None and len(children(started.pid)) < min(2, len(os.sched_getaffinity(0))):
        time.sleep(0.01)
    os.killpg(started.pid, signal.SIGINT)
    told, errors = started.communicate(timeout=120)
    assert started.returncode not in (0, 1)
    assert (told, "Traceback" in errors) == ("", False)
    deadline = time.monotonic() + 60
    while running(started.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert running(started.pid) == []


def test_the_examples_have_nothing_to_look_at_twice() -> None:
    """By the days that they tell: given another, a president may be out of office."""
    paths = [path for path in sorted(EXAMPLES.iterdir()) if path.suffix in (".txt", ".html")]
    found = {result.component for one in validate_files(paths, Checks()) for result in one.report.results}
    assert found <= {"MinCountConstraintComponent"}
