"""Faults of what a requirement declares and how its items are numbered."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.catalogue import Span
from tests.mutation.planting import Edit, Kind, Mutant, drop, insert, plant, replace, variants
from tests.mutation.seed import SEED, Category, Item

DIGITS = "零一二三四五六七八九"
GAP = {"numbering-gap": "the numbers that are left do not run from 1 without a gap"}
CHOICE_AND = {"unreadable-requirement": "a choice over papers that are joined by 与 contradicts itself"}


def with_choice() -> Iterator[tuple[Category, Span, Span]]:
    """Yield the categories that declare N选M, with N and the whole declaration."""
    for category in SEED.categories:
        if category.among is not None and category.declared is not None:
            yield category, category.among, category.declared


def without_choice() -> Iterator[Category]:
    """Yield the categories whose requirement is one statement."""
    return (category for category in SEED.categories if category.declared is None and category.papers)


def number(item: Item) -> int:
    return int(SEED.of(item.number))


def count_off_by(step: int) -> Callable[[], Iterator[Mutant]]:
    def planted() -> Iterator[Mutant]:
        for category, among, _ in with_choice():
            claim = int(SEED.of(among)) + step
            yield plant(category, replace(among, str(claim)))

    return planted


def count_in_words() -> Iterator[Mutant]:
    for category, among, declared in with_choice():
        yield plant(category, replace(declared, f"（{DIGITS[int(SEED.of(among)) + 1]}选一）"))


def count_at_head_of_cell() -> Iterator[Mutant]:
    for category, among, declared in with_choice():
        claim = f"（{int(SEED.of(among)) + 1}选1）："
        yield plant(category, drop(declared), insert(category.words.start, f"{claim}<br>\n"))


def more_chosen_than_listed() -> Iterator[Mutant]:
    for category, among, _ in with_choice():
        assert category.choose is not None
        yield plant(category, replace(category.choose, str(int(SEED.of(among)) + 2)))


def dropped(which: Callable[[tuple[Item, ...]], tuple[Item, ...]]) -> Callable[[], Iterator[Mutant]]:
    """Drop items whole, the tags of their line that close other things excepted."""

    def planted() -> Iterator[Mutant]:
        for category, _, declared in with_choice():
            for item in which(category.items):
                also = {} if item is category.items[-1] else GAP
                yield plant(category, dropping(item), label=f"item {number(item)}", ends=(declared,), also=also)

    return planted


def dropping(item: Item) -> Edit:
    """Take the line away, but for an end tag of the link that stands on it."""
    line = SEED.of(item.line)
    return replace(item.line, "</a>\n" if "</a>" in line else "")


def added_last() -> Iterator[Mutant]:
    for category, _, declared in with_choice():
        last = category.items[-1]
        new = f"<br>\n{number(last) + 1}. 《出版物经营许可证》"
        yield plant(category, insert(last.words.end, new), ends=(declared,))


def added_first() -> Iterator[Mutant]:
    for category, _, declared in with_choice():
        new = "1. 《出版物经营许可证》<br>\n"
        also = {"numbering-gap": "the number 1 stands twice"}
        yield plant(category, insert(category.items[0].number.start, new), ends=(declared,), also=also)


def number_repeated() -> Iterator[Mutant]:
    for category, _, _ in with_choice():
        for item in category.items[1:]:
            yield plant(category, replace(item.number, str(number(item) - 1)), label=f"item {number(item)}")


def number_skipped() -> Iterator[Mutant]:
    for category, _, _ in with_choice():
        for index, item in enumerate(category.items[1:], 1):
            later = category.items[index:]
            edits = [replace(each.number, str(number(each) + 1)) for each in later]
            yield plant(category, *edits, label=f"item {number(item)}")


def numbering_starts_late() -> Iterator[Mutant]:
    for category, _, _ in with_choice():
        yield plant(category, *(replace(item.number, str(number(item) + 1)) for item in category.items))


def numbers_swapped() -> Iterator[Mutant]:
    for category, _, _ in with_choice():
        first, second = category.items[-2:]
        yield plant(
            category, replace(first.number, SEED.of(second.number)), replace(second.number, SEED.of(first.number))
        )


def restyled(style: str) -> Callable[[], Iterator[Mutant]]:
    """Write one number in another style, which by the reading rules makes it an item below the one before."""

    def planted() -> Iterator[Mutant]:
        for category, _, declared in with_choice():
            for item in category.items[1:]:
                mark = Span(item.number.start, item.number.end + 1)
                new = style.format(number(item), circled="①②③④⑤⑥⑦⑧"[number(item) - 1])
                yield plant(category, replace(mark, new), label=f"item {number(item)}", ends=(declared,))

    return planted


def choice_undeclared() -> Iterator[Mutant]:
    for category, _, declared in with_choice():
        yield plant(category, drop(declared))


def choice_of_one() -> Iterator[Mutant]:
    for category in without_choice():
        yield plant(category, insert(category.requirement.label.words.end, "（1选1）"))


def list_of_one() -> Iterator[Mutant]:
    for category, among, declared in with_choice():
        edits = [dropping(item) for item in category.items[1:]]
        yield plant(category, replace(among, "1"), *edits, ends=(declared,))


def choice_over_one_statement() -> Iterator[Mutant]:
    for category in SEED.categories:
        if category.declared is None:
            yield plant(category, insert(category.requirement.label.words.end, "（2选1）"))


COUNTING = (
    Kind("count-one-up", ("count-mismatch",), count_off_by(+1)),
    Kind("count-one-down", ("count-mismatch",), count_off_by(-1)),
    Kind("count-in-words", ("count-mismatch",), count_in_words),
    Kind("count-at-head-of-cell", ("count-mismatch",), count_at_head_of_cell),
    Kind("more-chosen-than-listed", ("count-mismatch",), more_chosen_than_listed),
    Kind("first-item-dropped", ("count-mismatch",), dropped(lambda items: items[:1])),
    Kind("middle-item-dropped", ("count-mismatch",), dropped(lambda items: items[1:-1])),
    Kind("last-item-dropped", ("count-mismatch",), dropped(lambda items: items[-1:])),
    Kind("item-added-last", ("count-mismatch",), added_last),
    Kind("item-added-first", ("count-mismatch",), added_first),
    Kind("number-repeated", ("numbering-gap",), number_repeated),
    Kind("number-skipped", ("numbering-gap",), number_skipped),
    Kind("numbering-starts-late", ("numbering-gap",), numbering_starts_late),
    Kind("numbers-swapped", ("numbering-gap",), numbers_swapped),
    Kind(
        "number-in-another-style", ("count-mismatch|numbering-gap",),
        variants(restyled("{circled}"), restyled("（{}）")), explained=GAP,
    ),
    Kind("choice-undeclared", ("undeclared-choice",), choice_undeclared),
    Kind("choice-of-one", ("pointless-choice",), choice_of_one, explained=CHOICE_AND),
    Kind("list-of-one", ("pointless-choice",), list_of_one),
    Kind("choice-over-one-statement", ("count-mismatch",), choice_over_one_statement, explained=CHOICE_AND),
)  # fmt: skip
