"""Builds communique as pyproject.toml describes it; with COMMUNIQUE_COMPILE=1 the extraction is compiled.

mypyc (https://mypyc.readthedocs.io) turns the typed modules of the extraction into C extensions that stand
beside their sources and are imported instead of them. They are compiled from a copy below `build`:

    COMMUNIQUE_COMPILE=1 python -m build --wheel
"""

import ast
import os
import re
import shutil
import sys
from pathlib import Path

from setuptools import Extension, setup

ROOT = Path(__file__).parent
TREE = ROOT / "build" / "thawed"
ROOMS = ("mapping/extraction/**/*.py", "mapping/model.py")
LEFT_OUT = (".*", "*.egg-info", "*.pyc", "__pycache__", "bench", "build", "dist", "docs", "examples", "tests")
PLAIN = (ast.Constant, ast.Tuple, ast.Name)
_DATACLASS = re.compile(r"^@dataclass(?:\(([^)]*)\))?$", re.MULTILINE)
_NAMED_TUPLE = re.compile(r"^class (\w+)\(NamedTuple\):$", re.MULTILINE)
_NEEDED = "from dataclasses import dataclass\nfrom typing import"


def thawed(source: str) -> str:
    """The source with classes that are made and read fast for frozen dataclasses and for named tuples.

    Extension classes have slots anyway, and attributes that are found without a look-up. Nothing assigns to
    a frozen one, as mypy has shown; freezing, and constructors that are written when the module is loaded
    and so stay interpreted, make the creation of each several times as dear.
    """
    classes = _NAMED_TUPLE.sub(r"@dataclass(frozen=True)\nclass \1:", source)
    if classes != source:
        classes = classes.replace("from typing import", _NEEDED, 1)
    return _with_constructors(_DATACLASS.sub(_thawed_header, classes))


def _thawed_header(header: re.Match[str]) -> str:
    options = [option.strip() for option in (header[1] or "").split(",")]
    kept = [option for option in options if option and not option.startswith(("frozen", "slots"))]
    if "frozen=True" in options:
        kept.append("unsafe_hash=True")
    return f"@dataclass({', '.join(kept)})" if kept else "@dataclass"


def _with_constructors(source: str) -> str:
    """The source with the constructor of each dataclass written out, where its defaults are plain."""
    lines = source.splitlines(keepends=True)
    for node in reversed(ast.parse(source).body):
        if not isinstance(node, ast.ClassDef) or not node.decorator_list:
            continue
        header = node.decorator_list[0].lineno - 1
        fields = [part for part in node.body if isinstance(part, ast.AnnAssign)]
        plain = all(part.value is None or isinstance(part.value, PLAIN) for part in fields)
        if (
            lines[header].startswith("@dataclass")
            and fields
            and plain
            and "__post_init__" not in _methods(node)
        ):
            lines.insert(fields[-1].end_lineno or 0, _constructor(fields))
            lines[header] = lines[header].replace("@dataclass(", "@dataclass(init=False, ")
            lines[header] = lines[header].replace("@dataclass\n", "@dataclass(init=False)\n")
    return "".join(lines)


def _methods(node: ast.ClassDef) -> set[str]:
    return {part.name for part in node.body if isinstance(part, ast.FunctionDef)}


def _constructor(fields: list[ast.AnnAssign]) -> str:
    parameters = ", ".join(ast.unparse(part) for part in fields)
    names = [ast.unparse(part.target) for part in fields]
    body = "".join(f"        self.{name} = {name}\n" for name in names)
    return f"\n    def __init__(self, {parameters}) -> None:\n{body}\n"


def copied() -> list[str]:
    """The modules to compile, in a copy of the package; paths from the root."""
    shutil.rmtree(TREE, ignore_errors=True)
    package = TREE / "communique"
    shutil.copytree(ROOT, package, ignore=shutil.ignore_patterns(*LEFT_OUT))
    modules = sorted(
        module for room in ROOMS for module in package.glob(room) if module.name != "__init__.py"
    )
    for module in modules:
        module.write_text(thawed(module.read_text()))
    return [str(module.relative_to(ROOT)) for module in modules]


def extensions() -> list[Extension]:
    """The extraction as C extensions."""
    from mypyc.build import mypycify

    modules = copied()
    os.environ["MYPYPATH"] = str(TREE)
    # an empty configuration: pyproject.toml's is for checking the sources, which has been done
    options = ["--config-file=", "--explicit-package-bases", "--ignore-missing-imports"]
    made: list[Extension] = mypycify([*options, *modules], opt_level="3", debug_level="0", multi_file=True)
    return made


def main() -> None:
    """Build, as the arguments of the command line say."""
    compiling = os.environ.get("COMMUNIQUE_COMPILE") == "1"
    asked = "egg_info" in sys.argv  # for the requirements or the metadata alone; mypyc may not be there yet
    setup(
        ext_modules=extensions() if compiling and not asked else [],
        setup_requires=["mypy>=2.0"] if compiling else [],
    )


if __name__ == "__main__":
    main()
