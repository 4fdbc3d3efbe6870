from communique.ontology.derive.holdings import Holding
from communique.ontology.derive.people import People, identifiers, shown_names, shown_short
from communique.ontology.derive.terms import Term

CURATED = {
    "Petr Novák": {"names": ["Peter Novak"], "sources": ["Petr Nowak"], "short": ["Novák"], "wikidata": "Q1"},
}


def _row(name: str, of: str = "XX", surname: str = "") -> Holding:
    term = Term(of, "president", "2015-01-01", "..", name)
    return Holding(term, (name,), surname, None, True, "2015-10-26", "2026-01-22", True)


def test_a_spelling_leads_to_its_person() -> None:
    people = People(CURATED)
    assert people.place(_row("Petr Nowak")).label == "Petr Novák"
    assert people.place(_row("PETER NOVAK")).label == "Petr Novák"


def test_spellings_that_only_recognise_are_not_shown() -> None:
    people = People(CURATED)
    person = people.place(_row("Petr Nowak"))
    assert shown_names(person) == ["Peter Novak", "Petr Novak"]
    assert shown_short(person) == ["Novak", "Novák"]


def test_a_longer_name_of_the_same_state_is_the_same_person() -> None:
    people = People({})
    people.add([Term("XX", "president", "2015-01-01", "..", "Ana Silva")])
    assert people.place(_row("Ana Maria Silva")).label == "Ana Silva"
    assert people.place(_row("Ana Lucia Silva", of="YY")).label == "Ana Lucia Silva"


def test_a_new_name_is_a_new_person_with_the_surname_of_the_source() -> None:
    person = People({}).place(_row("Kim Il Nam", surname="Kim"))
    assert (person.label, shown_short(person)) == ("Kim Il Nam", ["Kim"])


def test_particles_belong_to_the_surname() -> None:
    assert shown_short(People({}).person("Jan van der Berg")) == ["van der Berg"]


def test_an_identifier_of_two_people_is_nobodys_unless_curated() -> None:
    people = People(CURATED)
    for name in ("Anna Berg", "Carl Dahl"):
        people.person(name).wikidata["Q2"] += 1
    people.person("Eva Falk").wikidata["Q1"] += 1
    assert identifiers(people) == {"Petr Novák": "Q1"}
