"""What a piece is in the company of its neighbours: names become bylines, short lines captions.

Each rule takes the pieces as the rules before it left them and decides about one look.
"""

import re
from collections.abc import Callable, Sequence
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
    for rule in (_item_headline, _name, _posted, _caption_beside, _doubled_caption, _video, _teaser, _stray):
        pieces = _apply(rule, pieces)
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


def _apply(rule: Rule, pieces: Sequence[Piece]) -> list[Piece]:
    settled = list(pieces)
    for at in range(len(settled)):
        if look := rule(settled, at):
            settled[at] = replace(settled[at], look=look)
    return settled


def _signed_off(pieces: Sequence[Piece]) -> list[Piece]:
    """Names and titles after the last prose are signatures: neither bylines nor headings."""
    last = max((at for at, piece in enumerate(pieces) if piece.look in PROSE), default=len(pieces))
    below = pieces[last + 1 :]
    if not any(piece.look == "name" for piece in below):
        return list(pieces)
    signed = [replace(p, look="paragraph") if p.look in ("name", "headline") else p for p in below]
    return [*pieces[: last + 1], *signed]


def _look(pieces: Sequence[Piece], at: int) -> Look | None:
    return pieces[at].look if 0 <= at < len(pieces) else None


def _item_headline(pieces: Sequence[Piece], at: int) -> Look | None:
    """A list item that introduces a post: an author's name follows, or prose that is set under it."""
    here = pieces[at]
    if here.look != "item" or at + 1 >= len(pieces) or not is_headline(straighten(here.text)):
        return None
    after = pieces[at + 1]
    under = after.look == "paragraph" and after.indent > here.indent
    return "headline" if under or after.look in ("name", "byline") else None


def _name(pieces: Sequence[Piece], at: int) -> Look | None:
    """Mere names are a byline under a headline or above the same name again, and a heading elsewhere."""
    if pieces[at].look != "name":
        return None
    doubled = any(0 <= i < len(pieces) and pieces[i].text == pieces[at].text for i in (at - 1, at + 1))
    if _look(pieces, at - 1) in ("time", "ago"):
        return "byline"
    above = at - 1
    while _look(pieces, above) in ("time", "ago", "boilerplate"):
        above -= 1
    return "byline" if doubled or _look(pieces, above) in ("headline", "byline") else "headline"


def _posted(pieces: Sequence[Piece], at: int) -> Look | None:
    """The words of an embedded post, which are signed below with the account's name."""
    if at + 1 >= len(pieces) or pieces[at].look not in ("paragraph", "headline", "caption", "boilerplate"):
        return None
    signed = patterns().posted.match(straighten(pieces[at + 1].text)) is not None
    return "quotation" if signed and not patterns().posted.match(straighten(pieces[at].text)) else None


def _caption_beside(pieces: Sequence[Piece], at: int) -> Look | None:
    """A short line that belongs to the picture whose caption and credit stand beside it."""
    if pieces[at].look != "headline":
        return None
    before, after, later = (_look(pieces, i) for i in (at - 1, at + 1, at + 2))
    pointed = patterns().caption_sign.search(straighten(pieces[at].text)) is not None
    if pointed and "caption" in (before, after):
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
    if pieces[at].look != "paragraph" or len(pieces[at].text) > _CAPTION:
        return None
    words = _long_words(pieces[at])
    for i in (at - 1, at + 1):
        if len(words) > 4 and _look(pieces, i) == "caption" and len(pieces[i].text) <= 2 * _CAPTION:
            others = _long_words(pieces[i])
            if len(words & others) * 10 >= len(words | others) * 6:
                return "caption"
    return None


def _long_words(piece: Piece) -> set[str]:
    return set(_WORD.findall(piece.text.lower()))


def _video(pieces: Sequence[Piece], at: int) -> Look | None:
    """The title of a video: its length follows."""
    if pieces[at].look != "headline":
        return None
    following = [p for p in pieces[at + 1 : at + 3] if p.look in ("boilerplate", "ago")]
    return "boilerplate" if any(_DURATION.fullmatch(p.text.strip()) for p in following) else None


def _teaser(pieces: Sequence[Piece], at: int) -> Look | None:
    """A headline without a body after the page's furniture: it leads to another page."""
    lonely = pieces[at].look == "headline" and at > 1 and not has_body(pieces, at)
    return "boilerplate" if lonely and _look(pieces, at - 1) in ("boilerplate", "ago", "share") else None


def _stray(pieces: Sequence[Piece], at: int) -> Look | None:
    """A long line without a body that holds more than one sentence: prose, cut short."""
    lonely = pieces[at].look == "headline" and at > 1 and not has_body(pieces, at)
    return "paragraph" if lonely and BOUNDARY.search(pieces[at].text) else None
