"""Names: slugs, spellings without diacritics, and what the sources wrap around a person's name."""

import re
import unicodedata
from collections.abc import Iterable

# Letters that Unicode does not decompose, as English-language news writes them.
_LETTERS = str.maketrans(
    dict(zip("øØłŁđĐðÐıə’‘ʻ", "oOlLdDdDia'''", strict=True))
    | {"æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ß": "ss", "þ": "th", "Þ": "Th"}
)


def plain_letters(name: str) -> str:
    """The name in ASCII letters: "Recep Tayyip Erdoğan" → "Recep Tayyip Erdogan"."""
    decomposed = unicodedata.normalize("NFKD", name.translate(_LETTERS))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def slug(name: str) -> str:
    """A key of lower-case words joined by hyphens: "Côte d'Ivoire" → "cote-d-ivoire"."""
    return "-".join(re.findall(r"[a-z0-9]+", plain_letters(name).lower()))


def fold(name: str) -> str:
    """What two spellings of one name have in common: letters without marks, case and punctuation."""
    return slug(name).replace("-", " ")


def spellings(names: Iterable[str]) -> list[str]:
    """Each name once, followed by its form in ASCII letters where that differs."""
    return list(dict.fromkeys(form for name in names for form in (name, plain_letters(name))))
