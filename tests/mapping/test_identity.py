from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from communique.mapping.context import Context
from communique.mapping.identity import commitment_iris, meeting_iris, participation_iri, statement_iris
from communique.mapping.model import Actor, Meeting, Moment, Participation, Span, Statement

DAY = Moment("2026-03-03", datetime(2026, 3, 3), datetime(2026, 3, 3, 23, 59))  # noqa: DTZ001
WEEK = Moment("2026-03-02/2026-03-08", datetime(2026, 3, 2), datetime(2026, 3, 8))  # noqa: DTZ001
ANNA, CARL, DORA = (Actor("person", f"{name}-x", name) for name in ("anna", "carl", "dora"))
GUEST = Actor("described", "a guest", "a guest")


def context(sample: Any, name: str = "one.txt") -> Context:
    return Context(replace(sample.article, name=name), sample.base, sample.register)


def meeting(kind: str, *actors: Actor, place: str | None = None, when: Moment | None = DAY) -> Meeting:
    parts = tuple(Participation((Span(0, 3),), actor) for actor in actors)
    return Meeting(kind, parts, (Span(0, 9),), "rule", place=place, when=when)


COUNTED = replace(
    meeting("talks", ANNA, place="Lisbon"),
    participations=(Participation((), headcount=35, described="states"),),
)
SAME = {
    "a summit by day and place": (
        meeting("summit", ANNA, place="Lisbon"),
        meeting("summit", CARL, DORA, place="lisbon"),
    ),
    "many talks like a summit": (meeting("talks", ANNA, CARL, DORA, place="Lisbon"), COUNTED),
    "two who meet": (meeting("bilateral", ANNA, CARL, place="Lisbon"), meeting("talks", CARL, ANNA)),
    "two who call each other": (meeting("call", ANNA, CARL), meeting("call", CARL, ANNA, GUEST)),
    "a visit by day, place and visitor": (
        meeting("visit", ANNA, place="Lisbon"),
        meeting("visit", ANNA, place="Lisbon"),
    ),
}
DIFFERENT = {
    "another day": (
        meeting("call", ANNA, CARL),
        meeting("call", ANNA, CARL, when=replace(DAY, earliest=WEEK.earliest, latest=WEEK.earliest)),
    ),
    "no single day": (meeting("call", ANNA, CARL, when=WEEK), meeting("call", ANNA, CARL, when=WEEK)),
    "no day": (
        meeting("summit", ANNA, place="Lisbon", when=None),
        meeting("summit", place="Lisbon", when=None),
    ),
    "a call is no encounter": (meeting("call", ANNA, CARL), meeting("bilateral", ANNA, CARL)),
    "another party": (meeting("call", ANNA, CARL), meeting("call", ANNA, DORA)),
    "one who is only described": (meeting("call", ANNA, GUEST), meeting("call", ANNA, GUEST)),
    "another place": (meeting("summit", ANNA, place="Lisbon"), meeting("summit", ANNA, place="Oslo")),
}


@pytest.mark.parametrize(("first", "second"), SAME.values(), ids=SAME.keys())
def test_two_articles_name_one_event(sample: Any, first: Meeting, second: Meeting) -> None:
    one, two = context(sample, "one.txt"), context(sample, "two.txt")
    assert meeting_iris(one, [first]) == meeting_iris(two, [second])


@pytest.mark.parametrize(("first", "second"), DIFFERENT.values(), ids=DIFFERENT.keys())
def test_two_articles_name_two_events(sample: Any, first: Meeting, second: Meeting) -> None:
    one, two = context(sample, "one.txt"), context(sample, "two.txt")
    assert meeting_iris(one, [first]) != meeting_iris(two, [second])


def test_two_meetings_of_one_article_are_two_whatever_their_order(sample: Any) -> None:
    first = meeting("call", ANNA, CARL)
    second = replace(first, spans=(Span(20, 30),))
    names = meeting_iris(context(sample), [first, second])
    assert len(set(names)) == 2
    assert meeting_iris(context(sample), [second, first]) == names[::-1]


def test_statements_with_the_same_words_are_told_apart_by_speaker_post_and_number(sample: Any) -> None:
    said = Statement((ANNA,), (Span(0, 7),), "rule")
    elsewhere = sample.article.posts[1].span.start
    others = [
        replace(said, speakers=(CARL,)),
        replace(said, spans=(Span(elsewhere, elsewhere + 7),)),
        replace(said, rule="other"),
    ]
    assert len(set(statement_iris(context(sample), [said, *others]))) == 4


def test_one_document_is_one_statement_within_its_article(sample: Any) -> None:
    printed = [Statement((ANNA,), (Span(start, start + 3),), "rule", document="text") for start in (0, 120)]
    one, two = statement_iris(context(sample), printed)
    assert one == two
    assert statement_iris(context(sample, "two.txt"), printed) != (one, two)


def test_a_commitment_is_known_by_whose_word_it_rests_on(sample: Any) -> None:
    (fact,) = sample.facts.commitments
    names = {commitment_iris(context(sample), [fact], ["", word]) for word in ("a", "b")}
    assert len(names) == 2


def test_a_counted_group_is_known_by_its_description_and_not_its_number(sample: Any) -> None:
    groups = [
        Participation((), headcount=count, described=who)
        for count, who in [(12, "heads of state"), (14, "Heads of State"), (12, "ministers"), (12, None)]
    ]
    first, same, other, plain = (participation_iri(context(sample), "m", group) for group in groups)
    assert first == same
    assert len({first, other, plain}) == 3
