"""Every test in this folder drives Chromium, so each bears the marker ``browser``."""

from __future__ import annotations

import fcntl
import os
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from generator.config import load_settings
from generator.site.host import build
from tests.browser.hostile import Hostile, make
from tests.precompressing import precompress

# A machine that is busy with other tests is slow, and no page is wrong for it.
expect.set_options(timeout=20_000)

HERE = Path(__file__).parent
ROOT = Path(__file__).parents[2]


@contextmanager
def once(factory: pytest.TempPathFactory, name: str) -> Iterator[tuple[Path, bool]]:
    """Give a folder that all processes of a run share, and whether it has been filled; one at a time is in here."""
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = shared / f"{name}.done"
        yield shared / name, done.exists()
        done.touch()


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    """Return the site all of whose words are hostile, built once for all processes of a run."""
    with once(tmp_path_factory, "hostile") as (folder, is_there):
        kept = folder / "hostile.pickle"
        if not is_there:
            folder.mkdir()
            kept.write_bytes(pickle.dumps(make(folder)))
        made = pickle.loads(kept.read_bytes())
    assert isinstance(made, Hostile)
    return made


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of this project, precompressed, built once for all processes of a run; nobody may write there."""
    with once(tmp_path_factory, "built") as (shared, is_there):
        folder = shared / "site"
        if not is_there:
            settings = load_settings(ROOT / "mkdocs.yml")
            assert settings is not None
            told: list[str] = []
            # Strict, so that no page of this project has a warning.
            build(settings, tell=told.append, site_dir=folder, strict=True)
            assert told == []
            assert precompress(folder).returncode == 0
    return folder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, so that `make fast` leaves them out."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
