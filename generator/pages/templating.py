"""Where templates are found, and the environment that they run in."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.pages import markdown, safe

_PACKAGE = Path(__file__).parents[1]


def _builtin() -> Path:
    """Return the directory of the built-in templates: in the package when installed, beside it in a checkout."""
    inside = _PACKAGE / "templates"
    return inside if inside.is_dir() else _PACKAGE.parent / "templates"


def theme_directory() -> Path:
    """Return the directory of theme overrides, a ``custom_dir`` for Material and Zensical."""
    return _builtin() / "theme"


def asset_directory() -> Path:
    """Return the directory of the built-in style sheet and pictures."""
    return _builtin() / "assets"


def search_path(extra: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return all template directories, those that win first."""
    return (*extra, _builtin())


@lru_cache(maxsize=8)
def environment(extra: tuple[Path, ...]) -> Environment:
    """Return the Jinja2 environment over the given directories and the built-in ones.

    It is kept between renderings; templates that change on disk are loaded anew.
    """
    env = Environment(
        loader=FileSystemLoader([str(each) for each in search_path(extra)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters.update(heading=markdown.heading, raw_block=markdown.raw_block, lines=safe.text)
    return env
