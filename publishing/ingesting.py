"""Ingest files before somebody's eyes: progress while it runs, findings as they come, a table at the end."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from communique.mapping.batch import Ingested, ingest_all
from communique.mapping.ingest import Outcome
from communique.publishing.display import print_report, print_table
from communique.publishing.store import GraphStore

_COLUMNS = ("article", "result", "statements", "meetings", "commitments", "quads", "violations", "warnings")

_FINDINGS = 5  # shown of each rejected article


def ingest_shown(
    paths: Sequence[Path],
    store: GraphStore,
    errors: Console,
    published: date | None = None,
    captured_at: datetime | None = None,
) -> list[Ingested]:
    """Ingest the files; progress (on a terminal) and everything that is wrong go to `errors`."""
    done: list[Ingested] = []
    with _progress(errors) as progress:
        task = progress.add_task("", total=len(paths))
        progress.update(task, description=_next(paths, 0))
        for result in ingest_all(paths, store, published, captured_at):
            done.append(result)
            _print_findings(errors, result)
            progress.update(task, advance=1, description=_next(paths, len(done)))
    return done


def print_outcomes(out: Console, results: Sequence[Ingested]) -> None:
    """A row for each file that was read, and a line that counts the rest."""
    rows = [_row(result.path, result.outcome) for result in results if result.outcome]
    if rows:
        print_table(out, _COLUMNS, rows)
    unread = [str(result.path) for result in results if result.error]
    if unread:
        out.print(f"Not read: {', '.join(unread)}", markup=False, soft_wrap=True)


def _row(path: Path, outcome: Outcome) -> tuple[object, ...]:
    """An unchanged article was not looked at again, so nothing of it is counted."""
    if outcome.status == "unchanged":
        return (path.name, outcome.status, *[None] * 6)
    facts, report = outcome.facts, outcome.report
    counts = [len(facts.statements), len(facts.meetings), len(facts.commitments), outcome.quads]
    return (path.name, outcome.status, *counts, len(report.violations), len(report.warnings))


def _print_findings(errors: Console, result: Ingested) -> None:
    if result.error:
        errors.print(f"communique: {result.error}", markup=False, style="red", soft_wrap=True)
    elif result.outcome and result.outcome.status == "rejected":
        print_report(errors, str(result.path), result.outcome.report, limit=_FINDINGS)


def _progress(errors: Console) -> Progress:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal)


def _next(paths: Sequence[Path], index: int) -> str:
    return paths[index].name if index < len(paths) else "done"
