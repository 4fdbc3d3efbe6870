"""In whose name an official text stands: what its statements credit, or what its title says."""

from collections.abc import Sequence

from communique.mapping.extraction.actors.cast import Cast
from communique.mapping.extraction.language import table, words
from communique.mapping.extraction.scene import Scene
from communique.mapping.extraction.text.tokens import Token
from communique.mapping.model import Actor, Statement

_TEXTS = table("commitments")["texts"]
_TITLES = frozenset(words(_TEXTS["titles"]))
_BY = frozenset(words(_TEXTS["by"]))
_TITLE_WORDS = 3


def find_issuers(scene: Scene, cast: Cast, statements: Sequence[Statement]) -> tuple[Actor, ...]:
    """The states and bodies that issue an article which is a document itself; empty for a report."""
    credited = next((said.speakers for said in statements if is_document(said)), ())
    return credited or titled_issuers(scene, cast)


def is_document(statement: Statement) -> bool:
    """Whether a statement is a paragraph of an official text."""
    return statement.rule.startswith("document-issuer")


def titled_issuers(scene: Scene, cast: Cast) -> tuple[Actor, ...]:
    """From a title without a verb and the lines that go on with "of …" or "between …"."""
    if not scene.passages or not _is_title(scene.passages[0].flat):
        return ()
    end = scene.passages[0].span.end
    for passage in scene.passages[1:3]:
        if passage.flat and passage.flat[0].text in _BY:
            end = passage.span.end
    found = (mention.actor for mention in cast.within(scene.passages[0].span.start, end))
    return tuple(dict.fromkeys(actor for actor in found if actor.kind in ("state", "organisation")))


def _is_title(tokens: Sequence[Token]) -> bool:
    lowers = [token.lower for token in tokens]
    return bool(_TITLES.intersection(lowers[:_TITLE_WORDS])) and not any(
        token.tag in ("aux", "quote") or token.text in (".", "‘", "’") for token in tokens
    )
