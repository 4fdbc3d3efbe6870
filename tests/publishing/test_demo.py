"""The demonstration, from the examples to the dump, as `make demo` runs it."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from rich.console import Console

from communique.errors import InputError
from communique.publishing.demo import DUMP, example_articles, run_demo


def test_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    out, errors = Console(record=True, width=160, quiet=True), Console(stderr=True, quiet=True)
    with out.capture() as capture:
        out.quiet = False
        code = run_demo(out, errors)
    said = capture.get()
    assert code == 0, said
    assert all(path.name in said for path in example_articles())
    assert "/sparql" in said
    assert "0 rows" not in said, "each query of the demonstration should show something"
    assert sum(1 for _ in ox.parse(path=tmp_path / DUMP)) > 40_000
    assert sorted(path.name for path in tmp_path.iterdir()) == [DUMP.name]


def test_without_examples_the_demo_says_how_to_get_them(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="come with the source"):
        example_articles(tmp_path)
