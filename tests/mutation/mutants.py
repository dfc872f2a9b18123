"""The table of all kinds of planted faults."""

from __future__ import annotations

from tests.mutation.addresses import ADDRESSES
from tests.mutation.counting import COUNTING
from tests.mutation.markup import MARKUP
from tests.mutation.planting import Kind
from tests.mutation.structure import STRUCTURE
from tests.mutation.unsafe import UNSAFE
from tests.mutation.wording import WORDING

KINDS: tuple[Kind, ...] = (*STRUCTURE, *MARKUP, *COUNTING, *WORDING, *ADDRESSES, *UNSAFE)
