"""What a help centre gets where its mkdocs.yml says nothing: plain data in the form of that file."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

THEME: Final = "material"

FEATURES: Final = (
    "navigation.indexes",
    "navigation.prune",
    "navigation.top",
    "navigation.footer",
    "toc.follow",
    "search.suggest",
    "search.highlight",
    "content.action.edit",
)
# navigation.instant is left out: it loads pages by script, and a page that has moved sends its readers on without one.

FAVICON: Final = "assets/leimu.svg"
"""The icon in the tabs of browsers: the packaged one, or a project's own of that name."""

EXTENSIONS: Final = ("attr_list", "md_in_html", "tables", "toc")
"""What the generated pages are written in."""

SEPARATOR: Final = r"[\s\u200b\u3000\-、，。；：？！（）《》“”/]+|(?=[\u3400-\u9fff])"
"""Splits before every Han character, since there are no blanks to split at."""

_SCHEMES: Final = (
    ("(prefers-color-scheme)", None, "brightness-auto"),
    ("(prefers-color-scheme: light)", "default", "weather-sunny"),
    ("(prefers-color-scheme: dark)", "slate", "weather-night"),
)
_TOGGLES: Final = {
    "zh": ("跟随系统外观", "浅色外观", "深色外观"),
    "en": ("Follow the system's appearance", "Light appearance", "Dark appearance"),
}


@lru_cache(maxsize=16)
def language(locale: str) -> str:
    """Return the language of Material's own words for a locale: the nearest that it has, else English."""
    known = files(THEME) / "templates" / "partials" / "languages"
    near = (locale, locale.partition("-")[0])
    return next((name for name in near if (known / f"{name}.html").is_file()), "en")


def palette(locale: str) -> list[dict[str, Any]]:
    """Return Material's palette of three: as the system has it, light, dark; a toggle says which is on."""
    names = _TOGGLES["zh" if locale.partition("-")[0] == "zh" else "en"]
    return [
        {
            "media": media,
            **({"scheme": scheme, "primary": "white" if scheme == "default" else "black"} if scheme else {}),
            "toggle": {"icon": f"material/{icon}", "name": name},
        }
        for (media, scheme, icon), name in zip(_SCHEMES, names, strict=True)
    ]


def theme_values(locale: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of Material that ``given``, the theme section of a project, leaves open.

    The fonts are no matter of taste: Material's own come from another host, and no page asks one for anything.
    """
    defaults = {
        "language": language(locale),
        "features": list(FEATURES),
        "palette": palette(locale),
        "favicon": FAVICON,
    }
    return {**{key: value for key, value in defaults.items() if key not in given}, "font": False}


def as_section(theme: object) -> dict[str, Any]:
    """Return the theme of an mkdocs.yml as a mapping, also where it is a bare name or missing."""
    if isinstance(theme, dict):
        return dict(theme)
    return {"name": theme} if isinstance(theme, str) else {}


def toc_values(locale: str) -> dict[str, Any]:
    """Return the options of the ``toc`` extension: a link at every heading, named in the readers' language."""
    return {"permalink": True, **({"permalink_title": "链接到此处"} if locale.partition("-")[0] == "zh" else {})}


TABLES: Final = {"use_align_attribute": True}
"""Of the ``tables`` extension: aligned by an attribute, since inline styles need a laxer Content-Security-Policy."""


def extension_configs(given: object, locale: str) -> dict[str, dict[str, Any]]:
    """Return the Markdown extensions of an mkdocs.yml, a list or a mapping, with those that pages need added."""
    configs: dict[str, dict[str, Any]] = {}
    for item in given if isinstance(given, list) else [given]:
        configs.update({item: {}} if isinstance(item, str) else item if isinstance(item, dict) else {})
    for name in EXTENSIONS:
        configs.setdefault(name, {})
    configs = {name: dict(config or {}) for name, config in configs.items()}
    configs["toc"] = {**toc_values(locale), **configs["toc"]}
    configs["tables"] = {**TABLES, **configs["tables"]}
    return configs


def standalone_config(locale: str) -> dict[str, Any]:
    """Return a whole mkdocs.yml for sources that belong to no project; its empty name stands for their title."""
    return {
        "site_name": "",
        "theme": {"name": THEME, **theme_values(locale, {})},
        "markdown_extensions": [{name: config} for name, config in extension_configs(None, locale).items()],
        "plugins": [{"search": {"lang": locale.partition("-")[0], "separator": SEPARATOR}}, "leimu"],
    }
