"""Facts with the rule behind each, whom it could have meant, and what was left open, as lines for people."""

from collections.abc import Iterable, Iterator

from communique.mapping.extraction.trace import Reading, Trace
from communique.mapping.model import Actor, Article, Facts, Span, Statement

_WIDTH = 100


def explain(article: Article, facts: Facts, trace: Trace) -> Iterator[str]:
    """The lines: statements with the reading of their source, meetings, commitments, cues left open."""
    for statement in facts.statements:
        yield _head("statement", statement.rule, statement.confidence, _words(article, statement.spans))
        yield f"    {_why(article, statement, trace)}"
    for meeting in facts.meetings:
        yield _head("meeting", meeting.rule, meeting.confidence, _words(article, meeting.spans))
        named = _names(part.actor for part in meeting.participations if part.actor)
        yield f"    {named or 'nobody is named'}"
    for bound in facts.commitments:
        yield _head("commitment", bound.rule, bound.confidence, _words(article, bound.spans))
        yield f"    bound: {_names(bound.debtors)}"
    for cue in trace.open:
        around = Span(max(cue.start - _WIDTH // 2, 0), min(cue.end + _WIDTH // 2, len(article.text)))
        yield f"open: nobody fits “{cue.of(article.text)}” in “… {_words(article, [around])} …”"


def _head(kind: str, rule: str, confidence: float, words: str) -> str:
    return f"{kind} [{rule}, {confidence:.2f}] {words}"


def _why(article: Article, statement: Statement, trace: Trace) -> str:
    """Whom the source means, and who else was weighed."""
    who = _names(statement.speakers)
    reading = trace.readings.get(statement.source) if statement.source else None
    if statement.source is None:
        return f"{who}: told by what stands before"
    said = f"{who}: “{_words(article, [statement.source])}”"
    return said + (_weighed(reading) if reading else f" (by the rule {statement.rule})")


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
