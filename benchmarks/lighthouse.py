"""What Lighthouse says of the built site under the shipped nginx configuration, on its phone.

    python -m benchmarks.lighthouse PROGRAM [--details]

PROGRAM is Lighthouse's own, which comes from npm and wants Node.js 18 or newer:

    npm install --prefix /tmp/lighthouse lighthouse@12
    make bench-lighthouse ARGS=/tmp/lighthouse/node_modules/.bin/lighthouse

The bound: 95 of 100 in every category on the home page, a category's page and the finder, in each language.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from generator.config import load_settings
from generator.site.host import build
from tests.browser.nginx import nginx
from tests.conftest import CHROMIUM_ARGUMENTS, chromium_path
from tests.precompressing import precompress

ROOT: Final = Path(__file__).parents[1]
PAGES: Final = ("", "jinrong/yinhang/", "finder/")
PREFIXES: Final = ("", "en/", "zh-Hant/")
KINDS: Final = ("performance", "accessibility", "best-practices", "seo")
BOUND: Final = 95


def _report(program: str, url: str, room: Path) -> dict[str, Any]:
    out = room / "report.json"
    flags = " ".join([*CHROMIUM_ARGUMENTS, "--headless=new", "--no-sandbox"])
    subprocess.run(
        [program, url, "--quiet", "--output=json", f"--output-path={out}", f"--chrome-flags={flags}"],
        env={**os.environ, "CHROME_PATH": chromium_path() or "", "CI": "1"},
        check=True,
        timeout=300,
    )
    report: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return report


def _tell_details(report: dict[str, Any]) -> None:
    """Print what kept points from a page."""
    for kind in KINDS:
        for each in report["categories"][kind]["auditRefs"]:
            audit = report["audits"][each["id"]]
            if each["weight"] and audit["score"] is not None and audit["score"] < 1:
                print(f"    {kind} {each['id']} {audit['score']}: {audit.get('displayValue', audit['title'])}")


def main(program: str, *, details: bool) -> int:
    """Print a line for each page; return 1 where one is below the bound."""
    settings = load_settings(ROOT / "mkdocs.yml")
    if settings is None:
        sys.exit("mkdocs.yml: does not use leimu")
    low = False
    print(f"{'page':<28}" + "".join(f"{kind:>16}" for kind in KINDS) + f"{'kB':>8}")
    with tempfile.TemporaryDirectory() as room:
        site = Path(room, "site")
        build(settings, tell=print, site_dir=site)
        precompress(site)
        with nginx(site) as url:
            for address in (prefix + page for prefix in PREFIXES for page in PAGES):
                report = _report(program, url + address, Path(room))
                scores = [round(100 * (report["categories"][kind]["score"] or 0)) for kind in KINDS]
                weight = report["audits"]["total-byte-weight"]["numericValue"] / 1000
                print(f"/{address:<27}" + "".join(f"{score:>16}" for score in scores) + f"{weight:>8.0f}", flush=True)
                low = low or min(scores) < BOUND
                if details:
                    _tell_details(report)
    print(f"bound {BOUND}")
    return int(low)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], details="--details" in sys.argv))
