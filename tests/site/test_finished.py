"""Finished HTML that Markdown need not read."""

from __future__ import annotations

import pytest

from generator.site.finished import _outline

KEPT = [
    "# 银行",
    "<div>a</div>b",
    '<div markdown="1">*a*</div>',
    "<div markdown>*a*</div>",
    "<div>\n<div>a</div>",
    "<div>a</div><div>",
    "<p>a</p>",
    "<div><!-- a --></div>",
    "<div>\ta</div>",
    "<div>\n```\na\n```\n</div>",
    " <div>a</div>",
    "words\n<div>a</div>",
]


@pytest.mark.parametrize("chunk", KEPT)
def test_markdown_reads_what_may_not_be_finished(chunk: str) -> None:
    blocks: list[str] = []
    assert (_outline(chunk, blocks), blocks) == (chunk, [])


@pytest.mark.parametrize("chunk", ["<div>a</div>", '<section class="lm">\n<div>a</div>\n</section>\n'])
def test_something_short_stands_in_for_finished_html(chunk: str) -> None:
    blocks: list[str] = []
    outline = _outline(chunk, blocks)
    assert blocks == [chunk.rstrip("\n")]
    assert outline.startswith(chunk[:4])
    assert outline.endswith("\n") == chunk.endswith("\n")
