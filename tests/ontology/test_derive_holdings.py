from dataclasses import replace

import pytest

from communique.ontology.derive.holdings import Holding, clean_name, in_order
from communique.ontology.derive.terms import Term


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("Islamic Republic of Afghanistan Ashraf Ghani", "Ashraf Ghani"),
        ("Lord of Mann King Charles III", "Charles III"),
        ("transitional President Lt. Col. Paul-Henri Sandaogo Damiba", "Paul-Henri Sandaogo Damiba"),
        ("Idriss Deby Itno, Lt. Gen.", "Idriss Deby Itno"),
        ('Joko "Jokowi" Widodo', "Joko Widodo"),
        ("Settha Thawisin, also spelled Srettha Thavisin", "Settha Thawisin"),
        ("Leung Chun-ying [C.Y. Leung]", "Leung Chun-ying"),
        ("and Minister of Interior Ľudovít Ódor", "Ľudovít Ódor"),
        ("Sebastian Kurz elected chancellor", "Sebastian Kurz"),
        ("Mohammad Mokher - previously first vice president", "Mohammad Mokher"),
        ("Keir Starmer", "Keir Starmer"),
    ],
)
def test_clean_name(name: str, clean: str) -> None:
    assert clean_name(name) == clean


def _row(
    person: str, since: str, until: str = "", *, final: bool = False, seen: str = "2020-12-01"
) -> Holding:
    term = Term("XX", "president", since, until, person)
    return Holding(term, (person,), "", None, True, seen, seen, final)


def _terms(*rows: Holding) -> list[tuple[str, str, str]]:
    return [(h.term.person, h.term.since, h.term.until) for h in in_order(rows)]


def test_a_term_ends_when_the_next_begins() -> None:
    rows = _row("A", "2015-01-01"), _row("B", "2019-01-01", final=True)
    assert _terms(*rows) == [("A", "2015-01-01", "2019-01-01"), ("B", "2019-01-01", "..")]


def test_an_end_given_before_the_successor_stays() -> None:
    rows = _row("A", "2015-01-01", "2018-06-01"), _row("B", "2019-01-01", final=True)
    assert _terms(*rows)[0] == ("A", "2015-01-01", "2018-06-01")


def test_an_end_after_the_successor_is_cut() -> None:
    rows = _row("A", "2015-01-01", "2020-01-01"), _row("B", "2019-01-01", final=True)
    assert _terms(*rows)[0] == ("A", "2015-01-01", "2019-01-01")


def test_rows_of_one_holder_are_one_term() -> None:
    rows = _row("A", "2015-01-01", "2015-01-01"), _row("A", "2015-01-02", final=True, seen="2026-01-01")
    assert _terms(*rows) == [("A", "2015-01-01", "..")]


def test_two_terms_with_another_between_stay_two() -> None:
    rows = _row("A", "2015-01-01"), _row("B", "2017-01-01"), _row("A", "2019-01-01", final=True)
    assert [person for person, _, _ in _terms(*rows)] == ["A", "B", "A"]


def test_the_last_row_ends_about_when_it_was_last_listed() -> None:
    assert _terms(_row("A", "2015-01-01")) == [("A", "2015-01-01", "2020-12-01~")]


def test_offices_do_not_mix() -> None:
    row = _row("A", "2015-01-01", final=True)
    other = replace(row, term=replace(row.term, office="prime minister", person="B", since="2016-01-01"))
    assert [h.term.until for h in in_order([row, other])] == ["..", ".."]
