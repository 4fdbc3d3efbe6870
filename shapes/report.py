"""What a check found: a report of results that a journalist can read and a program can sort."""

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final, Literal

Severity = Literal["violation", "warning", "info"]

SEVERITIES: Final[tuple[Severity, ...]] = ("violation", "warning", "info")


@dataclass(frozen=True, slots=True)
class Result:
    """One finding, in the terms of SHACL (W3C, 2017, section 3.6.2).

    `focus` is the IRI of what does not hold, `graph` the named graph in which, `path` the property (or a
    path as SPARQL writes it) and `value` its value; `component` the kind of rule. `message` says what is
    wrong and what to do. `words` is the passage that the finding is about, from `start` to `end` in the
    captured text (code points). What is not known is empty, an unknown place -1.
    """

    severity: Severity
    focus: str
    path: str
    value: str
    component: str
    message: str
    graph: str = ""
    words: str = ""
    start: int = -1
    end: int = -1

    @property
    def order(self) -> tuple[Any, ...]:
        """What to sort by: the gravest first, then by what it is about."""
        return (SEVERITIES.index(self.severity), *_SAID(self))


_SAID: Final = attrgetter(*(field for field in Result.__slots__ if field != "severity"))


@dataclass(frozen=True, slots=True)
class Report:
    """All findings, sorted and without doubles; it conforms if none of them is a violation."""

    results: tuple[Result, ...] = ()

    @classmethod
    def of(cls, results: Iterable[Result]) -> "Report":
        """The report of these results."""
        return cls(tuple(sorted(set(results), key=lambda result: result.order)))

    def __or__(self, other: "Report") -> "Report":
        return Report.of((*self.results, *other.results))

    @property
    def conforms(self) -> bool:
        """Whether nothing is violated; warnings alone conform."""
        return not self.violations

    def of_severity(self, severity: Severity) -> tuple[Result, ...]:
        """The findings of one severity."""
        return tuple(result for result in self.results if result.severity == severity)

    @property
    def violations(self) -> tuple[Result, ...]:
        """What must be put right."""
        return self.of_severity("violation")

    @property
    def warnings(self) -> tuple[Result, ...]:
        """What deserves a look."""
        return self.of_severity("warning")
