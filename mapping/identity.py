"""What makes two facts the same thing: the IRIs of statements, commitments, meetings and participations.

Statements and commitments are what one post reports. A meeting is an event in the world: where its day
and its place or its parties are known, every report of it gives it the same IRI, so that what the
reports say of it stands side by side; otherwise it is known by its article alone.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from communique.mapping.context import Context
from communique.mapping.iris import slug
from communique.mapping.model import Actor, Commitment, Meeting, Participation, Span, Statement
from communique.mapping.terms import one_line

Key = tuple[str, ...]

GATHERINGS = frozenset({"summit", "talks", "conference"})
# Kinds that different reports use for one encounter of the same parties on the same day.
ENCOUNTER = {"bilateral": "encounter", "talks": "encounter", "summit": "encounter", "call": "call"}


def statement_iris(context: Context, statements: Sequence[Statement]) -> tuple[str, ...]:
    """An IRI for each statement; those that print the same document share theirs."""
    keys = _distinct([_statement_key(context, fact) for fact in statements], statements)
    shared = [("document", context.key, fact.document) if fact.document else None for fact in statements]
    return tuple(
        context.base.statement(*(document or key)) for document, key in zip(shared, keys, strict=True)
    )


def _statement_key(context: Context, fact: Statement) -> Key:
    return (*_place_in(context, fact.spans), *_actors(context, fact.speakers))


def commitment_iris(
    context: Context, commitments: Sequence[Commitment], statements: Sequence[str]
) -> tuple[str, ...]:
    """An IRI for each commitment, given those of the statements that convey them."""
    plain = [replace(fact, statement=None) for fact in commitments]
    said = ["" if fact.statement is None else statements[fact.statement] for fact in commitments]
    keys = [
        (word, *_place_in(context, fact.spans), *_actors(context, fact.debtors))
        for fact, word in zip(plain, said, strict=True)
    ]
    return tuple(context.base.commitment(*key) for key in _distinct(keys, plain))


def _place_in(context: Context, spans: Sequence[Span]) -> Key:
    post = context.post_keys[context.post_at(spans[0])] if spans and context.post_keys else ""
    return (context.key, post, " … ".join(one_line(context.words(span)) for span in spans))


def _actors(context: Context, actors: Sequence[Actor]) -> Key:
    return tuple(sorted(context.iri(actor) for actor in actors))


def meeting_iris(context: Context, meetings: Sequence[Meeting]) -> tuple[str, ...]:
    """An IRI for each meeting."""
    plain = [replace(fact, part_of=None) for fact in meetings]
    keys = _distinct([_meeting_key(context, fact) for fact in plain], plain)
    return tuple(context.base.meeting(*key) for key in keys)


def _meeting_key(context: Context, fact: Meeting) -> Key:
    day = fact.when.day.isoformat() if fact.when and fact.when.day else ""
    place, parties = slug(fact.place) if fact.place else "", _named(context, fact)
    if day and place and _is_gathering(fact):
        return ("gathering", day, place)
    if day and len(parties) > 1 and fact.kind in ENCOUNTER:
        return (ENCOUNTER[fact.kind], day, *parties)
    if day and place and parties:
        return (fact.kind, day, place, *parties)
    return (context.key, fact.kind, slug(fact.name or ""), day, place, *parties)


def _is_gathering(fact: Meeting) -> bool:
    counted = any(part.headcount is not None for part in fact.participations)
    return fact.kind == "summit" or (fact.kind in GATHERINGS and (counted or len(fact.participations) > 2))


def _named(context: Context, fact: Meeting) -> Key:
    """Those who take part and whom other reports would call the same."""
    present = (part for part in fact.participations if part.attendance == "attending")
    actors = (part.actor for part in present if part.actor and part.actor.kind != "described")
    return tuple(sorted({context.iri(actor) for actor in actors}))


def participation_iri(context: Context, meeting: str, part: Participation, *more: str) -> str:
    """One part in one meeting: that of an actor, or of a group that is counted and described."""
    if part.actor is not None:
        return context.base.participation(meeting, context.iri(part.actor), *more)
    return context.base.participation(meeting, "counted", slug(part.described or "participants"), *more)


def _distinct(keys: Sequence[Key], facts: Sequence[Statement | Commitment | Meeting]) -> list[Key]:
    """The keys, with a number where facts share one, in the order of their spans."""
    order = sorted(range(len(facts)), key=lambda index: (facts[index].spans, repr(facts[index])))
    seen: Counter[Key] = Counter()
    numbered = list(keys)
    for index in order:
        seen[keys[index]] += 1
        if seen[keys[index]] > 1:
            numbered[index] = (*keys[index], str(seen[keys[index]]))
    return numbered
