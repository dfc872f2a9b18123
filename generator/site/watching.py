"""What a server watches besides what MkDocs does, and how often."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingEmitter, PollingObserver
from watchdog.utils.dirsnapshot import EmptyDirectorySnapshot

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer
    from watchdog.utils.dirsnapshot import DirectorySnapshot

    from generator.config import Settings

_INTERVAL: Final = 0.1
"""Seconds; MkDocs looks twice a second.  These are a few files, unlike those in its directory, and somebody waits."""
_DELAY: Final = 0.05
"""Seconds in which nothing more is saved before a build begins: what one look has found comes at once."""


class _Emitter(PollingEmitter):
    """Looks at one path, also while nothing is there.

    Watchdog's own never looks again once the path has been gone: after an editor that renames when it saves, or a
    branch of git without the directory, a server would show the old pages for ever.
    """

    def __init__(self, *given: Any, **more: Any) -> None:  # noqa: ANN401 - whatever the observer gives
        super().__init__(*given, **more)
        look = self._take_snapshot

        def look_patiently() -> DirectorySnapshot:
            try:
                return look()
            except (FileNotFoundError, NotADirectoryError):
                return EmptyDirectorySnapshot()

        self._take_snapshot = look_patiently


class _Observer(PollingObserver):
    def __init__(self) -> None:
        BaseObserver.__init__(self, _Emitter, timeout=_INTERVAL)


def watch(server: LiveReloadServer, settings: Settings) -> BaseObserver:
    """Let a server watch all that pages are made of, except the ids, which the build itself writes.

    Return what looks for changes; it is to be stopped.
    """
    given = settings
    known = given.baseline if given.baseline and given.baseline.exists() else None
    translations = [locale.file for locale in given.locales]
    words = (given.vocabulary, given.qualifications, given.synonyms)
    server.build_delay = min(server.build_delay, _DELAY)
    slow = server.observer
    server.observer = quick = _Observer()
    try:
        for path in (*given.sources, *words, *translations, given.templates, known):
            if path and path.exists():
                server.watch(str(path))
            elif path and path.parent.is_dir():
                # It may yet be written.
                server.watch(str(path.parent), recursive=False)
            elif path:
                server.watch(str(path))
    finally:
        server.observer = slow
    quick.start()
    return quick
