"""The RDF in the body of a request: a document, or the files of a form (RFC 7578)."""

from collections.abc import Iterator
from email.parser import BytesParser
from email.policy import HTTP
from typing import Final
from xml.parsers import expat

import pyoxigraph as ox

from communique.errors import InputError, UsageError
from communique.publishing.querying.formats import GRAPH_FORMATS

MEDIA_TYPES: Final = tuple(form.media_types[0] for form in GRAPH_FORMATS)
"""Those of RDF by their usual names."""

_SYNTAXES: Final = {name: form.writer for form in GRAPH_FORMATS for name in form.media_types}
_FORM: Final = "multipart/form-data"


def triples(declared: str, body: bytes, base: str) -> list[ox.Triple]:
    """Those of a body with this Content-Type; blank nodes of one file are not those of another.

    Raises UsageError where it is no RDF by its type, and InputError where it does not parse.
    """
    media_type = bare(declared)
    parts = _files(declared, body) if media_type == _FORM else iter([(media_type, body)])
    return [triple for kind, content in parts for triple in parsed(kind, content, base)]


def parsed(media_type: str, content: bytes, base: str) -> Iterator[ox.Triple]:
    """The triples of one document; raises as `triples` does."""
    if media_type not in _SYNTAXES:
        known = ", ".join(sorted(_SYNTAXES))
        raise UsageError(
            f"{media_type or 'A body without a media type'} is no RDF that is read here: {known}."
        )
    if _SYNTAXES[media_type] == ox.RdfFormat.RDF_XML:
        _refuse_swelling(media_type, content)
    try:
        for quad in ox.parse(content, _SYNTAXES[media_type], base_iri=base, rename_blank_nodes=True):
            yield quad.triple
    except (SyntaxError, ValueError) as error:
        raise InputError(f"The body is no {media_type}: {error}.") from None


def _refuse_swelling(media_type: str, content: bytes) -> None:
    """Raise InputError where entities make far more of a document than it is; the engine has no bound."""
    try:
        expat.ParserCreate().Parse(content, True)
    except expat.ExpatError as error:
        raise InputError(f"The body is no {media_type}: {error}.") from None


def _files(declared: str, body: bytes) -> Iterator[tuple[str, bytes]]:
    """The media type and the content of each part. Raises InputError."""
    header = f"content-type: {declared}\r\n\r\n".encode("ascii", "replace")
    message = BytesParser(policy=HTTP).parsebytes(header + body)
    if not message.get_boundary():
        raise InputError("The Content-Type of the form names no boundary between its parts.")
    if not message.is_multipart():
        raise InputError("The form has no part: the boundary of its Content-Type is not in the body.")
    for number, part in enumerate(message.iter_parts(), 1):
        media_type = bare(str(part.get("content-type", "")))
        if not media_type:
            name = part.get_param("name", header="content-disposition")
            raise InputError(
                f"Part {number} of the form{f', {name!r},' if name else ''} has no Content-Type: "
                "each part is a file of RDF that says in which syntax it is."
            )
        content = part.get_payload(decode=True)
        yield media_type, content if isinstance(content, bytes) else b""


def bare(declared: str) -> str:
    """A media type without its parameters."""
    return declared.partition(";")[0].strip().lower()
