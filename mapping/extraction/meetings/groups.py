"""Words for several people at once: the leaders of Chad and Niger, the Malian delegation, both sides."""

import re
from collections.abc import Sequence

from communique.mapping.extraction.language import words
from communique.mapping.extraction.meetings.cues import MEETINGS
from communique.mapping.extraction.text.tokens import Token

_GROUPS = MEETINGS["groups"]
HEADS_OF = frozenset(words(_GROUPS["heads"]))
GROUP = HEADS_OF | frozenset(words(_GROUPS["others"]))
DELEGATIONS = frozenset(words(_GROUPS["delegations"]))
PAIRS = frozenset(words(_GROUPS["pairs"]))
_LEADING = frozenset(words(_GROUPS["kinds"]))
_LISTED = frozenset(("det", "name", "conj", "word", "num"))
_ENDS_MEMBERS = frozenset(("in", "at", "on", ";", "however", "met"))
_MEMBERS = tuple(
    (re.compile(rf"(?:, )?(?:which |that )?(?:[\w’' ]+ )?(?:{'|'.join(_GROUPS[entry])})\b"), role)
    for entry, role in (("includes", "delegate"), ("led", "delegation-head"))
)


def leads_no_state(tokens: Sequence[Token], at: int) -> bool:
    """Church leaders, club presidents."""
    before = tokens[at - 1] if at else None
    return before is not None and before.tag == "word" and before.lower not in _LEADING


def is_heads_of_state(tokens: Sequence[Token], at: int) -> bool:
    """Heads of state; heads of government."""
    ahead = [token.lower for token in tokens[at : at + 3]]
    return ahead[:2] == ["heads", "of"] and ahead[2:] in (["state"], ["government"])


def lists(tokens: Sequence[Token], at: int) -> bool:
    """Whether a list of states may go on with this token: … and (of) the Ivory Coast."""
    token = tokens[at]
    if token.tag in _LISTED or token.text == ",":
        return True
    return token.lower == "of" and tokens[at - 1].tag == "conj"


def members_behind(tokens: Sequence[Token], at: int) -> tuple[int, int, str] | None:
    """Where ", which includes X and Y" or "led by X" names people (end exclusive), and in what role."""
    behind = " ".join([token.lower for token in tokens[at : at + 9]])
    for pattern, role in _MEMBERS:
        if cue := pattern.match(behind):
            start = at + len(cue[0].split())
            ends = (i for i in range(start, len(tokens)) if tokens[i].lower in _ENDS_MEMBERS)
            return start, next(ends, len(tokens)), role
    return None
