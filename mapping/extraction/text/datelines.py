"""The place, day and agency before a wire story’s first words: "NAIROBI, March 3 (Reuters) - "."""

import re

_DATELINE = re.compile(
    r"""(?:
      (?:[A-Z][A-Z.’'/-]{2,}(?:\s[A-Z][A-Z.’'/-]+){0,2}(?:,\s[A-Z][\w.’ -]{1,30}){0,2})?
      (?:,?\s?\([A-Z][\w/. ]{1,30}\)|,?\s/[A-Z]{2,12}/\.?)?
      \s?(?:—|–|--|-)\s
    | [A-Z][\w.’'/-]{2,}(?:\s[A-Z][\w.’'/-]+){0,2}(?:,\s[A-Z][\w.’ -]{1,30}){0,2}
      (?:\s\([A-Z]{2,}\)\s?(?:—|–|--|-)\s|\s/[A-Z]{2,12}/\.?(?:\s(?:—|–|--|-))?\s)
    )(?=[A-Z“‘"'])""",
    re.VERBOSE,
)
"""In capitals, or with an agency in brackets or between slashes; a capital or a quotation follows."""
_MARKS = frozenset("—–-/")


def dateline_end(text: str, start: int, end: int) -> int:
    """Where the story of a paragraph begins: behind its dateline, or at `start` where it has none."""
    if _MARKS.isdisjoint(text[start : start + 80]):
        return start
    found = _DATELINE.match(text, start, end)
    return found.end() if found and found.end() - start > len("— ") else start
