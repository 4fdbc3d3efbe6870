"""From a draft to a Statement: mode, modality, channel, and whether it is a draft document."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from communique.mapping.extraction.actors.cast import body_actor
from communique.mapping.extraction.actors.names import Name
from communique.mapping.extraction.confidence import confidence_of
from communique.mapping.extraction.language import table
from communique.mapping.extraction.scene import Scene
from communique.mapping.extraction.speech.drafts import Draft, gaps
from communique.mapping.extraction.text.tokens import closed_class
from communique.mapping.model import Actor, Moment, Span, Statement

_OUTLETS = frozenset(("broadcaster", "news-agency", "newspaper"))
_TO_OUTLET = frozenset(("told", "on", "to", "with"))
_OBTAINED = frozenset("obtained seen reviewed published leaked quoted carried reported".split())
_WORD = re.compile(r"\w+")


class _Modality(NamedTuple):
    """How certain words are, the words that tell it, and phrases that do, with a word of each."""

    name: str
    words: frozenset[str]
    anchors: frozenset[str] = frozenset()
    phrases: re.Pattern[str] | None = None


_MODALITIES = (
    _Modality(
        "conditional",
        frozenset(("if", "unless")),
        frozenset(("provided", "long", "only")),
        re.compile(r"\b(?:provided that|as long as|only when)\b"),
    ),
    _Modality("possible", frozenset(("may", "might", "could", "possibly", "perhaps"))),
    _Modality(
        "expected",
        frozenset(("will", "would", "shall", "expect", "expects")),
        frozenset(("set", "going")),
        re.compile(r"\b(?:is set to|are set to|going to)\b"),
    ),
)


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel’s name, what tells it, and the words of which one stands wherever it is told."""

    name: str
    pattern: re.Pattern[str]
    anchors: frozenset[str]


@cache
def _channels() -> tuple[Channel, ...]:
    return tuple(
        Channel(entry["name"], _pattern(entry["patterns"]), frozenset(map(_anchor, entry["patterns"])))
        for entry in table("channels")["channel"]
    )


@cache
def _telling() -> frozenset[str]:
    """The anchors of all channels."""
    return frozenset[str]().union(*(channel.anchors for channel in _channels()))


def _pattern(patterns: Sequence[str]) -> re.Pattern[str]:
    alternatives = (re.escape(pattern).replace(r"\~", r"(?:[\w’'-]+ ){0,3}?[\w’'-]+") for pattern in patterns)
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)")


def _anchor(pattern: str) -> str:
    """The word of a pattern that says most: the longest that is no preposition or the like."""
    said: list[str] = _WORD.findall(pattern)
    return max((word for word in said if word not in closed_class()), key=len, default=said[-1])


def outside(text: str, span: Span, holes: Sequence[Span]) -> str:
    """text[span] with the holes blanked; no pattern of words reaches across two spaces."""
    return "  ".join(gap.of(text) for gap in gaps(span, holes))


def channel_of(scene: Scene, draft: Draft) -> str | None:
    """Where it was said, by the words around the cue."""
    span = draft.sentence.span
    if draft.document:
        span = Span(scene.post_start(span.start), span.end)
    around = outside(scene.text, span, draft.pieces).replace("\n", " ").lower()
    said = _telling().intersection(_WORD.findall(around))
    for channel in _channels() if said else ():
        if not said.isdisjoint(channel.anchors) and channel.pattern.search(around):
            return channel.name
    return _outlet(scene, draft)


def _outlet(scene: Scene, draft: Draft) -> str | None:
    """The station or paper that the speaker talked to: told TV2, in an appearance on CNN."""
    for name, _ in _outlets(scene, draft):
        before = scene.text[max(draft.sentence.start, name.start - 60) : name.start].lower().split()
        if _TO_OUTLET.intersection(before[-4:]):
            return name.text
    return None


def via_of(scene: Scene, draft: Draft) -> Actor | None:
    """Through whom the words reached the report: a letter obtained by AFP, seen by Reuters."""
    if not _OBTAINED.intersection(outside(scene.text, draft.sentence.span, draft.pieces).lower().split()):
        return None
    told = {actor.key for actor in [*draft.speakers, *draft.addressees]}
    keys = (key for _, key in _outlets(scene, draft) if key not in told)
    return next((body_actor(scene.register, key) for key in keys), None)


def _outlets(scene: Scene, draft: Draft) -> Iterator[tuple[Name, str]]:
    """The news outlets that the sentence of the cue names outside the content."""
    span = draft.sentence.span
    for name in scene.names_within(span):
        if any(piece.start <= name.start < piece.end for piece in draft.pieces):
            continue
        for key in name.keys("organisation"):
            if scene.register.organisations[key].kind in _OUTLETS:
                yield name, key


def mode_of(draft: Draft) -> str:
    """Direct, partial, paraphrase, or the text of a document."""
    if draft.document or draft.is_document:
        return "document"
    if draft.direct:
        return "direct"
    return "partial" if draft.quoted else "paraphrase"


def modality_of(scene: Scene, draft: Draft) -> str:
    """How certain the words put what they say."""
    said = " ".join([piece.of(scene.text) for piece in draft.pieces]).lower()
    words = frozenset(_WORD.findall(said))
    for modality in _MODALITIES:
        if not words.isdisjoint(modality.words):
            return modality.name
        if words.isdisjoint(modality.anchors) or modality.phrases is None:
            continue
        if modality.phrases.search(said):
            return modality.name
    return "certain"


def finish(scene: Scene, draft: Draft, when: Moment | None) -> Statement:
    """The Statement of a draft."""
    is_draft = any(
        "draft" in actor.name.lower().split() for actor in draft.speakers if actor.kind == "described"
    )
    return Statement(
        speakers=draft.speakers,
        spans=tuple(sorted(set(draft.pieces))),
        rule=draft.rule,
        source=draft.source,
        cue=draft.cue,
        act=draft.act,
        mode="document" if is_draft else mode_of(draft),
        modality=modality_of(scene, draft),
        quoted=draft.quoted,
        channel="draft statement" if is_draft else draft.channel or channel_of(scene, draft),
        via=via_of(scene, draft),
        addressees=draft.addressees,
        when=when,
        status="draft" if is_draft else "released",
        joint=draft.joint or draft.rule.endswith("group"),
        document=draft.document,
        confidence=_confidence(draft),
    )


def _confidence(draft: Draft) -> float:
    return confidence_of("statements", draft.rule, "direct" if draft.direct and draft.cue else "")
