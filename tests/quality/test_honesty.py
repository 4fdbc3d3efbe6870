"""Nothing is known for the sake of one article: what only one uses is argued for in honesty.toml."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("honesty.py")
CORPUS = Path(__file__).parents[3] / "shared" / "corpus"


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the annotated corpus is not here: ../shared")
def test_what_one_article_alone_uses_is_argued_for() -> None:
    # The tables are read anew again and again, so in a process of its own.
    run = [sys.executable, str(SCRIPT), "--quick", str(CORPUS)]
    found = subprocess.run(run, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr
