"""What must be known of an update before it runs: whether it parses, whether it reaches out, its dataset.

LOAD and SERVICE are told as in queries (communique.publishing.querying.queries).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from communique.errors import QueryError, QueryRefusedError
from communique.publishing.answering.lexing import TOKEN, tokens
from communique.publishing.answering.loading import (
    Load,
    allowed_loads,
    load_refused,
    with_loaded,
    without_loads,
)
from communique.publishing.answering.parsing import parse_update
from communique.publishing.querying.queries import unparsable, uses_keyword


@dataclass(frozen=True, slots=True)
class _Word:
    """A keyword, or something that may be one, at a depth of braces."""

    text: str
    start: int
    depth: int


def checked_update(
    update: str,
    using: Sequence[str] = (),
    using_named: Sequence[str] = (),
    sources: tuple[str, ...] = (),
) -> str:
    """The update as it is to be run: on the dataset of the protocol's parameters, where there are some.

    `sources` are the addresses that LOAD may name. Raises QueryRefusedError for any other LOAD and for
    SERVICE, and QueryError where the update has a dataset of its own besides that of the protocol (SPARQL
    1.1 Protocol, section 2.2.3).
    """
    check_update(update, sources)
    if not using and not using_named:
        return update
    if any(uses_keyword(update, keyword, parse_update) for keyword in ("USING", "WITH")):
        raise QueryError(
            "The update names its graphs twice: in USING or WITH, and in the request's parameters.",
            "Use one of the two.",
        )
    clauses = [
        *(f"USING <{_iri(iri)}>" for iri in using),
        *(f"USING NAMED <{_iri(iri)}>" for iri in using_named),
    ]
    run = _with_using(update, " ".join(clauses))
    check_update(run, sources)  # what is a word was told without the engine
    return run


def loaded_update(update: str, sources: tuple[str, ...], longest: int) -> str:
    """An update that is checked, with the triples of the documents in the place of each LOAD.

    Raises as `with_loaded` and `check_update` do.
    """
    run = with_loaded(update, sources, longest)
    if run != update:
        check_update(run)  # the same
    return run


def check_update(update: str, sources: tuple[str, ...] = ()) -> None:
    """Raise QueryError with line and column where it does not parse, QueryRefusedError where it reaches out.

    A LOAD may name one of `sources`, written out as an IRI; SERVICE is refused.
    """
    try:
        parse_update(update)
    except SyntaxError as error:
        raise unparsable(update, str(error), "update") from None
    if any(_parses_without(update, load) for load in allowed_loads(update, sources)):
        raise load_refused(sources)  # to the engine it stands in a string, or in a comment
    rest = without_loads(update, sources)
    if rest != update:
        try:
            parse_update(rest)
        except SyntaxError:
            raise load_refused(sources) from None
    if uses_keyword(rest, "LOAD", parse_update):
        raise load_refused(sources)
    if uses_keyword(rest, "SERVICE", parse_update):
        raise QueryRefusedError(
            "SERVICE is refused: an update asks no other endpoint.",
            "Query the other endpoint, and send the data itself.",
        )


def _parses_without(update: str, load: Load) -> bool:
    """Whether the word LOAD could be another there."""
    try:
        parse_update(f"{update[: load.start]}WORD{update[load.start + len('LOAD') :]}")
    except SyntaxError:
        return False
    return True


def _with_using(update: str, clauses: str) -> str:
    """The clauses before each WHERE; DELETE WHERE, which takes none, is spelt out."""
    outer = [word for word in _words(update) if word.depth == 0]
    if any(word.text == "DELETEWHERE" for word in outer):
        raise QueryError("DELETEWHERE is read as one word here.", "Write DELETE WHERE.")
    pieces, done = [], 0
    for before, word in zip([None, *outer], outer, strict=False):
        if word.text != "WHERE":
            continue
        pieces.append(update[done : word.start])
        if before and before.text == "DELETE" and not update[before.start + 6 : word.start].strip():
            pieces.append(f"{_block(update, word.start)} ")
        pieces.append(f"{clauses} ")
        done = word.start
    return "".join([*pieces, update[done:]])


def _block(update: str, start: int) -> str:
    """The text of the first block in braces from a place on, braces included."""
    depth = begin = 0
    for match in TOKEN.finditer(update, start):
        if match[0] == "{":
            begin = match.start() if depth == 0 else begin
            depth += 1
        elif match[0] == "}":
            depth -= 1
            if depth == 0:
                return update[begin : match.end()]
    return ""


def _words(update: str) -> Iterator[_Word]:
    for match, depth in tokens(update):
        if match[0].isalpha():
            yield _Word(match[0].upper(), match.start(), depth)


def _iri(iri: str) -> str:
    if re.search(r'[<>"{}|^`\\\x00-\x20]', iri):
        raise QueryError(f"{iri!r} is no IRI of a graph.")
    return iri
