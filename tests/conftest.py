"""A small live blog with its facts, built by hand: what the tests of the graph, shapes and store share."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pyoxigraph as ox
import pytest

from communique.mapping.graph import to_quads
from communique.mapping.iris import Base
from communique.mapping.model import (
    Actor,
    Article,
    Block,
    Commitment,
    Facts,
    Meeting,
    Mention,
    Moment,
    Participation,
    Post,
    PostRole,
    Publication,
    Span,
    Statement,
)
from communique.mapping.terms import Node, quads, text
from communique.ontology.register import Organisation, Person, Register, State, Tenure
from communique.ontology.vocabulary import CMQ, ORG, SCHEMA, SKOS, concept

LEDE = "Leaders gather in Lisbon. The leaders of Norland, Sudland and Estland said the strait is open to all."
FIRST = (
    "Berg arrives\n\nPrime minister Anna Berg met 12 heads of state in Lisbon on Tuesday at 2pm. "
    "“We will send ten ships by 1 March if the truce holds,” Berg told Radio Nord. "
    "A spokesman for the ministry declined to say more."
)
SECOND = (
    "The full text\n\nA. Berg and Norland and Sudland issued a statement in Lisbon: "
    "“The strait is open to all.” "
    "The talks counted 14 heads of state. Carl Dahl, no longer attending, stayed at home."
)
TEXT = "\n\n".join((LEDE, FIRST, SECOND, FIRST))

CAPTURED = datetime(2026, 3, 3, 18, 30, tzinfo=UTC)

NORLAND = Actor("state", "NX", "Norland")
SUDLAND = Actor("state", "SX", "Sudland")
ESTLAND = Actor("state", "EX", "Estland")
BERG = Actor("person", "anna-berg", "Anna Berg", of="NX", office="prime minister")
DAHL = Actor("person", "carl-dahl", "Carl Dahl", of="SX", office="envoy", known=False)
RADIO = Actor("organisation", "radio-nord", "Radio Nord")
SPOKESMAN = Actor("described", "a spokesman for the ministry", "A spokesman for the ministry", of="NX")
TUESDAY = Moment("2026-03-03", datetime(2026, 3, 3), datetime(2026, 3, 3, 23, 59, 59), "on Tuesday")  # noqa: DTZ001

TENURE = Tenure("anna-berg", "prime minister", "NX")
REGISTER = Register(
    states={actor.key: State(actor.key, actor.name, (actor.name,)) for actor in (NORLAND, SUDLAND, ESTLAND)},
    organisations={"radio-nord": Organisation("radio-nord", "Radio Nord", ("Radio Nord",), "broadcaster")},
    persons={"anna-berg": Person("anna-berg", "Anna Berg", ("Anna Berg",), ("Berg",), tenures=(TENURE,))},
)


def at(words: str, after: str = "") -> Span:
    """Where the words first stand, after other words if these are given."""
    start = TEXT.index(words, TEXT.index(after))
    return Span(start, start + len(words))


def _posts() -> tuple[Post, ...]:
    posts, start = [], 0
    for index, words in enumerate((LEDE, FIRST, SECOND, FIRST)):
        span = Span(start, start + len(words))
        head = None if index == 0 else Span(start, start + words.index("\n"))
        blocks = (Block("paragraph", span),)
        role: PostRole = "lede" if index == 0 else "post"
        posts.append(Post(index, span, blocks, role, head, repeats=1 if index == 3 else None))
        start = span.end + 2
    return tuple(posts)


ARTICLE = Article(
    "blogs/strait-live.txt",
    TEXT,
    _posts(),
    hashlib.sha256(TEXT.encode()).hexdigest(),
    live=True,
    title="The strait, live",
    publisher="The Example",
    published=Publication(date(2026, 3, 3), "given"),
)

SAID = "the strait is open to all"
MENTIONS = (
    Mention(BERG, at("Anna Berg"), "full name"),
    Mention(BERG, at("Berg told"), "surname"),
    Mention(BERG, at("A. Berg"), "surname"),
    Mention(NORLAND, at("Norland"), "state"),
    Mention(NORLAND, at("Norland", SECOND), "state"),
    Mention(DAHL, at("Carl Dahl"), "introduced"),
)
STATEMENTS = (
    Statement(
        (NORLAND, SUDLAND, ESTLAND),
        (at(SAID),),
        "joint",
        source=at("The leaders of Norland, Sudland and Estland"),
        cue=at("said"),
        joint=True,
        document="strait",
    ),
    Statement(
        (BERG,),
        (at("We will send ten ships by 1 March if the truce holds,"),),
        "quotation",
        source=at("Berg", "holds,”"),
        cue=at("told"),
        act="pledge",
        mode="quotation",
        quoted=True,
        addressees=(RADIO,),
        channel="Radio Nord",
        when=TUESDAY,
    ),
    Statement(
        (NORLAND, SPOKESMAN),
        (at("declined to say more"),),
        "refusal",
        source=at("A spokesman for the ministry"),
        act="declined",
        mode="refusal",
    ),
    Statement(
        (NORLAND, SUDLAND),
        (at("The strait is open to all."),),
        "document",
        source=at("A. Berg and Norland and Sudland"),
        mode="document-text",
        joint=True,
        document="strait",
    ),
)
COMMITMENTS = (
    Commitment(
        (NORLAND,),
        (at("send ten ships"),),
        "pledge",
        beneficiaries=(SUDLAND,),
        condition=at("if the truce holds"),
        duration="P14M",
        deadline=Moment("2026-03-01", datetime(2026, 3, 1), datetime(2026, 3, 1, 23, 59, 59)),  # noqa: DTZ001
        amount=at("ten ships"),
        statement=1,
    ),
)
MEETINGS = (
    Meeting(
        "summit",
        (
            Participation((at("Prime minister Anna Berg"),), BERG, "host"),
            Participation((at("12 heads of state"),), headcount=12, described="heads of state"),
            Participation((at("14 heads of state"),), headcount=14, described="heads of state"),
            Participation((at("Carl Dahl, no longer attending"),), DAHL, attendance="withdrawn"),
        ),
        (at("met 12 heads of state in Lisbon on Tuesday at 2pm"), at("The talks counted 14 heads of state")),
        "gathering",
        place="Lisbon",
        when=Moment(TUESDAY.edtf, TUESDAY.earliest, TUESDAY.latest, "on Tuesday", at("on Tuesday")),
        time="14:00",
        time_text="at 2pm",
    ),
)

CONCEPTS = (
    "act/assertion act/declined act/pledge force/announced kind/summit modality/certain mode/document-text "
    "mode/paraphrase mode/quotation mode/refusal role/host role/participant state/kept status/attending "
    "status/cancelled status/held status/open status/released status/scheduled status/withdrawn channel/x"
).split()
FACTS = Facts(MENTIONS, STATEMENTS, MEETINGS, COMMITMENTS, "liveblog")
BASE = Base()


@dataclass(frozen=True)
class Sample:
    """An article, its facts and what they refer to."""

    article: Article = ARTICLE
    facts: Facts = FACTS
    register: Register = REGISTER
    base: Base = BASE
    captured_at: datetime = CAPTURED

    def quads(self) -> tuple[ox.Quad, ...]:
        """The sample as quads."""
        return to_quads(self.article, self.facts, self.base, self.captured_at, self.register)

    def reference(self) -> tuple[ox.Quad, ...]:
        """What a reference graph says of all that the sample may refer to."""
        actors = [(actor, CMQ.State) for actor in (NORLAND, SUDLAND, ESTLAND)]
        actors += [(RADIO, ORG.Organization), (BERG, SCHEMA.Person)]
        nodes = [(self.base.actor(actor, ""), kind, actor.name) for actor, kind in actors]
        nodes += [(concept(*name.split("/")), SKOS.Concept, name) for name in CONCEPTS]
        graph = self.base.reference
        return tuple(
            quad
            for iri, kind, name in nodes
            for said in (Node(iri, graph).is_a(kind), Node(iri, graph).say(SKOS.prefLabel, text(name)))
            for quad in quads(said)
        )


@pytest.fixture
def sample() -> Sample:
    return Sample()
