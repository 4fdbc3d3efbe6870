"""What a piece is in the company of its neighbours: names become bylines, short lines captions.

Each rule takes the pieces as the rules before it left them and decides about one look.
"""

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import replace

from communique.mapping.reading.looks import BOUNDARY, Look, Piece, is_headline
from communique.mapping.reading.patterns import patterns, straighten

PROSE: frozenset[Look] = frozenset({"paragraph", "item", "quotation"})
_DURATION = re.compile(r"(?:duration:? )?\d{1,3}(?::\d\d){1,2}(?: mins?)?", re.IGNORECASE)
_WORD = re.compile(r"\w{4,}")
_CAPTION = 400

Rule = Callable[[Sequence[Piece], int], Look | None]


def settle(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with the looks that their neighbours allow."""
    pieces = _signed_off(pieces)
    there = {piece.look for piece in pieces}
    for looks, rule in _RULES:
        if not there.isdisjoint(looks):
            pieces = _apply(rule, looks, pieces)
            there = {piece.look for piece in pieces}
    return list(pieces)


def first_prose(pieces: Sequence[Piece]) -> int:
    """The index of the first prose, or the number of pieces where there is none."""
    return next((at for at, piece in enumerate(pieces) if piece.look in PROSE), len(pieces))


def has_body(pieces: Sequence[Piece], at: int) -> bool:
    """Whether prose follows a headline before the next headline, past bylines, captions and times."""
    for piece in pieces[at + 1 :]:
        if piece.look in PROSE:
            return True
        if piece.look in ("headline", "share", "updates"):
            return False
    return False


def _apply(rule: Rule, looks: Set[Look], pieces: Sequence[Piece]) -> Sequence[Piece]:
    """The pieces after one rule, which decides about those of certain looks."""
    settled = list(pieces)
    for at, piece in enumerate(pieces):
        if piece.look in looks and (look := rule(settled, at)):
            settled[at] = replace(piece, look=look)
    return settled


def _signed_off(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Names and titles after the last prose are signatures: neither bylines nor headings."""
    last = next((at for at in range(len(pieces) - 1, -1, -1) if pieces[at].look in PROSE), len(pieces))
    below = pieces[last + 1 :]
    if not any(piece.look == "name" for piece in below):
        return pieces
    signed = [replace(p, look="paragraph") if p.look in ("name", "headline") else p for p in below]
    return [*pieces[: last + 1], *signed]


def _look(pieces: Sequence[Piece], at: int) -> Look | None:
    return pieces[at].look if 0 <= at < len(pieces) else None


def _item_headline(pieces: Sequence[Piece], at: int) -> Look | None:
    """A list item that introduces a post: an author's name follows, or prose that is set under it."""
    here = pieces[at]
    if at + 1 >= len(pieces) or not is_headline(straighten(here.text)):
        return None
    after = pieces[at + 1]
    under = after.look == "paragraph" and after.indent > here.indent
    return "headline" if under or after.look in ("name", "byline") else None


def _name(pieces: Sequence[Piece], at: int) -> Look | None:
    """Mere names are a byline under a headline or above the same name again, and a heading elsewhere."""
    doubled = any(0 <= i < len(pieces) and pieces[i].text == pieces[at].text for i in (at - 1, at + 1))
    if _look(pieces, at - 1) in ("time", "ago"):
        return "byline"
    above = at - 1
    while _look(pieces, above) in ("time", "ago", "boilerplate"):
        above -= 1
    return "byline" if doubled or _look(pieces, above) in ("headline", "byline") else "headline"


def _posted(pieces: Sequence[Piece], at: int) -> Look | None:
    """The words of an embedded post, which are signed below with the account's name."""
    if at + 1 >= len(pieces) or not patterns().posted.match(pieces[at + 1].text):
        return None
    return None if patterns().posted.match(pieces[at].text) else "quotation"


def _caption_beside(pieces: Sequence[Piece], at: int) -> Look | None:
    """A short line that belongs to the picture whose caption and credit stand beside it."""
    before, after, later = _look(pieces, at - 1), _look(pieces, at + 1), _look(pieces, at + 2)
    if "caption" not in (before, after):
        return None
    pointed = patterns().caption_sign.search(straighten(pieces[at].text)) is not None
    if pointed:
        return "caption"
    if before == "headline" and after == "caption" and at > 1:
        return "caption"
    if before == "caption" and after == "headline" and later != "caption" and has_body(pieces, at + 1):
        return "caption"
    if before == "caption" and after in PROSE and _is_open(pieces, at - 1):
        return "caption"
    return None


def _is_open(pieces: Sequence[Piece], at: int) -> bool:
    """Whether the captions that end here stand right under a headline that has no body yet."""
    while _look(pieces, at) == "caption":
        at -= 1
    return _look(pieces, at) == "headline"


def _doubled_caption(pieces: Sequence[Piece], at: int) -> Look | None:
    """A sentence that the caption beside it says again, with the credit."""
    beside = [piece for i in (at - 1, at + 1) if (piece := _caption(pieces, i))]
    if not beside or len(pieces[at].text) > _CAPTION:
        return None
    words = _long_words(pieces[at])
    others = [_long_words(piece) for piece in beside] if len(words) > 4 else []
    return "caption" if any(len(words & told) * 10 >= len(words | told) * 6 for told in others) else None


def _caption(pieces: Sequence[Piece], at: int) -> Piece | None:
    """The caption at an index, where there is one that is not too long."""
    short = _look(pieces, at) == "caption" and len(pieces[at].text) <= 2 * _CAPTION
    return pieces[at] if short else None


def _long_words(piece: Piece) -> set[str]:
    return set(_WORD.findall(piece.text.lower()))


def _video(pieces: Sequence[Piece], at: int) -> Look | None:
    """The title of a video: its length follows."""
    following = [p for p in pieces[at + 1 : at + 3] if p.look in ("boilerplate", "ago")]
    return "boilerplate" if any(_DURATION.fullmatch(p.text.strip()) for p in following) else None


def _teaser(pieces: Sequence[Piece], at: int) -> Look | None:
    """A headline without a body after the page's furniture: it leads to another page."""
    led = at > 1 and _look(pieces, at - 1) in ("boilerplate", "ago", "share")
    return "boilerplate" if led and not has_body(pieces, at) else None


def _stray(pieces: Sequence[Piece], at: int) -> Look | None:
    """A long line without a body that holds more than one sentence: prose, cut short."""
    several = at > 1 and BOUNDARY.search(pieces[at].text)
    return "paragraph" if several and not has_body(pieces, at) else None


_HEADLINE: frozenset[Look] = frozenset({"headline"})
_RULES: tuple[tuple[frozenset[Look], Rule], ...] = (
    (frozenset({"item"}), _item_headline),
    (frozenset({"name"}), _name),
    (frozenset({"paragraph", "headline", "caption", "boilerplate"}), _posted),
    (_HEADLINE, _caption_beside),
    (frozenset({"paragraph"}), _doubled_caption),
    (_HEADLINE, _video),
    (_HEADLINE, _teaser),
    (_HEADLINE, _stray),
)
