"""The day an article was published: given, in its metadata, in a dateline, or in a caption."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from communique.mapping.model import Block, DateBasis, Post, Publication, Span
from communique.mapping.reading.timestamps import dates

_TOP = 8
# WASHINGTON, March 3, 2026 (Reuters) – ; Geneva, 12 May 2025. – ; but no date in the middle of a sentence.
_PLACE = re.compile(r"(?:[A-Z][\w.'’-]{0,30}(?:,? |/|, ?)){1,5}")
_DASH = re.compile(r"\s*(?:\([^()]{1,40}\)\s*)?[,.:]?\s*[—–-]+\s")
_OPENING = 200


def publication(
    text: str, posts: Sequence[Post], given: date | None = None, metadata: str | None = None
) -> Publication | None:
    """The publication date with its basis, or None where nothing tells it.

    `given` is what the user says, `metadata` an ISO 8601 time that the page declares. Of several dates
    in captions the latest counts: pictures are older than the article, or of its day.
    """
    if given:
        return Publication(given, "given")
    if metadata:
        return Publication(date.fromisoformat(metadata[:10]), "metadata")
    blocks = [block for post in posts for block in post.blocks]
    dateline = next(_datelines(text, blocks), None)
    return dateline or max(_captions(text, blocks), key=lambda found: found.day, default=None)


def _datelines(text: str, blocks: Sequence[Block]) -> Iterator[Publication]:
    """Dates of bylines, of lines at the top, and of the words before a paragraph's dash; first ones first."""
    for at, block in enumerate(blocks):
        if block.kind == "byline":
            yield from _dates(text, block, "dateline")
        elif block.kind in ("headline", "boilerplate") and at < _TOP:
            yield from (found for found in _dates(text, block, "dateline") if _at_edge(found, block))
    for block in blocks[:_TOP]:
        if block.kind == "paragraph":
            yield from (found for found in _dates(text, block, "dateline") if _opens(text, found, block))


def _captions(text: str, blocks: Sequence[Block]) -> Iterator[Publication]:
    for block in blocks:
        if block.kind == "caption":
            yield from _dates(text, block, "caption")


def _dates(text: str, block: Block, basis: DateBasis) -> Iterator[Publication]:
    words = block.span.of(text) if basis == "caption" else block.span.of(text)[:_OPENING]
    for day, start, end in dates(words):
        yield Publication(day, basis, Span(block.span.start + start, block.span.start + end))


def _at_edge(found: Publication, block: Block) -> bool:
    """Whether the date closes a line: one amid a headline tells what it is about."""
    return found.span is not None and found.span.end == block.span.end


def _opens(text: str, found: Publication, block: Block) -> bool:
    """Whether the date stands in the words before a paragraph's opening dash, after at most a place."""
    if found.span is None:
        return False
    place = text[block.span.start : found.span.start]
    return (not place or _PLACE.fullmatch(place) is not None) and _DASH.match(
        text, found.span.end
    ) is not None
