"""The examples for operation: the unit is one for systemd, and what they call is there."""

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import typer

from communique.cli import app

ROOT = Path(__file__).parents[2]
UNIT = (ROOT / "examples/deploy/communique.service").read_text()
CONTAINER = (ROOT / "examples/deploy/Containerfile").read_text()
(EXEC,) = re.findall(r"^ExecStart=(.*)$", UNIT, re.MULTILINE)
(CMD,) = re.findall(r"^CMD (\[.*\])$", CONTAINER, re.MULTILINE)


def test_the_unit_is_one(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("there is no systemd-analyze: Debian has it in systemd")
    file = tmp_path / "communique.service"
    file.write_text(UNIT.replace(shlex.split(EXEC)[0], shutil.which("true") or "/bin/true"))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(file)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("line", [shlex.split(EXEC)[1:], json.loads(CMD)], ids=["unit", "container"])
def test_the_command_is_one(line: list[str]) -> None:
    group = typer.main.get_group(app)
    command = group.commands[line[0]]
    with command.make_context(line[0], line[1:]) as context:
        assert context.params["host"]


@pytest.mark.parametrize("text", [UNIT, CONTAINER], ids=["unit", "container"])
def test_the_variables_are_read(text: str) -> None:
    help_of_serve = typer.main.get_group(app).commands["serve"]
    read = {
        str(found.envvar)
        for found in help_of_serve.params
        if isinstance(found, typer.core.TyperOption) and found.envvar
    }
    assert set(re.findall(r"COMMUNIQUE_[A-Z_]+", text)) <= read
