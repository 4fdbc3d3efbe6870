"""What a format's reader hands over: a text, its posts, and what the file declares."""

from dataclasses import dataclass, field

from communique.mapping.model import Post
from communique.mapping.reading.declared import Declared


@dataclass(frozen=True, slots=True)
class Reading:
    """An article before it is dated: every span of `posts` counts in `text`."""

    text: str
    posts: tuple[Post, ...]
    live: bool
    declared: Declared = field(default_factory=Declared)
