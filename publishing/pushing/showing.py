"""Push and compare before somebody's eyes: progress on stderr, what came of it on stdout."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from time import monotonic
from typing import Final, Literal
from urllib.parse import urlsplit

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from communique.publishing.console.display import print_table
from communique.publishing.pushing.comparing import Compared, compare
from communique.publishing.pushing.credentials import Credentials
from communique.publishing.pushing.journal import Journal
from communique.publishing.pushing.push import Pushed, push
from communique.publishing.pushing.servers import Method, Server, find_server
from communique.publishing.pushing.transport import Transport
from communique.publishing.storage.store import open_snapshot

_ROWS: Final = 50  # graphs that are shown one by one; JSON has all of them
_ORDER: Final = ("missing", "differing", "surplus", "unclear")


@dataclass(frozen=True, slots=True)
class Remote:
    """The server that a command is about, as its options tell it."""

    endpoint: str
    credentials: Credentials
    method: Method | None = None
    update: str = ""
    graphs: str = ""

    def found(self) -> tuple[Server, Transport]:
        """The server, and how to talk to it."""
        transport = Transport(self.credentials)
        return find_server(self.endpoint, transport, self.method, self.update, self.graphs), transport


def push_shown(path: Path, remote: Remote, check: bool, prune: bool, out: Console, errors: Console) -> int:
    """Push the store, say what was done, and give the exit code."""
    begun = monotonic()
    with open_snapshot(path) as store:
        server, transport = remote.found()
        _warn_of_plain_secrets(server.target, remote.credentials, errors)
        with Journal(path, server.target) as journal, _progress(errors) as (progress, task):

            def seen(done: Pushed) -> None:
                moved = done.unchanged + done.sent + done.removed + len(done.refused)
                rate = f"{done.triples / max(monotonic() - begun, 0.001):,.0f} triples/s"
                progress.update(task, completed=moved, total=done.total, rate=rate)

            done = push(store, server, transport, journal, check, prune, seen)
    _print_pushed(out, errors, server, done)
    seconds = max(monotonic() - begun, 0.001)
    out.print(
        f"{done.triples:,} triples in {seconds:.1f} s ({done.triples / seconds:,.0f}/s),"
        f" {transport.retries} tries again",
        markup=False,
    )
    return done.exit_code


def _print_pushed(out: Console, errors: Console, server: Server, done: Pushed) -> None:
    for graph, why in sorted(done.refused.items())[:_ROWS]:
        errors.print(f"communique: {graph} was not taken: {why}", markup=False, style="red", soft_wrap=True)
    told = f"{done.sent:,} graphs sent, {done.removed:,} removed, {done.unchanged:,} unchanged"
    told += f", {len(done.refused):,} not taken" if done.refused else ""
    way = "Graph Store Protocol" if server.method == "gsp" else "SPARQL Update"
    out.print(f"{server.target} ({server.name}, {way}): {told}", markup=False, soft_wrap=True)


def compare_shown(
    path: Path, remote: Remote, form: Literal["table", "json"], out: Console, errors: Console
) -> int:
    """Compare the store with the server, say what differs, and give the exit code: 1 where something does."""
    with open_snapshot(path) as store:
        server, transport = remote.found()
        with _progress(errors) as (progress, task):

            def seen(_: Compared) -> None:
                progress.update(task, advance=1, rate="")

            found = compare(store, server, transport, seen)
    counts = Counter(one.verdict for one in found)
    notes = _notes(server, found)
    if form == "json":
        rows = [asdict(one) for one in found if one.verdict != "same"]
        told = {
            "endpoint": server.query,
            "server": server.name,
            "counts": counts,
            "graphs": rows,
            "notes": notes,
        }
        out.file.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    else:
        _print_compared(out, server, found, notes)
    return int(any(counts[verdict] for verdict in ("missing", "differing", "surplus")))


def _print_compared(out: Console, server: Server, found: Sequence[Compared], notes: Sequence[str]) -> None:
    apart = sorted((one for one in found if one.verdict != "same"), key=lambda one: _ORDER.index(one.verdict))
    rows = [(one.graph, one.verdict, one.here, one.there, one.why or None) for one in apart[:_ROWS]]
    if rows:
        print_table(out, ("graph", "there", "triples here", "triples there", "why"), rows)
    counts = Counter(one.verdict for one in found)
    told = ", ".join(f"{counts[verdict]:,} {verdict}" for verdict in ("same", *_ORDER))
    out.print(f"{server.query} ({server.name}): {told}", markup=False, soft_wrap=True)
    for note in notes:
        out.print(note, markup=False, soft_wrap=True)


def _notes(server: Server, found: Sequence[Compared]) -> list[str]:
    passed_over = sum(one.lossy for one in found)
    if not passed_over:
        return []
    types = ", ".join(f"xsd:{name}" for name in sorted(server.lossy))
    told = f"{server.name} does not give back the values of {types}"
    return [f"{told}: they were not compared, in {passed_over:,} graphs."]


def _warn_of_plain_secrets(target: str, credentials: Credentials, errors: Console) -> None:
    parts = urlsplit(target)
    near = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if parts.scheme == "http" and credentials.scheme in ("basic", "bearer") and not near:
        errors.print("communique: the credentials travel unencrypted: use https.", style="yellow")


@contextmanager
def _progress(errors: Console) -> Iterator[tuple[Progress, TaskID]]:
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeElapsedColumn())
    hidden = not errors.is_terminal
    with Progress(*columns, console=errors, transient=True, disable=hidden) as progress:
        yield progress, progress.add_task("", total=None, rate="")
