"""Conditional requests: whether a client has already what it asks for (RFC 9110, sections 8.8.3 and 13)."""

import re
from collections.abc import Set as AbstractSet
from typing import Final

ANY: Final = "*"
_ENTITY_TAG: Final = r'(?:W/)?"[!\x23-\x7E\x80-\xFF]*+"'
_TAG: Final = re.compile(_ENTITY_TAG)
_ONLY_ANY: Final = re.compile(r"[ \t]*+\*[ \t]*+(?:,[ \t]*+\*[ \t]*+)*+")
_LIST: Final = re.compile(rf"[ \t,]*+{_ENTITY_TAG}[ \t]*+(?:,[ \t]*+(?:{_ENTITY_TAG}[ \t]*+)?+)*+")


def entity_tags(header: str) -> tuple[str, ...]:
    """The tags of an If-Match or If-None-Match as they were sent, or ANY; a comma may stand in a tag.

    ANY may be there on several lines. Raises ValueError where there is anything else, or nothing (sections
    13.1.1 and 13.1.2; empty elements of a list are passed over, section 5.6.1).

    >>> entity_tags('W/"a,b" , "c"')
    ('W/"a,b"', '"c"')
    """
    if _ONLY_ANY.fullmatch(header):
        return (ANY,)
    if not _LIST.fullmatch(header):
        raise ValueError('“*”, or entity tags such as "a", W/"b" (RFC 9110, section 8.8.3)')
    return tuple(_TAG.findall(header))


def known(header: str) -> frozenset[str]:
    """What a client has by its If-None-Match: weak tags, for these are compared weakly; or ANY.

    Who says so in a malformed way has nothing.
    """
    return frozenset(tag if tag == ANY else weak(tag) for tag in _readable(header))


def matched(tag: str | None, header: str) -> bool:
    """Whether an If-Match holds of what there is, by the strong comparison: weak tags never match."""
    tags = _readable(header)
    return ANY in tags or (tag is not None and not tag.startswith("W/") and tag in tags)


def _readable(header: str) -> tuple[str, ...]:
    try:
        return entity_tags(header)
    except ValueError:
        return ()


def weak(tag: str) -> str:
    """A tag as a weak one: two tags are equal in the weak comparison where these are (section 8.8.3.2)."""
    return tag if tag.startswith("W/") else f"W/{tag}"


def unchanged(tag: str | None, tags: AbstractSet[str]) -> bool:
    """Whether a representation with this tag is among those that the client has."""
    return ANY in tags or (tag is not None and weak(tag) in tags)
