"""Hostile requests as a table: what each is told, that it gets nowhere, and that the server outlasts it."""

import socket
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import httpx
import pytest

from communique.publishing.answering.limits import Limits

TABLE = Path(__file__).with_name("hostile.toml")


class Case(NamedTuple):
    """`raw` is sent as it is; `never` may not be in any answer."""

    id: str
    status: tuple[int, ...]
    method: str = "GET"
    path: str = "/sparql"
    body: bytes = b""
    media_type: str | None = None
    headers: dict[str, str] = {}  # noqa: RUF012 - a table's default that nobody changes
    token: bool = False
    raw: bytes = b""
    never: str = "root:"


def _case(entry: dict[str, Any]) -> Case:
    piece, times = entry.pop("long", ("", 0))
    for name, value in entry.items():
        if isinstance(value, str):
            entry[name] = value.replace("LONG", piece * times)
    entry["headers"] = {k: v.replace("LONG", piece * times) for k, v in entry.get("headers", {}).items()}
    for name in {"body", "raw"} & entry.keys():
        entry[name] = entry[name].encode("latin-1")
    return Case(**{**entry, "status": tuple(entry["status"])})


CASES = [_case(entry) for entry in tomllib.loads(TABLE.read_text("utf-8"))["case"]]


class Target(NamedTuple):
    address: str
    token: str
    trap: str
    caught: socket.socket


@pytest.fixture(scope="module")
def target(serve: Any) -> Iterator[Target]:
    """An endpoint, and a trap: a port that nothing may ever connect to."""
    where = serve(Limits(seconds=10, request=50_000, readers=1))
    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.settimeout(0)
        yield Target(where.address, where.token, f"http://127.0.0.1:{trap.getsockname()[1]}/", trap)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_hostile(target: Target, case: Case) -> None:
    status, text = _raw(target, case) if case.raw else _sent(target, case)
    assert status in case.status, text[:300]
    assert case.never not in text
    assert "Traceback" not in text
    with pytest.raises(BlockingIOError):
        target.caught.accept()
    after = httpx.get(f"{target.address}/sparql", params={"query": "ASK { GRAPH ?g { ?s ?p ?o } }"})
    assert (after.status_code, after.json()["boolean"]) == (200, True)


def _sent(target: Target, case: Case) -> tuple[int, str]:
    """Over a socket of our own where a client would tidy the address up."""
    headers = {"host": target.address.removeprefix("http://"), "connection": "close", **case.headers}
    if case.media_type:
        headers["content-type"] = case.media_type
    if case.token:
        headers["authorization"] = f"Bearer {target.token}"
    body = case.body.replace(b"TRAP", target.trap.encode())
    headers["content-length"] = str(len(body))
    path = case.path.replace("TRAP", quote(target.trap))
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return _exchange(target, f"{case.method} {path} HTTP/1.1\r\n{lines}\r\n".encode("latin-1") + body)


def _raw(target: Target, case: Case) -> tuple[int, str]:
    return _exchange(target, case.raw.replace(b"HOST", target.address.removeprefix("http://").encode()))


def _exchange(target: Target, sent: bytes) -> tuple[int, str]:
    host, _, port = target.address.removeprefix("http://").rpartition(":")
    received = b""
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        try:
            connection.sendall(sent)
            while piece := connection.recv(65536):
                received += piece
        except (ConnectionResetError, BrokenPipeError):
            pass
    assert received.startswith(b"HTTP/1.1 "), received[:100]
    return int(received[9:12]), received.decode("utf-8", "replace")


def test_there_are_many() -> None:
    assert len(CASES) >= 60
    assert len({case.id for case in CASES}) == len(CASES)
