"""The draws of `make test` are the same every time, and those of `make fuzz` never are."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from tests.profiles import IS_DEEP
from tests.site.scratch import environment

ROOT = Path(__file__).parents[1]
ASKED = """
from tests import profiles
profiles.load()
from hypothesis import settings
print(settings.default.derandomize, settings.default.database is None, settings.default.max_examples,
      profiles.examples(30), profiles.examples(30, deep=7))
"""


def test_the_profile_is_in_force() -> None:
    assert settings.default is not None
    assert (settings.default.derandomize, settings.default.database is None) == (not IS_DEEP, not IS_DEEP)


@pytest.mark.slow
@pytest.mark.parametrize("more", [{}, {"CI": "true"}], ids=["anywhere", "in CI"])
@pytest.mark.parametrize(
    ("fuzz", "said"),
    [({}, "True True 100 30 30\n"), ({"LEIMU_FUZZ": "deep"}, "False False 1000 300 7\n")],
    ids=["make test", "make fuzz"],
)
def test_the_machine_does_not_choose_it(fuzz: dict[str, str], more: dict[str, str], said: str) -> None:
    # Hypothesis has a profile of its own for what it takes for CI, with fixed draws.
    done = subprocess.run(
        [sys.executable, "-c", ASKED], cwd=ROOT, env=environment(**fuzz, **more), capture_output=True, check=True
    )
    assert done.stdout.decode() == said


def test_the_fuzzing_asks_for_random_draws() -> None:
    script = (ROOT / ".ci/fuzz").read_text(encoding="utf-8")
    assert "\nexport LEIMU_FUZZ=deep\n" in script
    assert "--hypothesis-seed" in script
    assert "LEIMU_FUZZ" not in (ROOT / "Makefile").read_text(encoding="utf-8")
