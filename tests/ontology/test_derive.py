"""The committed graphs are what the script writes, and nobody whom the sources name is missing."""

from pathlib import Path

import pytest

from communique.errors import InputError
from communique.ontology.derive import graphs, holdings, leaders, sources, states
from communique.ontology.register import REFERENCE, load_register

SHARED = Path(__file__).parents[3] / "shared" / "reference"
needs_sources = pytest.mark.skipif(not SHARED.is_dir(), reason="the reference files are not here")


@needs_sources
def test_committed_graphs_are_reproduced_byte_for_byte() -> None:
    derived = graphs.derive(SHARED)
    assert sorted(derived) == sorted(path.name for path in REFERENCE.glob("*.ttl"))
    assert [name for name, turtle in derived.items() if (REFERENCE / name).read_bytes() != turtle] == []


@needs_sources
def test_every_head_of_state_and_government_of_the_sources_is_in_the_register() -> None:
    register = load_register()
    territories = {state.key for state in states.read(SHARED) if state.parent}
    people = leaders.gather(SHARED, states.read(SHARED))
    missing = [
        (row.term.of, row.term.person, row.term.since)
        for row in holdings.read(SHARED, territories)
        if row.primary and people.place(row).key not in register.persons
    ]
    assert missing == []


@needs_sources
def test_what_is_left_out_of_the_sources_is_known() -> None:
    territories = {state.key for state in states.read(SHARED) if state.parent}
    rows = [r for r in sources.json_lines(SHARED / "leaders_tenures_2015_2026.jsonl") if r["primary"]]
    taken = {(row.term.of, row.term.since) for row in holdings.read(SHARED, territories) if row.primary}
    left = {
        (row["iso2"] or row["country"].split()[0], row["title"])
        for row in rows
        if (row["iso2"] or "SJ", row["since"] or "") not in taken
        and not (row["iso2"] in territories and row["office"] == "chief_of_state")
    }
    assert {of for of, _ in left} <= {"AT", "ML", "YE", "Akrotiri", "Dhekelia", "Svalbard"}


def test_curated_people_are_many() -> None:
    table = sources.curated("officials")
    lines = {
        line.rpartition(" ")[0] for offices in table.values() for held in offices.values() for line in held
    }
    assert len(lines) >= 100


def test_every_curated_spelling_belongs_to_a_person_of_the_register() -> None:
    labels = {person.label for person in load_register().persons.values()}
    assert sorted(set(sources.curated("persons")) - labels) == []


def test_a_missing_source_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"country-codes\.csv"):
        graphs.derive(tmp_path)


def test_every_graph_names_its_sources() -> None:
    for path in REFERENCE.glob("*.ttl"):
        text = path.read_text(encoding="utf-8")
        assert text.startswith("# ")
        assert "dct:source <https://" in text
        assert "dct:license <https://" in text
