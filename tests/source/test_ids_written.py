"""The file of ids is written as PyYAML writes it, which takes long."""

from __future__ import annotations

import pytest
import yaml

from generator.source import ids

ODD = [
    *("yes", "No", "null", "007", "1e5", "2026-01-01", "=", "<<", "~", "", "-"),
    *("a: b", "a b", "银行 卡", "- a", "#x", "a,b", "[a]", "a'b", 'a"b', "a\nb"),
    *("“引”", "【】", "😀", "é", "〇", "Ｔ", "a/b-c_d", "银行", "x" * 130, "银" * 50),
]


@pytest.mark.parametrize("word", ODD)
@pytest.mark.parametrize("other", ["银行", "x" * 60, "yes"])
def test_entries_are_written_as_pyyaml_writes_them(word: str, other: str) -> None:
    for entry in (
        {"id": "a/b", "path": [word, other]},
        {"id": other, "path": [word]},
        {"id": "ab", "name": word},
        {"id": word, "name": other},
        {"id": "a", "path": [other], "was": [word]},
        {"id": "a", "name": word, "formerly": [other]},
    ):
        form = {"allow_unicode": True, "sort_keys": False, "default_flow_style": None, "width": 120}
        assert ids._line(entry) == yaml.safe_dump([entry], **form)
