"""Turn the annotations in `expected/*.toml` into a folder that a scorer can read.

    python examples/annotate.py FOLDER

The annotations quote the articles; offsets are computed here, so that nobody keeps them by hand.
FOLDER receives `NAME.txt`, the article's text as it was read, and `NAME.gold.json` with spans.
"""

import json
import sys
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from communique.mapping.reading import read_article

HERE = Path(__file__).parent
RECORDS = {"meetings": "evidence", "statements": "content", "commitments": "content"}
NULLABLE = {
    "meetings": ("place", "date", "time"),
    "statements": ("date", "medium"),
    "commitments": ("duration", "condition"),
}

Annotation = dict[str, Any]


def annotations() -> list[Path]:
    """Every annotation, in the order of their names."""
    return sorted((HERE / "expected").glob("*.toml"))


def load(path: Path) -> Annotation:
    """An annotation as it is written: fragments, no offsets."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def text_of(annotation: Annotation) -> str:
    """The text that the offsets of an annotation count in."""
    return read_article(HERE / annotation["article"], annotation["published"]).text


def spans(text: str, fragments: list[str]) -> list[list[int]]:
    """Where the fragments of one record stand: [start, end) in code points.

    The longest fragment is looked for first; where another one occurs more than once, the
    occurrence nearest to it is meant. Raises ValueError for a fragment that does not occur.
    """
    anchor = text.index(max(fragments, key=len))
    return [[start, start + len(part)] for part in fragments for start in [_nearest(text, part, anchor)]]


def _nearest(text: str, fragment: str, anchor: int) -> int:
    before, after = text.rfind(fragment, 0, anchor + len(fragment)), text.find(fragment, anchor)
    found = [at for at in (before, after) if at >= 0]
    if not found:
        raise ValueError(f"not in the article: {fragment!r}")
    return min(found, key=lambda at: abs(at - anchor))


def resolve(annotation: Annotation, text: str) -> Annotation:
    """The annotation with spans, dates in ISO form, and null where it is silent."""
    gold = {**annotation, "article": Path(annotation["article"]).with_suffix(".txt").name}
    for kind, words in RECORDS.items():
        empty: Annotation = dict.fromkeys(NULLABLE[kind])
        rows = annotation.get(kind, [])
        gold[kind] = [{**empty, **row, "spans": spans(text, row[words])} for row in rows]
    for commitment in gold["commitments"]:
        commitment.setdefault("beneficiaries", [])
    for leader in gold["leaders"]:
        leader.setdefault("office", None)
    return gold


def write(folder: Path) -> None:
    """Write every article's text and resolved annotation below `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in annotations():
        annotation = load(path)
        text = text_of(annotation)
        gold = json.dumps(resolve(annotation, text), ensure_ascii=False, indent=1, default=date.isoformat)
        (folder / f"{path.stem}.txt").write_bytes(text.encode())
        (folder / f"{path.stem}.gold.json").write_text(gold, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
