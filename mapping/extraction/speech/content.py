"""What a cue introduces: the pieces of content before and behind it, and the addressee in between.

Indices count the tokens of one sentence, end exclusive.
"""

from collections.abc import Sequence
from typing import NamedTuple

from communique.mapping.extraction.actors.phrases import NOTHING, Phrase, trim
from communique.mapping.extraction.speech.adjuncts import past_apposition, skip_adjuncts
from communique.mapping.extraction.speech.before import (
    content_before,
    is_participle,
    leaves,
    opening,
    quote_before,
)
from communique.mapping.extraction.speech.behind import content_behind, right_end, without_stop
from communique.mapping.extraction.speech.cues import Cue
from communique.mapping.extraction.text.tokens import Token


class Content(NamedTuple):
    """Pieces of content, the addressee’s phrase, and whether a colon leaves it to the next block."""

    pieces: tuple[Phrase, ...]
    addressee: Phrase = NOTHING
    opens_block: bool = False

    def __bool__(self) -> bool:
        return bool(self.pieces) or self.opens_block


def find_content(
    tokens: Sequence[Token], cue: Cue, source: Phrase, cues: Sequence[Cue], floor: int
) -> Content:
    """The content of a cue whose source stands at `source`; nothing left of `floor` belongs to it."""
    if cue.kind == "according":
        return Content(_around(tokens, cue, source, cues, floor))
    if cue.kind in ("passive", "noun"):
        return _that_behind(tokens, max(cue.end, source.end), cue, cues)
    inverted = source.start >= cue.end
    at = source.end if inverted else cue.end
    if inverted and cue.kind == "finite":
        at = past_apposition(tokens, at)
    behind, addressee = skip_adjuncts(tokens, at, cue, inverted)
    if behind < len(tokens) and tokens[behind].text == ":":
        return _after_colon(tokens, behind + 1, cue, addressee)
    quoted = quote_before(tokens, cue, source, floor)
    right = content_behind(tokens, behind, cue, cues, inverted or bool(quoted), _is_gap(tokens, source))
    if right:
        left = quoted or opening(tokens, behind, cue, source, floor)
        return Content((*left, right), addressee)
    if cue.kind == "refusal":
        return Content((Phrase(cue.start, cue.end),), addressee)
    return Content(content_before(tokens, cue, source, cues, floor, behind), addressee)


def _that_behind(tokens: Sequence[Token], at: int, cue: Cue, cues: Sequence[Cue]) -> Content:
    """A warning by X that …; donors were told by X, the minister, that …"""
    for start in range(at, min(len(tokens), at + 12)):
        if tokens[start].lower in ("that", "whether") or (
            tokens[start].lower == "to" and "to" in cue.frame.takes
        ):
            piece = trim(tokens, start + (tokens[start].lower == "that"), right_end(tokens, start, cue, cues))
            return Content((piece,) if piece else ())
    return Content(())


def _is_gap(tokens: Sequence[Token], source: Phrase) -> bool:
    """A relative clause around the source: "the summit, which Cairo said would be …"."""
    return source.start > 0 and tokens[source.start - 1].lower in ("which", "who", "that")


def _around(
    tokens: Sequence[Token], cue: Cue, source: Phrase, cues: Sequence[Cue], floor: int
) -> tuple[Phrase, ...]:
    """What stands before and behind "according to X"."""
    left = trim(tokens, floor, cue.start)
    behind = _past_insertion(tokens, max([source.end, *(source.insertion or ())]))
    if cue.lemma == "in view of":
        behind = _past_insertion(tokens, source.end + 2)
    if left and behind < len(tokens) and leaves(tokens[behind]):
        return (left,)
    right = (
        trim(tokens, behind, right_end(tokens, behind, cue, cues)) if behind < len(tokens) else Phrase(0, 0)
    )
    return tuple(piece for piece in (left, right) if piece and piece.end - piece.start > 1)


def _past_insertion(tokens: Sequence[Token], at: int) -> int:
    """Behind the comma, and behind ", quoting the state agency, "."""
    if at >= len(tokens) or tokens[at].text != ",":
        return at
    if at + 1 < len(tokens) and (
        is_participle(tokens[at + 1]) or tokens[at + 1].lower in ("a", "an", "who", "which")
    ):
        for close in range(at + 2, min(len(tokens), at + 20)):
            if tokens[close].text == ",":
                return close + 1
    return at + 1


def _after_colon(tokens: Sequence[Token], at: int, cue: Cue, addressee: Phrase) -> Content:
    if at >= len(tokens):
        return Content((), addressee, opens_block=True)
    end = len(tokens)
    piece = Phrase(at, without_stop(tokens, at, end))
    return Content((piece,) if piece else (), addressee)
