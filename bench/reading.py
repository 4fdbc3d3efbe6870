"""What reading costs: recorded pages beside trafilatura alone, and a long WARC with its memory.

python bench/reading.py pages FOLDER      seconds for each page of FOLDER (*.html, *.html.gz)
python bench/reading.py warc RECORDS      a generated WARC, streamed: records per second, peak memory
python bench/reading.py tiny RECORDS      the same of records of a line each, every fifth of them no article
"""

import gzip
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import trafilatura

from communique.mapping.reading import read_articles
from communique.mapping.reading.article import article_of

ROUNDS = 7
LIMIT = 1.5
PARAGRAPH = "<p>The ministers of {0} states met again on Tuesday and agreed on article {0} of the draft.</p>"
STEPS = 20


def main() -> int:
    kind, argument = sys.argv[1:3] if len(sys.argv) > 2 else ("", "")
    if kind == "pages":
        return pages(Path(argument))
    if kind in ("warc", "tiny"):
        return warc(int(argument), record if kind == "warc" else tiny)
    print(__doc__)
    return 2


def pages(folder: Path) -> int:
    """1 where the pages cost more than LIMIT times trafilatura without metadata, a live blog more than with.

    A ratio is that of the least times of ROUNDS in which all three took turns. `text` is how many times as
    many characters as trafilatura's the article has.
    """
    costs, live = [], []
    print(f"{'page':<36}{'seconds':>9}{'/ whole':>9}{'/ without metadata':>20}{'text':>7}{'posts':>7}")
    for path in sorted(folder.glob("*.html*")):
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        cost, posts, line = page(data, path.name)
        costs.append(cost)
        live += [cost] if posts else []
        print(line)
    ours, whole, bare = map(sum, zip(*costs, strict=True))
    print(f"{'all':<36}{ours:>9.3f}{ours / whole:>9.2f}{ours / bare:>20.2f}")
    return int(ours > LIMIT * bare or any(cost[0] > cost[1] for cost in live))


def page(data: bytes, name: str) -> tuple[tuple[float, ...], int, str]:
    """What the page costs us, trafilatura, and trafilatura without metadata; its posts, its line."""
    source = data.decode("utf-8", "replace")
    cost = quickest(
        lambda: article_of(data, name),
        lambda: extract(source, metadata=True),
        lambda: extract(source, metadata=False),
    )
    article, theirs = article_of(data, name), len(extract(source, metadata=False).text)
    posts = sum(post.identifier is not None for post in article.posts)
    ratios = f"{cost[0] / cost[1]:>9.2f}{cost[0] / cost[2]:>20.2f}{len(article.text) / theirs:>7.1f}"
    return cost, posts, f"{name[:35]:<36}{cost[0]:>9.3f}{ratios}{posts:>7}"


def extract(source: str, metadata: bool) -> Any:
    return trafilatura.bare_extraction(
        source, include_comments=False, include_tables=False, with_metadata=metadata
    )


def quickest(*calls: Callable[[], object]) -> tuple[float, ...]:
    """The least processor time of each call, in seconds, over rounds in which they take turns."""
    rounds = []
    for _ in range(ROUNDS):
        times = []
        for call in calls:
            begun = time.process_time()
            call()
            times.append(time.process_time() - begun)
        rounds.append(times)
    return tuple(map(min, zip(*rounds, strict=True)))


def warc(records: int, made: Callable[[int], bytes]) -> int:
    """1 where the second half needs more memory than the first, or a record is not accounted for."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.warc.gz"
        begun = time.monotonic()
        with path.open("wb") as file:
            for number in range(records):
                file.write(gzip.compress(made(number), 1))
        size, took = path.stat().st_size / 1e6, time.monotonic() - begun
        print(f"made {records:,} records, {size:.1f} MB, in {took:.0f} s")
        return streamed(path, records)


def streamed(path: Path, records: int) -> int:
    begun, told, peaks = time.monotonic(), Counter[str](), []
    for result in read_articles(path):
        told[type(result).__name__] += 1
        if told.total() % (records // STEPS or 1) == 0:
            peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
            rate = told.total() / (time.monotonic() - begun)
            print(f"{told.total():>9,} {dict(told)}, {rate:.0f}/s, peak {peaks[-1]} MiB", flush=True)
    grown = bool(peaks) and peaks[-1] > peaks[len(peaks) // 2] + 8
    return int(grown or told.total() != records)


def record(number: int) -> bytes:
    body = (
        f"<html lang='en'><head><title>Talks {number}</title>"
        f"<meta property='article:published_time' content='2026-01-06T12:00:00Z'></head><body><article>"
        f"<h1>Talks {number}</h1>{PARAGRAPH.format(number) * 8}</article></body></html>"
    ).encode()
    return framed(number, "200 OK", "text/html", body)


def tiny(number: int) -> bytes:
    """A line of text, or in turn one of what is skipped: an empty page, another status, an image."""
    line = f"The ministers of {number} states met on Tuesday.".encode()
    status, kind, body = {
        3: ("200 OK", "text/plain", b""),
        8: ("404 Not Found", "text/plain", line),
        13: ("200 OK", "image/png", line),
        18: ("200 OK", "text/html", b"<html></html>"),
    }.get(number % 20, ("200 OK", "text/plain", line))
    return framed(number, status, kind, body)


def framed(number: int, status: str, kind: str, body: bytes) -> bytes:
    """A record of a WARC (ISO 28500) with an answer over HTTP."""
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}; charset=utf-8\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2026-01-06T12:00:00Z\r\n"
        f"WARC-Target-URI: https://made.example/{number}\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


if __name__ == "__main__":
    sys.exit(main())
