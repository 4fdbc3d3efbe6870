"""Who is who in an article: people, states and organisations, by the offset where each is mentioned."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from communique.mapping.extraction.actors.names import FOLLOWERS, LEADERS, Name, NameKind
from communique.mapping.extraction.actors.offices import COUNTERPART, HEADS, PRIVATE, UNIQUE, Office
from communique.mapping.extraction.actors.people import Run, find_runs
from communique.mapping.extraction.actors.roll import Roll, call_roll
from communique.mapping.extraction.actors.spellings import leader_respelt, respelt
from communique.mapping.extraction.language import table, words
from communique.mapping.extraction.scene import Scene
from communique.mapping.extraction.text.tokens import Token
from communique.mapping.iris import slug
from communique.mapping.model import Actor, ActorKind, Mention, Span
from communique.ontology.register import Person, Register, Tenure

_BODY_WORDS = frozenset(words(table("people")["organisations"]["words"]))
_PUBLIC_BODIES = frozenset({"organisation", "coalition"})


@dataclass(frozen=True, slots=True)
class Cast:
    """Actors by the offset where a mention starts; people in the order in which the text names them.

    `mentions` and their offsets `starts` are in the order of the text; `ends` are the offsets behind them;
    `roll` tells who holds what office.
    """

    mentions: Mapping[int, Mention]
    people: tuple[Actor, ...]
    starts: tuple[int, ...]
    roll: Roll
    ends: frozenset[int] = frozenset()

    def between(self, start: int, end: int) -> Iterator[Mention]:
        """The mentions that start in text[start:end], one by one."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return map(self.mentions.__getitem__, self.starts[first:last])

    def within(self, start: int, end: int) -> tuple[Mention, ...]:
        """The mentions that start in text[start:end], in order."""
        return tuple(self.between(start, end))


class _Named(NamedTuple):
    """A run of words with its span, whom of the register it names, and the key of a full name."""

    run: Run
    span: Span
    person: Person | None
    key: str | None


def build_cast(scene: Scene) -> Cast:
    """All actors that the article names, each resolved on the article's day."""
    runs = [
        _named(scene, passage.flat, run)
        for passage in scene.passages
        for run in find_runs(scene, passage.flat)
    ]
    people = _people(scene, runs)
    mentions = {mention.span.start: mention for mention in _bodies(scene)}
    surnames = _surnames(scene.register, people.values())
    for named in runs:
        actor_rule = _resolve(scene, people, surnames, named)
        if actor_rule:
            mentions[named.span.start] = Mention(actor_rule[0], named.span, actor_rule[1])
            if len(named.run.words) > 1:  # a state’s name within the person’s
                mentions.pop(named.span.end - len(named.run.words[-1]), None)
    ordered = {at: mentions[at] for at in sorted(mentions)}
    roll = call_roll(people.values(), ordered.values())
    ends = frozenset([mention.span.end for mention in mentions.values()])
    return Cast(ordered, tuple(people.values()), tuple(ordered), roll, ends)


# ------------------------------------------------------------------ people


def _named(scene: Scene, tokens: Sequence[Token], run: Run) -> _Named:
    span = Span(tokens[run.start].start, tokens[run.end - 1].end)
    person = _register_person(scene, run)
    if person:
        return _Named(run, span, person, person.key)
    return _Named(run, span, None, slug(" ".join(run.words)) if _is_full_name(run) else None)


def _people(scene: Scene, runs: Iterable[_Named]) -> dict[str, Actor]:
    """Everybody whom the article names in full, by key, enriched by every introduction."""
    people: dict[str, Actor] = {}
    office: Office | None = None
    for named in runs:
        run, person, key = named.run, named.person, named.key
        if run.office and run.office.label == COUNTERPART:
            run = _introduced(run, office)
        office = run.office or office
        if key:
            actor = people.get(key) or (_of_register(scene, person) if person else _of_text(run, key))
            people[key] = _enriched(scene.register, actor, run)
    return people


def _introduced(run: Run, office: Office | None) -> Run:
    """The same words, introduced by another office."""
    return Run(run.start, run.end, run.words, run.person, office, run.of, run.titled, run.namesakes)


def _register_person(scene: Scene, run: Run) -> Person | None:
    if run.person:
        return scene.register.persons[run.person]
    if len(run.words) < 2:
        return None
    if run.office is None:
        return leader_respelt(scene, run)
    return _in_office(scene, run) or respelt(scene, run)


def _is_full_name(run: Run) -> bool:
    if not 2 <= len(run.words) <= 5 or not _BODY_WORDS.isdisjoint(run.words):
        return False
    if "".join(run.words).isupper():
        return False  # a heading in capitals
    return all(word[0].isupper() or word.islower() or "-" in word for word in run.words)


def _of_register(scene: Scene, person: Person) -> Actor:
    tenure = tenure_on(person, scene.day)
    return Actor(
        "person",
        person.key,
        person.label,
        of=tenure.of if tenure else None,
        office=tenure.office if tenure else None,
        official=tenure is not None,
    )


def tenure_on(person: Person, day: date | None) -> Tenure | None:
    """The term that counts on a day: of several the one that ranks highest, then the latest."""
    held = [tenure for tenure in person.tenures if _covers(tenure, day)]
    return min(held, key=_rank) if held else None


def _covers(tenure: Tenure, day: date | None) -> bool:
    return tenure.until is None if day is None else tenure.covers(day)


def _rank(tenure: Tenure) -> tuple[int, bool, int]:
    place = HEADS.index(tenure.office) if tenure.office in HEADS else len(HEADS)
    return place, tenure.office not in UNIQUE, -(tenure.since.toordinal() if tenure.since else 0)


def _of_text(run: Run, key: str) -> Actor:
    return Actor("person", key, " ".join(run.words), known=False)


def _enriched(register: Register, actor: Actor, run: Run) -> Actor:
    """What an introduction adds: an office, and for whom it is held. The register's word counts first."""
    if run.office is None or run.office.former or (actor.known and actor.office):
        return actor
    of = actor.of or run.of
    office = actor.office or run.office.label
    return replace(actor, of=of, office=office, official=actor.official or _public(register, office, of))


def _public(register: Register, office: str, of: str | None) -> bool:
    if office not in PRIVATE:
        return True
    body = register.organisations.get(of or "")
    return of in register.states or bool(body and body.kind in _PUBLIC_BODIES)


def _surnames(register: Register, people: Iterable[Actor]) -> dict[str, Actor]:
    """Whom the last words of a full name mean: of namesakes who is named first."""
    surnames: dict[str, Actor] = {}
    for actor in people:
        person = register.persons.get(actor.key)
        for name in [*_endings(actor.name), *(person.short if person else ())]:
            surnames.setdefault(name, actor)
    return surnames


def _endings(name: str) -> Iterator[str]:
    """Its last words; al-Sharif is Sharif too."""
    parts = name.split(" ")
    yield from (" ".join(parts[at:]) for at in range(1, len(parts)))
    article, _, bare = parts[-1].partition("-")
    if article.islower() and bare[:1].isupper():
        yield bare


def _resolve(
    scene: Scene, people: Mapping[str, Actor], surnames: Mapping[str, Actor], named: _Named
) -> tuple[Actor, str] | None:
    """The actor whom a run of words names, and the rule that tells."""
    if named.person:
        return people[named.person.key], "register-name"
    if named.key:
        return people[named.key], "text-introduction" if named.run.office else "text-name"
    return _by_surname(scene, surnames, named.run)


def _by_surname(scene: Scene, surnames: Mapping[str, Actor], run: Run) -> tuple[Actor, str] | None:
    actor = surnames.get(" ".join(run.words))
    if actor:
        return actor, "surname-of-full-name"
    person = _in_office(scene, run)
    return (_of_register(scene, person), "surname-in-office") if person else None


def _in_office(scene: Scene, run: Run) -> Person | None:
    """The one namesake who is in office on the day; an office in front may decide."""
    if not run.namesakes:
        return None
    namesakes = (scene.register.persons[key] for key in run.namesakes)
    held = [person for person in namesakes if tenure_on(person, scene.day)]
    if len(held) > 1 or (run.office and held):
        held = [person for person in held if _fits(person, run, scene.day)]
    return held[0] if len(held) == 1 else None


def _fits(person: Person, run: Run, day: date | None) -> bool:
    """Whether the office phrase in front of the name may be the person's."""
    if run.office is None:
        return False
    label = run.office.label
    return any(
        (
            label == tenure.office
            or label in (tenure.office or "").split()
            or label in ("secretary", "minister", COUNTERPART)
        )
        and run.of in (None, tenure.of)
        for tenure in person.tenures
        if _covers(tenure, day)
    )


# ------------------------------------------------------------------ states and organisations


def _bodies(scene: Scene) -> Iterator[Mention]:
    for name in scene.names.values():
        for kind, key in name.readings:
            if actor := _body(scene, name, kind, key):
                yield Mention(actor, Span(name.start, name.end), f"register-{kind}")
                break


def _body(scene: Scene, name: Name, kind: NameKind, key: str) -> Actor | None:
    """The state or organisation of one reading of a name."""
    if kind in ("state", "demonym"):
        return None if _is_part(scene.text, name) else state_actor(scene.register, key)
    if kind == "organisation" or (kind == "metonym" and key in scene.register.organisations):
        return body_actor(scene.register, key)
    return state_actor(scene.register, key) if kind == "metonym" else None


def state_actor(register: Register, key: str) -> Actor:
    """A state of the register as an actor."""
    return _official("state", key, register.states[key].label)


def body_actor(register: Register, key: str) -> Actor:
    """An organisation of the register as an actor."""
    return _official("organisation", key, register.organisations[key].label)


@lru_cache(maxsize=1024)
def _official(kind: ActorKind, key: str, label: str) -> Actor:
    """One actor for all mentions: those of one article are the same few again and again."""
    return Actor(kind, key, label, official=True)


def _is_part(text: str, name: Name) -> bool:
    """Whether a state’s name is only part of another name: South China Sea, Gulf of Mexico."""
    start, end = name.start, name.end
    if text.startswith(" ", end) and not text[end + 1 : end + 2].islower():
        behind = text[end : end + 24].split(maxsplit=1)
        if behind and behind[0].strip(".,;:)”’\"'") in FOLLOWERS:
            return True
    before = text[max(0, start - 24) : start].rstrip()
    if not before.endswith("of"):
        return False
    words_before = before.split()
    return len(words_before) >= 2 and words_before[-1] == "of" and words_before[-2] in LEADERS
