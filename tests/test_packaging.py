"""What is shipped: every package and every data file, in a wheel that works away from the checkout."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import tomllib
import urllib.parse
import urllib.request
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import typer

ROOT = Path(__file__).parents[1]
SETUPTOOLS: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]
UNSHIPPED = {"tests", "docs", "examples", "bench", "build", "dist"}
NO_DATA = {".py", ".pyc", ".md"}
SIGNED = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s <https://w3id.org/communique/ns#signatory> ?who }"


def shipped_folders() -> list[Path]:
    """The folders of the checkout that the wheel is made of, from the root down."""
    inner = (
        Path(folder)
        for entry in sorted(ROOT.iterdir())
        if entry.is_dir() and entry.name not in UNSHIPPED and not entry.name.startswith(".")
        for folder, _, _ in os.walk(entry)
        if (entry / "__init__.py").exists() and "__pycache__" not in folder
    )
    return [ROOT, *inner]


def packages_on_disk() -> list[str]:
    folders = [folder for folder in shipped_folders() if (folder / "__init__.py").exists()]
    return sorted(".".join(("communique", *folder.relative_to(ROOT).parts)) for folder in folders)


def data_on_disk() -> set[str]:
    """Data files within packages, as paths in the wheel; the root's own are the project's."""
    inner = (path for folder in shipped_folders()[1:] for path in folder.iterdir() if path.is_file())
    files = {path for path in inner if path.suffix not in NO_DATA and not path.name.startswith(".")}
    return {f"communique/{path.relative_to(ROOT).as_posix()}" for path in files | {ROOT / "py.typed"}}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, so that nothing that an earlier build left behind gets into it."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    ignored = shutil.ignore_patterns(".*", "*.egg-info", "build", "dist", "__pycache__", "communique-*")
    shutil.copytree(ROOT, source, ignore=ignored)
    build = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(source)]
    subprocess.run(build, capture_output=True, text=True, check=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of an environment that holds the wheel alone, and borrows what the project depends on."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    target = sysconfig.get_path("purelib", vars={"base": str(folder), "platbase": str(folder)})
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index"]
    subprocess.run([*install, "--quiet", str(wheel)], capture_output=True, text=True, check=True)
    borrowed = Path(typer.__file__).parents[1]
    assert not (borrowed / "communique").exists()
    Path(target, "borrowed.pth").write_text(str(borrowed))
    return folder / "bin" / "communique"


def run(command: Path, folder: Path, *arguments: str) -> str:
    """What the installed command prints, run away from the checkout."""
    done = subprocess.run([command, *arguments], cwd=folder, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def serving(command: Path, folder: Path) -> Iterator[str]:
    """The address of the SPARQL endpoint while the installed command serves the store of the folder."""
    server = subprocess.Popen(
        [command, "serve", "--port", "0"], cwd=folder, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    with server:
        assert server.stdout
        try:
            said = server.stdout.readline()
            found = re.search(r"SPARQL: (http://\S+/sparql)", said)
            assert found, said
            yield found[1]
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=20)


def ask(endpoint: str, query: str) -> str:
    """The first value of the first row."""
    address = f"{endpoint}?{urllib.parse.urlencode({'query': query, 'format': 'json'})}"
    with urllib.request.urlopen(address, timeout=20) as response:
        row = json.load(response)["results"]["bindings"][0]
    return str(next(iter(row.values()))["value"])


def test_every_package_is_declared() -> None:
    assert sorted(SETUPTOOLS["packages"]) == packages_on_disk()


def test_the_wheel_holds_every_module_and_data_file(wheel: Path) -> None:
    folders = [folder for folder in shipped_folders() if (folder / "__init__.py").exists()]
    modules = {
        f"communique/{path.relative_to(ROOT).as_posix()}"
        for folder in folders
        for path in folder.glob("*.py")
    }
    held = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert modules | data_on_disk() <= held
    assert {name for name in held if name.endswith(".py")} == modules


def test_the_wheel_carries_both_licences(wheel: Path) -> None:
    licences = [name for name in ZipFile(wheel).namelist() if ".dist-info/licenses/" in name]
    assert sorted(name.partition("/licenses/")[2] for name in licences) == ["LICENSE", "ontology/LICENSE"]


def test_the_installed_command_ingests_and_serves(command: Path, tmp_path: Path) -> None:
    article = str(shutil.copy(ROOT / "examples" / "strait-talks-live.txt", tmp_path))
    where = "import communique; print(communique.__file__)"
    module = subprocess.check_output([command.with_name("python"), "-c", where], cwd=tmp_path, text=True)
    assert Path(module).is_relative_to(command.parents[1])
    assert len(json.loads(run(command, tmp_path, "extract", article))["statements"]) > 10
    run(command, tmp_path, "ingest", article)
    with serving(command, tmp_path) as endpoint:
        assert ask(endpoint, SIGNED) == "1"
