"""The language of what leimu tells people, from the finding to the command: English and Chinese."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from generator import cli, messages, reports
from generator.catalogue import Catalogue
from generator.findings import Finding, Fix
from generator.rules import RULES, Rule, judge
from generator.rules.pages import rule_page, rule_table
from generator.source import read_text
from tests.forked import COMMAND
from tests.rules.translations import translations
from tests.rules.web import web
from tests.site.scratch import SOUND, WRONG, Project, environment, make_project

CASES = sorted((Path(__file__).parent / "rules" / "cases").glob("*.md"))
FIRING = [case for case in CASES if ".fires" in case.name]
ENGLISH = re.compile(r"(?<![\w'/-])[a-z]+ [a-z]+ [a-z]+")
"""Three English words in a row: a sentence that nobody translated."""
QUOTED = ("expected ',' or ']', but got '<stream end>'",)
"""What a library says and leimu passes on."""
PREFERRED = messages.preferred
"""Reads the environment; tests put another in its place."""
COMMANDS = re.compile("`[^`]+`")
"""What a user is to type."""
FENCED = re.compile("^(`{3,})(.*?)^\\1$", re.DOTALL | re.MULTILINE)
"""A code block."""
HAN = re.compile("[\u4e00-\u9fff]")


def read(case: Path) -> Catalogue:
    text = case.read_text(encoding="utf-8").partition("=====expect\n")[0]
    return read_text(text.encode("gb18030" if case.stem == "not-utf8.fires" else "utf-8"), "rules.md")


def told(case: Path, language: str) -> tuple[Catalogue, tuple[Finding, ...]]:
    with messages.speaking(language):
        catalogue = read(case)
        return catalogue, judge(catalogue, web=web(catalogue), translations=translations(catalogue))


def wordless(finding: Finding) -> Finding:
    """Return a finding without what depends on the language."""
    fix = Fix("", finding.fix.edits) if finding.fix else None
    return replace(finding, message="", hint=None, fix=fix)


def own_words(text: str) -> str:
    for quoted in QUOTED:
        text = text.replace(quoted, "")
    return COMMANDS.sub("", text)


@pytest.mark.parametrize("case", FIRING, ids=[case.stem for case in FIRING])
def test_every_finding_is_told_in_chinese(case: Path) -> None:
    _, findings = told(case, "zh")
    assert findings
    for finding in findings:
        for text in (finding.message, finding.hint, finding.fix and finding.fix.description):
            if text is not None:
                assert not ENGLISH.search(own_words(text))
                assert HAN.search(text)
                assert not text.endswith("。")


@pytest.mark.parametrize("case", CASES, ids=[case.stem for case in CASES])
def test_the_language_changes_words_alone(case: Path) -> None:
    (english, said), (chinese, gesagt) = told(case, "en"), told(case, "zh")
    assert english == chinese
    # Of two findings in one place the order may hang on their words.
    assert sorted(map(repr, map(wordless, said))) == sorted(map(repr, map(wordless, gesagt)))
    assert [*{finding.message for finding in said} & {finding.message for finding in gesagt}] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_page_of_a_rule_is_chinese(rule: Rule) -> None:
    with messages.speaking("zh"):
        page = rule_page(rule)
    prose = re.sub("`[^`]*`", "", FENCED.sub("", page))
    assert not ENGLISH.search(prose)
    assert re.findall("^## (.*)$", prose, re.MULTILINE) == [
        "报告什么",
        "为什么重要",
        "错误示例",
        "正确示例",
        "如何修改",
    ]
    with messages.speaking("en"):
        original = rule_page(rule)
    # The examples are the same, and so are the lists.
    assert FENCED.findall(page) == FENCED.findall(original)
    assert page.count("\n- ") == original.count("\n- ")


def test_the_table_of_rules_is_chinese() -> None:
    with messages.speaking("zh"):
        table = rule_table()
    assert not ENGLISH.search(table.replace("`", ""))
    assert "| R201 | count-mismatch | 错误 | " in table


def report(form: str, language: str) -> str:
    with messages.speaking(language):
        catalogue = read_text(WRONG, "rules.md")
        return reports.render(form, catalogue, judge(catalogue), RULES)


def test_the_text_report_is_chinese() -> None:
    lines = report("text", "zh").splitlines()
    assert lines[0].startswith("rules.md:15:14 ")
    assert " 错误 count-mismatch (R201): 声明为 3选1，实际列出 2 个选项" in lines[0]
    assert any(line.endswith("= 建议：改为 2选1，或列出 3 个选项") for line in lines)
    assert lines[-1] == "1 个文件中有 1 个存在问题：1 个错误"


@pytest.mark.parametrize(
    ("document", "english", "chinese"),
    [
        (SOUND, "No findings in 1 file\n", "1 个文件中没有发现问题\n"),
        (WRONG, "\n1 error in 1 of 1 file\n", "\n1 个文件中有 1 个存在问题：1 个错误\n"),
        (
            WRONG.replace("title: 规则", "tags: 规则"),
            "\n1 error and 1 warning in 1 of 1 file\n",
            "\n1 个文件中有 1 个存在问题：1 个错误、1 个警告\n",
        ),
        (
            WRONG.replace("title: 规则", "tags: 规则").replace("理财讲座", "理财,讲座"),
            "\n1 error, 1 warning and 1 info in 1 of 1 file\n",
            "\n1 个文件中有 1 个存在问题：1 个错误、1 个警告、1 个提示\n",
        ),
    ],
)
def test_the_counts_in_both_languages(document: str, english: str, chinese: str) -> None:
    catalogue = read_text(document, "rules.md")
    for language, expected in (("en", english), ("zh", chinese)):
        with messages.speaking(language):
            assert reports.render("text", catalogue, judge(catalogue)).endswith(expected)


def test_programs_read_the_same_keys_and_levels_in_every_language() -> None:
    english, chinese = (json.loads(report("json", language))["findings"] for language in ("en", "zh"))
    assert [finding.keys() for finding in chinese] == [finding.keys() for finding in english]
    assert chinese[0]["severity"] == "error"
    assert chinese[0]["message"] == "声明为 3选1，实际列出 2 个选项"
    assert report("github", "zh").startswith("::error file=rules.md,")
    assert 'type="error"' in report("junit", "zh")


@pytest.mark.parametrize(("language", "named"), [("en", "en-US"), ("zh", "zh-CN")])
def test_a_sarif_log_names_its_language(language: str, named: str) -> None:
    run = json.loads(report("sarif", language))["runs"][0]
    assert run["language"] == named
    assert run["results"][0]["level"] == "error"
    told = run["tool"]["driver"]["rules"][0]["shortDescription"]["text"]
    assert bool(HAN.search(told)) == (language == "zh")


@pytest.fixture
def loose(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a directory that is no project, with a document that has one finding."""
    (tmp_path / "rules.md").write_text(WRONG, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


SAID = {"zh": "声明为 3选1，实际列出 2 个选项", "en": "declares 3选1 but lists 2 options"}


@pytest.mark.parametrize(
    ("environ", "arguments", "language"),
    [
        ({}, [], "en"),
        ({"LANG": "zh_CN.UTF-8"}, [], "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, [], "en"),
        ({"LANG": "en_GB.UTF-8", "LANGUAGE": "zh_CN:en"}, [], "zh"),
        ({"LANG": "de_DE.UTF-8"}, [], "en"),
        ({}, ["--lang", "zh"], "zh"),
        ({}, ["--lang", "zh-Hans"], "zh"),
        ({"LANG": "zh_CN.UTF-8"}, ["--lang", "en"], "en"),
    ],
)
@pytest.mark.usefixtures("loose")
def test_check_speaks_the_language_asked_for(
    environ: dict[str, str],
    arguments: list[str],
    language: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(messages, "preferred", lambda: PREFERRED(environ))
    assert cli.run(["check", "rules.md", *arguments]) == 1
    assert SAID[language] in capsys.readouterr().out
    # The command leaves nothing behind it.
    assert messages.language() == "en"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "none.md"], "none.md: 没有这个文件或目录。请检查名称。"),
        (["check", "--fix", "--diff", "rules.md"], "--fix、--diff 和 --write-baseline 只能用其中一个。"),
        (["check"], "没有 mkdocs.yml。请写明要读取的文档"),
        (["explain", "missing-rows"], "没有名为 missing-rows 的规则；要写的是不是 missing-row？\n"),
        (["explain", "R999"], "没有名为 R999 的规则；现有规则为：missing-row, "),
        (
            ["build", "rules.md", "--locale", "中文"],
            "--locale: '中文' 不是有效的语言区域；请写成 zh 或 zh-TW 这样的形式。",
        ),
        (["check", "--lang", "fr"], "没有 'fr' 语言的消息；可用的语言有：en, zh。 请参阅 leimu check --help。"),
        (["render", "rules.md", "rules.md"], "rules.md: 是一个文件，而这里需要目录。请换一个名称。"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
@pytest.mark.usefixtures("loose")
def test_what_goes_wrong_is_told_in_chinese(
    arguments: list[str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(messages, "preferred", lambda: "zh")
    assert cli.run(arguments) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        (
            "mkdocs.yml",
            "plugins: [{leimu: {findigs: {}}}]",
            "没有 'findigs' 这个选项。要写的是不是 'findings'？可用的有：",
        ),
        ("mkdocs.yml", "plugins: [{leimu: {findings: {missing-row: worse}}}]", "missing-row: 没有 'worse' 这个级别。"),
        ("mkdocs.yml", "plugins: [{leimu: {findings: {missing-rows: off}}}]", "要写的是不是 missing-row？\n"),
        ("mkdocs.yml", "plugins: [{leimu: {sources: []}}]", "列表为空；请至少写一个文件或目录，或删除此选项。"),
        ("mkdocs.yml", "- a", "mkdocs.yml: 最外层应为配置项的对应表，实际是 list。"),
        ("catalogue/ids.yml", "categories: 1", "'categories'、'groups' 和 'qualifications' 必须是列表。请修改它，"),
        ("catalogue/labels.yml", "scopes: [x]", "含有未知的含义 'scopes'。可用的含义有："),
        ("catalogue/qualifications.yml", "甲: 乙", ":1:4: '甲' 的别名必须是列表。每项资质请写成这样："),
        ("catalogue/qualifications.yml", "甲: [乙, 乙]", "'甲' 的别名 '乙' 列了两次，首次在第 1 行。请删除其中一个。"),
        ("catalogue/baseline.json", "[]", "这不是可以读取的基线文件"),
    ],
)
def test_what_is_wrong_with_a_project_is_told_in_chinese(
    file: str,
    text: str,
    said: str,
    *,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    project = make_project(tmp_path / "project")
    project.write(file, text)
    monkeypatch.chdir(project.root)
    monkeypatch.setattr(messages, "preferred", lambda: "zh")
    assert cli.run(["check"]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert not ENGLISH.search(told.replace("list indices must be integers or slices, not str", ""))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04", "这是 ZIP 压缩包，不是 Markdown。请换成 Markdown 文件本身。"),
        (b"\xff\xfea", "这是 UTF-16 编码的文本。请另存为 UTF-8。"),
        (b"\xff\xff", "既不是 UTF-8 文本，也不是 GB18030 文本（第 1 个字节）。请另存为 UTF-8。"),
        (b"\x00" * 9, "其中满是控制字符，不是文本。请另存为 UTF-8 文本。"),
    ],
)
def test_what_no_source_can_be_is_told_in_chinese(data: bytes, said: str) -> None:
    with messages.speaking("zh"), pytest.raises(Exception, match=re.escape(f"rules.md: {said}")):
        read_text(data, "rules.md")


def test_explain_prints_a_chinese_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["explain", "R201", "--lang", "zh"]) == 0
    page = capsys.readouterr().out
    assert page.startswith(
        "# count-mismatch\n\n**R201** · 资质要求 · 级别 **错误**\n\n声明的选项数与列出的选项数不一致。\n"
    )
    assert page.endswith("有唯一正确改法的问题可用 `leimu check --fix` 自动修改。\n")


def test_parse_gives_a_chinese_outline_and_the_same_data(loose: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(loose / "rules.md")
    assert cli.run(["parse", file, "--lang", "zh"]) == 0
    outline = capsys.readouterr().out
    assert not ENGLISH.search(outline)
    assert outline.endswith("\n1 个文件中有 1 个类目、2 项资质\n")
    told = []
    for language in ("en", "zh"):
        assert cli.run(["parse", file, "--format", "json", "--lang", language]) == 0
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]


def test_fixes_and_the_baseline_are_told_in_chinese(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = make_project(tmp_path / "project", WRONG)
    monkeypatch.chdir(project.root)
    spoken = ["--lang", "zh"]
    assert cli.run(["check", "--diff", *spoken]) == 1
    assert capsys.readouterr().err == "--fix 将修改 1 个文件中的 1 个问题。\n"
    assert cli.run(["check", "--write-baseline", *spoken]) == 0
    assert capsys.readouterr().err.startswith("已将 1 个问题写入 ")
    assert cli.run(["check", *spoken]) == 0
    assert "中已登记 1 个问题，不再报告。" in capsys.readouterr().err


def run(command: list[str], cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=cwd, env=environment(**more), capture_output=True, encoding="utf-8", timeout=120, check=False
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("more", "language"),
    [({"LANG": "zh_CN.UTF-8"}, "zh"), ({"LANG": "C.UTF-8", "LANGUAGE": "zh"}, "zh"), ({"LANG": "C"}, "en")],
)
def test_a_process_speaks_the_language_of_its_environment(more: dict[str, str], language: str, loose: Path) -> None:
    done = run([*COMMAND, "check", "rules.md"], loose, **more)
    assert (done.returncode, done.stderr) == (1, "")
    assert SAID[language] in done.stdout


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., Project]:
    """Make a project under ``tmp_path``; see :func:`make_project`."""

    def make(*given: str) -> Project:
        return make_project(tmp_path / "project", *given)

    return make


@pytest.mark.slow
def test_a_build_by_mkdocs_speaks_the_language_of_its_environment(project: Callable[..., Project]) -> None:
    root = project(WRONG).root
    mkdocs = [sys.executable, "-m", "mkdocs", "build"]
    done = run(mkdocs, root, LANG="zh_CN.UTF-8")
    assert done.returncode == 0
    assert f"错误 count-mismatch: {SAID['zh']}" in done.stderr
    assert f"error count-mismatch: {SAID['en']}" in run(mkdocs, root, LANG="C.UTF-8").stderr


@pytest.mark.slow
def test_a_wrong_option_is_told_by_mkdocs_in_chinese(project: Callable[..., Project]) -> None:
    root = project(SOUND, "plugins: [{leimu: {findigs: {}}}]\n").root
    done = run([sys.executable, "-m", "mkdocs", "build"], root, LANG="zh_CN.UTF-8")
    assert done.returncode == 1
    assert "没有 'findigs' 这个选项。要写的是不是 'findings'？" in done.stderr
