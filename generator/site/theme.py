"""Fitting the configuration of MkDocs to the generated pages; what a project has set stays as it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.config import load_yaml
from generator.site.defaults import EXTENSIONS, SEPARATOR, TABLES, THEME, as_section, theme_values, toc_values

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mkdocs.config.defaults import MkDocsConfig


def fit(config: MkDocsConfig, locale: str, overrides: Iterable[Path]) -> None:
    """Put in the theme overrides, the Markdown extensions and the values of Material that are not set."""
    # A custom_dir of the project stands first and goes before everything, ours included.
    place = 1 if config.theme.custom_dir else 0
    config.theme.dirs[place:place] = [str(directory) for directory in overrides]
    if config.theme.name == THEME:
        for key, value in theme_values(locale, _given(config)).items():
            config.theme[key] = value
        _fit_search(config, locale)
    for name in EXTENSIONS:
        if name not in config.markdown_extensions:
            config.markdown_extensions.append(name)
    config.mdx_configs["tables"] = {**TABLES, **config.mdx_configs.get("tables", {})}
    config.mdx_configs["toc"] = {**toc_values(locale), **config.mdx_configs.get("toc", {})}


def _fit_search(config: MkDocsConfig, locale: str) -> None:
    """Let Material's search part Chinese words; its own defaults are made for words with blanks between them."""
    search = config.plugins.get("material/search") or config.plugins.get("search")
    options = getattr(search, "config", None)
    if options is not None and not options.get("lang") and not options.get("separator"):
        options["lang"] = [locale.partition("-")[0]]
        options["separator"] = SEPARATOR


def _given(config: MkDocsConfig) -> dict[str, Any]:
    """Return the theme section as the project wrote it; the theme object no longer tells set from default."""
    file = config.config_file_path
    return as_section(load_yaml(Path(file)).get("theme")) if file else {}
