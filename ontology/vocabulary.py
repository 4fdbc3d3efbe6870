"""The terms of the graph as plain strings, so that code which writes or reads it needs no RDF library.

`CMQ` knows its terms and refuses any other; the namespaces of other vocabularies take every name.
"""

from dataclasses import dataclass

BASE = "https://w3id.org/communique/"


@dataclass(frozen=True, slots=True)
class Namespace:
    """A namespace whose attributes are IRIs: `CMQ.speaker`; `ORG["memberOf"]` for names held in a variable.

    With `terms` any other name raises AttributeError. Not a `str`, so no term hides behind a string method.
    """

    iri: str
    terms: frozenset[str] | None = None

    def __getattr__(self, name: str) -> str:
        if name.startswith("_") or (self.terms is not None and name not in self.terms):
            raise AttributeError(f"{self.iri} has no term {name!r}")
        return self.iri + name

    def __getitem__(self, name: str) -> str:
        return self.__getattr__(name)


_CLASSES = (
    "Assessment Commitment Disagreement Leader Meeting Participation Passage Report State Statement Tenure"
)
_PROPERTIES = (
    "act actsFor addressee amount anchorBasis anchorDate assesses between capital capitalAlias channel "
    "channelName condition confidence constituentOf conveys creditor cue deadline debtor demonym duration "
    "earliest end evidence force headcount holder kind latest localTime metonym modality mode office "
    "onProperty organisationKind participant participation preferred repeats role rule sameUtteranceAs "
    "shared shortName signatory speaker start state status via when whenText"
)

CMQ = Namespace(f"{BASE}ns#", frozenset(f"{_CLASSES} {_PROPERTIES}".split()))
SCHEME = f"{BASE}scheme/"
SCHEMES = ("act", "channel", "force", "kind", "modality", "mode", "role", "state", "status")

DCT = Namespace("http://purl.org/dc/terms/")
OA = Namespace("http://www.w3.org/ns/oa#")
ORG = Namespace("http://www.w3.org/ns/org#")
OWL = Namespace("http://www.w3.org/2002/07/owl#")
PROV = Namespace("http://www.w3.org/ns/prov#")
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
SCHEMA = Namespace("https://schema.org/")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
WIKIDATA = Namespace("http://www.wikidata.org/entity/")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")

PREFIXES = {
    "cmq": CMQ.iri,
    "dct": DCT.iri,
    "oa": OA.iri,
    "org": ORG.iri,
    "owl": OWL.iri,
    "prov": PROV.iri,
    "rdf": RDF.iri,
    "rdfs": RDFS.iri,
    "schema": SCHEMA.iri,
    "skos": SKOS.iri,
    "wd": WIKIDATA.iri,
    "xsd": XSD.iri,
}


def concept(scheme: str, notation: str) -> str:
    """The IRI of a concept: `concept("act", "pledge")`. Schemes and notations: `communique.ttl`."""
    if scheme not in SCHEMES:
        raise KeyError(scheme)
    return f"{SCHEME}{scheme}/{notation}"
