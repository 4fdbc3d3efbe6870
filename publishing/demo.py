"""The demonstration: from the examples to a served, validated graph, in one run that explains itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from rich.console import Console

from communique.errors import InputError
from communique.publishing.console.display import print_answer
from communique.publishing.console.ingesting import ingest_shown, print_outcomes
from communique.publishing.endpoint import create_app
from communique.publishing.querying.remote import query_remote
from communique.publishing.querying.results import Table
from communique.publishing.server import running
from communique.publishing.storage.dumps import export
from communique.publishing.storage.store import GraphStore, open_store
from communique.queries.catalogue import bind, find_query

DUMP: Final = Path("communique-dump.ttl")
ROWS: Final = 4
"""Rows shown of each query's answer."""
CLIP: Final = 120
"""Characters shown of each value."""

_EXAMPLES: Final = Path(__file__).parent.parent / "examples"
_QUERIES: Final[tuple[tuple[str, dict[str, str]], ...]] = (
    ("commitments-by-debtor", {"debtor": "Greece"}),
    ("joint-statements", {}),
    ("drafts", {}),
    ("withdrawn-participations", {}),
    ("refusals", {}),
    ("disagreements", {}),
)
# What a terminal has no room for: the IRIs, which programs get.
_HIDDEN: Final = frozenset(
    {"statement", "commitment", "meeting", "report", "thing", "passage", "disagreement", "about"}
)


def run_demo(out: Console, errors: Console, keep: Path | None = None) -> int:
    """Ingest the examples, serve them, query them over HTTP, dump them; 1 if an example was rejected.

    The store is a temporary one, unless `keep` names a folder. Raises InputError where the examples are
    not there, which is so in an installed package.
    """
    articles = example_articles()
    with _store(keep) as store:
        out.rule("[bold]1  Read, extract, map, check", align="left")
        summary = ingest_shown(articles, store, errors)
        print_outcomes(out, summary)
        out.rule("[bold]2  Serve, and ask over HTTP", align="left")
        _ask(out, store)
        out.rule("[bold]3  Dump", align="left")
        dump = export(store, DUMP)
        out.print(f"{dump.path}: {dump.statements:,} triples, as Turtle")
    out.rule("[bold]How to go on", align="left")
    _say_how_to_go_on(out, keep)
    return summary.exit_code


def example_articles(folder: Path = _EXAMPLES) -> list[Path]:
    """The example articles, sorted; raises InputError where there are none."""
    found = sorted(path for path in folder.glob("*") if path.suffix in (".txt", ".html"))
    if not found:
        raise InputError(
            "The examples are not here: they come with the source, not with the installed package.",
            "Run the demo in a checkout of the source, or try: communique ingest ARTICLE",
        )
    return found


@contextmanager
def _store(keep: Path | None) -> Iterator[GraphStore]:
    with (
        TemporaryDirectory(prefix="communique-demo-") as temporary,
        open_store(keep or Path(temporary) / "store") as store,
    ):
        yield store


def _ask(out: Console, store: GraphStore) -> None:
    with running(create_app(store)) as address:
        out.print(f"Serving at {address}/sparql\n")
        for name, values in _QUERIES:
            query = find_query(name)
            given = " ".join(f"--param {key}={value!r}" for key, value in values.items())
            out.print(f"communique query {name} {given}", markup=False, style="cyan")
            answer = query_remote(f"{address}/sparql", bind(query, values))
            if isinstance(answer, Table):
                print_answer(out, answer.without(_HIDDEN), query.title, limit=ROWS, clip=CLIP)
            out.print()


def _say_how_to_go_on(out: Console, keep: Path | None) -> None:
    if keep is None:
        out.print("communique ingest examples/*.txt examples/*.html   into a store that stays")
    out.print("communique serve                                   and open the address that it names")
    out.print("communique query --list                            what can be asked by name")
