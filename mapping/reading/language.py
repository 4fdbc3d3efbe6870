"""The language an article is in: told by its own words, else what its source declares.

Function words tell English at next to no cost. Only a text that they do not vouch for is shown to the
detector, so that nothing is loaded for English articles.
"""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_READ = 20_000  # code points: what a detector gains from more is nothing
_ENGLISH = frozenset(
    """the of and to that with by from it they said has have had not been were this which would will their
    his but who""".split()
)
_SHARE = 0.1  # English reporting has 0.14 to 0.35, its neighbours up to 0.08
_ENOUGH = 90  # letters: fewer, as in a headline, tell no language
_SURE = 0.9


def language_of(text: str, declared: str | None = None) -> str | None:
    """The ISO 639-1 code of a text's language, `declared` where the text is too short to tell."""
    read = text[:_READ]
    words = _WORD.findall(read.lower())
    if words and sum(map(_ENGLISH.__contains__, words)) >= _SHARE * len(words):
        return "en"
    if sum(map(len, words)) < _ENOUGH and not _is_far_from_latin(words):
        return declared
    language, sure = _detector().classify(read)
    return str(language) if sure >= _SURE else declared


def _is_far_from_latin(words: list[str]) -> bool:
    """Whether most letters are of scripts in which no English is written, however few they are."""
    letters = "".join(words)
    return len(letters) >= _ENOUGH / 4 and sum(letter > "\u024f" for letter in letters) > len(letters) / 2


@cache
def _detector() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
