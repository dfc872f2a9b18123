"""The files that translators work in: made of the sources, brought up to date, and judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.config import ConfigError, load_yaml
from generator.files import write_atomically
from generator.locales import po
from generator.locales.checking import Memory as Checked
from generator.locales.checking import Status, faults, status
from generator.locales.remembering import Memory
from generator.locales.scripts import convert
from generator.locales.units import Unit, units
from generator.locales.walking import is_name
from generator.messages import gettext as _
from generator.pages.addresses import Addresses
from generator.pages.interface import wording
from generator.site.languages import INTERFACE, project_units
from generator.site.straying import straying

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from generator.catalogue import Catalogue
    from generator.config import Settings
    from generator.findings import TranslationFault
    from generator.locales.settings import Locale

TEMPLATE: Final = "catalogue.pot"
_MEMORY: Final = Memory()
_CHECKED: Final = Checked()
"""An editor's server looks through the same strings again at every save."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was brought up to date."""

    file: Path
    changed: bool
    status: Status | None
    """None for the template."""


def units_of(settings: Settings, catalogue: Catalogue) -> tuple[Unit, ...]:
    """Return all strings of a project that its readers see."""
    return units(catalogue, settings.locale, project_units(settings))


def extract(settings: Settings, catalogue: Catalogue) -> Written:
    """Write the template of all PO files.

    Raises:
        ConfigError: it cannot be written.
    """
    path = _directory(settings) / TEMPLATE
    file = po.template(units_of(settings, catalogue), _describer(settings, catalogue, ""))
    return Written(path, _write(path, po.dump(file)), None)


def update(
    settings: Settings, catalogue: Catalogue, locales: Iterable[Locale], *, prune: bool = False
) -> list[Written]:
    """Bring PO files up to date with the sources; ``prune`` deletes what is left over.

    Raises:
        ConfigError: one cannot be written.
        TranslationError: one cannot be read.
    """
    strings = units_of(settings, catalogue)
    written = []
    for locale in locales:
        own = (*strings, *interface_units(settings, locale))
        old = po.load(locale.file)
        fresh = po.update(old, po.template(own, _describer(settings, catalogue, locale.code, locale)), locale.code)
        if prune:
            for entry in [entry for entry in fresh if entry.obsolete]:
                fresh.remove(entry)
        changed = _write(locale.file, po.dump(fresh))
        written.append(Written(locale.file, changed, status(locale, own, fresh)))
    return written


def statuses(settings: Settings, catalogue: Catalogue) -> list[Status]:
    """Return how far each locale is.

    Raises:
        TranslationError: a PO file cannot be read.
    """
    strings = units_of(settings, catalogue)
    return [
        status(locale, (*strings, *interface_units(settings, locale)), po.look_up(locale.file))
        for locale in settings.locales
    ]


def faults_of(settings: Settings, catalogue: Catalogue, docs: Path | None) -> tuple[TranslationFault, ...]:
    """Return what is wrong with the translations of a project, and with the links of its pages in ``docs``.

    Raises:
        TranslationError: a PO file cannot be read.
    """
    if not settings.locales:
        return ()
    strings = units(catalogue, settings.locale, project_units(settings), _MEMORY)
    found = [
        fault
        for locale in settings.locales
        for fault in faults(locale, (*strings, *interface_units(settings, locale)), po.look_up(locale.file), _CHECKED)
    ]
    return (*found, *(straying(docs, [locale.code for locale in settings.locales]) if docs else ()))


def interface_units(settings: Settings, locale: Locale) -> Iterator[Unit]:
    """Yield the words of the pages themselves, where leimu does not bring them in a language."""
    if locale.code == "en" or wording(locale.code):
        return
    plural = wording("en")
    for english, said in wording(settings.locale).items():
        if isinstance(said, str):
            counts = not isinstance(plural.get(english, ""), str)
            yield Unit(f"{INTERFACE}.{english}", said, plural=counts, comment=english)


def _directory(settings: Settings) -> Path:
    if settings.locales_directory is None:
        raise ConfigError(_("These documents belong to no project, and have no place for translations."))
    return settings.locales_directory


def _describer(
    settings: Settings, catalogue: Catalogue, code: str, locale: Locale | None = None
) -> Callable[[Unit], tuple[list[tuple[str, str]], str]]:
    """Return what tells where a unit stands, and shows the page and what OpenCC makes of it."""
    config = load_yaml(settings.file) if settings.file else {}
    site = str(config.get("site_url") or "") if isinstance(config.get("site_url"), str) else ""
    addresses = Addresses(bool(config.get("use_directory_urls", True)))
    ids = {
        *(each.id for each in catalogue.categories),
        *(f"qualifications/{each.id}" for each in catalogue.qualifications),
    }
    groups = {group.id for group in catalogue.groups}
    prefix = f"{code}/" if code else ""

    def describe(unit: Unit) -> tuple[list[tuple[str, str]], str]:
        places = []
        for place in unit.places:
            if place.span is not None:
                source = catalogue.sources[place.source]
                places.append((source.file, str(source.position(place.span.start).line)))
        lines = [unit.comment] if unit.comment else []
        owner = next((place.owner for place in unit.places if place.owner), "")
        if owner in ids or owner in groups:
            path = f"{owner}.md" if owner in ids else f"{owner}/index.md"
            lines.append(f"{site}{prefix}{addresses.address(path)}")
        if locale is not None and locale.opencc:
            made = convert(unit.text, locale.opencc, is_name=is_name(unit.context))
            lines.append(f"OpenCC: {made}")
        return list(dict.fromkeys(places)), "\n".join(lines)

    return describe


def _write(path: Path, content: bytes) -> bool:
    """Write a file where that changes it; True if it did."""
    try:
        if path.exists() and path.read_bytes() == content:
            return False
        write_atomically(path, content)
    except OSError as error:
        said = _("{file}: cannot be written ({reason}). Check its name and rights.")
        raise ConfigError(said.format(file=path, reason=error.strerror or error)) from None
    return True


def chosen(settings: Settings, codes: Sequence[str]) -> tuple[Locale, ...]:
    """Return the locales of those codes, all of them where none is named.

    Raises:
        ConfigError: a code is none of the project's.
    """
    known = {locale.code: locale for locale in settings.locales}
    for code in codes:
        if code not in known:
            said = _("{code}: the project has no such locale; it has {known}. Add it to locales in {file}.")
            raise ConfigError(said.format(code=code, known=", ".join(known) or "–", file=settings.file))
    return tuple(known[code] for code in codes) if codes else settings.locales


def table(found: Iterable[Status]) -> str:
    """Return how far the locales are, as a table for people."""
    head = (_("locale"), _("percent"), _("translated"), _("by OpenCC"), _("fuzzy"), _("untranslated"), _("obsolete"))
    rows = [head] + [
        (
            each.locale.code,
            f"{int(each.percent * 10) / 10:.1f}",
            *map(str, (each.translated, each.converted, each.fuzzy, each.untranslated, each.obsolete)),
        )
        for each in found
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "".join(line.rstrip() + "\n" for line in lines)


def below_floor(found: Iterable[Status], floor: float | None) -> list[Status]:
    """Return the locales that have less than is demanded: ``floor``, or what the project demands of each."""
    demanded = ((each, each.locale.floor if floor is None else floor) for each in found)
    return [each for each, least in demanded if least is not None and each.percent < least]
