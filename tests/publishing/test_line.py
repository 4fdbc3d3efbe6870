"""Who goes first of those that wait: queries of a form that was small before, but for every fourth."""

import pytest

from communique.publishing.answering.forms import Forms, form_of
from communique.publishing.answering.jobs import Job
from communique.publishing.answering.line import Line
from communique.publishing.answering.reader_process import Asked

ONE = "SELECT ?x { <urn:a> <urn:p> ?x FILTER(?x = 'one') } LIMIT 10"
FORMS = [
    ("another name", "SELECT ?x { <urn:b> <urn:q> ?x FILTER(?x = 'one') } LIMIT 10", True),
    ("another value", "SELECT ?x { <urn:a> <urn:p> ?x FILTER(?x = 'two') } LIMIT 99", True),
    ("a comment", f"{ONE} # and why", True),
    ("other letters of a keyword", ONE.replace("SELECT", "select"), True),
    ("another variable", ONE.replace("?x", "$y"), True),
    ("one variable for two", "SELECT ?x { ?x <urn:p> ?x FILTER(?x = 'one') } LIMIT 10", False),
    ("a path", ONE.replace("<urn:p>", "<urn:p>*"), False),
    ("one pattern more", ONE.replace("FILTER", ". ?x ?p ?o FILTER"), False),
]


def asked(text: str) -> Asked:
    one = Asked(Job("query", text), 0.0, lambda _: None)
    one.form = form_of(one.job)
    return one


@pytest.mark.parametrize(("text", "same"), [case[1:] for case in FORMS], ids=[case[0] for case in FORMS])
def test_forms(text: str, same: bool) -> None:
    assert (form_of(Job("query", text)) == form_of(Job("query", ONE))) is same


def test_a_very_long_query_has_no_form() -> None:
    assert form_of(Job("query", f"{ONE} #{' ' * 10_000}")) is None


def known(*small: str) -> Line:
    forms = Forms()
    for text in small:
        forms.learn(asked(text).form, takes_long=False)
    return Line(forms)


def test_what_was_small_goes_first_but_for_every_fourth() -> None:
    line = known(ONE)
    others = [asked(f"ASK {{ ?{name} ?p ?o }}") for name in "ab"]
    small = [asked(f"{ONE} # {number}") for number in range(5)]
    for one in (*others, *small):
        line.append(one)
    taken = [line.take() for _ in range(len(line))]
    assert taken == [*small[:3], others[0], *small[3:], others[1]]


def test_the_last_of_a_form_counts() -> None:
    forms, form = Forms(), asked(ONE).form
    assert (forms.was_small(form), forms.took_long(form)) == (False, False)
    for takes_long in (True, False, True):
        forms.learn(form, takes_long)
        assert (forms.was_small(form), forms.took_long(form)) == (not takes_long, takes_long)


def test_the_oldest_forms_are_forgotten() -> None:
    forms = Forms()
    for number in range(2000):
        forms.learn(number, takes_long=True)
        forms.learn(0, takes_long=True)
    assert [forms.took_long(number) for number in (0, 1, 1000, 1999)] == [True, False, False, True]


def test_no_form_is_nothing_known() -> None:
    forms = Forms()
    forms.learn(None, takes_long=True)
    assert (forms.was_small(None), forms.took_long(None)) == (False, False)
