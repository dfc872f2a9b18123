"""The table of all rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.messages import noted
from generator.rules import (
    count_mismatch,
    duplicate_category,
    expired_ignore,
    front_matter,
    malformed_html,
    malformed_ignore,
    malformed_markdown,
    missing_row,
    not_utf8,
    ragged_table,
    unquoted_notice,
    unreadable_requirement,
    unused_ignore,
)

if TYPE_CHECKING:
    from generator.rules.rule import Rule

RULES_ON_SOURCES: tuple[Rule, ...] = (
    missing_row.RULE,
    duplicate_category.RULE,
    malformed_html.RULE,
    ragged_table.RULE,
    malformed_markdown.RULE,
    unquoted_notice.RULE,
    front_matter.RULE,
    not_utf8.RULE,
    count_mismatch.RULE,
    unreadable_requirement.RULE,
)
"""Every rule that judges the sources, by code."""

RULES_ON_IGNORES: tuple[Rule, ...] = (malformed_ignore.RULE, unused_ignore.RULE, expired_ignore.RULE)
"""The rules that judge the comments by which editors ignore other rules: they come last, when it is known who spoke."""

RULES: tuple[Rule, ...] = (*RULES_ON_SOURCES, *RULES_ON_IGNORES)
"""Every rule, by code."""

FAMILIES = {
    "R1": noted("Structure"),
    "R2": noted("Requirement"),
    "R3": noted("Links"),
    "R4": noted("References"),
    "R5": noted("Ignores"),
}
"""What the first digit of a code says."""
