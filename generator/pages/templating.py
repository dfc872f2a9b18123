"""Where templates are found, and the environment that they run in."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, TemplateError

from generator.pages import markdown, safe

if TYPE_CHECKING:
    from types import CodeType

    from jinja2.bccache import Bucket

_MOST_KEPT: Final = 128
"""Templates whose code is kept: more than any project has, and a bound while it is served."""

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


class _Compiled(BytecodeCache):
    """Keeps what templates were compiled to, by their text: the languages of a site have the same ones."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, CodeType | None]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Hand out the code of a template whose text is as it was."""
        checksum, code = self._known.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        if len(self._known) >= _MOST_KEPT:
            self._known.clear()
        self._known[bucket.key] = bucket.checksum, bucket.code


_COMPILED: Final = _Compiled()


def environment(extra: tuple[Path, ...]) -> Environment:
    """Return a Jinja2 environment over the given directories and the built-in ones, with templates as they are now."""
    env = Environment(
        loader=FileSystemLoader([str(each) for each in search_path(extra)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        # One serves one rendering; else it would ask the disk for every page whether a template is as it was.
        auto_reload=False,
        bytecode_cache=_COMPILED,
    )
    env.filters.update(heading=markdown.heading, raw_block=markdown.raw_block, lines=safe.text)
    return env


def compile_all(extra: tuple[Path, ...]) -> None:
    """Compile the templates of pages, for processes that are split off afterwards."""
    env = environment(extra)
    for name in env.list_templates(filter_func=lambda name: name.startswith("pages/")):
        # What is wrong with a template is told when a page is made with it.
        with suppress(TemplateError, OSError, ValueError):
            env.get_template(name)
