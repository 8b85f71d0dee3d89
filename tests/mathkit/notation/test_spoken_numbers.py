from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mathkit import format_number, spoken_number

SAID = [
    (0.0, "0"),
    (-0.0, "0"),
    (4.25, "4.25"),
    (-12345, "−12345"),
    (1e5, "100 thousand"),
    (123456, "123 thousand"),
    (999_999, "one million"),
    (1e6, "one million"),
    (-1e6, "minus one million"),
    (2e6, "2 million"),
    (-1.5e9, "−1.5 billion"),
    (2.5e13, "25 trillion"),
    (1e15, "10 to the 15"),
    (3e15, "3 times 10 to the 15"),
    (1e-6, "one millionth"),
    (2e-6, "2 millionths"),
    (1.234e-4, "123 millionths"),
    (5e-4, "500 millionths"),
    (-4e-9, "−4 billionths"),
    (1e-7, "100 billionths"),
    (1.2e-20, "1.2 times 10 to the minus 20"),
    (-1e-20, "minus 10 to the minus 20"),
    (math.inf, "infinity"),
    (-math.inf, "minus infinity"),
    (math.nan, "undefined"),
]
POWERS = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}


@pytest.mark.parametrize(("value", "said"), SAID)
def test_numbers_are_said_as_people_say_them(value, said):
    assert spoken_number(value) == said


def understood(words: str) -> float:
    """What a listener makes of it."""
    words = words.replace("−", "-").replace("minus one", "-1").replace("one", "1")
    if far := re.fullmatch(r"(?:(\S+) times |(minus ))?10 to the (minus )?(\d+)", words):
        count, negative, small, power = far.groups()
        return float(count or (-1 if negative else 1)) * 10.0 ** (-int(power) if small else int(power))
    number, _, unit = words.partition(" ")
    name = re.sub("ths?$", "", unit)
    return float(number) * 10.0 ** (-POWERS[name] if name != unit else POWERS[name] if unit else 0)


POWERS[""] = 0


@given(st.floats(-1e30, 1e30), st.integers(-29, 0))
def test_a_listener_hears_the_number(value, power):
    value *= 10.0**power
    if value == 0 or abs(value) < 1e-30:
        return
    assert understood(spoken_number(value)) == pytest.approx(value, rel=6e-3)


def test_what_is_written_without_a_power_is_said_as_it_is_written():
    for value in (0.001, 0.5, 99999, -3.14159):
        assert spoken_number(value) == format_number(value)
