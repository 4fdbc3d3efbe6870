"""Which format a document is in, told by its content: a saved page is often named .txt, and the reverse."""

import re
from typing import Literal

from communique.errors import InputError
from communique.mapping.reading.encoding import byte_order_mark

Format = Literal["text", "html", "json", "xml"]

_TAGS = "html|head|body|article|main|section|div|p|h1|script|meta|title|span|table"
_COMMENTS = r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<\?xml-stylesheet[^>]{0,500}>\s*)*(?:<!--.{0,2000}?-->\s*)*"
_PAGE = re.compile(rf"{_COMMENTS}<(?:!doctype\s+html|(?:{_TAGS})\b)", re.IGNORECASE | re.DOTALL)
_XML = re.compile(
    rf"\s*<\?xml|{_COMMENTS}<(?:!DOCTYPE\s+(?!html)|\w+:RDF\b|(?:\w+:)?(?:rss|feed|nitf|newsItem|packageItem"
    r"|newsMessage|knowledgeItem|conceptItem|planningItem)\b)",
    re.DOTALL | re.IGNORECASE,
)
_JSON = re.compile(r'\s*(?:\{\s*["}]|\[\s*[{\["\]])')
_CLOSING = re.compile(r"</(?:p|div|h[1-6]|li|article|section|body)\s*>", re.IGNORECASE)
_WARC = re.compile(r"WARC/\d")
_HEAD, _PART = 4096, 65536
_MANY = 5


def format_of(data: bytes, name: str) -> Format:
    """The format of the bytes. Raises InputError for an archive, which is no document itself."""
    encoding = byte_order_mark(data) or "latin-1"
    part = data[:_PART].decode(encoding, "ignore").removeprefix("\ufeff").removeprefix("ï»¿")
    head = part[:_HEAD]
    if _WARC.match(part):
        raise InputError(f"{name} is a web archive within another document", "Unpack it first.")
    if _PAGE.match(head):
        return "html"
    if _XML.match(head):
        return "xml"
    if _JSON.match(head):
        return "json"
    return "html" if len(_CLOSING.findall(part)) >= _MANY else "text"
