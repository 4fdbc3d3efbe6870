"""From a file to an Article: detect the format, read it, date it."""

import hashlib
from datetime import date
from pathlib import Path

from communique.mapping.model import Article, Publication
from communique.mapping.reading.context import settle
from communique.mapping.reading.encoding import decode_text, refuse_binary
from communique.mapping.reading.posts import cut, mark_repeats
from communique.mapping.reading.source import read_bytes
from communique.mapping.reading.text import read_text


def read_article(path: Path, published: date | None = None) -> Article:
    """The article in a file. Raises InputError where the file is no article that can be read."""
    data = read_bytes(path)
    refuse_binary(data, str(path))
    text = decode_text(data, str(path))
    pieces = settle(read_text(text))
    posts, live = cut(pieces)
    return Article(
        name=path.name,
        text=text,
        posts=mark_repeats(posts, text),
        live=live,
        digest=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        published=Publication(published, "given") if published else None,
    )
