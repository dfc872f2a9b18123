"""Pages and assets whose content is made when somebody first asks for it: who waits for one page needs no others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from generator.pages.model import Asset, Page, PageKind

if TYPE_CHECKING:
    from collections.abc import Callable

_WORDS = ("description", "markdown", "plain")
_SETTERS: Final[tuple[Any, ...]] = tuple(
    vars(Page)[name].__set__ for name in ("path", "title", "kind", "subject", "is_fallback", "edit")
)
_DRAWN = frozenset([PageKind.MATRIX, PageKind.COMPARE])
"""Pages of which there is no plain Markdown."""


class LatePage(Page):
    """A page of which no more is known than where it stands, until somebody asks for its words.

    The errors of its template are raised there.
    """

    __slots__ = ("_make", "_mark")
    _make: Callable[[], Page]
    _mark: Callable[[], str] | None

    def __init__(  # noqa: PLR0913 - what a page is, besides its words
        self,
        make: Callable[[], Page],
        path: str,
        title: str,
        kind: PageKind,
        subject: str = "",
        *,
        is_fallback: bool = False,
        edit: tuple[str, int] | None = None,
        mark: Callable[[], str] | None = None,
    ) -> None:
        # There are thousands at every save: the slots' own setters take a third of the time.
        for put, value in zip(_SETTERS, (path, title, kind, subject, is_fallback, edit), strict=True):
            put(self, value)
        object.__setattr__(self, "_make", make)
        object.__setattr__(self, "_mark", mark)

    @property
    def fingerprint(self) -> str | None:
        """A digest of what the page is made of besides templates; None for one that shows something of everything."""
        return self._mark() if self._mark else None

    @property
    def has_plain(self) -> bool:
        """Whether there is plain Markdown of it."""
        return self.kind not in _DRAWN

    def __getattr__(self, name: str) -> str:
        """Return words of the page, which nobody has asked for before."""
        if name not in _WORDS:
            raise AttributeError(name)
        made = self._make()
        for each in _WORDS:
            object.__setattr__(self, each, getattr(made, each))
        return str(getattr(made, name))


class LateAsset(Asset):
    """An asset that is made when its content is asked for."""

    __slots__ = ("_make",)
    _make: Callable[[], Asset]

    def __init__(self, make: Callable[[], Asset], path: str) -> None:
        for name, value in (("_make", make), ("path", path), ("name", "")):
            object.__setattr__(self, name, value)

    def __getattr__(self, name: str) -> bytes:
        """Return the content, which nobody has asked for before."""
        if name != "content":
            raise AttributeError(name)
        content = self._make().content
        object.__setattr__(self, name, content)
        return content
