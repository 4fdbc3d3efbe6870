"""Content in front of a cue, and what of it goes on behind "…, the company said, …".

Indices count the tokens of one sentence, end exclusive.
"""

from collections.abc import Sequence

from communique.mapping.extraction.actors.phrases import Phrase, trim
from communique.mapping.extraction.speech.behind import SUBORDINATE, right_end
from communique.mapping.extraction.speech.cues import Cue
from communique.mapping.extraction.text.tokens import PAUSES, Token

_CLAUSE_LENGTH = 6
"""Words from which on what begins with a preposition may hold a clause ("Despite the truce, …")."""
_LEAD_IN = frozenset(("conj", "adv", "mark"))
_LEAVING = SUBORDINATE.union("who which whose where".split())


def quote_before(tokens: Sequence[Token], cue: Cue, source: Phrase, floor: int) -> tuple[Phrase, ...]:
    """A quotation in front of the source, where more of it follows behind."""
    head = min(cue.first, source.start)
    at = head - 1
    if at >= floor and tokens[at].tag == "quote" and _is_utterance(tokens, floor, at):
        return (Phrase(at, at + 1),)
    return ()


def opening(tokens: Sequence[Token], behind: int, cue: Cue, source: Phrase, floor: int) -> tuple[Phrase, ...]:
    """They were, she said, “cheaper than despair”: the words in front, where more follows a comma."""
    head = min(cue.first, source.start)
    if cue.kind == "gerund" or head <= floor or tokens[head - 1].text != ",":
        return ()
    if behind >= len(tokens) or tokens[behind].text != ",":
        return ()
    piece = trim(tokens, floor, head)
    return (piece,) if piece and _opens_clause(tokens[piece.start]) else ()


def _opens_clause(token: Token) -> bool:
    """A subject may begin here; "Asked about …" and "In the end" are only adverbials."""
    adverbial = token.lower.endswith(("ed", "ing")) or token.tag in ("prep", "sub")
    return token.tag in ("det", "pron", "name", "word", "num") and not adverbial


def _is_utterance(tokens: Sequence[Token], floor: int, at: int) -> bool:
    """A quotation that ends as an utterance does, and is no title within an opening adverbial."""
    ends = tokens[at].text.rstrip("”’\"'")[-1:] in ",.!?…"
    return ends and (len(tokens[at].text.split()) > 3 or _only_lead_in(tokens, floor, at))


def content_before(
    tokens: Sequence[Token], cue: Cue, source: Phrase, cues: Sequence[Cue], floor: int, behind: int
) -> tuple[Phrase, ...]:
    """The clause or quotation in front of the source, and what goes on with it behind the cue."""
    head = min(cue.first, source.start)
    if cue.kind in ("gerund", "refusal") or cue.frame.takes.isdisjoint(("bare", "quote")):
        return ()
    if not (head and (tokens[head - 1].text in PAUSES or tokens[head - 1].tag == "quote")):
        return ()
    floor = _behind_colon(tokens, floor, head)
    if head <= floor:
        return ()
    left = _left_piece(tokens, floor, head, cue.frame.takes)
    right = resumed(tokens, behind, cue, cues)
    if right and not _goes_on_behind(tokens, left, right):
        right = Phrase(0, 0)
    return tuple(piece for piece in (left, right) if piece)


def _behind_colon(tokens: Sequence[Token], floor: int, head: int) -> int:
    """Where the clause that the cue interrupts begins: "… with an offer: Switzerland, she said, would …"."""
    colon = next((at for at in range(head - 2, floor, -1) if tokens[at].text == ":"), None)
    return floor if colon is None else colon + 1


def _left_piece(tokens: Sequence[Token], floor: int, head: int, takes: frozenset[str]) -> Phrase:
    piece = trim(tokens, floor, head)
    if piece and tokens[piece.start].tag == "prep" and piece.end - piece.start < _CLAUSE_LENGTH:
        return Phrase(0, 0)
    if "bare" not in takes and not any(token.tag == "quote" for token in tokens[floor:head]):
        return Phrase(0, 0)
    lead = next((at for at in range(floor, head) if tokens[at].tag == "quote"), None)
    if lead is not None and lead + 1 >= head - 1 and _only_lead_in(tokens, floor, lead):
        return Phrase(lead, lead + 1)
    return piece


def _only_lead_in(tokens: Sequence[Token], floor: int, lead: int) -> bool:
    """Whether nothing but an opening word or comma stands before the quotation."""
    return _LEAD_IN.issuperset([token.tag for token in tokens[floor:lead]])


def _goes_on_behind(tokens: Sequence[Token], left: Phrase, right: Phrase) -> bool:
    """Whether the words behind complete the clause in front: it has no verb yet, or "with" hangs on."""
    complete = any(token.tag in ("aux", "quote") for token in tokens[left.start : left.end])
    opener = tokens[right.start]
    if left and tokens[left.start].tag in ("sub", "prep"):
        return True
    if complete or not left:
        return not left or opener.lower == "with" or opener.tag == "quote"
    return left.end - left.start <= 6 or opener.tag == "aux"


def resumed(tokens: Sequence[Token], behind: int, cue: Cue, cues: Sequence[Cue]) -> Phrase:
    """What goes on behind "…, the company said, …"."""
    none = Phrase(0, 0)
    if behind + 1 >= len(tokens) or tokens[behind].text not in PAUSES:
        return none
    if tokens[behind + 1].tag == "conj" and behind + 2 < len(tokens) and tokens[behind + 2].tag == "quote":
        return Phrase(behind + 2, behind + 3)
    if leaves(tokens[behind + 1]):
        return none
    if any(other.first == behind + 1 for other in cues):
        return none
    return trim(tokens, behind + 1, right_end(tokens, behind + 1, cue, cues))


def leaves(token: Token) -> bool:
    """Whether a clause of the reporter’s own begins here."""
    return token.lower in _LEAVING or token.tag == "conj" or is_participle(token)


def is_participle(token: Token) -> bool:
    """A word in -ing."""
    return token.tag == "word" and token.lower.endswith("ing")
