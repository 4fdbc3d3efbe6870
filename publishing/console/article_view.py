"""An Article as it was read, for people: what the reader took for posts, authors, times and text."""

from rich.console import Console
from rich.text import Text

from communique.mapping.model import Article, Post
from communique.mapping.reading import Result, Skipped

_STYLES = {
    "headline": "bold",
    "byline": "cyan",
    "caption": "italic",
    "correction": "yellow",
    "boilerplate": "dim",
    "quotation": "green",
}


def print_result(out: Console, result: Result) -> None:
    """An article, or why something is none."""
    if isinstance(result, Skipped):
        out.print(f"{result.source}: skipped: {result.reason}", markup=False, soft_wrap=True)
        return
    out.rule(Text(result.source), align="left")
    _print_head(out, result.article, result.note)
    for post in result.article.posts:
        _print_post(out, result.article, post)


def _print_head(out: Console, article: Article, note: str) -> None:
    published = article.published
    told = {
        "title": article.title,
        "address": article.url,
        "identifier": article.identifier,
        "publisher": article.publisher,
        "section": article.section,
        "language": article.language,
        "authors": ", ".join(article.authors),
        "published": f"{published.day} ({published.basis})" if published else "not known",
        "modified": article.modified,
        "corrected": " ".join(article.corrections),
        "kind": _kind(article),
        "note": note,
    }
    for label, value in told.items():
        if value:
            out.print(Text(f"{label:<11} {value}"), soft_wrap=True)


def _kind(article: Article) -> str:
    if article.teaser:
        return "a teaser of an article that stands elsewhere"
    posts = sum(post.role == "post" for post in article.posts)
    return f"a live blog of {posts:,} posts" if article.live else "an article"


def _print_post(out: Console, article: Article, post: Post) -> None:
    marks = [f"{post.role} {post.index}", post.identifier, post.published, post.author]
    marks += [
        "pinned" if post.pinned else None,
        f"repeats {post.repeats}" if post.repeats is not None else None,
    ]
    out.print()
    out.print(Text(" · ".join(mark for mark in marks if mark), style="blue"), soft_wrap=True)
    for block in post.blocks:
        words = block.span.of(article.text)
        out.print(Text(f"{block.kind:<11} ", style="dim") + Text(words, style=_STYLES.get(block.kind, "")))
