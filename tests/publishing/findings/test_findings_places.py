import pytest

from communique.publishing.findings.places import SourceText

LINES = "First line.\nThe 𝔸 team\tsaid “we will pay”.\nLast, we will pay."
PLAIN = {
    "LF": LINES,
    "CR LF": LINES.replace("\n", "\r\n"),
    "CR": LINES.replace("\n", "\r"),
    "byte order mark": f"\ufeff{LINES}",
}


def cut(file: str, line: int, column: int, end_line: int, end_column: int) -> str:
    """What an editor selects that counts code points: an independent reading of line and column."""
    lines = file.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if line == end_line:
        return lines[line - 1][column - 1 : end_column - 1]
    return "\n".join(
        (lines[line - 1][column - 1 :], *lines[line : end_line - 1], lines[end_line - 1][: end_column - 1])
    )


@pytest.mark.parametrize("file", PLAIN.values(), ids=PLAIN.keys())
@pytest.mark.parametrize("words", ["First", "𝔸", "𝔸 team", "we will pay", "\tsaid", "Last, we will pay."])
def test_a_place_selects_just_the_words(file: str, words: str) -> None:
    start = file.rindex(words)
    place = SourceText(file, file).place(start, start + len(words))
    assert place is not None
    assert place.words == words
    assert cut(file, place.line, place.column, place.end_line, place.end_column) == words


def test_a_place_may_span_lines() -> None:
    file = PLAIN["CR LF"]
    start, end = file.index("line."), file.index("team")
    place = SourceText(file, file).place(start, end)
    assert place is not None
    assert (place.line, place.column, place.end_line, place.end_column) == (1, 7, 2, 7)


PAGE = (
    "<html>\r\n<!-- we will pay --><script>'we will pay'</script>\r\n<p>They&nbsp;said:\t<b>we</b> will\r\n"
    "pay &amp; go.</p>\r\n<p>Then he said we will pay.</p>\r\n<p>&ldquo;𝔸 &lt;3&rdquo;</p>"
)
CAPTURED = "They said: we will pay & go.\n\nThen he said we will pay.\n\n“𝔸 <3”"


@pytest.mark.parametrize(
    ("words", "after", "in_page"),
    [
        ("we will pay", "", "we</b> will\r\npay"),
        ("we will pay", "Then", "we will pay"),
        ("pay & go", "", "pay &amp; go"),
        ("“𝔸 <3”", "", "&ldquo;𝔸 &lt;3&rdquo;"),
    ],
    ids=["markup within", "the second of two", "an entity", "entities at the ends"],
)
def test_words_of_a_page_are_found_in_its_source(words: str, after: str, in_page: str) -> None:
    start = CAPTURED.index(words, CAPTURED.index(after))
    place = SourceText(PAGE, CAPTURED).place(start, start + len(words))
    assert place is not None
    assert place.words == in_page
    assert place.offset == PAGE.index(in_page, PAGE.index(after or "<p>"))


@pytest.mark.parametrize(("start", "end"), [(-1, -1), (3, 3), (0, 10_000)], ids=["none", "empty", "beyond"])
def test_what_is_no_place_has_none(start: int, end: int) -> None:
    assert SourceText(LINES, LINES).place(start, end) is None


def test_words_that_the_file_does_not_have_are_nowhere() -> None:
    assert SourceText("<p>other words</p>", "we will pay").place(0, 5) is None
