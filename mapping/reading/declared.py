"""What a file declares about its article, whatever the format."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Update:
    """A live blog's post as the page's data give it: `published` is ISO 8601, `body` plain text or HTML."""

    headline: str | None = None
    body: str = ""
    authors: tuple[str, ...] = ()
    published: str | None = None
    identifier: str | None = None


@dataclass(frozen=True, slots=True)
class Declared:
    """Metadata: `published` is ISO 8601, `language` a primary tag of BCP 47, `live` what the type says."""

    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    language: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    live: bool = False
    updates: tuple[Update, ...] = ()
