"""People and their terms of office as a graph."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from communique.ontology.derive import holdings, sources, wikidata
from communique.ontology.derive.names import slug
from communique.ontology.derive.offices import iri as office_iri
from communique.ontology.derive.people import People, Person, identifiers, shown_names, shown_short
from communique.ontology.derive.seats import seat
from communique.ontology.derive.states import State
from communique.ontology.derive.terms import Term, first_day, parse
from communique.ontology.derive.turtle import Description, document, instant, node, plain, text
from communique.ontology.vocabulary import BASE, CMQ, OWL, RDF, SCHEMA, SKOS, WIKIDATA

SOURCES = (sources.FACTBOOK, sources.WIKIDATA, sources.CURATION)


def iri(person: Person) -> str:
    """The person's IRI below the default base."""
    return f"{BASE}id/person/{person.key}"


def read(folder: Path, states: Iterable[State]) -> list[Person]:
    """Everybody with a term, by key."""
    return [person for person in gather(folder, states) if person.terms]


def gather(folder: Path, states: Iterable[State]) -> People:
    """Curated people and terms, then the sources' for offices that no curated table lists."""
    people = People(sources.curated("persons"))
    tables = [sources.curated(name) for name in ("heads", "officials")]
    people.add(term for table in tables for term in parse(table))
    listed = {(of, office) for table in tables for of, offices in table.items() for office in offices}
    known = list(states)
    _add_holdings(people, holdings.read(folder, {state.key for state in known if state.parent}), listed)
    ministers = wikidata.foreign_ministers(folder, {state.wikidata: state.key for state in known})
    exported = (*ministers, *wikidata.officials(folder))
    people.add(term for term in exported if (term.of, term.office) not in listed)
    for name, identifier in wikidata.identifiers(folder):
        if person := people.known(name):
            person.wikidata[identifier] += 2
    return people


def _add_holdings(people: People, rows: list[holdings.Holding], listed: set[tuple[str, str]]) -> None:
    placed = [(row, people.place(row)) for row in rows]
    for row, person in placed:
        if row.wikidata:
            person.wikidata[row.wikidata] += 1
    resolved = holdings.named(rows, {id(row): person.label for row, person in placed})
    terms = (row.term for row in holdings.in_order(resolved))
    people.add(term for term in terms if (term.of, term.office) not in listed)


def write(people: Iterable[Person]) -> bytes:
    """The graph of the people and their tenures."""
    everybody = list(people)
    return document("Leaders and officials", SOURCES, _descriptions(everybody))


def _descriptions(people: list[Person]) -> Iterator[Description]:
    known = identifiers(people)
    for person in people:
        yield _person(person, known.get(person.label))
        for term in sorted(person.terms, key=lambda t: (t.of, t.office or "", t.since)):
            yield _tenure(person, term)


def _person(person: Person, identifier: str | None) -> Description:
    return Description(
        iri(person),
        [
            (RDF.type, node(SCHEMA.Person)),
            (RDF.type, node(CMQ.Leader)),
            (SKOS.prefLabel, text(person.label)),
            *((SKOS.altLabel, text(name)) for name in shown_names(person)),
            *((CMQ.shortName, text(name)) for name in shown_short(person)),
            (OWL.sameAs, node(WIKIDATA[identifier]) if identifier else None),
        ],
    )


def _tenure(person: Person, term: Term) -> Description:
    since, until = first_day(term.since), first_day(term.until)
    office = slug(f"{term.of} {term.office or 'representative'}")
    return Description(
        f"{BASE}id/tenure/{person.key}/{office}/{term.since if since else 'unknown'}",
        [
            (RDF.type, node(CMQ.Tenure)),
            (CMQ.holder, node(iri(person))),
            (CMQ.office, node(office_iri(term.of, term.office)) if term.office else None),
            (CMQ.actsFor, node(seat(term.of))),
            (CMQ.when, plain(term.edtf)),
            (CMQ.earliest, instant(f"{since}T00:00:00") if since else None),
            (CMQ.latest, instant(f"{until}T00:00:00") if until else None),
        ],
    )
