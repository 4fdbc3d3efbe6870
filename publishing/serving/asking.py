"""Put questions to the engine that nobody has asked, or is asking: the others have the same answer.

Many clients ask the same thing, and often at the same time: when something was published, or when an answer
that takes long is waited for. Whoever asks what is being answered already waits for that answer; when all of
them have gone, so has the question.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from communique.publishing.answering.engine import Engine
from communique.publishing.answering.jobs import Answer, Job
from communique.publishing.answering.reader_process import Asked
from communique.publishing.serving.cache import AnswerCache

Done = Callable[[Answer], None]


@dataclass(slots=True)
class _Question:
    """Who waits for an answer, and how it was put to the engine."""

    waiting: list[Done]
    asked: Asked | None = None


class Asking:
    """An engine, what is kept of its answers, and who waits for which answer.

    Questions are told apart by their validators, which name the state of the store; those without one are
    answered anew each time.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.kept = AnswerCache(engine.limits.cache)
        self._asked: dict[str | Done, _Question] = {}

    def submit(self, tag: str | None, job: Job, done: Done) -> None:
        """`done` is called with the answer to a reading job, perhaps before this returns.

        `tag` is the validator of the answer in this state of the store.
        """
        kept = self.kept.get(tag) if tag else None
        if kept is not None:
            done(kept)
        elif tag in self._asked:
            self._asked[tag].waiting.append(done)
        else:
            question = self._asked[tag or done] = _Question([done])
            answered = partial(self._answered, tag or done, question)
            question.asked = self.engine.submit(job, answered)

    async def ask(self, tag: str | None, job: Job) -> Answer:
        """The answer to a reading job; whoever is cancelled has gone."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()

        def done(given: Answer) -> None:
            if not answer.done():
                answer.set_result(given)

        self.submit(tag, job, done)
        try:
            return await answer
        except asyncio.CancelledError:
            self.leave(tag, done)
            raise

    def leave(self, tag: str | None, done: Done) -> None:
        """Somebody who submitted a question does not wait for its answer any more."""
        question = self._asked.get(tag or done)
        if question is None or done not in question.waiting:
            return
        question.waiting.remove(done)
        if not question.waiting:
            del self._asked[tag or done]
            if question.asked is not None:
                self.engine.withdraw(question.asked)

    def _answered(self, name: str | Done, question: _Question, answer: Answer) -> None:
        if isinstance(name, str):
            self.kept.put(name, answer)
        if self._asked.get(name) is question:
            del self._asked[name]
        question.asked = None  # which knows the question: no work for the garbage collector
        for done in question.waiting:
            done(answer)
