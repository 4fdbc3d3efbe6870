"""The named queries: one file each, with title, description and parameters in its head.

A file is a SPARQL query that runs as it is. Its head is made of comment lines that start with `#+`; what
follows those marks is TOML:

    #+ title = "Commitments of a party"
    #+ description = "What a state, an organisation or a person is said to be bound to."
    #+ [parameters.debtor]
    #+ description = "who is bound: any name, spelling or code"
    #+ example = "US"

Each parameter has a line `VALUES ?debtor { UNDEF }` of its own in the query, which leaves it unbound. To
bind it, UNDEF is replaced by an RDF term as the library writes it, never by the words themselves.
`kind` is word (the default), day or iri; a parameter with `optional = true` may be left out.

The engine has no statistics: it takes a pattern for as large as its form suggests. So that a query costs what
its answer does and not what the store holds, an inner SELECT finds what the answer is about and ends in a
LIMIT that no record reaches, what must be there stands before what may be, and an OPTIONAL that takes two
steps is one in another.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from communique.errors import InputError, UsageError
from communique.ontology.vocabulary import XSD

if TYPE_CHECKING:
    from pyoxigraph import Literal as RdfLiteral
    from pyoxigraph import NamedNode

ParameterKind = Literal["word", "day", "iri"]

_MARK: Final = "#+"
_PLACE: Final = re.compile(r"VALUES \?(\w+) \{ UNDEF \}")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a query wants to know: for people in words, with an example that can be tried."""

    name: str
    description: str
    example: str
    kind: ParameterKind = "word"
    optional: bool = False


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query with its name, what it tells, and its parameters; `text` is SPARQL without the head."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    text: str

    @property
    def examples(self) -> dict[str, str]:
        """A value for each parameter that must be given."""
        return {wanted.name: wanted.example for wanted in self.parameters if not wanted.optional}


@cache
def catalogue() -> Mapping[str, NamedQuery]:
    """All named queries by name, in alphabetical order."""
    files = (entry for entry in resources.files("communique.queries").iterdir() if entry.name.endswith(".rq"))
    return {
        name: parse_query(name, entry.read_text(encoding="utf-8"))
        for entry in sorted(files, key=lambda entry: entry.name)
        if (name := entry.name.removesuffix(".rq"))
    }


def find_query(name: str) -> NamedQuery:
    """The query of that name; raises UsageError, with the names that there are."""
    try:
        return catalogue()[name]
    except KeyError:
        raise UsageError(
            f"There is no query named {name!r}.", f"There are: {', '.join(catalogue())}."
        ) from None


def load_query(source: str) -> NamedQuery:
    """What a user means by `source`: a query's name, a file with a query, or a query's own text.

    Raises UsageError where it is none of these, InputError where the file cannot be read.
    """
    if source in catalogue():
        return catalogue()[source]
    if "{" in source:
        return NamedQuery("query", "Query", "", (), source)
    path = Path(source)
    return _read_query(path) if path.suffix or path.exists() else find_query(source)


def _read_query(path: Path) -> NamedQuery:
    try:
        return parse_query(path.stem, path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.", "Check the file's name.") from None
    except UnicodeDecodeError:
        raise InputError(f"{path} is not text in UTF-8.", "Save the query as UTF-8.") from None
    except (ValueError, TypeError) as error:
        raise InputError(
            f"{path} has a head that cannot be read: {error}.", "See a query of communique."
        ) from None


def parse_query(name: str, text: str) -> NamedQuery:
    """A query file's content. Raises ValueError where its head is off or a parameter has no place in it."""
    lines = text.splitlines(keepends=True)
    head = "".join(line.removeprefix(_MARK).lstrip(" ") for line in lines if line.startswith(_MARK))
    body = "".join(line for line in lines if not line.startswith(_MARK)).strip()
    told: dict[str, Any] = tomllib.loads(head)
    parameters = tuple(Parameter(key, **value) for key, value in told.get("parameters", {}).items())
    if sorted(_PLACE.findall(body)) != sorted(parameter.name for parameter in parameters):
        raise ValueError(
            f"{name}.rq must hold one line VALUES ?name {{ UNDEF }} for each parameter in its head"
        )
    return NamedQuery(name, told.get("title", name), told.get("description", ""), parameters, body)


def bind(query: NamedQuery, values: Mapping[str, str]) -> str:
    """The query's SPARQL with its parameters bound; blank values count as not given.

    Raises UsageError for an unknown or missing parameter, or a value that its kind does not allow.
    """
    given = {name: value.strip() for name, value in values.items() if value.strip()}
    _check_names(query, given)
    bound = {
        wanted.name: _term(wanted, given[wanted.name]) for wanted in query.parameters if wanted.name in given
    }
    return _filled(query, bound)


def bind_terms(query: NamedQuery, terms: "Mapping[str, Sequence[NamedNode | RdfLiteral]]") -> str:
    """The query's SPARQL with parameters bound to terms, each to one or several of them."""
    return _filled(query, {name: " ".join(map(str, some)) for name, some in terms.items()})


def _filled(query: NamedQuery, bound: Mapping[str, str]) -> str:
    # All places in one pass: a value that looks like a place must not be taken for one.
    return _PLACE.sub(lambda place: f"VALUES ?{place[1]} {{ {bound.get(place[1], 'UNDEF')} }}", query.text)


def _check_names(query: NamedQuery, given: Mapping[str, str]) -> None:
    known = {parameter.name for parameter in query.parameters}
    for name in given:
        if name not in known:
            takes = f"It takes: {', '.join(sorted(known))}." if known else "It takes none."
            raise UsageError(f"The query {query.name} has no parameter {name!r}.", takes)
    for parameter in query.parameters:
        if not parameter.optional and parameter.name not in given:
            raise UsageError(
                f"The query {query.name} wants {parameter.name}: {parameter.description}.",
                f"For example: {parameter.name}={parameter.example}",
            )


def _term(parameter: Parameter, value: str) -> str:
    """A value as a SPARQL term, written by the RDF library."""
    from pyoxigraph import Literal as RdfLiteral
    from pyoxigraph import NamedNode

    try:
        if parameter.kind == "day":
            return str(RdfLiteral(date.fromisoformat(value).isoformat(), datatype=NamedNode(XSD.date)))
        return str(NamedNode(value) if parameter.kind == "iri" else RdfLiteral(value))
    except ValueError:
        wanted = {"day": "a day as YYYY-MM-DD", "iri": "an IRI"}[parameter.kind]
        raise UsageError(
            f"{value!r} is not {wanted}, as {parameter.name} wants.", f"For example: {parameter.example}"
        ) from None
