"""Content negotiation: which of several representations a client asks for (RFC 9110, section 12.5)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar


class Offer(Protocol):
    """Something that can be sent: every media type that names it, the proper one first."""

    @property
    def media_types(self) -> tuple[str, ...]:
        """The media types, in lower case."""


@dataclass(frozen=True, slots=True)
class MediaRange:
    """One element of an Accept header: `text/*;q=0.5`."""

    type: str
    subtype: str
    quality: float

    def specificity(self, media_type: str) -> int:
        """How closely the range fits: 3 exactly, 2 the type alone, 1 anything, 0 not at all."""
        kind, _, subtype = media_type.partition("/")
        if (self.type, self.subtype) == (kind, subtype):
            return _EXACT
        if (self.type, self.subtype) == (kind, "*"):
            return 2
        return 1 if (self.type, self.subtype) == ("*", "*") else 0


_EXACT: Final = 3
O_co = TypeVar("O_co", bound=Offer)


def negotiate(accept: str | None, offers: Sequence[O_co]) -> O_co | None:
    """The offer of the highest quality, the earlier one among equals; None if the client takes none.

    `accept` is the header's value; without one the first offer is right. An offer's quality is that of
    the most specific range that fits its proper media type, or of one that names another of them.
    """
    if accept is None or not accept.strip():
        return offers[0] if offers else None
    ranges = tuple(parse_accept(accept))
    best = max(offers, key=lambda offer: _quality(offer, ranges), default=None)
    return best if best is not None and _quality(best, ranges) > 0 else None


def parse_accept(accept: str) -> Iterator[MediaRange]:
    """The ranges of an Accept header; malformed ones are passed over, parameters other than q ignored."""
    for element in accept.split(","):
        media_type, *parameters = (part.strip() for part in element.lower().split(";"))
        kind, slash, subtype = media_type.partition("/")
        quality = _q(parameters)
        if slash and kind and subtype and quality is not None:
            yield MediaRange(kind, subtype, quality)


def takes_gzip(accept_encoding: str) -> bool:
    """Whether gzip is taken, and no less gladly than no coding at all (sections 12.4.2 and 12.5.3).

    Malformed elements are passed over. Where no coding is acceptable, none is sent all the same.
    """
    weights: dict[str, float] = {}
    for element in accept_encoding.split(","):
        coding, *parameters = (part.strip() for part in element.lower().split(";"))
        quality = _q(parameters)
        if coding and quality is not None:
            name = coding.removeprefix("x-")  # x-gzip is gzip (section 8.4.1.3)
            weights[name] = max(quality, weights.get(name, 0.0))
    other = weights.get("*", 0.0)
    return weights.get("gzip", other) > 0 and weights.get("gzip", other) >= weights.get("identity", other)


def _q(parameters: Sequence[str]) -> float | None:
    """The weight among the parameters, 1 without one, None if it is no number from 0 to 1."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                quality = float(value)
            except ValueError:
                return None
            return quality if 0 <= quality <= 1 else None
    return 1.0


def _quality(offer: Offer, ranges: Sequence[MediaRange]) -> float:
    """That of the proper media type, or of another name for it that a range spells out."""
    proper, *others = offer.media_types
    named = [found.quality for name in others for found in ranges if found.specificity(name) == _EXACT]
    return max([_quality_of(proper, ranges), *named])


def _quality_of(media_type: str, ranges: Sequence[MediaRange]) -> float:
    fitting = [(fit, found.quality) for found in ranges if (fit := found.specificity(media_type))]
    return max(fitting, default=(0, 0.0))[1]
