"""Cues of speech in a sentence: verbs with their frames, refusals and "according to"."""

from collections.abc import Sequence
from typing import NamedTuple

from communique.mapping.extraction.actors.adverbials import EACH
from communique.mapping.extraction.language import table, words
from communique.mapping.extraction.scene import Scene
from communique.mapping.extraction.text.inflection import forms
from communique.mapping.extraction.text.lookup import lookup
from communique.mapping.extraction.text.sentences import Sentence
from communique.mapping.extraction.text.tokens import Token

_SPEECH = table("speech")
_AMBIGUOUS = frozenset(words(_SPEECH["ambiguous"]["nouns"]))
_REFUSING = frozenset(words(_SPEECH["refusal"]["verbs"]))
_REFUSED = frozenset(words(_SPEECH["refusal"]["words"]))
_NEGATED = frozenset(words(_SPEECH["refusal"]["negated"]))
_IDIOMS = lookup((tuple(phrase.split()), phrase) for phrase in _SPEECH["refusal"]["idioms"].split("|"))
_VIEWS = frozenset(words(_SPEECH["according"]["views"]))
_ACCORDING = lookup((tuple(phrase.split()), phrase) for phrase in _SPEECH["according"]["phrases"].split("|"))
_BE = frozenset("is are was were be been being am ’s 's".split())
_FUTURE = frozenset("will would shall should can could may might must to won’t won't".split())
_NOT = frozenset(
    "not n’t never didn’t didn't doesn’t doesn't don’t don't wouldn’t wouldn't won’t won't".split()
)
_SKIPPED = frozenset(("adv", "aux"))
_MEANS = frozenset("email e-mail phone telephone text letter".split())


class Frame(NamedTuple):
    """What a cue does and what may follow it; see `language/speech.toml`."""

    act: str
    takes: frozenset[str]
    strong: bool


class CueVerb(NamedTuple):
    """A form of a cue verb; `particle` are the words that must follow ("for" of "call for")."""

    lemma: str
    form: str
    particle: tuple[str, ...]
    frame: Frame


class Cue(NamedTuple):
    """A cue in a sentence: token indices (end exclusive). `first` is where its auxiliaries begin.

    `kind` is finite, gerund, passive, noun, refusal or according; `ambiguous` marks forms that may be
    nouns, `base` a bare form that needs a plural subject.
    """

    start: int
    end: int
    first: int
    kind: str
    lemma: str
    frame: Frame
    ambiguous: bool = False
    base: bool = False


_DECLINED = Frame("declined", frozenset(("object", "bare", "that", "to")), strong=False)
_NOUNS = {
    noun: Frame(act, frozenset(("that",)), strong=False)
    for act, nouns in _SPEECH["nouns"].items()
    for noun in words(nouns)
}
_ACCORDING_FRAME = Frame("assertion", frozenset(("bare", "quote")), strong=True)


def _verbs() -> dict[str, tuple[CueVerb, ...]]:
    verbs: dict[str, list[CueVerb]] = {}
    for entry in _SPEECH["frame"]:
        frame = Frame(entry["act"], frozenset(entry["takes"].split()), entry["strength"] == "strong")
        listed = entry["verbs"].split("|") if "|" in entry["verbs"] else entry["verbs"].split()
        for verb in listed:
            lemma, *particle = verb.split()
            for form, kind in forms(lemma, _SPEECH["irregular"]):
                verbs.setdefault(form, []).append(CueVerb(lemma, kind, tuple(particle), frame))
    return {form: tuple(sorted(found, key=lambda verb: -len(verb.particle))) for form, found in verbs.items()}


_VERBS = _verbs()
CUE_FORMS = frozenset(_VERBS)
"""The forms of the cue verbs."""
_OF_VIEWS = frozenset(("in", *_ACCORDING.by_first))
_FIRST_WORDS = _REFUSING.union(_NEGATED, _NOUNS, _VERBS, _IDIOMS.by_first, _OF_VIEWS)
_TELLING = _VIEWS.union(max(phrase.split(), key=len) for phrase in _SPEECH["according"]["phrases"].split("|"))
"""Of these words one stands behind an "in" that begins a cue; most begin none."""
_RARE = _FIRST_WORDS.difference(("in",)).union(_TELLING)
"""The words with which a cue may begin; most words of a text are none."""


def find_cues(tokens: Sequence[Token], official: bool = False) -> tuple[Cue, ...]:
    """All cues of a sentence, from left to right; in `official` texts more verbs take a noun phrase."""
    cues: list[Cue] = []
    reached = 0
    starts = [at for at, token in enumerate(tokens) if token.lower in _RARE]
    if not _TELLING.isdisjoint([tokens[at].lower for at in starts]):
        starts = [at for at, token in enumerate(tokens) if token.lower in _FIRST_WORDS]
    for at in starts:
        if at >= reached and (cue := _cue_at(tokens, at)):
            cues.append(_in_official_text(cue) if official else cue)
            reached = max(cue.end, at + 1)
    return tuple(cues)


def cues_of(scene: Scene, sentence: Sentence) -> tuple[Cue, ...]:
    """The cues of a sentence of the scene, found once for all steps."""
    known = scene.cues.get(sentence.start)
    if known is None:
        known = scene.cues[sentence.start] = find_cues(sentence.tokens, scene.official)
    return known


def _in_official_text(cue: Cue) -> Cue:
    if "official" not in cue.frame.takes:
        return cue
    frame = Frame(cue.frame.act, cue.frame.takes | {"object"}, cue.frame.strong)
    return Cue(cue.start, cue.end, cue.first, cue.kind, cue.lemma, frame, cue.ambiguous, cue.base)


def _cue_at(tokens: Sequence[Token], at: int) -> Cue | None:
    lower = tokens[at].lower
    if lower in _OF_VIEWS:
        return _according(tokens, at)
    if lower in _REFUSING:
        return _refusal(tokens, at)
    if lower in _NEGATED and (negated := _negated(tokens, at)):
        return negated
    if lower in _NOUNS and (noun := _noun(tokens, at)):
        return noun
    if lower in _IDIOMS.by_first and (idiom := _idiom(tokens, at)):
        return idiom
    for verb in _VERBS.get(lower, ()):
        end = _with_particle(tokens, at, verb)
        if end:
            return _verb_cue(tokens, at, end, verb)
    return None


def _refusal(tokens: Sequence[Token], at: int) -> Cue | None:
    if at + 2 < len(tokens) and tokens[at + 1].lower == "to" and tokens[at + 2].lower in _REFUSED:
        return Cue(at, at + 3, first_auxiliary(tokens, at), "refusal", "decline", _DECLINED)
    return None


def _negated(tokens: Sequence[Token], at: int) -> Cue | None:
    """Did not comment; would not say."""
    first = first_auxiliary(tokens, at)
    if not _NOT.isdisjoint([token.lower for token in tokens[first:at]]):
        return Cue(first, at + 1, first, "refusal", "decline", _DECLINED)
    return None


def _idiom(tokens: Sequence[Token], at: int) -> Cue | None:
    """Would not be drawn on."""
    found = _IDIOMS.at(tokens, at)
    return Cue(at, found[0], at, "refusal", "decline", _DECLINED) if found else None


def _noun(tokens: Sequence[Token], at: int) -> Cue | None:
    """Trump’s claim that; a warning by the minister that."""
    behind = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    if behind not in ("that", "by", "from"):
        return None
    frame = _NOUNS[tokens[at].lower]
    owned = at > 0 and (tokens[at - 1].tag == "poss" or tokens[at - 1].lower in ("his", "her", "their"))
    if behind == "that" and owned:
        return Cue(at, at + 1, at, "noun", tokens[at].lower, frame)
    if behind in ("by", "from") and any(token.lower == "that" for token in tokens[at + 2 : at + 14]):
        return Cue(at, at + 2, at, "noun", tokens[at].lower, frame)
    return None


def _according(tokens: Sequence[Token], at: int) -> Cue | None:
    if tokens[at].lower == "in" and (view := _view(tokens, at)):
        return view
    found = _ACCORDING.at(tokens, at)
    return Cue(at, found[0], at, "according", "according to", _ACCORDING_FRAME) if found else None


def _view(tokens: Sequence[Token], at: int) -> Cue | None:
    """In X’s view: the cue is the opening "in", the source ends before the possessive."""
    for ahead, token in enumerate(tokens[at + 3 : at + 9], at + 2):
        if token.lower in _VIEWS and tokens[ahead].tag == "poss":
            return Cue(at, at + 1, at, "according", "in view of", _ACCORDING_FRAME)
    return None


def _with_particle(tokens: Sequence[Token], at: int, verb: CueVerb) -> int:
    """The end of the cue, or 0 where its particle does not follow (an adverb may stand in between)."""
    end = at + 1
    if not verb.particle:
        return end
    if end < len(tokens) and tokens[end].tag == "adv" and verb.particle[0] != tokens[end].lower:
        end += 1
    behind = end + len(verb.particle)
    return behind if tuple([token.lower for token in tokens[end:behind]]) == verb.particle else 0


def first_auxiliary(tokens: Sequence[Token], at: int) -> int:
    """The index where the verb group ending before `at` begins: its auxiliaries, adverbs and negations."""
    first = at
    while first and (tokens[first - 1].tag in _SKIPPED or tokens[first - 1].lower == "to"):
        first -= 1
    while first < at and tokens[first].tag == "adv":
        first += 1
    return first


def _verb_cue(tokens: Sequence[Token], at: int, end: int, verb: CueVerb) -> Cue | None:
    first = first_auxiliary(tokens, at)
    group = [token.lower for token in tokens[first:at]]
    passive = not _BE.isdisjoint(group)
    if passive and _is_passive(tokens, end, verb):
        return Cue(at, end + 1, first, "passive", verb.lemma, verb.frame)
    if _is_no_utterance(tokens, at, end, verb, group):
        return None
    kind = "gerund" if verb.form == "gerund" and not passive else "finite"
    ambiguous = not group and tokens[at].lower in _AMBIGUOUS and not _continues(tokens, at)
    base = verb.form == "base" and not group
    return Cue(at, end, first, kind, verb.lemma, verb.frame, ambiguous, base)


def _continues(tokens: Sequence[Token], at: int) -> bool:
    """… and pledged: a second verb, where a participle or noun could not stand."""
    return at > 0 and tokens[at - 1].tag == "conj" and tokens[at].lower.endswith("ed")


def _is_passive(tokens: Sequence[Token], end: int, verb: CueVerb) -> bool:
    """Donors were told by the prime minister that …"""
    return (
        "addressee" in verb.frame.takes
        and verb.form in ("past", "participle")
        and end < len(tokens)
        and tokens[end].lower == "by"
    )


def _is_no_utterance(tokens: Sequence[Token], at: int, end: int, verb: CueVerb, group: list[str]) -> bool:
    """Not yet said ("will say", "to say"), passive ("was told"), or a noun ("the claim")."""
    before = tokens[at - 1] if at and tokens[at - 1].lower not in EACH else None
    if before and (before.tag in ("det", "poss") or before.lower in ("of", "for", "in", "with", "its")):
        return verb.form != "gerund" or before.tag in ("det", "poss")
    if verb.lemma == "ask" and end < len(tokens) and tokens[end].lower == "not":
        return True  # "who asked not to be named"
    past = verb.form in ("past", "participle")
    if group and (
        (verb.form == "base" and not _FUTURE.isdisjoint(group))
        or (past and not _BE.isdisjoint(group))
        or not _NOT.isdisjoint(group)
    ):
        return True
    means = end + 1 < len(tokens) and tokens[end + 1].lower in _MEANS
    return past and end < len(tokens) and tokens[end].lower == "by" and not means
