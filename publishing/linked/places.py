"""Where an IRI leads on this server, and which IRI an address stands for.

The server may run at another origin than the base: links on pages are paths, RDF keeps the IRIs.
"""

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from communique.ontology.vocabulary import BASE

_SAFE: Final = "/%:@!$&'()*+,;=~-._#"
_THINGS: Final = "id/"
_CONCEPTS: Final = "scheme/"
_VOCABULARY: Final = "ns"


@dataclass(frozen=True, slots=True)
class Places:
    """The base below which the things of a store are named; terms and concepts keep the vocabulary's."""

    base: str = BASE

    def iri(self, name: str) -> str:
        """What the document `/doc/NAME` describes: state/fr, scheme/act/pledge."""
        return BASE + name if name.startswith(_CONCEPTS) else f"{self.base}{_THINGS}{name}"

    def name(self, iri: str) -> str | None:
        """The name of the document that describes a thing: the reverse of `iri`; None for others."""
        whole = iri.partition("#")[0]
        if whole.startswith(self.base + _THINGS):
            return whole.removeprefix(self.base + _THINGS)
        return whole.removeprefix(BASE) if whole.startswith(BASE + _CONCEPTS) else None

    @property
    def vocabulary(self) -> str:
        """Below which the ontology and its concepts are named, whatever the base."""
        return BASE

    def document(self, name: str) -> str:
        """The IRI of a document."""
        return f"{self.base}doc/{name}"

    def path(self, iri: str) -> str | None:
        """Where an IRI leads on this server, as a path; None where it leads elsewhere."""
        if iri == self.base:
            return "/"
        if iri.startswith(BASE + _VOCABULARY) and iri[len(BASE) + 2 :][:1] in ("", "#", "/"):
            return quote(f"/{iri.removeprefix(BASE)}", safe=_SAFE)
        name = self.name(iri)
        return quote(f"/doc/{name}", safe=_SAFE) if name else None


def kind_of(name: str) -> str:
    """The kind that a document's name tells: state, statement, scheme."""
    return name.partition("/")[0]
