"""Every test in this folder drives Chromium, so each bears the marker ``browser``."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from generator.config import load_settings
from generator.site.host import build
from tests.precompressing import precompress

# A machine that is busy with other tests is slow, and no page is wrong for it.
expect.set_options(timeout=20_000)

HERE = Path(__file__).parent
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of this project, precompressed, built once for all processes of a run; nobody may write there."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder = shared / "built" / "site"
    with (shared / "built.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = shared / "built.done"
        if not done.exists():
            settings = load_settings(ROOT / "mkdocs.yml")
            assert settings is not None
            told: list[str] = []
            build(settings, tell=told.append, site_dir=folder)
            assert told == []
            assert precompress(folder).returncode == 0
            done.touch()
    return folder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, so that `make fast` leaves them out."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
