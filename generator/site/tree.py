"""Writing the site as a plain tree of Markdown, assets and an mkdocs.yml, for a host without the plugin."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

import yaml
from mkdocs.config.config_options import PathSpec

from generator.config import PLUGIN, Tagged, load_yaml
from generator.messages import gettext as _
from generator.pages import published_names
from generator.site.data_files import data_files
from generator.site.defaults import THEME, as_section, extension_configs, standalone_config, theme_values
from generator.site.handwritten import fallbacks, foreign_note, language_of, parted, split_front_matter
from generator.site.history import Chronicle
from generator.site.languages import COPYRIGHT, DESCRIPTION, NAME, languages, translated_nav
from generator.site.nav import build_nav, substitute
from generator.site.publish import Site, publish, scripts, site_title, style_sheets, theme_directories
from generator.site.reading import docs_directory
from generator.site.search_index import IndexMaker, hand_written, index_path, search_address
from generator.site.swapping import staged
from generator.site.synonyms import read_synonyms
from generator.site.trouble import check_theme

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.catalogue import Catalogue
    from generator.config import Settings
    from generator.site.languages import Language
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
    spoken = languages(settings, catalogue)
    words = read_synonyms(settings.synonyms, catalogue)
    maker = IndexMaker(spoken, words, directory_urls=config.get("use_directory_urls", True))
    url = config.get("site_url")
    past = Chronicle().read(settings, catalogue)
    site = Site(config.get("use_directory_urls", True), url if isinstance(url, str) else None, past)
    whole = _Whole(docs, spoken, config, maker, site)
    parts = [_part(settings, language, whole) for language in spoken]
    try:
        with staged(out) as fresh:
            _write_theme(fresh, settings)
            for part in parts:
                _write(fresh, part)
            _put(fresh / MARKER, b"Written by `leimu render`, which replaces this directory as a whole.\n")
    except OSError as error:
        said = _("{out}: cannot be written ({reason}). Choose another directory.")
        raise TreeError(said.format(out=out, reason=error.strerror or error)) from None
    pages = sum(len(part.publication.rendering.pages) for part in parts)
    return Tree(out, pages, parts[0].publication.displaced)


@dataclass(frozen=True, slots=True)
class _Whole:
    """What the parts of a tree are made from."""

    docs: Path | None
    spoken: Sequence[Language]
    config: dict[str, Any]
    maker: IndexMaker
    site: Site


@dataclass(frozen=True, slots=True)
class _Part:
    """One language of the tree: a project of its own, since a host without the plugin knows one language a project."""

    publication: Publication
    config: dict[str, Any]
    name: str
    """Of its mkdocs.yml."""
    files: dict[str, bytes]
    """The files under its docs, those that people write last."""


def _part(settings: Settings, language: Language, whole: _Whole) -> _Part:
    docs, spoken, config, site = whole.docs, whole.spoken, whole.config, whole.site
    taken = {path.as_posix(): path for path in sorted(_hand_written(docs, config))} if docs else {}
    pages = [path for path in taken if path.endswith(".md")]
    own = {base: path for path in taken for of, base in [parted(path, spoken)] if of is language}
    foreign = {base: base for base in fallbacks(pages, language, spoken)} if language.words else {}
    media = {path: path for path in taken if not path.endswith(".md") and parted(path, spoken)[0] is spoken[0]}
    sources = {**media, **foreign, **own} if language.words else own
    written = [path for path in sources if path.endswith(".md")]
    contents = {path: (docs / origin).read_bytes() for path, origin in sources.items()} if docs else {}
    # Each language is a site of its own here, with all that the languages share otherwise.
    local = replace(language, prefix="")
    publication = publish(
        settings,
        local,
        written,
        site_name=language.said(NAME, config["site_name"]),
        site=replace(site, url=f"{site.url.rstrip('/')}/{language.prefix}" if site.url else None),
    )
    searched = [
        hand_written(
            path, _text(contents[path]), is_foreign=_is_foreign(contents[path], language, is_fallback=path in foreign)
        )
        for path in written
    ]
    for path in foreign:
        if _is_foreign(contents[path], language, is_fallback=True):
            contents[path] = _noted(contents[path], language)
    home = next((page.title for page in publication.rendering.pages if page.path == "index.md"), config["site_name"])
    rendering = publication.rendering
    files = {page.path: page.markdown.encode() for page in rendering.pages}
    files |= {asset.path: asset.content for asset in rendering.assets}
    files |= dict(data_files(local.catalogue))
    files[index_path(language.code)] = whole.maker.make(local, searched, home=home)
    files |= contents
    name = f"mkdocs.{language.code}.yml" if language.words else "mkdocs.yml"
    return _Part(publication, _tree_config(config, language, spoken, publication, written), name, files)


def _text(content: bytes) -> str:
    return content.decode("utf-8", errors="replace")


def _is_foreign(content: bytes, language: Language, *, is_fallback: bool) -> bool:
    written_in = language_of(_text(content))
    return written_in != language.code if written_in else is_fallback


def _noted(content: bytes, language: Language) -> bytes:
    """Return a page of another language with a note that says so above it."""
    front, body = split_front_matter(_text(content))
    return f"{front}{foreign_note(language)}{body}".encode()


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


def _hand_written(docs: Path, config: Mapping[str, Any]) -> Iterator[Path]:
    """Yield the files under ``docs`` that a host would publish, relative to it.

    Not even their words may be in the tree otherwise: what is searched is written here and not by the host.
    """
    kept_back = [
        PathSpec().run_validation(value)
        for key in ("exclude_docs", "draft_docs")
        if isinstance(value := config.get(key), str)
    ]
    for directory, below, names in os.walk(docs):
        below[:] = [name for name in below if not name.startswith(".")]
        for name in names:
            path = (Path(directory) / name).relative_to(docs)
            if not name.startswith(".") and not any(each.match_file(path.as_posix()) for each in kept_back):
                yield path


def _tree_config(
    config: dict[str, Any],
    language: Language,
    spoken: Sequence[Language],
    publication: Publication,
    written: list[str],
) -> dict[str, Any]:
    """Return the mkdocs.yml of one language: the project's, less the plugin and with all that it does spelled out."""
    theme = {"name": THEME, **as_section(config.get("theme"))}
    if language.words:
        theme = {key: value for key, value in theme.items() if key not in {"language", "palette"}}
    theme |= theme_values(language.code, theme) | {"custom_dir": _OVERRIDES}
    rendering = publication.rendering
    css = [*style_sheets(rendering), *config.get("extra_css", [])]
    nav = config.get("nav")
    nav = translated_nav(nav, language)
    nav = build_nav(publication.nav, written) if nav is None else substitute(nav, publication.nav)
    extensions = extension_configs(config.get("markdown_extensions"), language.code)
    toc = {key: value for key, value in extensions["toc"].items() if not (language.words and key == "permalink_title")}
    extensions["toc"] = {**toc, **({"permalink_title": language.link_title} if language.words else {})}
    worker = search_address(language.code, rendering.assets)
    ours: dict[str, Any] = {"worker": worker, "assets": published_names(rendering.assets)}
    if rendering.feed:
        ours["feed"] = dict(zip(("path", "title"), rendering.feed, strict=True))
    extra = {**config.get("extra", {}), "leimu": ours}
    if len(spoken) > 1:
        extra["alternate"] = [
            {"name": other.name, "lang": other.code, "link": f"{'../' * bool(language.prefix)}{other.prefix}" or "./"}
            for other in spoken
        ]
    values = {
        "site_name": language.said(NAME, config["site_name"]),
        "site_description": language.said(DESCRIPTION, config.get("site_description") or ""),
        "copyright": language.said(COPYRIGHT, config.get("copyright") or ""),
    }
    return {
        **{key: value for key, value in config.items() if key not in _DROPPED},
        **{key: value for key, value in values.items() if value},
        **({"site_url": f"{config['site_url'].rstrip('/')}/{language.prefix}"} if config.get("site_url") else {}),
        "docs_dir": f"docs.{language.code}" if language.words else "docs",
        "site_dir": f"site/{language.code}" if language.words else "site",
        # A host would take the edit address of a generated page from its path in the tree, where nobody edits it.
        "edit_uri": "",
        "theme": theme,
        "plugins": _other_plugins(config.get("plugins", ["search"])),
        "markdown_extensions": [{name: options} if options else name for name, options in extensions.items()],
        "extra": extra,
        "extra_css": css,
        "extra_javascript": [*scripts(rendering), *config.get("extra_javascript", [])],
        "nav": nav,
    }


def _other_plugins(plugins: object) -> list[Any]:
    items = [{name: options} for name, options in plugins.items()] if isinstance(plugins, dict) else plugins
    return [
        item
        for item in (items if isinstance(items, list) else [])
        if item != PLUGIN and not (isinstance(item, dict) and PLUGIN in item)
    ]


def _write_theme(root: Path, settings: Settings) -> None:
    for directory in reversed([*theme_directories(settings), *_own_overrides(settings)]):
        check_theme(directory)
        shutil.copytree(directory, root / _OVERRIDES, dirs_exist_ok=True)
    (root / _OVERRIDES).mkdir(parents=True, exist_ok=True)


def _write(root: Path, part: _Part) -> None:
    docs = root / part.config["docs_dir"]
    for path, content in part.files.items():
        _put(docs / PurePosixPath(path), content)
    text = yaml.dump(part.config, Dumper=_Dumper, allow_unicode=True, sort_keys=False)
    _put(root / part.name, text.encode())


def _own_overrides(settings: Settings) -> list[Path]:
    """Return the custom_dir of the project, whose files go before all others."""
    theme = as_section(load_yaml(settings.file).get("theme")) if settings.file else {}
    custom = theme.get("custom_dir")
    return [settings.base / str(custom)] if custom else []


def _put(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
