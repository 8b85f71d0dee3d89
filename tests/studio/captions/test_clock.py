"""Moments and lengths as each format has them."""

from __future__ import annotations

import pytest

from studio.captions.clock import clock, duration, timestamp


@pytest.mark.parametrize(
    ("seconds", "plain", "padded", "tenths"),
    [
        (0, "0:00", "00:00", "0:00.0"),
        (65.94, "1:05", "01:05", "1:05.9"),
        (59.96, "0:59", "00:59", "1:00.0"),
        (600, "10:00", "10:00", "10:00.0"),
        (3661.5, "1:01:01", "1:01:01", "1:01:01.5"),
    ],
)
def test_clock(seconds: float, plain: str, padded: str, tenths: str) -> None:
    assert (clock(seconds), clock(seconds, padded=True), clock(seconds, tenths=True)) == (plain, padded, tenths)


def test_formats_of_files() -> None:
    assert timestamp(3_665_007, ",") == "01:01:05,007"
    assert duration(97.9) == "PT1M37S"
