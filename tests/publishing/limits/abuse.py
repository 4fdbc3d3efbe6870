"""Clients that mean no good, all at once: `python abuse.py ADDRESS SECONDS CONNECTIONS`.

Endless queries, huge answers, answers that nobody takes, requests a letter at a time, nonsense, and idle
connections. Prints how often each was tried, as JSON.
"""

import asyncio
import contextlib
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from urllib.parse import quote, urlsplit

import uvloop

ANY = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o"
ENDLESS = (
    f"SELECT (COUNT(*) AS ?n) {{ {ANY} }}",
    f"SELECT * {{ {ANY} }} ORDER BY ?o ?a",
    "SELECT (COUNT(*) AS ?n) { ?a (!<x:y>|!^<x:y>)* ?b . ?c (!<x:y>)* ?d . ?e (!<x:y>)* ?f }",
)
HUGE = "SELECT * { ?a ?b ?c . ?d ?e ?f }"  # longer than an answer may be
BEGINNINGS = (b"", b"GET / HTTP/1.1\r\n", b"POST /sparql HTTP/1.1\r\nContent-Length: 9\r\n\r\n")
LARGE = f"{HUGE} LIMIT 6000"


def never_seen() -> str:
    """A query that would run for years, in one of about a billion forms."""
    pairs = [random.sample("abcdefghijklmno", 2) for _ in range(4)]
    filters = " ".join(f"FILTER(?{one} != ?{other})" for one, other in pairs)
    what, order = random.choice((("(COUNT(*) AS ?n)", ""), ("*", "ORDER BY ?o ?a")))
    return f"SELECT {what} {{ {ANY} {filters} }} {order}"


class Abuse:
    """What is done to one server until the time is up."""

    def __init__(self, address: str, until: float) -> None:
        found = urlsplit(address)
        self._host, self._port = found.hostname, found.port
        self._until = until
        self.done: Counter[str] = Counter()

    async def repeat(self, name: str, once: Callable[[], Awaitable[None]]) -> None:
        while time.monotonic() < self._until:
            with contextlib.suppress(OSError, TimeoutError, asyncio.IncompleteReadError):
                await asyncio.wait_for(once(), max(0.1, self._until - time.monotonic()))
                self.done[name] += 1
            await asyncio.sleep(0.01)

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection(self._host, self._port)

    async def _ask(self, query: str) -> None:
        reader, writer = await self._connected()
        target = f"/sparql?query={quote(query)}"
        writer.write(f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        while await reader.read(1 << 16):
            pass
        writer.close()

    async def endless(self) -> None:
        """A query that would run for years; half of them in a form that was never seen before."""
        await self._ask(random.choice(ENDLESS) if random.random() < 0.5 else never_seen())

    async def huge(self) -> None:
        """An answer that is too long, or nearly."""
        await self._ask(f"{random.choice((HUGE, LARGE))} # {random.random()}")
        await asyncio.sleep(0.5)

    async def untaken(self) -> None:
        """A large answer of which nothing is taken."""
        reader, writer = await self._connected()
        reader._transport.pause_reading()  # type: ignore[attr-defined]
        writer.write(f"GET /sparql?query={quote(LARGE)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        await asyncio.sleep(5)
        writer.transport.abort()

    async def letters(self) -> None:
        """A request a letter at a time."""
        _, writer = await self._connected()
        for letter in "GET /sparql?query=ASK%20%7B%7D HTTP/1.1\r\nHost: x\r\nX-Filler: 1":
            writer.write(letter.encode())
            await writer.drain()
            await asyncio.sleep(0.5)
            if writer.transport.is_closing():
                break
        writer.close()

    async def nonsense(self) -> None:
        """Bytes that are no request, or nearly one."""
        reader, writer = await self._connected()
        start = random.choice(BEGINNINGS)
        writer.write(start + random.randbytes(random.randrange(1, 2000)) + b"\r\n\r\n")
        writer.write_eof()
        await asyncio.wait_for(reader.read(), 4)
        writer.close()
        await asyncio.sleep(0.05)

    async def idle(self) -> None:
        """A connection that says nothing for a while."""
        _, writer = await self._connected()
        await asyncio.sleep(random.uniform(1, 4))
        writer.close()


async def main(address: str, seconds: float, connections: int) -> None:
    abuse = Abuse(address, time.monotonic() + seconds)
    numbers = {"endless": 6, "huge": 2, "nonsense": 4}
    numbers |= {"untaken": connections // 40, "letters": connections // 4}
    numbers["idle"] = connections - sum(numbers.values())
    names = [name for name, number in numbers.items() for _ in range(number)]
    await asyncio.gather(*(abuse.repeat(name, getattr(abuse, name)) for name in names))
    sys.stdout.write(json.dumps({name: abuse.done[name] for name in numbers if name != "letters"}))


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3])))
