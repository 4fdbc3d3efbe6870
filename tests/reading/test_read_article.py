"""Reading as a whole: every format, every error, and what holds for any text."""

import gzip
import hashlib
import json
import os
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.errors import InputError
from communique.mapping.model import Article, Publication
from communique.mapping.reading import Read, read_article, read_articles
from communique.mapping.reading.article import article_of

FIXTURES = Path(__file__).parents[1] / "fixtures"
SHARED = Path(__file__).parents[3] / "shared"


def write(tmp_path: Path, data: bytes | str, name: str = "article.txt") -> Path:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def faults(article: Article) -> Iterator[str]:
    """What breaks the promises of the model."""
    at = 0
    for index, post in enumerate(article.posts):
        if post.index != index or not at <= post.span.start < post.span.end <= len(article.text):
            yield f"post {index} at {post.span} after {at}"
        inside = post.span.start
        for block in post.blocks:
            words = block.span.of(article.text)
            if not inside <= block.span.start < block.span.end <= post.span.end or words != words.strip():
                yield f"block {block} after {inside}"
            inside = block.span.end
        if post.headline is not None and post.headline not in [block.span for block in post.blocks]:
            yield f"headline of post {index}"
        at = post.span.end


def test_the_text_of_a_plain_file_is_the_file(tmp_path: Path) -> None:
    text = "\ufeffMinisters meet\r\n\r\nThey agreed.\n\rAnd left.\x0c\u2028End\u00a0\n"
    article = read_article(write(tmp_path, text))
    assert article.text == text
    assert article.digest == hashlib.sha256(text.encode()).hexdigest()
    assert [b.span.of(text) for b in article.posts[0].blocks] == [
        "Ministers meet",
        "They agreed.",
        "And left.",
        "End",
    ]


def test_an_ordinary_article_is_one_body() -> None:
    article = read_article(FIXTURES / "texts" / "lamu-wire.txt")
    (post,) = article.posts
    assert (article.live, post.role, article.title) == (
        False,
        "body",
        "Kenya and Somalia settle their sea border",
    )
    assert article.name == "lamu-wire.txt"


def test_the_title_may_stand_under_the_share_bar() -> None:
    text = "The ministers have gone.\n\nShare or comment on this article:\nRiga talks end\n\nComments closed"
    assert article_of(text.encode(), "article.txt").title == "Riga talks end"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"", "is empty", id="empty"),
        pytest.param(b" \r\n\t \n", "is empty", id="white space"),
        pytest.param(b"\xef\xbb\xbf\n", "is empty", id="a byte order mark and nothing else"),
        pytest.param("\u200b\u2003\n".encode(), "is empty", id="invisible characters"),
        pytest.param(b"MZ\x90\x00\x03\x00", "NUL at byte 3", id="binary"),
        pytest.param(b"%PDF-1.7\n1 0 obj", "is a PDF document", id="PDF"),
        pytest.param(b"PK\x03\x04\x14\x00", "is a damaged zip file", id="broken archive"),
        pytest.param(b"Talks \x85 caf\xe9 \x81\x8d", "byte 0x85 at offset 6", id="no known encoding"),
        pytest.param("Zażółć ".encode("iso-8859-2") * 9, "is not UTF-8: byte 0xbf", id="Polish in Latin-2"),
        pytest.param(b"Zelensky\xe2\x80\x99s caf\xe9", "at offset 16", id="UTF-8 with one broken byte"),
        pytest.param(b"\xff\xfeT\x00a\x00l", "damaged UTF-16", id="UTF-16 cut short"),
        pytest.param(b'{"headline": "Talks"}', "is JSON, and no format", id="JSON"),
        pytest.param(b'<?xml version="1.0"?><rss/>', "is a feed without entries", id="feed"),
        pytest.param(
            b"<html><body><nav>Home</nav></body></html>", "no article text", id="a page without an article"
        ),
    ],
)
def test_what_is_no_article_is_told(tmp_path: Path, data: bytes, message: str) -> None:
    path = write(tmp_path, data)
    with pytest.raises(InputError) as told:
        read_article(path)
    assert message in told.value.message
    assert str(path) in told.value.message
    assert told.value.hint


def test_missing_files_and_folders_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_article(tmp_path / "absent.txt")
    with pytest.raises(InputError, match="is a directory"):
        read_article(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_files_without_permission_are_told(tmp_path: Path) -> None:
    path = write(tmp_path, "Talks")
    path.chmod(0)
    with pytest.raises(InputError, match="permission denied"):
        read_article(path)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param("Talks in Zürich".encode("utf-16"), "Talks in Zürich", id="UTF-16 with its mark"),
        pytest.param("“Talks” – Zürich".encode("cp1252"), "“Talks” – Zürich", id="windows-1252"),
    ],
)
def test_other_encodings_are_read(tmp_path: Path, data: bytes, text: str) -> None:
    padding = " The ministers met for an hour." * 3
    encoded = data + padding.encode("utf-16-le" if data[:2] == b"\xff\xfe" else "ascii")
    assert read_article(write(tmp_path, encoded)).text == text + padding


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*/*.*")), ids=lambda path: path.name)
def test_fixtures_keep_the_promises_of_the_model(path: Path) -> None:
    results = list(read_articles(path))
    assert all(isinstance(result, Read) for result in results)
    assert [fault for r in results if isinstance(r, Read) for fault in faults(r.article)] == []
    assert results == list(read_articles(path))


LINES = (
    "Ministers meet in Riga", "Jane Roe", "Jane Roe12 May 2025 10:00", "• item", "Key events", "Updates",
    "Share or comment on this article:", "10:45", "2 hours ago", "(Photo by A / AFP)", "He left.", "\n",
    "\r\n\r\n", "WASHINGTON—", "They met in Riga. They agreed.", "> said", "1. We agree", "Live updates",
    "Duration 1:15", "From CNN's Ana Roe", "12 May 2025",
)  # fmt: skip


@settings(deadline=None)  # a machine may be busy
@given(st.lists(st.one_of(st.text(max_size=60), st.sampled_from(LINES)), max_size=30))
def test_any_text_is_read_within_bounds(lines: list[str]) -> None:
    text = "\n".join(lines).replace("\0", "").encode("utf-8", "replace").decode()
    try:
        article = article_of(text.encode(), "any.txt")
    except InputError:
        return
    assert list(faults(article)) == []


def test_the_cost_is_linear(tmp_path: Path) -> None:
    post = (
        "Ministers meet in Riga\n\nJane Roe\n\n"
        + "The ministers of nine states met again today. " * 12
        + "\n\n"
    )
    path = write(tmp_path, "Baltic summit live\n\n" + post * 1000)
    start = time.process_time()
    article = read_article(path)
    assert len(article.posts) == 1001
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    "line",
    [
        "a" * 200_000,
        "A " * 100_000,
        "(" * 200_000,
        "1" * 200_000,
        "\u200b " * 100_000 + "x",
        "• " * 100_000,
        "-" * 200_000,
    ],
    ids=["letters", "words", "brackets", "digits", "invisible", "bullets", "dashes"],
)
def test_hostile_lines_cost_little(tmp_path: Path, line: str) -> None:
    start = time.process_time()
    read_article(write(tmp_path, f"Title of it\n{line}\n{line}"))
    assert time.process_time() - start < 5


# ------------------------------------------------------------------ the recorded articles


def folded(words: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in words.casefold()).split())


@pytest.mark.skipif(not (SHARED / "corpus").is_dir(), reason="the recorded articles are not here")
def test_posts_of_the_recorded_articles() -> None:
    hits = found = expected = 0
    for gold in sorted((SHARED / "corpus").glob("*.gold.json")):
        record = json.loads(gold.read_text(encoding="utf-8"))
        article = read_article(gold.with_name(record["article"]), date.fromisoformat(record["published"]))
        assert list(faults(article)) == []
        assert article.published == Publication(date.fromisoformat(record["published"]), "given")
        posts = [p for p in article.posts if p.role == "post" and p.repeats is None and p.headline]
        heads = {folded(p.headline.of(article.text)) for p in posts if p.headline}
        required = {folded(p["headline"]) for p in record.get("posts", []) if not p.get("optional")}
        optional = {folded(p["headline"]) for p in record.get("posts", [])}
        hits, expected = hits + len(heads & required), expected + len(required)
        found += len(heads - (optional - required))
    assert 2 * hits / (found + expected) >= 0.9


@pytest.mark.skipif(not (SHARED / "pages").is_dir(), reason="the recorded pages are not here")
@pytest.mark.parametrize(
    ("name", "posts", "day", "language"),
    [
        ("Express_2024_07_18", 9, date(2024, 7, 18), "en"),
        ("TheMirror_2024_08_05", 428, date(2024, 8, 4), "en"),
        ("EuronewsEN_2026_01_06", 0, date(2026, 1, 6), "en"),
        ("DailyMaverick_2025_05_22", 0, date(2025, 5, 3), "en"),
        ("NationalPost_2025_05_08", 36, date(2025, 5, 7), "en"),
        ("Rzeczpospolita_2026_04_19", 0, date(2026, 4, 19), "pl"),
    ],
)
def test_recorded_pages(tmp_path: Path, name: str, posts: int, day: date, language: str) -> None:
    page = gzip.decompress((SHARED / "pages" / "html" / f"{name}.html.gz").read_bytes())
    article = read_article(write(tmp_path, page, f"{name}.html"))
    assert list(faults(article)) == []
    assert sum(post.role == "post" for post in article.posts) == posts
    assert (article.published, article.language) == (Publication(day, "metadata"), language)
    assert share_of_expected(article, name) >= 0.95


def share_of_expected(article: Article, name: str) -> float:
    """The best share, over the layouts on record, of the paragraphs that a careful reader noted."""
    recorded = SHARED / "pages" / "html" / f"{name.split('_')[0]}.expected.json"
    if not recorded.is_file():
        return 1.0
    text = folded(article.text)
    shares = []
    for layout in json.loads(recorded.read_text(encoding="utf-8")).values():
        paragraphs = [p for section in layout["body"]["sections"] for p in section["paragraphs"]]
        shares.append(sum(folded(p) in text for p in paragraphs) / len(paragraphs))
    return max(shares)
