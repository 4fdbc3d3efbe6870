"""Input that means harm or is broken: a clear message, within bounds on time and memory, nothing followed."""

import bz2
import gzip
import io
import json
import lzma
import subprocess
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

MEBIBYTE = 1 << 20
WORDS = b"<p>The ministers of nine states met again on Tuesday and agreed on very little.</p>"
PAGE = b"<html><body>" + WORDS + b"</body></html>"

# What is read is read by a process of its own, a fork of one that has loaded all code: the kernel ends it
# after so many seconds, and refuses it more address space than that of a whole page; what it took at most
# can be told.
READER = """
import json, os, resource, signal, sys
import trafilatura, feedparser, lxml.html, fastwarc
from communique.mapping.reading import Read, read_articles

def measured(path, seconds):
    signal.alarm(300)
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    space = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (space + (1 << 30), space + (1 << 30)))
    read, reasons = 0, []
    for result in read_articles(path):
        if isinstance(result, Read): read += 1
        elif len(reasons) < 50: reasons.append(result.reason)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - base
    return read, reasons, used // 1024

for line in sys.stdin:
    child = os.fork()
    if not child:
        print(json.dumps(measured(*json.loads(line))), flush=True)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status:
        print(json.dumps(f"ended with {status}"), flush=True)
"""


class Reader:
    """Reads one file after the other, each in a process of its own."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def measured(self, path: Path, seconds: int = 20) -> tuple[int, list[str], int]:
        """How many articles were read, why others were not, and the MiB that it took beyond idling.

        It fails where it took more processor time, or more than a GiB of memory.
        """
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps([str(path), seconds]) + "\n")
        self._process.stdin.flush()
        told = json.loads(self._process.stdout.readline())
        assert isinstance(told, list), told
        read, reasons, mebibytes = told
        return read, reasons, mebibytes


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    command = [sys.executable, "-W", "ignore", "-c", READER]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Reader(process)


def entity_bomb() -> bytes:
    levels = [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12)]
    return (
        '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "ha">' + "".join(levels) + "]>"
        "<rss><channel><item><title>&e11;</title></item></channel></rss>"
    ).encode()


def external_entity() -> bytes:
    return (
        b'<?xml version="1.0"?><!DOCTYPE newsItem [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        b"<newsItem><contentMeta><headline>&x;</headline></contentMeta></newsItem>"
    )


def zip_bomb() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(30):
            archive.writestr(f"{number}.html", b"<p>" + b"0" * (6 * MEBIBYTE))
    return held.getvalue()


BOMB = gzip.compress(bytes(500 * MEBIBYTE))


def long_page(mebibytes: int) -> bytes:
    return b"<html><body>" + WORDS * (mebibytes * MEBIBYTE // len(WORDS))


def nested(data: bytes, depth: int) -> bytes:
    for _ in range(depth):
        data = gzip.compress(data)
    return data


def many_members(count: int) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for number in range(count):
            archive.writestr(f"{number}.html", b"")
    return held.getvalue()


def greedy_xz() -> bytes:
    """A page in xz whose header asks for a dictionary of 4 GiB (The .xz File Format, section 5.3.1)."""
    data = bytearray(lzma.compress(PAGE, filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 20}]))
    header = data[12 : 12 + (data[12] + 1) * 4]
    header[header.index(b"\x21\x01") + 2] = 40
    header[-4:] = zlib.crc32(header[:-4]).to_bytes(4, "little")
    data[12 : 12 + len(header)] = header
    return bytes(data)


def damaged_zip() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("one.html", PAGE)
        archive.writestr("two.html", PAGE.replace(b"nine", b"four"))
    return held.getvalue().replace(b"of nine states", b"of many states")


def warc(body: bytes, *headers: str, claimed: int | None = None) -> bytes:
    http = "\r\n".join(("HTTP/1.1 200 OK", "Content-Type: text/html", *headers, "", "")).encode() + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2026-01-06T12:00:00Z\r\n"
        "WARC-Target-URI: http://a.example/\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {claimed or len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def broken_between() -> bytes:
    """Three records, each compressed by itself, of which the second is damaged."""
    first, second, third = (bytearray(gzip.compress(warc(PAGE))) for _ in range(3))
    for at in range(20, 60):
        second[at] ^= 0xFF
    return bytes(first + second + third)


CASES: list[tuple[str, Callable[[], bytes], int, str | None]] = [
    ("entity bomb", entity_bomb, 0, "declares entities"),
    ("external entity", external_entity, 0, "declares entities"),
    ("elements nested 200,000 deep", lambda: b"<html>" + b"<div>" * 200_000 + WORDS, 0, "nested 400 deep"),
    ("100,000 attributes", lambda: b"<html><p" + b" a=1" * 100_000 + b">", 0, "2000 attributes"),
    ("comments that do not end", lambda: b"<!--" * 100_000 + PAGE, 1, None),
    ("XML nested deep", lambda: b'<?xml version="1.0"?><newsItem>' + b"<a>" * 1_000_000, 0, "damaged XML"),
    ("JSON nested deep", lambda: b'[{"a":' * 500_000, 0, "nested too deep"),
    ("gzip bomb", lambda: BOMB, 0, "more than 8 MiB"),
    ("gzip in gzip in gzip in gzip", lambda: nested(PAGE, 4), 0, "more than 3 deep"),
    ("zip bomb", zip_bomb, 1, "200 times its size"),
    ("bzip2 bomb", lambda: bz2.compress(bytes(64 * MEBIBYTE)), 0, "more than 8 MiB"),
    ("xz that asks for 4 GiB", greedy_xz, 0, "damaged xz"),
    ("20,000 empty members", lambda: many_members(20_000), 0, "is empty"),
    ("a bomb in a record", lambda: warc(BOMB, "Content-Encoding: gzip"), 0, "8 MiB"),
    ("a record that claims 10 GiB", lambda: warc(PAGE, claimed=10 << 30), 1, None),
    ("a page of 100 MiB", lambda: long_page(100), 0, "8 MiB"),
    ("a page of 2 MiB", lambda: long_page(2), 1, None),
    ("NUL bytes", lambda: PAGE.replace(b"nine", b"ni\0ne"), 0, "NUL at byte"),
    ("a charset that is wrong", lambda: b'<meta charset="utf-16">\xe9' + PAGE, 1, None),
    ("a charset that there is not", lambda: b'<meta charset="x-none">\xe9' + PAGE, 1, None),
    ("a charset that is no encoding of text", lambda: b'<meta charset="hex">\xe9' + PAGE, 1, None),
    ("a mark of UTF-16 before UTF-8", lambda: b"\xff\xfe" + PAGE + b"\n", 0, None),
    ("a number of a million digits", lambda: b'{"items":[' + b"9" * 1_000_000 + b"]}", 0, "damaged JSON"),
    ("a gzip file cut short", lambda: gzip.compress(PAGE * 50)[:-20], 0, "damaged gzip"),
    ("a zip file cut short", lambda: damaged_zip()[:-30], 0, "damaged zip"),
    ("a zip member that is damaged", damaged_zip, 1, "is damaged"),
    ("a WARC damaged in its midst", broken_between, 2, "is damaged after byte"),
    ("a WARC cut short", lambda: warc(PAGE) + warc(PAGE)[:-60], 1, None),
    ("a WARC cut short, packed", lambda: (2 * gzip.compress(warc(PAGE)))[:-30], 1, None),
    ("a WARC that is none", lambda: b"WARC/1.0\r\n" + b"\xff" * 100_000, 0, None),
]  # fmt: skip


@pytest.mark.parametrize(("make", "read", "reason"), [pytest.param(*rest, id=name) for name, *rest in CASES])
def test_hostile_input(
    reader: Reader, tmp_path: Path, make: Callable[[], bytes], read: int, reason: str | None
) -> None:
    path = tmp_path / "hostile"
    path.write_bytes(make())
    articles, reasons, mebibytes = reader.measured(path)
    assert articles >= read if reason is None or read == 1 else articles == read
    assert reason is None or any(reason in told for told in reasons), reasons
    assert "root:" not in str(reasons)
    assert mebibytes < 400


@pytest.mark.parametrize("name", ["../../evil.html", "/tmp/evil.html", "a/../../evil.html", "C:\\evil.html"])
@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_a_member_s_path_leads_nowhere(reader: Reader, tmp_path: Path, name: str, kind: str) -> None:
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    path = folder / "archive"
    if kind == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(name, PAGE)
    else:
        with tarfile.open(path, "w") as tar:
            entry = tarfile.TarInfo(name)
            entry.size = len(PAGE)
            tar.addfile(entry, io.BytesIO(PAGE))
    read, *_ = reader.measured(path)
    assert read == 1
    assert [found.name for found in tmp_path.rglob("*") if found.is_file()] == ["archive"]


def test_links_and_devices_in_a_tar_are_not_followed(reader: Reader, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "x.tar", "w") as tar:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            entry = tarfile.TarInfo(f"x{kind!r}.html")
            entry.type, entry.linkname = kind, "/etc/passwd"
            tar.addfile(entry)
    assert reader.measured(tmp_path / "x.tar")[:2] == (0, [])


def test_many_tiny_records_stream_in_little_memory(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "tiny.warc.gz"
    path.write_bytes(gzip.compress(warc(b"x")) * 20_000)
    read, _, mebibytes = reader.measured(path, seconds=60)
    assert read == 20_000
    assert mebibytes < 30
