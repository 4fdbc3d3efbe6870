"""Adopting the checks on what is there already: a baseline of known findings, and files that changed."""

import json
import subprocess
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from communique.errors import InputError, UsageError
from communique.publishing.findings.model import Checked, all_found
from communique.shapes.report import Report


def write_baseline(path: Path, checked: Iterable[Checked]) -> int:
    """Write the fingerprints of all findings, sorted, each with how often it occurs; how many there are."""
    counts = Counter(found.fingerprint for found in all_found(checked))
    path.write_text(json.dumps(dict(sorted(counts.items())), indent=1) + "\n", encoding="utf-8")
    return counts.total()


def without_known(path: Path, checked: Iterable[Checked]) -> list[Checked]:
    """The files without the findings of a baseline; raises InputError where that cannot be read."""
    known = _read(path)
    left = []
    for one in checked:
        fresh = []
        for found in one.found:
            if known[found.fingerprint] > 0:
                known[found.fingerprint] -= 1
            else:
                fresh.append(found.result)
        left.append(replace(one, report=Report.of(fresh)))
    return left


def _read(path: Path) -> Counter[str]:
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
        return Counter({str(name): int(number) for name, number in known.items()})
    except OSError as error:
        raise InputError(
            f"{path} cannot be read: {error.strerror}.", "Write it with --write-baseline."
        ) from None
    except (ValueError, AttributeError, TypeError):
        raise InputError(f"{path} is no baseline.", "Write it again with --write-baseline.") from None


def changed_since(revision: str, paths: Sequence[Path]) -> list[Path]:
    """Those of the files that differ from what a branch started from: the merge base with `revision`.

    Files that git does not know yet count as changed. Raises UsageError where git cannot tell.
    """
    if revision.startswith("-"):
        raise UsageError(f"{revision!r} is no revision.", "Name a branch, a tag or a commit.")
    return [path for path in paths if _differs(revision, path)]


def _differs(revision: str, path: Path) -> bool:
    folder = path.parent.resolve()
    base = _git(folder, "merge-base", revision, "HEAD").strip()
    listed = _git(folder, "diff", "--name-only", base, "--", path.name)
    return bool(listed or _git(folder, "ls-files", "--others", "--", path.name))


def _git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise UsageError("git is not installed.", "Leave --changed-since out, or install git.") from None
    if done.returncode:
        raise UsageError(
            f"git cannot tell what changed: {done.stderr.strip() or 'no common history'}",
            "Check the name of the revision; in CI, fetch the whole history (fetch-depth: 0).",
        )
    return done.stdout
