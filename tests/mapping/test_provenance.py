from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from communique.mapping.context import Context
from communique.mapping.model import Publication
from communique.mapping.provenance import fingerprint, provenance
from communique.mapping.terms import quads
from communique.ontology.vocabulary import SCHEMA


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"name": "/elsewhere/strait-live.txt"}, True),
        ({"text": "other", "digest": "0" * 64}, False),
        ({"published": Publication(date(2026, 3, 4), "given")}, False),
        ({"title": "Another title"}, False),
    ],
    ids=["folder", "text", "day", "title"],
)
def test_what_a_capture_depends_on(sample: Any, change: dict[str, Any], same: bool) -> None:
    assert (fingerprint(replace(sample.article, **change)) == fingerprint(sample.article)) is same


@pytest.mark.parametrize(
    ("published", "days"),
    [("2026-03-03T14:05:00Z", ["2026-03-03"]), ("2026-03-03", ["2026-03-03"]), ("14:05", []), (None, [])],
)
def test_a_post_has_a_day_only_where_it_gives_one(
    sample: Any, published: str | None, days: list[str]
) -> None:
    post = replace(sample.article.posts[1], published=published)
    article = replace(sample.article, posts=(sample.article.posts[0], post))
    context = Context(article, sample.base, sample.register)
    rows = provenance(context, sample.captured_at, frozenset())
    told = [q for q in quads(rows) if str(q.subject) == f"<{context.report(1)}>"]
    found = [getattr(q.object, "value", "") for q in told if q.predicate.value == SCHEMA.datePublished]
    assert found == days


def test_one_moment_of_capture_is_written_in_one_way(sample: Any) -> None:
    context = Context(sample.article, sample.base, sample.register)
    moments = [
        datetime(2026, 3, 3, 18, tzinfo=UTC),
        datetime(2026, 3, 3, 19, tzinfo=timezone(timedelta(hours=1))),
        datetime(2026, 3, 3, 18),  # noqa: DTZ001
    ]
    assert len({frozenset(provenance(context, moment, frozenset())) for moment in moments}) == 1
