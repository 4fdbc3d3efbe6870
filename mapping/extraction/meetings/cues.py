"""Words that report a meeting: nouns ("summit"), verbs ("met"), and verbs that link to a noun ("hosted")."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from communique.mapping.extraction.actors.names import CALENDAR
from communique.mapping.extraction.language import table, words
from communique.mapping.extraction.text.inflection import forms
from communique.mapping.extraction.text.lookup import Lookup, lookup
from communique.mapping.extraction.text.tokens import Token, tokenize

MEETINGS = table("meetings")
BE = frozenset("is are was were be been being ’s 's".split())
_GERUND_AFTER = frozenset("before after by while when and".split())
_ONLY_AFTER = {noun: frozenset(words(entry)) for noun, entry in MEETINGS["noun_only_after"].items()}
_ONLY_BEFORE = {noun: frozenset(words(entry)) for noun, entry in MEETINGS["noun_only_before"].items()}
_NOT_BEHIND = {"call": ("for", "on"), "calls": ("for", "on"), "talks": ("up", "to", "down")}


@dataclass(frozen=True, slots=True)
class VerbEntry:
    """What a verb tells of its subject; see `language/meetings.toml`."""

    lemma: str
    kind: str = "meeting"
    takes: frozenset[str] = frozenset()
    role: str = "participant"
    attendance: str = "attending"
    status: str = ""
    across: bool = False


class Trigger(NamedTuple):
    """A noun or verb that reports a meeting: token indices (end exclusive); a verb has its form."""

    start: int
    end: int
    kind: str
    form: str = ""
    verb: VerbEntry | None = None


Forms = Lookup[tuple[VerbEntry, str]]


def phrase_tokens(phrase: str) -> tuple[str, ...]:
    """A phrase of the tables as the tokens that a text would have."""
    return tuple(token.lower for token in tokenize(phrase, 0, len(phrase)))


def _nouns() -> Lookup[str]:
    return lookup((phrase_tokens(noun), kind) for kind, nouns in MEETINGS["nouns"].items() for noun in nouns)


def _entry(lemma: str, given: Mapping[str, Any]) -> VerbEntry:
    fields = {name: value for name, value in given.items() if name not in ("lemmas", "takes")}
    return VerbEntry(lemma, takes=frozenset(given.get("takes", "").split()), **fields)


def _forms(kind: str) -> Forms:
    found: dict[tuple[str, ...], tuple[VerbEntry, str]] = {}
    for given in MEETINGS[kind]:
        for lemma in given["lemmas"]:
            entry = _entry(lemma, given)
            first, _, rest = lemma.partition(" ")
            for form, tense in _inflected(first):
                found.setdefault((form, *rest.split()), (entry, tense))
    return lookup(found.items())


def _inflected(lemma: str) -> Iterator[tuple[str, str]]:
    """All forms, where the table of irregular ones may add spellings behind the participle."""
    irregular = MEETINGS["irregular"]
    listed = irregular.get(lemma)
    if not isinstance(listed, str):
        yield from forms(lemma, {})
        return
    yield lemma, "base"
    kinds = ("present", "past", "gerund", *("participle",) * 8)
    yield from zip(listed.split(), kinds, strict=False)


_NOUNS = _nouns()
_VERBS = _forms("verb")
_LINKS = _forms("link")
_OPENERS = frozenset(_NOUNS.by_first).union(_VERBS.by_first)
"""The words with which a noun or verb of the tables begins; most words of a text are none."""


def may_report(said: frozenset[str]) -> bool:
    """Whether a sentence of these words may report a meeting: one look spares most of them a reading."""
    return not _OPENERS.isdisjoint(said)


def find_triggers(tokens: Sequence[Token]) -> tuple[Trigger, ...]:
    """All nouns and verbs of a sentence that may report a meeting, in order."""
    found: list[Trigger] = []
    reached = 0
    for at in [at for at, token in enumerate(tokens) if token.lower in _OPENERS]:
        if at < reached:
            continue
        trigger = _noun_at(tokens, at) or _verb_at(tokens, at)
        if trigger:
            found.append(trigger)
            reached = trigger.end
    return tuple(found)


def _noun_at(tokens: Sequence[Token], at: int) -> Trigger | None:
    found = _NOUNS.at(tokens, at)
    if found is None or _is_verb_form(tokens, at, found[0]):
        return None
    end, kind = found
    head = tokens[end - 1].lower
    if end - at == 1 and head in _ONLY_AFTER and not _introduced(tokens, at, _ONLY_AFTER[head]):
        return None
    behind = tokens[end].lower if end < len(tokens) else ""
    dated = end + 1 < len(tokens) and tokens[end + 1].text in CALENDAR
    if (behind in _NOT_BEHIND.get(head, ()) and not dated) or (
        head in _ONLY_BEFORE and behind not in _ONLY_BEFORE[head]
    ):
        return None
    return Trigger(at, end, kind)


def _introduced(tokens: Sequence[Token], at: int, openers: frozenset[str]) -> bool:
    """Whether one of the words stands right before, or before adjectives."""
    reach = 1 if tokens[at].lower == "meet" else 3
    for before in range(at - 1, max(-1, at - 1 - reach), -1):
        if tokens[before].lower in openers:
            return True
        if tokens[before].tag not in ("word", "adv", "name"):
            return False
    return False


def _is_verb_form(tokens: Sequence[Token], at: int, end: int) -> bool:
    """ "Are meeting in Istanbul", "before meeting the envoys": no noun."""
    if tokens[at].lower not in ("meeting", "gathering") or not at:
        return False
    before, behind = tokens[at - 1], tokens[end] if end < len(tokens) else None
    if (before.lower in BE and before.tag != "poss") or (
        before.tag == "adv" and at > 1 and tokens[at - 2].lower in BE
    ):
        return behind is None or behind.lower != "of"
    if before.lower in ("in", "by", "of") and behind is not None and behind.lower == "with":
        return True
    opens = behind is not None and (behind.tag in ("det", "name", "pron") or behind.lower == "with")
    return opens and (before.lower in _GERUND_AFTER or before.text == ",")


def _verb_at(tokens: Sequence[Token], at: int) -> Trigger | None:
    found = _VERBS.at(tokens, at)
    if found is None or (tokens[at].tag == "name" and at):
        return None
    end, (entry, form) = found
    if (
        at
        and form in ("base", "present")
        and tokens[at - 1].lower != "to"
        and tokens[at - 1].tag in ("det", "prep", "poss")
    ):
        return None
    return Trigger(at, end, entry.kind, form, entry)


def link_at(tokens: Sequence[Token], at: int) -> Trigger | None:
    """The linking verb that starts with this token."""
    if tokens[at].tag == "name" and at:
        return None
    found = _LINKS.at(tokens, at)
    if found is None:
        return None
    end, (entry, form) = found
    return Trigger(at, end, entry.kind, form, entry)
