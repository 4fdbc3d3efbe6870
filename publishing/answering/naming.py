"""Which graphs an update may name: more of them rather than fewer, for what is held to the shapes.

The engine reads an update without looking for words first: `GRAPHp:a` is a keyword and a name there, and `<`
begins an IRI or compares. What is a name is therefore not decided here. Whatever could be one is taken for
one, in strings and comments, too; each IRI is resolved by the engine's own reader, as it resolves dots.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import pyoxigraph as ox

_OTHER: Final = "\u0080-\U0010ffff"  # more than the letters of SPARQL 1.1 Query, section 19.8, rule 164
_SPACE: Final = r"(?:\s|#[^\n]*\n)*"
_IRI: Final = r'<([^<>"{}|^`\\\x00-\x20]*)>'
_ANY_IRI: Final = re.compile(f"(?={_IRI})")
_BASE: Final = re.compile(f"(?i:BASE){_SPACE}{_IRI}")
_PREFIX: Final = re.compile(rf"([\w.{_OTHER}-]*):{_SPACE}{_IRI}")
_NAME: Final = re.compile(rf"([\w.{_OTHER}-]*):((?:[\w.:{_OTHER}-]|%[0-9A-Fa-f]{{2}}|\\.)*)")
_BY_VARIABLE: Final = re.compile(f"(?i:GRAPH){_SPACE}[?$]")
_BY_KIND: Final = re.compile(rf"(?i:CLEAR|DROP){_SPACE}(?i:SILENT)?{_SPACE}(?i:ALL|NAMED)")
_ESCAPED: Final = re.compile(r"\\[uU]|\r(?!\n)")
_LONGEST: Final = 200  # letters of a prefix
_MOST_BASES: Final = 8


def iris_named(update: str, base: str) -> frozenset[str] | None:
    """All IRIs that an update may name, and more; None where it may name any graph.

    That is: by a variable, as one of all, by letters that are escaped, or in a way that is too odd to be
    followed.
    """
    if any(found.search(update) for found in (_ESCAPED, _BY_VARIABLE, _BY_KIND)):
        return None
    try:
        bases = _bases(update, base)
        prefixes = _prefixes(update, bases)
        written = {found[1] for found in _ANY_IRI.finditer(update)}
        expanded = set(_expanded(update, prefixes))
        return frozenset(_resolved(written | expanded, bases) | expanded)
    except (SyntaxError, OverflowError):
        return None


def _bases(update: str, base: str) -> list[str]:
    """Those that may hold somewhere. Raises OverflowError where they are many."""
    bases = [base or "http://example.org/"]
    for found in _BASE.finditer(update):
        bases += _resolved([found[1]], bases) - set(bases)
        if len(bases) > _MOST_BASES:
            raise OverflowError
    return bases


def _prefixes(update: str, bases: list[str]) -> Mapping[str, set[str]]:
    """What each prefix may stand for."""
    prefixes: dict[str, set[str]] = defaultdict(set)
    for found in _PREFIX.finditer(update):
        for prefix in _ends(found[1]):
            prefixes[prefix] |= _resolved([found[2]], bases)
    return prefixes


def _expanded(update: str, prefixes: Mapping[str, set[str]]) -> Iterator[str]:
    """What each prefixed name may stand for; a keyword may stand before it without a space."""
    for found in _names(update):
        local = re.sub(r"\\(.)", r"\1", found[2])
        for prefix in _ends(found[1]) & prefixes.keys():
            for iri in prefixes[prefix]:
                yield iri + local
                yield iri + local.rstrip(".")


def _names(update: str) -> Iterator[re.Match[str]]:
    """Each place where a colon may end a prefix, also in what may be another's local part."""
    found = _NAME.search(update)
    while found:
        yield found
        found = _NAME.search(update, found.end(1) + 1)


def _ends(name: str) -> set[str]:
    if len(name) > _LONGEST:
        raise OverflowError
    return {name[start:] for start in range(len(name) + 1)}


def _resolved(iris: Iterable[str], bases: Iterable[str]) -> set[str]:
    """As the engine has them, on each base. Raises SyntaxError where one is no IRI."""
    lines = "".join(f"<{iri}> <> <> .\n" for iri in iris)
    return {
        triple.subject.value
        for base in bases
        for triple in ox.parse(lines.encode(), ox.RdfFormat.TURTLE, base_iri=base)
        if isinstance(triple.subject, ox.NamedNode)
    }
