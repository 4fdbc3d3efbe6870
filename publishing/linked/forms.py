"""The forms in which a document can be had: a page or RDF, by suffix or by negotiation."""

from collections.abc import Iterable, Mapping
from typing import Final

from starlette.requests import Request

from communique.publishing.querying.formats import GRAPH_FORMATS, Format
from communique.publishing.serving.answers import choose

PAGE: Final = Format("html", ("text/html", "application/xhtml+xml"))
FORMS: Final[tuple[Format, ...]] = (PAGE, *GRAPH_FORMATS)
SUFFIXES: Final[Mapping[str, Format]] = {
    suffix: form
    for suffix, name in (
        ("html", "html"),
        ("ttl", "turtle"),
        ("nt", "ntriples"),
        ("jsonld", "jsonld"),
        ("rdf", "rdfxml"),
    )
    for form in FORMS
    if form.name == name
}
_SUFFIX_OF: Final = {form.name: suffix for suffix, form in SUFFIXES.items()}


def split(path: str) -> tuple[str, Format | None]:
    """A document's name, and the form that a suffix asks for."""
    stem, dot, suffix = path.rpartition(".")
    return (stem, SUFFIXES[suffix]) if dot and suffix in SUFFIXES else (path, None)


def negotiated(request: Request) -> Format | None:
    """What the client takes best; None where it takes none of the forms."""
    return choose(request, None, FORMS)


def suffix_of(form: Format) -> str:
    """The suffix of a form, without its dot."""
    return _SUFFIX_OF[form.name]


def links(path: str, chosen: Format, canonical: str) -> str:
    """A Link header (RFC 8288): the other forms of a document, and where it stands for good."""
    return ", ".join([*_alternates(path, chosen), f'<{canonical}>; rel="canonical"'])


def _alternates(path: str, chosen: Format) -> Iterable[str]:
    for suffix, form in SUFFIXES.items():
        if form is not chosen:
            yield f'<{path}.{suffix}>; rel="alternate"; type="{form.media_types[0]}"'
