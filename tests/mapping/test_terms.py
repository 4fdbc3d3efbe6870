from datetime import UTC, date, datetime, timedelta, timezone

import pyoxigraph as ox
import pytest

from communique.mapping import terms
from communique.shapes.compiled import PlainQuads, plain_quads

HOUR = timedelta(hours=1)
LITERALS = [
    (terms.integer(7), "7"),
    (terms.decimal(0.8), "0.8"),
    (terms.decimal(1.0), "1"),
    (terms.decimal(0.12345), "0.123"),
    (terms.decimal(100.0), "100"),
    (terms.day(date(2026, 1, 6)), "2026-01-06"),
    (terms.instant(datetime(2026, 1, 6, 9)), "2026-01-06T09:00:00"),  # noqa: DTZ001
    (terms.instant(datetime(2026, 1, 6, 9, tzinfo=UTC)), "2026-01-06T09:00:00Z"),
    (
        terms.instant(datetime(2026, 1, 6, 9, tzinfo=timezone(timedelta(hours=-5)))),
        "2026-01-06T09:00:00-05:00",
    ),
    (terms.instant(datetime(2026, 1, 6, 9, 0, 0, 250000)), "2026-01-06T09:00:00.25"),  # noqa: DTZ001
    (terms.utc(datetime(2026, 1, 6, 9, tzinfo=timezone(HOUR))), "2026-01-06T08:00:00Z"),
    (terms.utc(datetime(2026, 1, 6, 9)), "2026-01-06T09:00:00Z"),  # noqa: DTZ001
    (terms.duration("P15Y"), "P15Y"),
    (terms.duration("P14M"), "P1Y2M"),
    (terms.duration("P2W"), "P14D"),
    (terms.duration("PT36H"), "P1DT12H"),
    (terms.duration("PT90S"), "PT1M30S"),
    (terms.duration("P0D"), "PT0S"),
    (terms.duration("15 years"), "15 years"),
    (terms.duration("P"), "P"),
    (terms.address("https://example.org/"), "https://example.org/"),
    (terms.text("two\n  lines "), "two lines"),
    (terms.string(" as it is "), " as it is "),
]


@pytest.mark.parametrize(("literal", "lexical"), LITERALS, ids=[lexical for _, lexical in LITERALS])
def test_a_literal_is_written_as_a_store_keeps_it(literal: terms.Literal, lexical: str) -> None:
    name, store = "https://example.org/", ox.Store()
    said: list[terms.Quad] = [(name, name, literal, name)]
    store.extend(terms.quads(said))
    assert terms.lexical(literal) == lexical
    assert list(store) == list(terms.quads(said))
    assert plain_quads(store) == PlainQuads(said)


def test_a_node_says_nothing_where_there_is_nothing_to_say() -> None:
    node = terms.Node("https://example.org/a", "https://example.org/g")
    said = list(
        terms.quads(node.say("https://example.org/p", None, "https://example.org/b", terms.integer(1)))
    )
    assert [str(quad.object) for quad in said] == [
        "<https://example.org/b>",
        '"1"^^<http://www.w3.org/2001/XMLSchema#integer>',
    ]
