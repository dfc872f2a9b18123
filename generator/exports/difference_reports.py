"""What changed between two catalogues, told: text for a terminal, Markdown for a page, JSON for programs."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Final

from generator.exports.differences import Kind
from generator.messages import gettext as _
from generator.messages import ngettext, noted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.exports.differences import Change

VERSION: Final = 1
"""Rises when a key is renamed or taken away; new keys do not raise it."""
_WORDS: Final = {
    Kind.CATEGORY_ADDED: noted("category added"),
    Kind.CATEGORY_REMOVED: noted("category removed"),
    Kind.CATEGORY_RENAMED: noted("category renamed"),
    Kind.OPTION_ADDED: noted("option added"),
    Kind.OPTION_REMOVED: noted("option removed"),
    Kind.COUNT: noted("declared count changed"),
    Kind.REQUIREMENT: noted("wording of the requirement changed"),
    Kind.SCENARIO: noted("scenario changed"),
    Kind.SCOPE: noted("scope changed"),
    Kind.FIELD: noted("row changed"),
    Kind.NOTICE: noted("notice changed"),
    Kind.NOTICE_ADDED: noted("notice added"),
    Kind.NOTICE_REMOVED: noted("notice removed"),
    Kind.LINK: noted("link changed"),
    Kind.LINK_ADDED: noted("link added"),
    Kind.LINK_REMOVED: noted("link removed"),
    Kind.TEXT: noted("text changed"),
}
_MARKUP: Final = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_{}[]<>#|!~"})


def to_json(changes: Sequence[Change]) -> str:
    """Return the changes as JSON: kind, category, path, before, after."""
    listed = [
        {
            "kind": each.kind.value,
            "category": each.category,
            "path": list(each.path),
            "before": each.before,
            "after": each.after,
        }
        for each in changes
    ]
    return json.dumps({"version": VERSION, "changes": listed}, ensure_ascii=False, indent=2) + "\n"


def to_text(changes: Sequence[Change]) -> str:
    """Return the changes as lines, by category."""
    if not changes:
        return _("Nothing has changed.") + "\n"
    lines = []
    for path, group in groupby(changes, key=lambda each: each.path):
        lines.append(" / ".join(path) or _("The document"))
        for each in group:
            lines.append(f"  {_(_WORDS[each.kind])}")
            lines += [f"    - {line}" for line in (each.before or "").splitlines()]
            lines += [f"    + {line}" for line in (each.after or "").splitlines()]
        lines.append("")
    count = ngettext("{count} change", "{count} changes", len(changes)).format(count=len(changes))
    return "\n".join([*lines, count]) + "\n"


def to_markdown(changes: Sequence[Change]) -> str:
    """Return the changes as Markdown, for the text of a pull request or an issue."""
    if not changes:
        return _("Nothing has changed.") + "\n"
    lines = []
    for path, group in groupby(changes, key=lambda each: each.path):
        title = " / ".join(path) or _("The document")
        lines.append(f"### {_escaped(title)}\n")
        for each in group:
            parts = [f"**{_(_WORDS[each.kind])}**"]
            if each.before is not None:
                parts.append(f"~~{_escaped(each.before)}~~")
            if each.after is not None:
                parts.append(_escaped(each.after))
            lines.append(f"- {' '.join(parts)}")
        lines.append("")
    return "\n".join(lines)


def _escaped(text: str) -> str:
    """Return words of a document as Markdown that shows them as they are, on one line."""
    return " ".join(text.split()).translate(_MARKUP)
