"""What answers can be written as: names, media types, and the writer behind each.

Media types: SPARQL 1.1 Query Results JSON, XML and CSV/TSV; RDF 1.1 Turtle, N-Triples, JSON-LD, RDF/XML.
The first media type is the one that is sent; the others are accepted as names for it.
"""

from dataclasses import dataclass
from typing import Final

from pyoxigraph import QueryResultsFormat, RdfFormat


@dataclass(frozen=True, slots=True)
class Format:
    """A format by its short name, and the media types that ask for it."""

    name: str
    media_types: tuple[str, ...]

    @property
    def content_type(self) -> str:
        """The Content-Type that it is sent with; text is in UTF-8 and says so."""
        media_type = self.media_types[0]
        return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


@dataclass(frozen=True, slots=True)
class SolutionFormat(Format):
    """A format for SELECT and ASK; the page that people read has no writer in the engine."""

    writer: QueryResultsFormat | None


@dataclass(frozen=True, slots=True)
class GraphFormat(Format):
    """A format for CONSTRUCT and DESCRIBE."""

    writer: RdfFormat


SOLUTION_FORMATS: Final = (
    SolutionFormat("json", ("application/sparql-results+json", "application/json"), QueryResultsFormat.JSON),
    SolutionFormat(
        "xml", ("application/sparql-results+xml", "application/xml", "text/xml"), QueryResultsFormat.XML
    ),
    SolutionFormat("csv", ("text/csv",), QueryResultsFormat.CSV),
    SolutionFormat("tsv", ("text/tab-separated-values",), QueryResultsFormat.TSV),
    SolutionFormat("html", ("text/html", "application/xhtml+xml"), None),
)

GRAPH_FORMATS: Final = (
    GraphFormat("turtle", ("text/turtle", "application/x-turtle"), RdfFormat.TURTLE),
    GraphFormat("ntriples", ("application/n-triples", "text/plain"), RdfFormat.N_TRIPLES),
    GraphFormat("jsonld", ("application/ld+json", "application/json"), RdfFormat.JSON_LD),
    GraphFormat("rdfxml", ("application/rdf+xml", "application/xml", "text/xml"), RdfFormat.RDF_XML),
)

OTHER_NAMES: Final = {
    "json-ld": "jsonld",
    "n3": "turtle",
    "nt": "ntriples",
    "rdf": "rdfxml",
    "rdf+xml": "rdfxml",
    "ttl": "turtle",
}
"""What other endpoints call the formats, and clients such as SPARQLWrapper send."""

HTML: Final = Format("html", ("text/html",))
SUMMARY_FORMATS: Final = (HTML, Format("json", ("application/json",)))
