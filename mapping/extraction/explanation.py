"""Facts with the rule behind each, whom it could have meant, and what was left open, as lines for people."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from communique.mapping.extraction.trace import Reading, Trace
from communique.mapping.model import Actor, Article, Commitment, Facts, Meeting, Mention, Span, Statement
from communique.ontology.register import Register, load_register

_WIDTH = 100
_TOLD = {
    "register-name": "a name of the register",
    "register-state": "a name of the state",
    "register-demonym": "the state’s people or adjective",
    "register-metonym": "a place or house that stands for it",
    "register-organisation": "a name of the organisation",
    "surname-of-full-name": "the last name of somebody named in full",
    "surname-in-office": "of those with this name the one in office on the day",
    "text-introduction": "introduced by the text with an office",
    "text-name": "named in full by the text",
}
"""What the rule of a mention says, for people."""


def explain(article: Article, facts: Facts, trace: Trace) -> Iterator[str]:
    """The lines: statements, meetings and commitments with what told their actors, and cues left open."""
    explanation = Explanation(article, facts, trace, load_register())
    for statement in facts.statements:
        yield from explanation.of_statement(statement)
    for meeting in facts.meetings:
        yield from explanation.of_meeting(meeting)
    for bound in facts.commitments:
        yield from explanation.of_commitment(bound)
    for cue in trace.open:
        around = Span(max(cue.start - _WIDTH // 2, 0), min(cue.end + _WIDTH // 2, len(article.text)))
        yield f"open: nobody fits “{cue.of(article.text)}” in “… {_words(article, [around])} …”"


@dataclass(frozen=True, slots=True)
class Explanation:
    """What the lines about one article are made from."""

    article: Article
    facts: Facts
    trace: Trace
    register: Register

    def of_statement(self, statement: Statement) -> Iterator[str]:
        """The statement, how its source was read, and what told each speaker."""
        yield self._head("statement", statement.rule, statement.confidence, statement.spans)
        yield f"    {self._source(statement)}"
        near = [statement.source] if statement.source else statement.spans
        yield from self._identities(statement.speakers, near)

    def of_meeting(self, meeting: Meeting) -> Iterator[str]:
        """The meeting, its status and time, and what told each of those who take part."""
        yield self._head("meeting", meeting.rule, meeting.confidence, meeting.spans)
        when = f"“{meeting.when.text}” is {meeting.when.edtf}" if meeting.when else "no day is told"
        yield f"    {meeting.kind}, {meeting.status}; {when}; {meeting.place or 'no place is told'}"
        if not any(part.actor for part in meeting.participations):
            yield "    nobody is named"
        for part in meeting.participations:
            if part.actor:
                yield from self._identities([part.actor], part.spans, f"{part.role}, {part.attendance}: ")

    def of_commitment(self, bound: Commitment) -> Iterator[str]:
        """The commitment, on whose word it stands, how firm it is, and what told whom it binds."""
        yield self._head("commitment", bound.rule, bound.confidence, bound.spans)
        said = self.facts.statements[bound.statement] if bound.statement is not None else None
        word = f"on the word of {_names(said.speakers)}" if said else "on the report’s own word"
        yield f"    {bound.status}, {word}"
        yield f"    bound: {_names(bound.debtors)}"
        yield from self._identities(bound.debtors, bound.spans)

    def _head(self, kind: str, rule: str, confidence: float, spans: Iterable[Span]) -> str:
        return f"{kind} [{rule}, {confidence:.2f}] {_words(self.article, spans)}"

    def _source(self, statement: Statement) -> str:
        """Whom the source means, and who else was weighed."""
        who = _names(statement.speakers)
        if statement.source is None:
            return f"{who}: told by what stands before"
        reading = self.trace.readings.get(statement.source)
        said = f"{who}: “{_words(self.article, [statement.source])}”"
        return said + (_weighed(reading) if reading else f" (by the rule {statement.rule})")

    def _identities(self, actors: Iterable[Actor], near: Sequence[Span], lead: str = "") -> Iterator[str]:
        """For each actor who is known by a name: the words that tell it, and who else bears it."""
        for actor in actors:
            mention = self._mention(actor, near)
            if mention is None:
                if lead:
                    yield f"    {lead}{actor.name}"
                continue
            words = mention.span.of(self.article.text)
            line = f"“{words}” is {mention.actor.name}: {_TOLD.get(mention.rule, mention.rule)}"
            others = self._namesakes(words, mention.actor)
            yield f"    {lead}{line}{_office(mention.actor)}" + (
                f"; not {', '.join(others)}" if others else ""
            )

    def _mention(self, actor: Actor, near: Sequence[Span]) -> Mention | None:
        """The mention that names the actor there, else the last one before."""
        own = [mention for mention in self.facts.mentions if mention.actor.key == actor.key]
        inside = [mention for mention in own if any(mention.span in span for span in near)]
        before = [mention for mention in own if near and mention.span.start < near[0].start]
        return next(iter(inside or before[::-1]), None)

    def _namesakes(self, words: str, actor: Actor) -> list[str]:
        people = self.register.persons.values()
        same = [person.label for person in people if words in person.short and person.key != actor.key]
        return same if actor.kind == "person" else []


def _office(actor: Actor) -> str:
    return f" ({actor.office}, {actor.of})" if actor.office and actor.of else ""


def _weighed(reading: Reading) -> str:
    others = _names(actor for actor in reading.candidates if actor not in reading.chosen)
    if not reading.candidates:
        return f" ({reading.rule})"
    told = " is the last subject that fits" if reading.rule == "pronoun" else f" ({reading.rule})"
    return told + (f"; passed over: {others}" if others else "; nobody else fits")


def _names(actors: Iterable[Actor]) -> str:
    return ", ".join(dict.fromkeys(actor.name for actor in actors))


def _words(article: Article, spans: Iterable[Span]) -> str:
    said = " ".join(" … ".join(span.of(article.text) for span in spans).split())
    return said if len(said) <= _WIDTH else f"{said[: _WIDTH - 2].rsplit(' ', 1)[0]} …"
