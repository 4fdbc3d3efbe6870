"""How far the words of an undertaking go: the clause's end, its separate items, and its condition.

Indices count the tokens of one stretch, end exclusive.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from communique.mapping.extraction.actors.phrases import Phrase
from communique.mapping.extraction.language import table, words
from communique.mapping.extraction.text.lookup import Lookup, lookup
from communique.mapping.extraction.text.tokens import Token

_LANGUAGE = table("commitments")
_CUT = frozenset(words(_LANGUAGE["clause"]["cut"]))
_REASONS = frozenset(words(_LANGUAGE["clause"]["reasons"]))
_DASHES = frozenset("–—")
_STOPS = frozenset(".!?") | {"...", "…"}
_CUTTING = _STOPS | _DASHES | {":", ";", ","}


def _phrases(entry: str) -> Lookup[str]:
    return lookup((tuple(phrase.split()), phrase) for phrase in entry.split("|"))


_OPENERS = _phrases(_LANGUAGE["condition"]["openers"])
_LEADING = _phrases(_LANGUAGE["condition"]["leading"])
_EXCHANGE = _phrases(_LANGUAGE["condition"]["exchange"])
_EXCHANGED = frozenset(phrase.split()[-1] for phrase in _LANGUAGE["condition"]["exchange"].split("|"))


def clause_end(tokens: Sequence[Token], start: int, limit: int, official: bool, noun: bool = False) -> int:
    """Where the clause that begins at `start` ends, at `limit` at the latest; of a `noun` before its verb."""
    end = limit
    for at in range(start + 1, limit):
        noun = noun and tokens[at].tag != "sub"
        if _cuts(tokens, at, official) or (noun and tokens[at].tag == "aux"):
            end = at
            break
    while end > start and (tokens[end - 1].tag == "mark" or tokens[end - 1].lower in ("and", "but")):
        if tokens[end - 1].text == ")":
            break
        end -= 1
    return end


def _cuts(tokens: Sequence[Token], at: int, official: bool) -> bool:
    token = tokens[at]
    if token.text not in _CUTTING:
        return False
    if token.text == ":" or token.text in _STOPS:
        return True
    if official:
        return token.text == ";" and "(" not in {other.text for other in tokens[at + 1 : at + 3]}
    if token.text == ";":
        return True
    if token.text in _DASHES:
        return not any(other.text in _DASHES for other in tokens[at + 1 :])
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if [each.lower for each in tokens[at + 1 : at + 3]] == ["as", "well"]:
        return False
    return following is not None and (
        following.lower in _CUT or following.lower in _REASONS or _new_clause(tokens, at + 1)
    )


def _new_clause(tokens: Sequence[Token], at: int) -> bool:
    """…, and Ghana followed suit; …, but it has not paid."""
    if (
        at + 2 >= len(tokens)
        or tokens[at].lower not in ("and", "but")
        or tokens[at + 1].tag not in ("name", "pron")
    ):
        return False
    return tokens[at + 2].tag == "aux" or tokens[at + 2].lower.endswith("ed")


def items(tokens: Sequence[Token], start: int, end: int, official: bool) -> tuple[Phrase, ...]:
    """The separate undertakings of an official clause: (i) …; and (ii) …; …, and removing …"""
    if not official:
        return (Phrase(start, end),)
    borders = [start, *(at for at in range(start + 1, end) if _opens_item(tokens, at)), end]
    pieces = (_trimmed(tokens, left, right) for left, right in pairwise(borders))
    return tuple(piece for piece in pieces if piece)


def _opens_item(tokens: Sequence[Token], at: int) -> bool:
    before, two = tokens[at - 1], tokens[at - 2] if at > 1 else None
    if before.text == ")" and two is not None and at > 2 and tokens[at - 3].text == "(":
        return _is_numeral(two)
    return before.lower == "and" and two is not None and two.text == "," and tokens[at].lower.endswith("ing")


def _is_numeral(token: Token) -> bool:
    return len(token.lower) == 1 or set(token.lower) <= set("ivx") or token.lower.isdigit()


def _trimmed(tokens: Sequence[Token], start: int, end: int) -> Phrase:
    """Without numerals and conjunctions around it: "; and (ii)"."""
    while start < end and (tokens[start].tag in ("mark", "conj") or tokens[start - 1].text == "("):
        start += 1
    while end > start and _is_edge(tokens, end):
        end -= 1
    return Phrase(start, end)


def _is_edge(tokens: Sequence[Token], end: int) -> bool:
    last = tokens[end - 1]
    if last.text == ")":
        return end > 2 and tokens[end - 3].text == "("
    numeral = end > 1 and tokens[end - 2].text == "("
    return last.text in ("(", ",", ";", ".", ":") or last.lower == "and" or numeral


# ------------------------------------------------------------------ conditions


def condition_behind(tokens: Sequence[Token], start: int, limit: int) -> Phrase:
    """A condition behind the clause that begins at `start`: "…, provided that the costs are shared"."""
    for at, size in _openings(tokens, start + 1, limit, _OPENERS):
        end = clause_end(tokens, at + size - 1, limit, official=False) if at + size < limit else limit
        return Phrase(at, end)
    return Phrase(0, 0)


def condition_before(tokens: Sequence[Token], limit: int) -> Phrase:
    """A condition that opens the stretch and ends at its comma: "Once the states agree, …"."""
    start = next((at for at, token in enumerate(tokens[:limit]) if token.tag not in ("mark", "conj")), limit)
    if not any(True for _ in _openings(tokens, start, min(start + 1, limit), _LEADING)):
        return Phrase(0, 0)
    if tokens[start].lower == "after" and not tokens[start + 1].lower.endswith("ing"):
        return Phrase(0, 0)  # when, and not on what condition
    comma = next((at for at in range(start, limit) if tokens[at].text == ","), None)
    return Phrase(start, comma) if comma else Phrase(0, 0)


def has_exchange(tokens: Sequence[Token]) -> bool:
    """Whether something is done in return for something else."""
    returns = [at for at, token in enumerate(tokens) if token.lower in _EXCHANGED]
    return bool(returns) and any(True for _ in _openings(tokens, 0, len(tokens), _EXCHANGE))


def _openings(
    tokens: Sequence[Token], start: int, limit: int, openers: Lookup[str]
) -> Iterator[tuple[int, int]]:
    for at in openers.starts(tokens, start, limit):
        found = openers.at(tokens, at)
        if found:
            yield at, found[0] - at
