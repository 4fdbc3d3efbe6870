"""The words that support a thing, marked in what stands around them.

A passage has its exact words and 32 code points on either side. Passages of one report overlap: put
together by their positions they give more of the text, as far as it is known.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal
from urllib.parse import quote

from communique.mapping.evidence import AROUND
from communique.publishing.linked.questions import Asker, Row, node

Kind = Literal["context", "mark", "cue", "gap"]

CONTEXT: Final = 160
"""Code points shown on either side of marked words, at most."""

_WHOLE: Final = 120
_ENDS: Final = 5
_PIECES: Final = " … "


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of an excerpt: marked words, words that tell who speaks, what stands around, or a gap."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage by its IRI, its place in the captured text, its words, and what stands around them."""

    iri: str
    start: int
    end: int
    exact: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """The report in which passages stand: a post or the body of an article, and the article itself."""

    iri: str
    headline: str | None = None
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    day: str | None = None
    gone: str | None = None

    @property
    def label(self) -> str:
        """The post's headline, else the article's."""
        return self.headline or self.title or self.iri.rpartition("/")[2]

    def link(self, words: str) -> str | None:
        """The article's address, at these words (URL Fragment Text Directives, WICG)."""
        if self.url is None or not self.url.startswith(("http://", "https://")):
            return None
        return f"{self.url.partition('#')[0]}#:~:text={_directive(words)}"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What one report has of the words behind a thing."""

    source: Source
    runs: tuple[Run, ...]
    passages: tuple[Passage, ...]

    @property
    def link(self) -> str | None:
        """The article on the web, at the longest passage."""
        return self.source.link(max((found.exact for found in self.passages), key=len, default=""))


def _directive(words: str) -> str:
    line = " ".join(words.split())
    pieces = line.split(" ")
    if len(line) <= _WHOLE or len(pieces) < 3 * _ENDS:
        return _encoded(line)
    return f"{_encoded(' '.join(pieces[:_ENDS]))},{_encoded(' '.join(pieces[-_ENDS:]))}"


def _encoded(words: str) -> str:
    return quote(words, safe="").replace("-", "%2D")


def passage_of(row: Row) -> Passage:
    """The passage that a row tells."""
    before, after = (row[name].value if name in row else "" for name in ("before", "after"))
    start, end = int(row["start"].value), int(row["end"].value)
    return Passage(row["passage"].value, start, end, row["exact"].value, before, after)


def source_of(row: Row) -> Source:
    """The report that a row tells."""
    told = {
        name: row[name].value
        for name in ("headline", "title", "publisher", "url", "day", "gone")
        if name in row
    }
    return Source(row["report"].value, **told)


def excerpts(
    rows: Iterable[Row], words: str | None, known: Mapping[str, Sequence[Passage]] | None = None
) -> tuple[Excerpt, ...]:
    """An excerpt for each report in the rows of `evidence` about one thing.

    `words` are the thing's own, by which its content is told from speaker and cue; `known` are all
    passages of the reports, where more than their own context is to be shown.
    """
    content = frozenset((words or "").split(_PIECES))
    by_report = groupby(sorted(rows, key=lambda row: row["report"].value), lambda row: row["report"].value)
    found = []
    for report, group in by_report:
        told = list(group)
        passages = tuple({one.iri: one for one in map(passage_of, told)}.values())
        around = (known or {}).get(report, ())
        found.append(Excerpt(source_of(told[0]), runs(passages, content, around), passages))
    return tuple(sorted(found, key=lambda one: (one.source.day or "", one.source.iri)))


def runs(
    passages: Sequence[Passage], content: frozenset[str], around: Sequence[Passage] = ()
) -> tuple[Run, ...]:
    """The passages in their text as far as it is known, marked; what is not known is a gap."""
    text, kinds = _letters((*around, *passages)), _kinds(passages, content)
    shown = [place for place in sorted(text) if _near(place, passages)]
    found: list[Run] = []
    for stretch in _stretches(shown):
        if found:
            found.append(Run("gap", _PIECES))
        for kind, places in groupby(stretch, lambda place: kinds.get(place, "context")):
            found.append(Run(kind, "".join(text[place] for place in places)))
    whole = _trimmed(found)
    return tuple(run for run in (whole if around else _one_paragraph(whole)) if run.text)


def _letters(passages: Iterable[Passage]) -> dict[int, str]:
    text: dict[int, str] = {}
    for one in passages:
        start = one.start - len(one.before)
        text.update(enumerate(f"{one.before}{one.exact}{one.after}", start))
    return text


def _kinds(passages: Iterable[Passage], content: frozenset[str]) -> dict[int, Kind]:
    """How each marked place is marked; where passages overlap, the content goes first."""
    kinds: dict[int, Kind] = {}
    marked = [(one, " ".join(one.exact.split()) in content) for one in passages]
    unsaid = not any(is_content for _, is_content in marked)
    for one, is_content in sorted(marked, key=lambda pair: pair[1]):
        kinds.update(dict.fromkeys(range(one.start, one.end), "mark" if is_content or unsaid else "cue"))
    return kinds


def _near(place: int, passages: Iterable[Passage]) -> bool:
    return any(one.start - CONTEXT <= place < one.end + CONTEXT for one in passages)


def _stretches(places: Sequence[int]) -> Iterable[list[int]]:
    stretch: list[int] = []
    for place in places:
        if stretch and place != stretch[-1] + 1:
            yield stretch
            stretch = []
        stretch.append(place)
    if stretch:
        yield stretch


def _one_paragraph(found: list[Run]) -> list[Run]:
    """Without the paragraphs before and after those of the marked words."""
    shown = list(found)
    if shown and shown[0].kind == "context":
        shown[0] = Run("context", shown[0].text.rpartition("\n")[2])
    if shown and shown[-1].kind == "context":
        shown[-1] = Run("context", shown[-1].text.partition("\n")[0])
    return shown


def _trimmed(found: list[Run]) -> list[Run]:
    """Without the broken words where the text is no longer known."""
    kinds = ["gap", *(run.kind for run in found), "gap"]
    return [
        _mended(run, opens=before == "gap", closes=after == "gap", outer=index in (0, len(found) - 1))
        for index, (run, before, after) in enumerate(zip(found, kinds, kinds[2:], strict=False))
    ]


def _mended(run: Run, opens: bool, closes: bool, outer: bool) -> Run:
    """A stretch of context that is as long as a selector may have is cut in the middle of a word."""
    text = run.text
    if run.kind != "context" or len(text) < AROUND:
        return run
    if opens:
        text = ("… " if outer else "") + text.partition(" ")[2]
    if closes:
        text = text.rpartition(" ")[0] + (" …" if outer else "")
    return Run(run.kind, text)


async def passages_around(asker: Asker, reports: Iterable[str]) -> dict[str, list[Passage]]:
    """All passages of some reports."""
    wanted = [node(iri) for iri in sorted(set(reports))]
    found: dict[str, list[Passage]] = {}
    for row in await asker.rows("around", {"thing": wanted}) if wanted else ():
        found.setdefault(row["report"].value, []).append(passage_of(row))
    return found
