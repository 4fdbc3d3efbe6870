"""Where plain text breaks into paragraphs."""

import pytest

from communique.mapping.model import Span
from communique.mapping.reading.paragraphs import paragraphs, trim

WRAPPED = """The ministers of the two states met in Riga on Monday to talk about the
border, and they agreed that the crossing should be opened before the
winter, with guards from a third state."""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("One.\n\nTwo.", ["One.", "Two."], id="a blank line between"),
        pytest.param("One.\r\n\r\n\r\nTwo.\r\n", ["One.", "Two."], id="CRLF and several blank lines"),
        pytest.param("One.\n \t\u00a0\n  Two.  ", ["One.", "Two."], id="a line of white space"),
        pytest.param("One.\nTwo.\nThree.", ["One.", "Two.", "Three."], id="a paragraph a line"),
        pytest.param("One.\rTwo.\u2028Three.", ["One.", "Two.", "Three."], id="rare line ends"),
        pytest.param("\ufeffOne.\n\u200b\nTwo.\u200b", ["One.", "Two."], id="invisible characters"),
        pytest.param(WRAPPED, [WRAPPED], id="wrapped lines"),
        pytest.param(
            f"A title\n\n{WRAPPED}\n\n{WRAPPED}", ["A title", WRAPPED, WRAPPED], id="wrapped paragraphs"
        ),
        pytest.param(
            f"{WRAPPED}\n- one\n- two and\n  more", [WRAPPED, "- one", "- two and\n  more"], id="items hang"
        ),
        pytest.param(WRAPPED + "\n    " + WRAPPED, [WRAPPED, WRAPPED], id="an indented first line"),
        pytest.param(" \n\t\n", [], id="nothing"),
    ],
)
def test_paragraphs(text: str, expected: list[str]) -> None:
    assert [paragraph.span.of(text) for paragraph in paragraphs(text)] == expected


def test_a_line_with_nothing_else_is_trimmed_to_nothing() -> None:
    assert trim(" \u200b ", Span(0, 3)) == Span(3, 3)
