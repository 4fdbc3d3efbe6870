"""From a file to an Article: detect the format, read it, date it."""

import hashlib
from datetime import date
from pathlib import Path

from communique.mapping.model import Article, Block, Post, Publication, Span
from communique.mapping.reading.encoding import decode_text, refuse_binary
from communique.mapping.reading.paragraphs import paragraphs
from communique.mapping.reading.source import read_bytes


def read_article(path: Path, published: date | None = None) -> Article:
    """The article in a file. Raises InputError where the file is no article that can be read."""
    data = read_bytes(path)
    refuse_binary(data, str(path))
    text = decode_text(data, str(path))
    blocks = tuple(Block("paragraph", p.span) for p in paragraphs(text))
    span = Span(blocks[0].span.start, blocks[-1].span.end) if blocks else Span(0, 0)
    return Article(
        name=path.name,
        text=text,
        posts=(Post(0, span, blocks),),
        digest=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        published=Publication(published, "given") if published else None,
    )
