"""What somebody will do: will and would with a deed, "there will be", readiness, and refusals to be bound.

Only deeds that an actor can decide on bind; growing, winning and meeting are foretold or in the diary. In an
official text whatever its parties "will" or "shall" do binds them.
"""

from collections.abc import Sequence
from typing import NamedTuple

from communique.mapping.extraction.language import table, words
from communique.mapping.extraction.speech.cues import first_auxiliary
from communique.mapping.extraction.text.tokens import Token

_LANGUAGE = table("commitments")
WILL = frozenset(words(_LANGUAGE["will"]["words"]))
NOT = frozenset(words(_LANGUAGE["will"]["not"])) | frozenset(words(_LANGUAGE["will"]["negated"]))
BLOCKING = frozenset(words(_LANGUAGE["will"]["blocking"]))
BE = frozenset("is are was were be been being am stands stand remains remain ’s 's".split())
_HAVE = frozenset("have has had".split())
_DEEDS = frozenset(words(_LANGUAGE["deeds"]["verbs"]))
_PARTICLES = {verb: frozenset(words(entry)) for verb, entry in _LANGUAGE["deeds"]["particles"].items()}
_REFUSABLE = frozenset(words(_LANGUAGE["deeds"]["refusable"]))
_CEASING = frozenset(words(_LANGUAGE["deeds"]["ceasing"]))
_DIARY = frozenset(words(_LANGUAGE["deeds"]["diary"]))
_REFUSING = frozenset(words(_LANGUAGE["refusal"]["verbs"]))
_COMMITS = frozenset(words(_LANGUAGE["refusal"]["commits"]))
_READY = {word: entry["status"] for entry in _LANGUAGE["readiness"] for word in words(entry["words"])}
_NO_OBJECTS = frozenset("this that it them him her up".split())
"""Behind a deed that is refused: "will not accept this" and "will not give up" are stances."""
OPENERS = WILL.union(_REFUSING, _READY, ("is", "are"))
"""The words that these rules begin with."""


class Trigger(NamedTuple):
    """Words that bind, as token indices: the verb group begins at `first`, what is undertaken at `start`.

    `rule` tells the kind: a commissive verb's name, `will`, `there`, `passive`, `readiness`, `noun`,
    `fate` or `refusal`. A `noun` has its possessor before `first`. `that` marks a clause with a
    subject of its own.
    """

    first: int
    start: int
    rule: str
    status: str
    verb: str = ""
    that: bool = False
    negated: bool = False


# ------------------------------------------------------------------ will, shall, would


def will_at(tokens: Sequence[Token], at: int, official: bool) -> Trigger | None:
    """A deed that somebody will or would do, if index `at` holds the auxiliary."""
    if tokens[at].lower not in WILL:
        return None
    verb = _verb_behind(tokens, at + 1)
    group = [token.lower for token in tokens[at:verb]]
    if verb >= len(tokens) or BLOCKING.intersection(group) or _HAVE.intersection(group):
        return None
    first = _group_start(tokens, at)
    if "be" in group:
        return _will_be(tokens, at, first, verb, official)
    negated = bool(NOT.intersection(group))
    if not _is_deed(tokens, verb, official, negated):
        return None
    ceasing = tokens[verb].lower in _CEASING
    status = "refused" if negated and not ceasing and not official else "announced"
    return Trigger(first, verb, "will", status, tokens[at].lower, negated=negated)


def _group_start(tokens: Sequence[Token], at: int) -> int:
    """Where the verb group begins; of "we’ll" the pronoun is part of the token."""
    return at + 1 if tokens[at].lower.endswith(("’ll", "'ll")) else first_auxiliary(tokens, at)


def _verb_behind(tokens: Sequence[Token], at: int) -> int:
    while at < len(tokens) and (
        tokens[at].tag in ("adv", "aux") or tokens[at].text in ("(", ")") or _is_numeral(tokens, at)
    ):
        at += 1
    each = at < len(tokens) and tokens[at].lower in ("each", "all", "both", "jointly")
    return at + 1 if each else at


def _is_numeral(tokens: Sequence[Token], at: int) -> bool:
    """The "i" of "(i)"."""
    return at > 0 and tokens[at - 1].text == "(" and at + 1 < len(tokens) and tokens[at + 1].text == ")"


def _is_deed(tokens: Sequence[Token], verb: int, official: bool, negated: bool) -> bool:
    lower = tokens[verb].lower
    if official:
        return tokens[verb].tag == "word" and not _goes_on(tokens, verb)
    if tokens[verb].tag not in ("word", "name") or is_diary(tokens, verb):
        return False
    if negated:
        following = tokens[verb + 1].lower if verb + 1 < len(tokens) else ""
        return following not in _NO_OBJECTS and (lower in _REFUSABLE or lower in _CEASING)
    if lower == "host" and tokens[verb + 1 : verb + 2] and tokens[verb + 1].tag == "name":
        return False  # a guest: in the diary
    ahead = {token.lower for token in tokens[verb + 1 : verb + 9]}
    if lower == "end" and ahead & {"up"}:
        return False
    if lower in ("continue", "keep") and (inner := _continued(tokens, verb)):
        return inner in _DEEDS
    return (
        lower in _DEEDS and lower != "sign" and (lower not in _PARTICLES or bool(_PARTICLES[lower] & ahead))
    )


def _goes_on(tokens: Sequence[Token], verb: int) -> bool:
    """Will keep doing so: what was said before."""
    return any(token.lower == "so" for token in tokens[verb + 1 : verb + 3])


def _continued(tokens: Sequence[Token], verb: int) -> str | None:
    """The lemma of "continue to send", "continue sending", "keep sending"; None before a noun."""
    ahead = tokens[verb + 1 : verb + 3]
    if len(ahead) == 2 and ahead[0].lower == "to":
        return ahead[1].lower
    if ahead and ahead[0].lower.endswith("ing"):
        stem = ahead[0].lower[:-3]
        return next((deed for deed in (stem, f"{stem}e", stem[:-1]) if deed in _DEEDS), stem)
    return None


def is_diary(tokens: Sequence[Token], verb: int) -> bool:
    """Will host a summit, will open the talks."""
    return any(token.lower in _DIARY for token in tokens[verb + 1 : verb + 6])


def _will_be(tokens: Sequence[Token], at: int, first: int, verb: int, official: bool) -> Trigger | None:
    """There will be a mechanism; it would be backed by the allies' weapons."""
    if at and tokens[at - 1].lower == "there":
        return Trigger(at - 1, at - 1, "there", "announced", tokens[at].lower)
    negated = bool(NOT.intersection(token.lower for token in tokens[at:verb]))
    if is_diary(tokens, verb):
        return None
    participle = tokens[verb].lower
    stem = participle.removesuffix("d").removesuffix("e") if participle.endswith("ed") else participle
    deed = bool({stem, f"{stem}e", stem[:-1]} & _DEEDS) or participle in (
        "led",
        "paid",
        "given",
        "built",
        "sent",
        "held",
    )
    if negated or not (deed or official):
        return None
    by = any(token.lower == "by" for token in tokens[verb + 1 : verb + 4])
    return Trigger(first, first, "passive", "announced", tokens[at].lower) if by else None


# ------------------------------------------------------------------ refusals and readiness


def refusal_at(tokens: Sequence[Token], at: int) -> Trigger | None:
    """Refused to commit to a date; declined to sign."""
    if tokens[at].lower not in _REFUSING or at + 2 >= len(tokens) or tokens[at + 1].lower != "to":
        return None
    if tokens[at + 2].lower not in _COMMITS:
        return None
    start = at + 3 if tokens[at + 2].lower == "commit" else at + 1
    return Trigger(first_auxiliary(tokens, at), start, "refusal", "refused", "refuse")


def readiness_at(tokens: Sequence[Token], at: int) -> Trigger | None:
    """Is ready to lend; is set to release; is bound to defend."""
    status = _READY.get(tokens[at].lower)
    if at + 2 >= len(tokens) or tokens[at + 1].lower != "to":
        return None
    if tokens[at].lower in ("is", "are"):  # "are to set up"
        deed = _is_deed(tokens, at + 2, official=False, negated=False)
        return Trigger(at, at, "readiness", "announced", "be") if deed else None
    if status is None:
        return None
    first = first_auxiliary(tokens, at)
    group = {token.lower for token in tokens[first:at]}
    gerund = tokens[at].lower == "committed" and tokens[at + 2].lower.endswith("ing")
    if not (group & BE) or group & (NOT | BLOCKING) or not (gerund or _is_deed(tokens, at + 2, False, False)):
        return None
    return Trigger(first, first, "readiness", status, tokens[at].lower)
