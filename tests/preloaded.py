"""All that the command and MkDocs import while they run, for the process that tests fork; it is no test.

The command imports a room when it needs it, so that ``--help`` is quick: without this, every fork would do so anew, and
that takes longer than what most tests ask of it.
"""

from __future__ import annotations

import gc
from importlib import import_module
from pkgutil import walk_packages
from typing import Final

import generator
from generator.locales.scripts import converter
from generator.locales.settings import CONFIGURATIONS, PHRASES
from generator.pages.templating import environment

OTHERS: Final = [
    "babel.dates", "babel.numbers", "babel.support", "html.parser", "jinja2.ext", "markdown.extensions.admonition",
    "markdown.extensions.attr_list", "markdown.extensions.codehilite", "markdown.extensions.def_list",
    "markdown.extensions.fenced_code", "markdown.extensions.md_in_html", "markdown.extensions.meta",
    "markdown.extensions.tables", "markdown.extensions.toc", "material.plugins.search.plugin", "material.templates",
    "mkdocs.__main__", "mkdocs.commands.build", "mkdocs.contrib.search", "mkdocs.localization", "mkdocs.theme",
    "opencc", "polib", "pydantic", "pygments.formatters.html", "pygments.lexers.python", "pymdownx.details",
    "pymdownx.highlight", "pymdownx.superfences", "pypinyin", "pytest", "rich.console", "rich.text", "urllib.request",
    "xlsxwriter",
]  # fmt: skip
"""What is not of this project; pytest itself is looked for by a fork of a run that is not spread over processes."""

for _name in [each.name for each in walk_packages(generator.__path__, "generator.") if "__main__" not in each.name]:
    import_module(_name)
for _name in OTHERS:
    import_module(_name)
# The same for what a process makes once, whatever it builds: the code of this project's templates, and OpenCC's tables.
_environment = environment(())
for _name in _environment.list_templates(["jinja"]):
    _environment.get_template(_name)
for _name in (PHRASES, CONFIGURATIONS[PHRASES]):
    converter(_name)
# What is there now stays: no fork has to look through it for garbage, which would copy its pages as well.
gc.collect()
gc.freeze()
