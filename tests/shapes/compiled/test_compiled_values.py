import pytest

from communique.shapes.compiled.terms import XSD
from communique.shapes.compiled.values import before, not_after, well_typed

TYPED = """
integer 1 +1 -0 007 | 1.0 1e3 five ''
decimal 1 1.5 .5 -1. | 1e3 . INF
double 1 1e3 INF -INF NaN .5 | Infinity e3
boolean true false 0 1 | yes TRUE
date 2026-03-03 2024-02-29 2026-03-03Z -0044-03-15 2026-03-03+14:00 | 2026-02-30 2023-02-29 26-03-03 2026-3-3
dateTime 2026-03-03T24:00:00 2026-03-03T10:00:00.5Z | 2026-03-03 2026-03-03T25:00:00 2026-03-03T10:00
time 10:00:00 24:00:00 10:00:00Z | 10:00 25:00:00 24:00:01
duration P1Y P14M P1DT2H -P1Y2M3DT4H5M6.7S PT0S | P PT P1 1Y P1YT P1S
gYear 2026 -0044 2026Z | 26 02026
gYearMonth 2026-03 | 2026-13 2026
nonNegativeInteger 0 5 | -1
byte 127 -128 | 128
unsignedByte 255 | 256 -1
hexBinary anything |
"""
CASES = [
    (name, lexical.replace("''", ""), valid)
    for line in TYPED.strip().splitlines()
    for name, rest in [line.split(" ", 1)]
    for part, valid in zip(rest.split("|"), (True, False), strict=True)
    for lexical in part.split()
]


@pytest.mark.parametrize(("datatype", "lexical", "valid"), CASES)
def test_a_lexical_form_belongs_to_a_datatype(datatype: str, lexical: str, valid: bool) -> None:
    assert well_typed((lexical, XSD + datatype, "")) is valid


@pytest.mark.parametrize(
    ("first", "second", "less", "at_most"),
    [
        (("1", "integer"), ("1.5", "decimal"), True, True),
        (("1", "integer"), ("1.0", "double"), False, True),
        (("NaN", "double"), ("1", "integer"), False, False),
        (("2026-01-01", "date"), ("2026-01-02", "date"), True, True),
        (("2026-01-01", "date"), ("5", "integer"), False, False),
        (("2026-01-01T00:00:00", "dateTime"), ("2026-01-02T00:00:00Z", "dateTime"), False, False),
        (("2026-01-01T01:00:00+02:00", "dateTime"), ("2026-01-01T00:00:00Z", "dateTime"), True, True),
        (("a", "string"), ("b", "string"), True, True),
        (("five", "integer"), ("6", "integer"), False, False),
        (("P1Y", "duration"), ("P2Y", "duration"), False, False),
    ],
)
def test_values_compare_as_sparql_says(
    first: tuple[str, str], second: tuple[str, str], less: bool, at_most: bool
) -> None:
    one, other = ((lexical, XSD + name, "") for lexical, name in (first, second))
    assert (before(one, other), not_after(one, other)) == (less, at_most)
