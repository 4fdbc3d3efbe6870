"""What an office belongs to: a state by its code, or an organisation by its key."""

from communique.ontology.vocabulary import BASE


def state(key: str) -> str:
    """A state's IRI below the default base."""
    return f"{BASE}id/state/{key.lower()}"


def organisation(key: str) -> str:
    """An organisation's IRI below the default base."""
    return f"{BASE}id/organization/{key}"


def seat(key: str) -> str:
    """The IRI of either: codes are two capitals, keys lower case."""
    return state(key) if key.isupper() else organisation(key)
