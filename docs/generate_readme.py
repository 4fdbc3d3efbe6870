"""Run the commands that README.md shows and put what they print behind them.

    python docs/generate_readme.py

Blocks marked ```console whose first line runs `communique` are renewed, in order, in one empty folder
that holds a copy of the examples. The test of this page fails where README.md is not what comes out.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
_BLOCK = re.compile(r"(?<=```console\n)(\$ communique .*?)(?=```)", re.DOTALL)
_TIMING = re.compile(r" in \d+(?:\.\d+)? s\b")
_COLUMNS = "100"


def renewed(text: str) -> str:
    """The page with the output of its commands as it is now."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "examples", Path(folder, "examples"))
        return _BLOCK.sub(lambda block: _run_block(block[0], folder), text)


def _run_block(block: str, folder: str) -> str:
    commands = [line for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"{command}\n{_output(command.removeprefix('$ '), folder)}" for command in commands)


def _output(command: str, folder: str) -> str:
    program = f"{sys.executable} -c 'from communique.cli import main; main()'"
    environment = os.environ | {"COLUMNS": _COLUMNS, "NO_COLOR": "1", "TERM": "dumb"}
    run = subprocess.run(
        command.replace("communique", program, 1),
        shell=True,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    lines = (line.rstrip() for line in run.stdout.splitlines())
    return "".join(f"{line}\n" for line in lines if not _TIMING.search(line))


if __name__ == "__main__":
    README.write_text(renewed(README.read_text(encoding="utf-8")), encoding="utf-8")
