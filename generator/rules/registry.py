"""The table of all rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.messages import noted
from generator.rules import (
    blocked_link,
    breadcrumb_mismatch,
    broken_link,
    broken_local_link,
    count_mismatch,
    duplicate_category,
    duplicate_row,
    empty_cell,
    empty_link,
    expired_ignore,
    front_matter,
    fuzzy_translation,
    insecure_url,
    locale_change,
    locale_link,
    malformed_html,
    malformed_ignore,
    malformed_markdown,
    malformed_url,
    missing_anchor,
    missing_official_link,
    missing_row,
    missing_table,
    missing_title,
    mixed_punctuation,
    moved_link,
    not_utf8,
    numbering_gap,
    obsolete_translation,
    pointless_choice,
    qualification_variant,
    ragged_table,
    refused_link,
    shared_official_link,
    translation_mismatch,
    unanswered_link,
    unbalanced_brackets,
    undeclared_choice,
    unknown_category_reference,
    unknown_row,
    unquoted_notice,
    unreadable_requirement,
    unrecognised_table,
    unsafe_html,
    unsteady_link,
    untranslated,
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
    missing_title.RULE,
    breadcrumb_mismatch.RULE,
    unknown_row.RULE,
    duplicate_row.RULE,
    empty_cell.RULE,
    missing_table.RULE,
    unrecognised_table.RULE,
    unsafe_html.RULE,
    count_mismatch.RULE,
    unreadable_requirement.RULE,
    undeclared_choice.RULE,
    pointless_choice.RULE,
    numbering_gap.RULE,
    unbalanced_brackets.RULE,
    qualification_variant.RULE,
    mixed_punctuation.RULE,
    empty_link.RULE,
    malformed_url.RULE,
    broken_local_link.RULE,
    missing_anchor.RULE,
    insecure_url.RULE,
    missing_official_link.RULE,
    shared_official_link.RULE,
    unknown_category_reference.RULE,
)
"""Every rule that judges the sources, by code."""

RULES_ON_IGNORES: tuple[Rule, ...] = (malformed_ignore.RULE, unused_ignore.RULE, expired_ignore.RULE)
"""The rules that judge the comments by which editors ignore other rules: they come last, when it is known who spoke."""

RULES_ON_WEB: tuple[Rule, ...] = (
    broken_link.RULE,
    unanswered_link.RULE,
    refused_link.RULE,
    moved_link.RULE,
    blocked_link.RULE,
    unsteady_link.RULE,
    locale_change.RULE,
)
"""The rules that judge what asking the web said; they say nothing where it was not asked."""

RULES_ON_TRANSLATIONS: tuple[Rule, ...] = (
    untranslated.RULE,
    fuzzy_translation.RULE,
    obsolete_translation.RULE,
    translation_mismatch.RULE,
    locale_link.RULE,
)
"""The rules that judge the translations; they say nothing where there are none."""

RULES: tuple[Rule, ...] = (*RULES_ON_SOURCES, *RULES_ON_IGNORES, *RULES_ON_WEB, *RULES_ON_TRANSLATIONS)
"""Every rule, by code."""

FAMILIES = {
    "R1": noted("Structure"),
    "R2": noted("Requirement"),
    "R3": noted("Links"),
    "R4": noted("References"),
    "R5": noted("Ignores"),
    "R6": noted("The web"),
    "R7": noted("Translations"),
}
"""What the first digit of a code says."""
