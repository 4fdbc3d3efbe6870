"""From pieces to posts: an article's one body, or the lede and the posts of a live blog."""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from communique.mapping.model import Block, BlockKind, Post, PostRole, Span
from communique.mapping.reading.bylines import byline
from communique.mapping.reading.context import first_prose
from communique.mapping.reading.cuts import starts
from communique.mapping.reading.declared import Update
from communique.mapping.reading.liveblog import is_live, title_at
from communique.mapping.reading.looks import Look, Piece
from communique.mapping.reading.timestamps import stamp

_OPENING = 16
_UNTOLD = Update()
_KINDS: dict[Look, BlockKind] = {
    "headline": "headline",
    "byline": "byline",
    "dateline": "byline",
    "time": "byline",
    "caption": "caption",
    "correction": "correction",
    "item": "item",
    "quotation": "quotation",
    "paragraph": "paragraph",
}


def cut(pieces: Sequence[Piece], live: bool = False) -> tuple[tuple[Post, ...], bool]:
    """The posts, and whether they are a live blog's; `live` where the file itself says that they are."""
    if (live or is_live(pieces)) and (begin := starts(pieces)):
        return _live(pieces, begin), True
    return tuple([make_post(0, pieces, "body", title_at(pieces))] if pieces else []), False


def mark_repeats(posts: Iterable[Post], text: str) -> tuple[Post, ...]:
    """The posts, each with the index of the earlier one whose words it repeats, white space aside."""
    told = list(posts)
    openings = [_words(post, text, _OPENING) for post in told]
    begun_so = Counter(openings)
    seen: dict[str, int] = {}
    marked = []
    for post, opening in zip(told, openings, strict=True):
        words = _words(post, text) if begun_so[opening] > 1 else opening
        first = seen.setdefault(words, post.index) if words else post.index
        marked.append(post if first == post.index else replace(post, repeats=first))
    return tuple(marked)


def _words(post: Post, text: str, enough: int = sys.maxsize) -> str:
    """What the post tells, without white space; no more than the first letters where they are `enough`."""
    words = ""
    for block in post.blocks:
        if len(words) < enough and block.kind not in ("boilerplate", "byline"):
            words += "".join(block.span.of(text).split())
    return words[:enough]


def _live(pieces: Sequence[Piece], begin: Sequence[int]) -> tuple[Post, ...]:
    posts = []
    if begin[0]:
        lede = pieces[: begin[0]]
        posts.append(make_post(0, lede, "lede", title_at(lede)))
    for start, end in zip(begin, [*begin[1:], len(pieces)], strict=True):
        post = pieces[start:end]
        posts.append(make_post(len(posts), post, "post", _head(post)))
    return tuple(posts)


def _head(post: Sequence[Piece]) -> int | None:
    """The index of a post's headline, which stands above its prose."""
    heads = (at for at, piece in enumerate(post) if piece.look == "headline")
    return next((at for at in heads if at < first_prose(post)), None)


def make_post(
    index: int, pieces: Sequence[Piece], role: PostRole, head: int | None, update: Update | None = None
) -> Post:
    """A post of these pieces, whose headline is the piece at `head`; there is at least one piece.

    What the source's data tell of it (`update`) comes before what is printed.
    """
    authors, published = _signature(pieces)
    told = update or _UNTOLD
    return Post(
        index=index,
        span=Span(pieces[0].span.start, pieces[-1].span.end),
        blocks=tuple(Block(_KINDS.get(piece.look, "boilerplate"), piece.span) for piece in pieces),
        role=role,
        headline=pieces[head].span if head is not None else None,
        author=", ".join(told.authors or authors) or None,
        published=told.published or published,
        identifier=told.identifier,
        modified=told.modified,
        pinned=told.pinned,
    )


def _signature(pieces: Sequence[Piece]) -> tuple[tuple[str, ...], str | None]:
    """The authors, each once, and the first time that is told with its day."""
    authors: dict[str, None] = {}
    times: list[str] = []
    for piece in pieces:
        signed = byline(piece.text) if piece.look == "byline" else None
        authors.update(dict.fromkeys(signed.authors if signed else ()))
        printed = (
            signed.stamp
            if signed
            else stamp(piece.text)
            if piece.look in ("byline", "dateline", "time")
            else None
        )
        times += [printed.iso] if printed and printed.iso else []
    return tuple(authors), times[0] if times else None
