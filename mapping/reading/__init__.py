"""Reading: what was published. A file of any known format becomes an Article."""

from communique.mapping.reading.article import read_article

__all__ = ["read_article"]
