"""The words of an update, between its strings, IRIs, names and comments."""

import re
from collections.abc import Iterator
from typing import Final

# SPARQL 1.1 Query, section 19.8, as far as it takes to find the words between strings, IRIs and names.
TOKEN: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n\r]|\\.)*"'
    r"|'(?:[^'\\\n\r]|\\.)*'"
    r'|<[^<>"{}|^`\\\x00-\x20]*>'
    r"|\#[^\n\r]*"
    r"|[{}]"
    r"|[?$@]\w+|\d+"
    r"|(?:[^\W\d][\w.-]*)?:(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\.)*"
    r"|[^\W\d]\w*",
    re.DOTALL,
)


def outer_tokens(update: str) -> Iterator[re.Match[str]]:
    """Those that stand in no braces; comments are tokens, too."""
    for match, depth in tokens(update):
        if depth == 0:
            yield match


def tokens(update: str) -> Iterator[tuple[re.Match[str], int]]:
    """Each token, and how many braces are open with it."""
    depth = 0
    for match in TOKEN.finditer(update):
        depth += (match[0] == "{") - (match[0] == "}")
        yield match, depth
