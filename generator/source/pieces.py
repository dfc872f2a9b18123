"""What is kept of the parts of a source that no other part has a say in, and the categories that are made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from generator.moving import late, moved
from generator.quick import altered

if TYPE_CHECKING:
    from generator.catalogue import Category, Link, Repair, Span, Table
    from generator.source.drafts import Draft
    from generator.source.prose import Heading, Item


class Repairs(NamedTuple):
    """What was mended, by who mended it."""

    masking: tuple[Repair, ...]
    prose: tuple[Repair, ...]
    tables: tuple[Repair, ...]


class _Told(NamedTuple):
    """A category, told of the same words before."""

    home: Category
    """Its places count from the beginning of its part."""
    base: int
    placed: Category
    """The same in a source, where the part begins at ``base``."""


@dataclass(slots=True)
class Piece:
    """What was read of a part that stands alone; places count from its beginning."""

    items: tuple[Item, ...]
    repairs: Repairs
    code: tuple[Span, ...]
    draft: Draft | None = None
    """The category that it is, but for its path and source; None where it is prose."""
    tables: tuple[Table, ...] = ()
    """Those of a category, but for the headings above them."""
    links: tuple[Link, ...] = ()
    """Those of a category, in order, with their roles."""
    tells: bool = False
    """Whether a label in its tables says what it means."""
    told: _Told | None = None
    shown: tuple[int, tuple[str, ...], tuple[Table, ...]] | None = None
    """Where the tables were told to stand, under which headings, and they themselves."""


class UnsettledError(Exception):
    """A part that was taken for a category by itself is part of something larger."""


@dataclass(slots=True)
class Settled:
    """A part that is one category, at its place in a source: stands for all its items."""

    piece: Piece
    draft: Draft
    base: int

    @property
    def heading(self) -> Heading:
        """Its heading, of which only level and words count: its places are those within the part."""
        return self.piece.items[0]  # type: ignore[return-value]

    def tables(self, headings: tuple[str, ...]) -> tuple[Table, ...]:
        """Return its tables as the catalogue holds them."""
        shown = self.piece.shown
        if shown is None or shown[:2] != (self.base, headings):
            tables = (late(each, self.base, headings=headings) for each in self.piece.tables)
            self.piece.shown = shown = (self.base, headings, tuple(tables))
        return shown[2]


class Untold:
    """Stands for the items of a part that is one category, which nobody needs to look at."""

    def __iter__(self) -> NoReturn:
        raise UnsettledError

    def append(self, _item: Item) -> NoReturn:
        """Refuse what follows: it would belong to the category."""
        raise UnsettledError


class SettledDraft:
    """A category of a part, before all sources are read."""

    __slots__ = ("_settled", "group", "links", "path", "source", "span")

    def __init__(self, settled: Settled, path: tuple[str, ...], source: int) -> None:
        self._settled, self.path, self.source = settled, path, source
        self.group = path[0] if len(path) > 1 else None
        self.span: Span = moved(settled.draft.span, settled.base)
        self.links = settled.draft.links
        """Their places count from the beginning of the part: to tell who is who takes none."""

    def placed_links(self) -> tuple[Link, ...]:
        """Return every link of the part at its place in the source."""
        return moved(self._settled.piece.links, self._settled.base)

    def identified(self, identity: str) -> Category:
        """Return the category under its id: the very one that was told before, where nothing has changed."""
        piece, base, told = self._settled.piece, self._settled.base, self._settled.piece.told
        home = told.home if told else None
        if home is None or (home.id, home.path, home.source) != (identity, self.path, self.source):
            home = altered(self._settled.draft, path=self.path, source=self.source).identified(identity)
        elif told and told.base == base:
            return told.placed
        # What everybody asks for is copied at once.
        placed = late(home, base, id=identity, path=self.path, source=self.source, span=self.span)
        piece.told = told = _Told(home, base, placed)
        return told.placed
