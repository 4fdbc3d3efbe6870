"""International organisations, coalitions, armed groups and news agencies, with member states."""

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from communique.ontology.derive import sources
from communique.ontology.derive.names import spellings
from communique.ontology.derive.seats import organisation, state
from communique.ontology.derive.turtle import Description, document, node, plain, text
from communique.ontology.vocabulary import CMQ, ORG, OWL, RDF, SKOS, WIKIDATA

SOURCES = (sources.FACTBOOK, sources.CURATION)


def write(folder: Path) -> bytes:
    """The graph of the organisations."""
    table = sources.curated("organisations")
    members = _members(folder)
    return document(
        "Organisations", SOURCES, (_description(key, facts, members) for key, facts in table.items())
    )


def _members(folder: Path) -> dict[str, list[str]]:
    """Abbreviation of the Factbook → codes of its full members; observers and partners stand in brackets."""
    members: dict[str, list[str]] = defaultdict(list)
    for row in sources.json_lines(folder / "factbook_states_igos.jsonl"):
        for name in row["igo"] or ():
            if row["iso2"] and not re.search(r"\(", name):
                members[name].append(row["iso2"])
    return members


def _description(key: str, facts: Mapping[str, Any], members: Mapping[str, list[str]]) -> Description:
    label = facts["label"]
    codes = facts.get("members") or members.get(facts.get("factbook", ""), [])
    names = sorted(set(spellings((label, *facts.get("names", ())))) - {label})
    return Description(
        organisation(key),
        [
            (RDF.type, node(ORG.Organization)),
            (SKOS.notation, plain(key)),
            (SKOS.prefLabel, text(label)),
            *((SKOS.altLabel, text(name)) for name in names),
            *((CMQ.metonym, text(name)) for name in facts.get("metonyms", ())),
            (CMQ.organisationKind, plain(facts.get("kind", "organisation"))),
            *((ORG.hasMember, node(state(code))) for code in codes),
            (OWL.sameAs, node(WIKIDATA[facts["wikidata"]]) if "wikidata" in facts else None),
        ],
    )
