"""Who wrote a piece, as the page prints it."""

import pytest

from communique.mapping.reading.bylines import byline, is_name


@pytest.mark.parametrize(
    ("line", "authors", "sure"),
    [
        ("By Jane Roe", ("Jane Roe",), True),
        ("By JANE ROE and JOHN DOE", ("JANE ROE", "JOHN DOE"), True),
        ("By Jane Roe, John Doe and Ana de la Cruz, CNN", ("Jane Roe", "John Doe", "Ana de la Cruz"), True),
        ("Jane Roe in Kuala Lumpur", ("Jane Roe",), True),
        ("Jane Roe, diplomatic editor", ("Jane Roe",), True),
        ("Jane Roe12 October 2025 10:00", ("Jane Roe",), True),
        ("Jane Roe | 3 March 2026", ("Jane Roe",), True),
        ("Jane Roe (now) and John Doe (earlier)", ("Jane Roe", "John Doe"), True),
        ("From CNN's Jane Roe in La Paz", ("Jane Roe",), True),
        ("Analysis by Jean-Luc O’Neill", ("Jean-Luc O’Neill",), True),
        ("The Associated Press", ("The Associated Press",), True),
        ("Jane Roe", ("Jane Roe",), False),
    ],
)
def test_bylines(line: str, authors: tuple[str, ...], sure: bool) -> None:
    read = byline(line)
    assert read is not None
    assert (read.authors, read.sure) == (authors, sure)


@pytest.mark.parametrize(
    "line",
    [
        "By the numbers",
        "Ministers meet in Riga",
        "Security Council",
        "Reporting from Muscat",
        "10:45",
        "By Monday, the two sides had agreed on a text that both could sign, an aide said.",
        "",
    ],
)
def test_what_is_no_byline(line: str) -> None:
    assert byline(line) is None


@pytest.mark.parametrize(
    "name", ["Jane Roe", "Ursula von der Leyen", "J. D. Roe", "Zoë Ó Briain", "Ana Pérez-Soto"]
)
def test_names(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize(
    "words", ["Jane", "Peace Talks", "UN Summit", "jane roe", "Jane Roe said", "Gate 7 Opens"]
)
def test_what_is_no_name(words: str) -> None:
    assert not is_name(words)
