"""People in a text: who is named in full, how the text introduces them, and whom a surname means.

The register's people are found by their names. Others are found by how news introduces people: a
title or office before the name, an apposition behind it. What a text says of an office holds for the
article.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from communique.mapping.extraction.actors.names import ALSO_PERSONS, CALENDAR, PARTICLES, Name, NameKind
from communique.mapping.extraction.actors.offices import Office, find_offices
from communique.mapping.extraction.language import table, words
from communique.mapping.extraction.scene import Scene
from communique.mapping.extraction.text.tokens import Token

_TITLES = frozenset(words(table("people")["titles"]["plain"])) | frozenset(
    words(table("people")["titles"]["military"])
)
_STATE_KINDS: tuple[NameKind, ...] = ("state", "demonym", "metonym", "capital", "organisation")


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalised words that may name a person: token indices (end exclusive) in a passage's flat tokens.

    `office` is the office phrase that introduces the person, `of` whose office it is, `titled` whether
    a title stands before the name, `namesakes` the register's people whom news calls by the last word.
    """

    start: int
    end: int
    words: tuple[str, ...]
    person: str | None = None
    office: Office | None = None
    of: str | None = None
    titled: bool = False
    namesakes: tuple[str, ...] = ()


def find_runs(scene: Scene, tokens: Sequence[Token]) -> Iterator[Run]:
    """Every run of words in the tokens that may name a person, with its introduction."""
    offices = find_offices(tokens)
    starts = {office.start: office for office in offices}
    ends = {office.end: office for office in offices}
    at = 0
    while at < len(tokens):
        if tokens[at].tag != "name" and tokens[at].start not in scene.names and at not in starts:
            at += 1
            continue
        run = _run_at(scene, tokens, at, starts)
        if run is None:
            at = _skip(scene, tokens, at, starts)
        else:
            run = _introduced(scene, tokens, _without_verb(scene, tokens, run, ends), starts, ends)
            yield run
            at = run.end


def _skip(scene: Scene, tokens: Sequence[Token], at: int, offices: dict[int, Office]) -> int:
    """Past the name or office phrase that starts here, or past one token."""
    if at in offices:
        return offices[at].end
    name = scene.names.get(tokens[at].start)
    return index_after(tokens, at, name.end) if name else at + 1


def index_after(tokens: Sequence[Token], at: int, end: int) -> int:
    """The index of the first token that starts at or behind offset `end`."""
    at += 1
    while at < len(tokens) and tokens[at].start < end:
        at += 1
    return at


def _run_at(scene: Scene, tokens: Sequence[Token], at: int, offices: dict[int, Office]) -> Run | None:
    name = scene.names.get(tokens[at].start)
    if name and name.keys("person"):
        return _named(tokens, at, name, name.keys("person")[0])
    if name and name.keys("surname") and name.end > tokens[at].end:
        return _named(tokens, at, name, None)
    if not _may_name(scene, tokens, at, offices):
        return None
    end = at + 1
    while end < len(tokens) and _continues(scene, tokens, end, offices):
        end += 1
    while tokens[end - 1].lower in PARTICLES and not tokens[end - 1].text[0].isupper():
        end -= 1
    return Run(at, end, tuple(token.text for token in tokens[at:end]))


def _named(tokens: Sequence[Token], at: int, name: Name, key: str | None) -> Run:
    end = index_after(tokens, at, name.end)
    return Run(at, end, tuple(token.text for token in tokens[at:end]), person=key)


def _may_name(scene: Scene, tokens: Sequence[Token], at: int, offices: dict[int, Office]) -> bool:
    token = tokens[at]
    if token.tag != "name" or at in offices or token.text in CALENDAR or token.text in _TITLES:
        return False
    name = scene.names.get(token.start)
    if name is None or name.keys("surname"):
        return not (token.text.isupper() and len(token.text) > 3 and "-" not in token.text)
    return name.text in ALSO_PERSONS and _is_plain_name(scene, tokens, at + 1, offices)


def _is_plain_name(scene: Scene, tokens: Sequence[Token], at: int, offices: dict[int, Office]) -> bool:
    """A capitalised word that is nothing but (part of) a name."""
    return (
        at < len(tokens)
        and tokens[at].tag == "name"
        and at not in offices
        and tokens[at].text not in CALENDAR
        and tokens[at].start == tokens[at - 1].end + 1
        and not _other_name(scene.names.get(tokens[at].start))
    )


def _other_name(name: Name | None) -> bool:
    """Whether another name begins here; a lone surname may still end this one."""
    return bool(name and (name.keys("person") or not name.keys("surname")))


def _continues(scene: Scene, tokens: Sequence[Token], at: int, offices: dict[int, Office]) -> bool:
    if tokens[at].start != tokens[at - 1].end + 1:
        return False
    if tokens[at].lower in PARTICLES:
        following = at + 1
        while following < len(tokens) and tokens[following].lower in PARTICLES:
            following += 1
        return _is_plain_name(scene, tokens, following, offices)
    return _is_plain_name(scene, tokens, at, offices)


# ------------------------------------------------------------------ introductions


def _introduced(
    scene: Scene,
    tokens: Sequence[Token],
    run: Run,
    starts: dict[int, Office],
    ends: dict[int, Office],
) -> Run:
    before = run.start - 1
    titled = before >= 0 and tokens[before].text in _TITLES
    office = (
        ends.get(run.start - titled) or _comma_before(tokens, run, ends) or _apposition(tokens, run, starts)
    )
    surname = name_ending(scene, tokens, run.end - 1)
    namesakes = surname.keys("surname") if surname else ()
    if office is None:
        return replace(run, titled=titled, namesakes=namesakes)
    of = whose(scene, tokens, office)
    return replace(run, titled=titled, office=office, of=of, namesakes=namesakes)


def _without_verb(scene: Scene, tokens: Sequence[Token], run: Run, ends: dict[int, Office]) -> Run:
    """President Macron Welcomes …: in a title with capitals throughout, the surname alone is the name."""
    first, last = (name_ending(scene, tokens, at) for at in (run.start, run.end - 1))
    surname = first is not None and bool(first.keys("surname"))
    if run.person or run.start not in ends or not surname or (last and last.keys("surname")):
        return run
    return replace(run, end=run.start + 1, words=run.words[:1])


def _comma_before(tokens: Sequence[Token], run: Run, ends: dict[int, Office]) -> Office | None:
    """The French president, Emmanuel Macron, …"""
    if run.start < 2 or tokens[run.start - 1].text != ",":
        return None
    office = ends.get(run.start - 1)
    closes = run.end >= len(tokens) or tokens[run.end].tag in ("mark", "conj", "quote")
    return office if office and closes and _definite(tokens, office) else None


def _definite(tokens: Sequence[Token], office: Office) -> bool:
    """Whether a phrase like "the Danish" or "Greenland’s" stands before the office."""
    window = tokens[max(0, office.start - 5) : office.start]
    return any(token.lower == "the" or token.tag in ("poss", "name") for token in window)


def _apposition(tokens: Sequence[Token], run: Run, starts: dict[int, Office]) -> Office | None:
    """Jens-Frederik Nielsen, Greenland’s prime minister, …"""
    if run.end + 1 >= len(tokens) or tokens[run.end].text not in (",", "(") or _ends_opening(tokens, run):
        return None
    for at in range(run.end + 1, min(run.end + 9, len(tokens))):
        if at in starts:
            return starts[at]
        if (
            tokens[at].tag in ("mark", "pron", "sub", "aux", "conj", "prep", "quote")
            or tokens[at].tag == "num"
        ):
            return None
    return None


def _ends_opening(tokens: Sequence[Token], run: Run) -> bool:
    """In an interview with Jane Doe, the minister …: the comma closes the opening adverbial."""
    for at in range(run.start - 1, -1, -1):
        if tokens[at].text in (".", ",", "!", "?", ";", ":"):
            first = tokens[at + 1]
            return tokens[at].text != "," and first.tag in ("prep", "sub")
    return run.start > 0 and tokens[0].tag in ("prep", "sub")


def whose(scene: Scene, tokens: Sequence[Token], office: Office) -> str | None:
    """The state code or organisation key that the words around an office phrase name."""
    return _of_before(scene, tokens, office) or _of_behind(scene, tokens, office)


def _of_before(scene: Scene, tokens: Sequence[Token], office: Office) -> str | None:
    for at in range(office.start - 1, max(-1, office.start - 7), -1):
        key = actor_key(name_ending(scene, tokens, at))
        if key:
            return key
        if tokens[at].tag in ("mark", "prep", "pron", "aux", "sub", "conj", "quote", "num"):
            return None
        if tokens[at].lower in ("the", "a", "an"):
            return None
    return None


def name_ending(scene: Scene, tokens: Sequence[Token], at: int) -> Name | None:
    """The register's name that ends with this token."""
    for start in range(at, max(-1, at - 6), -1):
        name = scene.names.get(tokens[start].start)
        if name and name.end == tokens[at].end:
            return name
    return None


def _of_behind(scene: Scene, tokens: Sequence[Token], office: Office) -> str | None:
    at = office.end
    if at >= len(tokens) or tokens[at].lower not in ("of", "for", "to", "in", "at"):
        return None
    for ahead in range(at + 1, min(at + 5, len(tokens))):
        key = actor_key(scene.names.get(tokens[ahead].start))
        if key:
            return key
        if tokens[ahead].tag in ("mark", "prep", "aux", "pron"):
            return None
    return None


def actor_key(name: Name | None) -> str | None:
    """The state or organisation that a name stands for as an adjective, possessor or seat of power."""
    keys = name.keys(*_STATE_KINDS) if name else ()
    return keys[0] if keys else None
