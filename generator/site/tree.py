"""Writing the site as a plain tree of Markdown, assets and an mkdocs.yml, for a host without the plugin."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

import yaml

from generator.config import PLUGIN, Tagged, load_yaml
from generator.messages import gettext as _
from generator.site.defaults import THEME, as_section, extension_configs, standalone_config, theme_values
from generator.site.nav import build_nav, substitute
from generator.site.publish import publish, site_title, style_sheets, theme_directories
from generator.site.reading import docs_directory
from generator.site.trouble import check_theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalogue import Catalogue
    from generator.config import Settings
    from generator.site.publish import Publication

MARKER: Final = ".leimu-tree"
"""A file that says that a directory was written here, and may be written over."""
_OVERRIDES: Final = "overrides"
_DROPPED: Final = ("INHERIT", "docs_dir", "site_dir", "hooks", "watch", "edit_uri_template")
"""Settings that point into the project, which the tree does not come with."""


class _Dumper(yaml.SafeDumper):
    """Writes what :func:`load_yaml` has read."""

    def ignore_aliases(self, _data: object) -> bool:
        """Write every value out, since a reader of the tree should meet no anchors."""
        return True


_Dumper.add_representer(Tagged, lambda _dumper, tagged: tagged.node)


class TreeError(Exception):
    """The tree cannot be written; the text is a whole sentence."""


@dataclass(frozen=True, slots=True)
class Tree:
    """What was written."""

    directory: Path
    pages: int
    displaced: tuple[tuple[str, str], ...]


def write_tree(out: Path, settings: Settings, catalogue: Catalogue) -> Tree:
    """Write the whole site as a tree into ``out``: beside it first, then in its place.

    Raises:
        TreeError: ``out`` holds something else, or cannot be written.
        BrokenTemplateError: a template cannot be used.
        ConfigError: the mkdocs.yml of the project cannot be read.
    """
    out = out.absolute()
    _refuse_strangers(out)
    docs = docs_directory(settings)
    for place in (*settings.sources, *([docs] if docs else [])):
        if place.is_dir() and out.is_relative_to(place.absolute()):
            said = _("{out}: lies within {place}, where it would be read as content. Name another directory.")
            raise TreeError(said.format(out=out, place=place))
    config = _project_config(settings)
    config["site_name"] = config.get("site_name") or site_title(settings, catalogue)
    written = [path.as_posix() for path in sorted(_hand_written(docs)) if path.suffix == ".md"] if docs else []
    publication = publish(
        settings,
        catalogue,
        written,
        site_name=config["site_name"],
        directory_urls=config.get("use_directory_urls", True),
    )
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as beside:
            fresh = Path(beside) / "new"
            _write(fresh, settings, docs, publication, _tree_config(config, settings, publication, written))
            _swap(fresh, out, Path(beside) / "old")
    except OSError as error:
        said = _("{out}: cannot be written ({reason}). Choose another directory.")
        raise TreeError(said.format(out=out, reason=error.strerror or error)) from None
    return Tree(out, len(publication.rendering.pages), publication.displaced)


def _refuse_strangers(out: Path) -> None:
    if out.is_dir() and not (out / MARKER).is_file() and any(out.iterdir()):
        said = _("{out}: holds files that leimu did not write. Name a new or an empty directory.")
        raise TreeError(said.format(out=out))
    if out.exists() and not out.is_dir():
        raise TreeError(_("{out}: is a file, and the tree needs a directory. Name another one.").format(out=out))


def _project_config(settings: Settings) -> dict[str, Any]:
    if settings.file is None:
        return standalone_config(settings.locale)
    return load_yaml(settings.file)


def _hand_written(docs: Path) -> Iterator[Path]:
    """Yield the files under ``docs`` that a host would take, relative to it."""
    for directory, below, names in os.walk(docs):
        below[:] = [name for name in below if not name.startswith(".")]
        yield from ((Path(directory) / name).relative_to(docs) for name in names if not name.startswith("."))


def _tree_config(
    config: dict[str, Any], settings: Settings, publication: Publication, written: list[str]
) -> dict[str, Any]:
    """Return the mkdocs.yml of the tree: the project's, less the plugin and with all that it does spelled out."""
    theme = {"name": THEME, **as_section(config.get("theme"))}
    theme |= theme_values(settings.locale, theme) | {"custom_dir": _OVERRIDES}
    css = [*style_sheets(publication.rendering), *config.get("extra_css", [])]
    nav = config.get("nav")
    nav = build_nav(publication.nav, written) if nav is None else substitute(nav, publication.nav)
    extensions = extension_configs(config.get("markdown_extensions"), settings.locale)
    return {
        **{key: value for key, value in config.items() if key not in _DROPPED},
        "docs_dir": "docs",
        # A host would take the edit address of a generated page from its path in the tree, where nobody edits it.
        "edit_uri": "",
        "theme": theme,
        "plugins": _other_plugins(config.get("plugins", ["search"])),
        "markdown_extensions": [{name: options} if options else name for name, options in extensions.items()],
        "extra_css": css,
        "nav": nav,
    }


def _other_plugins(plugins: object) -> list[Any]:
    items = [{name: options} for name, options in plugins.items()] if isinstance(plugins, dict) else plugins
    return [
        item
        for item in (items if isinstance(items, list) else [])
        if item != PLUGIN and not (isinstance(item, dict) and PLUGIN in item)
    ]


def _write(root: Path, settings: Settings, docs: Path | None, publication: Publication, config: dict[str, Any]) -> None:
    for directory in reversed([*theme_directories(settings), *_own_overrides(settings)]):
        check_theme(directory)
        shutil.copytree(directory, root / _OVERRIDES, dirs_exist_ok=True)
    (root / _OVERRIDES).mkdir(parents=True, exist_ok=True)
    rendering = publication.rendering
    files = {page.path: page.markdown.encode() for page in rendering.pages}
    files |= {asset.path: asset.content for asset in rendering.assets}
    for path, content in files.items():
        _put(root / "docs" / PurePosixPath(path), content)
    # Last, since what people write by hand goes before what is generated.
    if docs:
        for name in _hand_written(docs):
            _put(root / "docs" / name, (docs / name).read_bytes())
    _put(root / "mkdocs.yml", yaml.dump(config, Dumper=_Dumper, allow_unicode=True, sort_keys=False).encode())
    _put(root / MARKER, b"Written by `leimu render`, which replaces this directory as a whole.\n")


def _own_overrides(settings: Settings) -> list[Path]:
    """Return the custom_dir of the project, whose files go before all others."""
    theme = as_section(load_yaml(settings.file).get("theme")) if settings.file else {}
    custom = theme.get("custom_dir")
    return [settings.base / str(custom)] if custom else []


def _put(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def _swap(fresh: Path, out: Path, old: Path) -> None:
    """Put ``fresh`` in the place of ``out``; a failure on the way leaves the old tree there."""
    if out.exists():
        out.rename(old)
    try:
        fresh.rename(out)
    except OSError:
        if old.exists():
            old.rename(out)
        raise
