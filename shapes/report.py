"""What a check found: a report of results that a journalist can read and a program can sort."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["violation", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Result:
    """One finding, in the terms of SHACL (W3C, 2017, section 3.6.2).

    `focus` is the IRI of what does not hold, `graph` the named graph in which, `path` the property and
    `value` its value; `component` the kind of rule. `message` says what is wrong and what to do, `words`
    is the passage of the report that the finding is about. What is not known is empty.
    """

    severity: Severity
    focus: str
    path: str
    value: str
    component: str
    message: str
    graph: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """All findings, sorted and without doubles; it conforms if none of them is a violation."""

    results: tuple[Result, ...] = ()

    @classmethod
    def of(cls, results: Iterable[Result]) -> "Report":
        """The report of these results."""
        return cls(tuple(sorted(set(results))))

    def __or__(self, other: "Report") -> "Report":
        return Report.of((*self.results, *other.results))

    @property
    def conforms(self) -> bool:
        """Whether nothing is violated; warnings alone conform."""
        return not self.violations

    @property
    def violations(self) -> tuple[Result, ...]:
        """What must be put right."""
        return tuple(result for result in self.results if result.severity == "violation")

    @property
    def warnings(self) -> tuple[Result, ...]:
        """What deserves a look."""
        return tuple(result for result in self.results if result.severity == "warning")
