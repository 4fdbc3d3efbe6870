"""From a noun phrase to who it means: a person, an office, a metonym, a group, somebody unnamed, or nobody."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from communique.mapping.extraction.actors.cast import Cast, body_actor, state_actor
from communique.mapping.extraction.actors.discourse import Discourse
from communique.mapping.extraction.actors.offices import HEADS, ONE_OF, UNIQUE, Office, find_offices
from communique.mapping.extraction.actors.people import actor_key, name_ending, whose
from communique.mapping.extraction.language import table, words
from communique.mapping.extraction.scene import Scene
from communique.mapping.extraction.text.phrases import Phrase, trim
from communique.mapping.extraction.text.tokens import Token
from communique.mapping.model import Actor, Mention, Span

_PEOPLE = table("people")
_ACTING = frozenset(words(_PEOPLE["described"]["acting"]))
_PRIVATE = frozenset(words(_PEOPLE["described"]["private"]))
_GOVERNMENT = frozenset(words(_PEOPLE["government"]["nouns"]))
_GENERIC = frozenset(words(_PEOPLE["generic"]["nouns"]))
_GROUPS = frozenset(words(_PEOPLE["groups"]["nouns"]))
PEOPLE_NOUNS = _ACTING | _PRIVATE | _GOVERNMENT | _GROUPS
"""Nouns that a phrase for speakers may end in."""
_BODY_WORDS = frozenset(words(_PEOPLE["organisations"]["words"]))
_SIDES = frozenset("sides parties countries nations governments states delegations".split())
_PAIRS = frozenset(("the", "both", "these"))


@dataclass(frozen=True, slots=True)
class Party:
    """Who a phrase means, where it stands, and the rule that told."""

    actors: tuple[Actor, ...]
    span: Span
    rule: str

    def __bool__(self) -> bool:
        return bool(self.actors)


@dataclass(frozen=True, slots=True)
class Resolver:
    """Resolves phrases of one article against its cast, with the discourse for what is only pointed at."""

    scene: Scene
    cast: Cast
    discourse: Discourse

    def resolve(self, tokens: Sequence[Token], phrase: Phrase, loose: bool = False) -> Party:
        """Who the phrase means; `loose` also takes a phrase whose head is no known kind of speaker."""
        if not phrase:
            return Party((), Span(0, 0), "none")
        if phrase.insertion and (party := self._apposition(tokens, phrase)):
            return party
        span = Span(tokens[phrase.start].start, tokens[phrase.end - 1].end)
        part = tokens[phrase.start : phrase.end]
        for rule, find in (
            ("pronoun", self._pronoun),
            ("group", self._group),
            ("pair", self._pair),
            ("coordination", self._coordination),
            ("head", self._head),
        ):
            actors = find(part)
            if actors:
                return Party(actors, span, rule)
        if loose and (actor := self._anybody(part)):
            return Party((actor,), span, "described")
        return Party((), span, "open")

    def _apposition(self, tokens: Sequence[Token], phrase: Phrase) -> Party | None:
        """Malaysia’s prime minister, Anwar Ibrahim, …: the name in the insertion."""
        start, end = phrase.insertion or (0, 0)
        part = tokens[start:end]
        if not part or part[0].tag not in ("name", "det"):
            return None
        mention = self.cast.mentions.get(part[0].start) if part[0].tag == "name" else None
        if mention is None or mention.actor.kind != "person" or mention.span.end != part[-1].end:
            return None
        return Party((mention.actor,), Span(tokens[phrase.start].start, part[-1].end), "apposition")

    # -------------------------------------------------------------- what is pointed at

    def _pronoun(self, part: Sequence[Token]) -> tuple[Actor, ...]:
        if len(part) != 1 or part[0].tag != "pron":
            return ()
        lower = part[0].lower
        if lower in ("he", "she"):
            return self.discourse.person() or self._only_person(part[0].start)
        if lower == "it":
            return self.discourse.thing()
        return self.discourse.group() if lower == "they" else ()

    def _only_person(self, before: int) -> tuple[Actor, ...]:
        """The one person whom the post has named so far."""
        start = self._post_start(before)
        named = {
            m.actor
            for at, m in self.cast.mentions.items()
            if start <= at < before and m.actor.kind == "person"
        }
        return tuple(named) if len(named) == 1 else ()

    def _post_start(self, offset: int) -> int:
        posts = (post.span for post in self.scene.article.posts)
        return next((span.start for span in posts if span.start <= offset < span.end), 0)

    def _pair(self, part: Sequence[Token]) -> tuple[Actor, ...]:
        """The two leaders, both sides, the Parties: whoever meets in this article."""
        lowers = [token.lower for token in part]
        noun = next((lower for lower in reversed(lowers) if lower in _GROUPS or lower == "pair"), None)
        whole = lowers[-1] == noun or lowers[-2:] in (["of", "state"], ["of", "government"])
        if len(part) > 5 or noun is None or not whole or lowers[0] not in _PAIRS:
            return ()
        if any(actor_key(self.scene.names.get(token.start)) for token in part):
            return ()
        pair, sides = self.discourse.pair, self.discourse.sides
        if noun in _SIDES and {actor.of for actor in pair} != {actor.key for actor in sides}:
            return sides
        return pair if len({actor.of for actor in pair}) == len(pair) or noun not in _SIDES else sides

    # -------------------------------------------------------------- several

    def _group(self, part: Sequence[Token]) -> tuple[Actor, ...]:
        """The leaders of France, Germany and Italy; ministers from Chad and Niger."""
        for at, token in enumerate(part[:-1]):
            if token.lower in _GROUPS and part[at + 1].lower in ("of", "from"):
                states = self._bodies(part[at + 2 :])
                return tuple(states) if len(states) > 1 else ()
            if token.tag in ("prep", "mark", "aux"):
                return ()
        return ()

    def _bodies(self, part: Sequence[Token]) -> list[Actor]:
        mentions = (self.cast.mentions.get(token.start) for token in part)
        found = [mention.actor for mention in mentions if mention and mention.actor.kind != "person"]
        return list(dict.fromkeys(found))

    def _coordination(self, part: Sequence[Token]) -> tuple[Actor, ...]:
        """X and Y; Secretary Rubio and his team."""
        pieces = _coordinated(part)
        if len(pieces) < 2:
            return ()
        actors: list[Actor] = []
        for piece in pieces:
            found = self._team(piece, actors) or self._head(piece)
            if not found:
                return ()
            actors += [actor for actor in found if actor not in actors]
        return tuple(actors)

    def _team(self, piece: Sequence[Token], before: list[Actor]) -> tuple[Actor, ...]:
        """His team: of whoever came before."""
        lowers = [token.lower for token in piece]
        if not before or lowers[0] not in ("his", "her", "their") or not _ACTING.intersection(lowers):
            return ()
        words_ = " ".join(token.text for token in piece)
        described = Actor("described", words_, words_, of=before[0].of or before[0].key)
        return (*self._principal(described.of), described)

    # -------------------------------------------------------------- one

    def _head(self, part: Sequence[Token]) -> tuple[Actor, ...]:
        """By the head of the phrase: its last word before the first preposition."""
        head = head_of(part)
        return (
            self._person(part, head)
            or self._generic(part, head)
            or self._spokesman(part, head)
            or self._office(part, head)
            or self._government(part, head)
            or self._body(part, head)
            or self._unknown_body(part, head)
        )

    def _generic(self, part: Sequence[Token], head: int) -> tuple[Actor, ...]:
        """Yonhap news agency: the body, whose kind the head only names."""
        if part[head].lower not in _GENERIC:
            return ()
        for at in range(head - 1, max(-1, head - 3), -1):
            mention = self._ending(part, at)
            if mention and mention.actor.kind == "organisation":
                return (mention.actor,)
        return ()

    def _person(self, part: Sequence[Token], head: int) -> tuple[Actor, ...]:
        mention = self._ending(part, head)
        return (mention.actor,) if mention and mention.actor.kind == "person" else ()

    def _ending(self, part: Sequence[Token], head: int) -> Mention | None:
        """The mention whose last word is the head."""
        for start in range(head, max(-1, head - 7), -1):
            mention = self.cast.mentions.get(part[start].start)
            if mention and mention.span.end == part[head].end:
                return mention
        return None

    def _office(self, part: Sequence[Token], head: int) -> tuple[Actor, ...]:
        """The Danish prime minister; Denmark’s leader; the president."""
        office = next((o for o in find_offices(part) if o.start <= head < o.end), None)
        if office is None or office.former:
            return ()
        of = whose(self.scene, part, office)
        if part[0].lower in ("a", "an", "another", "one", "some"):
            return self._described(part, of)
        holder = self._holder(office, of, part[0].start)
        if holder:
            return (holder,)
        return self._described(part, of) if of else ()

    def _holder(self, office: Office, of: str | None, before: int) -> Actor | None:
        """Who holds the office: the last subject, the last person named before, or whom the register gives."""

        def fits(actor: Actor) -> bool:
            return actor.official and of in (None, actor.of) and _same_office(office.label, actor.office)

        stage = self.discourse.thing() if of is None else ()
        if stage and stage[0].kind == "state" and office.label in HEADS:
            named = [actor for actor in self.cast.people if fits(actor) and actor.of == stage[0].key]
            if len(named) == 1:
                return named[0]
        recent = self.discourse.holder(fits)
        if recent:
            return recent
        earlier = [
            mention.actor for at, mention in self.cast.mentions.items() if at < before and fits(mention.actor)
        ]
        if of or len(set(earlier)) == 1:
            anywhere = [actor for actor in self.cast.people if fits(actor)]
            return next(iter(earlier[-1:] or anywhere), None) or self._registered(office.label, of)
        return self._latest_in_post(fits, before)

    def _registered(self, label: str, of: str | None) -> Actor | None:
        """The register’s holder on the article’s day, of offices that one person holds at a time."""
        wanted = ONE_OF.get(label) or ((label,) if label in UNIQUE else ())
        if of is None or self.scene.day is None:
            return None
        for office in wanted:
            for person in self.scene.register.holders_on(of, self.scene.day, office):
                return Actor("person", person.key, person.label, of, office, official=True)
        return None

    def _latest_in_post(self, fits: Callable[[Actor], bool], before: int) -> Actor | None:
        start = self._post_start(before)
        found = [
            m.actor for at, m in sorted(self.cast.mentions.items()) if start <= at < before and fits(m.actor)
        ]
        return found[-1] if found else None

    def _spokesman(self, part: Sequence[Token], head: int) -> tuple[Actor, ...]:
        """A Kremlin spokesman; an adviser to Macron; U.S. officials; some experts."""
        lower = part[head].lower
        if lower in _ACTING or (lower in _GROUPS and not self._two(part)):
            return self._described(part, self._whose_voice(part, head))
        return self._described(part, None) if lower in _PRIVATE else ()

    def _two(self, part: Sequence[Token]) -> bool:
        return len(part) == 2 and part[0].lower in _PAIRS

    def _described(self, part: Sequence[Token], of: str | None) -> tuple[Actor, ...]:
        text = self.scene.text[part[0].start : part[-1].end].replace("\n", " ")
        return (*self._principal(of), Actor("described", text, text, of=of))

    def _principal(self, of: str | None) -> tuple[Actor, ...]:
        if of in self.scene.register.states:
            return (state_actor(self.scene.register, of or ""),)
        if of in self.scene.register.organisations:
            return (body_actor(self.scene.register, of or ""),)
        return ()

    def _whose_voice(self, part: Sequence[Token], head: int) -> str | None:
        """The state or body that an unnamed speaker’s phrase names, also through a person ("Carney’s team")."""
        for token in part:
            mention = self.cast.mentions.get(token.start)
            if mention:
                return (
                    mention.actor.of if mention.actor.kind in ("person", "described") else mention.actor.key
                )
        for office in find_offices(part[:head]):
            holder = self._holder(office, None, part[0].start)
            if holder:
                return holder.of
        return None

    def _government(self, part: Sequence[Token], head: int) -> tuple[Actor, ...]:
        """The Trump administration; Greenland’s own government; the Syrian foreign ministry."""
        if part[head].lower not in _GOVERNMENT:
            return ()
        return self._principal(self._whose_voice(part, head))

    def _body(self, part: Sequence[Token], head: int) -> tuple[Actor, ...]:
        """France; the Kremlin; NATO; Kyiv, where it acts."""
        mention = self._ending(part, head)
        if mention and not mention.rule.endswith("demonym"):
            return (mention.actor,)
        name = name_ending(self.scene, part, head)
        capital = name.keys("capital") if name else ()
        return self._principal(capital[0]) if capital and len(part) == 1 else ()

    def _unknown_body(self, part: Sequence[Token], head: int) -> tuple[Actor, ...]:
        """Human Rights Watch; the Finance Ministry: a capitalised name that holds a body’s word."""
        start = head
        while start and (part[start - 1].tag == "name" or part[start - 1].lower in ("of", "for", "and")):
            start -= 1
        run = part[start : head + 1]
        if len(run) < 2 or run[0].tag != "name" or not _BODY_WORDS.intersection(token.text for token in run):
            return ()
        name = self.scene.text[run[0].start : run[-1].end].replace("\n", " ")
        return (Actor("organisation", name, name, known=False),)

    def _anybody(self, part: Sequence[Token]) -> Actor | None:
        """Whoever the phrase describes, where a cue of speech vouches that it speaks."""
        if len(part) > 8 or part[0].tag == "pron" or not any(token.tag in ("name", "word") for token in part):
            return None
        text = self.scene.text[part[0].start : part[-1].end].replace("\n", " ")
        if all(token.tag == "name" for token in part):
            return Actor("organisation" if len(part) == 1 else "person", text, text, known=False)
        return Actor("described", text, text)


def head_of(part: Sequence[Token]) -> int:
    """The index of the head: the last word before the first preposition or comma that is no part of an office."""
    offices = find_offices(part)
    for at, token in enumerate(part):
        inside = any(office.start < at < office.end for office in offices)
        if at and not inside and (token.tag in ("prep", "sub", "aux") or token.text in (",", "(")):
            return at - 1
        if at > 1 and at + 1 < len(part) and part[at + 1].lower == "by" and token.lower.endswith(("ed", "en", "wn")):
            return at - 1
    return len(part) - 1


def _coordinated(part: Sequence[Token]) -> list[Sequence[Token]]:
    """The pieces that "and" and commas join; one piece where a preposition governs the list."""
    first = next((at for at, token in enumerate(part) if token.lower == "and"), None)
    if first is None or any(token.tag == "prep" for token in part[:first]):
        return [part]
    pieces: list[Sequence[Token]] = []
    start = 0
    for at, token in enumerate([*part, None]):
        if token is None or token.lower == "and" or token.text == ",":
            piece = trim(part, start, at)
            if piece:
                pieces.append(part[piece.start : piece.end])
            start = at + 1
    return pieces


def _same_office(label: str, held: str | None) -> bool:
    if held is None:
        return False
    if label in ONE_OF:
        return held in ONE_OF[label]
    return (
        label == held
        or held.endswith(f" {label}")
        or (label == "secretary" and held.startswith("secretary of"))
    )
