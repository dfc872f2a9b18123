"""The plain tree: whole, swapped in at once, and built alike by every host."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from generator.config import Settings, load_settings, standalone
from generator.site.reading import read, read_and_judge
from generator.site.tree import MARKER, TreeError, write_tree
from generator.site.trouble import BrokenTemplateError
from tests.site.scratch import SOUND, Project


def settings_of(project: Project) -> Settings:
    settings = load_settings(project.config)
    assert settings is not None
    return settings


def written(project: Project, out: Path) -> Path:
    settings = settings_of(project)
    return write_tree(out, settings, read(settings)).directory


def files(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def test_the_tree_holds_pages_assets_and_what_people_wrote(project, tmp_path):
    made = project(about="# 关于\n")
    made.write("docs/img/x.svg", "<svg/>")
    made.write("docs/.hidden/x.md", "# no\n")
    tree = written(made, tmp_path / "tree")
    assert {"mkdocs.yml", MARKER, "docs/index.md", "docs/jinrong/yinhang.md"} <= files(tree)
    assert {"docs/about.md", "docs/img/x.svg"} <= files(tree)
    assert not [name for name in files(tree) if "hidden" in name]


def test_its_configuration_needs_no_plugin_of_ours(project, tmp_path):
    made = project(config="plugins: {search: {lang: zh}, leimu: {title: 目录}}\nextra_css: [own.css]\n")
    tree = written(made, tmp_path / "tree")
    config = yaml.safe_load((tree / "mkdocs.yml").read_text(encoding="utf-8"))
    assert config["plugins"] == [{"search": {"lang": "zh"}}]
    assert config["theme"]["font"] is False
    assert config["extra_css"] == [config["extra"]["leimu"]["assets"]["assets/leimu.css"], "own.css"]
    assert set(config["extra"]["leimu"]["assets"].values()) <= {name.removeprefix("docs/") for name in files(tree)}
    assert config["nav"][0] == {"首页": "index.md"}
    assert "leimu:" not in str(config)


def test_a_tag_of_another_program_is_handed_on_as_it_stands(project, tmp_path):
    line = "emoji_index: !!python/name:material.extensions.emoji.twemoji"
    made = project(config=f"plugins: [leimu]\nmarkdown_extensions:\n- pymdownx.emoji:\n    {line}\n")
    text = (written(made, tmp_path / "tree") / "mkdocs.yml").read_text(encoding="utf-8")
    assert "!!python/name:material.extensions.emoji.twemoji" in text


def test_a_hand_written_page_goes_before_the_generated_one(project, tmp_path):
    made = project(index="# 我们的首页\n")
    tree = written(made, tmp_path / "tree")
    assert (tree / "docs/index.md").read_text(encoding="utf-8") == "# 我们的首页\n"


def test_what_a_host_would_not_publish_is_nowhere_in_the_tree(project, tmp_path):
    kept_back = "exclude_docs: |\n  /secret.md\n  inner/\ndraft_docs: draft*\n"
    made = project(config="plugins: [search, {leimu: {locales: [en]}}]\n" + kept_back, about="# 关于\n")
    for path in ("secret.md", "inner/page.md", "inner/data.txt", "draft.md"):
        made.write(f"docs/{path}", "# 秘密\n")
    tree = written(made, tmp_path / "tree")
    assert {"docs/about.md", "docs.en/about.md"} <= files(tree)
    assert not [path for path in files(tree) if "秘密".encode() in (tree / path).read_bytes()]
    assert not [path for path in files(tree) if re.search("secret|inner|draft", path)]


def test_a_tree_is_replaced_whole(project, tmp_path):
    made = project()
    tree = written(made, tmp_path / "tree")
    (tree / "docs/stale.md").touch()
    written(made, tmp_path / "tree")
    assert "docs/stale.md" not in files(tree)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_what_leimu_did_not_write_stays(project, tmp_path):
    made = project()
    out = tmp_path / "mine"
    out.mkdir()
    (out / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(TreeError, match="holds files that leimu did not write"):
        written(made, out)
    assert (out / "letter.txt").read_text(encoding="utf-8") == "dear"
    with pytest.raises(TreeError, match="is a file"):
        written(made, out / "letter.txt")


def test_a_failure_leaves_the_old_tree(project, tmp_path):
    made = project()
    tree = written(made, tmp_path / "tree")
    before = files(tree)
    made.write("templates/theme/main.html", "{% if")
    with pytest.raises(BrokenTemplateError):
        written(made, tree)
    assert files(tree) == before


def test_sources_of_no_project_get_a_tree_too(project, tmp_path):
    made = project()
    settings = standalone([made.source], made.root / "catalogue")
    tree = write_tree(tmp_path / "tree", settings, read(settings)).directory
    config = yaml.safe_load((tree / "mkdocs.yml").read_text(encoding="utf-8"))
    assert config["theme"]["name"] == "material"
    assert config["site_name"]
    assert "docs/jinrong/yinhang.md" in files(tree)


HOSTS = {
    "mkdocs": ["build", "--strict", "--site-dir", "site"],
    "properdocs": ["build", "--strict", "-f", "mkdocs.yml", "--site-dir", "site"],
    "zensical": ["build", "--strict"],
}


@pytest.mark.slow
def test_every_host_builds_the_same_pages_without_a_warning(project, tmp_path):
    made = project(about="# 关于\n\n[银行](jinrong/yinhang.md)\n")
    made.write(
        "catalogue/ids.yml", "categories:\n- {id: jinrong/yinhang, path: [金融业, 银行], was: [bank]}\ngroups: []\n"
    )
    pages = {}
    for host, arguments in HOSTS.items():
        tree = written(made, tmp_path / host)
        run = subprocess.run(
            [sys.executable, "-m", host, *arguments],
            cwd=tree,
            env={"PATH": "/usr/bin:/bin", "NO_MKDOCS_2_WARNING": "1", "HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        said = run.stdout + run.stderr
        assert (run.returncode, "warning" in said.lower()) == (0, False), said
        pages[host] = {path for path in files(tree / "site") if path.endswith("index.html")}
    assert pages["mkdocs"] == pages["properdocs"] == pages["zensical"]
    assert {"index.html", "about/index.html", "bank/index.html", "jinrong/yinhang/index.html"} <= pages["mkdocs"]


def test_an_address_from_the_root_leads_into_the_docs_directory_of_the_settings(project):
    made = project()
    made.config.write_text(f"{made.config.read_text(encoding='utf-8')}\ndocs_dir: content\n", encoding="utf-8")
    made.write("content/pic.png", "")
    made.source.write_text(f"{SOUND}\n![图](/pic.png) ![图](/mkdocs.yml)\n", encoding="utf-8")
    found = read_and_judge(settings_of(made)).findings
    assert [finding.message for finding in found if finding.rule == "broken-local-link"] == [
        "no file of the site is called /mkdocs.yml"
    ]
