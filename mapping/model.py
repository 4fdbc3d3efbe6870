"""What flows between the stages: an Article as published, and the Facts found in it.

Everything is frozen and slotted. Offsets count Unicode code points in `Article.text`, end exclusive.
Names of controlled values (acts, modes, kinds, roles …) are the notations of the SKOS concepts in
`ontology/communique.ttl`.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

BlockKind = Literal[
    "headline", "byline", "paragraph", "quotation", "item", "caption", "correction", "boilerplate"
]  # fmt: skip
ActorKind = Literal["state", "organisation", "person", "described"]
PostRole = Literal["body", "lede", "post"]
DateBasis = Literal["given", "metadata", "dateline", "caption"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of an article's text: code points, end exclusive."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words themselves."""
        return text[self.start : self.end]

    def __contains__(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def __len__(self) -> int:
        return self.end - self.start


# ------------------------------------------------------------------ what was published


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph-like piece of a post, and what it is there for."""

    kind: BlockKind
    span: Span


@dataclass(frozen=True, slots=True)
class Post:
    """A unit that is published on its own: a post of a live blog, its lede, or an article's whole body.

    `role` is `body` for the one post of an article that is no live blog, `lede` for what a live blog
    says before its first post, `post` otherwise. `repeats` is the index of an earlier post with the
    same words. `published` and `modified` are ISO 8601; `identifier` is the source's own; `pinned` says
    that the source keeps the post above the others.
    """

    index: int
    span: Span
    blocks: tuple[Block, ...]
    role: PostRole = "body"
    headline: Span | None = None
    author: str | None = None
    published: str | None = None
    identifier: str | None = None
    repeats: int | None = None
    modified: str | None = None
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Publication:
    """The day an article was published, how that is known, and the words that tell it, if any."""

    day: date
    basis: DateBasis
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One captured version of an article: its text as read, cut into posts and blocks.

    `name` is the file's name or the address it was read from; `url` the canonical address, if it is
    known; `digest` the SHA-256 of `text` as hexadecimal. Every post's span lies within the text,
    posts do not overlap, and a post's blocks lie within the post in order. `identifier` is the source's
    own (a GUID, a path), `modified` ISO 8601, `corrections` what the source says that it corrected;
    `teaser` marks an announcement of an article that stands elsewhere, at `url`.
    """

    name: str
    text: str
    posts: tuple[Post, ...]
    digest: str
    live: bool = False
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    language: str | None = None
    published: Publication | None = None
    authors: tuple[str, ...] = ()
    identifier: str | None = None
    section: str | None = None
    modified: str | None = None
    corrections: tuple[str, ...] = ()
    teaser: bool = False


# ------------------------------------------------------------------ what it says


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, speaks or is bound.

    `key` identifies: an ISO 3166-1 alpha-2 code for a state, the reference data's slug for an
    organisation or person, a slug of the name for people whom only the text introduces, and the
    words themselves for somebody who is described and not named. `of` is the state code or
    organisation key that the actor acts for, `office` the office held on the article's day.
    """

    kind: ActorKind
    key: str
    name: str
    of: str | None = None
    office: str | None = None
    official: bool = False
    known: bool = True


@dataclass(frozen=True, slots=True)
class Mention:
    """Where the text names or describes an actor, and the rule that resolved it."""

    actor: Actor
    span: Span
    rule: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A time in its three forms: EDTF (Level 1), first and last compatible instant, and the words.

    The instants carry a zone only where the text gives one. `text` is empty and `span` None where
    nothing but the article's own date tells the time.
    """

    edtf: str
    earliest: datetime
    latest: datetime
    text: str = ""
    span: Span | None = None

    @property
    def day(self) -> date | None:
        """The day, where the time lies within one day."""
        return self.earliest.date() if self.earliest.date() == self.latest.date() else None


@dataclass(frozen=True, slots=True)
class Statement:
    """Something said, written, signed or pointedly left unsaid, as the article presents it.

    `spans` are the pieces of what was uttered, without cue and source. `joint` marks a statement in
    the joint name of its speakers (they are its signatories). Statements of one article that print
    the same document share its `document` key.
    """

    speakers: tuple[Actor, ...]
    spans: tuple[Span, ...]
    rule: str
    source: Span | None = None
    cue: Span | None = None
    act: str = "assertion"
    mode: str = "paraphrase"
    modality: str = "certain"
    quoted: bool = False
    channel: str | None = None
    via: Actor | None = None
    addressees: tuple[Actor, ...] = ()
    when: Moment | None = None
    status: str = "released"
    joint: bool = False
    document: str | None = None
    confidence: float = 0.8


@dataclass(frozen=True, slots=True)
class Participation:
    """A part taken in a meeting: by an actor, or by a number of people whom the report only counts.

    `described` says who is counted ("representatives", "heads of state") where `headcount` is given.
    """

    spans: tuple[Span, ...]
    actor: Actor | None = None
    role: str = "participant"
    attendance: str = "attending"
    headcount: int | None = None
    described: str | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """One event, however often it is mentioned; `part_of` is the index of the meeting it belongs to.

    `when` is the day (or interval); `time` the local hour and minute, HH:MM, and `time_text` its words.
    """

    kind: str
    participations: tuple[Participation, ...]
    spans: tuple[Span, ...]
    rule: str
    name: str | None = None
    place: str | None = None
    when: Moment | None = None
    time: str | None = None
    time_text: str | None = None
    status: str = "held"
    part_of: int | None = None
    confidence: float = 0.8


@dataclass(frozen=True, slots=True)
class Commitment:
    """That a party is or would be bound to a course of action towards others.

    `status` is how firm it is said to be (proposed, drafted, announced, agreed, in-force, fulfilled,
    broken, refused, withdrawn); `duration` ISO 8601; `statement` the index of the statement that
    conveys it, so on whose word it rests.
    """

    debtors: tuple[Actor, ...]
    spans: tuple[Span, ...]
    rule: str
    beneficiaries: tuple[Actor, ...] = ()
    status: str = "announced"
    condition: Span | None = None
    duration: str | None = None
    duration_span: Span | None = None
    deadline: Moment | None = None
    amount: Span | None = None
    statement: int | None = None
    confidence: float = 0.7


@dataclass(frozen=True, slots=True)
class Facts:
    """All that was found in one article. `genre` is liveblog, article, readout, communique …"""

    mentions: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    genre: str = "article"
    warnings: tuple[str, ...] = field(default=())
