"""Templates and what they may call: everything is escaped, and links lead where Places says."""

from functools import cache
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from communique import __version__
from communique.ontology.vocabulary import CMQ, OA, ORG, OWL, PROV, SCHEMA, SKOS
from communique.publishing.linked import wording
from communique.publishing.linked.layout import kinds, label_of
from communique.publishing.linked.places import kind_of
from communique.publishing.linked.things import Thing
from communique.publishing.querying.results import shortened

_NAMESPACES = {"cmq": CMQ, "oa": OA, "org": ORG, "owl": OWL, "prov": PROV, "schema": SCHEMA, "skos": SKOS}


def render(template: str, **values: Any) -> str:
    """A page; `places` must be among the values."""
    return _environment().get_template(template).render(version=__version__, **values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=ChoiceLoader(
            [PackageLoader("communique.publishing.linked"), PackageLoader("communique.publishing.serving")]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"ns": _NAMESPACES, "kinds": kinds()}
    environment.filters |= {
        "href": _href,
        "kind": _kind,
        "title_of": _title,
        "property": label_of,
        "day": wording.day,
        "told": wording.told,
        "clipped": wording.clipped,
        "short": shortened,
    }
    return environment


@pass_context
def _href(context: Context, iri: str | None) -> str | None:
    """Where an IRI leads: a path on this server, or an address on the web; None for anything else."""
    if iri is None:
        return None
    here = context["places"].path(iri)
    return str(here) if here else iri if iri.startswith(("https://", "http://")) else None


@pass_context
def _kind(context: Context, iri: str) -> str:
    """The kind of a thing, as its IRI tells."""
    return kind_of(context["places"].name(iri) or "")


@pass_context
def _title(context: Context, thing: Thing) -> str:
    return wording.title(thing, _kind(context, thing.iri))
