"""What one stretch of text binds somebody to: its words that bind, with debtors, content and details."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from operator import attrgetter

from communique.mapping.extraction.actors.issuers import is_document
from communique.mapping.extraction.actors.phrases import Phrase, phrase_after
from communique.mapping.extraction.commitments.beneficiaries import beneficiaries_of
from communique.mapping.extraction.commitments.clauses import (
    clause_end,
    condition_before,
    condition_behind,
    items,
)
from communique.mapping.extraction.commitments.conveyed import Conveyed
from communique.mapping.extraction.commitments.debtors import (
    Actors,
    Binder,
    narrowed,
    possessor_of,
    subject_of,
)
from communique.mapping.extraction.commitments.deeds import Trigger
from communique.mapping.extraction.commitments.firmness import (
    Clause,
    firmness,
    is_capable,
    is_draft,
    is_joint,
)
from communique.mapping.extraction.commitments.stretches import Stretch
from communique.mapping.extraction.commitments.terms import terms_of
from communique.mapping.extraction.commitments.undertakings import find_triggers
from communique.mapping.extraction.confidence import confidence_of
from communique.mapping.extraction.language import table, words
from communique.mapping.extraction.speech.cues import Cue, cues_of, find_cues
from communique.mapping.extraction.text.tokens import Token
from communique.mapping.model import Commitment, Span

_IRREAL = frozenset(words(table("commitments")["irreal"]["words"]))
_UNSAID = frozenset(words(table("commitments")["irreal"]["acts"]))
_DEED_RULES = frozenset(("will", "there", "passive", "readiness"))
_SEPARATE = frozenset((*_DEED_RULES, "pledge", "agree"))
_ATTRIBUTION = 9
_START = attrgetter("start")


@dataclass(slots=True)
class StretchReader:
    """Reads one stretch; `before` are the debtors of its previous undertaking, `reached` its end."""

    binder: Binder
    conveyed: Conveyed
    stretch: Stretch
    cues: tuple[Cue, ...] = ()
    before: Actors = ()
    reached: int = 0
    found: list[Commitment] = field(default_factory=list)

    def read(self) -> list[Commitment]:
        """The commitments of the stretch, in order."""
        official = self._is_official()
        triggers = find_triggers(self.stretch.tokens, official)
        self.cues = self._cues() if triggers else ()
        for trigger, following in zip_longest(triggers, triggers[1:]):
            if trigger.start >= self.reached:
                clause = self._clause(trigger, official)
                if not self._is_unreal(clause):
                    self._read(clause, following)
        return self.found

    def _cues(self) -> tuple[Cue, ...]:
        sentence, tokens = self.stretch.sentence, self.stretch.tokens
        cues = cues_of(self.binder.scene, sentence) if sentence else find_cues(tokens)
        return tuple([cue for cue in cues if not (cue.base and _is_noun(tokens, cue.first))])

    # -------------------------------------------------------------- whose words

    def _is_official(self) -> bool:
        """Whether the stretch is the text of a document, and no report about it."""
        said = self.conveyed.at(self.stretch.span)
        printed = said and (is_document(said) or (said.document and said.joint))
        return bool(self.binder.issuers or printed)

    def _clause(self, trigger: Trigger, official: bool) -> Clause:
        tokens = self.stretch.tokens
        said = self.conveyed.at(Span(tokens[trigger.start].start, tokens[trigger.start].end))
        subject = self._subject(trigger)
        heard = [token.lower for token in tokens[: trigger.first]]
        return Clause(self.binder, self.stretch, trigger, subject, self.cues, said, official, heard)

    def _subject(self, trigger: Trigger) -> Phrase:
        """The subject's phrase, not beyond the cue that governs it; empty at the verb where there is none."""
        tokens = self.stretch.tokens
        if trigger.rule == "noun" and tokens[trigger.first].tag == "poss":
            return possessor_of(self.binder.cast, tokens, trigger.first)
        floor = max([0, self.reached, *(cue.end for cue in self.cues if cue.end < trigger.first)])
        phrase = subject_of(tokens, trigger.first, min(floor, trigger.first))
        return narrowed(tokens, phrase, bool(self.before)) or Phrase(trigger.first, trigger.first)

    def _is_unreal(self, clause: Clause) -> bool:
        """Under a condition, a hope or a question; threatened, denied or asked for."""
        tokens, start = self.stretch.tokens, clause.subject.start
        start -= start > 0 and tokens[start - 1].lower == "that"
        near = [token.lower for token in tokens[max(0, start - 1) : start + 1]]
        if not _IRREAL.isdisjoint(near) or self._is_relative(clause.trigger.first):
            return True
        act = self._act(clause)
        unsaid = act in _UNSAID or (act == "warning" and clause.trigger.status == "announced")
        return clause.trigger.rule != "fate" and unsaid

    def _is_relative(self, first: int) -> bool:
        """A pact that would allow flights: what the pact does, and nobody’s undertaking."""
        tokens = self.stretch.tokens
        if first < 2 or tokens[first - 1].lower != "that" or tokens[first - 2].tag != "word":
            return False
        return all(cue.end != first - 1 for cue in self.cues)

    def _act(self, clause: Clause) -> str:
        """The act of the cue that governs the clause, else of the statement that it is in."""
        first = clause.trigger.first
        act = next((cue.frame.act for cue in reversed(self.cues) if cue.end <= first), None)
        return act or (clause.said.act if clause.said else "assertion")

    # -------------------------------------------------------------- one undertaking

    def _read(self, clause: Clause, following: Trigger | None) -> None:
        tokens, trigger = self.stretch.tokens, clause.trigger
        limit = self._limit(clause, following)
        condition = condition_behind(tokens, trigger.start, limit)
        end = clause_end(
            tokens, trigger.start, condition.start or limit, clause.official, trigger.rule == "noun"
        )
        least = 3 if trigger.rule == "refusal" else 2
        debtors = self._debtors(clause, end) if end - trigger.start >= least else ()
        if not debtors or not is_capable(clause, debtors):
            return
        condition = condition or condition_before(tokens, trigger.first)
        start = self._content_start(clause)
        self.before, self.reached = debtors, end
        for piece in items(tokens, start, end, clause.official):
            self.found.append(self._commitment(clause, debtors, piece, condition))

    def _limit(self, clause: Clause, following: Trigger | None) -> int:
        """Where the clause must end: at the next undertaking, the statement's end, or who said it."""
        tokens, start = self.stretch.tokens, clause.trigger.start
        limits = [len(tokens), self._attribution(start)]
        if following and following.first > start and following.rule in _SEPARATE:
            subject = subject_of(tokens, following.first, start)
            border = subject.start if subject else following.first
            if not clause.trigger.that or border > start + 3:
                limits.append(self._before_conjunction(border, start))
        pieces = clause.said.spans if clause.said else ()
        ends = [piece.end for piece in pieces if piece.start <= tokens[start].start < piece.end]
        return min([*limits, *(bisect_left(tokens, end, key=_START) for end in ends)])

    def _attribution(self, start: int) -> int:
        """The comma of "…, the two governments said" at the stretch's end."""
        tokens = self.stretch.tokens
        cue = self.cues[-1] if self.cues else None
        if cue is None or cue.start <= start or cue.end < len(tokens) - 1:
            return len(tokens)
        commas = [
            at for at in range(max(start, cue.first - _ATTRIBUTION), cue.first) if tokens[at].text == ","
        ]
        return commas[-1] if commas else len(tokens)

    def _before_conjunction(self, border: int, start: int) -> int:
        """The border, if a conjunction or comma stands there; else the clause runs on into the next."""
        tokens = self.stretch.tokens
        border -= tokens[border - 1].lower == "that"
        before = tokens[border - 1]
        joined = border > start + 1 and (before.tag == "conj" or before.text in (",", ";"))
        return border - 1 if joined else len(tokens)

    def _content_start(self, clause: Clause) -> int:
        """In somebody's words the clause begins with its subject; in the reporter's with what is done."""
        trigger = clause.trigger
        if trigger.rule == "noun":
            return clause.subject.start
        if trigger.rule == "there" or trigger.that or (clause.official and not is_joint(clause)):
            return trigger.start
        told = clause.said and trigger.rule != "fate" and trigger.status != "proposed"
        return clause.subject.start if trigger.rule in _DEED_RULES or told else trigger.start

    # -------------------------------------------------------------- who

    def _debtors(self, clause: Clause, end: int) -> Actors:
        trigger, binder, said = clause.trigger, self.binder, clause.said
        drafted = is_draft(clause)
        if trigger.rule == "there":
            coalition = binder.allies(self.stretch.post) if drafted else ()
            return binder.issuers or coalition or (said.speakers if said else ())
        if trigger.rule == "passive":
            return self._agents(trigger, end)
        if trigger.rule == "foresee":
            return self._foreseen(clause, end) if drafted else ()
        loose = drafted or trigger.rule not in _DEED_RULES | {"noun"}
        who = binder.subject(self.stretch, clause.subject, trigger.first, said, self.before, loose)
        if trigger.that:
            inner = self._inner_subject(clause)
            who = (*inner, *(actor for actor in who if actor not in inner)) if inner else ()
        return binder.with_states(who)

    def _agents(self, trigger: Trigger, end: int) -> Actors:
        """Whom "by" names in "the fund would be topped up by the bank"."""
        tokens = self.stretch.tokens
        by = next((at for at in range(trigger.first, end) if tokens[at].lower == "by"), end)
        return self.binder.bodies(tokens[by:end], self.stretch.post)

    def _foreseen(self, clause: Clause, end: int) -> Actors:
        """Whom a draft names as partners, else the coalition it speaks for, else the draft itself."""
        named = self.binder.bodies(self.stretch.tokens[clause.trigger.start : end], self.stretch.post)
        if len(named) > 1:
            return named
        allies = self.binder.allies(self.stretch.post)
        return allies or self.binder.who(self.stretch, clause.subject, clause.said, (), loose=True)

    def _inner_subject(self, clause: Clause) -> Actors:
        """Who is to act in "promised that his country would close it"."""
        phrase = phrase_after(self.stretch.tokens, clause.trigger.start)
        if not phrase:
            return ()
        return self.binder.states_of(
            self.binder.who(self.stretch, phrase, clause.said, self.before, loose=False)
        )

    # -------------------------------------------------------------- details

    def _commitment(self, clause: Clause, debtors: Actors, piece: Phrase, condition: Phrase) -> Commitment:
        tokens, trigger = self.stretch.tokens, clause.trigger
        span = _span(tokens, piece)
        terms = terms_of(self.binder.scene.text, span, self.binder.scene.day)
        content = tokens[max(piece.start, trigger.start) : piece.end]
        return Commitment(
            debtors=debtors,
            spans=(span,),
            rule=f"{trigger.rule}-official" if clause.official else trigger.rule,
            beneficiaries=beneficiaries_of(clause, debtors, content, tokens[condition.start : condition.end]),
            status=firmness(clause, debtors, condition),
            condition=_span(tokens, condition) if condition else None,
            duration=terms.duration.iso if terms.duration else None,
            duration_span=terms.duration.span if terms.duration else None,
            deadline=terms.deadline,
            amount=terms.amount,
            statement=self.conveyed.index_at(span),
            confidence=confidence_of("commitments", trigger.rule),
        )


def _is_noun(tokens: Sequence[Token], at: int) -> bool:
    """A border dispute; their demand: a bare form behind what no plural subject ends in."""
    before = tokens[at - 1] if at else None
    return before is not None and before.tag in ("det", "word", "poss") and not before.lower.endswith("s")


def _span(tokens: Sequence[Token], phrase: Phrase) -> Span:
    return Span(tokens[phrase.start].start, tokens[phrase.end - 1].end)
