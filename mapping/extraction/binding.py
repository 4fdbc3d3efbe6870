"""What one stretch of text binds somebody to: its words that bind, with debtors, content and details."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from communique.mapping.extraction.amounts import find_amounts, find_durations
from communique.mapping.extraction.beneficiaries import find_beneficiaries, other_side
from communique.mapping.extraction.clauses import (
    clause_end,
    condition_before,
    condition_behind,
    has_exchange,
    items,
)
from communique.mapping.extraction.cues import find_cues
from communique.mapping.extraction.dates import find_deadline
from communique.mapping.extraction.debtors import Actors, Binder, possessor_of, subject_of
from communique.mapping.extraction.issuers import is_document
from communique.mapping.extraction.language import table, words
from communique.mapping.extraction.phrases import Phrase, phrase_after
from communique.mapping.extraction.stretches import Stretch
from communique.mapping.extraction.tokens import Token
from communique.mapping.extraction.undertakings import Trigger, find_triggers
from communique.mapping.model import Commitment, Span, Statement

_LANGUAGE = table("commitments")
_IRREAL = frozenset(words(_LANGUAGE["irreal"]["words"]))
_UNSAID = frozenset(words(_LANGUAGE["irreal"]["acts"]))
_DRAFTS = frozenset(words(_LANGUAGE["texts"]["drafts"]))
_TITLES = frozenset(words(_LANGUAGE["texts"]["titles"]))
_PLANS = frozenset(words(_LANGUAGE["texts"]["plans"]))
_OWN_WORD = frozenset(("will", "there", "passive", "readiness"))
_BEARING = frozenset((*_OWN_WORD, "pledge", "agree"))
_GIVEN = frozenset(("agree", "noun", "commit", "pledge"))


@dataclass(slots=True)
class StretchReader:
    """Reads one stretch; `before` are the debtors of its previous undertaking, `reached` its end."""

    binder: Binder
    statements: Sequence[Statement]
    stretch: Stretch
    official: bool = False
    before: Actors = ()
    reached: int = 0
    found: list[Commitment] = field(default_factory=list)

    def read(self) -> list[Commitment]:
        """The commitments of the stretch, in order."""
        self.official = self._is_official()
        triggers = find_triggers(self.stretch.tokens, self.official)
        for index, trigger in enumerate(triggers):
            if trigger.start >= self.reached and not self._is_unreal(trigger):
                self._read(trigger, triggers[index + 1] if index + 1 < len(triggers) else None)
        return self.found

    # -------------------------------------------------------------- whose words

    def _is_official(self) -> bool:
        """Whether the stretch is the text of a document, and no report about it."""
        said = self.said(self.stretch.span)
        printed = said and (is_document(said[1]) or (said[1].document and said[1].joint))
        return bool(self.binder.issuers or printed)

    def said(self, span: Span) -> tuple[int, Statement] | None:
        """The statement that conveys a span, with its index: of several the innermost."""
        covering = [
            (sum(map(len, statement.spans)), index)
            for index, statement in enumerate(self.statements)
            if any(piece.overlaps(span) for piece in statement.spans)
        ]
        return (min(covering)[1], self.statements[min(covering)[1]]) if covering else None

    def _said_at(self, at: int) -> tuple[int, Statement] | None:
        token = self.stretch.tokens[at]
        return self.said(Span(token.start, token.end))

    def _is_unreal(self, trigger: Trigger) -> bool:
        """Under a condition, a hope or a question; threatened, denied or asked for."""
        tokens = self.stretch.tokens
        start = self._subject(trigger).start
        near = [token.lower for token in tokens[max(0, start - 1) : start + 1]]
        return bool(_IRREAL.intersection(near)) or (trigger.rule != "fate" and self._act(trigger.first) in _UNSAID)

    def _act(self, at: int) -> str:
        """The act of the cue that governs the words at index `at`."""
        cues = [cue for cue in find_cues(self.stretch.tokens) if cue.end <= at]
        if cues:
            return cues[-1].frame.act
        said = self._said_at(at)
        return said[1].act if said else "assertion"

    def _subject(self, trigger: Trigger) -> Phrase:
        """The subject's phrase, not beyond the cue that governs it; at the verb where there is none."""
        tokens = self.stretch.tokens
        if trigger.rule == "noun" and tokens[trigger.first].tag == "poss":
            return possessor_of(self.binder.cast, tokens, trigger.first)
        ends = [cue.end for cue in find_cues(tokens) if cue.end < trigger.first and cue.start < trigger.first]
        floor = max([0, self.reached, *ends])
        phrase = subject_of(tokens, trigger.first, min(floor, trigger.first))
        return phrase if phrase else Phrase(trigger.first, trigger.first)

    # -------------------------------------------------------------- one undertaking

    def _read(self, trigger: Trigger, following: Trigger | None) -> None:
        tokens = self.stretch.tokens
        limit = self._limit(trigger, following)
        condition = condition_behind(tokens, trigger.start, limit)
        end = clause_end(tokens, trigger.start, condition.start or limit, self.official)
        said = self._said_at(trigger.start)
        least = 3 if trigger.rule == "refusal" else 2
        debtors = self._debtors(trigger, said[1] if said else None, end) if end - trigger.start >= least else ()
        if not debtors or not self._is_capable(trigger, debtors, said[1] if said else None):
            return
        start = self._content_start(trigger, said is not None)
        condition = condition or condition_before(tokens, trigger.first)
        self.before, self.reached = debtors, end
        for piece in items(tokens, start, end, self.official):
            self.found.append(self._commitment(trigger, debtors, piece, condition, said))

    def _limit(self, trigger: Trigger, following: Trigger | None) -> int:
        """Where the clause must end: at the next undertaking, or where the statement's words end."""
        tokens = self.stretch.tokens
        limit = len(tokens)
        if following and following.first > trigger.start and following.rule in _BEARING:
            subject = subject_of(tokens, following.first, trigger.start)
            border = subject.start if subject else following.first
            if not trigger.that or border > trigger.start + 3:
                limit = self._before_conjunction(border, trigger.start)
        said = self._said_at(trigger.start)
        at = tokens[trigger.start].start
        pieces = said[1].spans if said else ()
        ends = [piece.end for piece in pieces if piece.start <= at < piece.end]
        return min([limit, *(sum(token.start < end for token in tokens) for end in ends)])

    def _before_conjunction(self, border: int, start: int) -> int:
        """The border, if a conjunction or comma stands there; else the clause runs on into the next."""
        tokens = self.stretch.tokens
        border -= tokens[border - 1].lower == "that"
        joined = border > start + 1 and (tokens[border - 1].tag == "conj" or tokens[border - 1].text in (",", ";"))
        return border - 1 if joined else len(tokens)

    def _content_start(self, trigger: Trigger, reported: bool) -> int:
        """In somebody's words the clause begins with its subject; in the reporter's with what is done."""
        if trigger.rule == "noun":
            return self._subject(trigger).start
        if trigger.rule == "there" or trigger.that or (self.official and not self._is_joint(trigger)):
            return trigger.start
        if trigger.rule in _OWN_WORD or (reported and trigger.rule != "fate" and trigger.status != "proposed"):
            return self._subject(trigger).start
        return trigger.start

    def _is_joint(self, trigger: Trigger) -> bool:
        """No Party shall …; we will …: the subject is what makes it an undertaking of all."""
        subject = self._subject(trigger)
        return bool(subject) and self.stretch.tokens[subject.start].lower in ("no", "neither", "we")

    # -------------------------------------------------------------- who

    def _debtors(self, trigger: Trigger, said: Statement | None, end: int) -> Actors:
        tokens = self.stretch.tokens
        drafted = self._is_draft(trigger, said)
        if trigger.rule == "there":
            coalition = self.binder.allies(self.stretch.post) if drafted else ()
            return self.binder.issuers or coalition or (said.speakers if said else ())
        if trigger.rule == "passive":
            by = next((at for at in range(trigger.first, end) if tokens[at].lower == "by"), end)
            return self.binder.bodies(tokens[by:end], self.stretch.post)
        if trigger.rule == "foresee" and drafted:
            named = self.binder.bodies(tokens[trigger.start : end], self.stretch.post)
            return named if len(named) > 1 else self.binder.allies(self.stretch.post) or self._drafter(trigger, said)
        loose = drafted or trigger.rule not in (*_OWN_WORD, "noun", "foresee")
        phrase = self._subject(trigger)
        who = self.binder.subject(self.stretch, phrase, trigger.first, said, self.before, loose)
        if trigger.that:
            inner = self._inner_subject(trigger, said)
            who = (*inner, *(actor for actor in who if actor not in inner)) if inner else ()
        return self.binder.with_states(who)

    def _is_capable(self, trigger: Trigger, debtors: Actors, said: Statement | None) -> bool:
        """Whether somebody who acts in public life is bound; who is only described must bind themselves."""
        if all(actor.kind == "described" and _TITLES & set(actor.name.lower().split()) for actor in debtors):
            return not self.official  # a text binds nobody but those who issue it
        if self.official or self._is_draft(trigger, said):
            return True
        reported = said is not None or self._is_planned(trigger)
        if trigger.rule == "there" or (not reported and (trigger.verb == "would" or trigger.rule == "passive")):
            return False
        public = any(actor.official or actor.of is not None for actor in debtors)
        body = any(actor.kind in ("described", "organisation") for actor in debtors)
        return public or (body and trigger.rule in _GIVEN)

    def _drafter(self, trigger: Trigger, said: Statement | None) -> Actors:
        """The draft itself, where it names nobody who would act."""
        return self.binder.who(self.stretch, self._subject(trigger), said, (), loose=True)

    def _inner_subject(self, trigger: Trigger, said: Statement | None) -> Actors:
        phrase = phrase_after(self.stretch.tokens, trigger.start)
        who = self.binder.who(self.stretch, phrase, said, self.before, loose=False) if phrase else ()
        return self.binder.states_of(who)

    # -------------------------------------------------------------- details

    def _commitment(
        self, trigger: Trigger, debtors: Actors, piece: Phrase, condition: Phrase, said: tuple[int, Statement] | None
    ) -> Commitment:
        tokens, text = self.stretch.tokens, self.binder.scene.text
        span = Span(tokens[piece.start].start, tokens[piece.end - 1].end)
        statement = said[1] if said else None
        lasting = next((d for d in find_durations(text, span) if d.kind == "duration"), None)
        deadline = find_deadline(text, span, self.binder.scene.day)
        content = tokens[max(piece.start, trigger.start) : piece.end]
        return Commitment(
            debtors=debtors,
            spans=(span,),
            rule=f"{trigger.rule}-official" if self.official else trigger.rule,
            beneficiaries=self._beneficiaries(trigger, debtors, content, tokens[condition.start : condition.end], statement),
            status=self._status(trigger, debtors, condition, statement),
            condition=_span(tokens, condition),
            duration=lasting.iso if lasting else None,
            duration_span=lasting.span if lasting else None,
            deadline=deadline.moment if deadline else None,
            amount=next(iter(find_amounts(text, span)), None),
            statement=said[0] if said else None,
            confidence=0.8 if trigger.rule not in ("passive", "there") else 0.6,
        )

    def _beneficiaries(
        self,
        trigger: Trigger,
        debtors: Actors,
        content: Sequence[Token],
        condition: Sequence[Token],
        said: Statement | None,
    ) -> Actors:
        """Whom the content names; else the other side of the text, of the condition, or of the agreement."""
        binder = self.binder
        if self.official and len(binder.issuers) == 2:
            return other_side(binder.issuers, debtors)
        if trigger.rule == "passive":
            return self._helped(trigger, debtors, said)
        found = find_beneficiaries(binder, self.stretch, content, debtors, said)
        if found or trigger.status == "refused":
            return found
        if self.official:
            return other_side(binder.issuers, debtors)
        conditional = find_beneficiaries(binder, self.stretch, condition, debtors, said)
        return conditional or self._told_by_other_side(trigger, debtors, said)

    def _helped(self, trigger: Trigger, debtors: Actors, said: Statement | None) -> Actors:
        """Who would be backed: the state of the subject; of "it", the last that the words before name."""
        tokens, subject = self.stretch.tokens, self._subject(trigger)
        bound = {actor.key for actor in debtors}
        part = tokens[subject.start : subject.end]
        if said and len(part) == 1 and part[0].tag == "pron":
            start = max(said.spans[0].start, tokens[0].start)
            part = [token for token in tokens[: subject.start] if token.start >= start]
        return tuple(actor for actor in self.binder.bodies(part, self.stretch.post)[-1:] if actor.key not in bound)

    def _told_by_other_side(self, trigger: Trigger, debtors: Actors, said: Statement | None) -> Actors:
        """A promise that another state's leader reveals or welcomes was given to that state."""
        if said is None or trigger.rule not in _GIVEN:
            return other_side(self.binder.discourse(self.stretch).sides, debtors) if trigger.rule == "will" else ()
        bound = {actor.key for actor in debtors}
        return tuple(actor for actor in self.binder.states_of(said.speakers) if actor.key not in bound)

    def _is_draft(self, trigger: Trigger, said: Statement | None) -> bool:
        lowers = {token.lower for token in self.stretch.tokens[: trigger.first]}
        return bool((said and said.status == "draft") or _DRAFTS & lowers)

    def _is_planned(self, trigger: Trigger) -> bool:
        """Under the plan, …"""
        return any(token.lower in _PLANS for token in self.stretch.tokens[: min(5, trigger.first)])

    def _status(self, trigger: Trigger, debtors: Actors, condition: Phrase, said: Statement | None) -> str:
        if self._is_draft(trigger, said):
            return "drafted"
        if trigger.status != "announced":
            return trigger.status
        lowers = [token.lower for token in self.stretch.tokens[: trigger.first]]
        conditional = bool(condition) and trigger.verb == "would"
        if self._is_planned(trigger) or trigger.rule == "passive" or conditional:
            return "proposed"
        issuing = {actor.key for actor in self.binder.issuers}
        if issuing and not issuing & {actor.key for actor in debtors}:
            return trigger.status
        if self.official and not (self._is_joint(trigger) and trigger.verb == "will" and lowers[-1:] == ["we"]):
            return "agreed"
        return "agreed" if said is None and has_exchange(self.stretch.tokens) else "announced"


def _span(tokens: Sequence[Token], phrase: Phrase) -> Span | None:
    return Span(tokens[phrase.start].start, tokens[phrase.end - 1].end) if phrase else None
