"""What only shows when several graphs are seen together, and with who held which office when.

Names that lead nowhere, times that end before they begin, tenures that overlap, a speaker who was out of
office on the day, and a time that two reports give differently.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import combinations
from typing import Final

import pyoxigraph as ox

from communique.ontology.vocabulary import CMQ, OA, RDF, SCHEMA
from communique.shapes.compiled import Graph, PlainQuads, Quad, Term, plain_quads
from communique.shapes.compiled.terms import is_literal, text_of
from communique.shapes.compiled.values import before, value_of
from communique.shapes.passages import passage_of
from communique.shapes.report import Report, Result, Severity

MESSAGES: Final = {
    "DanglingReference": "Nothing is known of what this refers to. Describe it, or correct the name.",
    "EndsBeforeStart": "It ends before it begins. Correct cmq:earliest and cmq:latest.",
    "OverlappingTenures": "Two people hold one office at once. Correct a tenure, if they do not share it.",
    "SpeakerOutOfOffice": "The speaker was out of office on that day. Look who is meant, or correct the day.",
    "DifferentTimes": "Two reports give different times. Look which is right, and record the disagreement.",
}
# The properties that are looked up; all others are only followed.
_READ: Final = frozenset(
    {CMQ.holder, CMQ.office, CMQ.shared, CMQ.actsFor, CMQ.speaker, CMQ.earliest, CMQ.latest, CMQ.evidence}
    | {OA.hasSelector, OA.exact, OA.start, OA.end}
)
_HANDOVER: Final = timedelta(days=45)  # two people on one day, or in a month where no day is known
_ALWAYS: Final = (datetime(1, 1, 1), datetime(9999, 12, 31))  # noqa: DTZ001 - as the data has them
_BY_MISTAKE: Final = 3  # an office with more pairs than this is shared as a rule: judges, a presidency
# What is named and not described in any graph, by design: the selectors' documents are, the rest is not.
_NOT_FOLLOWED: Final = frozenset({RDF.type, CMQ.rule, SCHEMA.url})


def check_union(
    quads: Iterable[ox.Quad] | PlainQuads, reference: Iterable[ox.Quad] | PlainQuads, base: str
) -> Report:
    """Check graphs together. `reference` describes what they may refer to, with its tenures.

    Only names below `base` are expected to be described. The reference data is not itself checked.
    """
    union = _Union(plain_quads(quads), plain_quads(reference), base)
    return Report.of(
        [
            *union.dangling(),
            *union.backwards(),
            *union.overlapping(),
            *union.out_of_office(),
            *union.differing(),
        ]
    )


class _Union:
    """The graphs as one, and what is known beside them."""

    def __init__(self, rows: Sequence[Quad], reference: Sequence[Quad], base: str) -> None:
        own, known = ([row[:3] for row in part if row[1] in _READ] for part in (rows, reference))
        self.own, self.all = Graph(own), Graph([*known, *own])
        self.rows, self.base = rows, base
        self.described = {row[0] for row in reference}
        self.graphs: dict[str, str] = {}
        for subject, _, _, graph in rows:
            self.graphs.setdefault(subject, graph)
        self.described.update(self.graphs)

    def dangling(self) -> Iterator[Result]:
        """Names of ours that nothing is said of."""
        for subject, link, value, _ in self.rows:
            if (
                isinstance(value, str)
                and value.startswith(f"{self.base}id/")
                and value not in self.described
                and link not in _NOT_FOLLOWED
            ):
                yield self._result("violation", subject, link, value, "DanglingReference")

    def backwards(self) -> Iterator[Result]:
        """Times of which every end is before every beginning."""
        for node, starts in self.own.column(CMQ.earliest).items():
            ends = self.own.objects(node, CMQ.latest)
            if ends and all(before(end, start) for end in ends for start in starts):
                value = text_of(next(iter(ends)))
                yield self._result("violation", text_of(node), CMQ.latest, value, "EndsBeforeStart")

    def overlapping(self) -> Iterator[Result]:
        """Tenures of one office by two people, of which neither ends before the other begins."""
        held: defaultdict[Term, list[Term]] = defaultdict(list)
        for tenure, offices in self.own.column(CMQ.office).items():
            for office in offices:
                held[office].append(tenure)
        for office, tenures in held.items():
            if self._shared(office):
                continue
            pairs = list(filter(self._contradict, combinations(sorted(tenures, key=text_of), 2)))
            for one, other in pairs if len(pairs) <= _BY_MISTAKE else ():
                yield self._result("warning", text_of(one), CMQ.when, text_of(other), "OverlappingTenures")

    def out_of_office(self) -> Iterator[Result]:
        """Statements by somebody who is known to have acted for that party, and not on that day."""
        for statement, speakers in self.own.column(CMQ.speaker).items():
            for party in self.own.objects(statement, CMQ.actsFor):
                for speaker in speakers:
                    tenures = [
                        tenure
                        for tenure in self.all.subjects(CMQ.holder, speaker)
                        if party in self.all.objects(tenure, CMQ.actsFor)
                    ]
                    if tenures and not any(self._overlap(statement, tenure) for tenure in tenures):
                        value = text_of(speaker)
                        yield self._result(
                            "warning", text_of(statement), CMQ.speaker, value, "SpeakerOutOfOffice"
                        )

    def differing(self) -> Iterator[Result]:
        """What two graphs date differently."""
        given: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for subject, link, value, graph in self.rows:
            if link == CMQ.when and is_literal(value):
                given[subject].setdefault(graph, text_of(value))
        for subject, times in given.items():
            if len(set(times.values())) > 1:
                value = " / ".join(sorted(set(times.values())))
                yield self._result("warning", subject, CMQ.when, value, "DifferentTimes")

    def _shared(self, office: Term) -> bool:
        """Whether it is said that several people hold this office at once."""
        return any(text_of(value) in ("true", "1") for value in self.all.objects(office, CMQ.shared))

    def _holders(self, tenure: Term) -> set[Term]:
        return set(self.all.objects(tenure, CMQ.holder))

    def _contradict(self, tenures: tuple[Term, Term]) -> bool:
        """Whether two people's tenures have more in common than a handover."""
        one, other = tenures
        if not self._holders(one).isdisjoint(self._holders(other)):
            return False
        starts = [self._moment(tenure, CMQ.earliest, _ALWAYS[0]) for tenure in tenures]
        ends = [self._moment(tenure, CMQ.latest, _ALWAYS[1]) for tenure in tenures]
        return min(ends) - max(starts) > _HANDOVER

    def _moment(self, node: Term, link: str, otherwise: datetime) -> datetime:
        values = [value_of(term) for term in self.all.objects(node, link)]
        return next((value[1] for value in values if value and value[0] == "datetime"), otherwise)

    def _overlap(self, one: Term, other: Term) -> bool:
        """Whether two times may have a moment in common; one that is not known is open on that side."""
        return not (self._over_before(one, other) or self._over_before(other, one))

    def _over_before(self, one: Term, other: Term) -> bool:
        ends, starts = self.all.objects(one, CMQ.latest), self.all.objects(other, CMQ.earliest)
        return any(before(end, start) for end in ends for start in starts)

    def _result(self, severity: Severity, focus: str, path: str, value: str, component: str) -> Result:
        words, start, end = passage_of(self.own, focus)
        graph = self.graphs.get(focus, "")
        return Result(severity, focus, path, value, component, MESSAGES[component], graph, words, start, end)
