"""Live blogs without markup: the signs that a text is one."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from communique.mapping.reading.context import PROSE, first_prose
from communique.mapping.reading.looks import Look, Piece
from communique.mapping.reading.patterns import LiveSign, patterns, straighten

_NEEDED = 2
_SEVERAL = 2
_TIMES: tuple[Look, ...] = ("time", "ago")
_LINE = 240


def is_live(pieces: Sequence[Piece]) -> bool:
    """Whether the signs of a live blog outweigh an ordinary article's."""
    lines = {where: _lines(pieces, where) for where in ("title", "line", "text")}
    weight = sum(sign.weight for sign in patterns().live if _shows(sign, lines[sign.where]))
    return weight + _structure(pieces) >= _NEEDED


def title_at(pieces: Sequence[Piece]) -> int | None:
    """The index of the article's own headline: one before all prose, and rather a long one."""
    heads = []
    for at, piece in enumerate(pieces):
        if piece.look in PROSE:
            break
        if piece.look == "headline":
            heads.append(at)
    return next((at for at in heads if len(pieces[at].text.split()) > 3), heads[0] if heads else None)


def _lines(pieces: Sequence[Piece], where: str) -> list[str]:
    if where == "title":
        at = title_at(pieces)
        own = [pieces[at]] if at is not None else []
        shared = [after for before, after in pairwise(pieces) if before.look == "share"]
        return [straighten(piece.text) for piece in own + shared]
    if where == "line":
        return [straighten(p.text) for p in pieces if p.look in ("boilerplate", "updates", "ago", "headline")]
    return [straighten(p.text[: 2 * _LINE]) for p in pieces]


def _shows(sign: LiveSign, lines: list[str]) -> bool:
    if sign.where == "line":
        return any(sign.pattern.fullmatch(line) for line in lines)
    return any(sign.pattern.search(line) for line in lines)


def _structure(pieces: Sequence[Piece]) -> int:
    """What the layout says: bylines under several headlines, or times and bylines amid the text."""
    looks = [piece.look for piece in pieces]
    pairs = Counter(pairwise(looks))
    signed = pairs["headline", "byline"]
    timed = sum(pairs[time, look] for time in _TIMES for look in ("headline", "byline", *PROSE))
    timed += sum(pairs["headline", time] for time in _TIMES)
    inner = pieces[first_prose(pieces) + 1 : len(pieces) - first_prose(pieces[::-1])]
    stamped = any(piece.look == "byline" and piece.text[-1].isdigit() for piece in inner)
    bulleted = any(
        p.look == "headline" and p.indent and after.look == "byline" for p, after in pairwise(pieces)
    )
    announced = "updates" in looks and sum(pairs["headline", look] for look in PROSE) > _SEVERAL
    return 2 * (signed > _SEVERAL or timed > _SEVERAL or stamped) + bulleted + announced
