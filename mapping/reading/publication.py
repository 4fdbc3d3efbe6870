"""The day an article was published: given, in its metadata, in a dateline, or in a caption."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from communique.mapping.model import Block, Post, Publication, Span
from communique.mapping.reading.timestamps import dates

_TOP = 8
# WASHINGTON, March 3, 2026 (Reuters) – ; Geneva, 12 May 2025. – ; but no date in the middle of a sentence.
_DATELINE = re.compile(r"[A-Z][\w .,'’/()-]{0,60}?$")
_AFTER_DATELINE = re.compile(r"\s*(?:\([^()]{1,40}\)\s*)?(?:[,.:]?\s*[—–-]+|:)\s")


def publication(
    text: str, posts: Sequence[Post], given: date | None = None, metadata: str | None = None
) -> Publication | None:
    """The publication date with its basis.

    `given` is what the user says, `metadata` an ISO 8601 time that the page declares. Of several dates
    in captions the latest counts: pictures are older than the article, or of its day.
    """
    if given:
        return Publication(given, "given")
    if metadata:
        return Publication(date.fromisoformat(metadata[:10]), "metadata")
    blocks = [block for post in posts for block in post.blocks]
    lines = next(_datelines(text, blocks), None)
    return lines or max(_captions(text, blocks), key=lambda found: found.day, default=None)


def _datelines(text: str, blocks: Sequence[Block]) -> Iterator[Publication]:
    """Dates of bylines and of the headlines at the top, then of the words before a dash; first ones first."""
    for at, block in enumerate(blocks):
        if block.kind == "byline" or (block.kind in ("headline", "boilerplate") and at < _TOP):
            yield from _found(text, block, "")
    for block in blocks[:_TOP]:
        if block.kind == "paragraph":
            yield from _found(text, block, _opening(block.span.of(text)[:200]))


def _found(text: str, block: Block, words: str | None) -> Iterator[Publication]:
    if words is None:
        return
    for day, start, end in dates(words or block.span.of(text)):
        yield Publication(day, "dateline", Span(block.span.start + start, block.span.start + end))


def _opening(words: str) -> str | None:
    """The dateline that a paragraph opens with, up to the end of its date."""
    for _, start, end in dates(words):
        before = words[:start]
        if (not before or _DATELINE.fullmatch(before)) and _AFTER_DATELINE.match(words, end):
            return words[:end]
    return None


def _captions(text: str, blocks: Sequence[Block]) -> Iterator[Publication]:
    for block in blocks:
        if block.kind == "caption":
            for day, start, end in dates(block.span.of(text)):
                yield Publication(day, "caption", Span(block.span.start + start, block.span.start + end))
