"""docs/dependencies.md explains what pyproject.toml requires: no more, no less."""

import re
import tomllib
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_every_dependency_is_explained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    required = [*project["dependencies"], *chain.from_iterable(project["optional-dependencies"].values())]
    names = [match.group() for line in required if (match := re.match(r"[\w-]+", line))]
    explained = re.findall(
        r"^\| ([\w-]+) \|", (ROOT / "docs/dependencies.md").read_text("utf-8"), re.MULTILINE
    )
    assert [name for name in explained if name != "package"] == names
