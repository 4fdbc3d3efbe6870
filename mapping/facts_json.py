"""Facts as the JSON that `communique extract` prints: one object for an article, offsets in code points.

Actors are written as readers know them: a state by its ISO 3166-1 code, a person or organisation by name,
somebody who is described and not named by the words, with a tilde in front ("~a senior official").
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from communique.mapping.model import (
    Actor,
    Article,
    Commitment,
    Facts,
    Meeting,
    Mention,
    Moment,
    Participation,
    Post,
    Span,
    Statement,
)

Row = dict[str, object]


def facts_to_json(article: Article, facts: Facts, organisations: Mapping[str, str] | None = None) -> Row:
    """One JSON object for an article and what was found in it.

    `organisations` gives the label of each organisation's key, so that a leader's `of` can be read.
    """
    return {
        "article": article.name,
        "published": article.published.day.isoformat() if article.published else None,
        "published_basis": article.published.basis if article.published else None,
        "genre": facts.genre,
        "posts": _posts(article),
        "states": _states(facts.mentions),
        "leaders": _leaders(facts.mentions, organisations or {}),
        "meetings": [_meeting(meeting) for meeting in facts.meetings],
        "statements": [_statement(statement) for statement in facts.statements],
        "commitments": [_commitment(commitment, article.text) for commitment in facts.commitments],
        "warnings": list(facts.warnings),
    }


def at_least(facts: Facts, confidence: float) -> Facts:
    """The facts that are at least so sure; references to those that are left out are dropped."""
    if confidence <= 0:
        return facts
    said = [at for at, fact in enumerate(facts.statements) if fact.confidence >= confidence]
    met = [at for at, fact in enumerate(facts.meetings) if fact.confidence >= confidence]
    bound = [fact for fact in facts.commitments if fact.confidence >= confidence]
    return replace(
        facts,
        statements=tuple(facts.statements[at] for at in said),
        meetings=tuple(
            replace(fact, part_of=_place(met, fact.part_of)) for fact in map(facts.meetings.__getitem__, met)
        ),
        commitments=tuple(replace(fact, statement=_place(said, fact.statement)) for fact in bound),
    )


def _place(kept: list[int], index: int | None) -> int | None:
    return kept.index(index) if index is not None and index in kept else None


def actor_name(actor: Actor) -> str:
    """An actor as a reader knows them."""
    if actor.kind == "state":
        return actor.key
    return f"~{actor.name}" if actor.kind == "described" else actor.name


def _posts(article: Article) -> list[Row]:
    """The posts of a live blog; `repeats` is the `index` of an earlier one, where the lede has 0."""
    return [_post(post, article.text) for post in article.posts if post.role == "post"]


def _post(post: Post, text: str) -> Row:
    return {
        "index": post.index,
        "headline": post.headline.of(text).strip() if post.headline else None,
        "author": post.author,
        "published": post.published,
        "span": _pair(post.span),
        "repeats": post.repeats,
    }


def _states(mentions: Iterable[Mention]) -> list[Row]:
    groups = _by_actor(mention for mention in mentions if mention.actor.kind == "state")
    return [
        {"id": key, "label": group[0].actor.name, "spans": _pairs(m.span for m in group)}
        for key, group in sorted(groups.items())
    ]


def _leaders(mentions: Iterable[Mention], organisations: Mapping[str, str]) -> list[Row]:
    groups = _by_actor(mention for mention in mentions if mention.actor.kind == "person")
    return [
        _leader(official[0].actor, group, organisations)
        for group in groups.values()
        if (official := [mention for mention in group if mention.actor.official])
    ]


def _leader(actor: Actor, group: list[Mention], organisations: Mapping[str, str]) -> Row:
    return {
        "name": actor.name,
        "of": organisations.get(actor.of, actor.of) if actor.of else None,
        "office": actor.office,
        "known": actor.known,
        "spans": _pairs(mention.span for mention in group),
    }


def _meeting(meeting: Meeting) -> Row:
    return {
        "kind": meeting.kind.replace("-", " "),
        "name": meeting.name,
        "participants": _participants(meeting.participations),
        "participations": [_participation(part) for part in meeting.participations],
        "place": meeting.place,
        "date": _first_day(meeting.when),
        "when": _when(meeting.when),
        "time": meeting.time,
        "status": meeting.status,
        "part_of": meeting.part_of,
        "spans": _pairs(meeting.spans),
        "rule": meeting.rule,
        "confidence": meeting.confidence,
    }


def _participation(part: Participation) -> Row:
    return {
        "participant": _participant(part),
        "headcount": part.headcount,
        "described": part.described,
        "role": part.role,
        "attendance": part.attendance,
        "spans": _pairs(part.spans),
    }


def _participants(parts: tuple[Participation, ...]) -> list[str]:
    """Who attends; where nobody is named, who is counted."""
    attending = [part for part in parts if part.attendance == "attending"]
    counted = [f"~{part.described}" for part in attending if part.headcount]
    return _unique(map(_participant, attending)) or counted[:1]


def _participant(part: Participation) -> str | None:
    """The actor's name; None for people whom the report only counts."""
    return actor_name(part.actor) if part.actor else None


def _statement(statement: Statement) -> Row:
    return {
        "speakers": _names(statement.speakers),
        "spans": _pairs(statement.spans),
        "source": _pair(statement.source),
        "cue": _pair(statement.cue),
        "quoted": statement.quoted,
        "date": _day(statement.when),
        "when": _when(statement.when),
        "medium": statement.channel,
        "via": actor_name(statement.via) if statement.via else None,
        "act": statement.act,
        "mode": statement.mode,
        "modality": statement.modality,
        "addressees": _names(statement.addressees),
        "status": statement.status,
        "joint": statement.joint,
        "document": statement.document,
        "rule": statement.rule,
        "confidence": statement.confidence,
    }


def _commitment(commitment: Commitment, text: str) -> Row:
    return {
        "debtors": _names(commitment.debtors),
        "beneficiaries": _names(commitment.beneficiaries),
        "spans": _pairs(commitment.spans),
        "status": commitment.status,
        "duration": commitment.duration,
        "deadline": _when(commitment.deadline),
        "amount": _words(commitment.amount, text),
        "condition": _words(commitment.condition, text),
        "statement": commitment.statement,
        "rule": commitment.rule,
        "confidence": commitment.confidence,
    }


def _by_actor(mentions: Iterable[Mention]) -> dict[str, list[Mention]]:
    groups: dict[str, list[Mention]] = {}
    for mention in mentions:
        groups.setdefault(mention.actor.key, []).append(mention)
    return groups


def _names(actors: Iterable[Actor]) -> list[str]:
    return _unique(actor_name(actor) for actor in actors)


def _unique(names: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(name for name in names if name))


def _pair(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _words(span: Span | None, text: str) -> str | None:
    return span.of(text) if span else None


def _day(moment: Moment | None) -> str | None:
    return moment.day.isoformat() if moment and moment.day else None


def _first_day(moment: Moment | None) -> str | None:
    """The day, or the first of several where the words give each: on 6 and 7 July."""
    days = moment is not None and moment.edtf.count("-") == 4 and any(map(str.isdigit, moment.text))
    return moment.earliest.date().isoformat() if moment and days else _day(moment)


def _when(moment: Moment | None) -> str | None:
    return moment.edtf if moment else None
