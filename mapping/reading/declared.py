"""What a file declares about its article, whatever the format."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Update:
    """A live blog's post as the source's data give it: times are ISO 8601, `body` plain text or HTML."""

    headline: str | None = None
    body: str = ""
    authors: tuple[str, ...] = ()
    published: str | None = None
    identifier: str | None = None
    modified: str | None = None
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Declared:
    """Metadata: times are ISO 8601, `language` a primary tag of BCP 47, `live` what the type says.

    `identifier` is the source's own; `teaser` says that the article itself stands elsewhere.
    """

    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    language: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    live: bool = False
    updates: tuple[Update, ...] = ()
    identifier: str | None = None
    section: str | None = None
    modified: str | None = None
    corrections: tuple[str, ...] = ()
    teaser: bool = False


def primary_tag(language: str | None) -> str | None:
    """The primary subtag of a language tag (BCP 47, section 2.2.1): `en` of `en-GB` and of `en_GB`."""
    return language.strip().replace("_", "-").split("-")[0].lower() or None if language else None
