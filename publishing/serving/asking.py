"""Put questions to the engine that nobody has asked, or is asking: the others have the same answer.

Many clients ask the same thing, and often at the same time: when something was published, or when an answer
that takes long is waited for. Whoever asks what is being answered already waits for that answer.
"""

import asyncio
from collections.abc import Callable
from functools import partial

from communique.publishing.answering.engine import Engine
from communique.publishing.answering.jobs import Answer, Job
from communique.publishing.serving.cache import AnswerCache

Done = Callable[[Answer], None]


class Asking:
    """An engine, what is kept of its answers, and who waits for which answer.

    Questions are told apart by their validators, which name the state of the store; those without one are
    answered anew each time.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.kept = AnswerCache(engine.limits.cache)
        self._waiting: dict[str, list[Done]] = {}

    def submit(self, state: str | None, tag: str | None, job: Job, done: Done) -> None:
        """`done` is called with the answer to a reading job, perhaps before this returns.

        `tag` is the validator of the answer in this state of the store.
        """
        if tag is None:
            self.engine.submit(job, done, state)
            return
        kept = self.kept.get(tag)
        if kept is not None:
            done(kept)
        elif tag in self._waiting:
            self._waiting[tag].append(done)
        else:
            self._waiting[tag] = [done]
            self.engine.submit(job, partial(self._answered, tag), state)

    async def ask(self, state: str | None, tag: str | None, job: Job) -> Answer:
        """The answer to a reading job."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self.submit(state, tag, job, lambda given: None if answer.done() else answer.set_result(given))
        return await answer

    def _answered(self, tag: str, answer: Answer) -> None:
        self.kept.put(tag, answer)
        for done in self._waiting.pop(tag):
            done(answer)
