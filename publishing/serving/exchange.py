"""A request that goes the short way, as its connection holds it until it is answered."""

from typing import TYPE_CHECKING, Final

from communique.publishing.answering.jobs import Answer

if TYPE_CHECKING:
    from communique.publishing.serving.connection import Connection


class _Event:
    """In place of the event that wakes an application which reads a body: here nobody does."""

    def set(self) -> None:
        """Nobody waits."""


_NOBODY: Final = _Event()


class Exchange:
    """A request that goes the short way; to uvicorn it looks like its own cycle of request and response."""

    __slots__ = (
        "body",
        "connection",
        "disconnected",
        "keep_alive",
        "message_event",
        "more_body",
        "response_complete",
        "start",
        "tag",
    )

    def __init__(self, connection: "Connection", tag: str | None, start: float, keep_alive: bool) -> None:
        self.connection = connection
        self.tag = tag
        self.start = start
        self.keep_alive = keep_alive
        self.body = b""
        self.more_body = False
        self.disconnected = False
        self.response_complete = False
        self.message_event = _NOBODY

    def answered(self, answer: Answer) -> None:
        """Send the answer, unless the client has gone."""
        self.response_complete = True
        if not self.disconnected:
            self.connection.send(self, answer)
