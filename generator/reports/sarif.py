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
from generator.messages import language
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

_LANGUAGES = {"en": "en-US", "zh": "zh-CN"}
"""What the languages of messages are called with their countries, as the specification wants it (3.14.7)."""

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
        "language": _LANGUAGES.get(language(), language()),
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "originalUriBaseIds": {ROOT: {"description": {"text": _("The directory that the names of files start from.")}}},
        "artifacts": [_artifact(source) for source in catalogue.sources],
        "logicalLocations": list(places.values()),
        "results": [writer.result(finding, known_by) for finding, known_by in _fingerprinted(catalogue, findings)],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _driver(descriptors: list[JsonObject]) -> JsonObject:
    return {"name": "leimu", "version": __version__, "semanticVersion": __version__, "rules": descriptors}


def _named(name: str, code: str) -> JsonObject:
    """Return what can be said of a rule without its page."""
    # GitHub lists alerts by their tags, and files everything that is not security under its own tags.
    title = "".join(word.capitalize() for word in name.split("-"))
    return {"id": name, "name": title, "properties": {"tags": ["documentation", code]}}


def _rule(rule: RuleInfo) -> JsonObject:
    told = _named(rule.name, rule.code)
    told["properties"]["problem.severity"] = _PROBLEMS[rule.severity]
    what, why, mend = (_(text) for text in (rule.documentation.what, rule.documentation.why, rule.documentation.mend))
    sections = {_("What it reports"): what, _("Why it matters"): why, _("How to mend it"): mend}
    return {
        **told,
        "shortDescription": {"text": _(rule.summary)},
        "fullDescription": {"text": " ".join(what.partition("\n\n")[0].split())},
        "help": {
            "text": "\n\n".join(f"{heading}\n\n{text}" for heading, text in sections.items()),
            "markdown": "\n\n".join(f"## {heading}\n\n{text}" for heading, text in sections.items()),
        },
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _address(source: Source) -> JsonObject:
    """Return where a source is: a relative reference to the root, or a file URI."""
    path = Path(source.file)
    if path.is_absolute():
        return {"uri": path.as_uri()}
    # A name may hold any byte; quoted as characters, one that is not UTF-8 would point nowhere.
    return {"uri": quote(os.fsencode(source.file)), "uriBaseId": ROOT}


def _artifact(source: Source) -> JsonObject:
    artifact = {"location": _address(source), "mimeType": "text/markdown", "roles": ["analysisTarget"]}
    return {**artifact, "encoding": _ENCODINGS.get(source.encoding, source.encoding)}


def _region(source: Source, span: Span) -> JsonObject:
    place = region(source, span)
    return {
        "startLine": place.start.line,
        "startColumn": place.start.column,
        "endLine": place.end.line,
        "endColumn": place.end.column,
        "charOffset": span.start,
        "charLength": span.end - span.start,
    }


def _logical_locations(findings: Sequence[Finding]) -> dict[_Path, JsonObject]:
    """Return the categories that findings are about and the groups above them, a parent before its children."""
    places: dict[_Path, JsonObject] = {}
    numbers: dict[_Path, int] = {}
    for path in dict.fromkeys(finding.category for finding in findings if finding.category):
        for depth in range(1, len(path) + 1):
            part = path[:depth]
            if part in places:
                continue
            numbers[part] = len(places)
            parent = {"parentIndex": numbers[part[:-1]]} if depth > 1 else {}
            places[part] = {"name": part[-1], "fullyQualifiedName": " / ".join(part), "kind": "category", **parent}
    return places


def _fingerprinted(catalogue: Catalogue, findings: Sequence[Finding]) -> Iterator[tuple[Finding, str]]:
    """Yield each finding with what it is known by after lines have moved: a hash and a count of its like in the file.

    The file is not in it: whoever compares reports looks at the file as well.
    """
    seen = Counter[tuple[int, str]]()
    for finding in findings:
        text = catalogue.sources[finding.source].slice(finding.span)
        identity = json.dumps([finding.rule, finding.category, text])
        digest = sha256(identity.encode("ascii")).hexdigest()[:32]
        seen[finding.source, digest] += 1
        yield finding, f"{digest}:{seen[finding.source, digest]}"


class _Results:
    """Writes results that refer to the lists of one run by number."""

    def __init__(self, catalogue: Catalogue, rules: Sequence[str], places: Sequence[_Path]) -> None:
        self._sources = catalogue.sources
        self._rules: Mapping[str, int] = {rule: number for number, rule in enumerate(rules)}
        self._places: Mapping[_Path, int] = {path: number for number, path in enumerate(places)}

    def result(self, finding: Finding, fingerprint: str) -> JsonObject:
        """Return the result of a finding."""
        fix = finding.fix
        return {
            "ruleId": finding.rule,
            "ruleIndex": self._rules[finding.rule],
            "level": _LEVELS[finding.severity],
            "message": {"text": _message(finding)},
            "locations": [self._location(finding)],
            # Not as primaryLocationLineHash: GitHub's uploader works that out and warns of any other value.
            "partialFingerprints": {"leimu/v1": fingerprint},
            **({"fixes": [self._fix(finding.source, fix)]} if fix and fix.edits else {}),
        }

    def _location(self, finding: Finding) -> JsonObject:
        source, path = self._sources[finding.source], finding.category
        place = _region(source, finding.span)
        if 0 < place["charLength"] <= _LONGEST_SNIPPET:
            place["snippet"] = {"text": source.slice(finding.span)}
        physical = {"artifactLocation": self._artifact_location(finding.source), "region": place}
        if not path:
            return {"physicalLocation": physical}
        logical = {"fullyQualifiedName": " / ".join(path), "index": self._places[path]}
        return {"physicalLocation": physical, "logicalLocations": [logical]}

    def _artifact_location(self, number: int) -> JsonObject:
        return {**_address(self._sources[number]), "index": number}

    def _fix(self, number: int, fix: Fix) -> JsonObject:
        source = self._sources[number]
        replacements = [
            {"deletedRegion": _region(source, span), "insertedContent": {"text": text}} for span, text in fix.edits
        ]
        change = {"artifactLocation": self._artifact_location(number), "replacements": replacements}
        return {"description": {"text": _plain(fix.description)}, "artifactChanges": [change]}


def _message(finding: Finding) -> str:
    return _plain(f"{finding.message}; {finding.hint}" if finding.hint else finding.message)


def _plain(text: str) -> str:
    """Return a text in which a viewer sees neither a placeholder (3.11.5) nor a link (3.11.6)."""
    # There is no escape for a link as there is for braces; with a space between them its halves are plain brackets.
    return text.replace("{", "{{").replace("}", "}}").replace("](", "] (")
