"""Laws of the house: what is committed, what is locked, and what is shipped."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tomllib
import zipfile
from hashlib import sha256
from importlib.metadata import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
MADE = {"site", "dist"}
"""Folders at the root that are made, not written; so is every one that starts with a dot, but .ci."""

REGISTRIES = ["pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "npmjs" + ".com", "deb.debian" + ".org"]
"""Split, so that this file does not name them either."""
THIRD_PARTIES = [
    host + tail
    for host, tail in [
        ("fonts.googleapis", ".com"), ("fonts.gstatic", ".com"), ("ajax.googleapis", ".com"), ("cdn.jsdelivr", ".net"),
        ("unpkg", ".com"), ("cdnjs.cloudflare", ".com"), ("googletagmanager", ".com"), ("google-analytics", ".com"),
        ("polyfill", ".io"), ("bootcdn", ".net"), ("use.fontawesome", ".com"), ("fonts.loli", ".net"),
    ]
]  # fmt: skip


def written_files() -> list[Path]:
    """Return every file of the project that a person wrote, found without git."""
    found = []
    for entry in ROOT.iterdir():
        if entry.name in MADE or (entry.is_dir() and entry.name.startswith(".") and entry.name != ".ci"):
            continue
        found += [entry] if entry.is_file() else [path for path in entry.rglob("*") if path.is_file()]
    return sorted(path for path in found if "__pycache__" not in path.parts)


def words(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def declared() -> list[str]:
    """Return every dependency of pyproject.toml, those of its groups and of the build included."""
    groups = PROJECT["dependency-groups"].values()
    return [*PROJECT["build-system"]["requires"], *PROJECT["project"]["dependencies"], *(d for g in groups for d in g)]


def entries(lock: Path) -> list[str]:
    """Return the entries of a lock file, each on one line, without comments."""
    lines = [line for line in words(lock).splitlines() if not line.lstrip().startswith("#")]
    return [" ".join(entry.split()) for entry in "\n".join(lines).replace("\\\n", " ").splitlines() if entry.strip()]


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("dependency", declared())
def test_every_dependency_has_a_floor(dependency):
    assert re.match(r"[\w.-]+>=\d", dependency)


def test_every_dependency_has_a_reason():
    text = words(ROOT / "pyproject.toml")
    for dependency in declared():
        assert re.search(rf'"{re.escape(dependency)}"[\],]*\s+# \S', text), f"{dependency}: no reason given"


def test_the_host_stays_below_its_next_major_version():
    assert "mkdocs>=1.6,<2" in PROJECT["project"]["dependencies"]


def test_there_are_four_locks():
    assert [lock.name for lock in LOCKS] == ["audit.txt", "dev.txt", "lowest.txt", "site.txt"]


def test_the_lowest_versions_are_the_floors():
    locked = dict(re.findall(r"^([\w.-]+)==([\w.]+)", words(ROOT / "requirements" / "lowest.txt"), flags=re.MULTILINE))
    for dependency in PROJECT["project"]["dependencies"]:
        name, floor = re.match(r"([\w.-]+)>=([\d.]+)", dependency).groups()
        # A floor of 3 is met by 3.0.0.
        found, wanted = locked[normal(name)].split("."), floor.split(".")
        assert found[: len(wanted)] == wanted, dependency
        assert set(found[len(wanted) :]) <= {"0"}, dependency


def licence(name: str) -> str:
    """Return the licence that an installed package states, in the first of the places where it may."""
    known = metadata(name)
    classifiers = [text for text in known.get_all("Classifier") or () if text.startswith("License ::")]
    return known.get("License-Expression") or known.get("License") or classifiers[0].rpartition(" :: ")[2]


def test_the_page_of_dependencies_tells_of_each_what_it_states_itself():
    page = words(ROOT / "docs" / "dependencies.md")
    told = re.findall(r"^\| `([\w-]+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", page, flags=re.MULTILINE)
    direct = [re.match(r"[\w.-]+", dependency)[0] for dependency in PROJECT["project"]["dependencies"]]
    assert [row[0] for row in told] == direct
    assert {name: stated for name, _why, stated, _heir in told} == {name: licence(name) for name in direct}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_locked_package_has_one_version_and_its_hashes(lock):
    form = r"[a-z0-9][a-z0-9.-]*==[\w.!+]+( ; [^\\]+?)?( --hash=sha256:[0-9a-f]{64})+"
    assert entries(lock)
    assert [entry for entry in entries(lock) if not re.fullmatch(form, entry)] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_place(lock):
    assert re.findall(r"https?:|file:|--(?:extra-)?index-url|--find-links|--trusted-host", words(lock)) == []


def test_the_lock_for_development_holds_the_one_for_the_site():
    dev, site = (set(entries(ROOT / "requirements" / name)) for name in ("dev.txt", "site.txt"))
    assert site < dev


def test_the_locks_hold_what_pyproject_asks_for():
    locked = {entry.split("==")[0] for entry in entries(ROOT / "requirements" / "dev.txt")}
    asked = {normal(re.match(r"[\w.-]+", dependency)[0]) for dependency in declared()}
    assert asked - locked == set()


@pytest.mark.parametrize("host", [*REGISTRIES, *THIRD_PARTIES])
def test_no_file_names_a_registry_or_a_third_party(host):
    naming = [str(path.relative_to(ROOT)) for path in written_files() if host in words(path)]
    assert naming == []


def test_the_walk_over_the_project_sees_its_files():
    seen = {path.relative_to(ROOT).as_posix() for path in written_files()}
    assert {"pyproject.toml", "generator/catalogue.py", ".ci/run", "tests/test_house.py"} <= seen


def test_no_module_is_too_long_to_read():
    long = [f"{path.relative_to(ROOT)}: {count}" for path in (ROOT / "generator").rglob("*.py")
            if (count := len(words(path).splitlines())) > 600]  # fmt: skip
    assert long == []


def test_every_ruff_exception_has_a_reason():
    exceptions = re.findall(r'^    "[A-Z]+\d*",.*$', words(ROOT / "pyproject.toml"), flags=re.MULTILINE)
    assert exceptions
    assert [line for line in exceptions if not re.search(r",\s+# \w", line)] == []


def test_the_source_document_is_the_one_that_its_authors_published():
    document = (ROOT / "catalogue" / "sources" / "mini-program-live.md").read_bytes()
    assert sha256(document).hexdigest() == "a6c9cb82a924ffd0d1bbafe56249b32427f5698bd8fbcc5727627c889318dafa"


def test_tests_cannot_reach_another_host():
    with pytest.raises(RuntimeError, match=r"192\.0\.2\.1: a test talks to another host"):
        socket.create_connection(("192.0.2.1", 9), timeout=1)


@pytest.mark.slow
def test_the_wheel_carries_the_templates_and_its_data(tmp_path):
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True)
    wheel = next(tmp_path.glob("leimu-*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    written = {path.relative_to(ROOT).as_posix() for path in written_files()}
    templates = {f"generator/{name}" for name in written if name.startswith("templates/")}
    package = {name for name in written if name.startswith("generator/")}
    assert templates
    assert {name for name in names if ".dist-info/" not in name} == templates | package


@pytest.mark.slow
def test_the_wheel_works_away_from_the_source_tree(tmp_path):
    """With the packages that are installed here; `make test-lowest` does the same with the lowest versions."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("leimu-*.whl"))) as archive:
        archive.extractall(tmp_path / "installed")
    project = tmp_path / "project"
    project.mkdir()
    shutil.copytree(ROOT / "catalogue", project / "catalogue")
    shutil.copytree(ROOT / "docs", project / "docs")
    shutil.copy(ROOT / "mkdocs.yml", project)
    surroundings = {"PATH": os.environ["PATH"], "PYTHONPATH": str(tmp_path / "installed"), "NO_MKDOCS_2_WARNING": "1"}

    def run(*arguments: str) -> str:
        command = [sys.executable, "-P", *arguments]
        done = subprocess.run(command, cwd=project, env=surroundings, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert run("-c", "import generator; print(generator.__file__)").startswith(str(tmp_path))
    run("-m", "generator", "check")
    run("-m", "mkdocs", "build", "--strict", "--quiet")
    run("-m", "generator", "export", "xlsx", "--output", "catalogue.xlsx")
    ids = [category["id"] for category in json.loads(run("-m", "generator", "export", "json"))["categories"]]
    assert ids
    assert [name for name in ids if not (project / "site" / name / "index.html").is_file()] == []
