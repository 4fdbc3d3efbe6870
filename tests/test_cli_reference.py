"""docs/cli.md says what the commands say."""

import runpy
from pathlib import Path

SCRIPT = Path(__file__).parent.parent / "docs" / "generate_cli.py"


def test_the_reference_is_current() -> None:
    page = runpy.run_path(str(SCRIPT))["page"]()
    assert page == SCRIPT.with_name("cli.md").read_text(encoding="utf-8"), "run: python docs/generate_cli.py"
    assert "## communique ingest" in page
