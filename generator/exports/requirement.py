"""A requirement as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from generator.catalogue import All, Choose, Nothing, Qualification

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.catalogue import Catalogue, Requirement, Source, Span, Tree

JsonObject: TypeAlias = dict[str, Any]


def requirement_to_json(requirement: Requirement, source: Source, catalogue: Catalogue) -> JsonObject:
    """Return what is declared and listed, the tree, and the words that the tree does not hold."""
    declared = requirement.declared
    return {
        "declared": {"choose": declared.choose, "from": declared.among} if declared else None,
        "options": requirement.options,
        "tree": _tree(requirement.tree, source, catalogue),
        "text": requirement.text,
        "remark": requirement.remark,
        "doubts": [{"reason": doubt.reason, **place(source, doubt.span)} for doubt in requirement.doubts],
    }


def combinations_to_json(listed: Sequence[object] | None) -> JsonObject:
    """Return the key ``combinations``; for None, which stands for too many, ``combinations_truncated`` too."""
    if listed is None:
        return {"combinations": None, "combinations_truncated": True}
    return {"combinations": listed}


def place(source: Source, span: Span) -> JsonObject:
    """Return the line and the column of a span's first character."""
    position = source.position(span.start)
    return {"line": position.line, "column": position.column}


def _tree(tree: Tree, source: Source, catalogue: Catalogue) -> JsonObject:
    """Return one node with the nodes below it."""
    match tree:
        case Qualification():
            keys = ("name", "original", "holder", "scope", "issuer", "copies", "remark")
            entry = catalogue.qualification_of(tree.name)
            node: JsonObject = {"kind": "qualification", "id": entry.id if entry else None, **_stated(tree, keys)}
        case Choose():
            parts = [_tree(part, source, catalogue) for part in tree.parts]
            node = {"kind": "choose", "count": tree.count, **_stated(tree, ("holder", "remark")), "parts": parts}
        case All():
            parts = [_tree(part, source, catalogue) for part in tree.parts]
            node = {"kind": "all", **_stated(tree, ("holder", "remark")), "parts": parts}
        case Nothing():
            node = {"kind": "nothing", **_stated(tree, ("remark",))}
    return {**node, **place(source, tree.span)}


def _stated(node: object, keys: tuple[str, ...]) -> JsonObject:
    """Return the attributes of a node that say something."""
    return {key: getattr(node, key) for key in keys if getattr(node, key) is not None}
