"""Forms of English verbs: regular ones by rule, irregular ones from a table."""

from collections.abc import Iterator, Mapping

_VOWELS = frozenset("aeiou")


def forms(lemma: str, irregular: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each form with its kind: base, present, past, gerund or participle."""
    if lemma in irregular:
        table = irregular[lemma].split()
        yield from zip(table, ("present", "past", "gerund", "participle"), strict=False)
        if lemma not in table:
            yield lemma, "base"
        return
    yield lemma, "base"
    yield _present(lemma), "present"
    yield _past(lemma), "past"
    yield _gerund(lemma), "gerund"


def _present(lemma: str) -> str:
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        return f"{lemma[:-1]}ies"
    return f"{lemma}es" if lemma.endswith(("s", "sh", "ch", "x", "z", "o")) else f"{lemma}s"


def _past(lemma: str) -> str:
    if lemma.endswith("e"):
        return f"{lemma}d"
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        return f"{lemma[:-1]}ied"
    return f"{lemma}ed"


def _gerund(lemma: str) -> str:
    return f"{lemma[:-1]}ing" if lemma.endswith("e") and not lemma.endswith("ee") else f"{lemma}ing"
