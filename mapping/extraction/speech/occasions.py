"""One occasion of speaking: neighbouring statements of one speaker in one post share its day and channel."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from communique.mapping.extraction.scene import Scene
from communique.mapping.model import Statement

_GRAVE = ("warning", "threat")


def share_occasions(scene: Scene, statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Give a statement that tells no day or channel those of the one before it, else of the one behind.

    Only where both have the same speakers and stand in the same post with nobody else speaking between.
    """
    forward = _shared(scene, statements)
    backward = _shared(scene, forward[::-1])
    return tuple(backward[::-1])


def _shared(scene: Scene, statements: Sequence[Statement]) -> list[Statement]:
    result = list(statements[:1])
    for _, statement in pairwise(statements):
        result.append(_from_neighbour(scene, result[-1], statement))
    return result


def _from_neighbour(scene: Scene, neighbour: Statement, statement: Statement) -> Statement:
    if neighbour.speakers != statement.speakers or _post(scene, neighbour) != _post(scene, statement):
        return statement
    when = statement.when or neighbour.when
    same_day = statement.when in (None, neighbour.when)
    channel = statement.channel or (neighbour.channel if same_day else None)
    act = _act(neighbour, statement)
    if (when, channel, act) == (statement.when, statement.channel, statement.act):
        return statement
    return replace(statement, when=when, channel=channel, act=act)


def _act(neighbour: Statement, statement: Statement) -> str:
    """A condition under a neutral verb goes on with the warning or threat beside it."""
    neutral = statement.act == "assertion" and statement.modality == "conditional"
    return neighbour.act if neutral and neighbour.act in _GRAVE else statement.act


def _post(scene: Scene, statement: Statement) -> int:
    return scene.post_start(statement.spans[0].start)
