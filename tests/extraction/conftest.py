"""Case tables as tests: a module that names its TABLES gets one test for each case that they hold."""

import tomllib
from pathlib import Path
from typing import Any

import pytest


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Fill the argument `case`; what stands in the module's NOT_YET is expected to fail, with the reason."""
    tables: list[Path] = getattr(metafunc.module, "TABLES", [])
    if "case" not in metafunc.fixturenames or not tables:
        return
    not_yet: dict[str, str] = metafunc.module.NOT_YET
    cases = [case for path in tables for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]]
    assert set(not_yet) <= {case["shows"] for case in cases}, "NOT_YET names a case that no table has"
    metafunc.parametrize("case", [_param(case, not_yet.get(case["shows"])) for case in cases])


def _param(case: dict[str, Any], missing: str | None) -> Any:
    marks = [pytest.mark.xfail(strict=True, reason=missing)] if missing else []
    return pytest.param(case, id=case["shows"], marks=marks)
