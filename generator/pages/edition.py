"""One catalogue being rendered under one set of options, with the look-ups that every kind of page needs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote

from markupsafe import Markup

from generator.catalogue import Pending
from generator.combinations import combinations_by_category
from generator.pages import safe
from generator.pages.addresses import Addresses, category_path, group_path, qualification_path, relative
from generator.pages.assets import assets, published_names
from generator.pages.interface import Interface
from generator.pages.templating import environment
from generator.quick import quick

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from jinja2 import Environment

    from generator.catalogue import Catalogue, Category, Group, QualificationEntry, Span, Table
    from generator.pages.model import PageOptions

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True)
class Day:
    """A day, for people and for programs."""

    words: str
    iso: str


@quick
@dataclass(frozen=True, slots=True)
class Target:
    """Something to link to from the page at hand."""

    title: str
    url: str


@quick
@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where in its source a page's words stand."""

    file: str
    """The source's path as shown: relative to the repository where it lies in it."""
    first: int
    last: int
    """Lines, from 1, both included."""
    url: str
    """The source to read, at that line."""
    edit: str | None
    """The source to edit, at that line."""
    changed: Day | None = None
    """When these words last changed, where that is known."""


@dataclass(frozen=True)
class Progress:
    """How much of a page's own words a translation has."""

    done: int
    total: int
    words: str
    """What the page says of it."""


@dataclass(frozen=True)
class Edition:
    """One catalogue × options; immutable, with its indexes made when first asked for."""

    catalogue: Catalogue
    options: PageOptions

    @cached_property
    def say(self) -> Interface:
        """The interface's words."""
        return Interface.of(self.options.locale, self.options.words)

    @cached_property
    def pending(self) -> Mapping[str, Pending]:
        """The texts that stand in the language of the source, because nobody has translated them (as they are now)."""
        return self.catalogue.translation.pending if self.catalogue.translation else {}

    @cached_property
    def source_language(self) -> str:
        """The language of the sources."""
        return self.catalogue.translation.of if self.catalogue.translation else self.options.locale

    @property
    def untranslated(self) -> Catalogue:
        """The catalogue in the language of its sources."""
        return self.options.untranslated or self.catalogue

    @property
    def has_tools(self) -> bool:
        """Whether there is anything to find, draw and compare."""
        return len(self.catalogue.categories) > 1 and bool(self.catalogue.qualifications)

    @cached_property
    def is_overview_fallback(self) -> bool:
        """Whether a page that names all categories, groups and papers shows a name in the language of the source.

        Nothing else of them stands there: a scenario that waits for its translation leaves such a page as it is.
        """
        catalogue = self.catalogue
        names = [each.name for each in catalogue.categories]
        names += [each.name for each in catalogue.groups]
        names += [each.name for each in catalogue.qualifications]
        return not self.pending.keys().isdisjoint(names)

    @property
    def is_chinese(self) -> bool:
        """Whether the readers read Chinese, in whatever script."""
        return self.options.locale.partition("-")[0] == "zh"

    def shown(self, html: str, words: str) -> Markup:
        """Return an author's HTML made safe; in a marked box that says so, where it is not translated."""
        return self.marked(safe.faithful(html, words), self.pending.get(html))

    def said(self, words: str) -> Markup:
        """Return plain words as HTML; marked where they are not translated."""
        return self.marked(safe.text(words), self.pending.get(words))

    def marked(self, inner: Markup, why: Pending | None) -> Markup:
        """Return HTML in a box that says why it is not translated, in the reader's language."""
        if why is None:
            return inner
        outdated = why is Pending.OUTDATED
        note = self.say("The source has changed; not translated yet") if outdated else self.say("Not translated yet")
        return Markup('<div class="lm-pending"><p class="lm-pending__note">{}</p><div lang="{}">{}</div></div>').format(
            note, self.source_language, inner
        )

    def ways_with(self, identifier: str, names: Iterable[str]) -> list[tuple[str, ...]]:
        """Return the combinations of a category that hold a paper of one of these names, in their order."""
        ways = self.ways[identifier] or ()
        if identifier not in self._ways_by_paper:
            by_paper: dict[str, list[int]] = {}
            for number, way in enumerate(ways):
                for name in dict.fromkeys(way):
                    by_paper.setdefault(name, []).append(number)
            self._ways_by_paper[identifier] = by_paper
        known = self._ways_by_paper[identifier]
        return [ways[number] for number in sorted({number for name in names for number in known.get(name, ())})]

    def beside(self, shown: str, original: str | None) -> str:
        """Return the name in the source where a translation shows another one; else nothing."""
        return original if original and original != shown else ""

    def both_names(self, paper: str) -> str:
        """Return the name of a paper, with that in the source behind it where a translation shows another."""
        entry = self.catalogue.qualification_of(paper)
        original = self.beside(paper, entry.original if entry else None)
        return self.say("{name} ({original})", name=paper, original=original) if original else paper

    def way(self, names: tuple[str, ...]) -> str:
        """Return the names of the papers of one combination in one line, which may be that of no paper."""
        return self.say(" + ").join(map(self.both_names, names)) or self.say("No papers required")

    def progress(self, identifier: str) -> Progress | None:
        """Return how much of a category, group or paper is translated; None where all of it is."""
        about = self.catalogue.translation
        done, total = about.progress.get(identifier, (0, 0)) if about else (0, 0)
        if done == total:
            return None
        # Rounded down: a page of which one string lacks is not translated to 100 %.
        percent = self.say.percent(done * 100 // total)
        return Progress(done, total, self.say("{percent} of this page is translated", percent=percent))

    def is_fallback(self, identifier: str) -> bool:
        """Tell whether a page shows words of its own in the language of the source."""
        about = self.catalogue.translation
        done, total = about.progress.get(identifier, (0, 0)) if about else (0, 0)
        return done != total

    def inline(self, words: str | None) -> str | Markup | None:
        """Return words that stand in a line, marked where they are not translated."""
        if words is None or words not in self.pending:
            return words
        note = self.say("Not translated yet")
        return Markup('<span class="lm-untranslated" lang="{}" title="{}">{}</span>').format(
            self.source_language, note, safe.text(words)
        )

    @cached_property
    def ways(self) -> Mapping[str, tuple[tuple[str, ...], ...] | None]:
        """The combinations of papers by the id of the category; None where those are too many."""
        return combinations_by_category(self.catalogue)

    @cached_property
    def _ways_by_paper(self) -> dict[str, dict[str, list[int]]]:
        """For each category that was asked about, the numbers of the combinations that hold a paper, by its name."""
        return {}

    @cached_property
    def by_use(self) -> tuple[QualificationEntry, ...]:
        """All papers, those that open most categories first, else in the order of the catalogue."""
        return tuple(sorted(self.catalogue.qualifications, key=lambda entry: -len(entry.categories)))

    @cached_property
    def addresses(self) -> Addresses:
        """The addresses of the site."""
        return Addresses(self.options.directory_urls)

    @cached_property
    def _published(self) -> Mapping[str, str]:
        return published_names(assets(self.options.templates))

    def asset_link(self, here: str, name: str) -> str:
        """Return the URL of an asset that all languages share, from the page at path ``here``."""
        return self.addresses.link(f"{self.options.prefix}{here}", self._published.get(name, name))

    @cached_property
    def by_id(self) -> dict[str, Category]:
        """Categories by id."""
        return {category.id: category for category in self.catalogue.categories}

    @cached_property
    def tables(self) -> tuple[dict[Span, Table], ...]:
        """The tables of each source, by where they stand."""
        return tuple({table.span: table for table in source.tables} for source in self.catalogue.sources)

    @cached_property
    def group_of(self) -> dict[str, Group]:
        """The group of each category that has one, by the category's id."""
        return {identifier: group for group in self.catalogue.groups for identifier in group.categories}

    @cached_property
    def site_title(self) -> str:
        """The title of the home page."""
        titles = [source.title for source in self.catalogue.sources if source.title]
        only = titles[0] if len(self.catalogue.sources) == 1 and titles else None
        return self.catalogue.title or self.options.site_name or only or self.say("Categories and what they require")

    @cached_property
    def files(self) -> tuple[str, ...]:
        """The path of each source as shown."""
        return tuple(shown_path(source.file, self.options.source_base) for source in self.catalogue.sources)

    @cached_property
    def copies(self) -> tuple[str, ...]:
        """The path of each source's published copy, less its ending; no two are the same."""
        names: list[str] = []
        for number, source in enumerate(self.catalogue.sources, start=1):
            name = _UNSAFE.sub("-", source.id).strip("-.") or f"source-{number}"
            names.append(name if name not in names else f"{name}-{number}")
        return tuple(f"assets/sources/{name}" for name in names)

    def members(self, group: Group) -> tuple[Category, ...]:
        """Return the categories of a group, in order."""
        return tuple(self.by_id[identifier] for identifier in group.categories if identifier in self.by_id)

    @cached_property
    def ungrouped(self) -> tuple[Category, ...]:
        """Categories that stand in no group."""
        return tuple(each for each in self.catalogue.categories if each.id not in self.group_of)

    def link(self, here: str, identifier: str) -> str:
        """Return the URL of a group's or category's page from the page at path ``here``."""
        path = category_path(identifier) if identifier in self.by_id else group_path(identifier)
        return self.addresses.link(here, path)

    def paper_link(self, here: str, entry: QualificationEntry) -> str:
        """Return the URL of a paper's page from the page at path ``here``."""
        return self.addresses.link(here, qualification_path(entry.id))

    def edit(self, source: int, span: Span) -> tuple[str, int]:
        """Return the repository path and the line where a span is edited."""
        return self.files[source], self.catalogue.sources[source].position(span.start).line

    @cached_property
    def tells_changes(self) -> bool:
        """Whether there is a page of changes: there is a history."""
        return bool(self.options.history)

    def day(self, when: date) -> Day:
        """Return a day as it is shown."""
        return Day(self.say.day(when), when.isoformat()[:10])

    def whereabouts(self, here: str, source: int, span: Span, identifier: str = "") -> Whereabouts:
        """Return where a span stands, with links from the page at path ``here``.

        ``identifier`` is that of the category that it is.
        """
        file, first = self.edit(source, span)
        last = self.catalogue.sources[source].lines(span)[1]
        path = quote(file, safe="/")
        prefix = self.options.source_url
        published = relative(self.options.prefix + self.addresses.address(here), f"{self.copies[source]}.html")
        url = f"{published if prefix is None else prefix.rstrip('/') + '/' + path}#L{first}"
        edit = filled(self.options.edit_url, path, first) if self.options.edit_url else None
        changed = self.options.changed.get(identifier)
        return Whereabouts(file, first, last, url, edit, self.day(changed) if changed else None)

    def template(self, name: str, **values: object) -> str:
        """Return what a template makes of its values; ``say`` is always among them."""
        return self._environment.get_template(name).render(say=self.say, **values)

    def load_templates(self) -> None:
        """Load the templates of all pages: one that cannot be parsed is found before it is needed."""
        for name in self._environment.list_templates(filter_func=lambda name: name.startswith("pages/")):
            self._environment.get_template(name)

    @cached_property
    def _environment(self) -> Environment:
        return environment(self.options.templates)


def filled(template: str, path: str, line: int) -> str:
    """Return an edit address: ``{path}`` and ``{line}`` put into its template."""
    return template.replace("{path}", path).replace("{line}", str(line))


def shown_path(file: str, base: Path | None) -> str:
    """Return a source's name relative to ``base`` where it lies in it; else without what is above it."""
    path = PurePosixPath(file)
    if base is not None and path.is_relative_to(base.as_posix()):
        return path.relative_to(base.as_posix()).as_posix()
    if path.is_absolute() or ".." in path.parts:
        return path.name
    return path.as_posix()
