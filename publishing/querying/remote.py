"""Ask a SPARQL endpoint somewhere else, with SPARQLWrapper; the answers are those that a store gives."""

import ast
import warnings
from contextlib import closing
from typing import Final
from urllib.error import HTTPError
from urllib.parse import urlsplit

from communique import __version__
from communique.errors import CommuniqueError, QueryError, ServerError, UsageError
from communique.publishing.querying.results import Graph, Table, table_from_json

TIMEOUT: Final = 60
"""Seconds after which a remote endpoint is given up."""


def query_remote(endpoint: str, query: str, timeout: int = TIMEOUT) -> Table | Graph:
    """The answer of the endpoint at an http(s) address.

    Raises UsageError for another address, QueryError where the endpoint refuses the query, ServerError
    where it cannot be reached or fails.
    """
    if urlsplit(endpoint).scheme not in ("http", "https"):
        raise UsageError(f"{endpoint!r} is no address of an endpoint.", "Give one that starts with http.")
    tabular, body = _ask(endpoint, query, timeout)
    return table_from_json(body) if tabular else Graph(body.decode("utf-8"))


def _ask(endpoint: str, query: str, timeout: int) -> tuple[bool, bytes]:
    """Whether rows were asked for, and the body that came back."""
    from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper
    from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

    wrapper = SPARQLWrapper(endpoint, agent=f"communique/{__version__}")
    wrapper.setTimeout(timeout)
    wrapper.setMethod(POST)
    wrapper.setOnlyConneg(True)
    with warnings.catch_warnings():  # it warns of a query that it does not understand; the endpoint judges
        warnings.simplefilter("ignore", RuntimeWarning)
        wrapper.setQuery(query)
    tabular = wrapper.queryType in ("SELECT", "ASK")
    wrapper.setReturnFormat(JSON if tabular else TURTLE)
    try:
        with closing(wrapper.query().response) as response:
            return tabular, response.read()
    except SPARQLWrapperException as error:
        raise _refused(endpoint, type(error).__name__, _response_of(error)) from None
    except HTTPError as error:
        with error:
            raise _refused(endpoint, str(error.code), error.read()) from None
    except (OSError, ValueError) as error:
        raise ServerError(
            f"The endpoint {endpoint} cannot be reached: {getattr(error, 'reason', error)}.",
            "Check the address, and that something serves there.",
        ) from None


def _refused(endpoint: str, kind: str, body: bytes) -> CommuniqueError:
    """What an endpoint's refusal means: it failed, it is not there, or it does not take the query."""
    said = body.decode("utf-8", errors="replace").strip()[:2000]
    if kind == "EndPointInternalError" or kind.startswith("5"):
        return ServerError(f"The endpoint {endpoint} failed.", said)
    if kind == "EndPointNotFound":
        return ServerError(f"There is no endpoint at {endpoint}.", "Its path is often /sparql.")
    return QueryError(f"The endpoint {endpoint} refuses the query.", said)


def _response_of(error: Exception) -> bytes:
    """The body of a refusal: SPARQLWrapper keeps it as a Python literal within its message only."""
    _, _, literal = str(error).partition("Response:\n")
    try:
        body = ast.literal_eval(literal)
    except (ValueError, SyntaxError):
        return b""
    return body if isinstance(body, bytes) else b""
