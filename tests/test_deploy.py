"""What deploy/ holds, short of a running server: compressed copies, and the docs against the configuration."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.precompressing import PROGRAM, precompress

ROOT = Path(__file__).parents[1]
CONFIG = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
LONG = "长文 " * 1000
needs_brotli = pytest.mark.skipif(shutil.which("brotli") is None, reason="brotli is not installed")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Every kind of file there is, in a directory with a name that a careless script trips over."""
    root = tmp_path / "-a site's *"
    (root / "en" / "a b").mkdir(parents=True)
    for name in ("index.html", "en/a b/index.html", "leimu.css", "a.js", "a.json", "a.xml", "a.svg", "a.txt", "a.md"):
        (root / name).write_text(LONG + name, encoding="utf-8")
    for name in ("a.csv", "a.atom", "a.webmanifest", "a.png", "a.xlsx"):
        (root / name).write_text(LONG + name, encoding="utf-8")
    (root / "small.html").write_text("x" * 1024, encoding="utf-8")
    os.utime(root / "a.js", ns=(1_700_000_000_123_456_789, 1_700_000_000_123_456_789))
    return root


def copies(site: Path) -> set[str]:
    return {path.relative_to(site).as_posix() for path in site.rglob("*") if path.suffix in {".gz", ".br", ".new"}}


def test_every_text_over_a_kilobyte_has_a_copy(site):
    run = precompress(site)
    assert (run.returncode, run.stdout) == (0, "")
    assert run.stderr.startswith("brotli is not installed")
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()} - copies(site)
    assert copies(site) == {f"{name}.gz" for name in files - {"a.png", "a.xlsx", "small.html"}}
    for copy in copies(site):
        path = site / copy
        assert gzip.decompress(path.read_bytes()) == path.with_suffix("").read_bytes()
        assert path.stat().st_mtime_ns == path.with_suffix("").stat().st_mtime_ns
        # No name and no time in it: the same file always gives the same bytes, and the same ETag on every machine.
        assert path.read_bytes()[3:8] == b"\0" * 5


def test_a_copy_can_be_read_by_whoever_reads_the_file(site):
    (site / "a.js").chmod(0o640)
    precompress(site)
    assert (site / "a.js.gz").stat().st_mode & 0o777 == 0o640


def test_only_what_has_changed_is_compressed_again(site):
    precompress(site)
    before = {name: (site / name).stat().st_ino for name in copies(site)}
    # As a build does: every file is written anew, most of them the same.
    for path in [path for path in site.rglob("*") if path.suffix != ".gz" and path.is_file()]:
        path.write_bytes(path.read_bytes())
    changed = site / "leimu.css"
    stamp = changed.stat()
    changed.write_text(LONG + "leimu.CSS", encoding="utf-8")
    os.utime(changed, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    precompress(site)
    after = {name: (site / name).stat().st_ino for name in copies(site)}
    assert {name for name in after if after[name] != before[name]} == {"leimu.css.gz"}
    assert gzip.decompress((site / "leimu.css.gz").read_bytes()) == changed.read_bytes()
    assert all((site / name).stat().st_mtime_ns == (site / name[:-3]).stat().st_mtime_ns for name in after)


def test_copies_that_have_outlived_their_files_are_removed_and_nothing_else(site):
    (site / "a.tar.gz").write_bytes(b"published")
    (site / "small.html.gz").write_bytes(gzip.compress((site / "small.html").read_bytes()))
    precompress(site)
    (site / "a.json").unlink()
    (site / "a.md").write_text("short", encoding="utf-8")
    precompress(site)
    left = copies(site)
    assert not left & {"a.json.gz", "a.md.gz"}
    assert {"a.tar.gz", "small.html.gz", "a.js.gz"} <= left


@needs_brotli
def test_brotli_is_used_where_it_is_and_its_copies_go_where_it_is_not(site):
    assert precompress(site, brotli=True).stderr == ""
    assert {f"{name[:-3]}.br" for name in copies(site) if name.endswith(".gz")} <= copies(site)
    unpacked = subprocess.run(["brotli", "-dc", site / "a.svg.br"], capture_output=True, check=True).stdout
    assert unpacked == (site / "a.svg").read_bytes()
    before = (site / "a.svg.br").stat().st_ino
    precompress(site, brotli=True)
    assert (site / "a.svg.br").stat().st_ino == before
    # Nobody could tell whether they are still true.
    precompress(site)
    assert not [name for name in copies(site) if name.endswith(".br")]


def test_a_broken_copy_is_made_anew(site):
    precompress(site)
    whole = (site / "a.js.gz").read_bytes()
    (site / "a.js.gz").write_bytes(whole[:-20])
    precompress(site)
    assert (site / "a.js.gz").read_bytes() == whole


@pytest.mark.parametrize("arguments", [[], ["a", "b"], ["--help"], ["nowhere"]])
def test_it_says_what_it_takes(arguments):
    run = precompress(*arguments)
    assert run.returncode == 2
    assert ("usage: deploy/precompress SITE" in run.stderr) == (arguments != ["nowhere"])
    assert ("no built site" in run.stderr) == (arguments == ["nowhere"])


def test_it_is_a_script_for_every_shell():
    assert os.access(PROGRAM, os.X_OK)
    text = PROGRAM.read_text(encoding="utf-8")
    assert text.startswith("#!/bin/sh\n")
    assert re.findall(r"\[\[|\blocal\b|\bfunction\b|<<<|\$'", text) == []


def test_the_page_tells_every_header_of_the_configuration():
    page = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    headers = re.findall(r'^ *(?:# )?add_header (\S+) (?:"([^"]*)"|\$)', CONFIG, re.MULTILINE)
    assert len(headers) == 8
    for name, value in headers:
        assert f"| `{name}` |" in page
        assert value in page
    assert "add_header" not in re.sub(r"^ {4}(# )?add_header.*$|#.*$", "", CONFIG, flags=re.MULTILINE)


def test_the_page_names_every_file_of_the_directory():
    page = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    for file in (ROOT / "deploy").iterdir():
        assert f"deploy/{file.name}" in page
