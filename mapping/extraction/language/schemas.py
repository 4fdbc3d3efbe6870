"""The schema of each language table: which entries it has, and what may stand in them."""

from communique.mapping.extraction.language.checking import (
    Flag,
    Many,
    Named,
    Number,
    Record,
    Scalar,
    Shape,
    Share,
    Some,
    Text,
)

WORDS = Many(string=True)
LIST = Many()
PATTERN = Text(pattern=True)
PATTERNS = Many(PATTERN)
FORMS = Named(WORDS)


def _one(known: str) -> Some:
    return Some(frozenset(known.split()), one=True)


def _some(known: str) -> Some:
    return Some(frozenset(known.split()))


def _fields(names: str, shape: Shape = WORDS) -> Record:
    return Record(dict.fromkeys(names.split(), shape))


ACT = _one(
    """assertion announcement pledge agreement urging request proposal warning threat denial refusal criticism
    condemnation accusation praise thanks welcome concern reaffirmation question"""
)
"""Notations of the act scheme in the ontology."""
FORCE = _one("proposed drafted announced agreed in-force fulfilled broken refused withdrawn")
STATUS = _one("scheduled ongoing held cancelled unreal")
ROLE = _one("host chair co-chair mediator participant")
KIND = _one("summit bilateral talks call cabinet visit press-conference meeting other")

_FRAME = Record(
    {
        "act": ACT,
        "takes": _some("that bare quote object to addressee official attribute block"),
        "strength": _one("strong weak"),
        "verbs": WORDS,
    }
)

_COMMISSIVE = Record(
    {
        "rule": Text(),
        "status": FORCE,
        "verbs": WORDS,
        "takes": _some("to that gerund goods thing nounto accord sum on"),
    }
)

_MEETING_VERB = Record(
    {"lemmas": LIST, "takes": _some("object with alone to alone-by-phone pictured state")},
    {"role": ROLE, "kind": KIND},
)

_LINK = Record(
    {"lemmas": LIST},
    {"across": Flag(), "role": ROLE, "status": STATUS, "attendance": _one("withdrawn attending")},
)

_TIME_RULE = Record(
    {"form": Text(), "pattern": Text()},
    {"after": Text(), "bound": Flag(), "set": Named(Scalar())},
)

_RULES = Record({"default": Share()}, {"rules": Named(Share()), "circumstances": Named(Share())})

SCHEMAS: dict[str, Record] = {
    "confidence": Record(dict.fromkeys(("statements", "meetings", "commitments"), _RULES)),
    "words": Record(
        {
            "not_adverbs": WORDS,
            "abbreviations": WORDS,
            "titles_before_names": WORDS,
            "tags": _fields("det pron prep conj sub aux adv"),
        }
    ),
    "names": _fields("followers leaders blocked also_persons also_places weekdays_months particles"),
    "channels": Record({"channel": Many(Record({"name": Text(), "patterns": LIST}))}),
    "documents": Record(
        {
            "cue_openers": WORDS,
            "genre": Many(Record({"name": Text(), "titles": PATTERNS})),
            "issuers": _fields("openers"),
            "skipped": _fields("patterns", PATTERNS),
        }
    ),
    "people": Record(
        {
            "heads": LIST,
            "unique": LIST,
            "private": LIST,
            "offices": Named(Many(least=0)),
            "one_of": FORMS,
            "parts": _fields("portfolios ranks former"),
            "titles": _fields("plain military"),
            "described": _fields("acting private knowing documents"),
            "generic": _fields("nouns"),
            "government": _fields("nouns"),
            "groups": _fields("nouns"),
            "organisations": _fields("words"),
        }
    ),
    "speech": Record(
        {
            "irregular": FORMS,
            "ambiguous": _fields("nouns"),
            "frame": Many(_FRAME),
            "refusal": _fields("verbs words negated idioms"),
            "nouns": FORMS,
            "comments": _fields("nouns"),
            "according": _fields("phrases views"),
            "mood": _fields("verbs"),
            "documents": _fields("nouns signs"),
        }
    ),
    "commitments": Record(
        {
            "irregular": FORMS,
            "verb": Many(_COMMISSIVE),
            "refusal": _fields("verbs commits"),
            "readiness": Many(Record({"status": FORCE, "words": WORDS})),
            "goods": _fields("words accords idle"),
            "nouns": _fields("words follow made"),
            "fate": Many(Record({"status": FORCE, "verbs": WORDS})),
            "deeds": Record({**_fields("verbs refusable ceasing diary").needed, "particles": FORMS}),
            "will": _fields("words negated not blocking"),
            "irreal": _fields("words acts"),
            "condition": _fields("openers leading exchange"),
            "clause": _fields("cut reasons"),
            "gain": _fields("sources against ending for"),
            "texts": FORMS,
            "combining": FORMS,
        }
    ),
    "meetings": Record(
        {
            "nouns": FORMS,
            "noun_only_after": FORMS,
            "noun_only_before": FORMS,
            "points_at": FORMS,
            "verb": Many(_MEETING_VERB),
            "link": Many(_LINK),
            "irregular": FORMS,
            "group": _fields("unreal cancelled scheduled neutral"),
            "recurring": _fields("words"),
            "predicate": Many(Record({"status": STATUS, "phrases": LIST})),
            "before": Many(Record({"status": STATUS, "words": LIST})),
            "behind": _fields("people places"),
            "roles_by": _fields("host chair co-chair mediator participant"),
            "groups": FORMS,
            "counts": Record(
                {**_fields("about who nouns of", PATTERN).needed, "numbers": WORDS, "least": Number()}
            ),
            "attendance": _fields("attending sent withdrawn", LIST),
            "places": FORMS,
            "main": _fields("words"),
            "margins": _fields("phrases", LIST),
            "phone": _fields("phrases", LIST),
        }
    ),
    "time": Record(
        {
            **_fields(
                "months weekdays abbreviated_weekdays numbers shifts meridiems holidays zones",
                Named(Number()),
            ).needed,
            **_fields("units calendar_units parts edges approximately counted sentence", FORMS).needed,
            "names": _fields("patterns", LIST),
            "rule": Many(_TIME_RULE),
            "durations": Record(
                {**_fields("before within since after_age after_ago", LIST).needed, "phrases": FORMS}
            ),
            "money": FORMS,
        }
    ),
}
