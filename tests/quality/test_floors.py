"""How good the extraction is, in figures that must not fall below the floors of floors.toml."""

import json
import runpy
import subprocess
import sys
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from communique.mapping.extraction import extract
from communique.mapping.facts_json import facts_to_json
from communique.mapping.reading import read_article

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
COMMAND = Path(sys.executable).with_name("communique")
FLOORS: dict[str, dict[str, float]] = tomllib.loads(Path(__file__).with_name("floors.toml").read_text())

Figures = dict[str, float]


@cache
def corpus() -> Figures:
    """The scorer of the corpus runs the installed command on each article."""
    folder = SHARED / "corpus"
    scorer = [sys.executable, str(folder / "score.py"), "--json", str(folder)]
    run = subprocess.run([*scorer, "--", str(COMMAND), "extract"], capture_output=True, text=True, check=True)
    found = json.loads(run.stdout)
    rows = {kind: row for kind, row in found.items() if isinstance(row, dict)}
    return {"mean f1": found["mean f1"], **{f"{kind} f1": row["f1"] for kind, row in rows.items()}}


@cache
def peer() -> Figures:
    """The scorer's own comparison, on facts of this process: 84 starts of the command would take a minute."""
    folder = SHARED / "peer" / "attribution"
    compare, count = runpy.run_path(str(folder / "score.py"))["compare"], Counter[str]()
    with TemporaryDirectory() as temporary:
        path = Path(temporary, "article.txt")
        for line in (folder / "polnear-dev.jsonl").read_text(encoding="utf-8").splitlines():
            asked = json.loads(line)
            path.write_text(asked["text"], encoding="utf-8", newline="")
            article = read_article(path)
            compare(asked["attributions"], facts_to_json(article, extract(article))["statements"], count)
    recalls = {f"recall {kind}": count[f"hit {kind}"] / count[f"gold {kind}"] for kind in _KINDS}
    rights = {f"{end} right": count[f"{end} right"] / count[f"{end} asked"] for end in ("source", "cue")}
    return {"precision": count["hit"] / (count["found"] - count["set aside"]), **recalls, **rights}


_KINDS = ("direct", "mixed", "indirect")


@cache
def examples() -> Figures:
    tallies = runpy.run_path(str(ROOT / "bench" / "score.py"))["score_examples"]()
    return {f"{kind} f1": tally.f1 for kind, tally in tallies.items()}


MEASURES = {"corpus": corpus, "peer": peer, "examples": examples}


@pytest.mark.parametrize(
    ("measure", "name"), [(measure, name) for measure, floors in FLOORS.items() for name in floors]
)
def test_no_figure_falls_below_its_floor(measure: str, name: str) -> None:
    if measure != "examples" and not SHARED.is_dir():
        pytest.skip(f"the {measure} texts are not here: ../shared")
    figure, floor = MEASURES[measure]()[name], FLOORS[measure][name]
    assert figure >= floor, f"{measure}: {name} is {figure:.3f}, below its floor of {floor:.3f}"


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_has_floors(measure: str) -> None:
    assert FLOORS[measure]
