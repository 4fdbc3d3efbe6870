"""What reading costs: recorded pages beside trafilatura alone, and a long WARC with its memory.

python bench/reading.py pages FOLDER      seconds for each page of FOLDER (*.html, *.html.gz)
python bench/reading.py warc RECORDS      a generated WARC, streamed: records per second, peak memory
"""

import gzip
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import trafilatura

from communique.mapping.reading import Read, read_articles
from communique.mapping.reading.article import article_of

ROUNDS = 7
LIMIT = 1.5
PARAGRAPH = "<p>The ministers of {0} states met again on Tuesday and agreed on article {0} of the draft.</p>"
EVERY = 10_000


def main() -> int:
    kind, argument = sys.argv[1:3] if len(sys.argv) > 2 else ("", "")
    if kind == "pages":
        return pages(Path(argument))
    if kind == "warc":
        return warc(int(argument))
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


def warc(records: int) -> int:
    """1 where the second half of the run needs more memory than the first."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.warc.gz"
        begun = time.monotonic()
        with path.open("wb") as file:
            for number in range(records):
                file.write(gzip.compress(record(number), 1))
        size, took = path.stat().st_size / 1e6, time.monotonic() - begun
        print(f"made {records:,} records, {size:.1f} MB, in {took:.0f} s")
        return streamed(path)


def streamed(path: Path) -> int:
    begun, read, peaks = time.monotonic(), 0, []
    for result in read_articles(path):
        read += isinstance(result, Read)
        if read % EVERY == 0:
            peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
            print(
                f"{read:>9,} read, {read / (time.monotonic() - begun):7.0f}/s, peak {peaks[-1]} MiB",
                flush=True,
            )
    return int(bool(peaks) and peaks[-1] > peaks[len(peaks) // 2] + 8)


def record(number: int) -> bytes:
    body = (
        f"<html lang='en'><head><title>Talks {number}</title>"
        f"<meta property='article:published_time' content='2026-01-06T12:00:00Z'></head><body><article>"
        f"<h1>Talks {number}</h1>{PARAGRAPH.format(number) * 8}</article></body></html>"
    ).encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2026-01-06T12:00:00Z\r\n"
        f"WARC-Target-URI: https://made.example/{number}\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


if __name__ == "__main__":
    sys.exit(main())
