"""When and where: the place, the time and the status that the words around a meeting give it."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

from communique.mapping.extraction.actors.cast import state_actor
from communique.mapping.extraction.actors.names import CALENDAR, PARTICLES, Name, NameKind
from communique.mapping.extraction.language import words
from communique.mapping.extraction.meetings.cues import MEETINGS, Trigger, phrase_tokens
from communique.mapping.extraction.scene import Scene
from communique.mapping.extraction.text.tokens import Token
from communique.mapping.extraction.times.dates import TimeExpression, find_times
from communique.mapping.model import Actor, Span

_LEADING = frozenset("capital in to on for at inside".split())
_PLACES = MEETINGS["places"]
_BUILDINGS = frozenset(_PLACES["buildings"])
_NO_PLACES = frozenset(words(_PLACES["none"]))
_NAMED_BY_PLACE = frozenset(("summit", "talks", "other"))
_OPEN = frozenset(("past", "future"))
_ACTORS: tuple[NameKind, ...] = ("state", "demonym", "organisation", "person")


# ------------------------------------------------------------------ place


def place_in(scene: Scene, tokens: Sequence[Token], start: int, end: int, nearest: int) -> str | None:
    """The city that "in X", "at the Y Palace in X" or "the French capital" names, the nearest first."""
    opening = [at for at in range(start, end) if tokens[at].lower in _LEADING]
    found = [(abs(at - nearest), place) for at in opening if (place := _place_at(scene, tokens, at, end))]
    return min(found, default=(0, None), key=lambda pair: pair[0])[1]


def _place_at(scene: Scene, tokens: Sequence[Token], at: int, end: int) -> str | None:
    if tokens[at].lower == "capital":
        return _capital_of(scene, tokens, at)
    first = at + 1
    if first < end and tokens[first].lower == "the" and tokens[first].text != "The":
        return _seat(scene, tokens, first + 1)
    place = city(scene, tokens, first, end)
    behind = tokens[at - 1].lower if at else ""
    towards = tokens[at].lower == "in" or behind in _TOWARDS or (place and _is_capital(scene, tokens, first))
    return place if towards else None


_TOWARDS = frozenset(words(_PLACES["towards"]))


def city(scene: Scene, tokens: Sequence[Token], start: int, end: int) -> str | None:
    """The capitalised words from `start` on, where they name no state, person, month or building."""
    stop = start
    while stop < end and _is_place_word(scene, tokens, stop, start):
        stop += 1
    while stop > start and tokens[stop - 1].tag != "name" and not tokens[stop - 1].text[0].isupper():
        stop -= 1
    if stop == start or _BUILDINGS.intersection(token.text for token in tokens[start:stop]):
        return None
    return " ".join(scene.text[tokens[start].start : tokens[stop - 1].end].split())


def _is_place_word(scene: Scene, tokens: Sequence[Token], at: int, start: int) -> bool:
    token = tokens[at]
    if token.text in CALENDAR or token.text in _NO_PLACES:
        return False
    name = scene.names.get(token.start)
    if name and name.keys(*_ACTORS) and not name.keys("capital") and not _is_city_state(scene, name):
        return False
    if at > start and token.start != tokens[at - 1].end + 1:
        return False
    capital = token.tag == "name" or (token.text[0].isupper() and token.text == "The" and at == start)
    return capital or (
        at > start
        and token.lower in PARTICLES | {"of"}
        and at + 1 < len(tokens)
        and tokens[at + 1].tag == "name"
    )


def _is_city_state(scene: Scene, name: Name) -> bool:
    """Djibouti, Singapore: the reference data give no capital of another name."""
    return any(scene.register.states[key].capital is None for key in name.keys("state"))


def _is_capital(scene: Scene, tokens: Sequence[Token], at: int) -> bool:
    name = scene.names.get(tokens[at].start) if at < len(tokens) else None
    return bool(name and name.keys("capital"))


def _capital_of(scene: Scene, tokens: Sequence[Token], at: int) -> str | None:
    """The French capital."""
    name = scene.names.get(tokens[at - 1].start) if at else None
    keys = name.keys("demonym", "state") if name else ()
    return scene.register.states[keys[0]].capital if keys else None


def _seat(scene: Scene, tokens: Sequence[Token], at: int) -> str | None:
    """The city of a seat of power: (at) the Kremlin, the White House."""
    name = (
        scene.names.get(tokens[at].start) or scene.names.get(tokens[at - 1].start)
        if at < len(tokens)
        else None
    )
    keys = name.keys("metonym") if name else ()
    state = scene.register.states.get(keys[0]) if keys else None
    return state.capital if state else None


def visited_state(scene: Scene, tokens: Sequence[Token], at: int) -> Actor | None:
    """The state that is visited: (to) Samoa, or by its capital."""
    for ahead in range(at, min(at + 4, len(tokens))):
        name = scene.names.get(tokens[ahead].start)
        keys = name.keys("state", "capital") if name else ()
        if keys:
            return state_actor(scene.register, keys[0])
        if tokens[ahead].tag not in ("prep", "det", "adv"):
            return None
    return None


def place_before(scene: Scene, tokens: Sequence[Token], start: int, noun: Trigger) -> str | None:
    """The place in the noun phrase: the Seville conference, the Paris summit, White House talks."""
    last = noun.start - 1
    if last < start:
        return None
    found = (scene.names.get(tokens[at].start) for at in range(max(start, noun.start - 3), noun.start))
    name = next((name for name in found if name and name.end == tokens[last].end), None)
    if name is None:
        return tokens[last].text if noun.kind in _NAMED_BY_PLACE and _is_single(tokens, start, last) else None
    if name.keys("capital"):
        return name.text
    keys = name.keys("metonym")
    state = scene.register.states.get(keys[0]) if keys else None
    return state.capital if state else None


def _is_single(tokens: Sequence[Token], start: int, at: int) -> bool:
    """One capitalised word behind the article: the Woodside Summit."""
    token = tokens[at]
    capital = token.tag == "name" and token.text.istitle() and token.text not in CALENDAR | _NO_PLACES
    return capital and at == start + 1 and tokens[start].lower == "the"


# ------------------------------------------------------------------ time


def times_in(scene: Scene, span: Span, future: bool) -> tuple[TimeExpression, ...]:
    """The times that the words of a clause tell."""
    return find_times(scene.text, span, scene.day, future)


def choose_day(times: Sequence[TimeExpression], near: Span, noun: Span | None) -> TimeExpression | None:
    """The day of the meeting: the one that qualifies its noun, else the nearest that dates the clause."""
    days = [time for time in times if time.moment and time.precision not in _OPEN and not time.reading.since]
    own = [time for time in days if time.attributive and noun and time.span.overlaps(noun)]
    free = [time for time in days if not time.attributive and time.precision != "clock"]
    clocks = [time for time in days if not time.attributive and time.precision == "clock"]
    return next((_nearest(group, near) for group in (own, free, clocks) if group), None)


def choose_clock(times: Sequence[TimeExpression], near: Span) -> TimeExpression | None:
    """The hour of the meeting, where one is told."""
    clocks = [time for time in times if time.clock]
    return _nearest(clocks, near) if clocks else None


def _nearest(times: Sequence[TimeExpression], near: Span) -> TimeExpression:
    return min(times, key=lambda time: max(near.start - time.span.end, time.span.start - near.end, 0))


def status_of_day(day: date | None, today: date | None) -> str:
    """What the day alone tells."""
    if day is None or today is None:
        return "held"
    return "held" if day < today else "scheduled" if day > today else "ongoing"


# ------------------------------------------------------------------ status


_Told = Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]


@cache
def _phrases(kind: str, key: str) -> _Told:
    """The phrases of the tables with the status that each tells, by their first word."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for entry in MEETINGS[kind]:
        for phrase in map(phrase_tokens, entry[key]):
            found.setdefault(phrase[0], []).append((phrase, entry["status"]))
    return {first: tuple(phrases) for first, phrases in found.items()}


def _statuses(tokens: Sequence[Token], phrases: _Told) -> list[tuple[int, str]]:
    """Every status that the tokens tell, with the index of the phrase."""
    lowers = [token.lower for token in tokens]
    return [
        (at, status)
        for at in [at for at, lower in enumerate(lowers) if lower in phrases]
        for phrase, status in phrases[lowers[at]]
        if len(phrase) == 1 or tuple(lowers[at : at + len(phrase)]) == phrase
    ]


def predicate_status(tokens: Sequence[Token]) -> str:
    """What is said of the meeting behind its noun: will take place, lasted, is under way."""
    said = {status for _, status in _statuses(tokens, _phrases("predicate", "phrases"))}
    return next((entry["status"] for entry in MEETINGS["predicate"] if entry["status"] in said), "")


def status_before(tokens: Sequence[Token]) -> str:
    """What the words in front of the noun tell: ahead of, following, planned; the last of them counts."""
    found = _statuses(tokens, _phrases("before", "words"))
    unreal = any(status == "unreal" for _, status in found)
    return "unreal" if unreal else max(found, default=(0, ""))[1]
