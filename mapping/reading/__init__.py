"""Reading: what was published. A document of any known format becomes one or many Articles."""

from communique.mapping.reading.document import Limits, Read, Result, Skipped
from communique.mapping.reading.many import read_article, read_articles

__all__ = ["Limits", "Read", "Result", "Skipped", "read_article", "read_articles"]
