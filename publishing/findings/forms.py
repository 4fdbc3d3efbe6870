"""The forms of a report for programs and tools: JSON, SARIF, JUnit, and GitHub's workflow commands."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote
from xml.etree import ElementTree as Xml

from communique import __version__
from communique.publishing.findings.model import Checked, Found, all_found
from communique.publishing.findings.turtle import as_turtle

_SARIF_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_HOME: Final = "https://w3id.org/communique/"
_LEVELS: Final = {"violation": "error", "warning": "warning", "info": "note"}
_COMMANDS: Final = {"violation": "error", "warning": "warning", "info": "notice"}


def as_json(checked: Sequence[Checked]) -> str:
    """An array with an object for each file, or for each article in it."""
    return json.dumps([_json_of(one) for one in checked], indent=1, ensure_ascii=False) + "\n"


def _json_of(one: Checked) -> dict[str, object]:
    return {
        "file": str(one.path),
        "article": one.article or None,
        "conforms": one.error is None and one.report.conforms,
        "error": str(one.error) if one.error else None,
        "results": [
            {**asdict(found.result), "place": asdict(found.place) if found.place else None}
            for found in one.found
        ],
    }


def as_sarif(checked: Sequence[Checked]) -> str:
    """Static Analysis Results Interchange Format 2.1.0 (OASIS, 2020): one run, columns in code points."""
    found = list(all_found(checked))
    rules = sorted({_rule_id(one) for one in found})
    driver = {
        "name": "communique",
        "version": __version__,
        "informationUri": _HOME,
        "rules": [_rule(name, found) for name in rules],
    }
    unread = [one for one in checked if one.error]
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not unread,
                "toolExecutionNotifications": [_notice(one) for one in unread],
            }
        ],
        "results": [_sarif_result(one, rules) for one in found],
    }
    whole = {"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def _rule_id(found: Found) -> str:
    """The kind of rule and the property: MinCount/debtor."""
    said = found.result
    component = said.component.removesuffix("ConstraintComponent")
    name = said.path.rstrip("/>").rsplit("#", 1)[-1].rsplit("/", 1)[-1]
    return f"{component}/{name}" if name else component


def _rule(name: str, found: Sequence[Found]) -> dict[str, object]:
    """A rule is described by the first message that it gave, as messages say what is required."""
    first = next(one.result for one in found if _rule_id(one) == name)
    return {"id": name, "shortDescription": {"text": first.message}}


def _notice(one: Checked) -> dict[str, object]:
    return {
        "level": "error",
        "message": {"text": str(one.error)},
        "locations": [_location(one.path)],
    }


def _location(path: Path, region: dict[str, object] | None = None) -> dict[str, Any]:
    """A file by its URI (RFC 3986; SARIF, section 3.4.3), in which blanks and accents are escaped."""
    uri = path.as_uri() if path.is_absolute() else quote(path.as_posix())
    physical: dict[str, object] = {"artifactLocation": {"uri": uri}}
    return {"physicalLocation": physical | ({"region": region} if region else {})}


def _sarif_result(found: Found, rules: Sequence[str]) -> dict[str, object]:
    said, rule = found.result, _rule_id(found)
    location = _location(found.path, _region(found))
    within = [{"name": found.article, "kind": "article"}] if found.article else []
    location["logicalLocations"] = [{"fullyQualifiedName": said.focus}, *within]
    return {
        "ruleId": rule,
        "ruleIndex": rules.index(rule),
        "level": _LEVELS[said.severity],
        "message": {"text": _told(found)},
        "locations": [location],
        "partialFingerprints": {"communique/v1": found.fingerprint},
    }


def _region(found: Found) -> dict[str, object] | None:
    place = found.place
    if place is None:
        return None
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
        "snippet": {"text": place.words},
    }


def _told(found: Found) -> str:
    """The message, with the value that it is about."""
    said = found.result
    return f"{said.message} [{said.value}]" if said.value else said.message


def as_junit(checked: Sequence[Checked]) -> str:
    """JUnit's XML as common tools read it: a suite for each file or article, a case for each finding."""
    suites = [_suite(one) for one in checked]
    whole = Xml.Element("testsuites", name="communique validate")
    for name in _COUNTED:
        whole.set(name, str(sum(int(suite.get(name, "0")) for suite in suites)))
    whole.extend(suites)
    Xml.indent(whole)
    written = _NOT_XML.sub("\ufffd", Xml.tostring(whole, encoding="unicode"))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'


# What no XML document may have, even escaped (XML 1.0, section 2.2); a text may.
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_COUNTED: Final = ("tests", "failures", "errors")


def _suite(one: Checked) -> Xml.Element:
    cases = [_case(found) for found in one.found] or [Xml.Element("testcase", name="conforms")]
    if one.error:
        Xml.SubElement(cases[0], "error", message=str(one.error), type="InputError")
    suite = Xml.Element(
        "testsuite",
        name=one.name,
        tests=str(len(cases)),
        failures=str(len(one.report.violations)),
        errors=str(int(one.error is not None)),
    )
    for case in cases:
        case.set("classname", one.name)
        suite.append(case)
    return suite


def _case(found: Found) -> Xml.Element:
    """A violation fails; a warning passes, and says so in its output."""
    said, where = found.result, f"{found.path.as_posix()}:{found.place.line}" if found.place else ""
    case = Xml.Element("testcase", name=f"{_rule_id(found)} {said.words or said.focus}"[:200])
    text = "\n".join(filter(None, (_told(found), said.words, where, said.focus)))
    if said.severity == "violation":
        Xml.SubElement(case, "failure", message=said.message, type=said.component).text = text
    else:
        Xml.SubElement(case, "system-out").text = f"{said.severity}: {text}"
    return case


def as_github(checked: Sequence[Checked]) -> str:
    """Workflow commands, which GitHub shows as annotations at the lines of a pull request."""
    return "".join(f"{line}\n" for one in checked for line in _commands(one))


def _commands(one: Checked) -> Iterator[str]:
    if one.error:
        yield f"::error file={_escaped(one.path.as_posix(), True)}::{_escaped(str(one.error))}"
    for found in one.found:
        where = [f"file={_escaped(one.path.as_posix(), True)}", *_columns(found)]
        where.append(f"title={_escaped(_rule_id(found), True)}")
        quoted = f"“{found.result.words}”" if found.result.words else ""
        words = "\n".join(filter(None, (_told(found), quoted, found.article)))
        yield f"::{_COMMANDS[found.result.severity]} {','.join(where)}::{_escaped(words)}"


def _columns(found: Found) -> list[str]:
    place = found.place
    if place is None:
        return []
    lines = [f"line={place.line}", f"endLine={place.end_line}"]
    if place.line != place.end_line:  # GitHub takes columns within one line only
        return lines
    return [*lines, f"col={place.column}", f"endColumn={place.end_column}"]


def _escaped(words: str, is_property: bool = False) -> str:
    """As the runner unescapes it: percent signs and line ends; colons and commas in a property too."""
    marks = (
        ("%", "%25"),
        ("\r", "%0D"),
        ("\n", "%0A"),
        *(((":", "%3A"), (",", "%2C")) if is_property else ()),
    )
    for mark, code in marks:
        words = words.replace(mark, code)
    return words


FORMS: Final[dict[str, Callable[[Sequence[Checked]], str]]] = {
    "json": as_json,
    "turtle": as_turtle,
    "sarif": as_sarif,
    "junit": as_junit,
    "github": as_github,
}
