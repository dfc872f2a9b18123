"""Style sheets, scripts and pictures: the built-in ones, and a project's own of the same names before them."""

from __future__ import annotations

from hashlib import sha256
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from generator.builtin import search_path
from generator.pages.model import Asset

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

STYLE: Final = "assets/leimu.css"
SCRIPT: Final = "assets/leimu.js"
TOOLS: Final = "assets/leimu-tools.js"
HASHED: Final = frozenset((STYLE, SCRIPT, TOOLS, "assets/leimu-head.js", "assets/leimu-content.js"))
"""What pages load by a name that changes with the content, so that browsers may keep it for ever.

The search is not among them: a page that stays open asks for it again when another one is published, and the old name
would be gone; its address has a hash of its own behind it.  Neither are a project's further files, which its pages may
name.
"""


def assets(templates: tuple[Path, ...]) -> tuple[Asset, ...]:
    """Return all assets; one of a directory in ``templates`` goes before the built-in one of the same name."""
    found: dict[str, Path] = {}
    for directory in reversed(search_path(templates)):
        files = (path for path in (directory / "assets").rglob("*") if path.is_file())
        found.update({path.relative_to(directory).as_posix(): path for path in files})
    return tuple(_asset(name, path.read_bytes()) for name, path in sorted(found.items()))


def published_names(given: Iterable[Asset]) -> dict[str, str]:
    """Return the paths of the assets that are published under another name than the one that they are known by."""
    return {asset.name: asset.path for asset in given if asset.name}


def _asset(name: str, content: bytes) -> Asset:
    if name not in HASHED:
        return Asset(name, content)
    path = PurePosixPath(name)
    return Asset(str(path.with_suffix(f".{sha256(content).hexdigest()[:8]}{path.suffix}")), content, name)
