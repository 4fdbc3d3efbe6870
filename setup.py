"""Builds communique as pyproject.toml describes it; with COMMUNIQUE_COMPILE=1 the extraction is compiled.

mypyc (https://mypyc.readthedocs.io) turns the typed modules of the extraction into C extensions that stand
beside their sources and are imported instead of them. They are compiled from a copy below `build`:

    COMMUNIQUE_COMPILE=1 python -m build --wheel
"""

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
_DATACLASS = re.compile(r"^@dataclass(?:\(([^)]*)\))?$", re.MULTILINE)
_NAMED_TUPLE = re.compile(r"^class (\w+)\(NamedTuple\):$", re.MULTILINE)


def thawed(source: str) -> str:
    """The source with plain dataclasses for frozen and slotted ones and for named tuples.

    Extension classes have slots anyway, and attributes that are found without a look-up. Nothing assigns to
    a frozen one, as mypy has shown, and freezing makes the creation of each several times as dear.
    """
    named = _NAMED_TUPLE.sub(r"@dataclass(frozen=True)\nclass \1:", source)
    if named != source:
        named = named.replace(
            "from typing import", "from dataclasses import dataclass\nfrom typing import", 1
        )
    return _DATACLASS.sub(_thawed_header, named)


def _thawed_header(header: re.Match[str]) -> str:
    options = [option.strip() for option in (header[1] or "").split(",")]
    kept = [option for option in options if option and not option.startswith(("frozen", "slots"))]
    if "frozen=True" in options:
        kept.append("unsafe_hash=True")
    return f"@dataclass({', '.join(kept)})" if kept else "@dataclass"


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


compiling = os.environ.get("COMMUNIQUE_COMPILE") == "1"
asked = "egg_info" in sys.argv  # for the requirements or the metadata alone; mypyc may not be there yet
setup(
    ext_modules=extensions() if compiling and not asked else [],
    setup_requires=["mypy>=2.0"] if compiling else [],
)
