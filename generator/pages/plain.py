"""Each page as plain Markdown, for programs that read text: no markup of a site, every word escaped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from generator.catalogue import All, Block, BlockKind, Choose, LinkRole, Nothing, Notice, Qualification, Record, Table
from generator.pages.addresses import (
    CHANGES,
    FINDER,
    HOME,
    QUALIFICATIONS,
    SAFE,
    category_path,
    group_path,
    qualification_path,
)
from generator.pages.category import further_fields, loose_notices
from generator.pages.changes import views
from generator.pages.content import NOTICE_TITLES
from generator.pages.finder import WAYS
from generator.pages.markdown import one_line
from generator.pages.navigation import tools
from generator.pages.requirement import chip, details
from generator.pages.safe import href
from generator.source.grid import WIDEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.catalogue import Category, Content, Group, QualificationEntry, Tree
    from generator.pages.edition import Edition
    from generator.pages.qualification import Acceptance

_MARKUP = re.compile(r"^(\d+)(?=[.)])|([\\`*_\[\]<>#|~]|^[+\-=]|&(?=#?\w+;))")
_ENDING = re.compile(r"[<>\\\s]|&(?=#?\w+;)")
"""What ends an address in <>, or makes another of it."""
_WHOLE = frozenset([FINDER, QUALIFICATIONS, CHANGES])
"""Pages about all categories that say something without their script."""
_LISTED_SAFE = SAFE.replace("(", "").replace(")", "")
_STEP = "   "
"""What a list in a list is indented by: as wide as "1. "."""


def escaped(text: str) -> str:
    """Return words on one line as Markdown that shows them as they are."""
    return _MARKUP.sub(lambda found: f"{found[1] or ''}\\{found[2] or ''}", one_line(text))


def link(text: str, url: str) -> str:
    """Return a link; without an address, its words alone."""
    # An address comes out of a source with all its characters: `>` would end it, and the rest be Markdown.
    quoted = _ENDING.sub(lambda found: quote(found[0], safe="&").replace("&", "\\&"), url)
    return f"[{escaped(text)}](<{quoted}>)" if url else escaped(text)


def _listed(text: str, url: str) -> str:
    """Return a link as programs that read ``llms.txt`` take it: ``]`` ends its words, ``<`` belongs to an address."""
    return f"[{escaped(text).replace(chr(92) + ']', '&#93;')}]({url})"


@dataclass(frozen=True)
class Plain:
    """Writes the pages of one edition; a page leads to others by their Markdown."""

    edition: Edition

    def home(self) -> str:
        """Return the home page: all groups with their categories, and what the sources say besides."""
        edition, catalogue = self.edition, self.edition.catalogue
        lines = [f"# {escaped(edition.site_title)}"]
        for group in catalogue.groups:
            lines += [f"## {link(group.name, self._to(HOME, group_path(group.id)))}"]
            lines += [self._entries(HOME, edition.members(group))]
        if edition.ungrouped:
            lines += [f"## {escaped(edition.say('Categories'))}", self._entries(HOME, edition.ungrouped)]
        for source in catalogue.sources:
            if source.title and len(catalogue.sources) > 1:
                lines.append(f"## {escaped(source.title)}")
            lines += self._contents(source.introduction)
            for section in source.sections:
                lines += [f"## {escaped(section.heading)}", *self._contents(section.body)]
        return _document(lines)

    def group(self, group: Group) -> str:
        """Return the page of a group."""
        here = group_path(group.id)
        members = self.edition.members(group)
        lines = [f"# {escaped(group.name)}", *self._contents(group.body), self._entries(here, members)]
        return _document(lines)

    def category(self, category: Category) -> str:
        """Return the page of a category."""
        say, edition = self.edition.say, self.edition
        here, group = category_path(category.id), edition.group_of.get(category.id)
        lines = [f"# {escaped(category.name)}"]
        if group:
            lines.append(f"{escaped(say('Group'))}: {link(group.name, self._to(here, group_path(group.id)))}")
        lines += [
            f"**{escaped(field.label)}**: {escaped(' / '.join(cell.text for cell in field.cells))}"
            for field in further_fields(category)
        ]
        lines += [f"## {escaped(say('What to hand in'))}", *self._requirement(here, category)]
        lines += self._contents(category.body)
        lines += self._contents(loose_notices(category))
        where = edition.whereabouts(here, category.source, category.span)
        message = say("{file}, line {first}", file=where.file, first=str(where.first))
        lines += [f"## {escaped(say('Original wording and source'))}", link(message, where.url)]
        return _document(lines)

    def qualification(self, entry: QualificationEntry, accepted: Iterable[Acceptance]) -> str:
        """Return the page of a paper."""
        say, here = self.edition.say, qualification_path(entry.id)
        lines = [f"# {escaped(entry.name)}"]
        if entry.aliases:
            lines.append(f"{escaped(say('Also known as'))}: {escaped(say(', ').join(entry.aliases))}")
        lines.append(f"## {escaped(say('Categories that accept it'))}")
        for each, identifier in zip(accepted, entry.categories, strict=True):
            to = self._to(here, category_path(identifier))
            lines.append(f"- {link(each.category.title, to)} ({escaped(each.chip)})")
            if each.alone:
                lines.append(f"  - {escaped(say('This paper alone suffices'))}")
            lines += [f"  - {escaped(say('Together with {papers}', papers=way))}" for way in each.together]
        return _document(lines)

    def qualifications(self) -> str:
        """Return the list of all papers, those that open most first."""
        say = self.edition.say
        lines = [
            f"- {link(entry.name, self._to(QUALIFICATIONS, qualification_path(entry.id)))}: "
            f"{escaped(say('{n} categories', n=len(entry.categories)))}"
            for entry in self.edition.by_use
        ]
        return _document([f"# {escaped(say('Papers'))}", "\n".join(lines)])

    def finder(self) -> str:
        """Return all categories with the combinations of papers that open them."""
        say, edition = self.edition.say, self.edition
        lines = []
        for each in edition.catalogue.categories:
            entry = link(each.name, self._to(FINDER, category_path(each.id)))
            lines.append(f"- {entry}: {escaped(chip(edition, each.requirement))}")
            listed = edition.ways[each.id] or ()
            lines += [f"  - {escaped(edition.way(way))}" for way in listed[:WAYS]]
            lines += ["  - …"] if len(listed) > WAYS else []
        return _document([f"# {escaped(say('What can I open?'))}", "\n".join(lines)])

    def changes(self) -> str:
        """Return what changed, newest first, less what it was before."""
        say, edition = self.edition.say, self.edition
        lines = [f"# {escaped(say('What changed'))}"]
        for each in views(edition, lambda path: self._to(CHANGES, path)):
            lines += [f"## {each.day.iso}", escaped(each.first)]
            lines += [
                f"- {link(subject.title, subject.url)}: {escaped(say(', ').join(dict.fromkeys(words)))}"
                for subject in each.subjects
                if (words := [item.words for item in subject.items])
            ]
            lines.append(escaped(each.more))
        return _document(lines)

    def contents(self) -> str:
        """Return ``llms.txt``: what the site is, and where its pages are as Markdown (https://llmstxt.org)."""
        say, edition, catalogue = self.edition.say, self.edition, self.edition.catalogue
        base = quote(edition.options.url or "", safe=_LISTED_SAFE + "%")

        def to(path: str) -> str:
            return base + quote(edition.addresses.twin(path), safe=_LISTED_SAFE)

        def entries(categories: Iterable[Category]) -> str:
            return "\n".join(
                f"- {_listed(each.name, to(category_path(each.id)))}: {escaped(chip(edition, each.requirement))}"
                for each in categories
            )

        counts = say(
            "{groups} groups, {categories} categories, {papers} papers",
            groups=len(catalogue.groups),
            categories=len(catalogue.categories),
            papers=len(catalogue.qualifications),
        )
        lines = [f"# {escaped(edition.site_title)}", f"> {escaped(counts)}"]
        for group in catalogue.groups:
            lines += [f"## {escaped(group.name)}", entries(edition.members(group))]
        if edition.ungrouped:
            lines += [f"## {escaped(say('Categories'))}", entries(edition.ungrouped)]
        titles = {path: title for path, title in tools(edition).items() if path in _WHOLE}
        listed = [f"- {_listed(title, to(path))}" for path, title in titles.items()]
        lines += [
            "## Optional",
            "\n".join([*listed, f"- [JSON]({base}catalogue.json)", f"- [CSV]({base}catalogue.csv)"]),
        ]
        return _document(lines)

    def _to(self, here: str, there: str) -> str:
        return self.edition.addresses.twin_link(here, there)

    def _entries(self, here: str, categories: Iterable[Category]) -> str:
        return "\n".join(
            f"- {link(each.name, self._to(here, category_path(each.id)))}: "
            f"{escaped(chip(self.edition, each.requirement))}"
            for each in categories
        )

    def _requirement(self, here: str, category: Category) -> Iterator[str]:
        say, requirement = self.edition.say, category.requirement
        if requirement is None:
            yield escaped(say("The source states no requirement."))
            return
        if requirement.doubts:
            yield escaped(say("Please go by the original wording"))
            yield "\n".join(f"> {escaped(line)}" for line in requirement.text.splitlines() if line.strip())
            yield escaped(say("How it was read, for reference"))
        yield "\n".join(self._tree(here, requirement.tree, ""))
        if requirement.remark:
            yield f"{escaped(say('Remark'))}: {escaped(requirement.remark)}"
        for each in category.links:
            if each.role is LinkRole.OFFICIAL and (address := href(each.href)):
                yield link(say("Official statement"), address)

    def _tree(self, here: str, tree: Tree, indent: str, mark: str = "", outer: str = "") -> Iterator[str]:
        """Yield the lines of a tree; ``mark`` is that of the list item that it is, ``outer`` says whom that is for."""
        say, inner = self.edition.say, indent + (_STEP if mark else "")
        holder = outer + self._holder(tree)
        head = f"{indent}{mark}{holder}"
        match tree:
            case Nothing():
                yield head + escaped(say("No papers required")) + self._remark(tree)
            case Qualification():
                yield head + self._paper(here, tree)
            case Choose(parts=(only,)) | All(parts=(only,)):
                # It asks for no more than its part does, but may say for whom.
                first, *rest = self._tree(here, only, indent, mark, holder)
                yield from (first + self._remark(tree), *rest)
            case Choose(count=count, parts=parts):
                rule = say("Any {count} of these {among}", count=count, among=len(parts))
                yield head + escaped(rule) + self._remark(tree)
                yield ""
                for number, part in enumerate(parts, start=1):
                    yield from self._tree(here, part, inner, f"{number}. ")
            case All(parts=parts):
                yield head + escaped(say("All {n} of these together", n=len(parts))) + self._remark(tree)
                yield ""
                for part in parts:
                    yield from self._tree(here, part, inner, "-  ")

    def _holder(self, tree: Tree) -> str:
        holder = None if isinstance(tree, Nothing) else tree.holder
        return escaped(f"{self.edition.say('For')} {holder}:") + " " if holder else ""

    def _remark(self, tree: Choose | All | Nothing) -> str:
        return f" ({escaped(self.edition.say('Remark'))}: {escaped(tree.remark)})" if tree.remark else ""

    def _paper(self, here: str, paper: Qualification) -> str:
        entry = self.edition.catalogue.qualification_of(paper.name)
        name = link(paper.name, self._to(here, qualification_path(entry.id)) if entry else "")
        original = self.edition.beside(paper.name, paper.original)
        said = [f"{escaped(label)}: {escaped(words)}" for label, words in details(self.edition, paper)]
        more = "; ".join([*([escaped(original)] if original else []), *said])
        return f"{name} ({more})" if more else name

    def _contents(self, contents: Iterable[Content]) -> Iterator[str]:
        for content in contents:
            match content:
                case Block():
                    yield _block(content)
                case Notice():
                    title = content.title or self.edition.say(NOTICE_TITLES[content.kind])
                    lines = [f"**{escaped(title)}**", *map(escaped, content.text.splitlines())]
                    yield "\n".join(f"> {line}" for line in lines if line)
                case Table():
                    yield _table(content)
                case Record():
                    pass


def _block(block: Block) -> str:
    lines = [escaped(line) for line in block.text.splitlines() if line.strip()]
    if block.kind is BlockKind.HEADING:
        return f"### {' '.join(lines)}"
    if block.kind is BlockKind.LIST:
        return "\n".join(f"- {line}" for line in lines)
    return "\n".join(lines)


def _table(table: Table) -> str:
    """Return a table in which each row says all that is said of it, also in cells that reach down from above."""
    rows = [row for row in _laid_out(table) if row]
    if not rows:
        return ""
    width = max(map(len, rows))
    lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _laid_out(table: Table) -> Iterator[list[str]]:
    """Yield the words of each row by column: those of a cell over several columns in the first of them."""
    above: dict[int, tuple[str, int]] = {}
    for row in table.rows:
        line: list[str] = []
        below: dict[int, tuple[str, int]] = {}

        def put(words: str, rows: int, line: list[str] = line, below: dict[int, tuple[str, int]] = below) -> None:
            if rows > 1:
                below[len(line)] = (words, rows - 1)
            line.append(words)

        for cell in row.cells:
            while len(line) in above:
                put(*above.pop(len(line)))
            words = escaped(cell.text)
            for column in range(min(cell.colspan, WIDEST - len(line))):
                put("" if column else words, cell.rowspan)
        for column in sorted(column for column in above if column >= len(line)):
            line += [""] * (column - len(line))
            put(*above[column])
        above = below
        yield line


def _document(parts: Iterable[str]) -> str:
    """Return parts with blank lines between them; those of a list stand together."""
    written: list[str] = []
    for part in filter(None, parts):
        is_item = part.lstrip().startswith("- ")
        if written:
            written.append("\n" if is_item and written[-1].rpartition("\n")[2].lstrip().startswith("- ") else "\n\n")
        written.append(part)
    return "".join(written) + "\n"
