"""SARIF and JUnit against the schemas that others hold them to: `make schemas` gets these.

SARIF's is the one published at SchemaStore, which comes with Microsoft's matchers for SARIF; JUnit's is that
of Jenkins' xUnit plugin, which comes with the sources of pytest.
"""

import json
import os
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest
from lxml import etree

from communique.errors import InputError
from communique.publishing.findings.forms import FORMS
from communique.publishing.findings.model import Checked
from communique.shapes.report import SEVERITIES, Report, Result

CACHE = Path(os.environ.get("COMMUNIQUE_SCHEMAS", Path.home() / ".cache/communique/schemas"))
TEXT = "The 𝔸 team\tsaid:\r\n“we will\npay & <go>”\x0b.\n"


def shipped(packages: str, member: str) -> bytes:
    """A file out of a source package."""
    for package in sorted(CACHE.glob(packages)):
        with tarfile.open(package) as archive:
            found = [name for name in archive.getnames() if name.endswith(member)]
            data = archive.extractfile(found[0]) if found else None
            if data is not None:
                return data.read()
    pytest.skip(f"no {member}: make schemas")


def result(severity: Any, words: str = "", **said: str) -> Result:
    start = TEXT.index(words) if words else -1
    parts = {"path": "https://e.org/p", "value": "", "component": "C", "message": "Say it."} | said
    return Result(severity, "https://e.org/x", **parts, words=words, start=start, end=start + len(words))


def checked(folder: Path) -> dict[str, list[Checked]]:
    """Every kind of report: all severities, with words and without, of several articles, and unread files."""
    path = folder / "a b é.txt"
    path.write_bytes(TEXT.encode())
    every = Report.of(
        result(severity, words, value=value)
        for severity in SEVERITIES
        for words in ("", "𝔸 team\tsaid", "we will\npay & <go>")
        for value in ("", "]]> \x0b\x00 <v>")
    )
    unread = Checked(path, error=InputError("no & <such> \x1b", "hint"))
    return {
        "nothing": [],
        "conforms": [Checked(path, captured=TEXT)],
        "unread": [unread],
        "findings": [Checked(path, every, captured=TEXT), unread],
        "relative": [Checked(Path("c d") / "e.ttl", every)],
        "several articles": [Checked(path, every, captured=TEXT, article=name) for name in ("1", "x&y")],
    }


CASES = ("nothing", "conforms", "unread", "findings", "relative", "several articles")


@pytest.fixture(scope="module")
def sarif() -> Callable[[Any], object]:
    """Raises JsonSchemaException for what is no SARIF."""
    schema = json.loads(shipped("microsoft-jest-sarif-*.tgz", "sarif-2.1.0-rtm.5.json"))
    validate: Callable[[Any], object] = fastjsonschema.compile(schema, use_default=False)
    return validate


@pytest.mark.parametrize("case", CASES)
def test_sarif_is_valid_by_its_schema(sarif: Callable[[Any], object], tmp_path: Path, case: str) -> None:
    sarif(json.loads(FORMS["sarif"](checked(tmp_path)[case])))


@pytest.mark.parametrize("case", CASES)
def test_junit_is_valid_by_a_common_schema(tmp_path: Path, case: str) -> None:
    schema = etree.XMLSchema(etree.fromstring(shipped("pytest-*.tar.gz", "junit-10.xsd")))
    schema.assertValid(etree.fromstring(FORMS["junit"](checked(tmp_path)[case]).encode()))


def test_the_schemas_object_to_what_is_wrong(sarif: Callable[[Any], object], tmp_path: Path) -> None:
    wrong = json.loads(FORMS["sarif"](checked(tmp_path)["findings"]))
    del wrong["runs"][0]["tool"]["driver"]["name"]
    with pytest.raises(fastjsonschema.JsonSchemaException):
        sarif(wrong)
