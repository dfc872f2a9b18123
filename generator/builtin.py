"""Where the templates, styles and pictures are that come with this program."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


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
