"""How many examples hypothesis makes up, and whether they are the same every time; it is no test.

`make test` is to say the same of the same code, so its draws are fixed and few.  What is new is looked for by
`make fuzz`, which draws at random and many times more; it sets LEIMU_FUZZ=deep.
"""

from __future__ import annotations

import os
from typing import Final

from hypothesis import settings
from hypothesis.database import DirectoryBasedExampleDatabase

IS_DEEP: Final = os.environ.get("LEIMU_FUZZ") == "deep"
_USUAL: Final = 100
_TIMES: Final = 10
_PARTS: Final = int(os.environ.get("LEIMU_FUZZ_PARTS", "1"))
"""In how many rounds `make fuzz` makes up its examples: short ones reach every test."""


def examples(steady: int, deep: int | None = None) -> int:
    """Return how many examples a law is held against: few in `make test`, ten times or ``deep`` in `make fuzz`."""
    most = deep or steady * _TIMES
    return max(most // _PARTS, min(most, 10)) if IS_DEEP else steady


def load() -> None:
    """Make the profile of this run that of every test, whatever hypothesis makes of the machine that it finds."""
    # No test holds a clock to the code: a machine may be busy with the tests beside it.
    settings.register_profile(
        "leimu",
        deadline=None,
        max_examples=examples(_USUAL),
        derandomize=not IS_DEEP,
        # What a round of the fuzzing found is tried first in the next; elsewhere no run depends on the one before.
        database=DirectoryBasedExampleDatabase(".hypothesis/examples") if IS_DEEP else None,
        print_blob=True,
    )
    settings.load_profile("leimu")
