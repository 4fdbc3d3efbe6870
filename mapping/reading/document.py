"""What comes out of sources: documents on the way in, Articles and reasons on the way out, and the limits."""

from dataclasses import dataclass
from datetime import datetime

from communique.mapping.model import Article

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a reader takes from one source before it says no.

    `document`: bytes of one document, unpacked; `ratio`: how many times larger than packed a whole file
    may become (beyond what one document may have); `nesting`: archives within archives; `redirects`,
    `seconds` (for one address) and `private` (whether private and loopback addresses are asked) are
    the fetcher's.
    """

    document: int = 8 * MEBIBYTE
    ratio: int = 200
    nesting: int = 3
    redirects: int = 5
    seconds: float = 30.0
    private: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """The bytes of something that may hold articles: a page, a feed, a record of an archive.

    `name` says where it comes from (path, address, `archive!member`), `captured_at` when it was fetched,
    `charset` the encoding that came with it, `note` what is the matter with it although it can be read.
    """

    name: str
    data: bytes
    captured_at: datetime | None = None
    charset: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """An Article, and where it comes from; `document` is the document's digest where it has no other article.

    `language` of the article is told by its words, where there are enough of them, else by its source.
    """

    source: str
    article: Article
    captured_at: datetime | None = None
    document: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """What was not read, why, and what can be done. `known` marks what the caller said it has."""

    source: str
    reason: str
    hint: str = ""
    known: bool = False


@dataclass(frozen=True, slots=True)
class Package:
    """A list of items that are told elsewhere: the identifiers of those that it refers to."""

    source: str
    title: str
    items: tuple[str, ...]


Result = Read | Skipped
