"""Nothing half-done: whatever happens to a build, the site is the old one or the new one, whole."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.files import write_atomically
from generator.site import swapping
from generator.site.resting import NAME
from generator.site.swapping import Staging, staged
from tests import forked
from tests.forked import COMMAND
from tests.site.scratch import SOUND, WRONG, Project, environment

SLOW_HOOK = """
import pathlib, time

def on_post_page(output, page, config):
    pathlib.Path(config.config_file_path).with_name("begun").touch()
    time.sleep({seconds})
    return output
"""
MKDOCS = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
BUILDS = pytest.mark.parametrize("command", [[*COMMAND, "build"], MKDOCS], ids=["leimu", "mkdocs"])


def content(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def start(command: list[str], root: Path, **more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command,
        cwd=root,
        env=environment(NO_MKDOCS_2_WARNING="1", **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(command: list[str], root: Path, **more: str) -> tuple[int, str]:
    if forked.knows(command):
        done = forked.run(command, cwd=root, env=environment(NO_MKDOCS_2_WARNING="1", **more))
        code, out, err = done.returncode, done.stdout, done.stderr
    else:
        process = start(command, root, **more)
        out, err = process.communicate(timeout=120)
        code = process.returncode
    assert "Traceback" not in err
    return code, out + err


def hidden(root: Path) -> list[str]:
    # The record of what went into a site is no leftover.
    return [path.name for path in root.iterdir() if path.name.startswith(".") and path.name != NAME]


def directory(root: Path, **files: str) -> Path:
    root.mkdir(parents=True)
    for name, text in files.items():
        (root / name).write_text(text, encoding="utf-8")
    return root


def test_a_directory_is_replaced_as_a_whole(tmp_path):
    site = directory(tmp_path / "site", old="old")
    with staged(site) as fresh:
        (fresh / "new").touch(mode=0o600)
        (fresh / "below").mkdir(mode=0o700)
        assert set(content(site)) == {"old"}
    assert set(content(site)) == {"new"}
    assert ((site / "new").stat().st_mode & 0o777, (site / "below").stat().st_mode & 0o777) == (0o644, 0o755)
    assert hidden(tmp_path) == []


def test_an_exception_leaves_the_old_one(tmp_path):
    site = directory(tmp_path / "site", old="old")
    with pytest.raises(KeyboardInterrupt), staged(site):
        raise KeyboardInterrupt
    assert (set(content(site)), hidden(tmp_path)) == ({"old"}, [])


def test_what_a_dead_build_left_goes_and_what_a_live_one_makes_stays(tmp_path):
    site = tmp_path / "site"
    dead = directory(tmp_path / ".site.leimu-dead", half="half")
    stranger = directory(tmp_path / ".site.mine", half="mine")
    live = Staging(site)
    other = Staging(site)
    assert (dead.exists(), stranger.exists(), live.directory.exists()) == (False, True, True)
    (live.directory / "one").touch()
    (other.directory / "two").touch()
    live.finish(keep_hidden=True)
    assert set(content(site)) == {"one"}
    other.finish(keep_hidden=True)
    assert set(content(site)) == {"two"}
    assert hidden(tmp_path) == [".site.mine"]


def test_a_build_that_died_between_two_renames_is_made_good(tmp_path):
    directory(tmp_path / ".site.leimu-dead.old", old="old")
    with pytest.raises(RuntimeError), staged(tmp_path / "site"):
        raise RuntimeError
    assert set(content(tmp_path / "site")) == {"old"}


@pytest.mark.parametrize("can_exchange", [True, False])
def test_hidden_entries_of_the_old_site_stay_as_mkdocs_keeps_them(tmp_path, monkeypatch, can_exchange):
    if not can_exchange:
        monkeypatch.setattr(swapping, "_exchange", lambda *_: False)
    site = directory(tmp_path / "site", index="old")
    directory(site / ".git", HEAD="main")
    (site / ".nojekyll").touch()
    staging = Staging(site)
    (staging.directory / "index").write_text("new", encoding="utf-8")
    staging.finish(keep_hidden=True)
    assert content(site) == {".git/HEAD": b"main", ".nojekyll": b"", "index": b"new"}
    assert hidden(tmp_path) == []


def test_a_link_to_the_site_stays_one(tmp_path):
    site = directory(tmp_path / "real", old="old")
    (tmp_path / "link").symlink_to(site)
    with staged(tmp_path / "link") as fresh:
        (fresh / "new").touch()
    assert (tmp_path / "link").is_symlink()
    assert set(content(site)) == {"new"}


def test_a_directory_that_cannot_be_renamed_is_filled_in_place(tmp_path, monkeypatch):
    monkeypatch.setattr(os.path, "ismount", lambda _path: True)
    site = directory(tmp_path / "site", old="old", both="old")
    directory(site / "folder", old="old")
    before = site.stat().st_ino
    with staged(site) as fresh:
        assert fresh.parent == site
        (fresh / "both").write_text("new", encoding="utf-8")
        directory(fresh / "folder", new="new")
    assert content(site) == {"both": b"new", "folder/new": b"new"}
    assert site.stat().st_ino == before


def test_a_file_is_not_taken_for_a_site(tmp_path):
    (tmp_path / "site").write_text("mine", encoding="utf-8")
    with pytest.raises(NotADirectoryError):
        Staging(tmp_path / "site")
    assert (tmp_path / "site").read_text(encoding="utf-8") == "mine"


def slow(made: Project, seconds: float) -> None:
    made.write("slow.py", SLOW_HOOK.format(seconds=seconds))


HOOKED = "plugins: [search, leimu]\nhooks: [slow.py]\n"


@pytest.mark.slow
@BUILDS
def test_a_killed_build_leaves_the_old_site_and_the_next_one_clears_up(project, command):
    made = project(config=HOOKED)
    slow(made, 0)
    assert run(command, made.root)[0] == 0
    before = content(made.root / "site")
    slow(made, 60)
    made.source.write_text(SOUND.replace("理财讲座", "新的场景"), encoding="utf-8")
    (made.root / "begun").unlink()
    process = start(command, made.root)
    while not (made.root / "begun").exists():
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=20)
    assert content(made.root / "site") == before
    assert len([name for name in hidden(made.root) if name.startswith(".site.leimu-")]) == 1
    slow(made, 0)
    assert run(command, made.root)[0] == 0
    assert "新的场景" in (made.root / "site/jinrong/yinhang/index.html").read_text(encoding="utf-8")
    assert hidden(made.root) == []


@pytest.mark.slow
def test_an_interrupted_build_clears_up_itself(project):
    made = project(config=HOOKED)
    slow(made, 60)
    # What was begun in the background, this run perhaps, has its children ignore the signal too.
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        process = start([*COMMAND, "build"], made.root)
    finally:
        signal.signal(signal.SIGINT, before)
    while not (made.root / "begun").exists():
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    assert "Traceback" not in process.communicate(timeout=20)[1]
    assert process.returncode == 130
    assert (hidden(made.root), (made.root / "site").exists()) == ([], False)


@pytest.mark.slow
@BUILDS
def test_two_builds_at_once_do_not_mix(project, command):
    made = project(config="plugins: [search, leimu]\nhooks: [slow.py]\ncopyright: !ENV WORD\n")
    slow(made, 0.2)
    both = [start(command, made.root, WORD=word) for word in ("erster", "zweiter")]
    for process in both:
        assert "Traceback" not in process.communicate(timeout=120)[1]
        assert process.returncode == 0
    pages = [path.read_text(encoding="utf-8") for path in (made.root / "site").rglob("index.html")]
    assert sorted({word for word in ("erster", "zweiter") for page in pages if word in page}) in (
        ["erster"],
        ["zweiter"],
    )
    assert all("erster" in page or "zweiter" in page for page in pages)
    assert hidden(made.root) == []


@pytest.mark.slow
@BUILDS
def test_a_full_disk_leaves_the_old_site_and_is_told_in_a_sentence(project, command):
    """A limit on the size of files stands for the disk: the kernel refuses to write on, in the middle of a file."""
    made = project()
    assert run(command, made.root)[0] == 0
    before = content(made.root / "site")
    made.source.write_text(SOUND.replace("理财讲座", "别的讲座"), encoding="utf-8")
    program = (
        "import os, resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))\n"
        "os.execv(sys.argv[1], sys.argv[1:])\n"
    )
    code, said = run([sys.executable, "-c", program, *command], made.root)
    assert code == (2 if "generator.cli" in command[2] else 1), said
    assert f"{made.root / 'site'}: cannot be written (File too large). Make room there" in said
    assert content(made.root / "site") == before
    assert hidden(made.root) == []


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount")
def test_a_disk_that_is_really_full(project, tmp_path):
    made = project()
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("this root may not mount either")
    try:
        command = [*COMMAND, "build", "--site-dir", str(disk / "site")]
        assert run(command, made.root)[0] == 0
        before = content(disk / "site")
        free = os.statvfs(disk)
        (disk / "filler").write_bytes(bytes(free.f_bavail * free.f_frsize - 1_000_000))
        code, said = run(command, made.root)
        assert (code, content(disk / "site")) == (2, before)
        assert said.startswith(f"{disk / 'site'}: cannot be written (No space left on device). Make room there")
        assert hidden(disk) == []
    finally:
        subprocess.run(["umount", disk], check=True)


@pytest.mark.slow
@BUILDS
@pytest.mark.parametrize("template", ["{% if", "{{ nothing.at.all }}"], ids=["syntax", "running"])
def test_a_failing_template_leaves_the_old_site(project, command, template):
    made = project(config="plugins: [search, leimu]\n")
    assert run(command, made.root)[0] == 0
    before = content(made.root / "site")
    broken = made.write("templates/pages/home.md.jinja", template)
    code, said = run(command, made.root)
    assert code
    assert f"{broken}:1: the template cannot be used" in said
    assert content(made.root / "site") == before


@pytest.mark.slow
def test_a_strict_build_that_mkdocs_refuses_leaves_the_old_site(project):
    made = project()
    assert run(MKDOCS, made.root)[0] == 0
    before = content(made.root / "site")
    made.source.write_text(WRONG, encoding="utf-8")
    code, said = run([*MKDOCS[:-1], "--strict"], made.root)
    assert code == 1
    assert "count-mismatch" in said
    assert "site stays as it was" in said
    assert (content(made.root / "site"), hidden(made.root)) == (before, [])
    assert run(MKDOCS, made.root)[0] == 0
    assert content(made.root / "site") != before


@pytest.mark.slow
def test_what_comes_after_a_build_finds_the_site_where_the_settings_say(project):
    """As gh-deploy does."""
    made = project()
    program = (
        "from mkdocs.config import load_config; from mkdocs.commands.build import build\n"
        "config = load_config('mkdocs.yml'); config.plugins.on_startup(command='gh-deploy', dirty=False)\n"
        "build(config); config.plugins.on_shutdown(); print(config.site_dir)\n"
    )
    code, said = run([sys.executable, "-c", program], made.root)
    assert (code, said.split()[-1]) == (0, str(made.root / "site"))


@pytest.mark.parametrize(
    ("site", "words"),
    [
        ("catalogue", "a build would delete"),
        ("catalogue/sources", "a build would delete"),
        ("templates", "a build would delete"),
        ("catalogue/locales", "a build would delete"),
        ("catalogue/sources/site", "would read it"),
    ],
)
@pytest.mark.parametrize("more", [[], ["--dirty"]])
def test_a_site_never_takes_the_place_of_what_people_wrote(project, site, words, more):
    made = project()
    made.write("templates/assets/own.css", "a {}")
    made.write("mkdocs.yml", f"site_name: x\ntheme: material\nsite_dir: {site}\nplugins: [search, leimu]\n")
    before = content(made.root)
    code, said = run([*MKDOCS, *more], made.root)
    assert (code, words in said, "Set another site_dir." in said) == (1, True, True), said
    assert content(made.root) == before


def test_a_site_that_is_hidden_from_the_sources_may_stand_among_them(project):
    made = project()
    made.write("mkdocs.yml", "site_name: x\nsite_dir: catalogue/sources/.site\nplugins: [search, leimu]\n")
    code, said = run(MKDOCS, made.root)
    assert code == 0, said


def test_what_is_no_file_on_a_disk_is_written_to_and_stays(tmp_path):
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    link.symlink_to("pipe")
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    for path, text in ((pipe, b"one"), (link, b"two")):
        write_atomically(path, text)
        assert os.read(reader, 9) == text
    os.close(reader)
    assert pipe.is_fifo()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "pipe"]


def test_a_link_to_itself_makes_room_for_a_file(tmp_path):
    link = tmp_path / "ids.yml"
    link.symlink_to("ids.yml")
    write_atomically(link, b"new")
    assert link.read_bytes() == b"new"


@pytest.mark.slow
def test_a_killed_writer_leaves_the_old_file_or_the_new_one(tmp_path):
    file = tmp_path / "ids.yml"
    texts = [bytes([letter]) * 3_000_000 for letter in b"ab"]
    write_atomically(file, texts[0])
    for wait in range(6):
        child = multiprocessing.get_context("fork").Process(target=_write_for_ever, args=(file, texts))
        child.start()
        time.sleep(0.01 + wait / 150)
        child.kill()
        child.join()
        assert file.read_bytes() in texts


def _write_for_ever(file: Path, texts: list[bytes]) -> None:
    while True:
        for text in texts:
            write_atomically(file, text)


@pytest.mark.slow
def test_a_file_that_does_not_fit_leaves_the_old_one(tmp_path):
    file = tmp_path / "ids.yml"
    write_atomically(file, b"old")
    # In a process of its own: pytest writes files too.
    program = (
        "import pathlib, resource, signal, sys\n"
        "from generator.files import write_atomically\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))\n"
        "try:\n"
        "    write_atomically(pathlib.Path(sys.argv[1]), b'new' * 10)\n"
        "except OSError as error:\n"
        "    print(error.strerror)\n"
    )
    assert run([sys.executable, "-c", program, str(file)], tmp_path) == (0, "File too large\n")
    assert file.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["ids.yml"]
