"""Python's search for garbage, held while a build runs, and never for good."""

from __future__ import annotations

import gc
from threading import Thread
from typing import TYPE_CHECKING
from weakref import ref

import pytest

from generator.site import garbage
from generator.site.garbage import Garbage

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _enabled() -> Iterator[None]:
    gc.enable()
    yield
    gc.enable()


class Circle:
    """Garbage, once nobody knows of it."""

    def __init__(self) -> None:
        self.own = self


def test_it_is_held_for_a_build() -> None:
    held = Garbage()
    held.hold()
    held.hold()
    assert not gc.isenabled()
    held.release()
    assert gc.isenabled()
    held.release()
    assert gc.isenabled()


def test_who_has_disabled_it_finds_it_disabled() -> None:
    gc.disable()
    held = Garbage()
    held.hold()
    held.release()
    assert not gc.isenabled()


def test_what_a_build_has_left_goes_when_there_is_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garbage, "_PAUSE", 0)
    held = Garbage()
    held.hold()
    left = ref(Circle())
    held.release_later()
    timer = held._timer
    if timer:
        timer.join(20)
    assert gc.isenabled()
    assert left() is None


def test_what_a_build_has_left_goes_before_the_next_at_the_latest() -> None:
    held = Garbage()
    held.hold()
    left = ref(Circle())
    held.release_later()
    held.hold()
    assert left() is None
    assert not gc.isenabled()
    held.release()
    assert gc.isenabled()


def test_a_few_small_builds_begin_without_looking() -> None:
    held = Garbage()
    held.hold()
    left = ref(Circle())
    for _ in range(garbage._MOST - 1):
        held.release_later()
        held.hold(is_small=True)
        assert left() is not None
    held.release_later()
    held.hold(is_small=True)
    assert left() is None
    held.release()


def test_a_build_looks_for_what_small_ones_have_left() -> None:
    held = Garbage()
    held.hold()
    left = ref(Circle())
    held.release_later()
    # It begins as a small one, and turns out to be a build.
    held.hold(is_small=True)
    held.hold()
    assert left() is None
    held.release()


def test_a_timer_that_goes_off_too_late_does_nothing() -> None:
    held = Garbage()
    held.hold()
    held.release_later()
    timer = held._timer
    assert timer
    held.hold()
    late = Thread(target=held._clear, args=(timer,))
    late.start()
    late.join()
    assert not gc.isenabled()
    held.release()
    assert gc.isenabled()
