"""Why an actor was credited: what the resolver weighed, collected on the way where somebody asks for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from communique.mapping.model import Actor, Span


@dataclass(frozen=True, slots=True)
class Reading:
    """A phrase, the rule that read it, whom it means, and whom else it could have meant, nearest first."""

    span: Span
    rule: str
    chosen: tuple[Actor, ...]
    candidates: tuple[Actor, ...] = ()


@dataclass(slots=True)
class Trace:
    """The readings of one article by where the phrase stands, and the cues that credit nobody."""

    readings: dict[Span, Reading] = field(default_factory=dict)
    open: list[Span] = field(default_factory=list)
    _offered: list[Actor] = field(default_factory=list)

    def offer(self, candidates: Iterable[Actor]) -> None:
        """Actors who fit the phrase that is being read."""
        self._offered.extend(candidates)

    def read(self, span: Span, rule: str, chosen: Sequence[Actor]) -> None:
        """The phrase has been read; what was offered since the last one belongs to it."""
        if chosen or span not in self.readings:
            self.readings[span] = Reading(span, rule, tuple(chosen), tuple(dict.fromkeys(self._offered)))
        self._offered.clear()
