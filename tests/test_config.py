"""Settings: the same from an mkdocs.yml and from the options that MkDocs hands over."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.config import (
    ConfigError,
    OptionError,
    Overrides,
    Tagged,
    find_project,
    load_settings,
    load_yaml,
    settings_from,
    standalone,
)
from generator.findings import Severity


def project(root: Path, text: str) -> Path:
    file = root / "mkdocs.yml"
    file.write_text(text, encoding="utf-8")
    return file


def test_defaults_follow_the_rooms_of_a_project(tmp_path):
    (tmp_path / "catalogue").mkdir()
    (tmp_path / "catalogue" / "labels.yml").touch()
    (tmp_path / "templates").mkdir()
    settings = load_settings(project(tmp_path, "plugins: [search, leimu]"))
    assert settings is not None
    assert settings.sources == (tmp_path / "catalogue/sources",)
    assert settings.ids == tmp_path / "catalogue/ids.yml"
    assert settings.vocabulary == tmp_path / "catalogue/labels.yml"
    assert settings.qualifications == tmp_path / "catalogue/qualifications.yml"
    assert settings.templates == tmp_path / "templates"
    assert (settings.locale, settings.title, settings.edit_url) == ("zh", None, None)


@pytest.mark.parametrize(
    ("written", "number"), [("", 20), (", changes: 5", 5), (", changes: 0", 0), (", changes: off", 0)]
)
def test_how_many_revisions_are_told_of(tmp_path, written, number):
    settings = load_settings(project(tmp_path, f"plugins: [{{leimu: {{title: x{written}}}}}]"))
    assert settings is not None
    assert settings.changes == number


def test_what_a_project_lacks_is_none(tmp_path):
    settings = settings_from({}, tmp_path / "mkdocs.yml")
    assert (settings.vocabulary, settings.qualifications, settings.templates) == (None, None, None)


@pytest.mark.parametrize(
    "plugins",
    [
        "plugins:\n- search\n- leimu: {title: 目录, sources: [a.md, b]}",
        "plugins:\n  leimu:\n    title: 目录\n    sources: [a.md, b]",
        "INHERIT: base.yml",
    ],
)
def test_every_way_to_write_the_section(tmp_path, plugins):
    (tmp_path / "base.yml").write_text("plugins: [{leimu: {title: 目录, sources: [a.md, b]}}]", encoding="utf-8")
    settings = load_settings(project(tmp_path, plugins))
    assert settings is not None
    assert settings.title == "目录"
    assert settings.sources == (tmp_path / "a.md", tmp_path / "b")


@pytest.mark.parametrize("text", ["", "site_name: x", "plugins: [search]", "plugins: [{leimu: {enabled: false}}]"])
def test_no_plugin_no_settings(tmp_path, text):
    assert load_settings(project(tmp_path, text)) is None


def test_levels_become_severities(tmp_path):
    settings = settings_from({"findings": {"missing-row": "warning", "not-utf8": False}}, tmp_path / "mkdocs.yml")
    assert settings.findings == {"missing-row": Severity.WARNING, "not-utf8": None}


BAD_OPTIONS = [
    ({"sorces": "x"}, "sorces", "Did you mean 'sources'? Use one of sources, title, vocabulary"),
    ({"sources": []}, "sources", "the list is empty"),
    ({"sources": 3}, "sources", "expected text, found 3"),
    ({"title": ["x"]}, "title", "expected text"),
    ({"vocabulary": "nowhere.yml"}, "vocabulary", "nowhere.yml is no file; create it"),
    ({"qualifications": "nowhere.yml"}, "qualifications", "nowhere.yml is no file; create it"),
    ({"templates": "nowhere"}, "templates", "nowhere is no directory; create it"),
    ({"locale": "../zh"}, "locale", "'../zh' is no locale; write it as in zh or zh-TW"),
    ({"edit_url": "https://x.test/{pth}"}, "edit_url", "Did you mean 'path'?"),
    ({"edit_url": "https://x.test/{path"}, "edit_url", "a brace without its partner"),
    ({"changes": -1}, "changes", "expected a whole number up to 1000, found -1; write 0 for no page of changes"),
    ({"changes": 1001}, "changes", "expected a whole number up to 1000, found 1001"),
    ({"changes": True}, "changes", "expected a whole number up to 1000, found True"),
    ({"changes": "20"}, "changes", "expected a whole number up to 1000, found '20'"),
    ({"changes": 2.5}, "changes", "expected a whole number up to 1000, found 2.5"),
    ({"findings": ["missing-row"]}, "findings", "expected a mapping of rules to levels"),
    ({"findings": {"missing-row": "eror"}}, "findings", "missing-row: there is no level 'eror'. Did you mean 'error'?"),
]


@pytest.mark.parametrize(("options", "option", "words"), BAD_OPTIONS)
def test_a_bad_option_is_one_sentence_with_the_file(tmp_path, options, option, words):
    file = tmp_path / "mkdocs.yml"
    with pytest.raises(OptionError) as caught:
        settings_from(options, file)
    assert caught.value.option == option
    assert words in caught.value.reason
    assert str(caught.value).startswith(f"{file}: plugins: leimu: {option}: ")
    assert str(caught.value).endswith(".")


BAD_FILES = [
    (b"plugins: [leimu", "mkdocs.yml:1:"),
    (b"- leimu", "expected a mapping of settings at the top, found list"),
    (b"plugins: [{leimu: [x]}]", "plugins: leimu: expected a mapping of options"),
    (b"\xff\xfe\xff", "mkdocs.yml"),
    (b"INHERIT: nowhere.yml", "nowhere.yml: cannot be read"),
]


@pytest.mark.parametrize(("content", "words"), BAD_FILES)
def test_a_bad_file_is_one_sentence_with_its_place(tmp_path, content, words):
    file = tmp_path / "mkdocs.yml"
    file.write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        load_settings(file)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_tags_of_other_programs_do_no_harm(tmp_path):
    file = project(tmp_path, "x: !!python/name:os.system\ny: !relative z\nplugins: [leimu]")
    assert load_settings(file) is not None
    data = load_yaml(file)
    assert isinstance(data["x"], Tagged)
    assert isinstance(data["y"], Tagged)


def test_environment_variables_as_mkdocs_reads_them(tmp_path, monkeypatch):
    monkeypatch.setenv("LEIMU_TEST_TITLE", "目录")
    text = "plugins: [{leimu: {title: !ENV LEIMU_TEST_TITLE, locale: !ENV [LEIMU_TEST_NONE, en]}}]"
    settings = load_settings(project(tmp_path, text))
    assert settings is not None
    assert (settings.title, settings.locale) == ("目录", "en")


def test_the_nearest_project_upwards(tmp_path):
    file = project(tmp_path, "")
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert find_project(below) == file
    near = tmp_path / "a" / "mkdocs.yaml"
    near.touch()
    assert find_project(below) == near


def test_the_command_line_goes_first(tmp_path):
    settings = settings_from({"locale": "zh", "title": "目录"}, tmp_path / "mkdocs.yml")
    changed = Overrides(sources=(Path("/x.md"),), locale="en").apply(settings)
    assert (changed.sources, changed.locale, changed.title) == ((Path("/x.md"),), "en", "目录")
    assert Overrides().apply(settings) == settings
    with pytest.raises(ConfigError, match="no locale"):
        Overrides(locale="!").apply(settings)


def test_sources_alone_write_nothing_beside_them(tmp_path):
    settings = standalone([tmp_path / "rules.md"], tmp_path)
    assert (settings.ids, settings.file, settings.base) == (None, None, tmp_path)


def test_the_language_of_the_documents_is_none_to_translate_into(tmp_path):
    file = project(tmp_path, "plugins:\n  - leimu:\n      locales: [en, zh]\n")
    with pytest.raises(OptionError) as caught:
        load_settings(file)
    assert caught.value.option == "locales"
    assert "zh is the language of the documents, set by locale; name the others only." in str(caught.value)


def test_a_locale_that_cannot_be_used_is_told_with_the_file(tmp_path):
    file = project(tmp_path, "plugins:\n  - leimu:\n      locales: [English]\n")
    with pytest.raises(OptionError) as caught:
        load_settings(file)
    assert str(caught.value) == f"{file}: plugins: leimu: locales: 'English' is no locale; write it as in zh or zh-TW."


def test_languages_and_their_files_come_from_the_project(tmp_path):
    settings = load_settings(project(tmp_path, "plugins:\n  - leimu:\n      locales: [en]\n"))
    assert settings is not None
    assert [locale.file for locale in settings.locales] == [tmp_path / "catalogue/locales/en.po"]
    # Who names the language of the pages gets that one alone.
    assert Overrides(locale="en").apply(settings).locales == ()
