"""Which addresses hand-written pages take, and what templates in trouble say."""

from __future__ import annotations

import pytest

from generator.catalogue import Catalogue
from generator.config import settings_from, standalone
from generator.site.languages import Language
from generator.site.publish import Site, addresses_taken, publish, site_title, theme_directories
from generator.site.trouble import BrokenTemplateError, check_theme
from generator.source import read_text

EMPTY = Catalogue(None, (), (), (), ())

TAKEN = [
    (["index.md"], {"index.md"}),
    (["README.md"], {"README.md", "index.md"}),
    (["a.md"], {"a.md", "a/index.md"}),
    (["a/index.md"], {"a/index.md", "a.md"}),
    (["a/README.md"], {"a/README.md", "a/index.md", "a.md"}),
]


@pytest.mark.parametrize(("written", "expected"), TAKEN)
def test_a_page_takes_every_path_with_its_address(written, expected):
    assert set(addresses_taken(written, directory_urls=True)) == expected


def test_without_directory_urls_a_page_and_an_index_differ():
    assert set(addresses_taken(["a.md", "b/index.md"], directory_urls=False)) == {"a.md", "b/index.md"}


def test_the_nav_leads_to_the_page_that_stands_in(tmp_path):
    settings = standalone([], tmp_path)
    publication = publish(settings, Language("zh", "简体中文", "", EMPTY), ["README.md"], site_name="x", site=Site())
    assert publication.displaced == (("index.md", "README.md"),)
    assert publication.nav[0][1] == "README.md"


TEMPLATES = [
    ("{% if %}", ":1: the template cannot be used"),
    ("\n{{ nothing_of_the_kind }}", ":2: the template cannot be used: 'nothing_of_the_kind' is undefined. Mend"),
    ("\n\n{{ 1 / 0 }}", ":3: the template cannot be used: division by zero. Mend"),
    ("{% include 'none.jinja' %}", "none.jinja: the template cannot be used: there is no such template"),
]


@pytest.mark.parametrize(("text", "words"), TEMPLATES)
def test_a_broken_template_is_told_with_file_and_line(tmp_path, text, words):
    template = tmp_path / "templates" / "pages" / "home.md.jinja"
    template.parent.mkdir(parents=True)
    template.write_text(text, encoding="utf-8")
    settings = settings_from({}, tmp_path / "mkdocs.yml")
    with pytest.raises(BrokenTemplateError) as caught:
        publish(settings, Language("zh", "简体中文", "", EMPTY), [], site_name="x", site=Site())
    assert words in str(caught.value)


def test_a_broken_theme_override_is_found_before_the_host_meets_it(tmp_path):
    (tmp_path / "partials").mkdir()
    (tmp_path / "main.html").write_text("{% trans %}ok{% endtrans %}{{ x | unheard_of }}", encoding="utf-8")
    check_theme(tmp_path)
    (tmp_path / "partials" / "x.html").write_text("\n{% block %}", encoding="utf-8")
    with pytest.raises(BrokenTemplateError, match=r"x\.html:2: "):
        check_theme(tmp_path)


def test_the_overrides_of_a_project_go_first(tmp_path):
    (tmp_path / "templates" / "theme").mkdir(parents=True)
    settings = settings_from({}, tmp_path / "mkdocs.yml")
    directories = theme_directories(settings)
    assert directories[0] == tmp_path / "templates" / "theme"
    assert (directories[1] / "main.html").is_file()


def test_a_name_from_a_source_cannot_leave_the_attribute_that_a_theme_puts_it_in(tmp_path):
    catalogue = read_text("---\ntitle: '\"><script>x()</script>&amp;'\n---\n")
    name = site_title(standalone([], tmp_path), catalogue)
    assert not set(name) & set("<>&\"'")
    assert "script" in name
