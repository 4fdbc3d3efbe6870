"""Conditional requests: whether a client has already what it asks for (RFC 9110, sections 8.8.3 and 13)."""

import re
from collections.abc import Set as AbstractSet
from typing import Final

ANY: Final = "*"
_TAG: Final = re.compile(r'(?:W/)?"[!\x23-\x7E\x80-\xFF]*"')


def entity_tags(header: str) -> tuple[str, ...]:
    """The tags of an If-Match or If-None-Match as they were sent, or ANY; a comma may stand in a tag.

    >>> entity_tags('W/"a,b" , "c"')
    ('W/"a,b"', '"c"')
    """
    return (ANY,) if header.strip() == ANY else tuple(_TAG.findall(header))


def known(header: str) -> frozenset[str]:
    """What a client has by its If-None-Match: weak tags, for these are compared weakly; or ANY."""
    return frozenset(tag if tag == ANY else weak(tag) for tag in entity_tags(header))


def weak(tag: str) -> str:
    """A tag as a weak one: two tags are equal in the weak comparison where these are (section 8.8.3.2)."""
    return tag if tag.startswith("W/") else f"W/{tag}"


def unchanged(tag: str | None, tags: AbstractSet[str]) -> bool:
    """Whether a representation with this tag is among those that the client has."""
    return ANY in tags or (tag is not None and weak(tag) in tags)
