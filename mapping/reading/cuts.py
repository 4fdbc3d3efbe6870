"""Where the posts of a live blog begin, by the layout that it keeps to throughout."""

from collections.abc import Sequence
from dataclasses import dataclass

from communique.mapping.reading.context import PROSE, first_prose, has_body
from communique.mapping.reading.liveblog import title_at
from communique.mapping.reading.looks import Look, Piece
from communique.mapping.reading.timestamps import stamp

_TIMES: tuple[Look, ...] = ("time", "ago")
_SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Layout:
    """How a live blog sets its posts apart.

    `first` is where the stream of posts may begin, `prose` the index of the first prose; `timed` says
    that every post stands under its clock time, `closing` that authors sign at the end of a post.
    """

    first: int
    prose: int
    timed: bool
    closing: bool


def starts(pieces: Sequence[Piece]) -> list[int]:
    """The indices at which posts begin; what comes before the first is the lede."""
    layout = _layout(pieces)
    found = [at for at in range(layout.first, len(pieces)) if _starts(pieces, at, layout)]
    return sorted({max(layout.first, _with_time(pieces, at)) for at in found})


def _layout(pieces: Sequence[Piece]) -> Layout:
    first, prose = _first(pieces), first_prose(pieces)
    return Layout(first, prose, _is_timed(pieces, first), _bylines_close(pieces, prose))


def _starts(pieces: Sequence[Piece], at: int, layout: Layout) -> bool:
    here = pieces[at]
    before = pieces[at - 1].look if at else None
    if _is_clock(here) and before not in ("headline", "byline"):
        return _leads_to(pieces, at) in (("headline", *PROSE) if layout.timed else PROSE)
    if layout.timed:
        return False
    if here.look == "headline":
        return has_body(pieces, at)
    if layout.closing:
        return here.look in PROSE and before == "byline" and at - 1 > layout.prose
    return here.look == "byline" and before in PROSE and _leads_to(pieces, at) in PROSE


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
    heads = [at for at in _headlines(pieces, title + 1) if has_body(pieces, at)]
    return bool(heads) and 2 * sum(_is_signed(pieces, at) for at in heads) > len(heads)


def _is_timed(pieces: Sequence[Piece], first: int) -> bool:
    """Whether clock times stand above the posts, and no more headlines stand without one."""
    clocks = [at for at in range(first, len(pieces)) if _is_clock(pieces[at])]
    timed = [at for at in clocks if pieces[at - 1].look != "headline" and _leads_to(pieces, at)]
    heads = [at for at in _headlines(pieces, first) if has_body(pieces, at)]
    untimed = [at for at in heads if pieces[at - 1].look not in _TIMES]
    return len(timed) > _SEVERAL and len(timed) >= len(untimed)


def _bylines_close(pieces: Sequence[Piece], prose: int) -> bool:
    """Whether most authors sign after their posts: prose, or a teaser without a body, is above them."""
    closing = opening = 0
    for at in range(prose + 1, len(pieces)):
        above = pieces[at - 1].look
        if pieces[at].look != "byline" or above == "byline":
            continue
        opens = above in _TIMES or (above == "headline" and has_body(pieces, at - 1))
        opening, closing = opening + opens, closing + (not opens)
    return closing > opening


def _headlines(pieces: Sequence[Piece], start: int) -> list[int]:
    return [at for at in range(start, len(pieces)) if pieces[at].look == "headline"]


def _leads_to(pieces: Sequence[Piece], at: int) -> Look | None:
    """The look of the prose or headline with prose that follows, past the page's furniture."""
    for after in range(at + 1, len(pieces)):
        look = pieces[after].look
        if look in PROSE:
            return look
        if look == "headline":
            return look if has_body(pieces, after) else None
        if look == "time" and _is_clock(pieces[after]):
            return None
    return None


def _with_time(pieces: Sequence[Piece], at: int) -> int:
    """A time above a headline belongs to the post, unless it is the page's or says when that was updated."""
    if not at or pieces[at].look == "time" or pieces[at - 1].look not in _TIMES:
        return at
    printed = stamp(pieces[at - 1].text)
    under_title = at > 1 and pieces[at - 2].look == "headline" and not _is_clock(pieces[at - 1])
    return at if printed is not None and (printed.labelled or under_title) else at - 1


def _is_clock(piece: Piece) -> bool:
    """Whether the line is a clock time, with or without a day, and nothing else."""
    printed = stamp(piece.text) if piece.look == "time" else None
    return printed is not None and printed.clock is not None and not printed.labelled
