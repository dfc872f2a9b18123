"""Say how many category pages the built site holds: ``leimu parse --format json | python .ci/site_summary.py SITE``.

Ends with 1 when a category of the catalogue has no page.
"""

import json
import sys
from pathlib import Path


def main() -> int:
    """Hold the categories on standard input against the pages of the site, and print where it is."""
    site = Path(sys.argv[1])
    ids = [category["id"] for category in json.load(sys.stdin)["categories"]]
    missing = [category for category in ids if not (site / category / "index.html").is_file()]
    for category in missing:
        print(f"{site}/{category}/index.html: the page of a category is missing. Run `make clean site`.")
    print(f"{site.resolve()}/ holds {len(ids) - len(missing)} category pages.")
    print(f"Open {site}/index.html, or run `make serve`.")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
