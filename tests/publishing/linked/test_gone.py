"""What was there once: 410 where the history has it, a notice on a post that left its article."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pyoxigraph as ox
import pytest

from communique.mapping.ingest import ingest
from communique.ontology.vocabulary import BASE, PROV
from communique.publishing.answering.limits import Limits
from communique.publishing.answering.readers import Readers
from communique.publishing.endpoint import create_app
from communique.publishing.server import running
from communique.publishing.storage.store import open_store

NOON = datetime(2026, 1, 6, 12, tzinfo=UTC)
ADDRESS = "https://straits.example/live"
TWO = ("frigates", "Starmer on frigates", "Keir Starmer told reporters that Britain would send two frigates.")
THREE = (
    "frigates",
    "Starmer on frigates",
    "Keir Starmer told reporters that Britain is to send three ships.",
)
SHIPS = ("ships", "Macron on the ships", "“The strait must stay open,” Emmanuel Macron said in Paris.")


class Served(NamedTuple):
    address: str
    before: frozenset[str]
    after: frozenset[str]
    versions: frozenset[str]


def page(posts: tuple[tuple[str, str, str], ...]) -> str:
    keys = ("@id", "headline", "articleBody")
    updates = [
        {"@type": "BlogPosting"} | dict(zip(keys, (f"{ADDRESS}#{key}", *told), strict=True))
        for key, *told in posts
    ]
    data: dict[str, Any] = {"@type": "LiveBlogPosting", "headline": "The strait, live", "url": ADDRESS}
    data |= {"datePublished": "2026-01-06T08:00:00Z", "liveBlogUpdate": updates}
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    return f'<html lang="en"><head><link rel="canonical" href="{ADDRESS}">{script}</head><body></body></html>'


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A live blog captured twice: one post has changed meanwhile, one is no longer there."""
    folder = tmp_path_factory.mktemp("gone")
    with open_store(folder / "store") as store:
        told = []
        for hours, posts in enumerate([(TWO, SHIPS), (THREE,)]):
            (folder / "live.html").write_text(page(posts), encoding="utf-8")
            status = ingest(folder / "live.html", store, captured_at=NOON + timedelta(hours=hours)).status
            assert status == ("replaced" if hours else "added")
            told.append(subjects(store.quads()))
        versions = frozenset(store.history.graph_names())
    with running(create_app(Readers(folder / "store", Limits(seconds=20, readers=1)))) as address:
        yield Served(address, told[0], told[1], versions)


def subjects(quads: Iterator[ox.Quad]) -> frozenset[str]:
    named = (quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode))
    return frozenset(iri for iri in named if iri.startswith(f"{BASE}id/") and "#" not in iri)


def test_what_was_replaced_is_gone(served: Served) -> None:
    gone = served.before - served.after
    assert any("/statement/" in iri for iri in gone)
    for iri in gone:
        response = httpx.get(f"{served.address}/{iri.removeprefix(BASE)}", timeout=20)
        assert response.status_code == 410, iri
        told = json.loads(response.text)
        assert "earlier version of a report until 6 January 2026, 13:00 UTC" in told["detail"]
        assert told["successor"] in served.after


def test_the_page_of_what_is_gone_says_what_came_after(served: Served) -> None:
    iri = min(iri for iri in served.before - served.after if "/statement/" in iri)
    for path in (f"/{iri.removeprefix(BASE)}", f"/doc/{iri.removeprefix(f'{BASE}id/')}"):
        response = httpx.get(served.address + path, headers={"accept": "text/html"}, timeout=20)
        assert response.status_code == 410
        assert "No longer on record" in response.text
        assert ">Starmer on frigates</a>" in response.text


def test_a_version_has_a_document(served: Served) -> None:
    (version,) = served.versions
    response = httpx.get(f"{served.address}/doc/{version.removeprefix(f'{BASE}id/')}.nt", timeout=20)
    assert response.status_code == 200
    assert f"<{version}> <{PROV.invalidatedAtTime}>" in response.text


def test_a_post_that_vanished_stays_with_a_notice(served: Served) -> None:
    """What was published stays on record: its name keeps its document."""
    (post,) = [iri for iri in served.after if iri.endswith("ships") and "/report/" in iri]
    path = f"/doc/{post.removeprefix(f'{BASE}id/')}"
    response = httpx.get(served.address + path, headers={"accept": "text/html"}, timeout=20)
    assert response.status_code == 200
    assert "No longer there since 6 January 2026, 13:00 UTC" in response.text


def test_what_never_was_is_not_gone(served: Served) -> None:
    assert httpx.get(f"{served.address}/id/statement/000000000000", timeout=20).status_code == 404


def test_a_history_that_cannot_be_read_gives_404(tmp_path: Path) -> None:
    with open_store(tmp_path / "store"):
        pass
    (tmp_path / "store" / "history").mkdir()
    (tmp_path / "store" / "history" / "CURRENT").write_text("nonsense")
    with running(create_app(Readers(tmp_path / "store", Limits(seconds=20, readers=1)))) as address:
        assert httpx.get(f"{address}/id/statement/000000000000", timeout=20).status_code == 404
