"""What `setup.py` makes of the sources before they are compiled: the same values, made faster."""

import ast
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]


def build() -> ModuleType:
    spec = spec_from_file_location("communique_build", ROOT / "setup.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


BUILD = build()
MODULES = sorted(module for room in BUILD.ROOMS for module in ROOT.glob(room))
FROZEN = """
from dataclasses import dataclass

@dataclass(frozen=True, slots=True, order=True)
class Pair:
    left: int
    right: str = "r"

    def both(self) -> str:
        return f"{self.left}{self.right}"
"""
NAMED = """
from typing import NamedTuple

class Place(NamedTuple):
    start: int
    name: str | None = None
"""
MUTABLE = """
from dataclasses import dataclass, field

@dataclass(slots=True)
class Pile:
    height: int = 0
    parts: list[int] = field(default_factory=list)
"""


def loaded(source: str, name: str) -> type:
    """The class of that name as the thawed source defines it."""
    module = ModuleType("thawed_sample")
    sys.modules[module.__name__] = module
    exec(compile(BUILD.thawed(source), "thawed_sample", "exec"), module.__dict__)
    found: type = module.__dict__[name]
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT / "mapping").as_posix())
def test_no_class_stays_frozen_or_a_named_tuple(path: Path) -> None:
    thawed = BUILD.thawed(path.read_text(encoding="utf-8"))
    ast.parse(thawed)
    assert "frozen=True" not in thawed
    assert "(NamedTuple)" not in thawed
    assert "._replace(" not in thawed, "what was a named tuple has no such method any more"


@pytest.mark.parametrize(
    ("source", "name", "one", "other"),
    [
        pytest.param(FROZEN, "Pair", (1,), (1, "r"), id="a default told and left out"),
        pytest.param(NAMED, "Place", (3, None), (3,), id="a named tuple"),
        pytest.param(MUTABLE, "Pile", (), (0, []), id="a list of its own"),
    ],
)
def test_equal_values_stay_equal(
    source: str, name: str, one: tuple[object, ...], other: tuple[object, ...]
) -> None:
    made = loaded(source, name)
    assert made(*one) == made(*other)


@pytest.mark.parametrize(("source", "name"), [(FROZEN, "Pair"), (NAMED, "Place")])
def test_what_was_hashable_stays_hashable(source: str, name: str) -> None:
    made = loaded(source, name)
    assert len({made(1), made(1), made(2)}) == 2


def test_order_and_methods_stay() -> None:
    pair = loaded(FROZEN, "Pair")
    assert [made.both() for made in sorted([pair(2, "a"), pair(1, "b")])] == ["1b", "2a"]


def test_a_constructor_of_plain_fields_is_written_out() -> None:
    assert "def __init__(self, left: int, right: str = 'r') -> None:" in BUILD.thawed(FROZEN)
    assert "__init__" not in BUILD.thawed(MUTABLE)
