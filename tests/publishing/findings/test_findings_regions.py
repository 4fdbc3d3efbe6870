"""Every form that gives a place gives that of the words: line ends, characters beyond the BMP, tabs."""

import html
import io
import json
import re
from datetime import date
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from communique.publishing.findings.forms import FORMS
from communique.publishing.findings.model import Checked
from communique.publishing.findings.text import print_text
from communique.publishing.storage.store import open_store
from communique.publishing.validation.checking import Checks, check_file
from communique.shapes.library import shapes_in
from communique.shapes.report import Report, Result

EXAMPLES = Path(__file__).parents[3] / "examples"
LINES = "𝔸 First.\n\tThe 𝔸 team\tsaid 日本 “we 👩‍👩‍👧 pay”:\ta, b%.\nLast\twe 👩‍👩‍👧 pay."
FILES = {
    "LF": LINES,
    "CR LF": LINES.replace("\n", "\r\n"),
    "CR": LINES.replace("\n", "\r"),
    "byte order mark": f"\ufeff{LINES}",
}
WORDS = ["𝔸 First", "The 𝔸 team\tsaid", "日本", "we 👩‍👩‍👧 pay", "a, b%", "First.\n\tThe", "\tsaid"]
SHAPE = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix cmq: <https://w3id.org/communique/ns#> .
<x:S> a sh:NodeShape ; sh:targetClass cmq:Statement, cmq:Passage ; sh:severity sh:Warning ;
  sh:property [ sh:path cmq:via ; sh:minCount 1 ; sh:message "Say through whom." ; sh:severity sh:Warning ] .
"""


@pytest.fixture(params=list(FILES))
def file(request: pytest.FixtureRequest) -> str:
    return FILES[request.param]


@pytest.fixture(params=WORDS)
def words(request: pytest.FixtureRequest, file: str) -> str:
    end = "\r\n" if "\r\n" in file else "\r" if "\r" in file else "\n"
    return str(request.param).replace("\n", end)


@pytest.fixture
def checked(tmp_path: Path, file: str, words: str) -> Checked:
    path, start = tmp_path / "a.txt", file.rindex(words)
    path.write_bytes(file.encode())
    found = Result(
        "violation", "https://e.org/x", "", "", "C", "No.", words=words, start=start, end=start + len(words)
    )
    return Checked(path, Report.of([found]), captured=file)


def lines(file: str) -> list[str]:
    """The lines as an editor shows them."""
    return re.split("\r\n|\r|\n", file.removeprefix("\ufeff"))


def test_sarif_selects_the_words(checked: Checked, file: str, words: str) -> None:
    (found,) = json.loads(FORMS["sarif"]([checked]))["runs"][0]["results"]
    region = found["locations"][0]["physicalLocation"]["region"]
    first, last = region["startLine"] - 1, region["endLine"] - 1
    picked = lines(file)[first : last + 1]
    picked[-1] = picked[-1][: region["endColumn"] - 1]
    picked[0] = picked[0][region["startColumn"] - 1 :]
    assert picked == lines(words)
    assert region["snippet"]["text"] == words


def test_github_points_at_the_words(checked: Checked, file: str, words: str) -> None:
    where = dict(re.findall(r"(line|endLine|col|endColumn)=(\d+)", FORMS["github"]([checked])))
    line, end_line = lines(file)[int(where["line"]) - 1], lines(file)[int(where["endLine"]) - 1]
    if len(lines(words)) > 1:  # GitHub takes columns within one line only
        assert "col" not in where
        assert (line.endswith(lines(words)[0]), end_line.startswith(lines(words)[-1])) == (True, True)
    else:
        assert line == end_line
        assert line[int(where["col"]) - 1 : int(where["endColumn"]) - 1] == words


def test_carets_stand_under_the_words(checked: Checked, words: str) -> None:
    out = Console(width=300, record=True, file=io.StringIO())
    print_text(out, [checked])
    _, _, excerpt, carets, *_ = out.export_text().splitlines()
    shown = lines(words)[0].replace("\t", "    ")
    before = carets.index("^")
    prefix = next(end for end in range(len(excerpt)) if cell_len(excerpt[:end]) == before)
    assert excerpt[prefix:].startswith(shown)
    assert carets.count("^") == cell_len(shown)


PAGE = """<!DOCTYPE html>\r\n<html lang="en"><head><title>Talks &amp; ships</title>
<meta name="description" content="Norwegian prime minister Jonas Gahr Støre said the strait was open.">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Talks & ships",
 "datePublished": "2026-01-05", "articleBody": "He said the strait was open."}</script></head>\r\n<body>
<article><h1>Talks &amp; ships</h1>\r\n
<p>The Norwegian prime minister, <b>Jonas Gahr St&oslash;re</b>,\tsaid on <i>Monday</i>
that the strait was open &amp; safe for 𝔸 all ships of both countries, whatever they carried.</p>
<p>Foreign Secretary Yvette Cooper said on Monday that Britain would send ten&nbsp;ships to Malta.</p>
<p>The ministers of both countries will meet again in Oslo in May, his office added in a note on Monday.</p>
</article></body></html>"""
NINJS = {
    "uri": "https://example.org/1",
    "type": "text",
    "language": "en",
    "versioncreated": "2026-01-05T10:00:00Z",
    "headline": "Talks & ships",
    "body_text": "Norwegian prime minister Jonas Gahr Støre said on Monday that “the strait was open”.\n\n"
    "Foreign Secretary Yvette Cooper said on Monday that Britain would send ten ships to Malta in March.\n",
}
READ = {
    "page": ("a.html", PAGE),
    "live blog": ("b.html", (EXAMPLES / "alpine-summit-live.html").read_text(encoding="utf-8")),
    "JSON": ("c.json", json.dumps(NINJS, ensure_ascii=False, indent=1)),
    "JSON, escaped": ("d.json", json.dumps(NINJS)),
}


def bare(words: str) -> str:
    """The words without markup, references to characters, and white space."""
    return "".join(html.unescape(re.sub("<[^>]*>", "", words)).split())


@pytest.mark.parametrize(("name", "content"), READ.values(), ids=READ.keys())
def test_what_was_read_out_of_a_document_is_placed_right_or_not_at_all(
    tmp_path: Path, name: str, content: str
) -> None:
    (tmp_path / "more.ttl").write_text(SHAPE)
    (tmp_path / name).write_bytes(content.encode())
    with open_store(None) as store:
        checks = Checks(date(2026, 1, 6), more=shapes_in(tmp_path))
        (seen,) = check_file(tmp_path / name, store, checks)
    placed = [found for found in seen.checked.found if found.place]
    assert seen.checked.found
    assert placed or name == "d.json"
    for found in placed:
        place = found.place
        assert place is not None
        assert content[place.offset : place.offset + len(place.words)] == place.words
        assert bare(place.words) == bare(found.result.words)
        assert lines(content)[place.line - 1][place.column - 1 :].startswith(lines(place.words)[0])
