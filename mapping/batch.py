"""Many articles into the store, one after the other: a bad one is told and does not stop the others."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from communique.errors import InputError
from communique.mapping.ingest import Outcome, ingest_article
from communique.mapping.model import Article
from communique.mapping.reading import Limits, Read, Skipped, read_articles

if TYPE_CHECKING:
    from communique.publishing.storage.store import GraphStore

_NO_LIMITS = Limits()

_NO_DAY: Final = (
    "nothing tells its day, so words like “on Sunday” stay undated; give it with --published YYYY-MM-DD"
)


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of one article or document: an outcome, or why there is none.

    `given` is the source as the user named it, `source` where in it this one is.
    """

    given: str
    source: str
    outcome: Outcome | None = None
    skipped: Skipped | None = None
    title: str | None = None
    note: str = ""

    @property
    def status(self) -> str:
        """That of the outcome, or `skipped`; what is in the store already is `unchanged`."""
        if self.outcome:
            return self.outcome.status
        return "unchanged" if self.skipped and self.skipped.known else "skipped"


def ingest_all(
    sources: Iterable[Path | str],
    store: "GraphStore | Callable[[], GraphStore]",
    published: date | None = None,
    captured_at: datetime | None = None,
    limits: Limits = _NO_LIMITS,
) -> Iterator[Ingested]:
    """Ingest all that each source holds, and tell at once what became of it.

    What was committed before, from the same bytes and by the same version, is not read again. A function in
    place of the store makes a new one, when there is an article for it. Raises StoreError, which concerns
    them all.
    """
    opened = None if callable(store) else store

    def is_known(document: str) -> bool:
        return opened is not None and next(opened.matching(opened.base.document(document)), None) is not None

    for given, result in _read(sources, published, limits, is_known):
        if isinstance(result, Skipped):
            yield Ingested(given, result.source, skipped=result)
            continue
        if opened is None:
            assert callable(store)
            opened = store()
        yield _ingested(given, result, opened, captured_at)


def _read(
    sources: Iterable[Path | str], published: date | None, limits: Limits, is_known: Callable[[str], bool]
) -> Iterator[tuple[str, Read | Skipped]]:
    """What each source holds, with the source as the user named it."""
    for source in sources:
        try:
            for result in read_articles(source, published, limits, is_known):
                yield str(source), result
        except InputError as error:
            yield str(source), Skipped(str(source), error.message, error.hint)


def _ingested(given: str, result: Read, store: "GraphStore", at: datetime | None) -> Ingested:
    article = result.article
    outcome = ingest_article(article, store, at or result.captured_at, document=result.document)
    return Ingested(given, result.source, outcome, title=article.title, note=result.note or _undated(article))


def _undated(article: Article) -> str:
    return "" if article.published else _NO_DAY
