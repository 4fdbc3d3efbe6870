"""What must be known of an update before it runs: whether it parses, whether it reaches out, its dataset.

The engine has no call that only parses. An operation that always fails is put before the first one, so that
nothing after it runs; and LOAD and SERVICE are told as in queries (communique.publishing.querying.queries).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

import pyoxigraph as ox

from communique.errors import QueryError, QueryRefusedError
from communique.publishing.answering.lexing import TOKEN, tokens
from communique.publishing.answering.loading import load_refused, without_loads
from communique.publishing.querying.queries import unparsable, uses_keyword

_GUARD: Final = "CREATE GRAPH <urn:x-guard>; CREATE GRAPH <urn:x-guard>; "
_NOWHERE: Final = "http://example.org/"
_EMPTY: Final = ox.Store()


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
    outer = [word for word in _words(update) if word.depth == 0]
    if any(word.text in ("USING", "WITH") for word in outer):
        raise QueryError(
            "The update names its graphs twice: in USING or WITH, and in the request's parameters.",
            "Use one of the two.",
        )
    clauses = [
        *(f"USING <{_iri(iri)}>" for iri in using),
        *(f"USING NAMED <{_iri(iri)}>" for iri in using_named),
    ]
    return _with_using(update, outer, " ".join(clauses))


def iris_named(update: str, base: str) -> frozenset[str] | None:
    """All IRIs that an update has; None where it may name a graph otherwise: by a variable, or escaped."""
    if "\\" in re.sub(r"\\[^uU]", "", update):
        return None
    found: set[str] = set()
    prefixes: dict[str, str] = {}
    before: list[str] = ["", ""]
    for token in (match[0] for match in TOKEN.finditer(update) if not match[0].startswith("#")):
        word = before[-1].upper()
        if word == "GRAPH" and token[0] in "?$":
            return None
        if token.startswith("<"):
            base, prefixes = _declared(before, urljoin(base, token[1:-1]), base, prefixes)
            found.add(urljoin(base, token[1:-1]))
        elif ":" in token and token[0] not in "\"'":
            name, _, local = token.partition(":")
            found.add(prefixes.get(name, "") + re.sub(r"\\(.)", r"\1", local))
        before = [before[-1], token]
    return frozenset(found)


def _declared(
    before: Sequence[str], iri: str, base: str, prefixes: dict[str, str]
) -> tuple[str, dict[str, str]]:
    """Base and prefixes after an IRI that may declare one of them."""
    if before[-1].upper() == "BASE":
        return iri, prefixes
    if before[-2].upper() == "PREFIX":
        return base, {**prefixes, before[-1].removesuffix(":"): iri}
    return base, prefixes


def check_update(update: str, sources: tuple[str, ...] = ()) -> None:
    """Raise QueryError with line and column where it does not parse, QueryRefusedError where it reaches out.

    A LOAD may name one of `sources`, written out as an IRI; SERVICE is refused.
    """
    try:
        _parse(update)
    except SyntaxError as error:
        raise unparsable(update, _position(update, str(error)), "update") from None
    rest = without_loads(update, sources)
    if rest != update:
        try:
            _parse(rest)
        except SyntaxError:
            raise load_refused(sources) from None
    if uses_keyword(rest, "LOAD", _parse):
        raise load_refused(sources)
    if uses_keyword(rest, "SERVICE", _parse):
        raise QueryRefusedError(
            "SERVICE is refused: an update asks no other endpoint.",
            "Query the other endpoint, and send the data itself.",
        )


def _parse(update: str) -> None:
    start = _first_operation(update)
    if start is None:
        _EMPTY.update(update, base_iri=_NOWHERE)  # nothing but a prologue does nothing
        return
    try:
        _EMPTY.update(f"{update[:start]}{_GUARD}{update[start:]}", base_iri=_NOWHERE)
    except RuntimeError:
        return


def _first_operation(update: str) -> int | None:
    """Where the prologue ends."""
    return next(
        (word.start for word in _words(update) if word.text not in ("BASE", "PREFIX", "VERSION")), None
    )


def _position(update: str, message: str) -> str:
    """The parser's message with the place as it is without the guard."""
    start = _first_operation(update) or 0
    line = update.count("\n", 0, start) + 1
    column = start - (update.rfind("\n", 0, start) + 1) + 1

    def moved(found: re.Match[str]) -> str:
        shift = len(_GUARD) if int(found[1]) == line and int(found[2]) > column else 0
        return f"error at {found[1]}:{int(found[2]) - shift}"

    return re.sub(r"error at (\d+):(\d+)", moved, message)


def _with_using(update: str, outer: Sequence[_Word], clauses: str) -> str:
    """The clauses before each WHERE; DELETE WHERE, which takes none, is spelt out."""
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
