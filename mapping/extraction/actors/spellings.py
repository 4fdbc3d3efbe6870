"""Leaders in another spelling than the register’s, told by whose office or state stands beside the name."""

from difflib import SequenceMatcher

from communique.mapping.extraction.actors.offices import HEADS
from communique.mapping.extraction.actors.people import Run
from communique.mapping.extraction.scene import Scene
from communique.mapping.iris import slug
from communique.ontology.register import Person

_NEARLY = 0.8
"""How alike two spellings of a surname are (matching characters, as difflib counts them)."""


def respelt(scene: Scene, run: Run) -> Person | None:
    """Egypt’s president, Abdel-Fattah al-Sissi: who holds the office, if the surname is nearly the same."""
    if run.office is None or run.office.former or run.of is None or scene.day is None:
        return None
    holders = scene.register.holders_on(run.of, scene.day, run.office.label)
    close = [person for person in holders if _nearly(run.words[-1], person.label.split()[-1])]
    return close[0] if len(close) == 1 else None


def leader_respelt(scene: Scene, run: Run) -> Person | None:
    """Egypt’s Abdel-Fattah al-Sissi: who leads the state, if the whole name is nearly the same."""
    if run.of is None or run.of not in scene.register.states or scene.day is None:
        return None
    named = " ".join(run.words)
    leaders = [p for office in HEADS for p in scene.register.holders_on(run.of, scene.day, office)]
    close = dict.fromkeys([p for p in leaders if _nearly(named, p.label)])
    return next(iter(close)) if len(close) == 1 else None


def _nearly(one: str, other: str) -> bool:
    return SequenceMatcher(None, slug(one), slug(other)).ratio() >= _NEARLY
