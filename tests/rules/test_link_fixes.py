"""What `--fix` may write: the finding goes, no other comes, and a second time changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.findings import Finding
from generator.rules import judge
from generator.source import read_text

CASES = [
    case
    for rule in ("malformed-url", "broken-local-link")
    for case in sorted(Path(__file__).with_name("cases").glob(f"{rule}.fires*.md"))
]
OFF = dict.fromkeys(("missing-official-link",))


def findings(text: str) -> tuple[Finding, ...]:
    return judge(read_text(text, "rules.md"), OFF)


@pytest.mark.parametrize("case", CASES, ids=[case.stem for case in CASES])
def test_each_fix_ends_its_finding_and_begins_none(case: Path) -> None:
    text = case.read_text(encoding="utf-8").partition("=====expect\n")[0]
    before = findings(text)
    told = sorted(finding.message for finding in before)
    for finding in before:
        if finding.fix:
            fixed = text
            for span, words in reversed(finding.fix.edits):
                fixed = fixed[: span.start] + words + fixed[span.end :]
            assert sorted([*(each.message for each in findings(fixed)), finding.message]) == told


def test_there_is_something_to_fix() -> None:
    texts = [case.read_text(encoding="utf-8").partition("=====expect\n")[0] for case in CASES]
    fixes = [finding for text in texts for finding in findings(text) if finding.fix]
    assert {finding.rule for finding in fixes} == {"malformed-url", "broken-local-link"}
    assert len(fixes) > len(CASES)
