"""Ctrl-C while links are followed: once asks, twice insists."""

from __future__ import annotations

import signal
import threading

import pytest

from generator.links.stopping import stoppable


def test_the_first_time_asks_and_the_second_is_as_ever() -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with stoppable() as stopped:
            assert not stopped()
            signal.raise_signal(signal.SIGINT)
            assert stopped()
            with pytest.raises(KeyboardInterrupt):
                signal.raise_signal(signal.SIGINT)
        with stoppable() as stopped:
            assert signal.getsignal(signal.SIGINT) is not signal.default_int_handler
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)


def test_in_another_thread_signals_are_left_alone() -> None:
    found: list[bool] = []

    def follow() -> None:
        before = signal.getsignal(signal.SIGINT)
        with stoppable() as stopped:
            found.extend((stopped(), signal.getsignal(signal.SIGINT) is before))

    thread = threading.Thread(target=follow)
    thread.start()
    thread.join()
    assert found == [False, True]
