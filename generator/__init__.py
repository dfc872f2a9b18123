"""leimu: help-centre documents in, a checked catalogue and a help centre out."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - pip refuses such a Python, but nobody has to come by pip
    # Before anything else of ours is read, which an older Python cannot.
    found = "{}.{}".format(*sys.version_info[:2])
    sys.stderr.write(
        f"leimu needs Python 3.11 or newer, and {sys.executable} is Python {found}."
        " Make the virtual environment with a newer one.\n"
    )
    sys.exit(2)

__version__ = "0.1.0"
