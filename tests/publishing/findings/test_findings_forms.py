"""Every form of a report on one article with known findings; and what makes a check fail."""

import io
import json
import re
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pyoxigraph as ox
import pytest
from rich.console import Console

from communique.errors import InputError, UsageError
from communique.publishing.findings import adoption
from communique.publishing.findings.forms import FORMS
from communique.publishing.findings.model import Checked, in_order
from communique.publishing.findings.text import excerpt_of, print_text
from communique.shapes.report import Report, Result

TEXT = "Talks\r\n\r\nThe 𝔸 team\tsaid we will pay: 100%, maybe.\r\nOver.\r\n"
CMQ = "https://w3id.org/communique/ns#"


def result(severity: Any, words: str, **more: str) -> Result:
    start = TEXT.index(words) if words else -1
    said = {
        "path": f"{CMQ}debtor",
        "value": "",
        "component": "MinCountConstraintComponent",
        "message": "Nobody is bound.",
    }
    return Result(
        severity, "https://example.org/c", **(said | more), words=words, start=start, end=start + len(words)
    )


@pytest.fixture
def checked(tmp_path: Path) -> Checked:
    path = tmp_path / "talks.txt"
    path.write_bytes(TEXT.encode())
    found = [
        result("violation", "we will pay: 100%, maybe"),
        result("warning", "𝔸 team\tsaid", message="Look, again: 100%", path=f"<{CMQ}a>/<{CMQ}b>"),
        result("info", "", path=f"^{CMQ}conveys", value="x y"),
    ]
    return Checked(path, Report.of(found), captured=TEXT)


def sarif(checked: Checked) -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(FORMS["sarif"]([checked]))
    return whole


def test_sarif_has_what_the_standard_requires(checked: Checked) -> None:
    whole = sarif(checked)
    assert (whole["version"], len(whole["runs"])) == ("2.1.0", 1)  # 3.13.2, 3.13.4
    (run,) = whole["runs"]
    assert run["columnKind"] == "unicodeCodePoints"  # 3.14.17
    assert run["tool"]["driver"]["name"] == "communique"  # 3.19.8
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == sorted(set(rules))
    for found in run["results"]:
        assert found["message"]["text"]  # 3.27.11
        assert found["level"] in {"none", "note", "warning", "error"}  # 3.27.10
        assert rules[found["ruleIndex"]] == found["ruleId"]  # 3.27.6
        (location,) = found["locations"]
        assert "\\" not in location["physicalLocation"]["artifactLocation"]["uri"]


def test_sarif_regions_select_the_words(checked: Checked) -> None:
    lines = TEXT.split("\r\n")
    regions = [
        found["locations"][0]["physicalLocation"].get("region")
        for found in sarif(checked)["runs"][0]["results"]
    ]
    assert [bool(region) for region in regions] == [True, True, False]
    for region in filter(None, regions):
        assert region["startLine"] == region["endLine"] == 3
        words = lines[2][region["startColumn"] - 1 : region["endColumn"] - 1]
        assert words == region["snippet"]["text"]


def test_junit_counts_what_it_has(checked: Checked) -> None:
    suites = Xml.fromstring(FORMS["junit"]([checked, Checked(Path("b"), error=InputError("no"))]))
    assert {name: suites.get(name) for name in ("tests", "failures", "errors")} == {
        "tests": "4",
        "failures": "1",
        "errors": "1",
    }
    assert len(suites.findall(".//failure")) == 1
    assert len(suites.findall(".//testcase/error")) == 1
    assert all(case.get("name") and case.get("classname") for case in suites.iter("testcase"))


def test_github_commands_are_escaped_and_placed(checked: Checked) -> None:
    commands = FORMS["github"]([checked]).splitlines()
    assert [re.match("::([a-z]+) ", line)[1] for line in commands] == ["error", "warning", "notice"]  # type: ignore[index]
    assert ",line=3,endLine=3,col=17,endColumn=41,title=MinCount/debtor::" in commands[0]
    assert commands[1].endswith("::Look, again: 100%25%0A“𝔸 team\tsaid”")


def test_turtle_is_a_validation_report(checked: Checked) -> None:
    turtle = FORMS["turtle"]([checked])
    store = ox.Store()
    store.load(turtle.encode(), format=ox.RdfFormat.TURTLE)
    asked = """PREFIX sh: <http://www.w3.org/ns/shacl#> SELECT ?level ?path WHERE {
      ?r a sh:ValidationReport ; sh:conforms false ; sh:result ?x . ?x sh:resultSeverity ?level ;
      sh:focusNode ?f ; sh:sourceConstraintComponent ?c ; sh:resultMessage ?m ; sh:resultPath ?path }"""
    assert len(list(store.query(asked))) == 3  # type: ignore[arg-type]
    assert "sh:inversePath" in turtle
    assert [line for line in turtle.splitlines() if line.startswith("@prefix")] == sorted(
        line for line in turtle.splitlines() if line.startswith("@prefix")
    )


def test_json_has_every_finding_with_its_place(checked: Checked) -> None:
    (told,) = json.loads(FORMS["json"]([checked]))
    assert [found["place"] and found["place"]["line"] for found in told["results"]] == [3, 3, None]
    assert told["conforms"] is False


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_the_same_every_time(checked: Checked, form: str) -> None:
    assert FORMS[form]([checked]) == FORMS[form]([checked])


def test_text_groups_and_points(checked: Checked) -> None:
    out = Console(width=160, record=True, file=io.StringIO())
    print_text(out, [checked])
    lines = out.export_text().splitlines()
    assert lines[0].endswith("talks.txt: violation: Nobody is bound.")
    assert lines[1].endswith("talks.txt:3:17")
    excerpt, carets = lines[2], lines[3]
    assert excerpt[carets.index("^") : carets.rindex("^") + 1] == "we will pay: 100%, maybe"


@pytest.mark.parametrize(
    ("line", "words", "shown"),
    [
        ("a\tbc", "bc", "bc"),
        ("日本 said", "said", "said"),
        ("日本 said", "日本", "日本"),
        ("x" * 200 + " here " + "y" * 200, "here", "here"),
    ],
    ids=["tab", "after wide", "wide", "long line"],
)
def test_carets_stand_under_the_words(line: str, words: str, shown: str) -> None:
    from rich.cells import cell_len

    excerpt, carets = excerpt_of(line, line.index(words), len(words))
    before = excerpt[: excerpt.index(shown)]
    assert (carets.index("^"), carets.count("^")) == (cell_len(before), cell_len(shown))


def test_what_makes_a_check_fail(checked: Checked) -> None:
    warned = Checked(checked.path, Report(checked.report.warnings))
    assert (checked.exit_code, warned.exit_code) == (1, 0)
    assert warned.exit_code_at("warning") == 1
    assert Checked(Path("x"), error=InputError("no")).exit_code_at("warning") == 3


def test_files_come_by_name() -> None:
    assert [str(one.path) for one in in_order([Checked(Path("b")), Checked(Path("a"))])] == ["a", "b"]


def test_a_baseline_hides_what_it_knows_and_nothing_else(checked: Checked, tmp_path: Path) -> None:
    baseline = tmp_path / "baseline.json"
    assert adoption.write_baseline(baseline, [checked]) == 3
    assert [one.report.results for one in adoption.without_known(baseline, [checked])] == [()]
    fresh = result("violation", "Over")
    (left,) = adoption.without_known(
        baseline, [Checked(checked.path, checked.report | Report.of([fresh]), captured=TEXT)]
    )
    assert left.report.results == (fresh,)


@pytest.mark.parametrize("content", ["[]", "nonsense", '{"a": "b"}'])
def test_what_is_no_baseline_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "b.json").write_text(content)
    with pytest.raises(InputError):
        adoption.without_known(tmp_path / "b.json", [])


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=T", "-c", "user.email=t@example.org")
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)


def test_only_what_a_branch_changes_is_checked(tmp_path: Path) -> None:
    for name in ("same.txt", "edited.txt"):
        (tmp_path / name).write_text("one\n")
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "start")
    git(tmp_path, "checkout", "-qb", "work")
    (tmp_path / "edited.txt").write_text("two\n")
    (tmp_path / "new.txt").write_text("three\n")
    files = [tmp_path / name for name in ("same.txt", "edited.txt", "new.txt")]
    assert adoption.changed_since("main", files) == files[1:]
    for wrong in ("nowhere", "--output=x"):
        with pytest.raises(UsageError):
            adoption.changed_since(wrong, files)
