"""The case tables hold what they promise: words of the text, known values, days that fit their weekdays."""

import re
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

Case = dict[str, Any]

TABLES = sorted((Path(__file__).parent / "cases").glob("*.toml"))
FIELDS = {
    "statements": set("speakers content act quoted channel date addressees optional".split()),
    "meetings": set("kind participants withdrawn chairs headcounts place date time status optional".split()),
    "commitments": set(
        "debtors beneficiaries content status duration condition amount deadline optional".split()
    ),
}
ACTS = set(
    "assertion announcement pledge agreement urging request warning threat denial criticism condemnation "
    "accusation praise thanks welcome concern proposal question reaffirmation declined".split()
)
KINDS = {"summit", "bilateral", "talks", "call", "cabinet", "visit", "press conference", "other"}
STATUSES = {"scheduled", "ongoing", "held", "cancelled"}
FORCES = set("proposed drafted announced agreed in-force fulfilled broken refused withdrawn".split())
NAMED = {"speakers", "addressees", "participants", "withdrawn", "chairs", "debtors", "beneficiaries"}
WORDS = {"condition", "amount", "place"}
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
POINTS = range(1, 24)


def kind_of(table: Path) -> str:
    return {"speech": "statements"}.get(table.stem.partition("-")[0], table.stem)


def read(table: Path) -> list[Case]:
    cases: list[Case] = tomllib.loads(table.read_text(encoding="utf-8"))["case"]
    return cases


CASES = [(table.stem, kind_of(table), case) for table in TABLES for case in read(table)]
every_kind = pytest.mark.parametrize("kind", sorted({kind for _, kind, _ in CASES}))


def cases_of(kind: str) -> list[Case]:
    return [case for _, of, case in CASES if of == kind]


def records(kind: str) -> list[tuple[Case, dict[str, Any]]]:
    return [(case, record) for case in cases_of(kind) for record in case[kind]]


@every_kind
def test_fields(kind: str) -> None:
    for case in cases_of(kind):
        assert set(case) - {"point"} == {"shows", "topic", "published", "text", kind}
        assert isinstance(case["published"], date), case["shows"]
        assert all(set(record) <= FIELDS[kind] for record in case[kind]), case["shows"]


@every_kind
def test_words_stand_in_the_text(kind: str) -> None:
    for case, record in records(kind):
        quoted = [*record.get("content", []), *(record[key] for key in WORDS & set(record))]
        assert [words for words in quoted if words not in case["text"]] == []


@every_kind
def test_values_are_known(kind: str) -> None:
    for case, record in records(kind):
        assert record.get("act", "assertion") in ACTS, case["shows"]
        assert record.get("kind", "other") in KINDS, case["shows"]
        assert record.get("status", "held") in (FORCES if kind == "commitments" else STATUSES), case["shows"]
        assert re.fullmatch(r"P\d+[DMY]", record.get("duration", "P1D")), case["shows"]
        assert re.fullmatch(r"[0-2]\d:[0-5]\d", record.get("time", "00:00")), case["shows"]


@every_kind
def test_names_are_codes_full_names_or_descriptions(kind: str) -> None:
    for case, record in records(kind):
        for name in (name for key in NAMED & set(record) for name in record[key]):
            assert re.fullmatch(r"[A-Z]{2}|~\w.+|\w.{2,}", name)
            assert not name.startswith("~") or name[1:].casefold() in case["text"].casefold()


@every_kind
def test_quoted_statements_have_quotation_marks(kind: str) -> None:
    quoted = [case for case, record in records(kind) if record.get("quoted")]
    assert [case["shows"] for case in quoted if not re.search("[“‘\"']", case["text"])] == []


@every_kind
def test_a_weekday_in_the_text_is_the_weekday_of_the_date(kind: str) -> None:
    for case in cases_of(kind):
        told = [day for day in WEEKDAYS if day in case["text"]]
        dates = [record["date"] for record in case[kind] if "date" in record]
        if len(told) == len(dates) == 1:
            assert WEEKDAYS[dates[0].weekday()] == told[0], case["shows"]


def test_no_case_is_there_twice() -> None:
    shows = Counter((kind, case["shows"]) for _, kind, case in CASES)
    assert [row for row, times in shows.items() if times > 1] == []


def test_every_point_of_the_catalogue_has_cases() -> None:
    counted = Counter(case.get("point") for _, _, case in CASES)
    assert [point for point in POINTS if counted[point] < 2] == []


@pytest.mark.parametrize(("kind", "least"), [("statements", 90), ("meetings", 30), ("commitments", 40)])
def test_enough_cases(kind: str, least: int) -> None:
    assert sum(of == kind for _, of, _ in CASES) >= least
