"""Printed and machine-readable times."""

from datetime import date

import pytest

from communique.mapping.reading.timestamps import dates, iso, stamp, trailing_stamp


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("12 October 2025 10:00", "2025-10-12T10:00"),
        ("Tue 3 Mar 2026 18.35 GMT", "2026-03-03T18:35"),
        ("Published: March 3rd, 2026, 5:05 p.m. ET", "2026-03-03T17:05"),
        ("12:30 am, 3 March 2026", "2026-03-03T00:30"),
        ("Friday, August 21, 2015", "2015-08-21"),
        ("Last updated on 2026-03-03 09:15", "2026-03-03T09:15"),
        ("3 Sept. 2024", "2024-09-03"),
        ("10:45", None),
        ("June 17", None),
        ("published at 10:45 Greenwich Mean Time 4 March", None),
    ],
)
def test_lines_that_are_a_time(line: str, expected: str | None) -> None:
    read = stamp(line)
    assert read is not None
    assert read.iso == expected


@pytest.mark.parametrize(
    "line", ["31 February 2026", "25:10", "Ministers met on 3 March 2026", "3/3/2026", "13 pm", "In 2026", ""]
)
def test_lines_that_are_none(line: str) -> None:
    assert stamp(line) is None


def test_a_time_may_be_glued_to_a_name() -> None:
    read = trailing_stamp("Jane Roe12 October 2025 10:00")
    assert read is not None
    assert (read.start, read.iso) == (8, "2025-10-12T10:00")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Riga, Latvia, Tuesday, Jan. 6, 2026.", [date(2026, 1, 6)]),
        ("from 30 Dec 2025 to 2 January, 2026", [date(2025, 12, 30), date(2026, 1, 2)]),
        ("No. 2026-01-06 and 12026-01-06", [date(2026, 1, 6)]),
        ("dismay 3, 2026", []),
    ],
)
def test_dates_in_running_text(text: str, expected: list[date]) -> None:
    assert [day for day, *_ in dates(text)] == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-01-06T13:55:27+01:00", "2026-01-06T13:55:27+01:00"),
        ("2026-01-06 13:55:27 +01:00", "2026-01-06T13:55:27+01:00"),
        ("2026-01-06T12:00:00Z", "2026-01-06T12:00:00+00:00"),
        ("2026-01-06", "2026-01-06"),
        ("Tue, 06 Jan 2026 12:00:00 GMT", "2026-01-06T12:00:00+00:00"),
        ("January 6, 2026", "2026-01-06"),
        ("yesterday", None),
        ("", None),
    ],
)
def test_machine_readable_times(value: str, expected: str | None) -> None:
    assert iso(value) == expected
