"""From the head of a noun phrase to who it means: a person, an office, somebody unnamed, a body."""

from collections.abc import Sequence
from dataclasses import dataclass

from communique.mapping.extraction.actors.cast import Cast, body_actor, state_actor
from communique.mapping.extraction.actors.holders import Holders
from communique.mapping.extraction.actors.names import NameKind
from communique.mapping.extraction.actors.offices import OFFICE_WORDS, Office, find_offices
from communique.mapping.extraction.actors.people import whose
from communique.mapping.extraction.language import table, words
from communique.mapping.extraction.scene import Scene
from communique.mapping.extraction.text.tokens import Token
from communique.mapping.model import Actor, Mention

_PEOPLE = table("people")
ACTING = frozenset(words(_PEOPLE["described"]["acting"]))
"""Nouns for people who speak for somebody: spokesman, officials, delegation."""
_PRIVATE = frozenset(words(_PEOPLE["described"]["private"]))
KNOWING = frozenset(words(_PEOPLE["described"]["knowing"]))
"""Familiar with the matter, briefed on the talks: behind a noun for people."""
_GOVERNMENT = frozenset(words(_PEOPLE["government"]["nouns"]))
_GENERIC = frozenset(words(_PEOPLE["generic"]["nouns"]))
GROUPS = frozenset(words(_PEOPLE["groups"]["nouns"]))
"""Nouns for several who act together: leaders, ministers, sides."""
_UNNAMED = ACTING | _PRIVATE | GROUPS
PEOPLE_NOUNS = ACTING | _PRIVATE | _GOVERNMENT | GROUPS
"""Nouns that a phrase for speakers may end in."""
SIGNS = PEOPLE_NOUNS | OFFICE_WORDS | {"pair"}
"""Words that may tell somebody without a name; a phrase without them and without a name means nobody."""
_BODY_WORDS = frozenset(words(_PEOPLE["organisations"]["words"]))
_INDEFINITE = frozenset(("a", "an", "another", "one", "some"))
_BORDERS = frozenset(("prep", "sub", "aux"))
_BREAKS = frozenset((",", "("))
_MAY_END = _BREAKS | {"by", "who"}
_CAPITAL: tuple[NameKind] = ("capital",)


@dataclass(slots=True)
class Heads:
    """Reads phrases by their heads, in one article."""

    scene: Scene
    cast: Cast
    holders: Holders

    def read(self, part: Sequence[Token]) -> tuple[Actor, ...]:
        """By the head of the phrase: its last word before the first preposition."""
        whole = self.cast.mentions.get(part[0].start)
        if whole and whole.span.end == part[-1].end and whole.actor.kind == "person" and _is_name(part):
            return (whole.actor,)
        offices = find_offices(part)
        head = head_of(part, offices) if len(part) > 1 else 0
        mention = self._ending(part, head)
        if mention and (mention.actor.kind == "person" or _is_named_body(mention, part[head])):
            return (mention.actor,)
        lower = part[head].lower
        return (
            (self._generic(part, head) if lower in _GENERIC else ())
            or (self._spokesman(part, head) if lower in _UNNAMED else ())
            or (self._office(part, head, offices) if offices else ())
            or (self._government(part, head) if lower in _GOVERNMENT else ())
            or self._body(part, mention)
            or self._unknown_body(part, head)
        )

    def may_mean(self, token: Token) -> bool:
        """Whether somebody may be meant by a phrase that holds the token: a quick look before a long one."""
        return (
            token.lower in SIGNS
            or token.tag == "pron"
            or token.end in self.cast.ends
            or token.end in self.scene.name_ends
            or token.text in _BODY_WORDS
        )

    def _generic(self, part: Sequence[Token], head: int) -> tuple[Actor, ...]:
        """Yonhap news agency: the body, whose kind the head only names."""
        for at in range(head - 1, max(-1, head - 3), -1):
            mention = self._ending(part, at)
            if mention and mention.actor.kind == "organisation":
                return (mention.actor,)
        return ()

    def _ending(self, part: Sequence[Token], head: int) -> Mention | None:
        """The mention whose last word is the head."""
        end = part[head].end
        if end not in self.cast.ends:
            return None
        for start in range(head, max(-1, head - 7), -1):
            mention = self.cast.mentions.get(part[start].start)
            if mention and mention.span.end == end:
                return mention
        return None

    def _office(self, part: Sequence[Token], head: int, offices: Sequence[Office]) -> tuple[Actor, ...]:
        """The Danish prime minister; Denmark’s leader; the president."""
        office = next((o for o in offices if o.start <= head < o.end), None)
        if office is None or office.former:
            return ()
        of = whose(self.scene, part, office)
        if part[0].lower in _INDEFINITE:
            return self._described(part, of)
        holder = self.holders.holder(office, of, part[0].start)
        if holder:
            return (holder,)
        return self._described(part, of) if of else ()

    def _spokesman(self, part: Sequence[Token], head: int) -> tuple[Actor, ...]:
        """A Kremlin spokesman; an adviser to Macron; U.S. officials; some experts."""
        lower = part[head].lower
        if lower in ACTING or (lower in GROUPS and not self._two(part)):
            return self._described(part, self._whose_voice(part, head))
        if lower not in _PRIVATE:
            return ()
        return (part[head].tag == "name" and self._unknown_body(part, head)) or self._described(part, None)

    def _two(self, part: Sequence[Token]) -> bool:
        return len(part) == 2 and part[0].lower in ("the", "both", "these")

    def _described(self, part: Sequence[Token], of: str | None) -> tuple[Actor, ...]:
        text = self.scene.text[part[0].start : part[-1].end].replace("\n", " ")
        return (*self.principal(of), Actor("described", text, text, of=of))

    def principal(self, of: str | None) -> tuple[Actor, ...]:
        """The state or organisation of a key, as an actor; nobody where there is none."""
        if of in self.scene.register.states:
            return (state_actor(self.scene.register, of or ""),)
        if of in self.scene.register.organisations:
            return (body_actor(self.scene.register, of or ""),)
        return ()

    def _whose_voice(self, part: Sequence[Token], head: int) -> str | None:
        """The state or body that somebody unnamed speaks for, also through a person ("Carney’s team")."""
        for token in part:
            mention = self.cast.mentions.get(token.start)
            if mention:
                return (
                    mention.actor.of if mention.actor.kind in ("person", "described") else mention.actor.key
                )
        for office in find_offices(part[:head]):
            holder = self.holders.holder(office, None, part[0].start)
            if holder:
                return holder.of
        return None

    def _government(self, part: Sequence[Token], head: int) -> tuple[Actor, ...]:
        """The Trump administration; Greenland’s own government; the Syrian foreign ministry."""
        return self.principal(self._whose_voice(part, head))

    def _body(self, part: Sequence[Token], mention: Mention | None) -> tuple[Actor, ...]:
        """France; the Kremlin; NATO; Kyiv, where it acts."""
        if mention and not mention.rule.endswith("demonym"):
            return (mention.actor,)
        name = self.scene.names.get(part[0].start) if len(part) == 1 else None
        if name is None or name.end != part[0].end:
            return ()
        return self.principal(name.key(_CAPITAL))

    def _unknown_body(self, part: Sequence[Token], head: int) -> tuple[Actor, ...]:
        """Human Rights Watch; the Finance Ministry: a capitalised name that holds a body’s word."""
        if not head:
            return ()
        start = head
        while start and (part[start - 1].tag == "name" or part[start - 1].lower in ("of", "for", "and")):
            start -= 1
        run = part[start : head + 1]
        if len(run) < 2 or run[0].tag != "name" or _BODY_WORDS.isdisjoint([token.text for token in run]):
            return ()
        name = self.scene.text[run[0].start : run[-1].end].replace("\n", " ")
        return (Actor("organisation", name, name, known=False),)


def _is_named_body(mention: Mention, head: Token) -> bool:
    """The European Union, the World Bank: the register’s body, whose last word is no noun of its own here."""
    return mention.actor.kind == "organisation" and mention.actor.known and head.tag == "name"


def _is_name(part: Sequence[Token]) -> bool:
    """Whether all words are capitalised, so that the last one is the head."""
    return len(part) == 1 or {token.tag for token in part} == {"name"}


def head_of(part: Sequence[Token], offices: Sequence[Office]) -> int:
    """The index of the head: the last word before the first preposition or comma outside an office.

    A participle with "by" behind it counts as a border too: "a plan backed by France".
    """
    for at in [at for at, token in enumerate(part) if token.tag in _BORDERS or token.lower in _MAY_END]:
        token = part[at]
        if token.lower == "by" and at > 2 and part[at - 1].lower.endswith(("ed", "en", "wn")):
            return at - 2
        inside = any(office.start < at < office.end for office in offices)
        if at and not inside and (token.tag in _BORDERS or token.text in _BREAKS or token.lower == "who"):
            return at - 2 if at > 1 and part[at - 1].lower in KNOWING else at - 1
    return len(part) - 1
