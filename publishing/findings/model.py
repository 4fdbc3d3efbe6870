"""One file with what was found in it, and where each finding stands in the file."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from communique.errors import InputError
from communique.publishing.findings.places import Place, SourceText
from communique.shapes.report import SEVERITIES, Report, Result, Severity


@dataclass(frozen=True, slots=True)
class Found:
    """A result in a file; `place` is None where no words are known, or they cannot be found in the file.

    `article` is the name of the article within the file, where this holds several.
    """

    path: Path
    result: Result
    place: Place | None = None
    article: str = ""

    @property
    def name(self) -> str:
        """The file, and which article in it."""
        return name_of(self.path, self.article)

    @property
    def fingerprint(self) -> str:
        """What stays the same when other parts of the file change: no line, no digest of the text."""
        said = self.result
        parts = (self.name, said.component, said.path, said.severity, said.words or said.focus)
        return hashlib.sha256(
            "\x1f".join((*parts, said.value if not said.words else "")).encode()
        ).hexdigest()


@dataclass(frozen=True)
class Checked:
    """What became of one file: a report, or the reason why it could not be read.

    `captured` is the text that an article's passages count in; empty for RDF. `article` is its name within
    the file, where this holds several.
    """

    path: Path
    report: Report = field(default_factory=Report)
    error: InputError | None = None
    captured: str = ""
    article: str = ""

    @property
    def name(self) -> str:
        """The file, and which article in it."""
        return name_of(self.path, self.article)

    @property
    def exit_code(self) -> int:
        """0 where it conforms, 1 where it does not, 3 where it could not be read."""
        return self.exit_code_at("violation")

    def exit_code_at(self, worst: Severity) -> int:
        """The same, where findings of this severity and graver ones count as failure."""
        if self.error:
            return self.error.exit_code
        failing = SEVERITIES[: SEVERITIES.index(worst) + 1]
        return int(any(result.severity in failing for result in self.report.results))

    @cached_property
    def source(self) -> SourceText | None:
        """The file's text, for articles; None for archives, which have no lines."""
        if not self.captured:
            return None
        from communique.mapping.reading.containers import HEAD, container_of
        from communique.mapping.reading.encoding import decode_html

        data = self.path.read_bytes() if self.path.is_file() else b""
        if container_of(data[:HEAD]) is not None:
            return None
        if self.captured.encode() == data:
            return SourceText(self.captured, self.captured)
        return SourceText(decode_html(data, self.path.name), self.captured)

    @cached_property
    def found(self) -> tuple[Found, ...]:
        """The findings with their places, in the report's order."""
        return tuple(
            Found(self.path, result, self._place(result), self.article) for result in self.report.results
        )

    def _place(self, result: Result) -> Place | None:
        return self.source.place(result.start, result.end) if self.source else None


def name_of(path: Path, article: str) -> str:
    """The file, and which article in it where there are several."""
    return f"{path.as_posix()}#{article}" if article else path.as_posix()


def all_found(checked: Iterable[Checked]) -> Iterator[Found]:
    """The findings of all files, file by file."""
    return (found for one in checked for found in one.found)


def in_order(checked: Sequence[Checked]) -> list[Checked]:
    """The files by name: the order in which they were checked does not matter."""
    return sorted(checked, key=lambda one: (one.path.as_posix(), one.article))
