"""A page as a browser shows it: styled, the words marked, and nothing that the console complains of."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PAGES = (
    "/doc/state/gr",
    "/doc/person/kyriakos-mitsotakis",
    "the pledge",
    "/doc/report/strait-talks-live/mitsotakis-tells-mps-greek-crews-cannot-wait",
)
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --hide-scrollbars --enable-logging=stderr --v=0"
).split()

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium (Debian: chromium)")


def browse(tmp_path: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [str(CHROMIUM), *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)


@pytest.mark.parametrize("path", PAGES)
def test_the_words_are_marked(examples: Any, tmp_path: Path, path: str) -> None:
    page = examples.pledge if path == "the pledge" else path
    shown = browse(tmp_path, "--dump-dom", f"{examples.address}{page}")
    assert re.search(r"<mark>[^<]{20,}</mark>", shown.stdout)
    assert [line for line in shown.stderr.splitlines() if "CONSOLE" in line] == []


def test_the_console_would_tell(tmp_path: Path) -> None:
    """That the test above can fail: what a policy stops is told in the console."""
    page = tmp_path / "page.html"
    policy = "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'\">"
    page.write_text(f"{policy}<script>1</script>")
    assert "CONSOLE" in browse(tmp_path, "--dump-dom", page.as_uri()).stderr


def test_a_page_is_painted_with_its_marks(examples: Any, tmp_path: Path) -> None:
    """The stylesheet is applied: there is the yellow of marked words in the picture."""
    picture = tmp_path / "page.png"
    browse(
        tmp_path, "--window-size=500,700", f"--screenshot={picture}", f"{examples.address}{examples.pledge}"
    )
    assert (255, 233, 168) in colours(picture)


def colours(picture: Path) -> set[tuple[int, ...]]:
    """Those of an 8-bit PNG without interlacing (PNG, third edition, sections 7 and 9)."""
    import struct
    import zlib

    data, at, packed = picture.read_bytes(), 8, b""
    width, _, depth, kind = struct.unpack(">IIBB", data[16:26])
    assert (depth, kind) in ((8, 2), (8, 6))
    size = 3 if kind == 2 else 4
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        packed += data[at + 8 : at + 8 + length] if data[at + 4 : at + 8] == b"IDAT" else b""
        at += 12 + length
    raw, stride = zlib.decompress(packed), width * size
    before, found = bytes(stride), set()
    for start in range(0, len(raw), stride + 1):
        before = unfiltered(raw[start], bytearray(raw[start + 1 : start + 1 + stride]), before, size)
        found |= {tuple(before[x : x + 3]) for x in range(0, stride, size)}
    return found


def unfiltered(kind: int, line: bytearray, above: bytes, size: int) -> bytes:
    for x in range(len(line)):
        left = line[x - size] if x >= size else 0
        corner = above[x - size] if x >= size else 0
        guess = left + above[x] - corner
        nearest = min((left, above[x], corner), key=lambda value: abs(guess - value))
        line[x] = (line[x] + (0, left, above[x], (left + above[x]) // 2, nearest)[kind]) & 255
    return bytes(line)
