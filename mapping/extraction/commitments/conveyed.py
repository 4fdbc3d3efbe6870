"""Which statement conveys a stretch of text, looked up without going through all of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from communique.mapping.model import Span, Statement

_BUCKET = 512  # code points


@dataclass(slots=True)
class Conveyed:
    """The statements of an article by where their words stand."""

    statements: tuple[Statement, ...]
    buckets: dict[int, list[tuple[int, int, int, int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for index, statement in enumerate(self.statements):
            size = sum(map(len, statement.spans))
            for span in statement.spans:
                for bucket in _buckets(span):
                    self.buckets.setdefault(bucket, []).append((size, index, span.start, span.end))

    def index_at(self, span: Span) -> int | None:
        """The index of the statement that conveys a span: of several the innermost."""
        start, end = span.start, span.end
        found: list[tuple[int, int]] = []
        for bucket in _buckets(span):
            if pieces := self.buckets.get(bucket):
                found += [
                    (size, index) for size, index, left, right in pieces if left < end and start < right
                ]
        return min(found)[1] if found else None

    def at(self, span: Span) -> Statement | None:
        """The statement that conveys a span."""
        index = self.index_at(span)
        return None if index is None else self.statements[index]


def _buckets(span: Span) -> Iterable[int]:
    return range(span.start // _BUCKET, span.end // _BUCKET + 1)
