"""Findings as SARIF 2.1.0, in the shape that GitHub's code scanning and the viewers of editors read.

The numbers in comments are the sections of the specification.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import quote

from generator import __version__
from generator.findings import Severity
from generator.messages import gettext as _
from generator.reports.region import region

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.catalogue import Catalogue, Source, Span
    from generator.findings import Finding, Fix
    from generator.reports.rule_info import RuleInfo

JsonObject: TypeAlias = dict[str, Any]
_Path: TypeAlias = tuple[str, ...]

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
"""The name of the schema that the report keeps to; nothing is loaded from there."""

ROOT = "%SRCROOT%"
"""What names of files are relative to."""

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PROBLEMS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}
"""The words that GitHub filters alerts by."""

_ENCODINGS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "gb18030": "GB18030"}
"""What IANA calls the encodings of sources."""

_LONGEST_SNIPPET = 1000
"""Characters; a finding on a whole source need not carry the source."""


def render(catalogue: Catalogue, findings: Sequence[Finding], rules: Sequence[RuleInfo] = ()) -> str:
    """Return the findings as one SARIF log with one run.

    Lines and columns begin at 1 and count characters, offsets begin at 0.  A rule that has findings and is not among
    ``rules`` is listed with its name and code alone.
    """
    descriptors = {rule.name: _rule(rule) for rule in rules}
    for finding in findings:
        descriptors.setdefault(finding.rule, _named(finding.rule, finding.code))
    places = _logical_locations(findings)
    writer = _Results(catalogue, list(descriptors), list(places))
    run = {
        "tool": {"driver": _driver(list(descriptors.values()))},
        "invocations": [{"executionSuccessful": True}],
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "originalUriBaseIds": {ROOT: {"description": {"text": "The directory that the names of files start from."}}},
        "artifacts": [_artifact(source) for source in catalogue.sources],
        "logicalLocations": list(places.values()),
        "results": [writer.result(finding, print_) for finding, print_ in _fingerprinted(catalogue, findings)],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"
