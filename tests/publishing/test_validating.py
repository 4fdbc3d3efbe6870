"""communique validate as it is called: its options together, on files."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = Path(sys.executable).parent / "communique"
EXAMPLES = Path(__file__).parents[2] / "examples"
PREFIX = "@prefix cmq: <https://w3id.org/communique/ns#> .\n@prefix id: <https://w3id.org/communique/id/> .\n"
SHAPE = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix cmq: <https://w3id.org/communique/ns#> .
<x:S> a sh:NodeShape ; sh:targetClass cmq:Statement ; sh:severity sh:Info ;
  sh:property [ sh:path cmq:via ; sh:minCount 1 ; sh:severity sh:Warning ; sh:message "Say through whom." ] .
"""


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(COMMAND), "validate", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(EXAMPLES / "readout-call.txt", tmp_path / "call.txt")
    (tmp_path / "wrong.ttl").write_text(PREFIX + "<https://w3id.org/communique/id/state/x> a cmq:State .\n")
    (tmp_path / "shapes").mkdir()
    (tmp_path / "shapes" / "ours.ttl").write_text(SHAPE)
    return tmp_path


def test_both_engines_say_the_same(folder: Path) -> None:
    ours, theirs = (
        run(
            folder,
            "call.txt",
            "wrong.ttl",
            "--published",
            "2026-01-06",
            "--format",
            "json",
            "--engine",
            engine,
        )
        for engine in ("compiled", "pyshacl")
    )
    assert (ours.returncode, ours.stdout) == (1, theirs.stdout)


def test_own_shapes_add_findings_at_the_words(folder: Path) -> None:
    done = run(folder, "call.txt", "--published", "2026-01-06", "--shapes", "shapes", "--format", "json")
    results = [one for file in json.loads(done.stdout) for one in file["results"]]
    added = [one for one in results if one["message"] == "Say through whom."]
    text = (folder / "call.txt").read_text()
    assert added
    assert done.returncode == 0
    assert all(text[one["start"] : one["end"]] == one["place"]["words"] for one in added)


def test_warnings_fail_where_they_shall(folder: Path) -> None:
    options = ("call.txt", "--published", "2026-01-06", "--shapes", "shapes", "--fail-on", "warning")
    assert run(folder, *options).returncode == 1
    assert run(folder, *options[:-2]).returncode == 0


def test_a_baseline_silences_what_is_known(folder: Path) -> None:
    assert run(folder, "wrong.ttl", "--write-baseline", "known.json").returncode == 0
    assert run(folder, "wrong.ttl", "--baseline", "known.json").returncode == 0
    assert run(folder, "wrong.ttl").returncode == 1


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((), 2, "nothing to check"),
        (("call.txt", "--changed-since", "main"), 2, "git cannot tell"),
        (("call.txt", "--shapes", "nowhere"), 3, "has no shapes"),
        (("call.txt", "--baseline", "nowhere.json"), 3, "cannot be read"),
    ],
    ids=["no files", "no repository", "no shapes", "no baseline"],
)
def test_mistakes_are_told_in_words(folder: Path, arguments: tuple[str, ...], code: int, words: str) -> None:
    done = run(folder, *arguments)
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_reference_to_another_file_is_followed(folder: Path) -> None:
    (folder / "a.trig").write_text(
        PREFIX + "<x:g> { <x:s> cmq:via <https://w3id.org/communique/id/agent/1> . }"
    )
    (folder / "b.trig").write_text(
        PREFIX + '<x:h> { <https://w3id.org/communique/id/agent/1> cmq:cue "x" . }'
    )
    assert "DanglingReference" in run(folder, "a.trig", "--format", "json").stdout
    assert "DanglingReference" not in run(folder, "a.trig", "b.trig", "--format", "json").stdout


def test_a_triple_term_is_told(folder: Path) -> None:
    (folder / "term.nt").write_text("<urn:x:1> <urn:x:2> <<( <urn:a> <urn:b> <urn:c> )>> .\n")
    done = run(folder, "term.nt")
    assert (done.returncode, done.stdout.startswith("term.nt: No shape can hold for the triple term")) == (
        3,
        True,
    )
    assert "Traceback" not in done.stderr
