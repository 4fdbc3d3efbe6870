"""What a server answers to a query, and what is no answer: a page, a notice, half of one.

Many a web server says 200 to whatever it is asked. SPARQL 1.1 Query Results JSON Format, section 3, is what
counts; its media type is not insisted on, for it is often told as plain JSON.
"""

from collections.abc import Iterable
from typing import Final

import pyoxigraph as ox

from communique.errors import ServerError
from communique.publishing.pushing.transport import Reply

_SHOWN: Final = 60  # characters of what is no answer
_TRUTH: Final = "__ASK_RETVAL"  # Virtuoso 7.2 answers an ASK with a table: a row of this where it is true


def truth(reply: Reply, address: str, query: str) -> bool:
    """The answer to an ASK. Raises ServerError for anything else."""
    found = _parsed(reply, address, query)
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    variables, told = found
    if [variable.value for variable in variables] == [_TRUTH]:
        return bool(told)
    raise _no_endpoint(reply, address, query, "which has rows and no truth value")


def rows(reply: Reply, address: str, query: str, names: Iterable[str]) -> list[ox.QuerySolution]:
    """The answer to a SELECT of these variables. Raises ServerError for anything else."""
    found = _parsed(reply, address, query)
    if isinstance(found, ox.QueryBoolean):
        raise _no_endpoint(reply, address, query, "which has a truth value and no rows")
    variables, told = found
    if lacking := set(names) - {variable.value for variable in variables}:
        raise _no_endpoint(reply, address, query, f"which has no column {' '.join(sorted(lacking))}")
    return told


def _parsed(
    reply: Reply, address: str, query: str
) -> tuple[list[ox.Variable], list[ox.QuerySolution]] | ox.QueryBoolean:
    given = ox.QueryResultsFormat.from_media_type(reply.headers.get("content-type", ""))
    try:
        found = ox.parse_query_results(reply.body, format=given or ox.QueryResultsFormat.JSON)
        assert not isinstance(found, ox.QueryTriples)
        return (found.variables, list(found)) if isinstance(found, ox.QuerySolutions) else found
    except (SyntaxError, ValueError) as error:
        raise _no_endpoint(reply, address, query, f"which is no result of SPARQL ({error})") from None


def _no_endpoint(reply: Reply, address: str, query: str, why: str) -> ServerError:
    kind = reply.headers.get("content-type", "").partition(";")[0].strip() or "something without a type"
    asked = " ".join(query.split())
    asked = asked if len(asked) <= _SHOWN else f"{asked[:_SHOWN]}…"
    shown = " ".join(reply.body[: 4 * _SHOWN].decode("utf-8", "replace").split())[:_SHOWN]
    begins = f" It begins: {shown}" if shown.isprintable() and shown else ""
    return ServerError(
        f"{address} is no SPARQL endpoint: it answers {asked} with {kind}, {why}.",
        f"Give the address where the server answers queries.{begins}",
    )
