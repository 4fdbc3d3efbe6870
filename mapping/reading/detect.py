"""Which format a file is in, told by its content: a saved page is often named .txt, and the reverse."""

import re
from typing import Literal

from communique.errors import InputError
from communique.mapping.reading.encoding import byte_order_mark

Format = Literal["text", "html"]

_TAGS = "html|head|body|article|main|section|div|p|h1|script|meta|title|span|table"
_PAGE = re.compile(
    rf"\s*(?:<\?xml[^>]{{0,200}}>\s*)?(?:<!--.{{0,500}}?-->\s*)*<(?:!doctype\s+html|(?:{_TAGS})\b)",
    re.IGNORECASE | re.DOTALL,
)
_CLOSING = re.compile(r"</(?:p|div|h[1-6]|li|article|section|body)\s*>", re.IGNORECASE)
_OTHER = (
    (re.compile(r"\s*<\?xml|\s*<(?:rss|feed|rdf:RDF|newsItem|nitf)\b"), "XML"),
    (re.compile(r'\s*(?:\{\s*"|\[\s*[{\["])'), "JSON"),
    (re.compile(r"WARC/\d"), "a web archive"),
)
_HEAD, _PART = 4096, 65536
_MANY = 5


def format_of(data: bytes, name: str) -> Format:
    """The format of the bytes. Raises InputError for formats that carry articles but are not read."""
    encoding = byte_order_mark(data) or "latin-1"
    part = data[:_PART].decode(encoding, "ignore").removeprefix("\ufeff").removeprefix("ï»¿")
    if _PAGE.match(part[:_HEAD]) or len(_CLOSING.findall(part)) >= _MANY:
        return "html"
    for pattern, what in _OTHER:
        if pattern.match(part):
            raise InputError(
                f"{name} is {what}, not an article", "Save the article as plain text or as HTML."
            )
    return "text"
