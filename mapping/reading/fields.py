"""Values out of JSON of which nothing is certain: what is not of the expected type is not there."""

import html
from datetime import UTC, datetime
from typing import Any

from communique.mapping.reading.bylines import byline
from communique.mapping.reading.compose import clean, fold
from communique.mapping.reading.timestamps import iso

Node = dict[str, Any]


def text(node: Node, *names: str) -> str | None:
    """The first of these members that is a string with something in it; character references resolved."""
    values = (node.get(name) for name in names)
    return next((found for value in values if isinstance(value, str) and (found := _plain(value))), None)


def markup(node: Node, *names: str) -> str:
    """The first of these members that is a string with something in it, as it stands."""
    values = (node.get(name) for name in names)
    return next((clean(value) for value in values if isinstance(value, str) and value.strip()), "")


def nodes(value: object) -> list[Node]:
    """The objects in a list, or the one object."""
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]


def child(node: Node, name: str) -> Node:
    """The member that is an object; an empty one where it is not there."""
    value = node.get(name)
    return value if isinstance(value, dict) else {}


def time(node: Node, *names: str) -> str | None:
    """The first of these members that is a time, in ISO 8601: a string, milliseconds, or a CAPI object."""
    return next((found for value in (node.get(name) for name in names) if (found := _time(value))), None)


def signed(line: str | None) -> tuple[str, ...]:
    """Who a byline names; the line itself where it is none that is understood."""
    words = fold(line or "")
    found = byline(words) if words else None
    return found.authors if found else (words,) if words else ()


def names(value: object, *members: str) -> tuple[str, ...]:
    """The names of the objects in a list, each once."""
    return tuple(dict.fromkeys(name for node in nodes(value) if (name := text(node, *members))))


def _plain(value: str) -> str:
    return fold(html.unescape(value))


def _time(value: object) -> str | None:
    if isinstance(value, dict):
        value = value.get("iso8601") or value.get("dateTime")
    if isinstance(value, str):
        return iso(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        try:
            return datetime.fromtimestamp(value / 1000, UTC).isoformat()
        except (ValueError, OverflowError, OSError):
            return None
    return None
