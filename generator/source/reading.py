"""Sources in, Catalogue out."""

from __future__ import annotations

import gc
import os
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from generator.catalogue import (
    Catalogue,
    Category,
    Content,
    Group,
    Repair,
    RepairKind,
    Source,
    Span,
)
from generator.files import is_text
from generator.messages import gettext as _
from generator.source.aliases import load_aliases
from generator.source.anchors import anchors
from generator.source.assembling import Assembled, Assembler, links_of
from generator.source.decoding import decode, read_front_matter
from generator.source.documents import SUFFIXES
from generator.source.errors import SourceError
from generator.source.identity import Taken, identify
from generator.source.ids import load_ids
from generator.source.ignores import read_ignores
from generator.source.lines import line_starts
from generator.source.pieces import UnsettledError
from generator.source.piecewise import Memory, Turn, read_parts, read_whole
from generator.source.qualifications import join_papers
from generator.source.sections import Tables
from generator.source.slugs import slug
from generator.source.vocabulary import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.source.decoding import FrontMatter
    from generator.source.piecewise import Read


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """How to read."""

    title: str | None = None
    """The title of the whole catalogue; without one, the first source's."""
    base: Path | None = None
    """Directory that names of files are shown relative to; without one they are shown as given."""
    vocabulary: Path | None = None
    """The editors' own label words."""
    qualifications: Path | None = None
    """The editors' own names of papers."""
    ids: Path | None = None
    """The file of kept ids."""


def find_sources(paths: Iterable[Path], base: Path | None = None) -> list[Path]:
    """Return the files among paths and below the directories among them, each directory's in order of name.

    A link in a directory may lead to another Markdown file of the directory or of ``base``, the project: everything
    that is read is published, and whoever adds a link must not choose what that is.

    Raises SourceError where a path does not exist or cannot be looked into, a directory holds no Markdown, a link leads
    elsewhere, or a name is no text.
    """
    try:
        found = [file for path in paths for file in _found(path, base)]
    except OSError as error:
        # A site must not lose the categories in a directory that cannot be looked into without a word.
        raise _unreadable(str(error.filename), error) from error
    for file in found:
        if not is_text(str(file)):
            raise SourceError(repr(str(file)), _("its name is no UTF-8"), _("Give it another name."))
    return list(dict.fromkeys(found))


def _found(path: Path, base: Path | None) -> list[Path]:
    """Return the documents that one path leads to.

    Raises SourceError, as for :func:`find_sources`, and OSError.
    """
    if not path.is_dir():
        if not path.exists():
            raise SourceError(str(path), _("there is no such file or directory"), _("Check the name."))
        return [path]
    inside = sorted(_documents(path))
    if not inside:
        raise SourceError(str(path), _("this directory holds no Markdown file"), _("Put a .md file into it."))
    for file in inside:
        _refuse_stray(file, [path, *([base] if base else [])])
    return inside


def _documents(directory: Path) -> Iterator[Path]:
    """Yield the documents below a directory; raises OSError for a directory that cannot be looked into."""

    def refuse(error: OSError) -> NoReturn:
        raise error

    for folder, folders, names in os.walk(directory, onerror=refuse):
        folders[:] = (name for name in folders if not name.startswith("."))
        for name in names:
            file = Path(folder, name)
            if file.suffix.lower() in SUFFIXES and not name.startswith(".") and file.is_file():
                yield file


def _unreadable(name: str, error: OSError) -> SourceError:
    reason = _("it cannot be read ({reason})").format(reason=error.strerror or error)
    return SourceError(name, reason, _("Check its name and permissions."))


def _refuse_stray(file: Path, places: Sequence[Path]) -> None:
    if not file.is_symlink():
        return
    target = file.resolve()
    for place in places:
        below = place.resolve()
        if target.is_relative_to(below) and target.suffix.lower() in SUFFIXES and not _hidden(target, below):
            return
    reason = _("it is a link to something that is no Markdown file of the project")
    raise SourceError(str(file), reason, _("Put the file itself in its place, or name it in sources."))


def _hidden(file: Path, below: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(below).parts)


def read_files(
    files: Sequence[Path], *, settings: ReadSettings | None = None, memory: Memory | None = None
) -> Catalogue:
    """Read sources into one catalogue; a ``memory`` lets that be quick where little has changed since it was last used.

    Raises SourceError for a file that cannot be read or is no text; nothing in a text is an error.
    """
    settings = settings or ReadSettings()
    return read_named(read_bytes(files, settings.base), settings, memory)


def read_bytes(files: Iterable[Path], base: Path | None = None) -> list[tuple[str, bytes]]:
    """Return (name, bytes) of each file, the name as :attr:`ReadSettings.base` has it.

    Raises SourceError for a file that cannot be read.
    """
    named = []
    for file in files:
        try:
            named.append((_name(file, base), file.read_bytes()))
        except OSError as error:
            raise _unreadable(str(file), error) from error
    return named


def read_text(text: str | bytes, file: str = "source.md", *, settings: ReadSettings | None = None) -> Catalogue:
    """Read one source from memory."""
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return read_named([(file, data)], settings or ReadSettings())


def read_named(named: Sequence[tuple[str, bytes]], settings: ReadSettings, memory: Memory | None = None) -> Catalogue:
    """Read sources given as (name, bytes) as :func:`read_files` does; it raises the same SourceError."""
    with _collector_paused():
        turn = (memory or Memory()).turn(load(settings.vocabulary), remembers=memory is not None)
        read = _read_named(named, settings, turn)
        if memory:
            memory.keep(turn)
        return read


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep the garbage collector from walking, again and again, over objects that are all still needed.

    It took two fifths of the time of reading a thousand categories; nothing here makes cycles.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            if not gc.get_freeze_count():
                # Hands what was made to the oldest generation, unlooked at: else the next object that anybody makes
                # sets the collector on all of it at once.
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def _read_named(named: Sequence[tuple[str, bytes]], settings: ReadSettings, turn: Turn) -> Catalogue:
    kept = load_ids(settings.ids)
    aliases = load_aliases(settings.qualifications)
    parts = [_read_source(name, data, number, turn, settings) for number, (name, data) in enumerate(named)]
    drafts = [draft for _, assembled in parts for draft in assembled.categories]
    identities = identify(drafts, kept)
    identified = tuple(
        draft.identified(identity) for draft, identity in zip(drafts, identities.categories, strict=True)
    )
    sources = _distinct_ids([source for source, _ in parts])
    titles = (settings.title, *(source.title for source in sources))
    return Catalogue(
        next((title for title in titles if title), None),
        sources,
        tuple(_groups(identified, [assembled for _, assembled in parts], identities.groups)),
        identified,
        join_papers(identified, aliases, kept),
        identities.moved,
    )


def _name(file: Path, base: Path | None) -> str:
    if base is not None:
        try:
            return file.resolve().relative_to(base.resolve()).as_posix()
        except ValueError:
            pass
    return file.as_posix()


def _read_source(name: str, data: bytes, number: int, turn: Turn, settings: ReadSettings) -> tuple[Source, Assembled]:
    text, encoding = decode(data, name)
    matter = read_front_matter(text)
    starts = line_starts(text)
    read, assembled = _assembled(text, number, matter, starts, turn=turn, settings=settings)
    ignores = read_ignores(text, read.code, _parts(assembled))
    repairs = [*matter.repairs, *read.masking, *read.prose, *ignores.repairs, *read.repaired]
    if encoding == "gb18030":
        repairs.append(Repair(RepairKind.NOT_UTF8, encoding, Span(0, min(1, len(text)))))
    source = Source(
        file=name,
        id=slug(matter.id or Path(name).stem),
        title=assembled.title,
        text=text,
        introduction=assembled.introduction,
        sections=tuple(assembled.sections),
        tables=tuple(sorted(assembled.tables, key=lambda table: table.span.start)),
        links=links_of(read.items, read.tables, assembled.categories),
        repairs=tuple(sorted(dict.fromkeys(repairs), key=lambda repair: (repair.span.start, repair.span.end))),
        line_starts=starts,
        encoding=encoding,
        ignores=tuple(ignores.followed),
        code=tuple(read.code),
        anchors=anchors(text, read.code),
        headings=tuple(read.headings()),
    )
    return source, assembled


def _assembled(  # noqa: PLR0913 - a text and how to read it
    text: str, number: int, matter: FrontMatter, starts: Sequence[int], *, turn: Turn, settings: ReadSettings
) -> tuple[Read, Assembled]:
    """Return what was read of a source, part by part where that is possible and remembered, and what it makes."""
    vocabulary = turn.vocabulary
    if turn.remembers and (read := read_parts(text, matter.end, starts, turn)):
        tables = Tables(text, read.tables, read.layouts, vocabulary, others_tell=read.tells)
        with suppress(UnsettledError):
            return read, Assembler(number, tables).assemble(read.items, matter.title, settings.title)
    read = read_whole(text, matter.end, starts, vocabulary)
    tables = Tables(text, read.tables, read.layouts, vocabulary)
    return read, Assembler(number, tables).assemble(read.items, matter.title, settings.title)


def _parts(assembled: Assembled) -> Iterator[Span]:
    """Yield the places of what a source holds: categories, sections, and groups with all their categories."""
    ends: dict[str, int] = {}
    for draft in assembled.categories:
        yield draft.span
        if draft.group is not None:
            ends[draft.group] = draft.span.end
    for section in assembled.sections:
        yield section.span
    for name, (_body, heading) in assembled.groups.items():
        yield Span(heading.start, max(heading.end, ends.get(name, 0)))


def _distinct_ids(sources: Sequence[Source]) -> tuple[Source, ...]:
    taken = Taken(())
    return tuple(replace(source, id=taken.free(source.id)) for source in sources)


def _groups(categories: Sequence[Category], parts: Sequence[Assembled], ids: dict[str, str]) -> Iterator[Group]:
    members: dict[str, list[Category]] = {}
    for category in categories:
        if category.group is not None:
            members.setdefault(category.group, []).append(category)
    for name, inside in members.items():
        bodies = [part.groups[name] for part in parts if name in part.groups]
        body: tuple[Content, ...] = tuple(content for contents, _ in bodies for content in contents)
        span = bodies[0][1] if bodies else inside[0].span
        ids_inside = tuple(category.id for category in inside)
        yield Group(ids[name], name, body, ids_inside, inside[0].source, span)
