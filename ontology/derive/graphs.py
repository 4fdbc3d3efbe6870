"""The four reference graphs, from the reference files and the curated tables."""

from pathlib import Path

from communique.ontology.derive import leaders, offices, organisations, states


def derive(folder: Path) -> dict[str, bytes]:
    """File name → Turtle. Raises InputError if a source cannot be read."""
    all_states = states.read(folder)
    people = leaders.read(folder, all_states)
    return {
        "leaders.ttl": leaders.write(people),
        "offices.ttl": offices.write(term for person in people for term in person.terms),
        "organisations.ttl": organisations.write(folder),
        "states.ttl": states.write(all_states),
    }
