"""The addresses of the documents and of the things that they describe.

/id/…, /scheme/…    a thing: 303 to its document, 410 where there was one, 404 where there is none
/doc/…              its document, in the form that the client takes best; with a suffix in that one
/doc/KIND/, /doc/   the things of a kind; the search
/ns                 the ontology
/dataset            the whole as a dataset (also /.well-known/void); /dump.nt … all of it
"""

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from functools import wraps
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from communique import __version__
from communique.publishing.answering.jobs import Job
from communique.publishing.linked.context import LinkedData, linked_data
from communique.publishing.linked.dataset import dataset_page, dataset_triples
from communique.publishing.linked.documents import triples_of, written
from communique.publishing.linked.forms import PAGE, SUFFIXES, links, negotiated, split, suffix_of
from communique.publishing.linked.layout import Kind, kinds
from communique.publishing.linked.lists import list_page, search_page
from communique.publishing.linked.pages import thing_page
from communique.publishing.linked.problems import ProblemError, as_response, bad_number, missing, unacceptable
from communique.publishing.linked.questions import UnansweredError, node
from communique.publishing.linked.vocabulary import VERSION, ontology_page, ontology_written
from communique.publishing.querying.formats import GRAPH_FORMATS, Format
from communique.publishing.serving.answers import (
    answered,
    choose,
    compress_for,
    is_known,
    tag_of,
    told_as_response,
    validators,
)
from communique.publishing.serving.protocol import raw_path

Handler = Callable[[Request, LinkedData], Awaitable[Response]]
_ALL: Final = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_MAX_PAGE: Final = 10**6


def routes() -> list[Route]:
    """Those of the linked data."""
    return [
        Route("/id", _to_search),
        Route("/id/{name:path}", _guarded(_thing)),
        Route("/scheme/{name:path}", _guarded(_thing)),
        Route("/doc", _to_search),
        Route("/doc/", _guarded(_search)),
        Route("/doc/{name:path}", _guarded(_document)),
        Route("/ns", _guarded(_ontology)),
        Route("/ns/{version}", _guarded(_version)),
        *(Route(f"/ns.{suffix}", _guarded(_ontology)) for suffix in SUFFIXES),
        Route("/dataset", _guarded(_dataset)),
        *(Route(f"/dataset.{suffix}", _guarded(_dataset)) for suffix in SUFFIXES),
        *(Route(f"/dump.{suffix_of(form)}", _dump) for form in GRAPH_FORMATS),
        Route("/.well-known/void", _well_known),
    ]


def _guarded(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """The handler, with problems and the readers' refusals as responses."""

    @wraps(handler)
    async def guarded(request: Request) -> Response:
        linked = linked_data(request.app)
        try:
            await linked.find_base()
            return await handler(request, linked)
        except ProblemError as error:
            return as_response(request, error.problem, linked.places)
        except UnansweredError as error:
            return told_as_response(error.answer)

    return guarded


async def _thing(request: Request, linked: LinkedData) -> Response:
    """Section 4.2 of Cool URIs: 303 See Other, for a thing is no document."""
    path = raw_path(request).removeprefix("/id/").removeprefix("/")
    name, form = split(path)
    if not path or path.rstrip("/") in kinds():
        return RedirectResponse(f"/doc/{path.rstrip('/')}/" if path else "/doc/", 303)
    if form is None and negotiated(request) is None:
        raise unacceptable()
    await _check(linked, name)
    target = f"/doc/{path}"
    return Response(
        status_code=303,
        headers={"location": target, "link": f'<{target}>; rel="describedby"'},
    )


async def _document(request: Request, linked: LinkedData) -> Response:
    path = raw_path(request).removeprefix("/doc/")
    if path in kinds():
        return RedirectResponse(f"/doc/{path}/", 301)
    kind = kinds().get(path.removesuffix("/"))
    if kind is not None:
        return await _list(request, linked, kind)
    name, asked = split(path)
    form = _form(request, asked)
    headers = _headers(request, linked, form, f"/doc/{name}", linked.places.document(name))
    unchanged = _unchanged(request, headers)
    if unchanged is not None:
        return unchanged
    await _check(linked, name)
    if form is PAGE:
        numbers = {listing: _number(request, listing) for listing in request.query_params}
        body = (await thing_page(linked.asker, linked.places, name, numbers)).encode()
    else:
        triples = await triples_of(linked.asker, linked.places, name, _number(request, "page"))
        body = await run_in_threadpool(written, triples, form, linked.places.base)
    return Response(body, headers=headers | {"content-type": form.content_type})


async def _list(request: Request, linked: LinkedData, kind: Kind) -> Response:
    if not kind.listed:
        raise missing(f"/doc/{kind.name}/")
    _only_page(request)
    headers = _headers(request, linked, PAGE)
    unchanged = _unchanged(request, headers)
    if unchanged is not None:
        return unchanged
    page = await list_page(linked.asker, linked.places, kind, _words(request), _number(request, "page"))
    return Response(page, headers=headers, media_type="text/html")


async def _search(request: Request, linked: LinkedData) -> Response:
    _only_page(request)
    headers = _headers(request, linked, PAGE)
    unchanged = _unchanged(request, headers)
    if unchanged is not None:
        return unchanged
    page = await search_page(linked.asker, linked.places, _words(request))
    return Response(page, headers=headers, media_type="text/html")


async def _ontology(request: Request, linked: LinkedData) -> Response:
    form = _form(request, split(request.url.path)[1])
    headers = _headers(request, linked, form, "/ns", f"{linked.places.vocabulary}ns")
    unchanged = _unchanged(request, headers)
    if unchanged is not None:
        return unchanged
    body = ontology_page(linked.places).encode() if form is PAGE else ontology_written(form)
    return Response(body, headers=headers | {"content-type": form.content_type})


async def _version(request: Request, linked: LinkedData) -> Response:
    """The version's own name (owl:versionIRI) leads to the ontology while it is this version."""
    if request.path_params["version"] != VERSION:
        raise missing(str(request.url.path))
    return RedirectResponse("/ns", 303)


async def _dataset(request: Request, linked: LinkedData) -> Response:
    form = _form(request, split(request.url.path)[1])
    headers = _headers(request, linked, form, "/dataset", f"{linked.places.base}dataset")
    unchanged = _unchanged(request, headers)
    if unchanged is not None:
        return unchanged
    figures = await linked.figures()
    writable = bool(request.app.state.tokens)
    if form is PAGE:
        body = dataset_page(linked.places, figures, str(request.base_url)).encode()
    else:
        triples = dataset_triples(linked.places, figures, str(request.base_url), writable)
        itself = await linked.asker.triples("describe", {"thing": [node(linked.places.base)]})
        body = written([*triples, *itself], form, linked.places.base)
    return Response(body, headers=headers | {"content-type": form.content_type})


async def _dump(request: Request) -> Response:
    form = split(request.url.path)[1]
    assert form is not None
    job = Job("query", _ALL, graph_format=form.name, compress=compress_for(request))
    return await answered(request, job)


async def _well_known(request: Request) -> Response:
    """Describing Linked Datasets with the VoID Vocabulary (W3C, 2011), section 7.2."""
    return RedirectResponse("/dataset", 302)


async def _to_search(request: Request) -> Response:
    return RedirectResponse("/doc/", 303)


async def _check(linked: LinkedData, name: str) -> None:
    """Raise what is to be told where nothing is known of the thing."""
    try:
        known = await linked.asker.holds("exists", {"thing": [node(linked.places.iri(name))]})
    except ValueError:
        raise missing(f"/doc/{name}") from None
    if not known:
        raise await linked.history.absent(linked.asker, linked.places.iri(name))


def _form(request: Request, asked: Format | None) -> Format:
    form = asked or negotiated(request)
    if form is None:
        raise unacceptable()
    return form


def _only_page(request: Request) -> None:
    if choose(request, None, (PAGE,)) is None:
        raise unacceptable()


def _number(request: Request, name: str) -> int:
    given = request.query_params.get(name, "1")
    if not (given.isascii() and given.isdecimal() and 1 <= int(given[:9]) <= _MAX_PAGE):
        raise bad_number(name)
    return int(given[:9])


def _words(request: Request) -> str:
    return " ".join(request.query_params.get("q", "").split())[:200]


def _headers(
    request: Request, linked: LinkedData, form: Format, path: str = "", canonical: str = ""
) -> dict[str, str]:
    """Those of a document, and of the 304 in its place (RFC 9110, section 15.4.5)."""
    headers = validators(_tag(request, linked, form))
    if path:
        headers |= {"content-location": f"{path}.{suffix_of(form)}", "link": links(path, form, canonical)}
    return headers


def _unchanged(request: Request, headers: Mapping[str, str]) -> Response | None:
    """304 where the client has what is served at this state of the store."""
    return Response(status_code=304, headers=headers) if is_known(request, headers.get("etag")) else None


def _tag(request: Request, linked: LinkedData, form: Format) -> str | None:
    """A weak validator; that of the state before anything was asked, whatever is written meanwhile."""
    if not hasattr(request.state, "tag"):
        asked = f"{__version__} {form.name} {raw_path(request)}?{request.url.query} {request.base_url}"
        digest = hashlib.sha256(asked.encode()).hexdigest()[:32]
        request.state.tag = tag_of(linked.asker.engine.state(), digest)
    tag: str | None = request.state.tag
    return tag
