"""Words that bind: where a sentence pledges, agrees, offers, refuses, or says what somebody will do.

Only the words are looked at here, not who is bound; the words are data (`language/commitments.toml`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from communique.mapping.extraction.actors.adverbials import EACH
from communique.mapping.extraction.commitments.deeds import (
    BE,
    BLOCKING,
    NOT,
    OPENERS,
    WILL,
    Trigger,
    is_diary,
    readiness_at,
    refusal_at,
    will_at,
)
from communique.mapping.extraction.language import table, words
from communique.mapping.extraction.speech.adjuncts import time_end
from communique.mapping.extraction.speech.cues import first_auxiliary
from communique.mapping.extraction.text.inflection import forms
from communique.mapping.extraction.text.tokens import Token

_LANGUAGE = table("commitments")
_GOODS = frozenset(words(_LANGUAGE["goods"]["words"]))
_ACCORDS = frozenset(words(_LANGUAGE["goods"]["accords"]))
_IDLE = frozenset(words(_LANGUAGE["goods"]["idle"]))
_NOUNS = frozenset(words(_LANGUAGE["nouns"]["words"]))
_FOLLOW = frozenset(words(_LANGUAGE["nouns"]["follow"]))
_MADE = frozenset(words(_LANGUAGE["nouns"]["made"]))
_BE_TO = frozenset(("is", "are"))
_POSSESSIVE = frozenset("its his her their our my".split())


@dataclass(frozen=True, slots=True)
class _Verb:
    form: str
    particle: tuple[str, ...]
    rule: str
    status: str
    takes: frozenset[str]


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


_VERBS = _verbs()
_RARE = OPENERS.union(_VERBS, _NOUNS) - _BE_TO
_OPENERS = _RARE | _BE_TO
"""The words that any of the rules begins with; most words of a text are none."""


def find_triggers(tokens: Sequence[Token], official: bool = False) -> tuple[Trigger, ...]:
    """All words that bind, from left to right; an `official` text binds by whatever it says will be done."""
    candidates = [at for at, token in enumerate(tokens) if token.lower in _OPENERS]
    found = [_trigger_at(tokens, at, official) for at in candidates]
    return tuple([trigger for trigger in found if trigger])


def may_bind(said: frozenset[str]) -> bool:
    """Whether any of these words may bind; of most stretches none does."""
    return not _RARE.isdisjoint(said) or ("to" in said and not _BE_TO.isdisjoint(said))


def _trigger_at(tokens: Sequence[Token], at: int, official: bool) -> Trigger | None:
    lower = tokens[at].lower
    if lower in WILL and (trigger := will_at(tokens, at, official)):
        return trigger
    if at + 1 < len(tokens) and tokens[at + 1].lower == "to":
        trigger = refusal_at(tokens, at) or readiness_at(tokens, at)
        if trigger:
            return trigger
    return _commissive(tokens, at) or (_noun(tokens, at) if lower in _NOUNS else None)


# ------------------------------------------------------------------ commissive verbs


def _commissive(tokens: Sequence[Token], at: int) -> Trigger | None:
    for verb in _VERBS.get(tokens[at].lower, ()):
        end = at + 1 + len(verb.particle)
        followed = (
            not verb.particle or tuple([token.lower for token in tokens[at + 1 : end]]) == verb.particle
        )
        if followed and (trigger := _verb_trigger(tokens, at, end, verb)):
            return trigger
    return None


def _verb_trigger(tokens: Sequence[Token], at: int, end: int, verb: _Verb) -> Trigger | None:
    first = first_auxiliary(tokens, at)
    group = {token.lower for token in tokens[first:at]}
    before = tokens[at - 1] if at and tokens[at - 1].lower not in EACH else None
    if verb.rule != "fate" and _is_no_act(before, group, verb):
        return None
    start = _complement(tokens, end, verb)
    if start is None:
        return None
    negated = bool(group & NOT)
    if negated and not (verb.rule in ("commit", "agree") and group & WILL):
        return None
    status = "refused" if negated else verb.status
    that = "that" in verb.takes and start > end - 1 and _has_own_subject(tokens, end, start)
    return Trigger(first, start, verb.rule, status, tokens[at].lower, that=that, negated=negated)


def _is_no_act(before: Token | None, group: set[str], verb: _Verb) -> bool:
    """A noun ("the pledge"), a passive ("was promised"), an act not done ("could agree", "to agree")."""
    if "to" in group or (before and (before.tag in ("det", "poss", "prep") or before.lower == "to")):
        return True
    if verb.form in ("past", "participle") and group & (BE - {"’s", "'s"}):
        return True
    if verb.form == "base" and group & WILL:
        return not group & NOT
    if verb.form == "gerund":
        return not (group & BE or (before is not None and before.text == ","))
    return bool(group & BLOCKING)


def _complement(tokens: Sequence[Token], end: int, verb: _Verb) -> int | None:
    """Where what is undertaken begins; None where the verb binds to nothing here."""
    while end < len(tokens) and tokens[end].tag == "adv":
        end += 1
    end = time_end(tokens, end)
    if end + 1 >= len(tokens):
        return None
    if verb.rule == "fate":
        return _kept(tokens, end)
    lower = tokens[end].lower
    if lower == "to":
        return _infinitive(tokens, end, verb)
    if lower == "on":
        return _unless_idle(tokens, end, 4) if "on" in verb.takes else None
    if "that" in verb.takes and lower != "with" and _future_ahead(tokens, end):
        return end + 1 if lower == "that" else end
    if "gerund" in verb.takes and verb.particle == ("out",):
        return end
    return end if _object_binds(tokens, end, verb) else None


def _infinitive(tokens: Sequence[Token], end: int, verb: _Verb) -> int | None:
    """Behind a verb: to act; to acting; to a ceasefire."""
    following = tokens[end + 1]
    gerund = following.lower.endswith("ing")
    if verb.rule == "offer" and is_diary(tokens, end + 1):
        return None
    if gerund and "gerund" in verb.takes:
        return end + 1
    if following.tag == "word" and not gerund and "to" in verb.takes:
        return _unless_idle(tokens, end, 1)
    noun = "nounto" in verb.takes and following.tag not in ("sub", "pron")
    return _unless_idle(tokens, end, 4) if noun else None


def _unless_idle(tokens: Sequence[Token], end: int, ahead: int) -> int | None:
    return None if any(token.lower in _IDLE for token in tokens[end + 1 : end + 1 + ahead]) else end


def _future_ahead(tokens: Sequence[Token], at: int) -> bool:
    """Whether a clause with will or would begins here."""
    for token in tokens[at + 1 : at + 12]:
        if token.lower in WILL:
            return True
        if token.text in (".", ";", ",") or token.tag == "sub":
            return False
    return False


def _has_own_subject(tokens: Sequence[Token], end: int, start: int) -> bool:
    return tokens[start].lower not in ("to", "on") and _future_ahead(tokens, end)


def _object_binds(tokens: Sequence[Token], end: int, verb: _Verb) -> bool:
    near = tokens[end : end + 5]
    if "accord" in verb.takes:
        under = any(token.lower == "under" for token in tokens[end : end + 5])  # its terms are what binds
        return not under and any(token.lower in _ACCORDS for token in tokens[end : end + 4])
    if verb.rule == "guarantee" and verb.form == "base":
        return tokens[end].tag in ("det", "num")  # "a security guarantee architecture"
    if "thing" in verb.takes:
        return tokens[end].tag in ("det", "word", "name", "num", "adv")
    if "sum" in verb.takes:
        return tokens[end].text[0] in "$€£¥" or (
            tokens[end].tag == "det" and tokens[end + 1].text[0] in "$€£¥"
        )
    if "goods" not in verb.takes or tokens[end].tag in ("prep", "mark", "aux", "sub", "conj"):
        return False
    counts = verb.rule != "commit"  # "committed 40 crimes"
    return any(
        token.text[0] in "$€£¥" or token.lower in _GOODS or (counts and token.tag == "num") for token in near
    )


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
