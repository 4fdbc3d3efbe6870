"""Undertakings that belong together: given for each other, or told in two sentences."""

from collections.abc import Sequence
from dataclasses import replace

from communique.mapping.extraction.commitments.clauses import has_exchange
from communique.mapping.extraction.commitments.stretches import Stretch
from communique.mapping.model import Actor, Commitment, Span

Commitments = list[Commitment]


def bargained(stretch: Stretch, previous: Commitments, bound: Commitments) -> tuple[Commitments, Commitments]:
    """What the sentence before and this one bind to, in the light of each other.

    "There will be a fund. It will be run by Chad" is one undertaking; of "Chad will send rice. Niger will
    open its border in return" both are agreed.
    """
    if previous and bound and previous[-1].rule == "there" and bound[0].rule == "passive":
        return [*previous[:-1], _told_on(previous[-1], bound[0])], bound[1:]
    if bound and has_exchange(stretch.tokens) and bound[0].statement is None:
        return [_agreed(each) for each in previous], bound
    return previous, bound


def _told_on(opening: Commitment, rest: Commitment) -> Commitment:
    """One undertaking in two sentences: the first says what there will be, the second by whom."""
    spans = (Span(opening.spans[0].start, rest.spans[-1].end),)
    return replace(opening, spans=spans, debtors=rest.debtors, confidence=rest.confidence)


def _agreed(commitment: Commitment) -> Commitment:
    firm = commitment.status == "announced" and commitment.statement is None
    return replace(commitment, status="agreed") if firm else commitment


def mutual(bound: Commitments) -> Commitments:
    """In a draft or bargain with two debtors what each undertakes is due to the other."""
    if not bound:
        return bound
    debtors = list(dict.fromkeys(each.debtors for each in bound if each.status in ("drafted", "agreed")))
    if len(debtors) != 2 or set(debtors[0]) & set(debtors[1]):
        return bound
    return [_due(each, debtors) for each in bound]


def _due(commitment: Commitment, debtors: Sequence[tuple[Actor, ...]]) -> Commitment:
    if commitment.beneficiaries or commitment.debtors not in debtors:
        return commitment
    other = debtors[1] if commitment.debtors == debtors[0] else debtors[0]
    return replace(commitment, beneficiaries=tuple(actor for actor in other if actor.kind != "person"))
