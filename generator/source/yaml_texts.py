"""Reading YAML that anybody may have written: no objects, no half characters, no aliases that multiply."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import yaml

from generator.messages import gettext as _

if TYPE_CHECKING:
    from yaml.nodes import Node, ScalarNode

_HALF: Final = re.compile("[\ud800-\udfff]")
_MOST_ALIASED: Final = 100_000
"""Values that aliases may stand for; ten lines of aliases of aliases can stand for billions."""
_MOST_BITS: Final = 1024


class _Guard(yaml.composer.Composer):
    """Refuses what is well-formed and does harm later on."""

    _size = 0
    """How many values have been composed, each alias counted as all that it stands for."""
    _aliased = 0
    _sizes: dict[int, int]

    def compose_node(self, parent: Node | None, index: Any) -> Node | None:  # noqa: ANN401 - PyYAML's form
        before, alias = self._size, self.check_event(yaml.AliasEvent)  # type: ignore[attr-defined]  # the parser's
        node = super().compose_node(parent, index)
        if node is None:
            return None
        if alias:
            size = self._sizes.get(id(node), 1)
            self._aliased += size
            self._size += size
            if self._aliased > _MOST_ALIASED:
                raise yaml.composer.ComposerError(None, None, _("aliases stand for too much"), node.start_mark)
        else:
            self._size += 1
            self._sizes[id(node)] = self._size - before
        return node

    def compose_scalar_node(self, anchor: dict[Any, Node]) -> ScalarNode:
        node = super().compose_scalar_node(anchor)
        # An escape can write it, and no file can hold it.
        if _HALF.search(node.value):
            said = _("half a character stands in a text")
            raise yaml.composer.ComposerError(None, None, said, node.start_mark)
        return node


class TextLoader(_Guard, yaml.BaseLoader):
    """Makes texts, lists and mappings only."""

    def __init__(self, stream: Any) -> None:  # noqa: ANN401 - PyYAML's form
        yaml.BaseLoader.__init__(self, stream)
        self._sizes = {}


class ValueLoader(_Guard, yaml.SafeLoader):
    """Makes numbers, days and the like too."""

    def __init__(self, stream: Any) -> None:  # noqa: ANN401 - PyYAML's form
        yaml.SafeLoader.__init__(self, stream)
        self._sizes = {}

    def construct_yaml_int(self, node: ScalarNode) -> int:
        """Return a whole number that can be told of: Python refuses to write one of thousands of digits."""
        number: int = super().construct_yaml_int(node)
        if number.bit_length() > _MOST_BITS:
            raise yaml.constructor.ConstructorError(None, None, _("the number is too large"), node.start_mark)
        return number


ValueLoader.add_constructor("tag:yaml.org,2002:int", ValueLoader.construct_yaml_int)
