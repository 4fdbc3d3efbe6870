"""From a noun phrase to who it means, or to nobody: pronouns, groups, coordinations, single heads."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from communique.mapping.extraction.actors.cast import Cast
from communique.mapping.extraction.actors.discourse import Discourse
from communique.mapping.extraction.actors.heads import ACTING, GROUPS, Heads
from communique.mapping.extraction.actors.holders import Holders
from communique.mapping.extraction.actors.people import actor_key
from communique.mapping.extraction.actors.phrases import Phrase, trim
from communique.mapping.extraction.scene import Scene
from communique.mapping.extraction.text.tokens import Token
from communique.mapping.extraction.trace import Trace
from communique.mapping.model import Actor, Span

_SIDES = frozenset("sides parties countries nations governments states delegations".split())
_PAIRS = frozenset(("the", "both", "these"))
_PAIR_NOUNS = GROUPS | {"pair"}


class Party(NamedTuple):
    """Who a phrase means, where it stands, and the rule that told."""

    actors: tuple[Actor, ...]
    span: Span
    rule: str

    def __bool__(self) -> bool:
        return bool(self.actors)


@dataclass(slots=True)
class Resolver:
    """Resolves phrases of one article against its cast, with the discourse for what is only pointed at."""

    scene: Scene
    cast: Cast
    discourse: Discourse
    trace: Trace | None = None

    _reader: Heads | None = None

    @property
    def heads(self) -> Heads:
        """What tells by the head of a phrase whom it means."""
        if self._reader is None:
            holders = Holders(self.scene, self.cast, self.discourse, self.trace)
            self._reader = Heads(self.scene, self.cast, holders)
        return self._reader

    def resolve(self, tokens: Sequence[Token], phrase: Phrase, loose: bool = False) -> Party:
        """Who the phrase means; `loose` also takes a phrase whose head is no known kind of speaker."""
        party = self._read(tokens, phrase, loose)
        if self.trace:
            self.trace.read(party.span, party.rule, party.actors)
        return party

    def _read(self, tokens: Sequence[Token], phrase: Phrase, loose: bool) -> Party:
        if not phrase:
            return Party((), Span(0, 0), "none")
        if phrase.insertion and (party := self._apposition(tokens, phrase)):
            return party
        span = Span(tokens[phrase.start].start, tokens[phrase.end - 1].end)
        part = tokens[phrase.start : phrase.end]
        rule, actors = self._whom(part)
        if actors:
            return Party(actors, span, rule)
        if loose and (actor := self._anybody(part)):
            return Party((actor,), span, "described")
        return Party((), span, "open")

    def _whom(self, part: Sequence[Token]) -> tuple[str, tuple[Actor, ...]]:
        """The first rule that tells whom the tokens mean, and whom; each is asked where its words stand."""
        lowers = [token.lower for token in part]
        if len(part) == 1 and part[0].tag == "pron" and (actors := self._pronoun(part[0])):
            return "pronoun", actors
        if not GROUPS.isdisjoint(lowers) and (actors := self._group(part)):
            return "group", actors
        if lowers[0] in _PAIRS and (actors := self._pair(part, lowers)):
            return "pair", actors
        if "and" in lowers and (actors := self._coordination(part, lowers.index("and"))):
            return "coordination", actors
        return "head", self.heads.read(part)

    def _apposition(self, tokens: Sequence[Token], phrase: Phrase) -> Party | None:
        """Malaysia’s prime minister, Anwar Ibrahim, …: the name in the insertion."""
        start, end = phrase.insertion or (0, 0)
        part = tokens[start:end]
        if not part or part[0].tag not in ("name", "det"):
            return None
        mention = self.cast.mentions.get(part[0].start) if part[0].tag == "name" else None
        if mention is None or mention.actor.kind != "person":
            return None
        if mention.span.end != part[-1].end:
            return self._list_behind(tokens, phrase)
        span = Span(tokens[phrase.start].start, part[-1].end)
        return Party((*self._joined(tokens, phrase), mention.actor), span, "apposition")

    def _list_behind(self, tokens: Sequence[Token], phrase: Phrase) -> Party | None:
        """The ministers of Mali and Niger, X and Y, …: as many people as the phrase before has states."""
        start, end = phrase.insertion or (0, 0)
        pieces = [self.heads.read(piece) for piece in _coordinated(tokens[start:end])]
        people = tuple([actor for piece in pieces for actor in piece if actor.kind == "person"])
        group = self._group(tokens[phrase.start : phrase.end]) if len(people) == len(pieces) > 1 else ()
        if len(group) != len(people) or not people:
            return None
        return Party(people, Span(tokens[phrase.start].start, tokens[end - 1].end), "apposition")

    def _joined(self, tokens: Sequence[Token], phrase: Phrase) -> tuple[Actor, ...]:
        """Ghana’s president and his Togolese counterpart, X, …: who stands in front of the "and"."""
        first = tokens[phrase.start : phrase.end]
        at = next((at for at, token in enumerate(first) if token.lower == "and"), 0)
        party = self.heads.read(first[:at]) if at else ()
        return party if len(party) == 1 and party[0].kind == "person" else ()

    # -------------------------------------------------------------- what is pointed at

    def _pronoun(self, token: Token) -> tuple[Actor, ...]:
        lower = token.lower
        if self.trace:
            self.trace.offer(self.discourse.recent(lower == "it"))
        if lower in ("he", "she"):
            return self.discourse.person() or self._only_person(token.start)
        if lower == "it":
            return self.discourse.thing()
        return self.discourse.group() if lower == "they" else ()

    def _only_person(self, before: int) -> tuple[Actor, ...]:
        """The one person whom the post has named so far."""
        named: set[Actor] = set()
        for mention in self.cast.between(self.scene.post_start(before), before):
            if mention.actor.kind == "person":
                named.add(mention.actor)
            if len(named) > 1:
                return ()
        return tuple(named)

    def _pair(self, part: Sequence[Token], lowers: list[str]) -> tuple[Actor, ...]:
        """The two leaders, both sides, the Parties: whoever meets in this article."""
        if len(part) > 5 or _PAIR_NOUNS.isdisjoint(lowers):
            return ()
        noun = next(lower for lower in reversed(lowers) if lower in _PAIR_NOUNS)
        if lowers[-1] != noun and lowers[-2:] not in (["of", "state"], ["of", "government"]):
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
            if token.lower in GROUPS and part[at + 1].lower in ("of", "from"):
                states = self._bodies(part[at + 2 :])
                return tuple(states) if len(states) > 1 else ()
            if token.tag in ("prep", "mark", "aux"):
                return ()
        return ()

    def _bodies(self, part: Sequence[Token]) -> list[Actor]:
        mentions = [self.cast.mentions.get(token.start) for token in part]
        found = [mention.actor for mention in mentions if mention and mention.actor.kind != "person"]
        return list(dict.fromkeys(found))

    def _coordination(self, part: Sequence[Token], first: int) -> tuple[Actor, ...]:
        """X and Y; Secretary Rubio and his team; `first` is where the first "and" stands."""
        if "prep" in [token.tag for token in part[:first]]:
            return ()
        pieces = _coordinated(part)
        if len(pieces) < 2:
            return ()
        actors: list[Actor] = []
        for piece in pieces:
            found = self._team(piece, actors) or self.heads.read(piece)
            if not found:
                return ()
            actors += [actor for actor in found if actor not in actors]
        return tuple(actors)

    def _team(self, piece: Sequence[Token], before: list[Actor]) -> tuple[Actor, ...]:
        """His team: of whoever came before; its member states are meant with it."""
        lowers = [token.lower for token in piece]
        if before and lowers[0] == "its" and lowers[-1] in GROUPS:
            return (before[-1],)
        if not before or lowers[0] not in ("his", "her", "their") or not ACTING.intersection(lowers):
            return ()
        if (named := self.heads.read(piece)) and named[-1].kind == "person":
            return named
        words_ = " ".join(token.text for token in piece)
        described = Actor("described", words_, words_, of=before[0].of or before[0].key)
        return (*self.heads.principal(described.of), described)

    def _anybody(self, part: Sequence[Token]) -> Actor | None:
        """Whoever the phrase describes, where a cue of speech vouches that it speaks."""
        if len(part) > 8 or part[0].tag == "pron" or not any(token.tag in ("name", "word") for token in part):
            return None
        text = self.scene.text[part[0].start : part[-1].end].replace("\n", " ")
        if all(token.tag == "name" for token in part):
            return Actor("organisation" if len(part) == 1 else "person", text, text, known=False)
        return Actor("described", text, text)


def _coordinated(part: Sequence[Token]) -> list[Sequence[Token]]:
    """The pieces that "and" and commas join."""
    pieces: list[Sequence[Token]] = []
    start = 0
    for at, token in enumerate([*part, None]):
        if token is None or token.lower == "and" or token.text == ",":
            piece = trim(part, start, at)
            if piece:
                pieces.append(part[piece.start : piece.end])
            start = at + 1
    return pieces
