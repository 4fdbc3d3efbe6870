"""One article into the store: read, extract, map, check, commit; or nothing at all."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pyoxigraph as ox

from communique.mapping import terms
from communique.mapping.captures import latest_capture, revision
from communique.mapping.extraction import extract
from communique.mapping.graph import describe
from communique.mapping.iris import article_key
from communique.mapping.model import Article, Facts
from communique.mapping.provenance import document_used, fingerprint
from communique.mapping.reading import read_article
from communique.mapping.replacement import replacement
from communique.ontology.register import Register, load_register
from communique.shapes.check import check
from communique.shapes.compiled import PlainQuads
from communique.shapes.evidence import check_evidence
from communique.shapes.report import Report

if TYPE_CHECKING:
    from communique.publishing.storage.store import GraphStore

Status = Literal["added", "replaced", "unchanged", "older", "rejected"]


@dataclass(frozen=True, slots=True)
class Draft:
    """An article read, extracted, mapped and checked, and not yet committed."""

    article: Article
    facts: Facts
    quads: tuple[ox.Quad, ...]
    report: Report


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article: `quads` in its own graphs, `report` of the check, `facts` as extracted.

    `article` is its key in IRIs. An unchanged article is neither extracted nor checked again, nor is one
    that was captured before what the store has (`older`).
    """

    status: Status
    article: str
    quads: int = 0
    report: Report = field(default_factory=Report)
    facts: Facts = field(default_factory=Facts)


def ingest(
    path: Path,
    store: "GraphStore",
    published: date | None = None,
    captured_at: datetime | None = None,
    register: Register | None = None,
    again: bool = False,
) -> Outcome:
    """Put the article in the file `path` into the store, in one transaction.

    `published` overrides the day that the file tells, `captured_at` is when it was read (default now).
    A violation leaves the store as it was. An article that has not changed, read by the same version,
    changes nothing unless `again` is set. Raises InputError and StoreError.
    """
    article = read_article(path, published)
    return ingest_article(article, store, captured_at, register, again)


def ingest_article(
    article: Article,
    store: "GraphStore",
    captured_at: datetime | None = None,
    register: Register | None = None,
    again: bool = False,
    document: str | None = None,
) -> Outcome:
    """Put an article into the store, in one transaction; what it replaces goes into the store's history.

    `document` is the digest of what it was read from, noted so that it need not be read again. A capture
    older than the one in the store changes nothing, nor does a teaser of an article that is there.
    """
    key, now = article_key(article), captured_at or datetime.now(UTC).replace(microsecond=0)
    known = latest_capture(store, key)
    if known and not again and (settled := _settled(article, known, now)):
        return Outcome(settled, key)
    draft = prepare(article, store, now, register)
    if not draft.report.conforms:
        return Outcome("rejected", key, len(draft.quads), draft.report, draft.facts)
    used = document_used(store.base, key, article, now, document) if document else ()
    revised = revision(store, key, (*draft.quads, *terms.quads(used)), now)
    change = replacement(store, key, revised.quads, revised.kept)
    if revised.history:  # first: written twice it is the same, and it must not be lost between the two
        store.history.replace([], revised.history)
    store.replace(change.graphs, change.quads, change.removed)
    status: Status = "replaced" if known else "added"
    return Outcome(status, key, len(draft.quads), draft.report, draft.facts)


def _settled(article: Article, known: tuple[str, str], now: datetime) -> Status | None:
    """What becomes of an article without reading it, given the last capture's fingerprint and time."""
    before, at = known
    if before == fingerprint(article):
        return "unchanged"
    if at and terms.lexical(terms.utc(now)) < at:
        return "older"
    return "unchanged" if article.teaser else None


def prepare(
    article: Article, store: "GraphStore", captured_at: datetime, register: Register | None = None
) -> Draft:
    """Extract, map and check an article; `store` gives the reference graph and is only read."""
    facts = extract(article)
    plain = PlainQuads(describe(article, facts, store.base, captured_at, register or load_register()))
    quads = tuple(terms.quads(plain))
    report = check(plain, store.described(quads)) | check_evidence(plain, article.text)
    return Draft(article, facts, quads, report)
