"""Joint documents that an article mentions twice: the lede names who signs, a post prints the text."""

from collections.abc import Sequence
from dataclasses import replace

from communique.mapping.model import Statement

_DOCUMENTS = frozenset(("statement", "joint statement", "draft statement", "letter", "communique"))


def link_documents(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Give the joint statements that are one document the same `document` key.

    One document: both in the joint name of at least three, by statement or letter, and at least half of
    all signatories sign both. Whether the lists agree is left to the reader of the graph.
    """
    documents: list[set[str]] = []
    linked = []
    for statement in statements:
        signatories = {actor.key for actor in statement.speakers}
        if not _is_joint_document(statement):
            linked.append(replace(statement, document=None) if statement.document else statement)
            continue
        number = next(
            (at for at, known in enumerate(documents) if _agree(known, signatories)), len(documents)
        )
        if number == len(documents):
            documents.append(signatories)
        linked.append(replace(statement, document=f"joint-{number + 1}"))
    return tuple(linked)


def _is_joint_document(statement: Statement) -> bool:
    written = statement.mode == "document" or statement.channel in _DOCUMENTS
    return statement.joint and written and len(statement.speakers) > 2


def _agree(one: set[str], other: set[str]) -> bool:
    return 2 * len(one & other) >= len(one | other)
