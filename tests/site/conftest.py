"""A scratch project for every test that asks for one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.site.scratch import Project, make_project


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., Project]:
    """Make a project under ``tmp_path``; see :func:`make_project`."""
    return partial(make_project, tmp_path / "project")
