"""One article into the store: read, extract, map, check, commit; or nothing at all."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pyoxigraph as ox

from communique.mapping.extraction import extract
from communique.mapping.graph import to_quads
from communique.mapping.iris import article_key
from communique.mapping.model import Article, Facts
from communique.mapping.provenance import fingerprint
from communique.mapping.reading import read_article
from communique.mapping.replacement import replacement
from communique.ontology.register import Register, load_register
from communique.ontology.vocabulary import SCHEMA
from communique.shapes.check import check
from communique.shapes.evidence import check_evidence
from communique.shapes.report import Report

if TYPE_CHECKING:
    from communique.publishing.store import GraphStore

Status = Literal["added", "replaced", "unchanged", "rejected"]


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

    `article` is its key in IRIs. An unchanged article is neither extracted nor checked again.
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
    key = article_key(article)
    known = _known_fingerprint(store, key)
    if known == fingerprint(article) and not again:
        return Outcome("unchanged", key)
    draft = prepare(article, store, captured_at or datetime.now(UTC).replace(microsecond=0), register)
    if not draft.report.conforms:
        return Outcome("rejected", key, len(draft.quads), draft.report, draft.facts)
    change = replacement(store, key, draft.quads)
    store.replace(change.graphs, change.quads, change.removed)
    status: Status = "replaced" if known else "added"
    return Outcome(status, key, len(draft.quads), draft.report, draft.facts)


def prepare(
    article: Article, store: "GraphStore", captured_at: datetime, register: Register | None = None
) -> Draft:
    """Extract, map and check an article; `store` gives the reference graph and is only read."""
    facts = extract(article)
    quads = to_quads(article, facts, store.base, captured_at, register or load_register())
    report = check(quads, store.described(quads)) | check_evidence(quads, article.text)
    return Draft(article, facts, quads, report)


def _known_fingerprint(store: "GraphStore", key: str) -> str | None:
    """That of the article's last capture, if there was one."""
    graph = store.base.provenance(key)
    quads = store.matching(predicate=SCHEMA.identifier, graph=graph)
    return next((quad.object.value for quad in quads if isinstance(quad.object, ox.Literal)), None)
