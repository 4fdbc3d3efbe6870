"""Who waits for a reader and who is refused: long queries, writes, and a store in memory."""

import asyncio
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from communique.publishing.answering.jobs import Answer, Job
from communique.publishing.answering.limits import Limits
from communique.publishing.answering.memory import readers_of
from communique.publishing.answering.readers import Readers
from communique.publishing.storage.store import GraphStore

RECORD = Path(__file__).parents[2] / "queries" / "small.trig"
ANY = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o"
ENDLESS = Job("query", f"SELECT (COUNT(*) AS ?n) {{ {ANY} }}", solution_format="json")
NONE = "FILTER(STRLEN(CONCAT(STR(?a), STR(?o))) < 0)"
ENDLESS_UPDATE = Job("update", f"INSERT {{ ?a <urn:p> ?o }} WHERE {{ GRAPH ?x {{ {ANY} {NONE} }} }}")
SMALL = Job("query", "ASK { ?s ?p ?o }", solution_format="json")
SOME_WORK = Job(
    "query", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(?a != ?d) }", solution_format="json"
)
LIMITS = Limits(seconds=2, readers=2, queue=2)


@asynccontextmanager
async def started(readers: Readers) -> AsyncIterator[Readers]:
    await readers.start()
    try:
        yield readers
    finally:
        await readers.stop()


def endless(number: int) -> list[Job]:
    """So many, each of them another."""
    return [replace(ENDLESS, text=f"{ENDLESS.text} # {at}") for at in range(number)]


async def statuses(readers: Readers, *jobs: Job) -> list[int]:
    return [answer.status for answer in await asyncio.gather(*map(readers.ask, jobs))]


def test_updates_wait_for_one_another_and_not_too_many(store: Path) -> None:
    async def asked() -> None:
        async with started(Readers(store, LIMITS)) as readers:
            updates = asyncio.ensure_future(statuses(readers, *[ENDLESS_UPDATE] * 6))
            await asyncio.sleep(0.01)
            assert readers.figures.refused == 3, "one runs, two wait"
            assert await statuses(readers, SMALL) == [200], "and reads go on"
            assert await updates == [503] * 6

    asyncio.run(asked())


def test_queries_wait_for_a_reader_and_not_too_many(store: Path) -> None:
    async def asked() -> None:
        async with started(Readers(store, LIMITS)) as readers:
            queries = asyncio.ensure_future(statuses(readers, *[ENDLESS] * 6))
            await asyncio.sleep(0.01)
            assert readers.figures.refused == 2, "two run, two wait"
            assert await queries == [503] * 6

    asyncio.run(asked())


def test_long_queries_leave_a_reader_to_short_ones(store: Path) -> None:
    async def asked() -> None:
        async with started(Readers(store, Limits(seconds=4, readers=2, queue=8))) as readers:
            queries = asyncio.ensure_future(statuses(readers, *[ENDLESS] * 3))
            await asyncio.sleep(0.2)
            assert await statuses(readers, *[SMALL] * 5) == [200] * 5
            assert not queries.done(), "it did not have to wait for them"
            assert await queries == [503] * 3

    asyncio.run(asked())


def test_whoever_has_worked_least_goes_first(store: Path) -> None:
    """A query of a while is soon through, though queries without end came before it."""

    async def asked() -> None:
        async with started(Readers(store, Limits(seconds=8, readers=2, queue=32))) as readers:
            queries = asyncio.ensure_future(statuses(readers, *endless(12)))
            await asyncio.sleep(0.5)
            assert await statuses(readers, SOME_WORK) == [200]
            assert not queries.done()
            assert await statuses(readers, SOME_WORK) == [200], "nor when it is known to take long"
            assert not queries.done()
            assert await queries == [503] * 12

    asyncio.run(asked())


def test_a_query_that_was_set_aside_is_answered_as_if_it_had_not_been(store: Path) -> None:
    async def asked() -> None:
        async with started(Readers(store, Limits(seconds=20, readers=1, queue=32))) as readers:
            alone = await readers.ask(SOME_WORK)
            together = asyncio.ensure_future(readers.ask(SOME_WORK))
            while not together.done():
                assert await statuses(readers, SMALL) == [200]
            assert await together == alone

    asyncio.run(asked())


def test_many_without_end_and_never_seen_before_leave_room_for_small_ones(store: Path) -> None:
    async def asked() -> None:
        async with started(Readers(store, Limits(seconds=4, readers=2, queue=64))) as readers:
            queries = asyncio.ensure_future(statuses(readers, *endless(20)))
            assert await statuses(readers, *[SMALL] * 20) == [200] * 20
            assert not queries.done(), "it did not have to wait for them"
            assert await queries == [503] * 20
            assert readers.figures.running == readers.figures.waiting == 0

    asyncio.run(asked())


def test_a_stop_answers_whoever_waits(store: Path) -> None:
    async def asked() -> None:
        async with started(Readers(store, LIMITS)) as readers:
            queries = asyncio.ensure_future(statuses(readers, *[ENDLESS] * 3))
            await asyncio.sleep(0.01)
        assert await queries == [503] * 3

    asyncio.run(asked())


def _note(told: list[int], number: int, _: Answer) -> None:
    told.append(number)


def test_a_stop_that_takes_time_answers_everybody_once(store: Path) -> None:
    async def asked() -> None:
        told: list[int] = []
        async with started(Readers(store, Limits(seconds=20, readers=1))) as readers:
            withdrawn = readers.submit(ENDLESS, lambda _: None)
            await asyncio.sleep(0.2)
            starting = ThreadPoolExecutor(1)
            starting.submit(time.sleep, 0.3)
            asyncio.get_running_loop().set_default_executor(starting)
            readers.withdraw(withdrawn)  # another reader is started, which takes that long
            for number in range(60):
                readers.submit(SOME_WORK, partial(_note, told, number))
            await asyncio.sleep(0.01)
        assert sorted(told) == list(range(60))

    asyncio.run(asked())


def test_a_store_in_memory_has_the_same_limits() -> None:
    async def asked() -> None:
        memory = ox.Store()
        memory.bulk_load(path=RECORD)
        async with started(readers_of(GraphStore(memory), LIMITS)) as readers:
            assert await statuses(readers, ENDLESS, SMALL) == [503, 200]

    asyncio.run(asked())
