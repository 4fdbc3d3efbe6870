"""How firm an undertaking is: drafted, proposed, announced or agreed, and whether it binds anybody at all."""

from collections.abc import Sequence
from typing import NamedTuple

from communique.mapping.extraction.actors.phrases import Phrase
from communique.mapping.extraction.commitments.clauses import has_exchange
from communique.mapping.extraction.commitments.debtors import Actors, Binder
from communique.mapping.extraction.commitments.deeds import Trigger
from communique.mapping.extraction.commitments.stretches import Stretch
from communique.mapping.extraction.language import table, words
from communique.mapping.extraction.speech.cues import Cue
from communique.mapping.model import Actor, Statement

_LANGUAGE = table("commitments")
_DRAFTS = frozenset(words(_LANGUAGE["texts"]["drafts"]))
_PLANS = frozenset(words(_LANGUAGE["texts"]["plans"]))
_TITLES = frozenset(words(_LANGUAGE["texts"]["titles"]))
_ACCORD = _TITLES | frozenset(words(_LANGUAGE["goods"]["accords"]))
_PLAN_WORDS = 5

GIVEN = frozenset(("agree", "noun", "commit", "pledge", "guarantee"))
"""Rules of words that bind whoever utters them, also where the text only describes them."""


class Clause(NamedTuple):
    """Words that bind in their stretch, with their subject, the cues around and the statement they are in.

    `heard` are the words in lower case before the verb group.
    """

    binder: Binder
    stretch: Stretch
    trigger: Trigger
    subject: Phrase
    cues: tuple[Cue, ...]
    said: Statement | None
    official: bool
    heard: Sequence[str]


def is_draft(clause: Clause) -> bool:
    """Whether the words stand in a draft or tell what one says."""
    printed = clause.said is not None and clause.said.status == "draft"
    return printed or not _DRAFTS.isdisjoint(clause.heard)


def is_planned(clause: Clause) -> bool:
    """Under the plan, …"""
    return not _PLANS.isdisjoint(clause.heard[:_PLAN_WORDS])


def _is_agreed(clause: Clause) -> bool:
    """Under the accord, …; a deal under which …"""
    if "under" not in clause.heard:
        return False
    return not _ACCORD.isdisjoint(clause.heard[: clause.heard.index("under") + 5])


def is_joint(clause: Clause) -> bool:
    """No Party shall …; we will …: the subject is what makes it an undertaking of all."""
    subject = clause.subject
    return bool(subject) and clause.stretch.tokens[subject.start].lower in ("no", "neither", "we")


def is_capable(clause: Clause, debtors: Actors) -> bool:
    """Whether somebody who acts in public life is bound; who is only described must bind themselves."""
    if all(actor.kind == "described" and _TITLES & set(actor.name.lower().split()) for actor in debtors):
        return not clause.official  # a text binds nobody but those who issue it
    if clause.official or is_draft(clause):
        return True
    rule = clause.trigger.rule
    if rule == "there" or (
        (clause.trigger.verb == "would" or rule == "passive") and not _is_reported(clause)
    ):
        return False
    public = any(actor.official or actor.of is not None for actor in debtors)
    body = any(actor.kind == "organisation" or _is_group(actor) for actor in debtors)
    return public or (body and rule in GIVEN)


def _is_group(actor: Actor) -> bool:
    """More than 50 cities; governments and foundations: no private person."""
    plain = (word for word in actor.name.split() if not {"'", "’"}.intersection(word))
    return actor.kind == "described" and any(word.endswith("s") and len(word) > 3 for word in plain)


def _is_reported(clause: Clause) -> bool:
    """Whether somebody says so, and the reporter does not reckon with it."""
    told = any(cue.end <= clause.trigger.first for cue in clause.cues)
    return clause.said is not None or told or is_planned(clause)


def firmness(clause: Clause, debtors: Actors, condition: Phrase) -> str:
    """The notation of the force scheme."""
    trigger = clause.trigger
    if is_draft(clause):
        return "drafted"
    if trigger.status != "announced":
        return trigger.status
    if is_planned(clause) or trigger.rule == "passive" or (condition and trigger.verb == "would"):
        return "proposed"
    issuing = {actor.key for actor in clause.binder.issuers}
    if issuing and not issuing & {actor.key for actor in debtors}:
        return trigger.status
    first = clause.heard[-1] if clause.heard else ""
    if clause.official and not (trigger.verb == "will" and first == "we"):
        return "agreed"
    bargain = clause.said is None and has_exchange(clause.stretch.tokens)
    return "agreed" if bargain or _is_agreed(clause) else "announced"
