"""Archives, folders and standard input: what they hold is read, one document at a time."""

import gzip
import io
import lzma
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from communique.mapping.reading import Read, Result, Skipped, read_articles

PAGE = "<html><head><title>{0}</title></head><body><p>The ministers of {0} met on Tuesday.</p></body></html>"


def page(name: str) -> bytes:
    return PAGE.format(name).encode()


def titles(results: list[Result]) -> list[str | None]:
    return [result.article.title for result in results if isinstance(result, Read)]


def reasons(results: list[Result]) -> list[str]:
    return [result.reason for result in results if isinstance(result, Skipped)]


def zipped(members: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return held.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w:gz") -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return held.getvalue()


def record(address: str, body: bytes, *headers: str, status: str = "200 OK", kind: str = "response") -> bytes:
    """A record of a WARC (ISO 28500, section 4) with an HTTP answer in it."""
    http = "\r\n".join((f"HTTP/1.1 {status}", "Content-Type: text/html; charset=utf-8", *headers, "", ""))
    block = http.encode() + body
    head = (
        "WARC/1.0",
        f"WARC-Type: {kind}",
        "WARC-Date: 2026-01-06T12:00:00Z",
        f"WARC-Target-URI: {address}",
        "WARC-Record-ID: <urn:uuid:5b2f2a52-0000-4000-8000-000000000000>",
        "Content-Type: application/http; msgtype=response",
        f"Content-Length: {len(block)}",
    )
    return "\r\n".join((*head, "", "")).encode() + block + b"\r\n\r\n"


WARC = b"".join(record(f"https://a.example/{name}", page(name)) for name in ("one", "two", "three"))
MEMBERS = {"b/two.html": page("two"), "a/one.html": page("one"), "__MACOSX/._one.html": b"\0\1"}


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("pages.zip", zipped(MEMBERS), ["two", "one"]),
        ("pages.tar", tarred(MEMBERS, "w"), ["two", "one"]),
        ("pages.tgz", tarred(MEMBERS), ["two", "one"]),
        ("pages.tar.xz", tarred(MEMBERS, "w:xz"), ["two", "one"]),
        (
            "two-streams.xz",
            lzma.compress(page("one")[:40]) + bytes(8) + lzma.compress(page("one")[40:]),
            ["one"],
        ),
        ("pages.tar.bz2", tarred(MEMBERS, "w:bz2"), ["two", "one"]),
        ("page.html.gz", gzip.compress(page("one")), ["one"]),
        ("named-wrongly.txt", zipped(MEMBERS), ["two", "one"]),
        ("zip-in-tar.tar", tarred({"x.zip": zipped(MEMBERS)}, "w"), ["two", "one"]),
        ("pages.warc", WARC, ["one", "two", "three"]),
        ("pages.warc.gz", gzip.compress(WARC[: len(WARC)]), ["one", "two", "three"]),
        ("warc-in-zip.zip", zipped({"x.warc": WARC}), ["one", "two", "three"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_archives(tmp_path: Path, name: str, data: bytes, expected: list[str]) -> None:
    (tmp_path / name).write_bytes(data)
    results = list(read_articles(tmp_path / name))
    assert titles(results) == expected
    assert reasons(results) == []


NEWSML = 'xmlns="http://iptc.org/std/nar/2006-10-01/" standard="NewsML-G2" standardversion="2.30"'
ITEM = (
    f'<newsItem {NEWSML} guid="urn:wire:1"><contentMeta><headline>Peru and Japan open talks</headline>'
    "</contentMeta><contentSet><inlineXML><p>Peru and Japan opened talks on Friday.</p></inlineXML>"
    "</contentSet></newsItem>"
).encode()
PACKAGE = (
    f'<packageItem {NEWSML} guid="urn:wire:top"><contentMeta><headline>Top</headline></contentMeta><groupSet>'
    '<group><itemRef residref="urn:wire:1"/><itemRef residref="urn:wire:2"/></group></groupSet></packageItem>'
).encode()


@pytest.mark.parametrize(
    ("members", "read", "told"),
    [
        ({"a.xml": PACKAGE, "b.xml": ITEM}, 1, ["(Top) of 2 items", "urn:wire:2 is not here"]),
        ({"a.xml": ITEM, "b.xml": PACKAGE}, 1, ["(Top) of 2 items", "urn:wire:2 is not here"]),
        ({"a.xml": PACKAGE}, 0, ["(Top) of 2 items", "urn:wire:1 is not here", "urn:wire:2 is not here"]),
        (
            {"a.xml": ITEM, "b.xml": ITEM.replace(b"wire:1", b"wire:2"), "c.xml": PACKAGE},
            2,
            ["(Top) of 2 items"],
        ),
    ],
    ids=["package first", "package last", "without items", "all there"],
)
def test_items_of_a_package_are_found_wherever_they_stand(
    tmp_path: Path, members: dict[str, bytes], read: int, told: list[str]
) -> None:
    (tmp_path / "x.zip").write_bytes(zipped(members))
    results = list(read_articles(tmp_path / "x.zip"))
    assert len(titles(results)) == read
    assert all(words in reason for words, reason in zip(told, reasons(results), strict=True))


def test_items_that_were_left_unread_are_not_told_as_missing(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(zipped({"a.xml": ITEM, "b.xml": PACKAGE}))
    (first,) = [r for r in read_articles(tmp_path / "x.zip") if isinstance(r, Read)]
    results = list(read_articles(tmp_path / "x.zip", is_known=lambda digest: digest == first.document))
    assert reasons(results)[0] == "it is in the store already"
    assert [reason[-16:] for reason in reasons(results)[1:]] == ["(Top) of 2 items"]


def test_a_record_tells_when_it_was_captured_and_where_it_comes_from(tmp_path: Path) -> None:
    (tmp_path / "x.warc").write_bytes(WARC)
    first = next(read_articles(tmp_path / "x.warc"))
    assert isinstance(first, Read)
    assert first.captured_at is not None
    assert (first.source, first.captured_at.isoformat()) == (
        "https://a.example/one",
        "2026-01-06T12:00:00+00:00",
    )


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (record("https://a.example/x", b"", status="404 Not Found"), "answered 404"),
        (record("https://a.example/x", page("x")).replace(b"text/html;", b"image/png;"), "is image/png"),
        (record("https://a.example/x", b""), "is empty"),
        (record("https://a.example/x", b"<html><body></body></html>"), "no article text"),
    ],
)
def test_records_that_are_no_articles_are_told(tmp_path: Path, made: bytes, reason: str) -> None:
    (tmp_path / "x.warc").write_bytes(WARC + made + record("https://a.example/y", page("four")))
    results = list(read_articles(tmp_path / "x.warc"))
    assert titles(results) == ["one", "two", "three", "four"]
    (told,) = reasons(results)
    assert reason in told


@pytest.mark.parametrize("encoding", ["gzip", "br", "identity"])
def test_a_record_s_content_is_unpacked(tmp_path: Path, encoding: str) -> None:
    brotli = pytest.importorskip("brotli")
    pack = {"gzip": gzip.compress, "br": brotli.compress, "identity": bytes}[encoding]
    made = record("https://a.example/x", pack(page("packed")), f"Content-Encoding: {encoding}")
    (tmp_path / "x.warc").write_bytes(made)
    assert titles(list(read_articles(tmp_path / "x.warc"))) == ["packed"]


def test_a_folder_is_read_in_the_order_of_its_names(tmp_path: Path) -> None:
    for path, name in (("b.html", "two"), ("a/z.html", "one"), (".hidden/x.html", "none")):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(page(name))
    assert titles(list(read_articles(tmp_path))) == ["one", "two"]


def test_a_link_out_of_a_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_bytes(page("secret"))
    folder = tmp_path / "folder"
    folder.mkdir()
    os.symlink(tmp_path / "secret.html", folder / "link.html")
    results = list(read_articles(folder))
    assert titles(results) == []
    assert "link to outside" in reasons(results)[0]


@pytest.mark.parametrize(
    "data", [page("one"), gzip.compress(WARC), zipped(MEMBERS)], ids=["page", "WARC", "zip"]
)
def test_standard_input(data: bytes) -> None:
    script = "from communique.mapping.reading import *\nprint([r.article.title for r in read_articles('-')])"
    done = subprocess.run([sys.executable, "-c", script], input=data, capture_output=True, check=True)
    assert b"one" in done.stdout
