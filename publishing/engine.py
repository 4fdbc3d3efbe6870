"""What the endpoint puts its jobs to: readers in processes of their own, or a store in memory."""

from typing import Protocol

from starlette.concurrency import run_in_threadpool

from communique.errors import CommuniqueError
from communique.publishing.execution import execute, told
from communique.publishing.jobs import READING, Answer, Job
from communique.publishing.limits import Limits
from communique.publishing.readers import Figures
from communique.publishing.store import GraphStore


class Engine(Protocol):
    """Does jobs, within limits."""

    limits: Limits
    figures: Figures

    async def start(self) -> None:
        """Be ready."""

    async def stop(self) -> None:
        """Let go of everything."""

    def state(self) -> str | None:
        """What names the state of the store that is read; None where nothing does."""

    async def ask(self, job: Job) -> Answer:
        """Do a job; whatever goes wrong is an answer, too."""


class InProcess:
    """A store that is open in this process: jobs run in threads, without a time limit."""

    def __init__(self, store: GraphStore, limits: Limits | None = None) -> None:
        self.store = store
        self.limits = limits or Limits()
        self.figures = Figures()

    async def start(self) -> None:
        """The store is open already."""

    async def stop(self) -> None:
        """The store is closed by whoever opened it."""

    def state(self) -> str | None:
        """Nothing tells when the store changes."""
        return None

    async def ask(self, job: Job) -> Answer:
        """Do a job in a thread: the engine lets go of the interpreter while it serialises."""
        self.figures.answered += 1
        return await run_in_threadpool(self._do, job)

    def _do(self, job: Job) -> Answer:
        # Errors are told here, too: their traceback holds the answer, which no other thread may drop.
        if job.kind in READING:
            return execute(self.store.oxigraph, job, self.limits.result)
        from communique.publishing.writing import write_to

        try:
            return write_to(self.store, job)
        except CommuniqueError as error:
            return told(error)
