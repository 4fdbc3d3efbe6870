"""What a store holds, in figures."""

import json
from dataclasses import dataclass
from typing import Any, Final

import pyoxigraph as ox

from communique import __version__
from communique.publishing.querying.queries import ask_store
from communique.publishing.querying.results import Table

_COUNTS: Final = {
    "articles": "?thing a cmq:Report FILTER NOT EXISTS { ?thing schema:isPartOf ?whole }",
    "reports": "?thing a cmq:Report",
    "statements": "?thing a cmq:Statement",
    "meetings": "?thing a cmq:Meeting",
    "commitments": "?thing a cmq:Commitment",
    "states": "?thing a cmq:State",
    "people": "?thing a schema:Person",
}
_PREFIXES: Final = "PREFIX cmq: <https://w3id.org/communique/ns#> PREFIX schema: <https://schema.org/>"


@dataclass(frozen=True, slots=True)
class Summary:
    """How many of each kind of thing are served, and by which version."""

    counts: dict[str, int]
    quads: int
    version: str

    def to_json(self) -> str:
        """As a program reads it."""
        return json.dumps(
            {"version": self.version, "quads": self.quads, **self.counts}, separators=(",", ":")
        )


def summarise(store: ox.Store) -> Summary:
    """Count what the store holds."""
    counts = {kind: _count(store, pattern) for kind, pattern in _COUNTS.items()}
    return Summary(counts, len(store), __version__)


def summary_from_json(document: bytes) -> Summary:
    """What `to_json` wrote."""
    told: dict[str, Any] = json.loads(document)
    return Summary({kind: told[kind] for kind in _COUNTS}, told["quads"], told["version"])


def _count(store: ox.Store, pattern: str) -> int:
    query = f"{_PREFIXES} SELECT (COUNT(DISTINCT ?thing) AS ?count) {{ {pattern} }}"
    answer = ask_store(store, query)
    return int(answer.values("count")[0] or 0) if isinstance(answer, Table) else 0
