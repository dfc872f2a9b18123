"""Reading YAML that anybody may have written: no objects, no half characters, no aliases that multiply.

PyYAML's own parser is slow: a file of ids took longer than the document that the ids are of.  libyaml's is
twenty times as quick, but takes some few texts that PyYAML refuses, and words its errors otherwise.  So it reads what
both read alike; where it meets anything else, PyYAML reads the text again and has the word.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import yaml

from generator.messages import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from yaml.nodes import Node, ScalarNode

_DOUBTFUL: Final = re.compile("[\t?%\x00\x85\u2028\u2029\ufeff]|!(?![A-Za-z]+ )|[|>][^\n]*#")
"""What libyaml and PyYAML read otherwise, found by letting both read a hundred thousand texts."""
_DEEPEST: Final = 50
"""Levels of lists and mappings that are read the quick way; further down PyYAML says what is too deep."""
_HALF: Final = re.compile("[\ud800-\udfff]")
_MOST_ALIASED: Final = 100_000
"""Values that aliases may stand for; ten lines of aliases of aliases can stand for billions."""
_MOST_BITS: Final = 1024


class _NotPlainError(Exception):
    """A text is not for the quick way."""


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


if yaml.__with_libyaml__:

    class QuickValueLoader(_Guard, yaml.CSafeLoader):
        """The same as :class:`ValueLoader`, for what libyaml reads alike."""

        def __init__(self, stream: Any) -> None:  # noqa: ANN401 - PyYAML's form
            yaml.CSafeLoader.__init__(self, stream)
            yaml.composer.Composer.__init__(self)
            self._sizes = {}

else:
    QuickValueLoader = ValueLoader  # type: ignore[misc,assignment]


def _whole_number(loader: ValueLoader, node: yaml.ScalarNode) -> int:
    """Return a whole number that can be told of: Python refuses to write one of thousands of digits."""
    number: int = loader.construct_yaml_int(node)
    if number.bit_length() > _MOST_BITS:
        raise yaml.constructor.ConstructorError(None, None, _("the number is too large"), node.start_mark)
    return number


for _each in (ValueLoader, QuickValueLoader):
    _each.add_constructor("tag:yaml.org,2002:int", _whole_number)


def _quick_texts(written: str) -> object:
    """Return what a text says that holds texts, lists and mappings only, without making nodes of them."""
    parser = yaml.CBaseLoader(written)
    parser.get_event()
    if parser.check_event(yaml.StreamEndEvent):
        return None
    parser.get_event()
    found = _built(parser, 0, has_escapes="\\" in written)
    parser.get_event()
    if not parser.check_event(yaml.StreamEndEvent):
        raise _NotPlainError
    return found


def _built(parser: yaml.CBaseLoader, depth: int, *, has_escapes: bool) -> Any:  # noqa: ANN401 - YAML holds anything
    event: Any = parser.get_event()
    if isinstance(event, yaml.AliasEvent) or event.anchor or event.tag or depth > _DEEPEST:
        raise _NotPlainError
    if isinstance(event, yaml.ScalarEvent):
        if has_escapes and _HALF.search(event.value):
            raise _NotPlainError
        return event.value
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not parser.check_event(yaml.SequenceEndEvent):
            items.append(_built(parser, depth + 1, has_escapes=has_escapes))
        parser.get_event()
        return items
    values = {}
    while not parser.check_event(yaml.MappingEndEvent):
        key = _built(parser, depth + 1, has_escapes=has_escapes)
        values[key] = _built(parser, depth + 1, has_escapes=has_escapes)
    parser.get_event()
    return values


def load_texts(written: str) -> Any:  # noqa: ANN401 - YAML holds anything
    """Return what a text says, made of texts, lists and mappings only.

    Raises what PyYAML does: see :data:`generator.source.errors.YAML_ERRORS`.
    """
    return _quickly(written, _quick_texts, lambda text: yaml.load(text, TextLoader))  # noqa: S506 - it makes texts only


def load_values(
    written: str | bytes,
    loader: type[ValueLoader] = ValueLoader,
    quick: type[QuickValueLoader] = QuickValueLoader,
) -> Any:  # noqa: ANN401 - YAML holds anything
    """Return what a text says, with numbers, days and the like; ``quick`` is the loader's twin on libyaml."""
    return _quickly(written, lambda text: yaml.load(text, quick), lambda text: yaml.load(text, loader))  # noqa: S506 - safe loaders


def load_packaged(written: str | bytes) -> Any:  # noqa: ANN401 - YAML holds anything
    """Return what a file that leimu itself brings says."""
    return yaml.load(written, yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader)  # noqa: S506 - both are


def _quickly(written: str | bytes, quick: Callable[[str], Any], slow: Callable[[str | bytes], Any]) -> Any:  # noqa: ANN401
    try:
        text = written if isinstance(written, str) else written.decode()
        if not _DOUBTFUL.search(text):
            return quick(text)
    except Exception:  # noqa: BLE001, S110 - whatever it is, PyYAML says it better
        pass
    return slow(written)
