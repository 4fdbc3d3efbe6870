"""Article → Facts: scene, cast, speech, meetings, commitments; each step sees only what came before."""

from collections.abc import Mapping
from functools import cache

from communique.mapping.extraction.actors.cast import Cast, build_cast
from communique.mapping.extraction.actors.discourse import Discourse
from communique.mapping.extraction.actors.names import Gazetteer, build_gazetteer
from communique.mapping.extraction.actors.parties import Resolver
from communique.mapping.extraction.commitments.finder import find_commitments
from communique.mapping.extraction.meetings.finder import find_meetings
from communique.mapping.extraction.scene import Scene, set_scene
from communique.mapping.extraction.speech.details import finish
from communique.mapping.extraction.speech.documents import SPEAKING, document_drafts
from communique.mapping.extraction.speech.finder import SpeechFinder
from communique.mapping.extraction.speech.joint import link_documents
from communique.mapping.extraction.speech.occasions import share_occasions
from communique.mapping.extraction.speech.when import day_of_publication, when_said
from communique.mapping.extraction.trace import Trace
from communique.mapping.model import Article, Facts, Statement
from communique.ontology.register import Register, load_register

_FOREIGN = "The article is in another language than English ({}), and nothing was extracted."


@cache
def _gazetteer() -> tuple[Register, Gazetteer]:
    register = load_register()
    return register, build_gazetteer(register)


def extract(article: Article, trace: Trace | None = None) -> Facts:
    """All facts of an article, each with its spans and the rule that found it.

    Only English is read: of an article in another language nothing but a warning that says so.
    `trace` collects why each speaker was credited; nothing is collected without it.
    """
    if article.language not in (None, "en"):
        return Facts(warnings=(_FOREIGN.format(article.language),))
    register, gazetteer = _gazetteer()
    scene = set_scene(article, register, gazetteer)
    cast = build_cast(scene)
    statements, memory = _speech(scene, cast, trace)
    return Facts(
        mentions=tuple(cast.mentions[at] for at in sorted(cast.mentions)),
        statements=statements,
        meetings=find_meetings(scene, cast, memory),
        commitments=find_commitments(scene, cast, memory, statements),
        genre=scene.genre,
    )


def _speech(
    scene: Scene, cast: Cast, trace: Trace | None
) -> tuple[tuple[Statement, ...], Mapping[int, Discourse]]:
    """The statements in order of the text, and what pronouns mean where."""
    speech = SpeechFinder(Resolver(scene, cast, Discourse(), trace))
    drafts = speech.run(scene.passages)
    if scene.genre in SPEAKING:
        drafts = document_drafts(Resolver(scene, cast, Discourse()), scene.passages, scene.genre) or drafts
    issued = day_of_publication(scene) if scene.genre in SPEAKING or scene.genre == "readout" else None
    finished = [finish(scene, draft, when_said(scene, draft) or issued) for draft in drafts]
    ordered = sorted(finished, key=lambda statement: statement.spans[0])
    return link_documents(share_occasions(scene, ordered)), speech.memory
