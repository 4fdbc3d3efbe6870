"""Article → Facts: scene, cast, speech, meetings, commitments; each step sees only what came before."""

from functools import cache

from communique.mapping.extraction.cast import build_cast
from communique.mapping.extraction.details import finish
from communique.mapping.extraction.discourse import Discourse
from communique.mapping.extraction.names import Gazetteer, build_gazetteer
from communique.mapping.extraction.parties import Resolver
from communique.mapping.extraction.scene import set_scene
from communique.mapping.extraction.speech import SpeechFinder
from communique.mapping.model import Article, Facts
from communique.ontology.register import Register, load_register


@cache
def _gazetteer() -> tuple[Register, Gazetteer]:
    register = load_register()
    return register, build_gazetteer(register)


def extract(article: Article) -> Facts:
    """All facts of an article, each with its spans and the rule that found it."""
    register, gazetteer = _gazetteer()
    scene = set_scene(article, register, gazetteer)
    cast = build_cast(scene)
    resolver = Resolver(scene, cast, Discourse())
    speech = SpeechFinder(resolver)
    drafts = speech.run(scene.passages)
    statements = tuple(finish(scene, draft, None) for draft in drafts)
    return Facts(mentions=tuple(cast.mentions[at] for at in sorted(cast.mentions)), statements=statements)
