"""Times: each case is a text, the day of the report, the words found and the EDTF they mean."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.mapping.extraction.times.dates import TimeExpression, find_deadline, find_times, resolve
from communique.mapping.model import Span

TUESDAY = date(2026, 1, 6)
WEDNESDAY = date(2024, 7, 10)
SATURDAY = date(2016, 4, 2)
SUNDAY = date(2025, 10, 12)


def times(text: str, anchor: date | None, *, future: bool = False) -> tuple[TimeExpression, ...]:
    return find_times(text, Span(0, len(text)), anchor, future)


def only(text: str, anchor: date | None, *, future: bool = False) -> TimeExpression:
    (found,) = times(text, anchor, future=future)
    return found


REPORTING = [
    # weekdays look back
    ("The minister told reporters on Sunday.", TUESDAY, "on Sunday", "2026-01-04"),
    ("Talks in Geneva ended on Tuesday", TUESDAY, "on Tuesday", "2026-01-06"),
    ("Ministers agreed Wednesday to cut tariffs", TUESDAY, "Wednesday", "2025-12-31"),
    ("a crowd gathered on Saturday evening", SUNDAY, "on Saturday evening", "2025-10-11"),
    ("The truce came into place on Friday morning", SUNDAY, "on Friday morning", "2025-10-10"),
    ("late on Monday the bank froze the funds", TUESDAY, "late on Monday", "2026-01-05"),
    ("an attack in Lahore last Sunday", SATURDAY, "last Sunday", "2016-03-27"),
    ("the vote last Tuesday", TUESDAY, "last Tuesday", "2025-12-30"),
    ("this past Monday the court ruled", TUESDAY, "this past Monday", "2026-01-05"),
    ("on Sunday last week", TUESDAY, "on Sunday last week", "2026-01-04"),
    ("signed on Tuesday of last week", WEDNESDAY, "on Tuesday of last week", "2024-07-02"),
    ("will be heard next Tuesday", TUESDAY, "next Tuesday", "2026-01-13"),
    ("the cabinet meets this Thursday", TUESDAY, "this Thursday", "2026-01-08"),
    ("this coming Friday", TUESDAY, "this coming Friday", "2026-01-09"),
    ("ON SUNDAY, A NEW OFFER", TUESDAY, "ON SUNDAY", "2026-01-04"),
    # dates without a year
    ("On 31 December, the envoy tweeted", TUESDAY, "On 31 December", "2025-12-31"),
    ("on Dec. 31 the pipeline closed", TUESDAY, "on Dec. 31", "2025-12-31"),
    ("by ferry on 31 Dec with aid", TUESDAY, "on 31 Dec", "2025-12-31"),
    ("activists were deported on 6 October.", SUNDAY, "on 6 October", "2025-10-06"),
    ("SEOUL, MARCH 28: the leaders", TUESDAY, "MARCH 28", "2025-03-28"),
    ("the attacks in Brussels on March 22 were", SATURDAY, "on March 22", "2016-03-22"),
    ("CHERNIHIV, January 7 - shelling", TUESDAY, "January 7", "2026-01-07"),  # a zone ahead
    ("the polls of Nov. 8", date(2016, 9, 19), "Nov. 8", "2016-11-08"),  # near, so not a year ago
    ("on the 31st, he left office", TUESDAY, "on the 31st", "2025-12-31"),
    ("ratified on 3rd of June", WEDNESDAY, "on 3rd of June", "2024-06-03"),
    ("dams opened on June 3rd", WEDNESDAY, "on June 3rd", "2024-06-03"),
    ("on 5 May last year", TUESDAY, "on 5 May last year", "2025-05-05"),
    ("leap day, Feb. 29, was", TUESDAY, "Feb. 29", "2024-02-29"),
    ("on Sunday, 5 January, the ferry", TUESDAY, "on Sunday, 5 January", "2025-01-05"),
    ("Tuesday, Jan. 6, was quiet", TUESDAY, "Tuesday, Jan. 6", "2026-01-06"),
    ("on New Year’s Eve the gas stopped", TUESDAY, "on New Year’s Eve", "2025-12-31"),
    ("a Christmas Day strike", TUESDAY, "Christmas Day", "2025-12-25"),
    # full dates
    ("Paris, France, Tuesday, Jan. 6, 2026.", None, "Tuesday, Jan. 6, 2026", "2026-01-06"),
    ("Paris - 06 Jan 2026", None, "06 Jan 2026", "2026-01-06"),
    ("Ukraine: 10 November 2022", None, "10 November 2022", "2022-11-10"),
    ("Friday, August 21, 2015", None, "Friday, August 21, 2015", "2015-08-21"),
    ("Order 14257 of April 2,\n2025", None, "April 2,\n2025", "2025-04-02"),
    ("date 2022-11-10 call", None, "2022-11-10", "2022-11-10"),
    ("Kyiv, 14.05.2025", None, "14.05.2025", "2025-05-14"),
    ("posted 25/12/2025", None, "25/12/2025", "2025-12-25"),
    ("filed 12/25/2025", None, "12/25/2025", "2025-12-25"),
    ("stamped 14-May-2025", None, "14-May-2025", "2025-05-14"),
    ("on 1st July 2024 in Astana", None, "on 1st July 2024", "2024-07-01"),
    # days from the report's own
    ("echoed Denmark’s comments yesterday", TUESDAY, "yesterday", "2026-01-05"),
    ("allies are in Paris today", TUESDAY, "today", "2026-01-06"),
    ("the president is leaving tonight", TUESDAY, "tonight", "2026-01-06"),
    ("he arrived earlier this morning", TUESDAY, "earlier this morning", "2026-01-06"),
    ("the grid failed last night", TUESDAY, "last night", "2026-01-05"),
    ("talks resume tomorrow morning", TUESDAY, "tomorrow morning", "2026-01-07"),
    ("the day before yesterday a dam broke", TUESDAY, "the day before yesterday", "2026-01-04"),
    ("earlier today Nairobi recalled its envoy", TUESDAY, "earlier today", "2026-01-06"),
    # weeks and weekends are intervals
    ("Last week, Zelenskyy said", TUESDAY, "Last week", "2025-12-29/2026-01-04"),
    ("asserted this week again", TUESDAY, "this week", "2026-01-05/2026-01-11"),
    ("before a summit next week in Baku", TUESDAY, "next week", "2026-01-12/2026-01-18"),
    ("in Chernihiv earlier this week", TUESDAY, "earlier this week", "2026-01-05/2026-01-06"),
    ("and later this week the IMF", TUESDAY, "later this week", "2026-01-06/2026-01-11"),
    ("this past weekend also said", TUESDAY, "this past weekend", "2026-01-03/2026-01-04"),
    ("seized at the weekend", TUESDAY, "at the weekend", "2026-01-03/2026-01-04"),
    ("said on the weekend that", TUESDAY, "on the weekend", "2026-01-03/2026-01-04"),
    ("over the weekend rebels", SUNDAY, "over the weekend", "2025-10-11/2025-10-12"),
    ("polls last weekend", SUNDAY, "last weekend", "2025-10-04/2025-10-05"),
    ("a rally next weekend", WEDNESDAY, "next weekend", "2024-07-20/2024-07-21"),
    # months and years
    ("spoke in Woodside in November 2023.", None, "in November 2023", "2023-11"),
    ("visited Greenland in March last year", TUESDAY, "in March last year", "2025-03"),
    ("floods in March", TUESDAY, "in March", "2025-03"),
    ("the harvest in July", WEDNESDAY, "in July", "2024-07"),
    ("the treaty lapsed last March", TUESDAY, "last March", "2025-03"),
    ("an accord in early March 2024", None, "in early March 2024", "2024-03"),
    ("Rates rose last month", TUESDAY, "last month", "2025-12"),
    ("elections next month", TUESDAY, "next month", "2026-02"),
    ("won office last year", TUESDAY, "last year", "2025"),
    ("the accord of early last year", TUESDAY, "early last year", "2025"),
    ("The war began in 2022.", None, "in 2022", "2022"),
    ("in late 2024 the lira fell", None, "in late 2024", "2024"),
    ("reserves peaked mid-2019", None, "mid-2019", "2019"),
    ("the colony fell circa 1950", None, "circa 1950", "1950~"),
    ("its output doubled around 2014", None, "around 2014", "2014~"),
    # counted
    ("a summit three months from now", SATURDAY, "three months from now", "2016-07"),
    ("the ship sank two days ago", TUESDAY, "two days ago", "2026-01-04"),
    ("struck a week ago", TUESDAY, "a week ago", "2025-12-29/2026-01-04"),
    ("signed six months ago", TUESDAY, "six months ago", "2025-07"),
    ("more than two years ago", TUESDAY, "more than two years ago", "2024~"),
    ("in three weeks’ time", TUESDAY, "in three weeks’ time", "2026-01-26/2026-02-01"),
    ("over the past two years", SUNDAY, "over the past two years", "2023-10-12~/2025-10-12"),
    ("in the next 10 years", SATURDAY, "in the next 10 years", "2016-04-02/2026-04-02~"),
    ("reply within 48 hours", TUESDAY, "within 48 hours", "2026-01-06/2026-01-08"),
    # intervals
    ("between 3 and 5 May", TUESDAY, "between 3 and 5 May", "2025-05-03/2025-05-05"),
    ("from 3 to 5 May 2026 in Rio", None, "from 3 to 5 May 2026", "2026-05-03/2026-05-05"),
    ("Rio, 3-5 May 2026", None, "3-5 May 2026", "2026-05-03/2026-05-05"),
    ("Samoa, October 21–26, 2024", None, "October 21–26, 2024", "2024-10-21/2024-10-26"),
    ("28 April to 2 May 2025", None, "28 April to 2 May 2025", "2025-04-28/2025-05-02"),
    ("Dec. 30 to Jan. 2, 2026", None, "Dec. 30 to Jan. 2, 2026", "2025-12-30/2026-01-02"),
    ("on 9 and 10 July 2024", None, "on 9 and 10 July 2024", "2024-07-09/2024-07-10"),
    ("from January to March 2023", None, "from January to March 2023", "2023-01/2023-03"),
    ("president from 2014 to 2019", None, "from 2014 to 2019", "2014/2019"),
    ("the mandate 2015–2020", None, "2015–2020", "2015/2020"),
    ("occupied since 2014", TUESDAY, "since 2014", "2014/.."),
    ("tariffs since April 2, 2025.", TUESDAY, "since April 2, 2025", "2025-04-02/.."),
    ("under siege since last week", TUESDAY, "since last week", "2025-12-29/.."),
]


@pytest.mark.parametrize(("text", "anchor", "words", "edtf"), REPORTING, ids=[case[0] for case in REPORTING])
def test_reported_times(text: str, anchor: date | None, words: str, edtf: str) -> None:
    found = only(text, anchor)
    assert (found.text, found.moment and found.moment.edtf) == (words, edtf)


PLANS = [
    ("will meet on Sunday", "on Sunday", "2026-01-11"),
    ("will sign on Tuesday", "on Tuesday", "2026-01-06"),
    ("ferries will resume on 20 January", "on 20 January", "2026-01-20"),
    ("will vote on 31 December", "on 31 December", "2026-12-31"),
    ("a summit is due in March", "in March", "2026-03"),
    ("to convene this weekend", "this weekend", "2026-01-10/2026-01-11"),
    ("will be pictured last Sunday", "last Sunday", "2026-01-04"),  # the words decide, not the tense
    ("will mark yesterday", "yesterday", "2026-01-05"),
]


@pytest.mark.parametrize(("text", "words", "edtf"), PLANS, ids=[case[0] for case in PLANS])
def test_planned_times(text: str, words: str, edtf: str) -> None:
    found = only(text, TUESDAY, future=True)
    assert (found.text, found.moment and found.moment.edtf) == (words, edtf)


OPEN = [
    ("said in recent days a deal", "in recent days", "past"),
    ("trade fell in recent months", "in recent months", "past"),
    ("a few days ago", "a few days ago", "past"),
    ("over the past few weeks", "over the past few weeks", "past"),
    ("posted 11 hours ago", "11 hours ago", "past"),
    ("in the coming weeks", "in the coming weeks", "future"),
    ("on 30 February 2025", "on 30 February 2025", "day"),  # no such day
]


@pytest.mark.parametrize(("text", "words", "precision"), OPEN, ids=[case[0] for case in OPEN])
def test_times_that_stay_words(text: str, words: str, precision: str) -> None:
    found = only(text, TUESDAY)
    assert (found.text, found.moment, found.precision) == (words, None, precision)


@pytest.mark.parametrize("text", ["on Sunday", "in March", "on 31 December", "last week", "just after 2pm"])
def test_without_an_anchor_a_time_stays_words(text: str) -> None:
    found = only(text, None)
    assert (found.text, found.moment) == (text, None)


PRECISIONS = [
    ("on Sunday", "day"),
    ("last week", "week"),
    ("at the weekend", "weekend"),
    ("last month", "month"),
    ("in 2022", "year"),
    ("since 2022", "interval"),
    ("earlier this week", "interval"),
    ("a week ago", "week"),
]


@pytest.mark.parametrize(("text", "precision"), PRECISIONS)
def test_precision(text: str, precision: str) -> None:
    assert only(text, TUESDAY).precision == precision


BOUNDS = [
    ("on Sunday", "2026-01-04T00:00:00", "2026-01-04T23:59:59"),
    ("last month", "2025-12-01T00:00:00", "2025-12-31T23:59:59"),
    ("since 2014", "2014-01-01T00:00:00", "2026-01-06T23:59:59"),
    ("9am GMT tomorrow", "2026-01-07T09:00:00+00:00", "2026-01-07T09:00:59+00:00"),
]


@pytest.mark.parametrize(("text", "earliest", "latest"), BOUNDS, ids=[case[0] for case in BOUNDS])
def test_first_and_last_instant(text: str, earliest: str, latest: str) -> None:
    moment = only(text, TUESDAY).moment
    assert moment is not None
    assert (moment.earliest.isoformat(), moment.latest.isoformat()) == (earliest, latest)


DEADLINES = [
    ("to reach 5% by 2035", "by 2035", date(2035, 12, 31)),
    ("take these actions by May 14, 2025:", "by May 14, 2025", date(2025, 5, 14)),
    ("before the end of March", "before the end of March", date(2026, 3, 31)),
    ("a new deal within 30 days.", "within 30 days", date(2026, 2, 5)),
    ("no later than 1 June", "no later than 1 June", date(2026, 6, 1)),
    ("by the end of the year", "by the end of the year", date(2026, 12, 31)),
    ("by year-end", "by year-end", date(2026, 12, 31)),
    ("by the end of 2026", "by the end of 2026", date(2026, 12, 31)),
    ("in force until June", "until June", date(2026, 6, 30)),
    ("by the end of the decade", "by the end of the decade", date(2029, 12, 31)),
    ("must withdraw by Monday", "by Monday", date(2026, 1, 12)),
    ("hostages freed by 5pm on Friday", "by 5pm on Friday", date(2026, 1, 9)),
    ("signed on Sunday, in force by 2027", "by 2027", date(2027, 12, 31)),
]


@pytest.mark.parametrize(("text", "words", "last"), DEADLINES, ids=[case[0] for case in DEADLINES])
def test_deadlines(text: str, words: str, last: date) -> None:
    found = find_deadline(text, Span(0, len(text)), TUESDAY)
    assert found is not None
    assert found.moment is not None
    assert (found.text, found.moment.text, found.moment.latest.date()) == (words, words, last)


@pytest.mark.parametrize(
    "text",
    ["on Sunday", "by then", "by 2,000 troops", "signed by Macron in 2023", "before Tuesday's vote"],
)
def test_no_deadline(text: str) -> None:
    assert find_deadline(text, Span(0, len(text)), TUESDAY) is None


def test_the_tense_of_the_clause_resolves_again() -> None:
    found = only("on Sunday", TUESDAY)
    later = resolve(found, TUESDAY, future=True)
    assert found.weekday_only
    assert later is not None
    assert later.edtf == "2026-01-11"


_WORDS = """on in since the by last next this Sunday May March 5 31 2025 14:00 2pm GMT ( ) , . - – week
    weekend ago two years from to between and end of early within 30 days Jan. ’s €5m ö 0 29 February tomorrow
    noon"""
_PIECES = st.sampled_from([*_WORDS.split(), "\n", "\n\n"])
_TEXTS = st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=25).map(" ".join))


@settings(max_examples=150, deadline=None)
@given(text=_TEXTS, data=st.data(), anchor=st.none() | st.dates(), future=st.booleans())
def test_spans_hold_the_words(text: str, data: st.DataObject, anchor: date | None, future: bool) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    cursor = span.start
    for found in find_times(text, span, anchor, future):
        assert cursor <= found.span.start < found.span.end <= span.end
        assert found.text == found.span.of(text)
        assert found.clock_span is None or found.clock_span in found.span
        assert found.moment is None or found.moment.earliest <= found.moment.latest
        assert found.moment is None or re.match(r"\d{4}", found.moment.edtf)
        cursor = found.span.end
    deadline = find_deadline(text, span, anchor)
    assert deadline is None or (deadline.span in span and deadline.text == deadline.span.of(text))
