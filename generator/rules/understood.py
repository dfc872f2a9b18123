"""Whether leimu could make sense of a category's table: what several rules ask before they speak of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.moving import home_of
from generator.source.vocabulary import RECORD_MEANINGS

if TYPE_CHECKING:
    from generator.catalogue import Category


def is_understood(category: Category) -> bool:
    """Tell whether a label of a category's table says what it means."""
    return any(field.meaning in RECORD_MEANINGS for field in home_of(category)[0].fields)
