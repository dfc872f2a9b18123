"""The settings of a project: the ``leimu`` section of the plugins in its mkdocs.yml.

The command line finds the file itself, MkDocs hands over the section it has read; both end in the same
:class:`Settings`.  This module imports no MkDocs, so that ``leimu check`` starts fast.
"""

from __future__ import annotations

import difflib
import errno
import os
import re
import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeAlias

import yaml

from generator.files import resolved
from generator.findings import Severity
from generator.links.settings import LinkSettings
from generator.links.settings import read_settings as read_links
from generator.locales.settings import Locale, read_locales
from generator.messages import gettext as _
from generator.messages import sentence
from generator.source.errors import YAML_ERRORS
from generator.source.yaml_texts import QuickValueLoader, ValueLoader, load_values

CONFIG_NAMES: Final = ("mkdocs.yml", "mkdocs.yaml")
"""The names under which MkDocs itself looks for its configuration."""
PLUGIN: Final = "leimu"
LEVELS: Final = (*(severity.value for severity in reversed(Severity)), "off")
"""What a rule may be set to in ``findings``."""
_LOCALE: Final = re.compile(r"[a-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
_EDIT_FIELDS: Final = ("path", "line")
MOST_CHANGES: Final = 1000
"""How many revisions a page of changes can be asked to hold."""

_Read: TypeAlias = Callable[[object, Path], object]


class ConfigError(Exception):
    """A setting cannot be used; the text is a whole sentence that names the file."""


class OptionError(ConfigError):
    """An option of the plugin cannot be used."""

    def __init__(self, file: Path, option: str, reason: str) -> None:
        super().__init__(sentence(f"{_where(file)}: {option}: {reason}"))
        self.option = option
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Settings:
    """What a project says of its catalogue.  Every path is absolute."""

    base: Path
    """The directory of mkdocs.yml (else the working directory); names of sources are shown relative to it."""
    sources: tuple[Path, ...]
    """Files and directories, read in this order."""
    title: str | None = None
    """The title of the catalogue; without it the first source's own counts."""
    vocabulary: Path | None = None
    """The editors' words for the labels of tables."""
    qualifications: Path | None = None
    """The editors' names and aliases of papers."""
    ids: Path | None = None
    """Where the ids of categories are kept; None keeps them nowhere."""
    templates: Path | None = None
    """The project's own page templates, which go before the packaged ones."""
    locale: str = "zh"
    """The language of the sources."""
    locales: tuple[Locale, ...] = ()
    """The languages that the site is translated into."""
    locales_directory: Path | None = None
    """Where the PO files lie."""
    synonyms: Path | None = None
    """What readers call categories and papers, for the search."""
    edit_url: str | None = None
    """Where a reader may edit a source, with ``{path}`` and ``{line}``."""
    source_url: str | None = None
    """Where the sources can be read, a prefix of their names; without it the site publishes copies."""
    findings: Mapping[str, Severity | None] = field(default_factory=lambda: MappingProxyType({}))
    """The severity of rules whose own does not suit, by their names; None turns a rule off."""
    baseline: Path | None = None
    """The findings that the project knows of; a file that is not there knows none."""
    links: LinkSettings = field(default_factory=LinkSettings)
    """How the web is asked about links."""
    changes: int = 20
    """How many revisions the page of changes and the feed tell of; none where it is 0."""
    partial: bool = False
    """Whether only some of the project's sources are read."""
    file: Path | None = None
    """The mkdocs.yml that this comes from."""


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the command line says, which goes before what mkdocs.yml says."""

    sources: tuple[Path, ...] = ()
    locale: str | None = None
    baseline: Path | None = None

    def apply(self, settings: Settings) -> Settings:
        """Return the settings with every given value put in.

        Raises:
            ConfigError: the locale is none.
        """
        given = {item.name: getattr(self, item.name) for item in fields(self) if getattr(self, item.name)}
        try:
            _locale(given.get("locale", settings.locale), settings.base)
        except ConfigError as error:
            raise ConfigError(sentence(f"--locale: {error}")) from None
        foreign = self.sources and not all(_within(source, settings.sources) for source in self.sources)
        # Ids and baseline are those of the project's own sources: others must neither use nor change them.
        changed = replace(settings, **given)
        if "locale" in given:
            # Who names the language of the pages wants that one.
            changed = replace(changed, locales=())
        if foreign:
            changed = replace(changed, ids=None, baseline=None, locales=())
        elif self.sources:
            changed = replace(changed, partial=True)
        return replace(changed, baseline=self.baseline) if self.baseline else changed


def _within(path: Path, places: tuple[Path, ...]) -> bool:
    return any(resolved(path).is_relative_to(resolved(place)) for place in places)


def find_project(start: Path) -> Path | None:
    """Return the nearest mkdocs.yml from ``start`` upwards, or None."""
    for directory in (start, *start.parents):
        for name in CONFIG_NAMES:
            if (file := directory / name).is_file():
                return file
    return None


def load_settings(file: Path) -> Settings | None:
    """Read the settings in an mkdocs.yml; None where it does not use the plugin.

    Raises:
        ConfigError: the file cannot be read, or a setting in it cannot be used.
    """
    options = _plugin_options(load_yaml(file), file)
    if options is None or options.get("enabled") is False:
        return None
    return settings_from({key: value for key, value in options.items() if key != "enabled"}, file)


def settings_from(options: Mapping[str, Any], file: Path) -> Settings:
    """Make settings of the options of the plugin in ``file``, checked and with the defaults put in.

    Raises:
        OptionError: an option is unknown or cannot be used.
    """
    base = file.resolve().parent
    given: dict[str, Any] = {}
    for key, value in options.items():
        if key not in _OPTIONS:
            said = _("there is no option {name!r}").format(name=str(key))
            raise OptionError(file, str(key), _unknown(said, str(key), tuple(_OPTIONS)))
        if value is None:
            continue
        try:
            given[key] = _OPTIONS[key](value, base)
        except ConfigError as error:
            raise OptionError(file, key, str(error)) from None
        except OSError as error:
            raise OptionError(file, key, _unreadable(error.filename, error.strerror).rstrip(".。")) from None
    settings = Settings(base=base, file=file, **{**_defaults(base), **given})
    if settings.templates and not os.access(settings.templates, os.R_OK | os.X_OK):
        # Templates would be looked for there in vain, and the packaged ones taken.
        raise OptionError(file, "templates", _unreadable(settings.templates, os.strerror(errno.EACCES)).rstrip(".。"))
    if any(locale.code == settings.locale for locale in settings.locales):
        said = _("{code} is the language of the documents, set by locale; name the others only")
        raise OptionError(file, "locales", said.format(code=settings.locale))
    return settings


def _unreadable(file: object, reason: object) -> str:
    said = _("{file}: cannot be read ({reason}); check its name, rights and encoding.")
    return said.format(file=file, reason=reason)


def standalone(sources: Sequence[Path], base: Path) -> Settings:
    """Return the settings for sources that belong to no project; nothing but the site is written for them."""
    return Settings(base=base, sources=tuple(sources))


def _defaults(base: Path) -> dict[str, Any]:
    catalogue, templates = base / "catalogue", base / "templates"
    vocabulary = catalogue / "labels.yml"
    return {
        "sources": (catalogue / "sources",),
        "ids": catalogue / "ids.yml",
        "baseline": catalogue / "baseline.json",
        "vocabulary": vocabulary if catalogue.is_dir() else None,
        "qualifications": catalogue / "qualifications.yml" if catalogue.is_dir() else None,
        "synonyms": catalogue / "synonyms.yml" if catalogue.is_dir() else None,
        "locales_directory": catalogue / "locales",
        "templates": templates if templates.is_dir() else None,
        "links": read_links({}, base),
    }


def _where(file: Path) -> str:
    return f"{file}: plugins: {PLUGIN}"


def _unknown(said: str, name: str, valid: Sequence[str]) -> str:
    """Return what was said of an unknown name, with the nearest of the valid ones and all of them."""
    near = difflib.get_close_matches(name, valid, n=1)
    guess = _("{said}. Did you mean {near!r}? Use one of {valid}") if near else _("{said}. Use one of {valid}")
    return guess.format(said=said, near="".join(near), valid=", ".join(valid))


def _text(value: object, _base: Path) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ConfigError(_("expected text, found {value!r}; put it in quotes").format(value=value))
    return value.strip()


def _path(value: object, base: Path) -> Path:
    text = _text(value, base)
    if "\0" in text:
        raise ConfigError(_("{text!r} is no name that a file can have; write another").format(text=text))
    return base / text


def _file(value: object, base: Path) -> Path:
    path = _path(value, base)
    if not path.is_file():
        raise ConfigError(_("{path} is no file; create it or take the option out").format(path=path))
    return path


def _directory(value: object, base: Path) -> Path:
    path = _path(value, base)
    if not path.is_dir():
        raise ConfigError(_("{path} is no directory; create it or take the option out").format(path=path))
    return path


def _paths(value: object, base: Path) -> tuple[Path, ...]:
    paths = tuple(_path(item, base) for item in (value if isinstance(value, list) else [value]))
    if not paths:
        raise ConfigError(_("the list is empty; name at least one file or directory, or take the option out"))
    return paths


def _locale(value: object, base: Path) -> str:
    text = _text(value, base)
    if not _LOCALE.fullmatch(text):
        raise ConfigError(_("{text!r} is no locale; write it as in zh or zh-TW").format(text=text))
    return text


def _locales(value: object, base: Path) -> tuple[Locale, ...]:
    try:
        return read_locales(value, base / "catalogue" / "locales")
    except ValueError as error:
        raise ConfigError(str(error)) from None


def _edit_url(value: object, base: Path) -> str:
    text = _text(value, base)
    try:
        parts = list(string.Formatter().parse(text))
        # A format behind the name (``{line:>5}``) is part of the name here: no placeholder has one.
        names = [
            name + (spec and f":{spec}")
            for _before, name, spec, _conversion in parts
            if name is not None and spec is not None
        ]
    except ValueError as error:
        said = _("{text!r} has a brace without its partner ({reason})")
        raise ConfigError(said.format(text=text, reason=error)) from None
    for name in names:
        if name not in _EDIT_FIELDS:
            said = _("there is no placeholder {name!r}").format(name=name)
            raise ConfigError(_unknown(said, name, _EDIT_FIELDS))
    return text


def _levels(value: object, _base: Path) -> Mapping[str, Severity | None]:
    if not isinstance(value, dict):
        said = _("expected a mapping of rules to levels, found {value!r}; write missing-row: warning")
        raise ConfigError(said.format(value=value))
    # YAML 1.1 reads a bare ``off`` as false, and nobody who writes it means anything else here.
    levels = {str(rule): "off" if level is False else level for rule, level in value.items()}
    for rule, level in levels.items():
        if level not in LEVELS:
            said = _("there is no level {name!r}").format(name=str(level))
            raise ConfigError(f"{rule}: {_unknown(said, str(level), LEVELS)}")
    return MappingProxyType({rule: None if level == "off" else Severity(level) for rule, level in levels.items()})


def _links(value: object, base: Path) -> LinkSettings:
    try:
        settings = read_links(value, base)
    except ValueError as error:
        raise ConfigError(str(error)) from None
    if settings.signs is not None and not settings.signs.is_file():
        raise ConfigError(_("{path} is no file; create it or take the option out").format(path=settings.signs))
    return settings


def _changes(value: object, _base: Path) -> int:
    # YAML has a word for "none" that whoever writes it means: ``changes: off``.
    if value is False:
        return 0
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_CHANGES:
        said = _("expected a whole number up to {most}, found {value!r}; write 0 for no page of changes")
        raise ConfigError(said.format(most=MOST_CHANGES, value=value))
    return value


_OPTIONS: Final[Mapping[str, _Read]] = {
    "sources": _paths,
    "title": _text,
    "vocabulary": _file,
    "qualifications": _file,
    "ids": _path,
    "baseline": _path,
    "templates": _directory,
    "locale": _locale,
    "locales": _locales,
    "synonyms": _file,
    "edit_url": _edit_url,
    "source_url": _text,
    "findings": _levels,
    "links": _links,
    "changes": _changes,
}


@dataclass(frozen=True, slots=True)
class Tagged:
    """A value of mkdocs.yml with a tag that only a host understands, ``!!python/name:…``; it is never run here."""

    node: yaml.Node


class _Loader(ValueLoader):
    """Reads what MkDocs allows in its file."""


class _QuickLoader(QuickValueLoader):
    """The same, for what libyaml reads alike."""


def _environment(loader: yaml.SafeLoader, node: yaml.Node) -> object:
    """Return the first variable of ``!ENV NAME`` or ``!ENV [NAME, …, default]`` that is set, else the default."""
    names = loader.construct_sequence(node) if isinstance(node, yaml.SequenceNode) else [node.value, None]
    if not names:
        raise yaml.constructor.ConstructorError(None, None, _("!ENV names no variable"), node.start_mark)
    return next((os.environ[name] for name in names[:-1] if name in os.environ), names[-1])


for _reader in (_Loader, _QuickLoader):
    _reader.add_constructor("!ENV", _environment)
    for _prefix in ("!", "tag:yaml.org,2002:python/"):
        _reader.add_multi_constructor(_prefix, lambda _loader, _suffix, node: Tagged(node))


def load_yaml(file: Path, heirs: tuple[Path, ...] = ()) -> dict[str, Any]:
    """Return what an mkdocs.yml says, with the keys that it lacks from the file that it inherits.

    Raises:
        ConfigError: the file, or one that it inherits, cannot be read.
    """
    try:
        data = load_values(file.read_bytes(), _Loader, _QuickLoader)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(_unreadable(file, getattr(error, "strerror", None) or error)) from None
    except YAML_ERRORS as error:
        raise ConfigError(_("{place}; mend the YAML there.").format(place=f"{file}{_yaml_place(error)}")) from None
    if data is not None and not isinstance(data, dict):
        said = _("{file}: expected a mapping of settings at the top, found {type}.")
        raise ConfigError(said.format(file=file, type=type(data).__name__))
    data = data or {}
    parent = data.pop("INHERIT", None)
    if not isinstance(parent, str):
        return data
    try:
        inherited = resolved(file.parent / parent)
    except (OSError, ValueError) as error:
        raise ConfigError(_unreadable(repr(parent), error)) from None
    if inherited in (*heirs, file.resolve()):
        said = _("{file}: INHERIT leads back to {inherited}; let one of the files inherit nothing.")
        raise ConfigError(said.format(file=file, inherited=inherited))
    return _merged(load_yaml(inherited, (*heirs, file.resolve())), data)


def _merged(parent: dict[str, Any], child: dict[str, Any]) -> dict[str, Any]:
    """Return a mapping with another's values put in, mappings within mappings too, as MkDocs inherits."""
    both = {
        key: _merged(parent[key], value) if isinstance(value, dict) and isinstance(parent.get(key), dict) else value
        for key, value in child.items()
    }
    return {**parent, **both}


def _yaml_place(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or next(iter(str(error).splitlines()), _("it cannot be read"))
    return f":{mark.line + 1}:{mark.column + 1}: {problem}" if mark else f": {problem}"


def _plugin_options(data: Mapping[str, Any], file: Path) -> dict[str, Any] | None:
    """Return the options of the plugin, written as an item of the list or a key of the mapping."""
    plugins = data.get("plugins")
    items = list(plugins.items()) if isinstance(plugins, dict) else []
    for item in plugins if isinstance(plugins, list) else ():
        items.extend(item.items() if isinstance(item, dict) else [(item, None)])
    for name, options in items:
        if name == PLUGIN:
            if options is not None and not isinstance(options, dict):
                said = _("{place}: expected a mapping of options, found {options!r}.")
                raise ConfigError(said.format(place=_where(file), options=options))
            return options or {}
    return None
