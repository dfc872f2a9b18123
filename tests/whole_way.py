"""What one text costs on the whole way from reading to pages, for a process of its own; it is no test."""

from __future__ import annotations

import time
from typing import NamedTuple

from generator.catalogue import Catalogue
from generator.exports.json import to_json
from generator.pages import PageOptions, render
from generator.rules import judge
from generator.source import read_text


class Cost(NamedTuple):
    """What came of a text."""

    seconds: float
    """Of the processor, not of the clock on the wall."""
    categories: int


def read(text: str) -> Cost:
    """Read, judge and export a text."""
    begun = time.process_time()
    catalogue = _read(text)
    return Cost(time.process_time() - begun, len(catalogue.categories))


def rendered(text: str) -> Cost:
    """Do the same, and make its pages."""
    begun = time.process_time()
    catalogue = _read(text)
    render(catalogue, PageOptions())
    return Cost(time.process_time() - begun, len(catalogue.categories))


def _read(text: str) -> Catalogue:
    catalogue = read_text(text.encode())
    judge(catalogue)
    assert to_json(catalogue)["version"] == 1
    return catalogue
