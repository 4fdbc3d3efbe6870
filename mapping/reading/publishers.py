"""What is peculiar to one publisher's pages: one small TOML file for each, below `publishers/`.

hosts     = ["example.org"]   whose pages these are, with their subdomains
title     = "og:title"        which declared title is the headline, where it is not that of the data
leave_out = ["class name"]    classes and ids of what is no part of the story
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from lxml.html import HtmlElement


@dataclass(frozen=True, slots=True)
class Publisher:
    """A publisher's declaration."""

    hosts: tuple[str, ...] = ()
    title: str | None = None
    leave_out: frozenset[str] = frozenset()

    def leaves_out(self, element: HtmlElement) -> bool:
        """Whether the element is declared to be no part of the story."""
        if not self.leave_out:
            return False
        names = {element.get("id"), *(element.get("class") or "").split()}
        return not self.leave_out.isdisjoint(names)


_UNKNOWN = Publisher()


def publisher_of(address: str | None) -> Publisher:
    """The declaration for the host of an address; an empty one where there is none."""
    host = (urlsplit(address).hostname or "") if address else ""
    labels = host.split(".")
    ends = (".".join(labels[at:]) for at in range(len(labels)))
    return next((publishers()[end] for end in ends if end in publishers()), _UNKNOWN)


@cache
def publishers() -> dict[str, Publisher]:
    """All declarations, by host."""
    folder = files("communique.mapping.reading").joinpath("publishers")
    found = [_publisher(entry.read_text("utf-8")) for entry in folder.iterdir() if entry.name[-5:] == ".toml"]
    return {host: publisher for publisher in found for host in publisher.hosts}


def _publisher(source: str) -> Publisher:
    data = tomllib.loads(source)
    return Publisher(
        hosts=tuple(data["hosts"]),
        title=data.get("title"),
        leave_out=frozenset(data.get("leave_out", ())),
    )
