"""The Guardian: answers of the content API, and the page models that its pages are made from.

Sources: the documentation of the Open Platform (content API, `show-blocks`, `show-fields`), and the
fields of the dotcom-rendering page model.
"""

from collections.abc import Iterator

from communique.errors import InputError
from communique.mapping.reading.assemble import article, body_parts, live_blog, posts_shown
from communique.mapping.reading.compose import fold
from communique.mapping.reading.declared import Declared, Update, primary_tag
from communique.mapping.reading.document import Skipped
from communique.mapping.reading.fields import Node, child, markup, names, nodes, signed, text, time
from communique.mapping.reading.reading import Reading

# What an element of a block is to its post; the others are teasers, adverts and widgets.
_WORDS = ("TextBlockElement", "SubheadingBlockElement", "ListBlockElement", "text")
_QUOTES = ("BlockquoteBlockElement", "PullquoteBlockElement", "TweetBlockElement", "tweet")
_PICTURES = (
    "ImageBlockElement",
    "YoutubeBlockElement",
    "VideoBlockElement",
    "MediaAtomBlockElement",
    "image",
)


def read_api_answer(root: Node, name: str) -> Iterator[Reading | Skipped]:
    """The items of an answer of the content API: of a search, or a single one."""
    response = root["response"]
    found = nodes(response.get("results")) + nodes(response.get("content"))
    if not found:
        raise InputError(f"{name} is an answer without results", f"Its status is {response.get('status')!r}.")
    for item in found:
        try:
            yield _item(item, name)
        except InputError as error:
            yield Skipped(f"{name}#{item.get('id')}", error.message, error.hint)


def read_page_model(page: Node, name: str) -> Iterator[Reading | Skipped]:
    """The article or live blog of a page model."""
    blocks = nodes(page.get("blocks"))
    pinned = nodes(page.get("pinnedPost"))
    keys = {block.get("id") for block in blocks}
    blocks = [one for one in pinned if one.get("id") not in keys] + blocks
    live = child(page, "format").get("design") == "LiveBlogDesign" or page.get("contentType") == "LiveBlog"
    declared = Declared(
        title=text(page, "headline", "webTitle"),
        url=text(page, "canonicalUrl", "webURL"),
        publisher=text(page, "publication"),
        language=primary_tag(text(page, "lang")),
        published=time(page, "webPublicationDate"),
        authors=_contributors(page.get("tags"), "title") or signed(text(page, "byline")),
        live=live,
        updates=tuple(_update(one, {p.get("id") for p in pinned}) for one in blocks) if live else (),
        identifier=text(page, "pageId"),
        section=text(page, "sectionLabel", "sectionName"),
        modified=_modified(page),
    )
    standfirst = list(body_parts(markup(page, "standfirst")))
    if live:
        yield live_blog(declared, standfirst, posts_shown(declared))
    else:
        story = [part for one in blocks for part in body_parts(_body(one))]
        yield article(declared, [*standfirst, *story], name)


def _item(item: Node, name: str) -> Reading:
    fields, blocks = child(item, "fields"), nodes(child(item, "blocks").get("body"))
    live = item.get("type") == "liveblog" or any(
        tag.get("id") == "tone/minutebyminute" for tag in nodes(item.get("tags"))
    )
    body = markup(fields, "body") or "\n".join(_body(block) for block in blocks) or markup(fields, "bodyText")
    declared = Declared(
        title=text(fields, "headline") or text(item, "webTitle"),
        url=text(item, "webUrl"),
        publisher=text(fields, "publication"),
        language=primary_tag(text(fields, "lang")),
        published=time(item, "webPublicationDate"),
        authors=_contributors(item.get("tags"), "webTitle") or signed(text(fields, "byline")),
        live=live,
        updates=tuple(_update(one, set()) for one in blocks) if live else (),
        identifier=text(item, "id"),
        section=text(item, "sectionName"),
        modified=time(fields, "lastModified"),
        teaser=not body,
    )
    lead = list(body_parts(markup(fields, "standfirst", "trailText")))
    if declared.updates:
        return live_blog(declared, lead, posts_shown(declared))
    return article(declared, [*lead, *body_parts(body)], name)


def _update(block: Node, pinned: set[object]) -> Update:
    return Update(
        headline=text(block, "title"),
        body=_body(block),
        authors=names(block.get("contributors"), "name", "webTitle") or signed(text(block, "byline")),
        published=time(block, "blockFirstPublished", "firstPublishedDate", "publishedDate", "createdDate"),
        identifier=text(block, "id"),
        modified=time(block, "blockLastUpdated", "lastModifiedDate"),
        pinned=block.get("id") in pinned or bool(child(block, "attributes").get("pinned")),
    )


def _body(block: Node) -> str:
    """What the block says, as HTML: its elements in order, or what the API has made of them."""
    told = "".join(_element(one) for one in nodes(block.get("elements")))
    return markup(block, "bodyHtml") or told or markup(block, "bodyTextSummary")


def _element(element: Node) -> str:
    kind = str(element.get("_type") or element.get("type")).rpartition(".")[2]
    if kind in _WORDS:
        return markup(element, "html") or markup(child(element, "textTypeData"), "html")
    if kind in _QUOTES:
        words = markup(element, "html") or markup(child(element, "tweetTypeData"), "html")
        return f"<blockquote>{words}</blockquote>"
    if kind in _PICTURES:
        data = child(element, "data") or child(element, "imageTypeData") or element
        told = (text(data, "caption", "mediaTitle", "title"), text(data, "credit"))
        words = " ".join(fold(one) for one in told if one)
        return f"<figcaption>{words}</figcaption>" if words else ""
    return ""


def _contributors(tags: object, member: str) -> tuple[str, ...]:
    return names([tag for tag in nodes(tags) if str(tag.get("type")).lower() == "contributor"], member)


def _modified(page: Node) -> str | None:
    """When the page last changed: the latest of its blocks, or what its linked data say."""
    linked = (time(one, "dateModified") for one in nodes(page.get("linkedData")))
    blocks = (time(one, "blockLastUpdated") for one in nodes(page.get("blocks")))
    return next((one for one in linked if one), None) or max((one for one in blocks if one), default=None)
