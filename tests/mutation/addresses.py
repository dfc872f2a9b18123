"""Faults of links: empty, malformed, insecure, dead, lost, shared."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.catalogue import Span
from tests.mutation.planting import Kind, Mutant, drop, insert, plant, plant_in_source, replace, variants
from tests.mutation.seed import SEED, Anchor, Category


def linked() -> Iterator[tuple[Category, Anchor]]:
    """Yield the categories whose requirement is a link."""
    for category in SEED.categories:
        if category.anchor is not None:
            yield category, category.anchor


def href(new: Callable[[str], str]) -> Callable[[], Iterator[Mutant]]:
    """Change the address of every official link."""

    def planted() -> Iterator[Mutant]:
        for category, anchor in linked():
            yield plant(category, replace(anchor.href, new(SEED.of(anchor.href))))

    return planted


def markdown_address(category: Category) -> Span:
    """Return the address of the Markdown link in the introductory sentence."""
    start = SEED.text.index("](", category.sentence.start) + 2
    return Span(start, SEED.text.index(")", start))


def in_sentence(new: Callable[[str], str]) -> Callable[[], Iterator[Mutant]]:
    """Change the address of the Markdown link in every introductory sentence."""

    def planted() -> Iterator[Mutant]:
        for category in SEED.categories:
            at = markdown_address(category)
            yield plant(category, replace(at, new(SEED.of(at))))

    return planted


def everywhere(address: str) -> Callable[[], Iterator[Mutant]]:
    """Add a link to every notice, scope cell (as HTML) and sentence (as Markdown)."""

    def planted() -> Iterator[Mutant]:
        for category in SEED.categories:
            yield plant(category, insert(category.table.start, f">! 详见[说明]({address})。\n\n"), label="notice")
            words = category.scope.cell.words
            yield plant(category, insert(words.start, f'<a href="{address}">说明</a>'), label="scope")
            yield plant(category, insert(category.sentence.end - 1, f"详见[说明]({address})。"), label="sentence")

    return planted


def in_introduction(address: str) -> Callable[[], Iterator[Mutant]]:
    """Change the addresses of the notice on the whole source."""

    def planted() -> Iterator[Mutant]:
        for words in ("[服务类目说明](", "[标准直播+直播标签]("):
            start = SEED.text.index(words) + len(words)
            yield plant_in_source(words, replace(Span(start, SEED.text.index(")", start)), address))

    return planted


def attribute_dropped() -> Iterator[Mutant]:
    for category, anchor in linked():
        yield plant(category, replace(anchor.open, "<a>"))


def official_link_lost() -> Iterator[Mutant]:
    for category, anchor in linked():
        yield plant(category, drop(anchor.open), drop(anchor.end))


def official_link_shared() -> Iterator[Mutant]:
    found = list(linked())
    for (category, anchor), (_, other) in zip(found, [*found[1:], found[0]], strict=True):
        yield plant(category, replace(anchor.href, SEED.of(other.href)), elsewhere=SHARED)


def picture_missing() -> Iterator[Mutant]:
    for category in SEED.categories:
        yield plant(
            category, insert(category.sentence.end, "\n![流程](images/no-such-picture.png)\n"), label="Markdown"
        )
        words = category.scope.cell.words
        yield plant(category, insert(words.end, '<img src="images/no-such-picture.png" alt="流程">'), label="HTML")


def changed(old: str, new: str) -> Callable[[str], str]:
    return lambda address: address.replace(old, new, 1)


HOST = "developers.weixin.qq.com"
SHARED = {"shared-official-link": "the finding may stand at both categories"}
SCHEMES = (
    changed("https://", "https:/"),
    changed("https://", "https//"),
    changed("https://", "htps://"),
    lambda _: "https://",
    lambda address: "https://" + address,
)
HOSTS = (changed(HOST, ""), changed("weixin.", "wei xin."), changed("weixin.qq", "weixin。qq"))
ADDRESSES = (
    Kind(
        "href-emptied", ("empty-link",), variants(href(lambda _: ""), href(lambda _: "  "), attribute_dropped),
    ),
    Kind("empty-link-added", ("empty-link",), variants(in_sentence(lambda _: ""), everywhere(""))),
    Kind("scheme-malformed", ("malformed-url",), variants(*map(href, SCHEMES))),
    Kind("host-malformed", ("malformed-url",), variants(*map(href, HOSTS))),
    Kind("blank-in-path", ("malformed-url",), href(changed("product/", "product /"))),
    Kind("markdown-scheme-malformed", ("malformed-url",), variants(*map(in_sentence, SCHEMES))),
    Kind("introduction-malformed", ("malformed-url",), in_introduction("https:/cloud.tencent.com")),
    Kind("href-insecure", ("insecure-url",), href(changed("https:", "http:"))),
    Kind(
        "insecure-link-added", ("insecure-url",),
        variants(in_sentence(changed("https:", "http:")), everywhere("http://cloud.tencent.com/document")),
    ),
    Kind("introduction-insecure", ("insecure-url",), in_introduction("http://cloud.tencent.com/document")),
    Kind(
        "link-to-missing-file", ("broken-local-link",),
        variants(href(lambda _: "no-such-page.md"), everywhere("no-such-page.md")),
    ),
    Kind("introduction-to-missing-file", ("broken-local-link",), in_introduction("../no-such-page.md")),
    Kind("picture-missing", ("broken-local-link",), picture_missing),
    Kind("link-to-missing-anchor", ("missing-anchor",), variants(href(lambda _: "#nowhere"), everywhere("#nowhere"))),
    Kind("introduction-to-missing-anchor", ("missing-anchor",), in_introduction("#nowhere")),
    Kind("official-link-lost", ("missing-official-link",), official_link_lost),
    Kind("official-link-shared", ("shared-official-link",), official_link_shared),
)  # fmt: skip
