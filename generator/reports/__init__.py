"""Telling what the rules found: one format a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

from generator.catalogue import Catalogue
from generator.findings import Finding
from generator.reports import json, text

__all__ = ["FORMATS", "Format", "render"]

Format: TypeAlias = Callable[[Catalogue, Sequence[Finding]], str]

FORMATS: Mapping[str, Format] = MappingProxyType({"text": text.render, "json": json.render})
"""Every format by its name; each gives a text that ends with a line feed."""


def render(name: str, catalogue: Catalogue, findings: Sequence[Finding]) -> str:
    """Return the report of the findings in the format of that name; ValueError names the formats there are."""
    if name not in FORMATS:
        raise ValueError(f"no report has the format {name}; the formats are {', '.join(FORMATS)}")
    return FORMATS[name](catalogue, findings)
