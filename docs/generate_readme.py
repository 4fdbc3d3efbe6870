"""Run the commands that README.md shows and put what they print behind them.

    python docs/generate_readme.py

Blocks marked ```console whose first line runs `communique` are renewed, in order, in one empty folder
that holds a copy of the examples; those that run `curl` ask a server over the store that is there by then.
The test of this page fails where README.md is not what comes out.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
_BLOCK = re.compile(r"(?<=```console\n)(\$ (?:communique|curl) .*?)(?=```)", re.DOTALL)
_TIMING = re.compile(r" in \d+(?:\.\d+)? s\b")
_COLUMNS = "100"
_SHOWN = "http://127.0.0.1:7474"  # as the page has it; the server takes a free port
_PROGRAM = f"{sys.executable} -c 'from communique.cli import main; main()'"


def renewed(text: str) -> str:
    """The page with the output of its commands as it is now."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "examples", Path(folder, "examples"))
        return _BLOCK.sub(lambda block: _run_block(block[0], folder), text)


def _run_block(block: str, folder: str) -> str:
    commands = [line for line in block.splitlines() if line.startswith("$ ")]
    with _served(folder) if block.startswith("$ curl") else nullcontext(_SHOWN) as address:
        told = [
            (command, _output(command.removeprefix("$ ").replace(_SHOWN, address), folder))
            for command in commands
        ]
    return "".join(f"{command}\n{output.replace(address, _SHOWN)}" for command, output in told)


@contextmanager
def _served(folder: str) -> Iterator[str]:
    """The store in the folder, served while the block lasts; gives the address."""
    command = f"exec {_PROGRAM} serve --port 0"
    with subprocess.Popen(command, shell=True, cwd=folder, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().split(" at ")[1].split()[0]
        finally:
            server.terminate()


def _output(command: str, folder: str) -> str:
    environment = os.environ | {"COLUMNS": _COLUMNS, "NO_COLOR": "1", "TERM": "dumb"}
    run = subprocess.run(
        command if command.startswith("curl") else command.replace("communique", _PROGRAM, 1),
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
