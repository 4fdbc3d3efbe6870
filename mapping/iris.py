"""Same input, same IRI: every name that communique gives to a thing lies below one configurable base.

Names that people know are spelt out (states, people, articles); what only its description identifies
carries a hash of that description, the first 12 hexadecimal digits of a SHA-256.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import unquote, urlsplit, urlunsplit

from communique.errors import UsageError
from communique.mapping.model import Actor, Article, Post, Span
from communique.ontology.vocabulary import BASE

SLUG_LENGTH = 60
RESERVED_POSTS = ("provenance",)

# Letters that Unicode does not decompose into a Latin letter and a mark.
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_TRACKING = ("utm_", "fbclid=", "gclid=", "at_medium=", "at_campaign=", "CMP=", "cmp=", "ref=rss")
_FORBIDDEN = re.compile(r'[\x00-\x20<>"{}|^`\\]')


def slug(words: str, length: int = SLUG_LENGTH) -> str:
    """Lower-case Latin letters, digits and hyphens; cut at a hyphen; a hash where nothing of it is Latin."""
    folded = unicodedata.normalize("NFKD", words).casefold().translate(_LETTERS)
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    pieces = re.findall(r"[a-z0-9]+", re.sub(r"['’‘]", "", plain))
    joined = "-".join(pieces)
    if not joined:
        return digest_of(words)
    if len(joined) <= length:
        return joined
    return joined[: length + 1].rpartition("-")[0] or joined[:length]


def digest_of(*parts: str, length: int = 12) -> str:
    """The first hexadecimal digits of the SHA-256 of the parts, kept apart by a unit separator."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:length]


def article_key(article: Article) -> str:
    """What the article is called in IRIs: by its canonical address, the source's identifier, or its name.

    The name is an address or a file's, of which the stem counts.
    """
    if article.url:
        return _address_key(article.url)
    if article.identifier:
        return f"{slug(article.identifier)}-{digest_of(article.identifier, length=6)}"
    if "://" in article.name:
        return _address_key(article.name)
    name = PureWindowsPath(article.name).name if "\\" in article.name else PurePosixPath(article.name).name
    return slug(PurePosixPath(name).stem or name)


def _address_key(address: str) -> str:
    """The last part of an address, and a hash of the whole, without what only tells who linked to it."""
    parts = urlsplit(address)
    last = PurePosixPath(unquote(parts.path)).stem or parts.hostname or address
    query = "&".join(one for one in parts.query.split("&") if not one.startswith(_TRACKING))
    return f"{slug(last)}-{digest_of(urlunsplit(parts._replace(query=query, fragment='')), length=6)}"


def post_keys(article: Article) -> tuple[str, ...]:
    """What each post is called within its article, in the order of `article.posts`; all distinct."""
    taken = set(RESERVED_POSTS)
    keys = []
    for post in article.posts:
        key = _unique(_post_key(article.text, post), taken)
        taken.add(key)
        keys.append(key)
    return tuple(keys)


def _post_key(text: str, post: Post) -> str:
    if post.role != "post":
        return post.role
    headline = post.headline.of(text).strip() if post.headline else ""
    return slug(post.identifier or headline or "post")


def _unique(key: str, taken: set[str]) -> str:
    if key not in taken:
        return key
    number = 2
    while f"{key}-{number}" in taken:
        number += 1
    return f"{key}-{number}"


def _key(words: str) -> str:
    """A slug that is never cut, for what the reference data names in full."""
    return slug(words, length=1000)


@dataclass(frozen=True, slots=True)
class Base:
    """The address below which the instances are named; raises UsageError unless it can be one."""

    iri: str = BASE

    def __post_init__(self) -> None:
        parts = urlsplit(self.iri)
        if not parts.scheme or _FORBIDDEN.search(self.iri) or not self.iri.endswith(("/", "#")):
            raise UsageError(
                f"{self.iri!r} cannot be the base of IRIs.",
                "Give an absolute address that ends in / or #, such as https://example.org/record/.",
            )

    def _id(self, kind: str, *pieces: str) -> str:
        return f"{self.iri}id/{kind}/{'/'.join(pieces)}"

    def state(self, code: str) -> str:
        """A state or territory, by its ISO 3166-1 alpha-2 code."""
        return self._id("state", code.lower())

    def organisation(self, key: str) -> str:
        """An organisation, by its key in the register."""
        return self._id("organization", _key(key))

    def person(self, key: str) -> str:
        """A person, by the key in the register or a slug of the name."""
        return self._id("person", _key(key))

    def party(self, key: str) -> str:
        """What somebody acts for: a state where the key is a two-letter code, else an organisation."""
        return self.state(key) if re.fullmatch(r"[A-Z]{2}", key) else self.organisation(key)

    def actor(self, actor: Actor, scope: str) -> str:
        """Whoever acts; those who are only described are told apart by `scope`, the article's key."""
        if actor.kind == "state":
            return self.state(actor.key)
        if actor.kind == "organisation":
            return self.organisation(actor.key)
        if actor.kind == "person":
            return self.person(actor.key)
        return self._id("agent", digest_of(scope, slug(actor.key), actor.of or ""))

    def report(self, article: str, post: str | None = None) -> str:
        """A captured article, or one of its posts."""
        return self._id("report", article, post) if post else self._id("report", article)

    def passage(self, digest: str, span: Span) -> str:
        """A stretch of the text with this SHA-256."""
        return self._id("passage", digest[:12], f"{span.start}-{span.end}")

    def statement(self, *parts: str) -> str:
        """A statement, by what identifies it."""
        return self._id("statement", digest_of(*parts))

    def commitment(self, *parts: str) -> str:
        """A commitment, by what identifies it."""
        return self._id("commitment", digest_of(*parts))

    def meeting(self, *parts: str) -> str:
        """A meeting, by what identifies it."""
        return self._id("meeting", digest_of(*parts))

    def participation(self, *parts: str) -> str:
        """A part taken in a meeting, by what identifies it."""
        return self._id("participation", digest_of(*parts))

    def disagreement(self, *parts: str) -> str:
        """A disagreement: what it is about, and on which property."""
        return self._id("disagreement", digest_of(*parts))

    def capture(self, *parts: str) -> str:
        """The activity that made an article's graphs."""
        return self._id("capture", digest_of(*parts))

    def version(self, article: str, post: str, *parts: str) -> str:
        """An earlier version of a post; also the named graph of what it said, in the history."""
        return self._id("version", article, post, digest_of(*parts))

    def document(self, digest: str) -> str:
        """A document's bytes as they were read, by their digest."""
        return self._id("document", digest)

    def software(self, version: str) -> str:
        """A version of communique, as the agent of an activity."""
        return self._id("software", "communique", version)

    def graph(self, article: str, post: str) -> str:
        """The named graph of one post's facts."""
        return self._id("graph", article, post)

    def provenance(self, article: str) -> str:
        """The named graph that tells what an article's graphs were made from."""
        return self._id("graph", article, "provenance")

    def graphs_of(self, article: str) -> str:
        """What the names of all of an article's graphs begin with."""
        return self._id("graph", article, "")

    @property
    def graphs(self) -> str:
        """What the names of all named graphs begin with."""
        return f"{self.iri}id/graph/"

    @property
    def reference(self) -> str:
        """The named graph of states, organisations, people and offices."""
        return self._id("graph", "reference")

    @property
    def disagreements(self) -> str:
        """The named graph of what reports give incompatible values for."""
        return self._id("graph", "disagreements")

    @property
    def curation(self) -> str:
        """The named graph of people's judgements."""
        return self._id("graph", "curation")
