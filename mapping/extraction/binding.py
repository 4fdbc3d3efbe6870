"""What one stretch of text binds somebody to: its words that bind, with debtors, content and details."""

from collections.abc import Iterator, Sequence
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
from communique.mapping.extraction.debtors import Actors, Binder, is_allies, is_document
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
_PLANS = frozenset(words(_LANGUAGE["texts"]["plans"]))
_OWN_WORD = frozenset(("will", "there", "passive", "readiness"))


@dataclass(slots=True)
class StretchReader:
    """Reads one stretch; `before` are the debtors of its previous undertaking."""

    binder: Binder
    statements: Sequence[Statement]
    stretch: Stretch
    before: Actors = ()
    floor: int = 0
    reached: int = 0
    found: list[Commitment] = field(default_factory=list)

    def read(self) -> list[Commitment]:
        """The commitments of the stretch, in order."""
        official = self._is_official()
        triggers = find_triggers(self.stretch.tokens, official)
        for index, trigger in enumerate(triggers):
            if trigger.start >= self.reached and not self._is_unreal(trigger):
                following = triggers[index + 1] if index + 1 < len(triggers) else None
                self._read(trigger, following, official)
        return self.found

    # -------------------------------------------------------------- whose words

    def _is_official(self) -> bool:
        """Whether the stretch is the text of a document, and no report about it."""
        said = self.said(self.stretch.span)
        return bool(said and (is_document(said[1]) or (said[1].document and said[1].joint)))

    def said(self, span: Span) -> tuple[int, Statement] | None:
        """The statement that conveys a span, with its index: of several the innermost."""
        covering = [
            (sum(map(len, statement.spans)), index)
            for index, statement in enumerate(self.statements)
            if any(piece.overlaps(span) for piece in statement.spans)
        ]
        return (min(covering)[1], self.statements[min(covering)[1]]) if covering else None

    def _is_unreal(self, trigger: Trigger) -> bool:
        """Under a condition, a hope or a question; threatened, denied or asked for."""
        tokens = self.stretch.tokens
        subject = self.binder.phrase(tokens, trigger.first, self.floor)
        start = subject.start if subject else trigger.first
        near = [token.lower for token in tokens[max(0, start - 2) : trigger.first] if token.tag != "quote"]
        if _IRREAL.intersection(near[:2]) or (start and tokens[start - 1].lower in _IRREAL):
            return True
        return self._act(trigger.first) in _UNSAID and trigger.rule != "fate"

    def _act(self, at: int) -> str:
        """The act of the cue that governs the words at index `at`."""
        cues = [cue for cue in find_cues(self.stretch.tokens) if cue.end <= at]
        if cues:
            return cues[-1].frame.act
        token = self.stretch.tokens[at]
        said = self.said(Span(token.start, token.end))
        return said[1].act if said else "assertion"

    # -------------------------------------------------------------- one undertaking

    def _read(self, trigger: Trigger, following: Trigger | None, official: bool) -> None:
        tokens = self.stretch.tokens
        limit = self._limit(trigger, following)
        condition = condition_behind(tokens, trigger.start, limit)
        end = clause_end(tokens, trigger.start, condition.start or limit, official)
        if end <= trigger.start:
            return
        word = tokens[trigger.start]
        said = self.said(Span(word.start, word.end))
        debtors = self._debtors(trigger, said[1] if said else None, end)
        if not debtors:
            return
        self.before = debtors
        self.floor = self.reached = end
        condition = condition or condition_before(tokens, trigger.first)
        for piece in items(tokens, self._content_start(trigger, said is not None, official), end, official):
            self.found.append(self._commitment(trigger, debtors, piece, condition, said, official))

    def _limit(self, trigger: Trigger, following: Trigger | None) -> int:
        """Where the clause must end: at the next undertaking, or where the statement's words end."""
        tokens = self.stretch.tokens
        limit = len(tokens)
        if following and following.first > trigger.start and following.rule in (*_OWN_WORD, "pledge", "agree"):
            subject = self.binder.phrase(tokens, following.first, trigger.start)
            border = subject.start if subject else following.first
            if not trigger.that or border > trigger.start + 3:
                limit = self._before_conjunction(border, trigger.start)
        word = tokens[trigger.start]
        said = self.said(Span(word.start, word.end))
        if said:
            piece = next(
                (p for p in said[1].spans if p.start <= word.start < p.end), Span(0, tokens[-1].end)
            )
            limit = min(limit, sum(token.start < piece.end for token in tokens))
        return limit

    def _before_conjunction(self, border: int, start: int) -> int:
        """The border, if a conjunction or comma stands there; else the clause runs on into the next."""
        tokens = self.stretch.tokens
        joined = border > start + 1 and (tokens[border - 1].tag == "conj" or tokens[border - 1].text in (",", ";"))
        return border - 1 if joined else len(tokens)

    def _content_start(self, trigger: Trigger, reported: bool, official: bool) -> int:
        """In somebody's words the clause begins with its subject; in the reporter's with what is done."""
        if trigger.rule in ("there", "noun") or trigger.that:
            return self._possessor(trigger) if trigger.rule == "noun" else trigger.start
        if official and not self._has_no_party(trigger):
            return trigger.start
        if reported or trigger.rule in _OWN_WORD:
            subject = self.binder.phrase(self.stretch.tokens, trigger.first, self.floor * 0)
            return subject.start if subject else trigger.first
        return trigger.start

    def _possessor(self, trigger: Trigger) -> int:
        """Where the possessor of a promise begins: China's commitments."""
        tokens = self.stretch.tokens
        if tokens[trigger.first].tag != "poss":
            return trigger.first
        return self.binder.phrase(tokens, trigger.first).start

    def _has_no_party(self, trigger: Trigger) -> bool:
        """No Party shall …; neither side will …: the subject is what makes it a duty."""
        subject = self.binder.phrase(self.stretch.tokens, trigger.first)
        return bool(subject) and self.stretch.tokens[subject.start].lower in ("no", "neither", "we")

    # -------------------------------------------------------------- who

    def _debtors(self, trigger: Trigger, said: Statement | None, end: int) -> Actors:
        tokens = self.stretch.tokens
        loose = trigger.rule not in _OWN_WORD and trigger.rule != "noun"
        if trigger.rule == "there":
            return self.binder.issuers or (said.speakers if said else ())
        if trigger.rule == "passive":
            return self._by_whom(trigger, end)
        if trigger.rule == "noun" and tokens[trigger.first].tag == "poss":
            phrase = self.binder.phrase(tokens, trigger.first)
            return self.binder.with_states(self.binder.who(self.stretch, phrase, said, (), False))
        who = self.binder.subject(self.stretch, trigger.first, self.floor, said, self.before, loose)
        if trigger.that:
            inner = self._inner_subject(trigger, said)
            if not inner:
                return ()
            who = (*inner, *(actor for actor in who if actor not in inner))
        return self.binder.with_states(who)

    def _inner_subject(self, trigger: Trigger, said: Statement | None) -> Actors:
        tokens = self.stretch.tokens
        phrase = phrase_after(tokens, trigger.start)
        return self.binder.states_of(self.binder.who(self.stretch, phrase, said, self.before, False)) if phrase else ()

    def _by_whom(self, trigger: Trigger, end: int) -> Actors:
        """It would be backed by the coalition's weapons."""
        tokens = self.stretch.tokens
        by = next((at for at in range(trigger.first, end) if tokens[at].lower == "by"), None)
        if by is None:
            return ()
        phrase = phrase_after(tokens, by + 1, end)
        part = tokens[phrase.start : phrase.end]
        return tuple(
            dict.fromkeys(
                mention.actor
                for token in part
                if (mention := self.binder.cast.mentions.get(token.start)) and mention.actor.kind != "person"
            )
        )

    # -------------------------------------------------------------- details

    def _commitment(
        self,
        trigger: Trigger,
        debtors: Actors,
        piece: Phrase,
        condition: Phrase,
        said: tuple[int, Statement] | None,
        official: bool,
    ) -> Commitment:
        tokens, text = self.stretch.tokens, self.binder.scene.text
        span = Span(tokens[piece.start].start, tokens[piece.end - 1].end)
        statement = said[1] if said else None
        lasting = next((d for d in find_durations(text, span) if d.kind == "duration"), None)
        deadline = find_deadline(text, span, self.binder.scene.day)
        return Commitment(
            debtors=debtors,
            spans=(span,),
            rule=f"{trigger.rule}-official" if official else trigger.rule,
            beneficiaries=find_beneficiaries(self.binder, tokens, span, debtors, statement)
            or (other_side(self.binder.issuers, debtors) if official else ()),
            status=self._status(trigger, statement, official),
            condition=_span(tokens, condition),
            duration=lasting.iso if lasting else None,
            duration_span=lasting.span if lasting else None,
            deadline=deadline.moment if deadline else None,
            amount=next(iter(find_amounts(text, span)), None),
            statement=said[0] if said else None,
            confidence=0.8 if trigger.rule not in ("passive", "there") else 0.6,
        )

    def _status(self, trigger: Trigger, said: Statement | None, official: bool) -> str:
        lowers = [token.lower for token in self.stretch.tokens[: trigger.first]]
        if (said and said.status == "draft") or _DRAFTS.intersection(lowers):
            return "drafted"
        if trigger.status != "announced":
            return trigger.status
        if _PLANS.intersection(lowers[:5]) or trigger.rule == "passive":
            return "proposed"
        if official and not self._has_no_party(trigger):
            return "agreed"
        if has_exchange(self.stretch.tokens) and said is None:
            return "agreed"
        return trigger.status


def _span(tokens: Sequence[Token], phrase: Phrase) -> Span | None:
    return Span(tokens[phrase.start].start, tokens[phrase.end - 1].end) if phrase else None
