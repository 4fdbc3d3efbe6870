"""What the endpoint puts its jobs to: it answers each within limits, whatever goes wrong."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from communique.publishing.answering.jobs import Answer, Job
from communique.publishing.answering.limits import Limits
from communique.publishing.answering.reader_process import Asked


@dataclass(slots=True)
class Figures:
    """What has happened so far, and what happens now, for those who watch."""

    answered: int = 0
    ended: int = 0
    crashed: int = 0
    refused: int = 0
    withdrawn: int = 0
    running: int = 0
    waiting: int = 0


class Engine(Protocol):
    """Does jobs, within limits."""

    limits: Limits

    @property
    def figures(self) -> Figures:
        """What has happened so far, and what happens now."""

    async def start(self) -> None:
        """Be ready."""

    async def stop(self) -> None:
        """Let go of everything."""

    def state(self) -> str | None:
        """What names the state of the store that is read; None where nothing does."""

    async def ask(self, job: Job) -> Answer:
        """Do a job; whatever goes wrong is an answer, too."""

    def submit(self, job: Job, done: Callable[[Answer], None]) -> Asked:
        """The same without waiting: `done` is called with the answer, in the loop that runs.

        The answer is that of `state`, as it was just before, or of a newer one.
        """

    def withdraw(self, asked: Asked) -> None:
        """Nobody waits for the answer to a reading job: no work is to be done for it any more."""
