"""A requirement as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from generator.catalogue import All, Choose, Nothing, Qualification
from generator.combinations import combinations

if TYPE_CHECKING:
    from generator.catalogue import Requirement, Source, Span, Tree

JsonObject: TypeAlias = dict[str, Any]

LIMIT = 1000
"""More combinations than these are not multiplied out."""


def requirement_to_json(requirement: Requirement, source: Source) -> JsonObject:
    """Return what is declared and listed, the tree, and the words that the tree does not hold."""
    declared = requirement.declared
    return {
        "declared": {"choose": declared.choose, "from": declared.among} if declared else None,
        "options": requirement.options,
        "tree": _tree(requirement.tree, source),
        "text": requirement.text,
        "remark": requirement.remark,
        "doubts": [{"reason": doubt.reason, **place(source, doubt.span)} for doubt in requirement.doubts],
    }


def combinations_to_json(requirement: Requirement | None) -> JsonObject:
    """Return the key ``combinations``, and ``combinations_truncated`` where there are more than :data:`LIMIT`."""
    if requirement is None:
        return {"combinations": []}
    ways = combinations(requirement.tree, limit=LIMIT)
    if ways is None:
        return {"combinations": None, "combinations_truncated": True}
    return {"combinations": [list(way) for way in ways]}


def place(source: Source, span: Span) -> JsonObject:
    """Return the line and the column of a span's first character."""
    position = source.position(span.start)
    return {"line": position.line, "column": position.column}


def _tree(tree: Tree, source: Source) -> JsonObject:
    """Return one node with the nodes below it."""
    match tree:
        case Qualification():
            keys = ("name", "holder", "scope", "issuer", "copies", "remark")
            node: JsonObject = {"kind": "qualification", **_stated(tree, keys)}
        case Choose():
            parts = [_tree(part, source) for part in tree.parts]
            node = {"kind": "choose", "count": tree.count, **_stated(tree, ("holder", "remark")), "parts": parts}
        case All():
            parts = [_tree(part, source) for part in tree.parts]
            node = {"kind": "all", **_stated(tree, ("holder", "remark")), "parts": parts}
        case Nothing():
            node = {"kind": "nothing", **_stated(tree, ("remark",))}
    return {**node, **place(source, tree.span)}


def _stated(node: object, keys: tuple[str, ...]) -> JsonObject:
    """Return the attributes of a node that say something."""
    return {key: getattr(node, key) for key in keys if getattr(node, key) is not None}
