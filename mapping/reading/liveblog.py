"""Live blogs without markup: whether a text is one, and where its posts begin."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from communique.mapping.reading.context import PROSE, has_body
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


def starts(pieces: Sequence[Piece]) -> list[int]:
    """The indices at which posts begin; what comes before the first is the lede."""
    first = _first(pieces)
    closing = _bylines_close(pieces[first:])
    prose = _first_prose(pieces)
    found = [at for at in range(first, len(pieces)) if _starts(pieces, at, closing, prose)]
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
    inner = pieces[_first_prose(pieces) + 1 : len(pieces) - _first_prose(pieces[::-1])]
    stamped = any(piece.look == "byline" and piece.text[-1].isdigit() for piece in inner)
    bulleted = any(
        p.look == "headline" and p.indent and after.look == "byline" for p, after in pairwise(pieces)
    )
    announced = "updates" in looks and sum(pairs["headline", look] for look in PROSE) > _SEVERAL
    return 2 * (signed > _SEVERAL or timed > _SEVERAL or stamped) + bulleted + announced


def _first_prose(pieces: Sequence[Piece]) -> int:
    return next((at for at, piece in enumerate(pieces) if piece.look in PROSE), len(pieces))


def _first(pieces: Sequence[Piece]) -> int:
    """Where the stream of posts may begin: after the line that announces it, or after the title."""
    for at, piece in enumerate(pieces):
        if piece.look == "updates":
            return at + 1
    title = title_at(pieces)
    if title is None or (_is_signed(pieces, title) and _most_are_signed(pieces, title)):
        return 0
    # How long ago the whole page was posted stands under its title.
    paged = title + 1 < len(pieces) and pieces[title + 1].look == "ago"
    return title + 1 + paged


def _is_signed(pieces: Sequence[Piece], at: int) -> bool:
    return at + 1 < len(pieces) and pieces[at + 1].look == "byline" and has_body(pieces, at)


def _most_are_signed(pieces: Sequence[Piece], title: int) -> bool:
    heads = [
        at for at in range(title + 1, len(pieces)) if pieces[at].look == "headline" and has_body(pieces, at)
    ]
    return bool(heads) and 2 * sum(_is_signed(pieces, at) for at in heads) > len(heads)


def _bylines_close(pieces: Sequence[Piece]) -> bool:
    """Whether authors sign at the end of their posts: no headline has its byline right under it."""
    signed = [at for at, piece in enumerate(pieces) if piece.look == "headline" and _is_signed(pieces, at)]
    return not signed


def _starts(pieces: Sequence[Piece], at: int, closing: bool, prose: int) -> bool:
    here = pieces[at]
    before = pieces[at - 1].look if at else None
    if here.look == "headline":
        return has_body(pieces, at)
    if here.look == "time" and _is_bare(here):
        return at > prose and before not in ("headline", "byline") and _leads_to(pieces, at) in PROSE
    if closing:
        return here.look in PROSE and before == "byline" and at - 1 > prose
    return here.look == "byline" and before in PROSE and _leads_to(pieces, at) in PROSE


def _leads_to(pieces: Sequence[Piece], at: int) -> Look | None:
    """The look of what comes after a byline or time, past the page's furniture."""
    after = at + 1
    while after < len(pieces) and pieces[after].look not in PROSE and pieces[after].look != "headline":
        after += 1
    return pieces[after].look if after < len(pieces) else None


def _with_time(pieces: Sequence[Piece], at: int) -> int:
    """A time that stands above a headline belongs to the post, unless it says when the one before changed."""
    if not at or pieces[at].look == "time" or pieces[at - 1].look not in _TIMES:
        return at
    return at - 1 if pieces[at - 1].look == "ago" or _is_bare(pieces[at - 1]) else at


def _is_bare(piece: Piece) -> bool:
    return piece.text[0].isdigit()
