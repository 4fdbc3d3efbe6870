"""States and territories: every ISO 3166-1 code, and Kosovo, with the names that English news uses."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.ontology.derive import sources
from communique.ontology.derive.names import spellings
from communique.ontology.derive.seats import state as iri
from communique.ontology.derive.turtle import Description, document, node, plain, text
from communique.ontology.vocabulary import CMQ, OWL, RDF, SKOS, WIKIDATA

SOURCES = (sources.COUNTRY_CODES, sources.RIGOUR, sources.FACTBOOK, sources.CURATION)
_BEYOND_ISO = ("XK",)
_SAINT = re.compile(r"^St\.? ")


@dataclass(frozen=True, slots=True)
class State:
    """What is known of one state, ready to be written."""

    key: str
    label: str
    names: list[str]
    demonyms: list[str]
    capitals: list[str]
    metonyms: list[str]
    parent: str | None
    wikidata: str


def read(folder: Path) -> list[State]:
    """All states of the sources, by code."""
    rows = {r["ISO3166-1-Alpha-2"]: r for r in sources.csv_rows(folder / "country-codes.csv")}
    territories = {r["code"].upper(): r for r in sources.json_lines(folder / "territories_rigour.jsonl")}
    factbook = {r["iso2"]: r for r in sources.json_lines(folder / "factbook_states_igos.jsonl") if r["iso2"]}
    ours = sources.curated("states")
    return [
        _state(key, rows.get(key, {}), territories[key], factbook.get(key, {}), ours.get(key, {}))
        for key in sorted((*rows, *_BEYOND_ISO))
    ]


def write(states: Iterable[State]) -> bytes:
    """The graph of the states."""
    return document("States and territories", SOURCES, map(_description, states))


def _description(state: State) -> Description:
    capital, *others = state.capitals or [""]
    return Description(
        iri(state.key),
        [
            (RDF.type, node(CMQ.State)),
            (SKOS.notation, plain(state.key)),
            (SKOS.prefLabel, text(state.label)),
            *((SKOS.altLabel, text(name)) for name in state.names),
            *((CMQ.demonym, text(name)) for name in state.demonyms),
            *((CMQ.metonym, text(name)) for name in state.metonyms),
            (CMQ.capital, text(capital) if capital else None),
            *((CMQ.capitalAlias, text(name)) for name in others),
            (CMQ.constituentOf, node(iri(state.parent)) if state.parent else None),
            (OWL.sameAs, node(WIKIDATA[state.wikidata])),
        ],
    )


def _state(
    key: str, iso: sources.Row, territory: sources.Row, factbook: sources.Row, ours: Mapping[str, Any]
) -> State:
    label = ours.get("label") or _clean(territory["name"])
    names = [*_source_names(iso, territory, factbook), *ours.get("names", ())]
    left_out = {label, *ours.get("not_names", ())}
    parent = ours.get("parent") or (territory.get("parent") or "").upper()
    identifier = iso.get("wikidata_id", "").rpartition("/")[2] or territory["qid"]
    return State(
        key=key,
        label=label,
        names=[name for name in spellings((label, *names)) if name not in left_out],
        demonyms=spellings(ours.get("demonyms", _demonyms(factbook))),
        capitals=spellings(ours.get("capitals", filter(None, [iso.get("Capital", "")]))),
        metonyms=spellings(ours.get("metonyms", ())),
        parent=parent or None,
        wikidata=identifier,
    )


def _source_names(iso: sources.Row, territory: sources.Row, factbook: sources.Row) -> Iterator[str]:
    given = (
        iso.get("CLDR display name"),
        iso.get("UNTERM English Short"),
        iso.get("UNTERM English Formal"),
        territory["name"],
        territory["full_name"],
        factbook.get("name"),
        factbook.get("long_name"),
    )
    for name in filter(None, given):
        cleaned = _clean(name)
        if _useful(cleaned):
            yield cleaned
            if _SAINT.match(cleaned):
                yield _SAINT.sub("Saint ", cleaned)


def _clean(name: str) -> str:
    """The bare name: no article, footnote mark or "&"."""
    bare = re.sub(r"\s*\((the|The)\)|\s*\*+", "", name).strip()
    return re.sub(r"^the ", "", bare).replace(" & ", " and ")


def _useful(name: str) -> bool:
    return name != "none" and len(name) > 2 and not re.search(r"[(),;/]| - |Administrative Region", name)


def _demonyms(factbook: sources.Row) -> list[str]:
    """Adjective, noun and plural from the Factbook's "Dane(s)" and "Danish"; irregular ones are curated."""
    adjective, noun = factbook.get("demonym_adj") or "", factbook.get("demonym_noun") or ""
    found = [*_forms(adjective), *_forms(noun)]
    return [form for form in dict.fromkeys(found) if re.fullmatch(r"[^\W\d_][\w' -]{2,}", form)]


def _forms(entry: str) -> Iterator[str]:
    bare = re.sub(r"\((?!s\)).*?\)", "", entry)
    for part in re.split(r",|;| or |/", bare):
        word = part.strip()
        if word.endswith("(s)"):
            yield word.removesuffix("(s)")
            yield f"{word.removesuffix('(s)')}s"
        elif word and word.lower() not in ("none", "na"):
            yield word
