"""Whether a write may go ahead, by what its client has seen of the graph (RFC 9110, section 13.1).

A graph's tag names a form and the digest of the bytes that GET gives in that form. So it is strong (section
8.8.1), it outlives writes to other graphs, and from the tag alone the writer knows what to compare it with:
in the store that it holds, where nobody else can write between the comparison and the write.
"""

import hashlib
from typing import Final

import pyoxigraph as ox

from communique.publishing.answering.jobs import Answer, Job, problem
from communique.publishing.querying.formats import GRAPH_FORMATS

_FORMS: Final = {form.name: form.writer for form in GRAPH_FORMATS}
_GZIP: Final = "+gzip"
_LETTERS: Final = 32  # of a digest


def tag_of_graph(form: str, body: bytes) -> str:
    """The entity tag of a graph as it stands in a form."""
    return f'"{form}-{hashlib.sha256(body).hexdigest()[:_LETTERS]}"'


def packed(tag: str) -> str:
    """That of the same in gzip: other bytes, another tag (section 8.8.3.3)."""
    return f'{tag[:-1]}{_GZIP}"' if tag else ""


def refused(store: ox.Store, job: Job) -> Answer | None:
    """None where the conditions of a writing job hold for its graph as it is now, else a 412."""
    if job.if_match is None and job.if_none_match is None:
        return None
    name = ox.NamedNode(job.graph) if job.graph else ox.DefaultGraph()
    if job.if_match is not None and not _is_one_of(job.if_match, store, name, strong=True):
        return problem(412, "Nothing was written: the graph is not, or no longer, what If-Match says.")
    if job.if_none_match is not None and _is_one_of(job.if_none_match, store, name, strong=False):
        return problem(412, "Nothing was written: the graph is there already, as If-None-Match has it.")
    return None


def _is_one_of(
    tags: tuple[str, ...], store: ox.Store, name: ox.NamedNode | ox.DefaultGraph, strong: bool
) -> bool:
    """Whether the graph is there and has one of the tags; "*" stands for any (sections 13.1.1, 13.1.2)."""
    if isinstance(name, ox.NamedNode) and not store.contains_named_graph(name):
        return False
    if tags == ("*",):
        return True
    compared = [tag.removeprefix("W/") for tag in tags if not (strong and tag.startswith("W/"))]
    given = {tag.strip('"').removesuffix(_GZIP) for tag in compared}
    forms = {opaque.partition("-")[0] for opaque in given} & set(_FORMS)
    return any(_opaque(store, name, form) in given for form in sorted(forms))


def _opaque(store: ox.Store, name: ox.NamedNode | ox.DefaultGraph, form: str) -> str:
    try:
        body = store.dump(format=_FORMS[form], from_graph=name)
    except (OSError, ValueError):  # what cannot be written in a form was never given in it
        return ""
    return tag_of_graph(form, body or b"").strip('"')
