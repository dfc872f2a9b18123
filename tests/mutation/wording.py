"""Faults of the words of a requirement: brackets, names, connectors, references."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from generator.catalogue import Span
from tests.mutation.counting import with_choice, without_choice
from tests.mutation.planting import Kind, Mutant, drop, insert, plant, replace, variants
from tests.mutation.seed import SEED, Category

LOOK_ALIKES = {"证": "正", "准": "淮", "照": "昭", "书": "收", "函": "涵", "件": "伴", "明": "朋", "可": "司"}
"""What an editor's hand may write for the last character of a paper's name."""
NAMES = Counter(SEED.of(span) for category in SEED.categories for span in category.papers)
SAME_RANK = {"qualification-variant": "each of the two names stands once, so that either may be the wrong one"}


def signs(category: Category, characters: str) -> Iterator[Span]:
    """Yield the places of some characters in the words of a requirement."""
    for match in re.finditer(f"[{characters}]", SEED.of(category.words)):
        yield Span(category.words.start + match.start(), category.words.start + match.end())


def lost(characters: str) -> Callable[[], Iterator[Mutant]]:
    def planted() -> Iterator[Mutant]:
        for category in SEED.categories:
            for at in signs(category, characters):
                yield plant(category, drop(at), label=f"{SEED.of(at)} at {at.start - category.words.start}")

    return planted


def lost_in_label(character: str) -> Callable[[], Iterator[Mutant]]:
    def planted() -> Iterator[Mutant]:
        for category, _, declared in with_choice():
            at = declared.start if character == "（" else declared.end - 1
            yield plant(category, drop(Span(at, at + 1)))

    return planted


def bracket_doubled() -> Iterator[Mutant]:
    for category in SEED.categories:
        for at in signs(category, "》"):
            yield plant(category, insert(at.end, "》"), label=f"at {at.start - category.words.start}")


def bracket_of_another_pair() -> Iterator[Mutant]:
    for category in SEED.categories:
        for at in signs(category, "》"):
            yield plant(category, replace(at, "）"), label=f"at {at.start - category.words.start}")


def bracket_left_open(remark: str) -> Callable[[], Iterator[Mutant]]:
    """Add a remark whose brackets or quotation marks do not balance after the last paper of a requirement."""

    def planted() -> Iterator[Mutant]:
        for category in SEED.categories:
            if category.papers:
                yield plant(category, insert(category.papers[-1].end + 1, remark))

    return planted


def of_two_widths(full: str, half: str) -> Callable[[], Iterator[Mutant]]:
    """Write one bracket of a pair in half width, in the label and in the cell."""

    def planted() -> Iterator[Mutant]:
        for category in SEED.categories:
            places = [*signs(category, full)]
            if category.declared:
                places.append(Span(category.declared.start, category.declared.start + 1) if full == "（" else
                              Span(category.declared.end - 1, category.declared.end))  # fmt: skip
            for at in places:
                yield plant(category, replace(at, half), label=f"at {at.start - category.words.start}")

    return planted


def renamed(new: Callable[[str], str]) -> Callable[[], Iterator[Mutant]]:
    """Change papers whose name stands in another place of the catalogue too."""

    def planted() -> Iterator[Mutant]:
        for category in SEED.categories:
            for span in category.papers:
                name, uses = SEED.of(span), NAMES[SEED.of(span)]
                if uses > 1:
                    elsewhere = SAME_RANK if uses == 2 else {}
                    yield plant(category, replace(span, new(name)), label=name, elsewhere=elsewhere)

    return planted


def look_alike(name: str) -> str:
    return name[:-1] + LOOK_ALIKES[name[-1]]


def variant_of_neighbour() -> Iterator[Mutant]:
    for category, _, _ in with_choice():
        if len(category.papers) > 1:
            known, span = SEED.of(category.papers[0]), category.papers[1]
            yield plant(category, replace(span, known[:-1]), label=known, ends=category.papers[:1])


def and_or() -> Iterator[Mutant]:
    """Mix 与 and 或 without a comma, so that nobody can tell which binds tighter."""
    mixed = "《出版物经营许可证》与《商标注册证》或《法人授权书》"
    for category in SEED.categories:
        if category.papers:
            at = category.items[0].words if category.items else category.words
            yield plant(category, replace(at, mixed))


def bare_row() -> Iterator[Mutant]:
    """List papers with 、 alone, under no marker and after no party."""
    for category in without_choice():
        yield plant(category, replace(category.words, "《出版物经营许可证》、《商标注册证》"))


def reference_in_notice(reference: str) -> Callable[[], Iterator[Mutant]]:
    def planted() -> Iterator[Mutant]:
        for category in SEED.categories:
            notice = f">! 如提供影评服务，需补充{reference}。\n\n"
            yield plant(category, insert(category.table.start, notice))

    return planted


def reference_in_cell() -> Iterator[Mutant]:
    for category in SEED.categories:
        for name, row in (("scenario", category.scenario), ("scope", category.scope)):
            words = SEED.of(row.cell.words)
            end = row.cell.words.start + len(words.rstrip())
            yield plant(category, insert(end, "。如提供影评服务，需补充“文娱-影评类目”"), label=name)


def reference_in_requirement() -> Iterator[Mutant]:
    for category in SEED.categories:
        if category.papers:
            yield plant(category, insert(category.words.end, "<br>\n如提供影评服务，需补充“文娱-影评类目”"))


def reference_misspelt() -> Iterator[Mutant]:
    """The one reference of the seed that the catalogue holds."""
    for category in SEED.categories:
        at = SEED.text.find("证券/期货类目。", category.block.start, category.block.end)
        if at >= 0:
            yield plant(category, replace(Span(at, at + 5), "证卷/期货"))


WORDING = (
    Kind("title-bracket-open-lost", ("unbalanced-brackets",), lost("《")),
    Kind("title-bracket-close-lost", ("unbalanced-brackets",), lost("》")),
    Kind("bracket-lost", ("unbalanced-brackets",), lost("（）")),
    Kind("quotation-mark-lost", ("unbalanced-brackets",), lost("“”")),
    Kind("label-bracket-lost", ("unbalanced-brackets",), variants(lost_in_label("（"), lost_in_label("）"))),
    Kind(
        "bracket-too-many-or-wrong", ("unbalanced-brackets",), variants(bracket_doubled, bracket_of_another_pair),
    ),
    Kind(
        "remark-unbalanced", ("unbalanced-brackets",),
        variants(bracket_left_open("（经营范围含网络直播"), bracket_left_open("经营范围含网络直播）")),
    ),
    Kind(
        "quotation-unbalanced", ("unbalanced-brackets",),
        variants(bracket_left_open("（经营范围含“网络直播）"), bracket_left_open("（经营范围含网络直播”）")),
    ),
    Kind(
        "brackets-of-two-widths", ("mixed-punctuation",), variants(of_two_widths("（", "("), of_two_widths("）", ")")),
    ),
    Kind("name-one-character-short", ("qualification-variant",), renamed(lambda name: name[:-1])),
    Kind("name-one-character-long", ("qualification-variant",), renamed(lambda name: name + "书")),
    Kind("name-one-character-changed", ("qualification-variant",), renamed(look_alike)),
    Kind("name-of-neighbour-short", ("qualification-variant",), variant_of_neighbour),
    Kind("and-or-mixed", ("unreadable-requirement",), and_or),
    Kind("bare-row-of-papers", ("unreadable-requirement",), bare_row),
    Kind(
        "unknown-category-in-notice", ("unknown-category-reference",),
        variants(*map(reference_in_notice, ("“文娱-影评类目”", "：文娱-影评类目", "【文娱-影评】类目"))),
    ),
    Kind("unknown-category-in-cell", ("unknown-category-reference",), reference_in_cell),
    Kind("unknown-category-in-requirement", ("unknown-category-reference",), reference_in_requirement),
    Kind("category-reference-misspelt", ("unknown-category-reference",), reference_misspelt),
)  # fmt: skip
