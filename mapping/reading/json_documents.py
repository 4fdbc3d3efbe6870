"""JSON: which of the known formats a document is in, told by its members."""

import json
from collections.abc import Callable, Iterator

from communique.errors import InputError
from communique.mapping.reading.document import Skipped
from communique.mapping.reading.encoding import byte_order_mark
from communique.mapping.reading.fields import Node, nodes
from communique.mapping.reading.guardian import read_api_answer, read_page_model
from communique.mapping.reading.json_feed import read_json_feed
from communique.mapping.reading.ninjs import read_ninjs
from communique.mapping.reading.reading import Reading

Reader = Callable[[Node, str], Iterator[Reading | Skipped]]


def read_json(data: bytes, name: str) -> Iterator[Reading | Skipped]:
    """The articles of a JSON document. Raises InputError where it is no JSON, or in no known format."""
    root = _parse(data, name)
    for node in nodes(root) or [{}]:
        reader = next((read for fits, read in _FORMATS if fits(node)), None)
        if reader is None:
            raise InputError(
                f"{name} is JSON, and no format of articles that is known",
                "Known are Guardian content API answers and page models, IPTC ninjs, and JSON Feed.",
            )
        yield from reader(node, name)


def _parse(data: bytes, name: str) -> object:
    try:
        encoding = byte_order_mark(data) or "utf-8-sig"
        return json.loads(data.decode(encoding), strict=False)
    except (ValueError, RecursionError) as error:
        told = "is nested too deep" if isinstance(error, RecursionError) else f"is damaged JSON: {error}"
        raise InputError(f"{name} {told}", "Get the file again.") from error


def _is_ninjs(node: Node) -> bool:
    told = {"versioncreated", "versionCreated", "bodies", "headlines", "body_text", "body_html", "body_xhtml"}
    return "uri" in node and not told.isdisjoint(node)


_FORMATS: tuple[tuple[Callable[[Node], bool], Reader], ...] = (
    (lambda node: "jsonfeed.org" in str(node.get("version")), read_json_feed),
    (lambda node: isinstance(node.get("response"), dict) and "status" in node["response"], read_api_answer),
    (lambda node: isinstance(node.get("blocks"), list) and "webPublicationDate" in node, read_page_model),
    (_is_ninjs, read_ninjs),
)
