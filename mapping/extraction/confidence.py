"""How sure a fact is: the share of facts of the same rule and circumstances that are right."""

from functools import cache
from typing import Literal

from communique.mapping.extraction.language import table

Kind = Literal["statements", "meetings", "commitments"]


@cache
def confidence_of(kind: Kind, rule: str, circumstance: str = "") -> float:
    """From `language/confidence.toml`: what the circumstance tells, else the rule, else its first part."""
    known = table("confidence")[kind]
    rules = known.get("rules", {})
    for told in (known.get("circumstances", {}).get(circumstance), rules.get(rule), rules.get(_family(rule))):
        if told is not None:
            return float(told)
    return float(known["default"])


def _family(rule: str) -> str:
    return rule.partition("-")[0]
