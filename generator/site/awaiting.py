"""Generated files whose content is made when MkDocs, or a browser, first asks for it; and who asks for which.

MkDocs lists all pages for its navigations, reads all, and makes all.  A server need not make what nobody looks at, and
several processes can each read and make some.  Pages that people wrote by hand are always read: their titles stand in
the navigation of the others, and their links lead to places in them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from mkdocs.structure.files import File

from generator.pages.later import LateAsset, LatePage
from generator.quick import quick
from generator.site.known import KNOWN_PLUGINS
from generator.site.moulds import has_templates

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from generator.pages import Asset, Page

Content: TypeAlias = "str | bytes | Callable[[], str | bytes]"
"""What is in a file, or what makes it."""


@quick
@dataclass(frozen=True, slots=True)
class Wanted:
    """A value of a page or asset that is late."""

    item: LatePage | LateAsset
    name: str

    def __call__(self) -> str | bytes:
        """Make the item if nobody has before; return the value."""
        made: str | bytes = getattr(self.item, self.name)
        return made


class Awaited(File):
    """A file whose content is made when it is first asked for."""

    make: Callable[[], str | bytes]
    is_put_off: bool = False
    """Whether MkDocs is to leave it out for now."""

    @classmethod
    def of(cls, config: MkDocsConfig, path: str, make: Callable[[], str | bytes]) -> Awaited:
        """Return a file at a path among the documents."""
        # Less than File's own __init__ does, which takes the path apart: there are tens of thousands at a save.
        made = cls.__new__(cls)
        made.src_uri, made.src_dir, made.abs_src_path, made.generated_by = path, None, None, "leimu"
        made.dest_dir, made.use_directory_urls = config.site_dir, config.use_directory_urls
        made.make = make
        return made

    def _settle(self) -> None:
        if self._content is None:
            self._content = self.make()

    def renew(self, make: Callable[[], str | bytes]) -> None:
        """Put the file off again, with other content."""
        self.make, self._content, self.is_put_off = make, None, True

    @property
    def content_bytes(self) -> bytes:
        """The content, as it is in the file."""
        self._settle()
        return super().content_bytes

    @content_bytes.setter
    def content_bytes(self, value: bytes) -> None:
        self._content = value

    @property
    def content_string(self) -> str:
        """The content, decoded."""
        self._settle()
        return super().content_string

    @content_string.setter
    def content_string(self, value: str) -> None:
        self._content = value

    def is_modified(self) -> bool:
        """Tell MkDocs to write it, whatever is there: nobody knows whether it is the same before it is made."""
        return True

    def copy_file(self, dirty: bool = False) -> None:  # noqa: FBT001, FBT002 - MkDocs's form
        """Write the file into the site, unless it is put off."""
        if not self.is_put_off:
            self._settle()
            super().copy_file(dirty)


_LATE: Final = (LatePage, LateAsset)


def content_of(item: Page | Asset, name: str) -> Content:
    """Return a value of a generated page or asset, or what makes it of one that is late."""
    return Wanted(item, name) if isinstance(item, _LATE) else getattr(item, name)


def generated(config: MkDocsConfig, path: str, content: Content) -> File:
    """Return a file at a path among the documents with some content, or with what makes it."""
    if callable(content):
        return Awaited.of(config, path, content)
    return File.generated(config, path, content=content)


def owner(file: File) -> object:
    """Return what a file is made of: a page and its Markdown are made of one thing."""
    return id(file.make.item) if isinstance(file, Awaited) and isinstance(file.make, Wanted) else file


_MODULES: Final = frozenset({"generator.site.plugin", "material.plugins.search.plugin"})
"""Where those are."""


def is_ours_alone(config: MkDocsConfig) -> bool:
    """Tell whether nobody but this program and Material has a hand in the pages.

    Somebody else may want to see all of them: a plugin, a hook, or a template that lists them.
    """
    # Another search goes by the same name where it is asked for as /search, and gathers the words of all pages.
    is_known = {type(each).__module__ for each in config.plugins.values()} <= _MODULES
    is_known = is_known and KNOWN_PLUGINS.issuperset(config.plugins) and not config.hooks and not config.extra_templates
    return is_known and not any(has_templates(Path(directory)) for directory in config.theme.dirs)


class Gate(ABC):
    """Stands between MkDocs and the files of one build.

    MkDocs asks for all pages where it makes a navigation, and for those that it includes where it reads pages and
    where it makes them; it has no event there.
    """

    def __init__(self, files: Files, elsewhere: Collection[str]) -> None:
        """Stand before the files; ``elsewhere`` are the paths of pages that have a navigation of their own."""
        self.files = files
        self.included: Sequence[File] = ()
        """All pages that MkDocs includes."""
        self._elsewhere = frozenset(elsewhere)
        self._every = files.documentation_pages
        self._has_read = False
        files.documentation_pages = self._asked  # type: ignore[method-assign]  # it has no event there

    def lead(self, titles: Mapping[str, str]) -> None:
        """Go on after the navigations are made: they show the titles of pages that nobody has read, too."""
        self._elsewhere = frozenset()
        for file in self.files:
            if isinstance(file, Awaited) and file.page and file.page.title is None:
                file.page.title = titles.get(file.src_uri)

    def _asked(self, **inclusion: Any) -> Sequence[File]:  # noqa: ANN401 - MkDocs's own
        found = self._every(**inclusion)
        if not inclusion:
            return [file for file in found if file.src_uri not in self._elsewhere] if self._elsewhere else found
        if self._has_read:
            return self.to_make(found)
        self.included, self._has_read = found, True
        # MkDocs goes through it once, and makes pages of what it gets before it asks for more.
        return self._to_read(found)  # type: ignore[return-value]  # so that no sequence is needed

    def _to_read(self, found: Sequence[File]) -> Iterator[File]:
        written = [file for file in found if not isinstance(file, Awaited)]
        yield from written
        led = dict.fromkeys(to for file in written if file.page for to in file.page.links_to_anchors or ())
        yield from self.to_read(found, [file for file in found if isinstance(file, Awaited) and file in led])

    @abstractmethod
    def to_read(self, found: Sequence[File], led: Sequence[File]) -> Iterable[File]:
        """Return which pages are to be read, besides those that people wrote.

        To places in some, ``led``, the latter lead; whether they are there is looked for when all is made.
        """

    @abstractmethod
    def to_make(self, found: Sequence[File]) -> Sequence[File]:
        """Return which pages are to be made."""
