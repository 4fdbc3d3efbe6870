"""docs/shapes.md says what the shapes ask for."""

import runpy
from pathlib import Path

SCRIPT = Path(__file__).parent.parent / "docs" / "generate_shapes.py"


def test_the_page_is_current() -> None:
    page = runpy.run_path(str(SCRIPT))["page"]()
    assert page == SCRIPT.with_name("shapes.md").read_text(encoding="utf-8"), "run: make docs"
    assert "_:" not in page
