"""unknown-category-reference: a text asks for a category that the catalogue does not hold."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from generator.catalogue import Block, BlockKind, Catalogue, Content, Group, Notice, Source, Span
from generator.findings import Severity
from generator.messages import gettext as _
from generator.moving import home_of, moved
from generator.rules.category_mentions import WORD, Mention, key, mentions, parts
from generator.rules.nearest import Names
from generator.rules.rule import Context, Documentation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.findings import Finding

_MARKUP = r"(?:<[^<>]*+>|&\w+;|[\s*_~`>])*+"
"""What may stand between two characters that a reader sees side by side."""


_MOST_PLACES = 300
"""Names whose places are looked for in one text; beyond them a finding has the place of the whole text."""


class _Words(NamedTuple):
    source: int
    text: str
    place: Span
    by: int
    """How much further on than ``place`` it stands."""

    @property
    def span(self) -> Span:
        """Where it stands."""
        return moved(self.place, self.by)


def _check(context: Context) -> Iterator[Finding]:
    catalogue = context.catalogue
    if not catalogue.categories:
        return
    known = _known(catalogue)
    names = Names(known)
    for words in _texts(catalogue):
        asked = [mention for mention in mentions(words.text) if key(mention.name) not in known]
        if not asked:
            continue
        places = _Places(catalogue.sources[words.source], words)
        for missing in (part for mention in asked for part in parts(mention)):
            if key(missing.name) not in known:
                yield _finding(context, places, missing, known.get(names.nearest(key(missing.name)) or ""))


def _known(catalogue: Catalogue) -> dict[str, str]:
    """Return what a category or group of the catalogue may be called: the compared form → the name."""
    homes = (home_of(category)[0] for category in catalogue.categories)
    paths = [path for category in homes for path in (category.path, category.breadcrumb) if path]
    paths += [(group.name,) for group in catalogue.groups]
    return {
        key("".join(path[first:last])): "-".join(path[first:last])
        for path in dict.fromkeys(paths)
        for first in range(len(path))
        for last in range(first + 1, len(path) + 1)
    }


def _texts(catalogue: Catalogue) -> Iterator[_Words]:
    """Yield every text of the catalogue once: cells, prose and notices."""
    for number, source in enumerate(catalogue.sources):
        for table, by in map(home_of, source.tables):
            for row in table.rows:
                yield from [_Words(number, cell.text, cell.span, by) for cell in row.cells]
        yield from _prose(number, source.introduction)
        for section in source.sections:
            yield from _prose(number, section.body)
    for category in catalogue.categories:
        home, by = home_of(category)
        yield from _prose(category.source, home.body, by)
    sources = {category.id: category.source for category in catalogue.categories}
    for group in catalogue.groups:
        yield from _of_group(catalogue, group, sources)


def _prose(number: int, contents: Iterable[Content], by: int = 0) -> Iterator[_Words]:
    for content in contents:
        if isinstance(content, Notice) or (isinstance(content, Block) and content.kind is not BlockKind.CODE):
            yield _Words(number, content.text, content.span, by)


def _of_group(catalogue: Catalogue, group: Group, sources: Mapping[str, int]) -> Iterator[_Words]:
    """Yield the prose of a group, which several sources may have a share in: ``sources`` tells each category's."""
    numbers = dict.fromkeys(sources[member] for member in group.categories if member in sources)
    for words in _prose(group.source, group.body):
        if WORD.search(words.text):
            found = (number for number in numbers if WORD.search(catalogue.sources[number].slice(words.span)))
            yield words._replace(source=next(found, group.source))


def _finding(context: Context, places: _Places, mention: Mention, near: str | None) -> Finding:
    source, span = places.words.source, places.of(mention)
    hint = (
        _("did you mean {category}?").format(category=near)
        if near
        else _("add the category to a source, or name one that the catalogue holds")
    )
    return RULE.finding(
        _("the catalogue holds no category {name}").format(name=mention.label),
        source,
        span,
        hint=hint,
        category=context.path_at(source, span.start),
    )


class _Places:
    """Where the names in one text stand in its source; each name is looked for once, however often it comes back."""

    def __init__(self, source: Source, words: _Words) -> None:
        self.words = words
        self._source = source
        self._known: dict[str, tuple[list[int], list[Span]]] = {}

    def of(self, mention: Mention) -> Span:
        """Return where a name stands in the source, whatever markup stands in it; else all of the text's place."""
        if mention.name not in self._known:
            if len(self._known) >= _MOST_PLACES:
                return self.words.span
            self._known[mention.name] = self._look(mention.name)
        shown, written = self._known[mention.name]
        nth = bisect_left(shown, mention.start)
        return written[nth] if nth < len(written) else self.words.span

    def _look(self, name: str) -> tuple[list[int], list[Span]]:
        """Return where a name begins in the text, and its places in the source."""
        shown = list(_starts(self.words.text, name, 0, len(self.words.text)))
        span = self.words.span
        plain = list(_starts(self._source.text, name, span.start, span.end))
        if len(plain) == len(shown):
            # No markup stands in it anywhere.
            return shown, [Span(start, start + len(name)) for start in plain]
        pattern = re.compile(_MARKUP.join(re.escape(character) for character in name if not character.isspace()))
        return shown, [Span(*found.span()) for found in pattern.finditer(self._source.text, span.start, span.end)]


def _starts(text: str, name: str, start: int, end: int) -> Iterator[int]:
    """Yield where a name begins in a part of a text, without overlaps."""
    while (at := text.find(name, start, end)) >= 0:
        yield at
        start = at + len(name)


RULE = Rule(
    name="unknown-category-reference",
    code="R401",
    severity=Severity.WARNING,
    summary="A text asks for a category that the catalogue does not hold.",
    documentation=Documentation(
        what="""\
Some categories need another one beside them: 如提供时政信息服务，需补充“时政信息类目”. The rule reports such a name
where no category and no group of the catalogue is called so. It reads cells, notices and prose. Words that name no
category (该类目, 相应类目, 服务类目) are passed over. The sentence 具备【…】类目 is left to breadcrumb-mismatch.""",
        why="""\
The reader is sent to a category that cannot be found here: its name is mistyped, it was renamed, or it was never
described.""",
        wrong="""\
## 金融业

### 银行

>! 如提供股票交易服务，需补充：金融业-证劵类目。

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求</th><td>《金融许可证》</td></tr>
</table>

### 证券

<table>
  <tr><th>小程序直播场景</th><td>证券知识直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供证券业务在线服务</td></tr>
  <tr><th>资质要求</th><td>《经营证券期货业务许可证》</td></tr>
</table>
""",
        right="""\
## 金融业

### 银行

>! 如提供股票交易服务，需补充：金融业-证券类目。

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求</th><td>《金融许可证》</td></tr>
</table>

### 证券

<table>
  <tr><th>小程序直播场景</th><td>证券知识直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供证券业务在线服务</td></tr>
  <tr><th>资质要求</th><td>《经营证券期货业务许可证》</td></tr>
</table>
""",
        mend="""\
Correct the name, or describe the category in a source of its own. Where it is left out on purpose, ignore the rule
there and say why.""",
    ),
    check=_check,
)
