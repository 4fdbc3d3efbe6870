"""Many articles into the store, one after the other: a bad one is told and does not stop the others."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from communique.errors import InputError
from communique.mapping.ingest import Outcome, ingest

if TYPE_CHECKING:
    from communique.publishing.store import GraphStore


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of one file: an outcome, or the reason why it could not be read."""

    path: Path
    outcome: Outcome | None = None
    error: InputError | None = None

    @property
    def exit_code(self) -> int:
        """0 where the article is in the store, 1 where it was rejected, 3 where it could not be read."""
        if self.error is not None:
            return self.error.exit_code
        return 1 if self.outcome and self.outcome.status == "rejected" else 0


def ingest_all(
    paths: Iterable[Path],
    store: "GraphStore",
    published: date | None = None,
    captured_at: datetime | None = None,
) -> Iterator[Ingested]:
    """Ingest each file, and tell at once what became of it. Raises StoreError, which concerns them all."""
    for path in paths:
        try:
            yield Ingested(path, ingest(path, store, published, captured_at))
        except InputError as error:
            yield Ingested(path, error=error)
