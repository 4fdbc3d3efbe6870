"""Content behind a cue: where it begins and where it ends.

Indices count the tokens of one sentence, end exclusive.
"""

from collections.abc import Sequence
from itertools import pairwise

from communique.mapping.extraction.actors.phrases import Phrase, subject_before, trim
from communique.mapping.extraction.language import table, words
from communique.mapping.extraction.speech.adjuncts import CLAUSE
from communique.mapping.extraction.speech.cues import Cue
from communique.mapping.extraction.text.tokens import DASHES, Token

SUBORDINATE = frozenset("while whereas as after before when although though since because".split())
"""Words that open a clause of the reporter’s own."""
_COMMENTS = frozenset(words(table("speech")["comments"]["nouns"]))
_OF_WARNING = frozenset(("of", "against", "about", "over"))
_STOPS = frozenset(".!?,;:…")
_CLAUSAL = frozenset(("that", "bare", "addressee"))
_OPENING = frozenset(("det", "pron", "name", "num", "word", "poss"))
_VERBAL = frozenset(("aux", "word", "quote"))
_PLAINLY_VERBAL = frozenset(("aux", "pron"))
_FRONTED = SUBORDINATE | frozenset("shortly hours minutes days weeks".split())
_SUBJECT = frozenset(("det", "name", "num", "word", "pron"))
_RELATIVE = frozenset(("who", "which"))
_OF_THE_REPORTER = frozenset(("while", "whereas", "but"))


def without_stop(tokens: Sequence[Token], start: int, end: int) -> int:
    """The end without the marks that close a sentence."""
    while end > start and tokens[end - 1].text in _STOPS:
        end -= 1
    return end


def content_behind(
    tokens: Sequence[Token], at: int, cue: Cue, cues: Sequence[Cue], inverted: bool, gap: bool
) -> Phrase | None:
    """The content that begins at `at`; in an inversion only quotations, in a relative `gap` also a verb."""
    start = _right_start(tokens, at, cue, inverted)
    if start is None and gap and at < len(tokens) and tokens[at].tag == "aux":
        start = at
    if start is None or start >= len(tokens):
        return None
    end = right_end(tokens, start, cue, cues)
    piece = trim(tokens, start, end) if tokens[start].tag != "adv" else Phrase(start, end)
    if piece.end - piece.start >= (2 if _takes_object(cue) else 3):
        return piece
    return piece if "quote" in [token.tag for token in tokens[piece.start : piece.end]] else None


def _takes_object(cue: Cue) -> bool:
    return "object" in cue.frame.takes or "to" in cue.frame.takes


def _right_start(tokens: Sequence[Token], at: int, cue: Cue, inverted: bool) -> int | None:
    """The index where content begins behind the cue, if what stands there can be content."""
    if at >= len(tokens):
        return None
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if tokens[at].text == "," and following is not None:
        return at + 1 if following.tag == "quote" else None
    if tokens[at].tag == "quote":
        return at
    return None if inverted else _unquoted_start(tokens, at, cue)


def _unquoted_start(tokens: Sequence[Token], at: int, cue: Cue) -> int | None:
    """Content without quotation marks: a clause, an infinitive, or a noun phrase."""
    takes, lower = cue.frame.takes, tokens[at].lower
    if lower in CLAUSE or (lower in ("if", "when") and cue.kind == "refusal"):
        return _clause_start(tokens, at, takes)
    if lower == "to":
        infinitive = at + 1 < len(tokens) and tokens[at + 1].tag in ("word", "aux", "adv", "quote")
        return at if "to" in takes and infinitive else None
    if ("attribute" in takes or "official" in takes) and _quote_ahead(tokens, at):
        return at
    if cue.lemma == "warn" and lower in _OF_WARNING:
        return at + 1
    opens = ("bare" in takes or "object" in takes) and _may_open(tokens[at])
    return at if opens and _fits(tokens, at, cue) else None


def _clause_start(tokens: Sequence[Token], at: int, takes: frozenset[str]) -> int | None:
    relative = tokens[at].lower == "that" and at + 1 < len(tokens) and tokens[at + 1].tag == "aux"
    if relative or takes.isdisjoint(_CLAUSAL):
        return None
    return at + 1 if tokens[at].lower == "that" else at


def _quote_ahead(tokens: Sequence[Token], at: int) -> bool:
    """Called the plan “naive”: a quotation among the next words of the clause."""
    for token in tokens[at : at + 8]:
        if token.tag == "quote":
            return True
        if token.tag in ("mark", "aux") or (token.tag == "sub" and token.lower != "as"):
            return False
    return False


def _may_open(token: Token) -> bool:
    return token.tag in _OPENING or token.lower in ("there", "all", "no")


def _fits(tokens: Sequence[Token], at: int, cue: Cue) -> bool:
    """A bare clause needs a verb somewhere behind; a noun phrase does not."""
    if "object" in cue.frame.takes or cue.kind == "according":
        return True
    following = tokens[at + 1].tag if at + 1 < len(tokens) else "mark"
    if tokens[at].lower in ("it", "so", "this", "them") and following in ("prep", "mark"):
        return False
    verbal = _VERBAL if cue.frame.strong else _PLAINLY_VERBAL
    return not verbal.isdisjoint([token.tag for token in tokens[at + 1 : at + 15]])


def right_end(tokens: Sequence[Token], start: int, cue: Cue, cues: Sequence[Cue]) -> int:
    """Where content that begins at `start` ends: at a coordinated cue, a dash alone, or with the sentence."""
    marks = [at for at, token in enumerate(tokens[start:], start) if token.tag == "mark"]
    end = _own_words_end(tokens, marks)
    for other in cues:
        if other.start > start:
            stop = _cut_before(tokens, cue, other, start)
            if stop:
                end = min(end, stop)
    end = min(end, relative_end(tokens, cue.first, start, marks) or end)
    if tokens[0].lower in _FRONTED:
        end = min(end, _fronted_end(tokens, cue.first, start, marks) or end)
    dashes = [
        at for at in marks if at < end and tokens[at].text in DASHES and not _goes_on_quoting(tokens, at)
    ]
    if len(dashes) % 2:
        end = dashes[-1] if len(dashes) > 1 else dashes[0]
    return without_stop(tokens, start, end)


def relative_end(tokens: Sequence[Token], first: int, start: int, marks: Sequence[int]) -> int:
    """The comma that closes a relative clause: "Oslo, which said it would pay, has …"; 0 where none does.

    `first` is where the clause's verb group begins; the main verb stands right behind the comma.
    """
    if first < 2 or tokens[first - 1].lower not in _RELATIVE or tokens[first - 2].text != ",":
        return 0
    for at in marks:
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if at > start and tokens[at].text == "," and following is not None and _is_verb(following):
            return at
    return 0


def _fronted_end(tokens: Sequence[Token], first: int, start: int, marks: Sequence[int]) -> int:
    """The comma behind a clause in front: "After aides said he was ill, the king left"; 0 where none is."""
    commas = [at for at in marks if tokens[at].text == ","]
    if not commas or commas[0] < first:
        return 0
    for at, following in pairwise([*commas, len(tokens)]):
        clause = tokens[at + 1 : following]
        if at > start and len(clause) > 1 and clause[0].tag in _SUBJECT and any(map(_is_verb, clause[1:])):
            return at
    return 0


def _is_verb(token: Token) -> bool:
    return token.tag == "aux" or (token.tag == "word" and token.lower.endswith("ed")) or token.lower == "said"


def _goes_on_quoting(tokens: Sequence[Token], dash: int) -> bool:
    """… overlooked in history books – “not only the president”: the quotation is still the speaker’s."""
    return dash + 1 < len(tokens) and tokens[dash + 1].tag == "quote"


def _own_words_end(tokens: Sequence[Token], marks: Sequence[int]) -> int:
    """The end of the sentence, a semicolon, or the comma before the reporter’s comment (", a charge …")."""
    listed = False
    for at in marks:
        mark = tokens[at].text
        listed = listed or mark == ":"
        if (mark == ";" and not listed) or (mark == "," and _is_comment(tokens, at)):
            return at
    return len(tokens)


def _is_comment(tokens: Sequence[Token], comma: int) -> bool:
    words_behind = [token.lower for token in tokens[comma + 1 : comma + 3]]
    return words_behind[:1] in (["a"], ["an"]) and _COMMENTS.issuperset(words_behind[1:2])


def _cut_before(tokens: Sequence[Token], cue: Cue, other: Cue, start: int) -> int:
    """Where a later cue that is not part of this content begins its own clause; 0 where it is part."""
    first = other.first
    if cue.kind == "gerund" and other.kind == "finite" and tokens[first - 1].text == ",":
        return first - 1  # "…, recalling the promise, said …"
    own = subject_before(tokens, first, start)
    if own and own.start > start and (cut := _before_own(tokens, own.start, start)):
        return cut
    before = tokens[first - 1]
    if other.kind == "gerund":
        return first - 1 if before.text == "," else 0
    if other.kind == "according":
        return first - 1 if before.text == "," else first
    if before.lower in ("and", "but") and first - 1 > start:
        return first - 2 if tokens[first - 2].text == "," else first - 1
    for at in range(first - 1, max(start, first - 9), -1):
        if tokens[at].lower in _OF_THE_REPORTER and tokens[at - 1].text == ",":
            return at - 1
    return 0


def _before_own(tokens: Sequence[Token], subject: int, start: int) -> int:
    """Where a subject’s clause is set off: at ", and", in a subordinate clause at the comma; 0 if nowhere."""
    before = tokens[subject - 1]
    if before.text == "," and tokens[0].lower in SUBORDINATE:
        return subject - 1
    if before.lower in _OF_THE_REPORTER and tokens[subject - 2].text == ",":
        return subject - 2
    joined = subject - 2 > start and before.lower in ("and", "but") and tokens[subject - 2].text == ","
    return subject - 2 if joined else 0
