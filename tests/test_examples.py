"""The examples' annotations: every quoted fragment stands in its article, and every value is a known one."""

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).parents[1] / "examples"
TOOL: dict[str, Any] = runpy.run_path(str(EXAMPLES / "annotate.py"))
ANNOTATED = [pytest.param(path, id=path.stem) for path in TOOL["annotations"]()]
WITHOUT_CODE = {"Somaliland"}
KINDS = {"summit", "bilateral", "talks", "call", "cabinet", "visit", "press conference", "other"}
STATUSES = {"scheduled", "ongoing", "held", "cancelled"}
FORCES = {
    "proposed", "drafted", "announced", "agreed", "in-force", "fulfilled", "broken", "refused", "withdrawn",
}  # fmt: skip


def test_every_article_is_annotated_once() -> None:
    articles = {path.name for path in EXAMPLES.glob("*.*") if path.suffix in {".txt", ".html"}}
    assert sorted(TOOL["load"](path)["article"] for path in TOOL["annotations"]()) == sorted(articles)


@pytest.mark.parametrize("path", ANNOTATED)
def test_fragments_stand_in_the_article(path: Path) -> None:
    annotation = TOOL["load"](path)
    text = TOOL["text_of"](annotation)
    gold = TOOL["resolve"](annotation, text)
    for kind, words in TOOL["RECORDS"].items():
        for record in gold[kind]:
            assert [text[start:end] for start, end in record["spans"]] == record[words]
    for commitment in annotation["commitments"]:
        assert all(commitment[key] in text for key in ("condition", "amount") if key in commitment)
    assert all(post["headline"] in text for post in annotation.get("posts", []))


@pytest.mark.parametrize("path", ANNOTATED)
def test_values_are_known(path: Path) -> None:
    annotation = TOOL["load"](path)
    assert all((len(code) == 2 and code.isupper()) or code in WITHOUT_CODE for code in annotation["states"])
    assert {meeting["kind"] for meeting in annotation["meetings"]} <= KINDS
    assert {meeting["status"] for meeting in annotation["meetings"]} <= STATUSES
    assert {commitment["status"] for commitment in annotation["commitments"]} <= FORCES


@pytest.mark.parametrize("path", ANNOTATED)
def test_people_are_spelled_as_in_the_list_of_actors(path: Path) -> None:
    annotation = TOOL["load"](path)
    known = set(annotation["actors"]) | set(annotation["states"]) | set(annotation["organisations"])
    who = [name for row in annotation["statements"] for name in row["speakers"]]
    who += [name for row in annotation["commitments"] for name in row["debtors"]]
    who += [name for row in annotation["meetings"] for name in row["participants"]]
    assert {name for name in who if not name.startswith("~")} - known == set()


def test_the_folder_written_for_the_scorer(tmp_path: Path) -> None:
    TOOL["write"](tmp_path)
    gold = json.loads((tmp_path / "readout-call.gold.json").read_text(encoding="utf-8"))
    text = (tmp_path / gold["article"]).read_text(encoding="utf-8")
    assert gold["published"] == "2025-08-12"
    assert text[slice(*gold["meetings"][0]["spans"][0])] == (
        "Prime Minister's call with the Prime Minister of Fiji"
    )


@pytest.mark.parametrize(
    ("text", "fragments", "expected"),
    [
        pytest.param("a b a", ["b", "a"], [[2, 3], [0, 1]], id="the nearest occurrence, the earlier of two"),
        pytest.param("a xx yy a bbb", ["a", "bbb"], [[8, 9], [10, 13]], id="the nearest before"),
        pytest.param("bbb a xx a", ["bbb", "a"], [[0, 3], [4, 5]], id="the nearest after"),
    ],
)
def test_spans(text: str, fragments: list[str], expected: list[list[int]]) -> None:
    assert TOOL["spans"](text, fragments) == expected


def test_a_fragment_that_does_not_occur() -> None:
    with pytest.raises(ValueError, match="zebra"):
        TOOL["spans"]("no such animal", ["animal", "zebra"])
