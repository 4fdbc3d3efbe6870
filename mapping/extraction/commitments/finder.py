"""Commitments of an article: who is bound, or would be, to do what for whom, how firmly, on whose word.

Predictions, threats, wishes, past deeds and the diary are none: a commitment needs words that bind and a
debtor who could bring it about.
"""

import re
from collections.abc import Mapping, Sequence

from communique.mapping.extraction.actors.cast import Cast
from communique.mapping.extraction.actors.discourse import Discourse
from communique.mapping.extraction.actors.issuers import find_issuers
from communique.mapping.extraction.commitments.bargains import bargained, mutual
from communique.mapping.extraction.commitments.binding import StretchReader
from communique.mapping.extraction.commitments.conveyed import Conveyed
from communique.mapping.extraction.commitments.debtors import Binder
from communique.mapping.extraction.commitments.stretches import find_stretches
from communique.mapping.extraction.commitments.undertakings import may_bind
from communique.mapping.extraction.scene import Scene
from communique.mapping.model import Commitment, Statement

_WORD = re.compile(r"\w+")
_SAME = 0.6


def find_commitments(
    scene: Scene, cast: Cast, memory: Mapping[int, Discourse], statements: tuple[Statement, ...]
) -> tuple[Commitment, ...]:
    """All commitments of an article, in order; several mentions of one undertaking are one record.

    `memory` tells by the offset where a sentence starts what pronouns mean in it.
    """
    binder = Binder(scene, cast, memory, find_issuers(scene, cast, statements))
    conveyed = Conveyed(statements)
    found: list[Commitment] = []
    previous: list[Commitment] = []
    block = -1
    for stretch in find_stretches(scene):
        bound = StretchReader(binder, conveyed, stretch).read() if may_bind(stretch.words) else []
        if bound and stretch.block == block:
            previous, bound = bargained(stretch, previous, bound)
        found += previous
        previous, block = mutual(bound), stretch.block
    return _merged(scene.text, [*found, *previous])


def _merged(text: str, found: Sequence[Commitment]) -> tuple[Commitment, ...]:
    """Of the mentions of one undertaking the one with the fullest wording."""
    worded = [(_words(text, commitment), commitment) for commitment in found]
    kept: list[Commitment] = []
    known: dict[str, list[tuple[frozenset[str], Commitment]]] = {}
    for said, commitment in sorted(worded, key=lambda each: (-len(each[0]), each[1].spans)):
        owed = {actor.key for actor in commitment.debtors}
        if any(_is_same(said, commitment, *other) for key in owed for other in known.get(key, ())):
            continue
        kept.append(commitment)
        for key in owed:
            known.setdefault(key, []).append((said, commitment))
    return tuple(sorted(kept, key=lambda each: each.spans))


def _is_same(said: frozenset[str], one: Commitment, told: frozenset[str], fuller: Commitment) -> bool:
    """Whether somebody's undertaking is told in fewer words of one that is known."""
    if one.rule.endswith("-official") and fuller.rule.endswith("-official"):
        return False  # each clause of an official text is an undertaking of its own
    return len(said & told) >= _SAME * len(said)


def _words(text: str, commitment: Commitment) -> frozenset[str]:
    said = [word for span in commitment.spans for word in _WORD.findall(text, span.start, span.end)]
    return frozenset([word.lower() for word in said if len(word) > 3])
