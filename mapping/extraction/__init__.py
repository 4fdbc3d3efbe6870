"""What an article says: states, leaders, meetings, statements and commitments, with spans and rules."""

from communique.mapping.extraction.pipeline import extract

__all__ = ["extract"]
