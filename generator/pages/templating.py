"""The environment that templates run in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined

from generator.builtin import search_path
from generator.pages import markdown, safe

if TYPE_CHECKING:
    from pathlib import Path
    from types import CodeType

    from jinja2.bccache import Bucket

_MOST_KEPT: Final = 128
"""Templates whose code is kept: more than any project has, and a bound while it is served."""


class Compiled(BytecodeCache):
    """Keeps what templates were compiled to, by their text, for environments that are alike."""

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


_COMPILED: Final = Compiled()
"""The languages of a site have the same templates, and so have the builds of a server."""


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
