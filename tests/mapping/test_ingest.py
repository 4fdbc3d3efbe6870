import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pyoxigraph as ox
import pytest

from communique.errors import InputError
from communique.mapping.ingest import ingest
from communique.ontology.vocabulary import CMQ, OA, PROV
from communique.publishing.storage.store import GraphStore, open_store

TEXT = """France and Britain back the strait

President Emmanuel Macron met the British prime minister, Keir Starmer, in Paris on Tuesday.

“The strait must stay open to all ships,” Macron said after the talks. Starmer told reporters that Britain
would send two frigates.
"""
DAY = date(2026, 1, 6)
NOON = datetime(2026, 1, 6, 12, tzinfo=UTC)


@pytest.fixture
def store() -> Iterator[GraphStore]:
    with open_store(None) as opened:
        yield opened


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "strait.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def contents(store: GraphStore) -> set[ox.Quad]:
    return set(store.quads())


def test_an_article_is_added_with_its_facts_and_its_evidence(store: GraphStore, article: Path) -> None:
    before = store.count()
    outcome = ingest(article, store, DAY, NOON)
    assert (outcome.status, outcome.article) == ("added", "strait")
    assert store.count() == before + outcome.quads
    assert outcome.report.conforms
    rows = store.query(
        "PREFIX cmq: <https://w3id.org/communique/ns#> PREFIX oa: <http://www.w3.org/ns/oa#>"
        "SELECT ?exact { ?s cmq:speaker <https://w3id.org/communique/id/person/emmanuel-macron> ;"
        " cmq:evidence/oa:hasSelector/oa:exact ?exact }"
    )
    assert isinstance(rows, ox.QuerySolutions)
    assert any("The strait must stay open" in row["exact"].value for row in rows)


def test_the_same_article_again_changes_nothing(store: GraphStore, article: Path) -> None:
    ingest(article, store, DAY, NOON)
    before = contents(store)
    outcome = ingest(article, store, DAY, NOON.replace(hour=13))
    assert outcome.status == "unchanged"
    assert contents(store) == before


@pytest.mark.parametrize("change", ["words", "day", "asked for"])
def test_what_has_changed_is_replaced_and_nothing_else(store: GraphStore, article: Path, change: str) -> None:
    other = article.with_name("other.txt")
    other.write_text(TEXT.replace("strait", "channel"), encoding="utf-8")
    ingest(other, store, DAY, NOON)
    ingest(article, store, DAY, NOON)
    before = contents(store)
    if change == "words":
        article.write_text(TEXT.replace("two frigates", "three frigates"), encoding="utf-8")
    day = DAY.replace(day=7) if change == "day" else DAY
    outcome = ingest(article, store, day, NOON.replace(hour=14), again=change == "asked for")
    assert outcome.status == "replaced"
    changed = {str(quad.graph_name) for quad in contents(store) ^ before}
    assert changed
    assert all("/graph/strait/" in graph or graph.endswith("/graph/disagreements>") for graph in changed)


def test_a_violation_leaves_the_store_as_it_was(article: Path) -> None:
    with GraphStore(ox.Store()) as store:  # no reference data: nobody is known
        outcome = ingest(article, store, DAY, NOON)
        assert outcome.status == "rejected"
        assert not outcome.report.conforms
        assert "reference data" in " ".join(result.message for result in outcome.report.violations)
        assert store.count() == 0


def test_a_violation_leaves_the_earlier_version_in_place(store: GraphStore, article: Path) -> None:
    ingest(article, store, DAY, NOON)
    store.replace([store.base.reference], [])
    before = contents(store)
    article.write_text(TEXT.replace("two frigates", "three frigates"), encoding="utf-8")
    assert ingest(article, store, DAY, NOON).status == "rejected"
    assert contents(store) == before


def test_what_cannot_be_read_leaves_the_store_as_it_was(store: GraphStore, tmp_path: Path) -> None:
    before = store.count()
    with pytest.raises(InputError):
        ingest(tmp_path / "absent.txt", store, DAY)
    assert store.count() == before


def test_the_time_of_capture_is_recorded(store: GraphStore, article: Path) -> None:
    ingest(article, store, DAY, NOON)
    captured = store.matching(predicate=PROV.generatedAtTime, graph=store.base.provenance("strait"))
    assert [getattr(quad.object, "value", "") for quad in captured] == ["2026-01-06T12:00:00Z"]


INGEST_FOR_EVER = """
import sys
from datetime import date
from pathlib import Path
from communique.mapping.ingest import ingest
from communique.publishing.storage.store import open_store
folder, text = Path(sys.argv[1]), sys.argv[2]
with open_store(folder / "store") as store:
    for number in range(10_000):
        path = folder / f"article-{number}.txt"
        path.write_text(text, encoding="utf-8")
        print(ingest(path, store, date(2026, 1, 6)).article, flush=True)
"""


def test_killing_an_ingest_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    command = [sys.executable, "-c", INGEST_FOR_EVER, str(tmp_path), TEXT]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        acknowledged = [process.stdout.readline().strip() for _ in range(5)]
        process.send_signal(signal.SIGKILL)
        acknowledged += process.stdout.read().split()
    with open_store(tmp_path / "store") as store:
        for article in acknowledged:
            assert list(store.matching(predicate=CMQ.speaker, graph=store.base.graph(article, "body")))
        whole = [graph for graph in store.graph_names() if graph.endswith("/body")]
        for graph in whole:
            assert list(store.matching(predicate=OA.exact, graph=graph))
            provenance = graph.removesuffix("body") + "provenance"
            assert list(store.matching(subject=graph, predicate=PROV.wasDerivedFrom, graph=provenance))


RESUMED = """
import sys
from pathlib import Path
from communique.mapping.batch import ingest_all
from communique.publishing.storage.store import open_store
with open_store(Path(sys.argv[1]) / "store") as store:
    for result in ingest_all([Path(sys.argv[1]) / "pages"], store):
        print(Path(result.source).name, result.status, flush=True)
"""


def test_what_was_committed_before_a_kill_is_not_read_again(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    for number in range(40):
        (tmp_path / "pages" / f"{number:02}.txt").write_text(f"Talks {number}\n\n{TEXT}", encoding="utf-8")
    command = [sys.executable, "-c", RESUMED, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        acknowledged = [process.stdout.readline().split()[0] for _ in range(5)]
        process.send_signal(signal.SIGKILL)
        acknowledged += [line.split()[0] for line in process.stdout.read().splitlines()]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    statuses = dict(line.split() for line in done.stdout.splitlines())
    assert {statuses[name] for name in acknowledged} == {"unchanged"}
    assert len(statuses) == 40
    assert set(statuses.values()) == {"unchanged", "added"}
