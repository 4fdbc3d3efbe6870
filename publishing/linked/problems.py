"""What to say where there is nothing: as a page, or as problem details for programs (RFC 9457)."""

import json
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from communique.publishing.linked.forms import FORMS, PAGE
from communique.publishing.linked.places import Places
from communique.publishing.linked.rendering import render
from communique.publishing.querying.formats import Format
from communique.publishing.serving.answers import choose

_JSON: Final = Format("problem", ("application/problem+json", "application/json"))


@dataclass(frozen=True, slots=True)
class Problem:
    """A status with what it means here; `instead` is the IRI of what came after, called `name`."""

    status: int
    title: str
    detail: str
    instead: str = ""
    name: str = ""
    reason: str = ""


class ProblemError(Exception):
    """Raised with a Problem, which becomes the response."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.title)
        self.problem = problem


def missing(what: str) -> ProblemError:
    """404: nothing is known by this name."""
    return ProblemError(Problem(404, "Not on record", f"Nothing on record has the name {what}."))


def unacceptable() -> ProblemError:
    """406, with the forms that there are (RFC 9110, section 15.5.7)."""
    served = ", ".join(form.media_types[0] for form in FORMS)
    return ProblemError(Problem(406, "Not in that form", f"This can be had as: {served}."))


def beyond(form: Format) -> ProblemError:
    """406: it has triple terms, which not all forms can say (RDF 1.2 Concepts, section 3.4)."""
    told = f"This has triple terms, which {form.media_types[0]} cannot say: ask for text/turtle."
    return ProblemError(Problem(406, "Not in that form", told))


def bad_number(name: str) -> ProblemError:
    """400: a page's number is none."""
    return ProblemError(
        Problem(400, "No such page", f"The parameter “{name}” is the number of a page, from 1 on.")
    )


def nowhere(path: str) -> Problem:
    """404: no route leads there."""
    return Problem(
        404,
        "Not found",
        f"Nothing is served at {path[:200]}. The start page / shows what is served, /openapi.json lists it.",
    )


def not_allowed(method: str, allowed: str) -> Problem:
    """405: something else can be done there."""
    return Problem(
        405, "Method Not Allowed", f"There is no {method[:20]} here: this address takes {allowed}."
    )


BROKEN: Final = Problem(
    500, "It broke", "Something here is broken, and was noted: another request may do; the same may not."
)


def as_response(request: Request, problem: Problem, places: Places) -> Response:
    """As the client takes it best; problem details where it takes neither form."""
    if choose(request, None, (_JSON, PAGE)) is PAGE:
        body = render("problem.html", problem=problem, places=places)
        return Response(body, problem.status, media_type="text/html")
    told: dict[str, object] = {
        "type": "about:blank",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
    }
    if problem.instead:
        told["successor"] = problem.instead
    told_json = json.dumps(told, ensure_ascii=False)
    return Response(told_json, problem.status, media_type="application/problem+json")
