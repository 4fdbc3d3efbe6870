"""README.md shows what its commands print."""

import runpy
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_transcripts_are_current() -> None:
    """If not: python docs/generate_readme.py."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    renewed = runpy.run_path(str(ROOT / "docs" / "generate_readme.py"))["renewed"]
    assert renewed(text) == text
