"""People in a text: who is named in full, how the text introduces them, and whom a surname means.

The register's people are found by their names, others by how news introduces people: a title or office
before the name, an apposition behind it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from communique.mapping.extraction.actors.names import ALSO_PERSONS, CALENDAR, PARTICLES, Name, NameKind
from communique.mapping.extraction.actors.offices import OPENERS, Office, offices_among
from communique.mapping.extraction.language import table, words
from communique.mapping.extraction.scene import Scene
from communique.mapping.extraction.text.tokens import Token

_TITLES = frozenset(words(table("people")["titles"]["plain"])) | frozenset(
    words(table("people")["titles"]["military"])
)
_NO_NAMES = _TITLES | CALENDAR
_ACTOR_KINDS: frozenset[NameKind] = frozenset(("state", "demonym", "metonym", "capital", "organisation"))
_PERSON: tuple[NameKind] = ("person",)
_SURNAME: tuple[NameKind] = ("surname",)
_NAMESAKE: tuple[NameKind, ...] = ("state", "capital")
_STOPS = frozenset((".", ",", "!", "?", ";", ":"))
_NO_APPOSITION = frozenset(("mark", "pron", "sub", "aux", "conj", "prep", "quote", "num"))
_NO_POSSESSOR = frozenset(("mark", "prep", "pron", "aux", "sub", "conj", "quote", "num"))
_ARTICLES = frozenset(("the", "a", "an"))
_FEW = 6
"""Tokens of the longest name."""


class Run(NamedTuple):
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


class _Offices(NamedTuple):
    """The office phrases of a passage, by the index where each starts and ends."""

    starts: Mapping[int, Office]
    ends: Mapping[int, Office]


def find_runs(scene: Scene, tokens: Sequence[Token]) -> Iterator[Run]:
    """Every run of words in the tokens that may name a person, with its introduction."""
    names = scene.names
    telling = [
        at
        for at, token in enumerate(tokens)
        if token.tag == "name" or token.lower in OPENERS or token.start in names
    ]
    found = offices_among(tokens, [at for at in telling if tokens[at].lower in OPENERS])
    offices = _Offices({office.start: office for office in found}, {office.end: office for office in found})
    starts = offices.starts
    reached = 0
    for at in telling:
        if at < reached:
            continue
        name = names.get(tokens[at].start)
        person = name.key(_PERSON) if name else None
        end = _end_of_run(scene, tokens, at, name, person, starts)
        if end:
            end = end if person else _with_namesake(scene, tokens, at, end, offices.ends)
            end = end if person else _without_verb(scene, tokens, at, end, offices.ends)
            if not _is_thing(tokens, run := _introduced(scene, tokens, at, end, person, offices)):
                yield run
            reached = end
        elif at in starts:
            reached = starts[at].end
        elif name:
            reached = index_after(tokens, at, name.end)


def _is_thing(tokens: Sequence[Token], run: Run) -> bool:
    """The Common Framework, the Bab el-Mandeb: an article stands before no plain name of a person."""
    plain = run.person is None and run.office is None and not run.titled
    return plain and len(run.words) > 1 and run.start > 0 and tokens[run.start - 1].lower == "the"


def index_after(tokens: Sequence[Token], at: int, end: int) -> int:
    """The index of the first token that starts at or behind offset `end`."""
    at += 1
    while at < len(tokens) and tokens[at].start < end:
        at += 1
    return at


def _end_of_run(
    scene: Scene,
    tokens: Sequence[Token],
    at: int,
    name: Name | None,
    person: str | None,
    offices: Mapping[int, Office],
) -> int:
    """Where the run ends that begins at an index with a register's `name` or another; 0 where none does."""
    if name and (person or (name.end > tokens[at].end and name.key(_SURNAME))):
        return index_after(tokens, at, name.end)
    if not _may_name(scene, tokens, at, name, offices):
        return 0
    end = at + 1
    while end < len(tokens) and _continues(scene, tokens, end, offices):
        end += 1
    while tokens[end - 1].lower in PARTICLES and not tokens[end - 1].text[0].isupper():
        end -= 1
    return end


def _may_name(
    scene: Scene, tokens: Sequence[Token], at: int, name: Name | None, offices: Mapping[int, Office]
) -> bool:
    token = tokens[at]
    if token.tag != "name" or at in offices or token.text in _NO_NAMES:
        return False
    if name is None or name.key(_SURNAME):
        return not (token.text.isupper() and len(token.text) > 3 and "-" not in token.text)
    return name.text in ALSO_PERSONS and _is_plain_name(scene, tokens, at + 1, offices)


def _is_plain_name(scene: Scene, tokens: Sequence[Token], at: int, offices: Mapping[int, Office]) -> bool:
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
    return name is not None and (name.key(_PERSON) is not None or name.key(_SURNAME) is None)


def _continues(scene: Scene, tokens: Sequence[Token], at: int, offices: Mapping[int, Office]) -> bool:
    token = tokens[at]
    if token.start != tokens[at - 1].end + 1:
        return False
    if token.lower in PARTICLES:
        following = at + 1
        while following < len(tokens) and tokens[following].lower in PARTICLES:
            following += 1
        return _is_plain_name(scene, tokens, following, offices)
    return token.tag == "name" and _is_plain_name(scene, tokens, at, offices)


# ------------------------------------------------------------------ introductions


def _introduced(
    scene: Scene, tokens: Sequence[Token], start: int, end: int, person: str | None, offices: _Offices
) -> Run:
    """The run with the office before or behind it, and whose it is."""
    titled = start > 0 and tokens[start - 1].text in _TITLES
    office = of = None
    if offices.starts:
        office = (
            offices.ends.get(start - titled)
            or _comma_before(tokens, start, end, offices.ends)
            or _apposition(tokens, start, end, offices.starts)
        )
        of = whose(scene, tokens, office) if office else None
    if office is None and start > 1 and tokens[start - 1].tag == "poss":
        of = actor_key(name_ending(scene, tokens, start - 2))
    surname = name_ending(scene, tokens, end - 1)
    namesakes = surname.keys("surname") if surname else ()
    named = tuple([token.text for token in tokens[start:end]])
    return Run(start, end, named, person, office, of, titled, namesakes)


def _without_verb(
    scene: Scene, tokens: Sequence[Token], start: int, end: int, ends: Mapping[int, Office]
) -> int:
    """President Macron Welcomes …: in a title with capitals throughout, the surname alone is the name."""
    if start not in ends:
        return end
    first, last = name_ending(scene, tokens, start), name_ending(scene, tokens, end - 1)
    surname = first is not None and first.key(_SURNAME) is not None
    if not surname or not first or (last and last.key(_SURNAME)):
        return end
    verb = tokens[end - 1].lower.endswith(("s", "ed"))
    return start + 1 if verb or _holds(scene, first, ends[start]) else end


def _holds(scene: Scene, name: Name, office: Office) -> bool:
    """Whether somebody of the name holds the very office: President Obama Speech."""
    day = scene.day
    people = [scene.register.persons[key] for key in name.keys("surname")]
    held = [tenure for person in people for tenure in person.tenures if tenure.office == office.label]
    return any(day is None or tenure.covers(day) for tenure in held)


def _with_namesake(
    scene: Scene, tokens: Sequence[Token], start: int, end: int, ends: Mapping[int, Office]
) -> int:
    """Trade minister Ada Saint-Martin told …: a surname that is a state’s name too, behind an office."""
    if start not in ends or end + 1 >= len(tokens) or end - start > 2 or tokens[end].tag != "name":
        return end
    name = scene.names.get(tokens[end].start)
    if name is None or name.key(_NAMESAKE) is None or tokens[end].start != tokens[end - 1].end + 1:
        return end
    behind = index_after(tokens, end, name.end)
    closes = behind >= len(tokens) or tokens[behind].tag in ("word", "aux", "mark", "prep", "adv")
    known = name_ending(scene, tokens, end - 1)
    return behind if closes and known is None else end


def _comma_before(tokens: Sequence[Token], start: int, end: int, ends: Mapping[int, Office]) -> Office | None:
    """The French president, Emmanuel Macron, …"""
    if start < 2 or tokens[start - 1].text != ",":
        return None
    office = ends.get(start - 1)
    closes = end >= len(tokens) or tokens[end].tag in ("mark", "conj", "quote")
    return office if office and closes and _definite(tokens, office) else None


def _definite(tokens: Sequence[Token], office: Office) -> bool:
    """Whether a phrase like "the Danish" or "Greenland’s" stands before the office."""
    window = tokens[max(0, office.start - 5) : office.start]
    return any(token.lower == "the" or token.tag in ("poss", "name") for token in window)


def _apposition(tokens: Sequence[Token], start: int, end: int, starts: Mapping[int, Office]) -> Office | None:
    """Jens-Frederik Nielsen, Greenland’s prime minister, …"""
    if end + 1 >= len(tokens) or tokens[end].text not in (",", "("):
        return None
    for at in range(end + 1, min(end + 9, len(tokens))):
        if at in starts:
            return None if _ends_opening(tokens, start) else starts[at]
        if tokens[at].tag in _NO_APPOSITION:
            return None
    return None


def _ends_opening(tokens: Sequence[Token], start: int) -> bool:
    """In an interview with Jane Doe, the minister …: the comma closes the opening adverbial."""
    for at in range(start - 1, -1, -1):
        if tokens[at].text in _STOPS:
            first = tokens[at + 1]
            return tokens[at].text != "," and first.tag in ("prep", "sub")
    return start > 0 and tokens[0].tag in ("prep", "sub")


def whose(scene: Scene, tokens: Sequence[Token], office: Office) -> str | None:
    """The state code or organisation key that the words around an office phrase name."""
    return _of_before(scene, tokens, office) or _of_behind(scene, tokens, office)


def _of_before(scene: Scene, tokens: Sequence[Token], office: Office) -> str | None:
    for at in range(office.start - 1, max(-1, office.start - 7), -1):
        key = actor_key(name_ending(scene, tokens, at))
        if key:
            return key
        if tokens[at].tag in _NO_POSSESSOR or tokens[at].lower in _ARTICLES:
            return None
    return None


def name_ending(scene: Scene, tokens: Sequence[Token], at: int) -> Name | None:
    """The register's name that ends with this token."""
    end = tokens[at].end
    if end not in scene.name_ends:
        return None
    for start in range(at, max(-1, at - _FEW), -1):
        name = scene.names.get(tokens[start].start)
        if name and name.end == end:
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
    return name.key(_ACTOR_KINDS) if name else None
