"""Heads of state and government as the Factbook's history lists them, made into terms.

The source gives each snapshot's spelling and title, and infers an end from the next holder. Here the
rows of one office are put in order, repeated rows of one holder joined, and overlaps cut at the
successor's start. What is still wrong (no snapshots from 2017-03 to 2020-11) is replaced by
`curated/heads.toml`.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from communique.ontology.derive import sources
from communique.ontology.derive.terms import OPEN, Term

Tables = Mapping[str, Mapping[str, str]]

_TERRITORY_FILES = {"svalbard": "SJ"}
_AFTER = re.compile(
    r"(?:,? (?:also spelled|aka|formerly|- formerly|- previously|elected chancellor|appointed acting).*"
    r"|, (?:Dr\.|Lt\. Gen\.|Jr\.?)| \[.*\]|,)$"
)
_RANKS = re.compile(
    r"(?:\b(?:Dr|Sir|Dame|Gen|Col|Maj|Brig|Lt|Capt)\b\.?|\b(?:Sheikh|Crown Prince)\b|\bActing\b|"
    r"\b(?:Interim|Transitional|Transition|Caretaker)\b)\s*"
)
# Beside heads of state and government: titles worth keeping, and what a name without remarks looks like.
_OTHER_TITLES = re.compile(r"(first |second )?vice president|deputy prime minister|governor[ -]general")
_PLAIN_NAME = re.compile(r"[^\W\d]+([ '.-]+[^\W\d]+){1,4}")


@dataclass(frozen=True, slots=True)
class Holding:
    """A row of the source: the term, the name as the source spells it, and what it knows besides."""

    term: Term
    spellings: tuple[str, ...]
    surname: str
    wikidata: str | None
    primary: bool
    first_seen: str
    last_seen: str
    final: bool


@cache
def _before() -> re.Pattern[str]:
    """Ranks, honorifics and scraps of titles that stand before a name in the source."""
    scraps = sorted(sources.curated("offices")["before a name"]["scraps"], key=len, reverse=True)
    return re.compile(f"^(?:(?:{'|'.join(map(re.escape, scraps))}) )+")


def clean_name(name: str) -> str:
    """The name alone, without rank, title, nickname in quotation marks or remark."""
    bare = _AFTER.sub("", _before().sub("", name))
    return re.sub(r'\s*"[^"]*"', "", bare).replace("’", "'").strip()


def read(folder: Path, territories: Collection[str]) -> list[Holding]:
    """All rows that name one person in an office; heads of state of territories are their parent's."""
    tables = sources.curated("offices")
    rows = sources.json_lines(folder / "leaders_tenures_2015_2026.jsonl")
    return [h for row in rows if (h := _holding(row, territories, tables))]


def _holding(row: sources.Row, territories: Collection[str], tables: Tables) -> Holding | None:
    of = row["iso2"] or next((k for f, k in _TERRITORY_FILES.items() if f in row["country"].lower()), None)
    inherited = row["office"] == "chief_of_state" and of in territories
    name = clean_name(row["name"])
    if of is None or inherited or not _usable(row, name):
        return None
    return Holding(
        term=Term(of, _office(row, tables), row["since"] or "", row.get("until") or "", name),
        spellings=tuple(dict.fromkeys(clean_name(n) for n in (row["name"], *row.get("alt_names", ())))),
        surname=row["surname"],
        wikidata=row["qid"],
        primary=row["primary"],
        first_seen=row["first_seen"],
        last_seen=row["last_seen"],
        final=bool(row.get("in_final_snapshot")),
    )


def _usable(row: sources.Row, name: str) -> bool:
    """Whether the row is of one person; of those who do not head a state, only clean rows are taken."""
    if row["primary"]:
        return "," not in name
    known = _OTHER_TITLES.fullmatch((row["title"] or "").lower())
    return bool(known and not row.get("needs_review") and _PLAIN_NAME.fullmatch(name))


def _office(row: sources.Row, tables: Tables) -> str:
    titles, head_of_state = tables["titles"], row["office"] == "chief_of_state"
    untitled = tables["untitled heads of state" if head_of_state else "untitled heads of government"]
    bare = _RANKS.sub("", row["title"] or "").strip(" ,.").lower()
    named = titles.get(bare, bare)
    if re.search(r"\b(king|queen|emperor|emir|prince|pope|duke|governor|premier|chancellor)\b", named):
        return named
    if re.fullmatch(r"(prime |vice |chief |deputy |first |second )*(president|minister|executive)", named):
        return named if named != "minister" else "prime minister"
    if named in ("taoiseach", "administrator", "commissioner", "minister of state", "supreme leader"):
        return named
    return untitled.get(row["iso2"]) or ("president" if head_of_state else "prime minister")


def in_order(holdings: Iterable[Holding]) -> Iterator[Holding]:
    """The terms of each office one after the other: repeated rows joined, ends cut at the next start."""
    offices: dict[tuple[str, str | None], list[Holding]] = defaultdict(list)
    for holding in holdings:
        offices[holding.term.of, holding.term.office].append(holding)
    for rows in offices.values():
        yield from _ended(_joined(sorted(rows, key=_when)))


def _when(holding: Holding) -> tuple[str, str]:
    return holding.term.since, holding.first_seen


def _joined(rows: list[Holding]) -> list[Holding]:
    joined: list[Holding] = []
    for row in rows:
        if joined and joined[-1].term.person == row.term.person:
            joined[-1] = _both(joined[-1], row)
        else:
            joined.append(row)
    return joined


def _both(earlier: Holding, later: Holding) -> Holding:
    term = replace(earlier.term, until=later.term.until or earlier.term.until)
    return replace(
        earlier,
        term=replace(term, until="") if later.final else term,
        spellings=tuple(dict.fromkeys((*earlier.spellings, *later.spellings))),
        wikidata=earlier.wikidata or later.wikidata,
        last_seen=max(earlier.last_seen, later.last_seen),
        final=earlier.final or later.final,
    )


def _ended(rows: list[Holding]) -> Iterator[Holding]:
    starts = [*(row.term.since for row in rows[1:]), ""]
    for row, successor in zip(rows, starts, strict=True):
        given = row.term.until if row.term.until > row.term.since else ""
        ends = [end for end in (given, successor if successor > row.term.since else "") if end]
        last = OPEN if row.final else f"{row.last_seen}~"
        yield replace(row, term=replace(row.term, until=min(ends) if ends else last))


def named(holdings: Iterable[Holding], labels: Mapping[int, str]) -> list[Holding]:
    """The holdings with the person's label, by the row's id, in place of the source's spelling."""
    return [replace(h, term=replace(h.term, person=labels[id(h)])) for h in holdings]
