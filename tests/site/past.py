"""Real repositories, small and with a past."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from generator.config import Settings, load_settings, standalone
from generator.site.history import Chronicle, History
from generator.site.reading import read
from tests.site.scratch import SOUND, Project, make_project

NOBODY = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "Secret Author",
    "GIT_AUTHOR_EMAIL": "secret@author.example",
    "GIT_COMMITTER_NAME": "Secret Author",
    "GIT_COMMITTER_EMAIL": "secret@author.example",
}


@dataclass
class Past:
    """A project in a repository of its own; each commit is a day later than the one before."""

    project: Project
    day: int = field(default=0)

    @property
    def root(self) -> Path:
        return self.project.root

    @property
    def source(self) -> Path:
        return self.project.source

    @property
    def settings(self) -> Settings:
        settings = load_settings(self.project.config)
        assert settings is not None
        return settings

    def git(self, *arguments: str) -> str:
        when = f"2026-03-{self.day:02}T23:30:00+0800"
        surroundings = {**os.environ, **NOBODY, "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
        run = subprocess.run(["git", *arguments], cwd=self.root, env=surroundings, check=True, capture_output=True)
        return run.stdout.decode().strip()

    def commit(self, text: str | bytes | None = None, source: Path | None = None) -> str:
        """Commit all that is there, with a new text for the source if there is one; return the commit's name."""
        if text is not None:
            data = text.encode() if isinstance(text, str) else text
            (source or self.source).write_bytes(data)
        self.day += 1
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "a secret message")
        return self.git("rev-parse", "HEAD")

    def read(self, chronicle: Chronicle | None = None) -> History:
        settings = self.settings
        return (chronicle or Chronicle()).read(settings, read(settings))


def past(root: Path, config: str = "plugins: [search, leimu]\n", source: str = SOUND, **pages: str) -> Past:
    """Make a project whose source has been committed once."""
    made = Past(make_project(root, source, config, **pages))
    made.git("init", "-q", "-b", "main")
    made.commit()
    return made


def alone(file: Path) -> History:
    """Return the past of one file that belongs to no project."""
    settings = standalone([file], file.parent)
    return Chronicle().read(settings, read(settings))
