"""Commands on articles: extract, read, ingest, validate.

Imports that take long stand in the commands that need them.
"""

import json
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from communique.commands.options import (
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
    from communique.publishing.console.display import console
    from communique.publishing.console.facts_table import print_facts

    print_facts(console(), facts, article.text)


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
    from communique.publishing.console.article_view import print_result
    from communique.publishing.console.display import console

    limits = Limits(document=max_size << 20, private=allow_private)
    read_any = False
    for result in read_articles(source, _day(published), limits):
        read_any = read_any or isinstance(result, Read)
        print_result(console(), result)
    raise typer.Exit(0 if read_any else 3)


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
    before is not read again, so that an interrupted run can be repeated. Where nothing can be read no
    store is made.

    \b
    communique ingest articles/*.html
    communique ingest live-blog.txt --published 2026-01-06 --store record
    communique ingest CC-NEWS.warc.gz --report read.jsonl
    """
    from communique.mapping.reading import Limits
    from communique.publishing.console.display import console
    from communique.publishing.console.ingesting import ingest_shown, print_outcomes
    from communique.publishing.storage.folders import is_new
    from communique.publishing.storage.store import GraphStore, open_store

    def opened() -> GraphStore:
        return held.enter_context(open_store(store, wait=2))

    limits = Limits(max_size << 20, max_ratio, max_depth, max_redirects, timeout, allow_private)
    with ExitStack() as held:
        target = opened if is_new(store) else opened()
        day = _day(published)
        summary = ingest_shown(sources, target, console(error=True), day, captured_at, limits, report)
    print_outcomes(console(), summary)
    raise typer.Exit(summary.exit_code)


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
    from communique.publishing.validation.validating import Wanted, validate_shown

    wanted = Wanted(_day(published), output, fail_on, baseline, write_baseline, changed_since, shapes, engine)
    raise typer.Exit(validate_shown(files or [], wanted, ontology))


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
