"""Compiled templates, kept for all sites that a test run builds; it is no test.

Every build compiles the theme's fifty templates anew, which takes longer than the pages of a small site.  Jinja keeps
them by name, file and content; here the settings of an environment count too, since they go into what is compiled.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache
from jinja2.bccache import Bucket

_PLAIN = Environment.__init__
_kept: list[Path] = []


def directory() -> Path | None:
    """Return where compiled templates are kept, if they are."""
    return _kept[-1] if _kept else None


def keep_in(folder: Path) -> None:
    """Keep what is compiled from now on in a folder, which other processes may share."""

    def keeping(self: Environment, *arguments: Any, **options: Any) -> None:
        _PLAIN(self, *arguments, **options)
        self.bytecode_cache = self.bytecode_cache or _Cache(str(folder))

    folder.mkdir(parents=True, exist_ok=True)
    _kept.append(folder)
    Environment.__init__ = keeping  # type: ignore[method-assign]


class _Cache(FileSystemBytecodeCache):
    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        made_of = (
            name,
            filename,
            environment.block_start_string,
            environment.variable_start_string,
            environment.comment_start_string,
            environment.line_statement_prefix,
            environment.line_comment_prefix,
            environment.trim_blocks,
            environment.lstrip_blocks,
            environment.newline_sequence,
            environment.keep_trailing_newline,
            environment.optimized,
            environment.is_async,
            getattr(environment.autoescape, "__qualname__", environment.autoescape),
            environment.undefined.__qualname__,
            sorted(environment.extensions),
            # What is constant is worked out when a template is compiled, by these.
            sorted((key, getattr(each, "__qualname__", "")) for key, each in environment.filters.items()),
        )
        key = sha256(repr(made_of).encode()).hexdigest()
        bucket = Bucket(environment, key, self.get_source_checksum(source))
        self.load_bytecode(bucket)
        return bucket
