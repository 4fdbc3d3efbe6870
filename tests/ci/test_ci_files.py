"""The action, the hooks and the examples for CI: their steps run as a shell would run them."""

import os
import re
import shutil
import subprocess
import sys
from itertools import takewhile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMMAND = Path(sys.executable).parent / "communique"
ACTION = (ROOT / "action.yml").read_text()
ARTICLE = ROOT / "examples" / "strait-talks-wire.txt"
WRONG = "<https://w3id.org/communique/id/state/x> a <https://w3id.org/communique/ns#State> .\n"


def script(step: str) -> str:
    """The shell script of a step of the action."""
    block = ACTION.split(f"- name: {step}\n")[1].split("run: |\n")[1]
    lines = takewhile(lambda line: line.startswith(" " * 8), block.splitlines())
    return "\n".join(line[8:] for line in lines)


def inputs() -> dict[str, str]:
    """The defaults of the action's inputs, by the name of the variable that carries them."""
    names = re.findall(
        r"^  ([a-z-]+):\n    description: .*\n    (?:default: (.*)|required: true)$", ACTION, re.MULTILINE
    )
    return {name.upper().replace("-", "_"): value.strip('"') for name, value in names}


def run(folder: Path, **given: str) -> subprocess.CompletedProcess[str]:
    path = f"{COMMAND.parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, **inputs(), **given, "PATH": path}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script("Check")],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "articles").mkdir()
    shutil.copy(ARTICLE, tmp_path / "articles" / "wire.txt")
    (tmp_path / "articles" / "wrong.ttl").write_text(WRONG)
    return tmp_path


def test_every_input_reaches_the_script() -> None:
    for name in inputs():
        assert f"${name}" in ACTION, name


def test_the_action_passes_what_holds(folder: Path) -> None:
    done = run(folder, FILES="articles/*.txt", PUBLISHED="2026-01-06")
    assert (done.returncode, done.stderr) == (0, "")


def test_the_action_fails_at_what_does_not_hold_and_writes_sarif(folder: Path) -> None:
    done = run(folder, FILES="articles/*.ttl articles/*.txt", SARIF="out.sarif", PUBLISHED="2026-01-06")
    assert done.returncode == 1
    assert "::error file=articles/wrong.ttl," in done.stdout
    assert '"version": "2.1.0"' in (folder / "out.sarif").read_text()


def test_the_action_takes_a_baseline(folder: Path) -> None:
    made = subprocess.run(
        [COMMAND, "validate", "articles/wrong.ttl", "--write-baseline", "known.json"], cwd=folder, check=False
    )
    assert made.returncode == 0
    assert run(folder, FILES="articles/*.ttl", BASELINE="known.json").returncode == 0


def test_no_input_is_pasted_into_a_script() -> None:
    assert "${{" not in script("Check") + script("Install communique")


@pytest.mark.parametrize("hook", re.findall(r"- id: (\S+)", (ROOT / ".pre-commit-hooks.yaml").read_text()))
def test_a_hook_runs_on_the_files_it_names(folder: Path, hook: str) -> None:
    block = (ROOT / ".pre-commit-hooks.yaml").read_text().split(f"- id: {hook}\n")[1].split("- id:")[0]
    entry, pattern = (re.search(rf"{name}: (.*)", block)[1] for name in ("entry", "files"))  # type: ignore[index]
    files = sorted(str(path) for path in (folder / "articles").iterdir() if re.search(pattern, path.name))
    assert files
    done = subprocess.run([COMMAND, *entry.split()[1:], *files], capture_output=True, check=False)
    assert done.returncode == 1


def test_the_examples_use_what_there_is() -> None:
    github, gitlab, hooks = (
        (ROOT / "examples" / "ci" / name).read_text()
        for name in ("github.yml", "gitlab.yml", "pre-commit-config.yaml")
    )
    used = re.findall(r"^          ([a-z-]+):", github, re.MULTILINE)
    assert used
    assert {name.upper().replace("-", "_") for name in used} <= set(inputs())
    assert re.findall(r"- id: (\S+)", hooks)[0] in (ROOT / ".pre-commit-hooks.yaml").read_text()
    options = re.findall(r"--[a-z-]+", gitlab.split("script:\n")[2]) + re.findall(r"--[a-z-]+", hooks)
    told = (ROOT / "docs" / "cli.md").read_text()
    assert [name for name in options if name not in told] == []


def test_the_gitlab_script_runs(folder: Path) -> None:
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=T", "-c", "user.email=t@example.org")
        subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    git("commit", "-qm", "start", "--allow-empty")
    git("update-ref", "refs/remotes/origin/main", "main")
    text = (ROOT / "examples" / "ci" / "gitlab.yml").read_text()
    line = re.search(r"^    - (communique validate .*)$", text, re.MULTILINE)
    assert line
    path = f"{COMMAND.parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main"}
    done = subprocess.run(["bash", "-c", line[1]], cwd=folder, env=env, check=False)
    assert done.returncode == 1
    assert "<failure" in (folder / "communique.xml").read_text()
