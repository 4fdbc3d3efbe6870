"""Any source to its Articles, one by one; what cannot be read is told and does not stop the rest."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path

from communique import __version__
from communique.errors import InputError
from communique.mapping.model import Article
from communique.mapping.reading.article import dated, readings
from communique.mapping.reading.document import Document, Limits, Package, Read, Result, Skipped
from communique.mapping.reading.packages import References
from communique.mapping.reading.reading import Reading
from communique.mapping.reading.sources import documents

_NO_LIMITS = Limits()


def read_articles(
    source: Path | str,
    published: date | None = None,
    limits: Limits = _NO_LIMITS,
    is_known: Callable[[str], bool] | None = None,
) -> Iterator[Result]:
    """The articles of a file, a folder, an archive, a feed, an address, or of standard input (`-`).

    One document is in memory at a time. `is_known` is asked with each document's digest before it is
    parsed; what it knows comes back as Skipped. Raises InputError only where there is no such source.
    """
    references = References()
    for found in documents(source, limits):
        results = [found] if isinstance(found, Skipped) else read_document(found, published, is_known)
        yield from map(references.met, results)
    yield from references.missing()


def read_article(path: Path | str, published: date | None = None) -> Article:
    """The one article that a file holds.

    `published` is the publication date that the user gives; it comes before whatever the file says.
    Raises InputError where the file cannot be read, holds no article, or holds several.
    """
    if Path(path).is_dir():
        raise InputError(f"{path} is a directory", "Name one file in it, or ingest it as a whole.")
    found = list(islice(read_articles(path, published), 2))
    articles = [result.article for result in found if isinstance(result, Read)]
    if len(articles) == 1:
        return replace(articles[0], name=Path(path).name) if "://" not in str(path) else articles[0]
    if not articles and found and isinstance(found[0], Skipped):
        raise InputError(found[0].reason, found[0].hint)
    raise InputError(
        f"{path} holds {'several articles' if articles else 'no article'}, and one was asked for",
        "communique ingest takes them all." if articles else "Check that it is the right file.",
    )


def read_document(
    document: Document, published: date | None = None, is_known: Callable[[str], bool] | None = None
) -> Iterator[Result | Package]:
    """The articles of one document, and its packages; whatever fails while it is read is told as Skipped."""
    digest = document_digest(document.data, published)
    if is_known is not None and is_known(digest):
        yield Skipped(document.name, "it is in the store already", known=True)
        return
    try:
        yield from _results(
            document, readings(document.data, document.name, document.charset), published, digest
        )
    except InputError as error:
        yield Skipped(document.name, error.message, error.hint)
    except Exception as error:  # one page must not end a run of a million, whatever a parser makes of it
        reason = f"{document.name} cannot be read: {type(error).__name__}: {error}"
        yield Skipped(document.name, reason, "Please report it, with the file.")


def document_digest(data: bytes, published: date | None = None) -> str:
    """What reading a document depends on: its bytes, the day the user gives, and this version (SHA-256)."""
    tail = f"\x1f{published or ''}\x1f{__version__}".encode()
    return hashlib.sha256(hashlib.sha256(data).digest() + tail).hexdigest()


def _results(
    document: Document, found: Iterable[Reading | Skipped | Package], published: date | None, digest: str
) -> Iterator[Result | Package]:
    waiting: Read | None = None
    count = 0
    for reading in found:
        if not isinstance(reading, Reading):
            yield reading
            continue
        if waiting is not None:
            yield waiting
        count += 1
        article = dated(reading, document.name, published)
        waiting = Read(_source(document, article, count), article, document.captured_at, None, document.note)
    if waiting is not None:
        yield replace(waiting, source=document.name, document=digest) if count == 1 else waiting


def _source(document: Document, article: Article, count: int) -> str:
    return f"{document.name}#{article.identifier or article.url or count}"
