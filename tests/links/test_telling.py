"""Telling: nothing that a server or a source wrote moves a terminal, and no password is printed."""

from __future__ import annotations

import json

from generator.links.collecting import collect
from generator.links.telling import harmless, summary, to_json, to_text, without_credentials
from generator.links.verdict import Answer, Verdict
from generator.source import read_text

CATALOGUE = read_text("[甲](https://a.example/x)\n\n[乙](https://a.example/x) [丙](https://u:p@b.example/)\n")
FIRST, SECOND = collect(CATALOGUE)
ANSWERS = (
    Answer(FIRST, Verdict.REDIRECTED, "it moved", "write the new address", 301, "https://u:p@a.example/y"),
    Answer(SECOND, Verdict.BROKEN, "\x1b[31mgone", "write the new address", 404),
)


def test_json_has_the_promised_form() -> None:
    data = json.loads(to_json(CATALOGUE, ANSWERS))
    file = CATALOGUE.sources[0].file
    assert data["links"][0] == {
        "url": "https://a.example/x",
        "verdict": "redirected",
        "status": 301,
        "redirect": "https://***@a.example/y",
        "reason": "it moved",
        "uses": [{"file": file, "line": 1, "column": 5}, {"file": file, "line": 3, "column": 5}],
    }
    assert data["links"][1]["url"] == "https://***@b.example/"
    assert data["summary"] == {
        "ok": 0,
        "redirected": 1,
        "broken": 1,
        "timeout": 0,
        "blocked": 0,
        "refused": 0,
        "skipped": 0,
    }


def test_text_tells_every_use_and_each_hint_once() -> None:
    text = to_text(CATALOGUE, ANSWERS)
    assert text.count("hint: write the new address") == 1
    assert "redirected https://a.example/x\n  = it moved\n  > https://***@a.example/y\n" in text
    assert ":1:5\n" in text
    assert ":3:5\n" in text
    assert "\x1b" not in text
    assert text.endswith("2 addresses in 3 places: 1 redirected, 1 broken\n")


def test_nothing_is_a_summary_too() -> None:
    assert summary(()) == "0 addresses in 0 places"


def test_marks_that_turn_a_line_round_are_taken_out() -> None:
    assert harmless("a\u202eb\rc\x9bd") == "a\ufffdb\ufffdc\ufffdd"


def test_whoever_logs_in_stays_unnamed() -> None:
    assert without_credentials("//user:a@b@c.example/p?m=x@y") == "//***@c.example/p?m=x@y"
    assert without_credentials("https://c.example/@user") == "https://c.example/@user"
