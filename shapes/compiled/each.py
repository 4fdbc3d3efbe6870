"""Constraints that look at one value at a time (SHACL, sections 4.1, 4.3, 4.4 and 4.8)."""

import re
from collections.abc import Callable, Collection
from typing import Final

from communique.shapes.compiled.graph import Graph
from communique.shapes.compiled.shape import Test
from communique.shapes.compiled.terms import (
    SH,
    Term,
    Unsupported,
    is_blank,
    is_literal,
    text_of,
)
from communique.shapes.compiled.values import before, form_of, not_after

_KINDS: Final[dict[str, tuple[bool, bool, bool]]] = {  # may be: an IRI, a blank node, a literal
    "BlankNode": (False, True, False),
    "IRI": (True, False, False),
    "Literal": (False, False, True),
    "BlankNodeOrIRI": (True, True, False),
    "BlankNodeOrLiteral": (False, True, True),
    "IRIOrLiteral": (True, False, True),
}
_FLAGS: Final = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": re.VERBOSE}


def _unless(holds: Callable[[Term], bool]) -> Test:
    """Those values of which something does not hold."""
    return lambda _, values: [value for value in values if not holds(value)]


def of_class(kind: Term) -> Test:
    """The value is an instance of the class or of one below it."""
    name = text_of(kind)
    return lambda graph, values: values.difference(graph.instances(name))


def of_datatype(datatype: Term) -> Test:
    """The value is a well-typed literal of the datatype."""
    wanted = text_of(datatype)
    well_formed = form_of(wanted)

    def test(_: Graph, values: frozenset[Term]) -> Collection[Term]:
        return [
            value
            for value in values
            if value.__class__ is str
            or value[1] != wanted
            or not (well_formed is None or well_formed(value[0]))
        ]

    return test


def of_kind(kind: Term) -> Test:
    """The value is an IRI, a blank node or a literal, as is said."""
    name = text_of(kind).removeprefix(SH)
    if name not in _KINDS:
        raise Unsupported(f"sh:nodeKind {name}")
    iri, blank, literal = _KINDS[name]
    return _unless(lambda value: literal if is_literal(value) else blank if is_blank(value) else iri)


def at_least(bound: Term) -> Test:
    """The value is not less than the bound (sh:minInclusive)."""
    return _unless(lambda value: not_after(bound, value))


def more_than(bound: Term) -> Test:
    """The value is more than the bound (sh:minExclusive)."""
    return _unless(lambda value: before(bound, value))


def at_most(bound: Term) -> Test:
    """The value is not more than the bound (sh:maxInclusive)."""
    return _unless(lambda value: not_after(value, bound))


def less_than(bound: Term) -> Test:
    """The value is less than the bound (sh:maxExclusive)."""
    return _unless(lambda value: before(value, bound))


def long_enough(length: Term) -> Test:
    """The value's text has at least so many characters."""
    least = int(text_of(length))
    return _unless(lambda value: not is_blank(value) and len(text_of(value)) >= least)


def short_enough(length: Term) -> Test:
    """The value's text has at most so many characters."""
    most = int(text_of(length))
    return _unless(lambda value: not is_blank(value) and len(text_of(value)) <= most)


def like(pattern: Term, flags: Term) -> Test:
    """The pattern is found in the value's text; XPath's regular expressions as far as Python has them too."""
    form, switches = text_of(pattern), 0
    for flag in text_of(flags):
        if flag not in _FLAGS:
            raise Unsupported(f"sh:flags {flag}")
        switches |= _FLAGS[flag]
    if re.search(r"\\[pPiIcC]|-\[", form):
        raise Unsupported(f"sh:pattern {form}")
    try:
        search = re.compile(form, switches).search
    except re.error:
        raise Unsupported(f"sh:pattern {form}") from None
    return _unless(lambda value: not is_blank(value) and search(text_of(value)) is not None)


def in_languages(tags: list[Term]) -> Test:
    """The value's language is one of these or narrower: "en" takes "en-GB" (RFC 4647, section 3.3.1)."""
    ranges = tuple(text_of(tag).lower() for tag in tags)

    def holds(value: Term) -> bool:
        language = "" if isinstance(value, str) else value[2]
        return any(language == tag or language.startswith(f"{tag}-") for tag in ranges)

    return _unless(holds)


def among(members: list[Term]) -> Test:
    """The value is one of these terms."""
    allowed = frozenset(members)
    return lambda _, values: values - allowed


SIMPLE: Final[dict[str, Callable[[Term], Test]]] = {
    "class": of_class,
    "datatype": of_datatype,
    "nodeKind": of_kind,
    "minInclusive": at_least,
    "minExclusive": more_than,
    "maxInclusive": at_most,
    "maxExclusive": less_than,
    "minLength": long_enough,
    "maxLength": short_enough,
}
LISTS: Final[dict[str, Callable[[list[Term]], Test]]] = {"languageIn": in_languages, "in": among}

__all__ = ["LISTS", "SIMPLE", "like"]
