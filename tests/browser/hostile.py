"""A project all of whose words are hostile, and the trap that its pages are looked at with; it is no test."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

import polib
import pytest
import yaml

from generator import cli
from generator.catalogue import Catalogue
from generator.config import Settings, load_settings
from generator.site.host import build
from generator.site.reading import read
from tests.site.past import NOBODY
from tests.site.scratch import SOUND, Project, make_project

PAYLOADS: Final[dict[str, list[str]]] = yaml.safe_load(
    Path(__file__).with_name("payloads.yml").read_text(encoding="utf-8")
)
LOCALES: Final = ("", "fr/")
"""The directories of the two languages: leimu does not speak the second, so its interface is in the PO file too."""
SHARED: Final = 24
"""How many payloads share a source, of those that leave the rest of it alone."""
# Whatever a project may switch on: an extension that runs over a page may find a meaning in anybody's words.
CONFIG: Final = """\
site_name: 帮助中心
theme:
  name: material
  features: [navigation.prune, navigation.indexes, navigation.footer, search.suggest, search.highlight]
site_url: https://help.example.com/
site_description: 说明
use_directory_urls: true
plugins:
  - search
  - leimu:
      locales: [fr]
      vocabulary: catalogue/labels.yml
      edit_url: https://git.example.com/{path}#L{line}
markdown_extensions: [abbr, admonition, attr_list, def_list, footnotes, md_in_html, tables, toc, pymdownx.details,
  pymdownx.superfences, pymdownx.highlight, pymdownx.inlinehilite, pymdownx.snippets, pymdownx.tilde, pymdownx.caret,
  pymdownx.mark, pymdownx.betterem, pymdownx.critic, pymdownx.keys, pymdownx.smartsymbols, pymdownx.magiclink,
  pymdownx.tabbed, pymdownx.tasklist, pymdownx.arithmatex, pymdownx.progressbar]
"""


@dataclass(frozen=True, slots=True)
class Hostile:
    """A built site, and what is to be asked of it."""

    root: Path
    """The built site."""
    categories: tuple[str, ...]
    papers: tuple[str, ...]
    """Their ids."""
    words: tuple[str, ...]
    """What to search for."""

    @property
    def pages(self) -> list[str]:
        """The addresses of all pages, relative to the site's."""
        return sorted(
            path.relative_to(self.root).as_posix().removesuffix("index.html") for path in self.root.rglob("*.html")
        )


def line(text: str) -> str:
    """Return a payload on one line, as headings and names need it."""
    return " ".join(text.split())


def document(number: int, group: str, payloads: Sequence[str], *, ends_with: Sequence[str] = ()) -> str:
    """Return a source with payloads in every place; those of ``ends_with`` stand last, in prose or in a cell."""
    joined = line(" ".join(payloads))
    title = _dumped(f"规则 {joined}").strip()
    prose = "\n\n".join(payloads)
    links = "\n\n".join(
        f'[{line(each)}](https://a.example/{number}) [甲]({line(each)}) [乙](<{line(each)}> "{line(each)}")\n'
        f'<a href="{line(each)}" title="{line(each)}">丙</a> <a href={line(each)}>丁</a>'
        for each in payloads
    )
    notices = "\n\n".join(f">! {line(each)}" for each in payloads)
    rows = "\n".join(f"<tr><th>{each}</th><td>{each}</td></tr>" for each in payloads)
    cells = "\n".join(f"| {line(each).replace('|', chr(92) + '|')} | 甲 |" for each in payloads)
    tables = "\n\n".join(f"<table><tr><td>甲</td><td>{each}</td></tr></table>" for each in ends_with)
    return f"""\
---
title: {title}
---

{joined}

## {group}

{line(joined)[:200]}

| {joined.replace("|", "/")} | 乙 |
| --- | --- |
{cells}

### 类目{number} {joined}

具备【{group}-{joined}】类目，可接入。

{prose}

{links}

{notices}

<table>
<tr><th>要求</th><th>说明</th></tr>
<tr><th>小程序直播场景</th><td>{joined}</td></tr>
<tr><th>类目适用范围</th><td>{joined}</td></tr>
{rows}
<tr><th>资质要求（2选1）</th><td><a href="https://docs.example.com/jinrong/c{number}.html">
1. 《证{number} {joined}》（适用于{joined}）<br>
2. {joined}：《纸{number} {line(" ".join(ends_with))}》</a></td></tr>
</table>

{tables}
"""


def swallowing(number: int, group: str, payload: str) -> str:
    """Return a source with a payload in its names, behind its table, and last."""
    return f"""\
## {group}

### 类目{number} {line(payload)}

<table>
<tr><th>小程序直播场景</th><td>{line(payload)[:30]}</td></tr>
<tr><th>类目适用范围</th><td>甲</td></tr>
<tr><th>资质要求</th><td>无需</td></tr>
</table>

>! {line(payload)}

{payload}
"""


def parts(items: Sequence[str], size: int) -> list[Sequence[str]]:
    """Return items in runs of one size."""
    return [items[start : start + size] for start in range(0, len(items), size)]


def sources() -> list[str]:
    """Return all sources; many groups, so that payloads are names of groups too."""
    whole, greedy = parts(PAYLOADS["whole"], SHARED), PAYLOADS["greedy"]
    groups = [f"大类{number} {line(' '.join(each))}" for number, each in enumerate(whole)]
    groups += [f"大类 {line(' '.join(each))}" for each in parts(greedy, 8)]
    tables = parts(greedy, -(-len(greedy) // len(whole)))
    made = [
        document(number, groups[number], each, ends_with=tables[number] if number < len(tables) else ())
        for number, each in enumerate(whole)
    ]
    made += [
        swallowing(number, groups[number % len(groups)], each) for number, each in enumerate(greedy, start=len(made))
    ]
    return made


def make(root: Path) -> Hostile:
    """Write the project, with a past, and build it."""
    made = make_project(root / "project", SOUND, about="# 关于\n")
    made.write("mkdocs.yml", CONFIG)
    _git(made, "init", "-q", "-b", "main")
    _commit(made)
    made.source.write_text(SOUND.replace("理财讲座", "讲座 <script>trap()</script>"), encoding="utf-8")
    texts = sources()
    for number, text in enumerate(texts):
        made.write(f"catalogue/sources/{number:03}-{'x' * (number % 5)}.md", text)
    everything = [line(each) for kind in PAYLOADS.values() for each in kind]
    catalogue = _write_words(made, everything)
    _commit(made)
    _translate(made, everything)
    built = build(_settings(made), tell=lambda _said: None, site_dir=root / "site").directory
    words = ("script", "onerror=trap()", "javascript:trap()", "<img src=x onerror=trap()>", "{{ trap() }}", "营业执照")
    return Hostile(
        built,
        tuple(each.id for each in catalogue.categories),
        tuple(each.id for each in catalogue.qualifications),
        words,
    )


def _settings(made: Project) -> Settings:
    settings = load_settings(made.config)
    assert settings is not None
    return settings


def _write_words(made: Project, everything: Sequence[str]) -> Catalogue:
    """Write the files of the editors' words: each payload is an alias, a label, and what readers call things."""
    made.write("catalogue/labels.yml", _dumped({"other": everything, "note": everything[:40]}))
    catalogue = read(_settings(made))
    papers = [entry.name for entry in catalogue.qualifications]
    shares = parts(everything, -(-len(everything) // len(papers)))
    aliases = {
        name: [f"{each} 别名{at}-{place}" for place, each in enumerate(shares[at] if at < len(shares) else ())]
        for at, name in enumerate(papers)
    }
    made.write("catalogue/qualifications.yml", _dumped(aliases))
    known = read(_settings(made))
    synonyms = {
        "categories": {
            each.id: list(share) for each, share in zip(known.categories, parts(everything, 5), strict=False)
        },
        "groups": {each.id: list(share) for each, share in zip(known.groups, parts(everything, 20), strict=False)},
        "qualifications": {
            each.id: list(share) for each, share in zip(known.qualifications, parts(everything, 5), strict=False)
        },
    }
    made.write("catalogue/synonyms.yml", _dumped(synonyms))
    return known


def _dumped(data: object) -> str:
    return yaml.safe_dump(data, allow_unicode=True, width=10**6)


def _translate(made: Project, everything: Sequence[str]) -> None:
    """Make a payload the translation of every string, of the interface's too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(made.root)
        assert cli.run(["locales", "update", "fr"]) == 0
    path = made.root / "catalogue/locales/fr.po"
    file = polib.pofile(str(path), wrapwidth=0)
    for number, entry in enumerate(file):
        payload = everything[number % len(everything)]
        if entry.msgid_plural:
            entry.msgstr_plural = dict.fromkeys((0, 1), payload)
        else:
            entry.msgstr = f"{payload} {number}"
    file.save()


def _git(made: Project, *arguments: str) -> None:
    when = {"GIT_AUTHOR_DATE": "2026-03-01T12:00:00+0800", "GIT_COMMITTER_DATE": "2026-03-01T12:00:00+0800"}
    subprocess.run(["git", *arguments], cwd=made.root, env={**os.environ, **NOBODY, **when}, check=True)


def _commit(made: Project) -> None:
    _git(made, "add", "-A")
    _git(made, "commit", "-q", "-m", "words")


# -- The trap -------------------------------------------------------------------------------------------------------

CAUGHT: Final = "TRAP"
TRAP: Final = f"""
(() => {{
  const say = console.error.bind(console)
  for (const name of ["trap", "alert", "confirm", "prompt", "print", "open"])
    Object.defineProperty(window, name, {{ value: () => say("{CAUGHT} ran " + name), configurable: false }})
  addEventListener("securitypolicyviolation", event =>
    say("{CAUGHT} policy " + event.violatedDirective + " " + event.blockedURI + " " + event.sample))
}})()
"""
"""Runs before anything else of a page, in its frames too; console messages are what reaches the test."""

_ALLOWED: Final = re.sub(
    r"\s+",
    " ",
    """a article aside b blockquote br button caption code col colgroup datalist dd del details div dl dt em fieldset
    form h1 h2 h3 h4 h5 h6 hr i img input ins kbd label legend li mark nav ol option p path pre q s section select small
    span strong sub summary sup svg table tbody td tfoot th thead time tr u ul""",
).split()
SEEN: Final = """
(given, allowed) => {
  const faults = []
  const loads = /^(href|src|srcset|(form)?action|data|cite|poster|background|ping|to|values|longdesc|manifest|code)$/
  const foreign = /^(javascript|data|vbscript|blob|filesystem|view-source|feed|jar|livescript|mocha):/i
  for (const element of given.querySelectorAll("*")) {
    const shown = () => element.outerHTML.slice(0, 200)
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name) || name === "style" || name === "srcdoc" || /^(ng-|x-|v-|hx-|@|:)/.test(name))
        faults.push(`attribute ${name}: ${shown()}`)
      if ((loads.test(name) || name.endsWith(":href")) && foreign.test(value.replace(/[\\x00-\\x20\\x7f]/g, "")))
        faults.push(`address ${value}: ${shown()}`)
      if (/^(src|srcset|poster|background|data)$/.test(name) && /^\\s*([a-z]+:|[\\\\/]{2})/i.test(value) &&
          !value.startsWith(`${location.origin}/`))
        faults.push(`loads ${value}: ${shown()}`)
    }
  }
  for (const element of given.querySelectorAll("script")) {
    const own = /^(\\.\\.?\\/|\\/)*(assets|search)\\/[^:]*$/.test(element.getAttribute("src") ?? "-")
    const data = /^application\\/(ld\\+)?json$/.test(element.type) && JSON.parse(element.textContent)
    if (!(own && element.textContent === "") && !data)
      faults.push(`script: ${element.outerHTML.slice(0, 200)}`)
  }
  const never = "base, iframe, frame, object, embed, portal, applet, template, math, title *, style"
  for (const element of given.querySelectorAll(never))
    faults.push(`element: ${element.outerHTML.slice(0, 200)}`)
  for (const element of given.querySelectorAll("article .lm *, article h1 *, article h2 *"))
    if (!allowed.includes(element.localName) && element.localName !== "script")
      faults.push(`element in a page: ${element.outerHTML.slice(0, 200)}`)
  return faults
}
"""
"""Tells of whatever could run or load, by the browser's own reading of a document."""

PARSED: Final = f"""
([texts, allowed]) => texts.flatMap(([name, text]) => {{
  const document = new DOMParser().parseFromString(text, "text/html")
  return ({SEEN})(document, allowed).map(each => `${{name}}: ${{each}}`)
}})
"""

TOUCHED: Final = f"""
allowed => {{
  /* What waits for a reader: the pointer, the focus, a key; nothing but this page's own scripts may answer. */
  const types = ["mouseover", "pointerenter", "focus", "toggle", "error", "load", "animationstart", "wheel"]
  for (const element of document.querySelectorAll("article *"))
    for (const type of types)
      element.dispatchEvent(new Event(type, {{ cancelable: true }}))
  for (const element of document.querySelectorAll("article .lm :not(a, button, summary, input, label, select, option)"))
    element.dispatchEvent(new MouseEvent("click", {{ cancelable: true }}))
  return ({SEEN})(document, allowed).filter(each => !each.startsWith("attribute style"))
}}
"""
"""Touches every element of a page, then looks at what scripts have made of it; they may set styles."""


def allowed() -> list[str]:
    """Return the elements that the pages of a catalogue are made of."""
    return _ALLOWED


def fragment(content: str) -> str:
    """Return a document with an entry of a feed in it, as a reader of feeds shows it."""
    return f"<!doctype html><title>{escape('feed')}</title><body>{content}</body>"
