"""Ingest before somebody's eyes: progress while it runs, findings as they come, a summary at the end."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from time import monotonic
from typing import Final, TextIO

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from communique.errors import InputError
from communique.mapping.batch import Ingested, ingest_all
from communique.mapping.ingest import Outcome
from communique.mapping.reading import Limits
from communique.publishing.console.display import print_report, print_table
from communique.publishing.storage.store import GraphStore

_COLUMNS = ("article", "result", "statements", "meetings", "commitments", "quads", "violations", "warnings")
_FINDINGS: Final = 5  # shown of each rejected article
_ROWS: Final = 50  # articles that are shown one by one; of more there is only the count
_TOLD: Final = 20  # things that went wrong and are told as they come; the report has them all
_NO_LIMITS = Limits()


@dataclass
class Summary:
    """What became of all: counts by status and reason, and the first rows. Its size is bounded."""

    counts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    rows: list[tuple[object, ...]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    seconds: float = 0.0
    _given: dict[str, bool] = field(default_factory=dict)

    def add(self, result: Ingested) -> None:
        """Count one result."""
        self.counts[result.status] += 1
        good = result.status != "skipped"
        self._given[result.given] = self._given.get(result.given, False) or good
        if result.skipped and not result.skipped.known:
            self.reasons[_reason(result)] += 1
            self.unread += [result.source] if len(self.unread) < _ROWS else []
        elif len(self.rows) <= _ROWS:
            self.rows.append(_row(result))

    @property
    def total(self) -> int:
        """How many articles and documents there were."""
        return self.counts.total()

    @property
    def exit_code(self) -> int:
        """3 where one of the sources gave nothing at all, 1 where an article was rejected, else 0."""
        return 3 if not all(self._given.values()) else int(bool(self.counts["rejected"]))


def ingest_shown(
    sources: Sequence[Path | str],
    store: GraphStore | Callable[[], GraphStore],
    errors: Console,
    published: date | None = None,
    captured_at: datetime | None = None,
    limits: Limits = _NO_LIMITS,
    report: Path | None = None,
) -> Summary:
    """Ingest the sources; progress (on a terminal) and everything that is wrong go to `errors`.

    A function in place of the store makes one, when there is an article for it. `report` is a file for one
    JSON object per line and result, written as they come.
    """
    summary, begun = Summary(), monotonic()
    with _lines(report) as lines, _progress(errors) as progress:
        task = progress.add_task("", rate="")
        for result in ingest_all(sources, store, published, captured_at, limits):
            summary.add(result)
            _print_findings(errors, result, summary)
            if lines:
                lines.write(json.dumps(_as_json(result), ensure_ascii=False) + "\n")
            rate = f"{summary.total / max(monotonic() - begun, 0.001):.1f}/s"
            progress.update(task, description=_counted(summary), rate=rate)
    summary.seconds = monotonic() - begun
    return summary


def print_outcomes(out: Console, summary: Summary) -> None:
    """A row for each article that was read, if they are few; what was not read, and why; and the counts."""
    if summary.rows and len(summary.rows) <= _ROWS:
        print_table(out, _COLUMNS, summary.rows)
    if summary.unread:
        more = summary.counts["skipped"] - len(summary.unread)
        told = ", ".join(summary.unread) + (f" and {more:,} more" if more else "")
        out.print(f"Not read: {told}", markup=False, soft_wrap=True)
    if summary.total > 1:
        for reason, count in summary.reasons.most_common(_FINDINGS):
            out.print(f"  {count:,} × {reason}", markup=False, soft_wrap=True)
        rate = summary.total / max(summary.seconds, 0.001)
        out.print(f"{_counted(summary)} in {summary.seconds:.1f} s ({rate:.1f}/s)", markup=False)


def _row(result: Ingested) -> tuple[object, ...]:
    """An unchanged article was not looked at again, so nothing of it is counted."""
    name = Path(result.source).name if "://" not in result.source else result.source
    outcome: Outcome | None = result.outcome
    if outcome is None or outcome.status in ("unchanged", "older"):
        return (name, result.status, *[None] * 6)
    facts, report = outcome.facts, outcome.report
    counts = [len(facts.statements), len(facts.meetings), len(facts.commitments), outcome.quads]
    return (name, outcome.status, *counts, len(report.violations), len(report.warnings))


def _reason(result: Ingested) -> str:
    """Why something was skipped, without its name, so that like cases count together."""
    reason = result.skipped.reason if result.skipped else ""
    return reason.replace(result.source, "").strip(" :") or reason


def _as_json(result: Ingested) -> dict[str, object]:
    outcome, skipped = result.outcome, result.skipped
    told: dict[str, object] = {"source": result.source, "status": result.status, "title": result.title}
    if outcome:
        findings = [found.message for found in outcome.report.violations]
        told |= {"article": outcome.article, "quads": outcome.quads, "violations": findings}
    if skipped:
        told |= {"reason": skipped.reason, "hint": skipped.hint}
    return told | {"note": result.note}


def _print_findings(errors: Console, result: Ingested, summary: Summary) -> None:
    for warning in result.outcome.facts.warnings if result.outcome else ():
        errors.print(f"communique: {result.source}: {warning}", markup=False, style="yellow", soft_wrap=True)
    if summary.counts["skipped"] + summary.counts["rejected"] > _TOLD:
        return
    if result.skipped and not result.skipped.known:
        words = f"communique: {result.skipped.reason}\n{result.skipped.hint}".rstrip()
        errors.print(words, markup=False, style="red", soft_wrap=True)
    elif result.outcome and result.outcome.status == "rejected":
        print_report(errors, result.source, result.outcome.report, limit=_FINDINGS)
    elif result.note:
        errors.print(f"communique: {result.source}: {result.note}", markup=False, soft_wrap=True)


def _counted(summary: Summary) -> str:
    return ", ".join(f"{count:,} {status}" for status, count in sorted(summary.counts.items())) or "reading"


def _progress(errors: Console) -> Progress:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.fields[rate]}"))
    return Progress(
        *columns, TimeElapsedColumn(), console=errors, transient=True, disable=not errors.is_terminal
    )


@contextmanager
def _lines(report: Path | None) -> Iterator[TextIO | None]:
    """The report, open for lines that are on disk as soon as they are written."""
    if report is None:
        yield None
        return
    try:
        file = report.open("w", encoding="utf-8", buffering=1)
    except OSError as error:
        raise InputError(
            f"The report cannot be written to {report}: {error.strerror}", "Give another file."
        ) from error
    with file:
        yield file
