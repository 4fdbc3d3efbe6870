"""Which words tell a time, where they begin and end, and which hour they name."""

from datetime import date, datetime, timedelta, timezone

import pytest

from communique.mapping.extraction.language import table
from communique.mapping.extraction.times.dates import TimeExpression, find_times
from communique.mapping.extraction.times.rules import leads, rules
from communique.mapping.model import Span

TUESDAY = date(2026, 1, 6)
SUNDAY = date(2025, 10, 12)


def times(text: str, anchor: date | None, *, future: bool = False) -> tuple[TimeExpression, ...]:
    return find_times(text, Span(0, len(text)), anchor, future)


def only(text: str, anchor: date | None, *, future: bool = False) -> TimeExpression:
    (found,) = times(text, anchor, future=future)
    return found


NO_TIMES = [
    "it may be signed",
    "they march on the capital",
    "the sun rose and the generals sat",
    "the second world war",
    "the Sept. 11 memorial",
    "survivors of the 9/11 attacks",
    "the Mail on Sunday reports",
    "after Bloody Sunday inquiries",
    "protests every Friday",
    "prayers on Sundays",
    "a week on Monday",
    "the 21st century",
    "on the 31st anniversary",
    "in the 1990s",
    "Theresa May said",
    "a proposal by May",
    "June Osborne spoke",
    "the 2015 nuclear deal",
    "2,000 troops arrived by 2000 soldiers",
    "in 2,000 villages",
    "10 Downing Street",
    "the G20 and the Group of 20",
    "Resolution 2231 and Order 14257",
    "05/12/2025",  # May or December
    "a vote of 14:2",
    "I am sure",
    "may 14 ships pass",
    "the Jan. 6 committee",
    "No. 6 of the protocol",
    "a score of 3-5",
    "thirty-five years ago",  # not five
    "told Fox News Sunday",
]


@pytest.mark.parametrize("text", NO_TIMES)
def test_words_that_tell_no_time(text: str) -> None:
    assert times(text, TUESDAY) == ()


CLOCKS = [
    ("will take place just after 2pm, with", "14:00", "just after 2pm"),
    ("expected around 5.45pm.", "17:45", "around 5.45pm"),
    ("to arrive around 11.10am for", "11:10", "around 11.10am"),
    ("sirens at 14:00 in Kharkiv", "14:00", "at 14:00"),
    ("a truce at noon", "12:00", "at noon"),
    ("expires at midnight", "00:00", "at midnight"),
    ("starts at 9 a.m. local time", "09:00", "at 9 a.m. local time"),
    ("at 12.30am the bank", "00:30", "at 12.30am"),
    ("opens 0930 GMT", "09:30", "0930 GMT"),
    ("at 2pm on Monday", "14:00", "at 2pm"),
    ("on Monday at 9.30am", "09:30", "at 9.30am"),
    ("published 12 October 2025 10:00", "10:00", "10:00"),
    ("before 12pm local time (10am BST) on Monday", "12:00", "before 12pm local time"),
]


@pytest.mark.parametrize(("text", "clock", "words"), CLOCKS, ids=[case[0] for case in CLOCKS])
def test_clock_times(text: str, clock: str, words: str) -> None:
    found = only(text, TUESDAY)
    assert found.clock_span is not None
    assert (found.clock, found.clock_span.of(text)) == (clock, words)


def test_a_clock_alone_is_on_the_day_of_the_report() -> None:
    found = only("just after 2pm", TUESDAY)
    assert found.moment is not None
    assert (found.moment.edtf, found.precision) == ("2026-01-06", "clock")


def test_an_hour_and_its_zone_give_the_minute() -> None:
    found = only("at 14:00 GMT on 3 May 2025", None)
    assert found.moment is not None
    assert found.moment.earliest == datetime(2025, 5, 3, 14, tzinfo=timezone(timedelta(0)))
    assert found.moment.latest - found.moment.earliest == timedelta(seconds=59)


def test_about_an_hour_leaves_the_day_in_that_zone() -> None:
    found = only("before 12pm local time (10am BST) on Monday", SUNDAY, future=True)
    assert found.moment is not None
    assert found.moment.edtf == "2025-10-13"
    assert found.moment.earliest == datetime(2025, 10, 13, tzinfo=timezone(timedelta(hours=1)))


ATTRIBUTIVE = [
    ("following Tuesday's bomb", True),
    ("for today’s meeting", True),
    ("the 31 December deadline", True),
    ("last year's summit", True),
    ("on Tuesday a bomb", False),
    ("on the 31st of December in Oslo", False),
]


@pytest.mark.parametrize(("text", "attributive"), ATTRIBUTIVE, ids=[case[0] for case in ATTRIBUTIVE])
def test_what_qualifies_a_noun(text: str, attributive: bool) -> None:
    assert only(text, TUESDAY).attributive is attributive


def test_nothing_beyond_the_span_is_read() -> None:
    text = "on Sunday 4 January 2026"
    (found,) = find_times(text, Span(0, 9), TUESDAY)
    assert found.text == "on Sunday"


def test_an_expression_ends_with_its_paragraph() -> None:
    assert [found.text for found in times("early\n\n31 December\n\n2025 saw", TUESDAY)] == ["31 December"]


def test_every_rule_can_begin_somewhere() -> None:
    assert all(leads(rule["pattern"]) <= rules().keys() for rule in table("time")["rule"])
