"""The pages: well-formed, with what a reader looks for, links that lead somewhere, and nothing unescaped."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import httpx
import lxml.html
import pyoxigraph as ox
import pytest

from communique.mapping.iris import Base
from communique.mapping.terms import Node, Quad, integer, quads, string, text
from communique.ontology.vocabulary import BASE, CMQ, OA, ORG, SCHEMA, SKOS
from communique.publishing.endpoint import create_app
from communique.publishing.server import running
from communique.publishing.storage.store import GraphStore, open_store

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
POST = "strait-talks-live/mitsotakis-tells-mps-greek-crews-cannot-wait"
PLEDGE = "the commitment of two frigates"  # stands for its path, which carries a hash
PAGES = (
    "/",
    "/doc/",
    "/doc/?q=greece",
    "/doc/?q=nothing+at+all",
    "/doc/state/",
    "/doc/person/?page=3",
    "/doc/person/?q=mitso",
    "/doc/organization/",
    "/doc/office/",
    "/doc/statement/?page=2",
    "/doc/commitment/",
    "/doc/meeting/",
    "/doc/disagreement/",
    "/doc/report/",
    "/doc/graph/",
    "/doc/scheme/",
    "/doc/state/gr",
    "/doc/state/us",
    "/doc/state/aq",
    "/doc/person/kyriakos-mitsotakis",
    "/doc/organization/european-union",
    "/doc/office/gr/prime-minister",
    "/doc/report/strait-talks-live",
    f"/doc/report/{POST}",
    f"/doc/graph/{POST}",
    "/doc/graph/reference",
    "/doc/graph/disagreements",
    "/doc/scheme/act",
    "/doc/scheme/force/refused",
    PLEDGE,
    "/ns",
    "/dataset",
)
PROBLEM_PAGES = ("/id/state/xx", "/doc/nonsense", "/doc/state/?page=0")


class Strict(HTMLParser):
    """Collects what a browser would have to mend, and what the security policy would stop."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: set[str] = set()
        self.headings: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        named = [name for name, _ in attrs]
        self.faults += [f"{tag} has {name} twice" for name in set(named) if named.count(name) > 1]
        self.faults += [f"{tag} has {name}" for name in named if name == "style" or name.startswith("on")]
        self.faults += [tag] if tag in ("script", "style", "iframe", "object", "base") else []
        if "p" in self.open[:-1] and tag in ("p", "div", "section", "ul", "dl", "table", "figure", "h2"):
            self.faults.append(f"{tag} in p")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        for name, value in attrs:
            if name == "id":
                self.faults += [f"id {value} twice"] if value in self.ids else []
                self.ids.add(value or "")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes another")


def one_of_each_kind(examples: Any) -> list[str]:
    """The pages above, and a page of each further kind of thing."""
    found: dict[str, str] = {}
    for quad in examples.quads:
        iri = getattr(quad.subject, "value", "").partition("#")[0]
        if iri.startswith(f"{BASE}id/"):
            found.setdefault(iri.split("/")[5], f"/doc/{iri.removeprefix(f'{BASE}id/')}")
    return [*(path_of(examples, page) for page in PAGES), *found.values()]


def path_of(examples: Any, page: str) -> str:
    """The path of a page, where PLEDGE stands for one."""
    return str(examples.pledge) if page == PLEDGE else page


@pytest.fixture(scope="module")
def pages(examples: Any) -> dict[str, httpx.Response]:
    with httpx.Client(base_url=examples.address, headers={"accept": "text/html"}, timeout=60) as client:
        return {path: client.get(path) for path in (*one_of_each_kind(examples), *PROBLEM_PAGES)}


def test_pages_are_well_formed(pages: dict[str, httpx.Response]) -> None:
    for path, response in pages.items():
        assert response.headers["content-type"].startswith("text/html"), path
        assert (response.status_code == 200) == (path not in PROBLEM_PAGES), path
        strict = Strict()
        strict.feed(response.text)
        assert (strict.faults, strict.open) == ([], []), path


def test_pages_can_be_found_one_s_way_in(pages: dict[str, httpx.Response]) -> None:
    """WCAG 2.2: language, title, one h1, no level skipped, landmarks with names, labelled fields."""
    for path, response in pages.items():
        page = tree(response)
        strict = Strict()
        strict.feed(response.text)
        assert page.get("lang") == "en", path
        assert "communiqué" in (page.findtext(".//title") or ""), path
        assert strict.headings.count(1) == 1, path
        steps = zip(strict.headings, strict.headings[1:], strict=False)
        assert all(after <= before + 1 for before, after in steps), path
        assert len(page.findall(".//main")) == 1, path
        assert all(nav.get("aria-label") for nav in page.findall(".//nav")), path
        named = {ref for node in page.iter() for ref in str(node.get("aria-labelledby") or "").split()}
        assert named <= strict.ids, path
        fields = page.xpath("//input | //select | //textarea")
        assert all(field.xpath("ancestor::label") for field in fields), path
        assert not page.xpath("//a[not(normalize-space()) and not(@aria-label)]"), path


def test_every_page_has_the_policy(pages: dict[str, httpx.Response]) -> None:
    for path, response in pages.items():
        policy = response.headers["content-security-policy"]
        assert "default-src 'none'" in policy, path
        assert "unsafe" not in policy, path
        assert response.headers["x-content-type-options"] == "nosniff", path


def test_links_lead_to_what_is_there(examples: Any, pages: dict[str, httpx.Response]) -> None:
    """Each link of each page on this server, and the place within the page where it names one."""
    links = {urljoin(path, href) for path, page in pages.items() for href in tree(page).xpath("//@href")}
    inner = {link for link in links if not urlsplit(link).netloc}
    assert len(inner) > 1000
    assert {urlsplit(link).scheme for link in links - inner} <= {"http", "https"}
    places = {path: anchors(page) for path, page in pages.items()}
    with httpx.Client(base_url=examples.address, headers={"accept": "text/html"}, timeout=60) as client:
        for link in sorted(inner):
            whole, _, fragment = link.partition("#")
            if whole not in places:
                response = client.get(whole) if fragment else client.head(cheap(whole))
                assert response.status_code in (200, 303), link
                places[whole] = anchors(response)
            assert not fragment or unquote(fragment) in places[whole], link


def anchors(page: httpx.Response) -> set[str]:
    return set(re.findall(r'id="([^"]+)"', page.text))


def tree(response: httpx.Response) -> Any:
    return lxml.html.fromstring(response.content)


def cheap(link: str) -> str:
    """A document is there where its thing is: asked without having its page made."""
    path = urlsplit(link).path
    if not path.startswith("/doc/") or path.endswith(("/", ".ttl", ".nt", ".jsonld", ".rdf")):
        return link
    name = path.removeprefix("/doc/")
    return f"/{name}" if name.startswith("scheme/") else f"/id/{name}"


# ------------------------------------------------------------------ what somebody might have written

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}"
EVIL = Base("https://evil.example/r/")


@pytest.fixture(scope="module")
def hostile() -> Iterator[str]:
    """A store with labels, words and addresses that mean harm, below another base."""
    with open_store(None, base=EVIL) as store:
        store.replace([], quads(hostile_quads()))
        with running(create_app(store)) as address:
            yield address


def hostile_quads() -> Iterator[Quad]:
    graph, person = EVIL.graph("a", "body"), Node(EVIL.person("mallory"), EVIL.graph("a", "body"))
    yield from person.is_a(SCHEMA.Person)
    yield from person.say(SKOS.prefLabel, text(HOSTILE))
    yield from person.say(SKOS.altLabel, text("</title></h1>"))
    yield from person.say("https://x.example/p?<>".replace("<>", "%3C"), string("javascript:alert(1)"))
    report = Node(EVIL.report("a", "body"), graph)
    yield from report.is_a(CMQ.Report)
    yield from report.say(SCHEMA.headline, text(HOSTILE))
    yield from report.say(SCHEMA.url, string("javascript:alert(1)"))
    yield from report.say(SCHEMA.publisher, string(HOSTILE))
    said = Node(EVIL.statement("a"), graph)
    yield from said.is_a(CMQ.Statement)
    yield from said.say(CMQ.speaker, person.iri, "javascript:alert(1)", "data:text/html,x")
    yield from said.say(SCHEMA.text, text(HOSTILE))
    passage = Node(EVIL.passage("0" * 12, _span()), graph)
    yield from said.say(CMQ.evidence, passage.iri)
    yield from passage.is_a(CMQ.Passage)
    yield from passage.say(OA.hasSource, report.iri)
    yield from passage.say(OA.hasSelector, f"{passage.iri}#p", f"{passage.iri}#q")
    yield from Node(f"{passage.iri}#p", graph).say(OA.start, integer(0))
    yield from Node(f"{passage.iri}#p", graph).say(OA.end, integer(len(HOSTILE)))
    yield from Node(f"{passage.iri}#q", graph).say(OA.exact, string(HOSTILE))
    organisation = Node(f"{EVIL.iri}id/organization/\u202ex&quot;", graph)
    yield from organisation.is_a(ORG.Organization)
    yield from organisation.say(SKOS.prefLabel, text("  "))


def _span() -> Any:
    from communique.mapping.model import Span

    return Span(0, len(HOSTILE))


def hostile_paths() -> list[str]:
    iris = [EVIL.person("mallory"), EVIL.report("a", "body"), EVIL.statement("a"), EVIL.graph("a", "body")]
    documents = [f"/doc/{iri.removeprefix(EVIL.iri + 'id/')}" for iri in iris]
    lists = [f"/doc/{kind}/" for kind in ("person", "statement", "report", "organization", "graph")]
    searches = [f"/doc/{kind}?q=%3Cscript%3E%22%27" for kind in ("", "person/", "statement/")]
    return [*documents, *lists, *searches, "/", "/id/person/%3Cscript%3Ealert(1)%3C/script%3E"]


@pytest.mark.parametrize("path", hostile_paths())
def test_nothing_gets_out_of_its_place(hostile: str, path: str) -> None:
    response = httpx.get(hostile + path, headers={"accept": "text/html"}, timeout=30)
    strict = Strict()
    strict.feed(response.text)
    assert (strict.faults, strict.open) == ([], [])
    assert "49" not in response.text.replace("<", " ").split()
    page = tree(response)
    assert not page.xpath("//script | //img")
    schemes = {urlsplit(link).scheme for *_, link, _ in page.iterlinks()}
    assert schemes <= {"", "http", "https"}


def test_another_base(hostile: str) -> None:
    """RDF keeps the IRIs below the base, the page's links are paths of this server."""
    response = httpx.get(f"{hostile}/doc/state/gr", headers={"accept": "text/html"}, timeout=30)
    page = tree(response)
    links = [link for *_, link, _ in page.iterlinks()]
    assert "/doc/organization/european-union" in links
    assert [link for link in links if link.startswith(EVIL.iri)] == [f"{EVIL.iri}doc/state/gr"]
    triples = httpx.get(f"{hostile}/doc/state/gr.nt", timeout=30).text
    assert f"<{EVIL.iri}id/state/gr> <{SKOS.prefLabel}>" in triples
    assert httpx.get(f"{hostile}/scheme/act/pledge").headers["location"] == "/doc/scheme/act/pledge"
    assert f"<{EVIL.iri}dataset#dataset>" in httpx.get(f"{hostile}/dataset.nt", timeout=30).text


def test_an_empty_store_has_pages() -> None:
    with running(create_app(GraphStore(ox.Store()))) as address:
        for path, status in (
            ("/", 200),
            ("/doc/state/", 200),
            ("/dataset", 200),
            ("/ns", 200),
            ("/id/x/y", 404),
        ):
            response = httpx.get(address + path, headers={"accept": "text/html"}, timeout=30)
            assert response.status_code == status, path
