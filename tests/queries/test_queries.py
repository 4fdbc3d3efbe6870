"""Every named query against a small record made by hand: it parses, and gives the row that it must give."""

import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from communique.errors import UsageError
from communique.publishing.querying.queries import ask_store, check_query
from communique.publishing.querying.results import Table, shortened
from communique.queries.catalogue import bind, catalogue, find_query, parse_query

ID = "https://w3id.org/communique/id"
DAY = {"day": "2026-01-06"}

# name, parameters, how many rows, and what one of them must hold (lists in any order)
CASES = [
    ("by-channel", {"channel": "Letter"}, 1, {"medium": "letter", "obtained_by": "AFP"}),
    ("by-channel", {"channel": "tv2"}, 1, {"medium": "TV2", "speakers": "Emmanuel Macron"}),
    ("by-channel", {}, 2, {"medium": "TV2"}),
    (
        "commitments-by-debtor",
        {"debtor": "the white house"},
        2,
        {
            "firmness": "agreed",
            "towards": "Ukraine",
            "duration": "P15Y",
            "on_the_word_of": "Volodymyr Zelenskyy",
        },
    ),
    (
        "commitments-by-debtor",
        {"debtor": "US"},
        2,
        {"words": "lead a force", "on_the_word_of": "AFP, the draft"},
    ),
    ("commitments-by-debtor", {"debtor": "Kyiv"}, 1, {"words": "hand over its airfields"}),
    ("commitments-by-debtor", {"debtor": "Atlantis"}, 0, {}),
    (
        "commitments-towards",
        {"creditor": "Ukrainian"},
        1,
        {"by": "United States", "source": "Paris talks end"},
    ),
    ("conditional-warnings", {}, 1, {"act_name": "warning", "through": "TV2"}),
    ("coverage", {}, 2, {"title": "Paris talks end", "statements": "5", "meetings": "2", "commitments": "3"}),
    ("coverage", {}, 2, {"title": "Live from Paris", "posts": "1", "statements": "1", "meetings": "0"}),
    (
        "disagreements",
        {},
        2,
        {
            "property": "cmq:signatory",
            "value": "France, United Kingdom",
            "words": "in the name of France and Britain",
        },
    ),
    ("coverage", {}, 2, {"title": "Live from Paris", "published_by": None, "commitments": "0"}),
    ("drafts", {}, 1, {"drafted_by": "the draft", "would_bind": "United States", "seen_by": "AFP"}),
    ("evidence", {"thing": f"{ID}/statement/s1"}, 1, {"start": "0", "end": "40", "after": ", he said"}),
    ("joint-statements", {}, 2, {"signatories": "3", "signed_by": "France, Ukraine, United Kingdom"}),
    ("joint-statements", {}, 2, {"signatories": "2", "source": "The text in full"}),
    ("leaders-on-day", DAY, 2, {"leader_name": "Emmanuel Macron", "office_name": "president"}),
    ("leaders-on-day", {**DAY, "of": "UA"}, 1, {"leader_name": "Volodymyr Zelenskyy", "office_name": None}),
    ("leaders-on-day", {"day": "2018-01-01"}, 1, {"leader_name": "Emmanuel Macron"}),
    (
        "meetings-on-day",
        DAY,
        2,
        {
            "meeting_name": "Paris summit",
            "participants": "35 representatives, Emmanuel Macron (co-chair), United States [withdrawn], "
            "Volodymyr Zelenskyy",
        },
    ),
    ("meetings-on-day", DAY, 2, {"local_time": "17:45", "part_of": "Paris summit"}),
    ("meetings-on-day", DAY, 2, {"meeting_name": "press conference", "place": None, "participants": None}),
    ("meetings-on-day", {"day": "2026-01-07"}, 0, {}),
    ("refusals", {}, 2, {"what": "refused", "by": "Ukraine"}),
    ("refusals", {"who": "UK"}, 1, {"what": "declined to say", "by": "United Kingdom, a spokesman"}),
    ("refusals", {"who": "Atlantis"}, 0, {}),
    ("said-about", {"who": "Zelensky", "about": "united states"}, 1, {"source": "Paris talks end"}),
    ("said-about", {"who": "Zelensky", "about": "guard"}, 1, {"act": "assertion"}),
    ("said-about", {"who": "Zelensky", "about": "guar"}, 0, {}),
    (
        "spellings",
        {"name": "Zelenskyy"},
        1,
        {"spelling": "Zelensky", "passages": "1", "followed_by": " said"},
    ),
    ("statements-by", {"speaker": "Ukraine"}, 2, {"speakers": "Volodymyr Zelenskyy", "modality": "certain"}),
    ("who-met-whom", {"who": "Zelensky"}, 1, {"met": "Emmanuel Macron", "kind": "summit", "status": "held"}),
    ("who-met-whom", {"who": "Zelensky", "whom": "France"}, 1, {"met": "Emmanuel Macron"}),
    ("who-met-whom", {"who": "Zelensky", "whom": "UK"}, 0, {}),
    ("who-met-whom", {"who": "Zelensky", "whom": "Atlantis"}, 0, {}),
    ("who-met-whom", {"who": "Atlantis"}, 0, {}),
    ("withdrawn-participations", {}, 1, {"who": "United States", "words": "will not be attending"}),
]


@pytest.fixture(scope="module")
def record() -> ox.Store:
    store = ox.Store()
    store.bulk_load(path=Path(__file__).with_name("small.trig"))
    return store


def rows_of(table: Table) -> list[dict[str, str | None]]:
    return [
        dict(zip(table.columns, (_cell(term.value if term else None) for term in row), strict=True))
        for row in table.rows
    ]


def _cell(value: str | None) -> str | None:
    """Lists in alphabetical order: SPARQL leaves the order of a concatenation open."""
    return ", ".join(sorted(shortened(value).split(", "))) if value and value != ", he said" else value


@pytest.mark.parametrize(("name", "values", "count", "row"), CASES, ids=lambda value: str(value)[:40])
def test_row(record: ox.Store, name: str, values: dict[str, str], count: int, row: dict[str, str]) -> None:
    table = ask_store(record, bind(find_query(name), values))
    assert isinstance(table, Table)
    found = rows_of(table)
    assert len(found) == count
    assert not row or [
        each for each in found if {**each, **{key: _cell(v) for key, v in row.items()}} == each
    ]


def test_every_query_has_a_case() -> None:
    assert {name for name, _, count, _ in CASES if count} == set(catalogue())


@pytest.mark.parametrize("name", catalogue())
def test_parses_unbound_and_with_all_examples(name: str) -> None:
    query = find_query(name)
    check_query(query.text)
    check_query(bind(query, {wanted.name: wanted.example for wanted in query.parameters}))


@pytest.mark.parametrize("name", catalogue())
def test_has_no_redundant_class_pattern(name: str) -> None:
    # Beside a path that is selective, "?x a cmq:Statement" can make a query two hundred times slower.
    assert " a cmq:" not in find_query(name).text


INJECTIONS = [
    'x" } } DELETE WHERE { ?s ?p ?o } #',
    "VALUES ?about { UNDEF }",
    'back\\slash " quote \n newline',
    "} UNION { ?s ?p ?o",
]


@pytest.mark.parametrize("value", INJECTIONS)
def test_a_value_stays_a_value(record: ox.Store, value: str) -> None:
    text = bind(find_query("said-about"), {"who": value, "about": value})
    table = ask_store(record, text)
    assert isinstance(table, Table)
    assert not table.rows


ERRORS = [
    ("nonesuch", {}, "no query named"),
    ("statements-by", {}, "wants speaker"),
    ("statements-by", {"speaker": "  "}, "wants speaker"),
    ("statements-by", {"speaker": "x", "day": "y"}, "no parameter 'day'"),
    ("drafts", {"who": "x"}, "It takes none"),
    ("leaders-on-day", {"day": "yesterday"}, "not a day as YYYY-MM-DD"),
    ("evidence", {"thing": "not an iri"}, "not an IRI"),
]


@pytest.mark.parametrize(("name", "values", "message"), ERRORS, ids=lambda value: str(value)[:30])
def test_errors_say_what_to_do(name: str, values: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        bind(find_query(name), values)
    assert caught.value.hint


def test_a_declared_parameter_must_have_its_place() -> None:
    head = (
        '#+ title = "T"\n#+ description = "D"\n#+ [parameters.who]\n#+ description = "w"\n#+ example = "x"\n'
    )
    with pytest.raises(ValueError, match="VALUES"):
        parse_query("broken", head + "SELECT * { ?s ?p ?who }")


@pytest.fixture(scope="module")
def repeated(record: ox.Store) -> ox.Store:
    """The record as if eight posts told the same: each fact stands in eight graphs."""
    store = ox.Store()
    for quad in record:
        store.add(quad)
        if quad.graph_name == ox.NamedNode(f"{ID}/graph/wire-body"):
            for number in range(7):
                graph = ox.NamedNode(f"{ID}/graph/wire-{number}")
                store.add(ox.Quad(quad.subject, quad.predicate, quad.object, graph))
    return store


@pytest.mark.parametrize(("name", "values", "count", "row"), CASES, ids=lambda value: str(value)[:40])
def test_rows_do_not_multiply_with_the_graphs(
    repeated: ox.Store, name: str, values: dict[str, str], count: int, row: dict[str, str]
) -> None:
    start = time.perf_counter()
    table = ask_store(repeated, bind(find_query(name), values))
    assert time.perf_counter() - start < 2
    assert isinstance(table, Table)
    assert len(table.rows) == count
