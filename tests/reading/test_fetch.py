"""The fetcher against a server on this machine: polite, bounded, and never where it must not go."""

import gzip
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from communique.errors import InputError
from communique.mapping.reading import Limits, Read, fetch, read_articles
from communique.mapping.reading.addresses import _is_public

ALLOWED = Limits(private=True, document=200_000, seconds=2.0, redirects=3)
PAGE = b"<html><head><title>Talks</title></head><body><p>They met on Tuesday in Z\xfcrich.</p></body></html>"


class _Site(BaseHTTPRequestHandler):
    asked: ClassVar[list[tuple[str, str]]] = []

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers["User-Agent"]))
        step = self.path.removeprefix("/hop/")
        if self.path == "/robots.txt":
            self._send(200, b"User-agent: *\nDisallow: /private/\n", "text/plain")
        elif self.path.startswith("/hop/"):
            target = f"/hop/{int(step) - 1}" if int(step) else "/page"
            self._send(302, b"", "text/html", ("Location", target))
        elif self.path == "/large":
            self._send(200, b"x" * 300_000, "text/html")
        elif self.path == "/bomb":
            self._send(200, gzip.compress(b"x" * 50_000_000), "text/html", ("Content-Encoding", "gzip"))
        elif self.path == "/packed":
            self._send(200, gzip.compress(PAGE), "text/html; charset=cp1252", ("Content-Encoding", "gzip"))
        elif self.path == "/slow":
            self._drip()
        else:
            self._send(200 if self.path == "/page" else 404, PAGE, "text/html; charset=cp1252")

    def _send(self, status: int, body: bytes, kind: str, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in (("Content-Type", kind), ("Content-Length", str(len(body))), *headers):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(100):
            try:
                self.wfile.write(b"x")
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.1)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the standard library
        pass


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(fetch, "_PAUSE", 0.0)
    fetch._robots.cache_clear()
    _Site.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), _Site) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("path", ["/page", "/packed", "/hop/2"])
def test_a_page_is_fetched_and_read(site: str, path: str) -> None:
    (result,) = read_articles(site + path, limits=ALLOWED)
    assert isinstance(result, Read)
    assert "Zürich" in result.article.text
    assert result.captured_at is not None
    assert _Site.asked[0][0] == "/robots.txt"
    assert all(agent.startswith("communique/") for _, agent in _Site.asked)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/private/page", "robots.txt forbids"),
        ("/hop/9", "more than 3 redirects"),
        ("/large", "more than 0.19"),
        ("/bomb", "more than 0.19"),
        ("/slow", "takes more than 2 seconds"),
        ("/absent", "answered 404"),
    ],
)
def test_what_is_not_fetched(site: str, path: str, message: str) -> None:
    with pytest.raises(InputError) as told:
        list(read_articles(site + path, limits=ALLOWED))
    assert message in told.value.message


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433"])
def test_this_machine_is_not_asked_unless_allowed(site: str, host: str) -> None:
    address = site.replace("127.0.0.1", host) + "/page"
    with pytest.raises(InputError, match="private or loopback"):
        list(read_articles(address, limits=replace(ALLOWED, private=False)))
    assert _Site.asked == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("224.0.0.1", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert _is_public(address) is public


@pytest.mark.parametrize("address", ["http://", "http://a.example:99999/", "http://[::1/"])
def test_no_addresses(address: str) -> None:
    with pytest.raises(InputError):
        list(read_articles(address, limits=ALLOWED))
