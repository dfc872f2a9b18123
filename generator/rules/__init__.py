"""Judging: one rule a file, and a plain table of them."""

from __future__ import annotations

from generator.rules.judging import judge, rule_named
from generator.rules.registry import RULES
from generator.rules.remembering import Memory
from generator.rules.rule import Documentation, Rule

__all__ = ["RULES", "Documentation", "Memory", "Rule", "judge", "rule_named"]
