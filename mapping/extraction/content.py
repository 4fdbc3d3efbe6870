"""What a cue introduces: the pieces of content before and behind it, and the addressee in between.

Indices count the tokens of one sentence, end exclusive.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from communique.mapping.extraction.cues import Cue
from communique.mapping.extraction.language import table, words
from communique.mapping.extraction.names import CALENDAR
from communique.mapping.extraction.phrases import Phrase, subject_before, trim
from communique.mapping.extraction.tokens import Token

_CLAUSE = frozenset("that whether how why what where".split())
_TIME = frozenset(
    """day week weekend month year morning afternoon evening night hour hours days weeks months years recent
       earlier late last this next past early same""".split()
)
_TIME_OPENERS = frozenset("on at in late early during over last this earlier".split())
_MANNER = frozenset("in at on during via by from to through before ahead with under".split())
_SUBORDINATE = frozenset("while whereas as after before when although though since because".split())
_RELATIVE = frozenset("who which whose where".split())
_COMMENTS = frozenset(words(table("speech")["comments"]["nouns"]))
_ENDS = frozenset(".!?")
_DASHES = frozenset("–—")


@dataclass(frozen=True, slots=True)
class Content:
    """Pieces of content as token ranges, the addressee's phrase, and whether a colon leaves it to the next block."""

    pieces: tuple[Phrase, ...]
    addressee: Phrase = Phrase(0, 0)
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
        at = _past_apposition(tokens, at)
    behind, addressee = _skip_adjuncts(tokens, at, cue, inverted)
    if behind < len(tokens) and tokens[behind].text == ":":
        return _after_colon(tokens, behind + 1, cue, addressee)
    right = _right(tokens, behind, cue, cues, inverted, _is_gap(tokens, source))
    if right:
        left = _quote_before(tokens, cue, source, floor) or _opening(tokens, behind, cue, source, floor)
        return Content((*left, right), addressee)
    return Content(_left(tokens, cue, source, cues, floor, behind), addressee)


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
    if left and behind < len(tokens) and _leaves(tokens[behind]):
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
        _is_participle(tokens[at + 1]) or tokens[at + 1].lower in ("a", "an", "who", "which")
    ):
        for close in range(at + 2, min(len(tokens), at + 20)):
            if tokens[close].text == ",":
                return close + 1
    return at + 1


def _leaves(token: Token) -> bool:
    return token.lower in _SUBORDINATE | _RELATIVE or token.tag == "conj" or _is_participle(token)


def _after_colon(tokens: Sequence[Token], at: int, cue: Cue, addressee: Phrase) -> Content:
    if at >= len(tokens):
        return Content((), addressee, opens_block=True)
    end = len(tokens)
    piece = Phrase(at, _without_stop(tokens, at, end))
    return Content((piece,) if piece else (), addressee)


def _without_stop(tokens: Sequence[Token], start: int, end: int) -> int:
    while end > start and (tokens[end - 1].text in _ENDS or tokens[end - 1].text in (",", ";", ":", "…")):
        end -= 1
    return end


# ------------------------------------------------------------------ between the cue and its content


def _past_apposition(tokens: Sequence[Token], at: int) -> int:
    """Past ", head of the programme, " behind an inverted subject."""
    if at < len(tokens) and tokens[at].text == ",":
        for close in range(at + 1, min(at + 16, len(tokens))):
            if tokens[close].text in (",", ".") or tokens[close].tag == "quote":
                return close if tokens[at + 1].tag in ("det", "name", "word") else at
    return at


def _skip_adjuncts(tokens: Sequence[Token], at: int, cue: Cue, inverted: bool) -> tuple[int, Phrase]:
    """Past adverbs, times, "in a statement" and the addressee: where the content may begin."""
    addressee = Phrase(0, 0)
    wants = "addressee" in cue.frame.takes and not inverted
    while at < len(tokens):
        step = at if tokens[at].lower == "to" and "to" in cue.frame.takes else _adjunct_end(tokens, at)
        if step == at and wants:
            step = _addressee_end(tokens, at)
            addressee, wants = Phrase(at, step), False
        if step == at:
            break
        at = step
    return at, addressee


def _adjunct_end(tokens: Sequence[Token], at: int) -> int:
    token = tokens[at]
    if token.tag == "adv":
        existential = at + 1 < len(tokens) and tokens[at + 1].tag == "aux"
        return at if existential and token.lower in ("there", "here") else at + 1
    if token.text in CALENDAR or token.lower in _TIME_OPENERS:
        end = time_end(tokens, at)
        if end > at:
            return end
    if token.lower in _MANNER:
        return _manner_end(tokens, at)
    return at


def time_end(tokens: Sequence[Token], at: int) -> int:
    """Behind "on Sunday", "late on Friday", "this past weekend", "on 31 December"; `at` where no time stands."""
    end = at
    seen = False
    while end < len(tokens) and (token := tokens[end]):
        calendar = token.text in CALENDAR or token.lower in _TIME
        opener = not seen and token.lower in _TIME_OPENERS | {"the"}
        number = token.tag == "num" and (seen or _calendar_next(tokens, end))
        if not (calendar or opener or number or (token.tag == "poss" and seen)):
            break
        seen = seen or token.text in CALENDAR or (token.lower in _TIME and token.lower not in _TIME_OPENERS)
        end += 1
    return end if seen else at


def _calendar_next(tokens: Sequence[Token], at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at + 1].text in CALENDAR


def _manner_end(tokens: Sequence[Token], at: int) -> int:
    """Behind "in a letter to lawmakers", "to reporters": only where content or nothing follows."""
    end = at + 1
    while end < len(tokens) and _in_manner(tokens, at, end):
        end += 1
    if end == at + 1:
        return at
    closes = (
        end >= len(tokens)
        or tokens[end].lower in _CLAUSE
        or tokens[end].tag in ("quote", "mark", "pron", "det")
    )
    return end if closes else at


def _in_manner(tokens: Sequence[Token], start: int, at: int) -> bool:
    token = tokens[at]
    if token.tag == "prep":
        return at > start + 1
    if token.tag == "det":
        return tokens[at - 1].tag == "prep"
    return token.tag in ("word", "name", "num", "poss", "adv") or (
        token.tag == "conj" and token.lower == "and"
    )


def _addressee_end(tokens: Sequence[Token], at: int) -> int:
    """Behind the noun phrase that is told, urged or asked."""
    if tokens[at].tag == "pron" and tokens[at].lower not in ("he", "she", "they", "we", "it", "i"):
        return at + 1
    end = at
    while end < len(tokens) and _in_addressee(tokens, at, end):
        end += 1
    if end < len(tokens) and tokens[end].tag == "aux":
        return at
    return end


def _in_addressee(tokens: Sequence[Token], start: int, at: int) -> bool:
    token = tokens[at]
    if token.tag == "det":
        return at == start
    if token.tag == "prep":
        return at > start and token.lower in ("of", "for", "from") and tokens[at - 1].tag != "prep"
    if token.tag == "conj":
        return at > start and at + 1 < len(tokens) and tokens[at + 1].tag == "name"
    if token.text in CALENDAR:
        return False
    return token.tag in ("name", "word", "num", "poss")


# ------------------------------------------------------------------ content behind the cue


def _right(
    tokens: Sequence[Token], at: int, cue: Cue, cues: Sequence[Cue], inverted: bool, gap: bool
) -> Phrase | None:
    start = _right_start(tokens, at, cue, inverted)
    if start is None and gap and at < len(tokens) and tokens[at].tag == "aux":
        start = at
    if start is None or start >= len(tokens):
        return None
    end = right_end(tokens, start, cue, cues)
    piece = trim(tokens, start, end) if tokens[start].tag != "adv" else Phrase(start, end)
    long_enough = any(token.tag == "quote" for token in tokens[piece.start : piece.end]) or (
        piece.end - piece.start >= (2 if _takes_object(cue) else 3)
    )
    return piece if piece and long_enough else None


def _takes_object(cue: Cue) -> bool:
    return bool(cue.frame.takes & {"object", "to"})


def _right_start(tokens: Sequence[Token], at: int, cue: Cue, inverted: bool) -> int | None:
    """The index where content begins behind the cue, if what stands there can be content."""
    if at >= len(tokens):
        return None
    takes, token = cue.frame.takes, tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if token.text == "," and following is not None:
        return at + 1 if following.tag == "quote" else None
    if token.tag == "quote":
        return at
    if inverted:
        return None
    if token.lower == "that" and following is not None and following.tag == "aux":
        return None
    if token.lower in _CLAUSE and takes & {"that", "bare", "addressee"}:
        return at if token.lower != "that" else at + 1
    if token.lower in ("if", "when") and cue.kind == "refusal":
        return at
    if token.lower == "to":
        return at if "to" in takes and following is not None and following.tag in ("word", "aux") else None
    if "quote" in takes and not takes & {"object", "bare"} and _quote_ahead(tokens, at):
        return at
    if (
        token.lower in ("of", "against", "about", "for", "over")
        and takes & {"object"}
        and cue.lemma
        in (
            "warn",
            "accuse",
            "blame",
            "thank",
            "praise",
        )
    ):
        return at + 1
    return at if _may_open(token) and takes & {"bare", "object"} and _fits(tokens, at, cue) else None


def _quote_ahead(tokens: Sequence[Token], at: int) -> bool:
    """Called the plan “naive”: a quotation among the next words of the clause."""
    for token in tokens[at : at + 8]:
        if token.tag == "quote":
            return True
        if token.tag in ("mark", "sub", "aux"):
            return False
    return False


def _may_open(token: Token) -> bool:
    return token.tag in ("det", "pron", "name", "num", "word", "poss") or token.lower in (
        "there",
        "all",
        "no",
    )


def _fits(tokens: Sequence[Token], at: int, cue: Cue) -> bool:
    """A bare clause needs a verb somewhere behind; a noun phrase does not."""
    if "object" in cue.frame.takes or cue.kind == "according":
        return True
    return any(token.tag in ("aux", "word", "quote") for token in tokens[at + 1 :])


def right_end(tokens: Sequence[Token], start: int, cue: Cue, cues: Sequence[Cue]) -> int:
    """Where content that begins at `start` ends: at a coordinated cue, an unpaired dash, or the sentence’s end."""
    end = _own_words_end(tokens, start)
    for other in cues:
        if other.start > start:
            stop = _cut_before(tokens, other, start)
            if stop:
                end = min(end, stop)
    dashes = [at for at in range(start, end) if tokens[at].text in _DASHES]
    if len(dashes) % 2:
        end = dashes[-1] if len(dashes) > 1 else dashes[0]
    return _without_stop(tokens, start, end)


def _own_words_end(tokens: Sequence[Token], start: int) -> int:
    """The end of the sentence, a semicolon, or the comma before the reporter’s comment (", a charge …")."""
    listed = False
    for at in range(start, len(tokens)):
        listed = listed or tokens[at].text == ":"
        if tokens[at].text == ";" and not listed:
            return at
        if tokens[at].text == "," and at + 2 < len(tokens) and tokens[at + 1].lower in ("a", "an"):
            if tokens[at + 2].lower in _COMMENTS:
                return at
    return len(tokens)


def _cut_before(tokens: Sequence[Token], other: Cue, start: int) -> int:
    """Where a later cue that is not part of this content begins its own clause; 0 where it is part."""
    first = other.first
    if tokens[0].lower in _SUBORDINATE:
        own = subject_before(tokens, first, start)
        if own and own.start > start and tokens[own.start - 1].text == ",":
            return own.start - 1
    own = subject_before(tokens, first, start)
    if (
        own
        and own.start - 2 > start
        and tokens[own.start - 1].lower in ("and", "but")
        and tokens[own.start - 2].text == ","
    ):
        return own.start - 2
    before = tokens[first - 1]
    if other.kind == "gerund":
        return first - 1 if before.text == "," else 0
    if other.kind == "according":
        return first - 1 if before.text == "," else first
    if before.lower in ("and", "but") and first - 1 > start:
        return first - 2 if tokens[first - 2].text == "," else first - 1
    for at in range(first - 1, max(start, first - 9), -1):
        if tokens[at].lower in ("while", "whereas", "but") and tokens[at - 1].text == ",":
            return at - 1
    return 0


# ------------------------------------------------------------------ content before the cue


def _quote_before(tokens: Sequence[Token], cue: Cue, source: Phrase, floor: int) -> tuple[Phrase, ...]:
    """A quotation in front of the source, where more of it follows behind."""
    head = min(cue.first, source.start)
    at = head - 1
    if at >= floor and tokens[at].tag == "quote" and tokens[at].text.rstrip("”’\"'")[-1:] in ",.!?…":
        return (Phrase(at, at + 1),)
    return ()


def _opening(
    tokens: Sequence[Token], behind: int, cue: Cue, source: Phrase, floor: int
) -> tuple[Phrase, ...]:
    """They were, she said, “cheaper than despair”: the words in front, where the content resumes behind a comma."""
    head = min(cue.first, source.start)
    if behind >= len(tokens) or tokens[behind].text != "," or head <= floor or tokens[head - 1].text != ",":
        return ()
    piece = trim(tokens, floor, head)
    return (piece,) if piece else ()


def _left(
    tokens: Sequence[Token], cue: Cue, source: Phrase, cues: Sequence[Cue], floor: int, behind: int
) -> tuple[Phrase, ...]:
    head = min(cue.first, source.start)
    if cue.kind == "gerund" or not cue.frame.takes & {"bare", "quote"}:
        return ()
    if head <= floor or not (tokens[head - 1].text in (",", "–", "—") or tokens[head - 1].tag == "quote"):
        return ()
    left = _left_piece(tokens, floor, head, cue.frame.takes)
    right = _resumed(tokens, behind, cue, cues)
    if right and not _goes_on_behind(tokens, left, right):
        right = Phrase(0, 0)
    return tuple(piece for piece in (left, right) if piece)


def _left_piece(tokens: Sequence[Token], floor: int, head: int, takes: frozenset[str]) -> Phrase:
    piece = trim(tokens, floor, head)
    if "bare" not in takes and not any(token.tag == "quote" for token in tokens[floor:head]):
        return Phrase(0, 0)
    lead = next((at for at in range(floor, head) if tokens[at].tag == "quote"), None)
    if lead is not None and lead + 1 >= head - 1 and _only_lead_in(tokens, floor, lead):
        return Phrase(lead, lead + 1)
    return piece


def _only_lead_in(tokens: Sequence[Token], floor: int, lead: int) -> bool:
    """Whether nothing but an opening word or comma stands before the quotation."""
    return all(token.tag in ("conj", "adv", "mark") for token in tokens[floor:lead])


def _goes_on_behind(tokens: Sequence[Token], left: Phrase, right: Phrase) -> bool:
    """Whether the words behind complete the clause in front: it has no verb yet, or "with" hangs on."""
    complete = any(token.tag in ("aux", "quote") for token in tokens[left.start : left.end])
    opener = tokens[right.start]
    if complete or not left:
        return not left or opener.lower == "with" or opener.tag == "quote"
    return left.end - left.start <= 6 or opener.tag == "aux"


def _resumed(tokens: Sequence[Token], behind: int, cue: Cue, cues: Sequence[Cue]) -> Phrase:
    """What goes on behind "…, the company said, …"."""
    none = Phrase(0, 0)
    if behind + 1 >= len(tokens) or tokens[behind].text not in (",", "–", "—"):
        return none
    if _leaves(tokens[behind + 1]):
        return none
    if any(other.first == behind + 1 for other in cues):
        return none
    return trim(tokens, behind + 1, right_end(tokens, behind + 1, cue, cues))


def _is_participle(token: Token) -> bool:
    return token.tag == "word" and token.lower.endswith("ing")
