"""Words that bind: where a sentence pledges, agrees, offers, refuses, or says what somebody will do.

Only the words are looked at here, not who is bound; the words are data (`language/commitments.toml`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from communique.mapping.extraction.cues import first_auxiliary
from communique.mapping.extraction.inflection import forms
from communique.mapping.extraction.language import table, words
from communique.mapping.extraction.tokens import Token

_LANGUAGE = table("commitments")
_WILL = frozenset(words(_LANGUAGE["will"]["words"]))
_NEGATED = frozenset(words(_LANGUAGE["will"]["negated"]))
_NOT = frozenset(words(_LANGUAGE["will"]["not"])) | _NEGATED
_BLOCKING = frozenset(words(_LANGUAGE["will"]["blocking"]))
_DEEDS = frozenset(words(_LANGUAGE["deeds"]["verbs"]))
_PARTICLES = {verb: frozenset(words(entry)) for verb, entry in _LANGUAGE["deeds"]["particles"].items()}
_REFUSABLE = frozenset(words(_LANGUAGE["deeds"]["refusable"]))
_CEASING = frozenset(words(_LANGUAGE["deeds"]["ceasing"]))
_DIARY = frozenset(words(_LANGUAGE["deeds"]["diary"]))
_GOODS = frozenset(words(_LANGUAGE["goods"]["words"]))
_ACCORDS = frozenset(words(_LANGUAGE["goods"]["accords"]))
_IDLE = frozenset(words(_LANGUAGE["goods"]["idle"]))
_NOUNS = frozenset(words(_LANGUAGE["nouns"]["words"]))
_FOLLOW = frozenset(words(_LANGUAGE["nouns"]["follow"]))
_MADE = frozenset(words(_LANGUAGE["nouns"]["made"]))
_REFUSING = frozenset(words(_LANGUAGE["refusal"]["verbs"]))
_COMMITS = frozenset(words(_LANGUAGE["refusal"]["commits"]))
_READY = {word: entry["status"] for entry in _LANGUAGE["readiness"] for word in words(entry["words"])}
_BE = frozenset("is are was were be been being am stands stand remains remain ’s 's".split())
_HAVE = frozenset("have has had".split())
_POSSESSIVE = frozenset("its his her their our my".split())


@dataclass(frozen=True, slots=True)
class Trigger:
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


@dataclass(frozen=True, slots=True)
class _Verb:
    form: str
    particle: tuple[str, ...]
    rule: str
    status: str
    takes: frozenset[str]


@cache
def _verbs() -> dict[str, tuple[_Verb, ...]]:
    """Commissive verbs, and verbs that tell a promise's fate, by each of their forms."""
    verbs: dict[str, list[_Verb]] = {}
    fates = [{**entry, "rule": "fate", "takes": "own"} for entry in _LANGUAGE["fate"]]
    for entry in [*_LANGUAGE["verb"], *fates]:
        for phrase in entry["verbs"].split("|"):
            lemma, *particle = phrase.split()
            for form, kind in forms(lemma, _LANGUAGE["irregular"]):
                takes = frozenset(entry["takes"].split())
                verbs.setdefault(form, []).append(
                    _Verb(kind, tuple(particle), entry["rule"], entry["status"], takes)
                )
    return {form: tuple(sorted(found, key=lambda verb: -len(verb.particle))) for form, found in verbs.items()}


def find_triggers(tokens: Sequence[Token], official: bool = False) -> tuple[Trigger, ...]:
    """All words that bind, from left to right; an `official` text binds by any deed that it says will be done."""
    return tuple(_triggers(tokens, official))


def _triggers(tokens: Sequence[Token], official: bool) -> Iterator[Trigger]:
    for at in range(len(tokens)):
        trigger = (
            _will(tokens, at, official)
            or _refusal(tokens, at)
            or _readiness(tokens, at)
            or _commissive(tokens, at)
            or _noun(tokens, at)
        )
        if trigger:
            yield trigger


# ------------------------------------------------------------------ will, shall, would


def _will(tokens: Sequence[Token], at: int, official: bool) -> Trigger | None:
    if tokens[at].lower not in _WILL:
        return None
    verb = _verb_behind(tokens, at + 1)
    group = [token.lower for token in tokens[at:verb]]
    if verb >= len(tokens) or _BLOCKING.intersection(group) or _HAVE.intersection(group):
        return None
    first = _group_start(tokens, at)
    if "be" in group:
        return _will_be(tokens, at, first, verb, official)
    negated = bool(_NOT.intersection(group))
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
    if tokens[verb].tag not in ("word", "name") or _is_diary(tokens, verb):
        return False
    if official:
        return tokens[verb].tag == "word" and not _goes_on(tokens, verb)
    if negated:
        return lower in _REFUSABLE or lower in _CEASING
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


def _is_diary(tokens: Sequence[Token], verb: int) -> bool:
    """Will host a summit, will open the talks."""
    return any(token.lower in _DIARY for token in tokens[verb + 1 : verb + 5])


def _will_be(tokens: Sequence[Token], at: int, first: int, verb: int, official: bool) -> Trigger | None:
    """There will be a mechanism; it would be backed by the allies' weapons."""
    if at and tokens[at - 1].lower == "there":
        return Trigger(at - 1, at - 1, "there", "announced", tokens[at].lower)
    negated = bool(_NOT.intersection(token.lower for token in tokens[at:verb]))
    if _is_diary(tokens, verb):
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


def _refusal(tokens: Sequence[Token], at: int) -> Trigger | None:
    """Refused to commit to a date; declined to sign."""
    if tokens[at].lower not in _REFUSING or at + 2 >= len(tokens) or tokens[at + 1].lower != "to":
        return None
    if tokens[at + 2].lower not in _COMMITS:
        return None
    start = at + 3 if tokens[at + 2].lower == "commit" else at + 1
    return Trigger(first_auxiliary(tokens, at), start, "refusal", "refused", "refuse")


def _readiness(tokens: Sequence[Token], at: int) -> Trigger | None:
    """Is ready to lend; is set to release; is bound to defend."""
    status = _READY.get(tokens[at].lower)
    if status is None or at + 2 >= len(tokens) or tokens[at + 1].lower != "to":
        return None
    first = first_auxiliary(tokens, at)
    group = {token.lower for token in tokens[first:at]}
    gerund = tokens[at].lower == "committed" and tokens[at + 2].lower.endswith("ing")
    if (
        not (group & _BE)
        or group & (_NOT | _BLOCKING)
        or not (gerund or _is_deed(tokens, at + 2, False, False))
    ):
        return None
    return Trigger(first, first, "readiness", status, tokens[at].lower)


# ------------------------------------------------------------------ commissive verbs


def _commissive(tokens: Sequence[Token], at: int) -> Trigger | None:
    for verb in _verbs().get(tokens[at].lower, ()):
        end = at + 1 + len(verb.particle)
        if tuple(token.lower for token in tokens[at + 1 : end]) == verb.particle:
            return _verb_trigger(tokens, at, end, verb)
    return None


def _verb_trigger(tokens: Sequence[Token], at: int, end: int, verb: _Verb) -> Trigger | None:
    first = first_auxiliary(tokens, at)
    group = {token.lower for token in tokens[first:at]}
    before = tokens[at - 1] if at else None
    if verb.rule != "fate" and _is_no_act(before, group, verb):
        return None
    start = _complement(tokens, end, verb)
    if start is None:
        return None
    negated = bool(group & _NOT)
    if negated and not (verb.rule in ("commit", "agree") and group & _WILL):
        return None
    status = "refused" if negated else verb.status
    that = "that" in verb.takes and start > end - 1 and _has_own_subject(tokens, end, start)
    return Trigger(first, start, verb.rule, status, tokens[at].lower, that=that, negated=negated)


def _is_no_act(before: Token | None, group: set[str], verb: _Verb) -> bool:
    """A noun ("the pledge"), a passive ("was promised"), or an act that is not done ("could agree", "to agree")."""
    if "to" in group or (before and (before.tag in ("det", "poss", "prep") or before.lower == "to")):
        return True
    if verb.form in ("past", "participle") and group & (_BE - {"’s", "'s"}):
        return True
    if verb.form == "base" and group & _WILL:
        return not group & _NOT
    if verb.form == "gerund":
        return not (group & _BE or (before is not None and before.text == ","))
    return bool(group & _BLOCKING)


def _complement(tokens: Sequence[Token], end: int, verb: _Verb) -> int | None:
    """Where what is undertaken begins; None where the verb binds to nothing here."""
    while end < len(tokens) and tokens[end].tag == "adv":
        end += 1
    if end + 1 >= len(tokens):
        return None
    lower, following = tokens[end].lower, tokens[end + 1]
    if verb.rule == "fate":
        return _kept(tokens, end)
    if (
        lower == "to"
        and "to" in verb.takes
        and following.tag == "word"
        and not following.lower.endswith("ing")
    ):
        noun = following.lower.endswith(("s", "ies")) and following.lower not in (
            "address",
            "discuss",
            "pass",
            "witness",
        )
        return _unless_idle(tokens, end, 1) if not noun or "nounto" in verb.takes else None
    if lower == "to" and "gerund" in verb.takes and following.lower.endswith("ing"):
        return end + 1
    if lower == "to" and "nounto" in verb.takes and following.tag not in ("sub", "pron"):
        return _unless_idle(tokens, end, 4)
    if lower == "on" and "on" in verb.takes:
        return _unless_idle(tokens, end, 4)
    if "that" in verb.takes and lower not in ("on", "with", "to") and _future_ahead(tokens, end):
        return end + 1 if lower == "that" else end
    if "gerund" in verb.takes and verb.particle == ("out",):
        return end
    return end if _object_binds(tokens, end, verb) else None


def _unless_idle(tokens: Sequence[Token], end: int, ahead: int) -> int | None:
    return None if any(token.lower in _IDLE for token in tokens[end + 1 : end + 1 + ahead]) else end


def _future_ahead(tokens: Sequence[Token], at: int) -> bool:
    """Whether a clause with will or would begins here."""
    for token in tokens[at + 1 : at + 12]:
        if token.lower in _WILL:
            return True
        if token.text in (".", ";", ",") or token.tag == "sub":
            return False
    return False


def _has_own_subject(tokens: Sequence[Token], end: int, start: int) -> bool:
    return tokens[start].lower not in ("to", "on") and _future_ahead(tokens, end)


def _object_binds(tokens: Sequence[Token], end: int, verb: _Verb) -> bool:
    near = tokens[end : end + 5]
    if "accord" in verb.takes:
        return any(token.lower in _ACCORDS for token in tokens[end : end + 4])
    if "thing" in verb.takes:
        return tokens[end].tag in ("det", "word", "name", "num", "adv")
    if "goods" not in verb.takes or tokens[end].tag in ("prep", "mark", "aux", "sub", "conj"):
        return False
    counts = verb.rule != "commit"  # "committed 40 crimes"
    return any(token.text[0] in "$€£¥" or token.lower in _GOODS or (counts and token.tag == "num") for token in near)


def _kept(tokens: Sequence[Token], at: int) -> int | None:
    """Behind "kept": its promise (to …); what was promised, or the promise itself."""
    if tokens[at].lower not in _POSSESSIVE:
        return None
    for noun in range(at + 1, min(at + 4, len(tokens) - 1)):
        if tokens[noun].lower in _NOUNS:
            return noun + 1 if tokens[noun + 1].lower == "to" else at
    return None


# ------------------------------------------------------------------ nouns


def _noun(tokens: Sequence[Token], at: int) -> Trigger | None:
    """China's commitment to …; the pledge of Chad to …"""
    if tokens[at].lower not in _NOUNS or at + 1 >= len(tokens) or tokens[at + 1].lower not in _FOLLOW:
        return None
    start = at
    while start and tokens[start - 1].tag in ("word", "num") and at - start < 4:
        start -= 1
    if not start or not (tokens[start - 1].tag == "poss" or tokens[start - 1].lower in _POSSESSIVE):
        return None
    made = any(token.lower in _MADE for token in tokens[start:at])
    return Trigger(start - 1, start, "noun", "announced" if made else "in-force", tokens[at].lower)
