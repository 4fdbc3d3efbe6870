"""The command line: commands that parse, call one function, and print.

Exit codes: 0 fine, 1 violations (the input was read, and it does not hold), 2 usage, 3 input or store.
Imports that take long stand in the commands that need them.
"""

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from communique import __version__
from communique.errors import CommuniqueError, UsageError
from communique.publishing.limits import DEFAULTS
from communique.publishing.options import (
    DEFAULT_STORE,
    AllowPrivate,
    CapturedAt,
    MaxDepth,
    MaxRatio,
    MaxRedirects,
    MaxSize,
    Published,
    Store,
    Timeout,
)

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command()
def extract(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A saved article: plain text or HTML.")],
    published: Published = None,
    output: Annotated[
        Literal["json", "table"], typer.Option("--format", help="JSON for programs, a table for people.")
    ] = "json",
    min_confidence: Annotated[
        float,
        typer.Option(metavar="SHARE", min=0, max=1, help="Leave out facts that are less sure than this."),
    ] = 0.0,
    why: Annotated[
        bool,
        typer.Option(
            "--explain", help="Show the rule of each fact, whom else it could mean, and what is open."
        ),
    ] = False,
) -> None:
    """Print what an article says.

    States, leaders, meetings, statements and commitments, with their places in the text.

    \b
    communique extract article.txt --published 2026-01-06
    communique extract saved-page.html --format table
    """
    from communique.mapping.extraction import extract as extract_facts
    from communique.mapping.extraction.explanation import explain
    from communique.mapping.extraction.trace import Trace
    from communique.mapping.facts_json import at_least, facts_to_json
    from communique.mapping.reading import read_article
    from communique.ontology.register import load_register

    article = read_article(file, _day(published))
    labels = {key: found.label for key, found in load_register().organisations.items()}
    trace = Trace() if why else None
    found = at_least(extract_facts(article, trace), min_confidence)
    for warning in found.warnings:
        typer.echo(f"communique: {file}: {warning}", err=True)
    if trace:
        typer.echo("\n".join(explain(article, found, trace)))
        return
    facts = facts_to_json(article, found, labels)
    if output == "json":
        typer.echo(json.dumps(facts, ensure_ascii=False, indent=1))
        return
    from communique.publishing.display import console
    from communique.publishing.facts_table import print_facts

    print_facts(console(), facts, article.text)


@app.command()
def read(
    source: Annotated[str, typer.Argument(metavar="FILE", help="A file, folder or address; - is stdin.")],
    published: Published = None,
    max_size: MaxSize = 8,
    allow_private: AllowPrivate = False,
) -> None:
    """Show articles as they are read.

    Posts, authors, times and text, before anything is extracted; nothing is stored.

    \b
    communique read saved-page.html
    communique read feed.xml
    """
    from communique.mapping.reading import Limits, Read, read_articles
    from communique.publishing.article_view import print_result
    from communique.publishing.display import console

    limits = Limits(document=max_size << 20, private=allow_private)
    read_any = False
    for result in read_articles(source, _day(published), limits):
        read_any = read_any or isinstance(result, Read)
        print_result(console(), result)
    raise typer.Exit(0 if read_any else 3)


@app.command()
def ingest(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCES", help="Files, folders, feeds, archives (WARC, ZIP, tar), addresses; - is stdin."
        ),
    ],
    store: Store = DEFAULT_STORE,
    published: Published = None,
    captured_at: CapturedAt = None,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write what became of each as JSON lines.")
    ] = None,
    max_size: MaxSize = 8,
    max_ratio: MaxRatio = 200,
    max_depth: MaxDepth = 3,
    max_redirects: MaxRedirects = 5,
    timeout: Timeout = 30.0,
    allow_private: AllowPrivate = False,
) -> None:
    """Read articles into the store.

    Each is extracted, mapped, checked, and committed as a whole or not at all. What was committed
    before is not read again, so that an interrupted run can be repeated.

    \b
    communique ingest articles/*.html
    communique ingest live-blog.txt --published 2026-01-06 --store record
    communique ingest CC-NEWS.warc.gz --report read.jsonl
    """
    from communique.mapping.reading import Limits
    from communique.publishing.display import console
    from communique.publishing.ingesting import ingest_shown, print_outcomes
    from communique.publishing.store import open_store

    limits = Limits(max_size << 20, max_ratio, max_depth, max_redirects, timeout, allow_private)
    with open_store(store, wait=2) as opened:
        day = _day(published)
        summary = ingest_shown(sources, opened, console(error=True), day, captured_at, limits, report)
    print_outcomes(console(), summary)
    raise typer.Exit(summary.exit_code)


@app.command()
def validate(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILES", help="Articles, or RDF: .ttl .trig .nt .nq .jsonld .rdf"),
    ] = None,
    published: Published = None,
    output: Annotated[
        Literal["text", "json", "turtle", "sarif", "junit", "github"],
        typer.Option("--format", help="Text for people; the others for programs, code scanning and CI."),
    ] = "text",
    fail_on: Annotated[
        Literal["violation", "warning"], typer.Option(help="What makes the exit code 1.")
    ] = "violation",
    baseline: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Leave out the findings that this file knows.")
    ] = None,
    write_baseline: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write all findings into a baseline, and stop.")
    ] = None,
    changed_since: Annotated[
        str | None, typer.Option(metavar="REV", help="Only files that differ from where REV was left (git).")
    ] = None,
    shapes: Annotated[
        Path | None, typer.Option(metavar="DIR", help="More shapes: the Turtle files in this folder.")
    ] = None,
    engine: Annotated[
        Literal["compiled", "pyshacl"], typer.Option(help="What runs the shapes; pyshacl is the reference.")
    ] = "compiled",
    ontology: Annotated[
        bool, typer.Option("--ontology", help="Check the ontology and the reference data as well.")
    ] = False,
) -> None:
    """Check articles or RDF files.

    Articles are extracted and mapped first, RDF is checked as it stands; nothing is stored.

    \b
    communique validate article.txt
    communique validate dump.trig --format json
    communique validate articles/* --changed-since origin/main --format sarif
    """
    from communique.publishing.validating import Wanted, validate_shown

    wanted = Wanted(_day(published), output, fail_on, baseline, write_baseline, changed_since, shapes, engine)
    raise typer.Exit(validate_shown(files or [], wanted, ontology))


@app.command()
def serve(
    store: Store = DEFAULT_STORE,
    host: Annotated[str, typer.Option(metavar="HOST", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="PORT", min=0, max=65535, help="0 takes a free one.")] = 7474,
    tokens: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", envvar="COMMUNIQUE_TOKEN_FILE", help="Who may write: see communique token."
        ),
    ] = None,
    time_limit: Annotated[
        float, typer.Option(metavar="SECONDS", min=0.1, help="A query that takes longer is stopped.")
    ] = DEFAULTS.seconds,
    readers: Annotated[
        int, typer.Option(metavar="N", min=1, max=256, help="Queries that run at one time.")
    ] = DEFAULTS.readers,
    queue: Annotated[
        int, typer.Option(metavar="N", min=0, help="Queries that wait for a reader at most.")
    ] = DEFAULTS.queue,
    max_result: Annotated[
        int, typer.Option(metavar="BYTES", min=1, help="The longest answer.")
    ] = DEFAULTS.result,
    max_request: Annotated[
        int, typer.Option(metavar="BYTES", min=1, help="The longest body of a request.")
    ] = DEFAULTS.request,
    max_memory: Annotated[
        int, typer.Option(metavar="BYTES", min=0, help="What a reader may take; 0 for no limit.")
    ] = DEFAULTS.memory,
    access_log: Annotated[
        bool, typer.Option("--access-log", help="A line of JSON on stderr for each request.")
    ] = False,
) -> None:
    """Serve the store over HTTP.

    SPARQL 1.1 at /sparql, the graphs at /graphs, and a start page with the named queries. Articles can be
    ingested meanwhile, and show within a second.

    \b
    communique serve
    communique serve --store record --port 8000 --time-limit 10
    """
    from communique.publishing.endpoint import create_app
    from communique.publishing.limits import Limits
    from communique.publishing.readers import Readers
    from communique.publishing.server import address, listen
    from communique.publishing.server import serve as serve_app
    from communique.publishing.store import open_snapshot
    from communique.publishing.tokens import Tokens
    from communique.publishing.watching import log_requests

    if access_log:
        log_requests()
    limits = Limits(time_limit, max_result, max_request, readers, queue, max_memory)
    writers = Tokens.load(tokens)
    open_snapshot(store).close()  # says at once if there is none
    listener = listen(host, port)
    typer.echo(f"Serving {store} at {address(listener)} (SPARQL: {address(listener)}/sparql). Ctrl-C stops.")
    serve_app(create_app(Readers(store, limits), writers), listener, limits.seconds)


@app.command()
def token(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Who is to have it: one word.")],
    file: Annotated[
        Path, typer.Option("--file", metavar="FILE", help="Where its hash is kept, for serve --tokens.")
    ] = Path("communique-tokens"),
) -> None:
    """Make a token with which to write.

    It is printed once, and only its hash is kept.

    \b
    communique token editor --file tokens
    communique serve --tokens tokens
    """
    from communique.publishing.tokens import new_token

    typer.echo(new_token(name, file))


@app.command()
def query(
    source: Annotated[
        str | None, typer.Argument(metavar="NAME|FILE|TEXT", help="A named query, a file, or SPARQL itself.")
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="A parameter of the query; may be repeated."),
    ] = None,
    store: Store = DEFAULT_STORE,
    endpoint: Annotated[
        str | None, typer.Option(metavar="URL", help="Ask this SPARQL endpoint in place of the store.")
    ] = None,
    output: Annotated[
        Literal["table", "json", "csv"], typer.Option("--format", help="How the rows are printed.")
    ] = "table",
    list_queries: Annotated[bool, typer.Option("--list", help="List the named queries and stop.")] = False,
) -> None:
    """Ask the store or an endpoint.

    A named query, a file, or SPARQL itself.

    \b
    communique query --list
    communique query commitments-by-debtor --param debtor=US
    communique query said-about --param who=Zelensky --param about=Ukraine --format csv
    communique query 'SELECT * WHERE { ?s ?p ?o } LIMIT 5' --endpoint http://127.0.0.1:7474/sparql
    """
    from communique.publishing.asking import ask, list_named
    from communique.publishing.display import console, print_in
    from communique.queries.catalogue import bind, load_query

    if list_queries:
        list_named(console())
        return
    if source is None:
        raise UsageError("There is no query.", "Give a name, a file or SPARQL; --list shows the names.")
    wanted = load_query(source)
    print_in(console(), output, ask(bind(wanted, _pairs(param or [])), store, endpoint), wanted.title)


@app.command()
def export(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The file to write: .ttl .trig .nq .jsonld")],
    store: Store = DEFAULT_STORE,
    output: Annotated[
        Literal["turtle", "trig", "nquads", "jsonld"] | None,
        typer.Option("--format", help="The format, where the file's name does not tell it."),
    ] = None,
) -> None:
    """Write the store to one file.

    Turtle has the union of all graphs; TriG, N-Quads and JSON-LD have each of them.

    \b
    communique export record.ttl
    communique export record.trig --store record
    """
    from communique.publishing.dumps import export as write_dump
    from communique.publishing.store import open_snapshot

    with open_snapshot(store) as opened:
        dump = write_dump(opened, path, output)
    typer.echo(f"{dump.path}: {dump.statements:,} statements, as {dump.format}")


@app.command()
def backup(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write, a .tar.gz.")],
    store: Store = DEFAULT_STORE,
) -> None:
    """Write a backup of the store.

    A consistent state, also while it is served and written to, with a checksum.

    \b
    communique backup record.tar.gz
    """
    from communique.publishing.backups import back_up

    made = back_up(store, path)
    typer.echo(f"{made.path}: {made.quads:,} quads, SHA-256 {made.sha256}")


@app.command()
def restore(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="What communique backup wrote.")],
    store: Store = DEFAULT_STORE,
) -> None:
    """Make a store of a backup.

    The checksum is compared before, the number of quads after.

    \b
    communique restore record.tar.gz --store restored
    """
    from communique.publishing.backups import restore as restore_from

    made = restore_from(path, store)
    typer.echo(f"{store}: {made.quads:,} quads")


@app.command()
def demo(
    keep: Annotated[bool, typer.Option("--keep", help="Keep the store, in the folder of --store.")] = False,
    store: Store = DEFAULT_STORE,
) -> None:
    """Show the whole path on the examples.

    Ingest, check, serve, query over HTTP, dump (communique-dump.ttl).

    \b
    communique demo
    communique demo --keep && communique serve
    """
    from communique.publishing.demo import run_demo
    from communique.publishing.display import console

    raise typer.Exit(run_demo(console(), console(error=True), store if keep else None))


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"communique {__version__}")
        raise typer.Exit


@app.callback()
def communique(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.", is_eager=True, callback=_version)
    ] = False,
) -> None:
    """Diplomatic reporting as a public record that can be queried.

    Exit codes: 0 fine, 1 violations, 2 usage, 3 input or store.
    """


def main() -> None:
    """Run the command line; what the user can act on goes to stderr as plain words."""
    try:
        app()
    except CommuniqueError as error:
        typer.echo(f"communique: {error}", err=True)
        sys.exit(error.exit_code)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _pairs(params: list[str]) -> dict[str, str]:
    """`name=value` for each parameter; raises UsageError for anything else."""
    pairs = [param.partition("=") for param in params]
    for name, equals, _ in pairs:
        if not name or not equals:
            raise UsageError(
                f"{name!r} is no parameter.", "Give it as NAME=VALUE, such as --param debtor=US."
            )
    return {name: value for name, _, value in pairs}
