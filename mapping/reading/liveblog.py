"""Live blogs without markup: whether a text is one, and where its posts begin."""

from collections.abc import Sequence
from itertools import pairwise

from communique.mapping.reading.context import PROSE, has_body
from communique.mapping.reading.looks import Piece
from communique.mapping.reading.patterns import LiveSign, patterns, straighten

_NEEDED = 2
_LINE = 240


def is_live(pieces: Sequence[Piece]) -> bool:
    """Whether the signs of a live blog outweigh an ordinary article's."""
    lines = {where: _lines(pieces, where) for where in ("title", "line", "text")}
    weight = sum(sign.weight for sign in patterns().live if _shows(sign, lines[sign.where]))
    return weight + _structure(pieces) >= _NEEDED


def starts(pieces: Sequence[Piece]) -> list[int]:
    """The indices at which posts begin; what comes before the first is the lede."""
    first = _first(pieces)
    closing = _bylines_close(pieces[first:])
    found = [at for at in range(first, len(pieces)) if _starts(pieces, at, closing)]
    return sorted({max(first, _with_time(pieces, at)) for at in found})


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
        return [straighten(p.text) for p in pieces if p.look in ("boilerplate", "updates", "headline")]
    return [straighten(p.text[: 2 * _LINE]) for p in pieces]


def _shows(sign: LiveSign, lines: list[str]) -> bool:
    if sign.where == "line":
        return any(sign.pattern.fullmatch(line) for line in lines)
    return any(sign.pattern.search(line) for line in lines)


def _structure(pieces: Sequence[Piece]) -> int:
    """What the layout says: bylines under several headlines, or times and bylines amid the text."""
    looks = [p.look for p in pieces]
    signed = sum(pair == ("headline", "byline") for pair in pairwise(looks))
    timed = sum(
        before == "time" and after == "headline" or before == "headline" and after == "time"
        for before, after in pairwise(looks)
    )
    inside = any(
        piece.look == "byline" and piece.text[-1].isdigit() and set(looks[:at]) & PROSE and set(looks[at:]) & PROSE
        for at, piece in enumerate(pieces)
    )
    bulleted = any(p.look == "headline" and p.indent and after.look == "byline" for p, after in pairwise(pieces))
    return 2 * (signed > 2 or timed > 2 or inside) + bulleted


def _first(pieces: Sequence[Piece]) -> int:
    """Where the stream of posts may begin: after the line that announces it, or after the title."""
    for at, piece in enumerate(pieces):
        if piece.look == "updates":
            return at + 1
    title = title_at(pieces)
    if title is None or (_is_signed(pieces, title) and _most_are_signed(pieces, title)):
        return 0
    return title + 1


def _is_signed(pieces: Sequence[Piece], at: int) -> bool:
    return at + 1 < len(pieces) and pieces[at + 1].look == "byline" and has_body(pieces, at)


def _most_are_signed(pieces: Sequence[Piece], title: int) -> bool:
    heads = [at for at in range(title + 1, len(pieces)) if pieces[at].look == "headline" and has_body(pieces, at)]
    return bool(heads) and 2 * sum(_is_signed(pieces, at) for at in heads) > len(heads)


def _bylines_close(pieces: Sequence[Piece]) -> bool:
    """Whether authors sign at the end of their posts: no headline has a byline right under it that has prose."""
    signed = [at for at, piece in enumerate(pieces) if piece.look == "headline" and _is_signed(pieces, at)]
    return not signed


def _starts(pieces: Sequence[Piece], at: int, closing: bool) -> bool:
    look = pieces[at].look
    before = pieces[at - 1].look if at else None
    if look == "headline":
        return has_body(pieces, at)
    if closing:
        return look in PROSE and before == "byline"
    return look == "byline" and before in PROSE and has_body(pieces, at) and not _leads_to_headline(pieces, at)


def _leads_to_headline(pieces: Sequence[Piece], at: int) -> bool:
    after = at + 1
    while after < len(pieces) and pieces[after].look in ("byline", "time", "caption", "boilerplate"):
        after += 1
    return after < len(pieces) and pieces[after].look == "headline"


def _with_time(pieces: Sequence[Piece], at: int) -> int:
    """A time that stands above a headline belongs to the post."""
    return at - 1 if at and pieces[at - 1].look == "time" else at
