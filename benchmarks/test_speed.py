"""How fast mathkit is, against the plain way: `make bench`.

Ratios are taken within one run, the two sides in turns, so that a busy machine slows both; of each the best counts.
"""

import time

import numpy as np
import pytest

from mathkit import Adam, Function, ReverseMode, Tangent, descend, tangents

GRID = np.meshgrid(np.linspace(-2, 2, 1000), np.linspace(-2, 2, 1000))

FORMULAS = {
    "x²·y + sin(y)": lambda x, y: x**2 * y + np.sin(y),
    "(1-x)² + 100(y-x²)²": lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
    "(x²+y-11)²+(x+y²-7)²": lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
    "exp(-(x²+y²)/2)": lambda x, y: np.exp(-(x**2 + y**2) / 2),
    "sin(x) cos(y)": lambda x, y: np.sin(x) * np.cos(y),
    "x y / (1 + x² + y²)": lambda x, y: x * y / (1 + x**2 + y**2),
    "x³ - 3x y²": lambda x, y: x**3 - 3 * x * y**2,
    "sigmoid(x + 2y)": lambda x, y: 1 / (1 + np.exp(-(x + 2 * y))),
}


def best(*sides, rounds=9):
    """The shortest time of each side in seconds, called in turns."""
    shortest = [float("inf")] * len(sides)
    for _ in range(rounds):
        for index, side in enumerate(sides):
            start = time.perf_counter()
            side()
            shortest[index] = min(shortest[index], time.perf_counter() - start)
    return shortest


@pytest.mark.parametrize("text", FORMULAS)
def test_a_million_points_within_1_3_of_numpy_by_hand(benchmark, text):
    f, by_hand = Function.parse(text), FORMULAS[text]
    f(1.0, 1.0)
    ours, theirs = best(lambda: f(*GRID), lambda: by_hand(*GRID))
    benchmark.extra_info["times the hand-written numpy"] = round(ours / theirs, 2)
    benchmark.pedantic(f, args=GRID, rounds=5)
    assert ours <= 1.3 * theirs


def test_a_thousand_tangents_in_one_call(benchmark):
    f = Function.parse("x exp(-x²) + sin(3x)")
    points = np.linspace(-3, 3, 1000)
    Tangent.of(f, 0.5)
    one_by_one = best(lambda: [Tangent.of(f, x) for x in points[::50]], rounds=3)[0] * 50
    together = best(lambda: tangents(f, points))[0]
    benchmark.extra_info["times faster than one by one"] = round(one_by_one / together)
    values, slopes = benchmark(tangents, f, points)
    assert np.isfinite(values).all()
    assert np.isfinite(slopes).all()
    assert together < one_by_one / 20


def test_a_gradient_of_twenty_inputs_backwards(benchmark):
    f = Function.parse(" + ".join(f"sin(x{k}) x{k}²" for k in range(1, 21)))
    reverse = ReverseMode.of(f, [0.1] * 20)
    benchmark(ReverseMode.of, reverse.graph, reverse.at)


def test_ten_thousand_adam_steps_in_half_a_second(benchmark):
    f = Function.parse("(1-x)² + 100(y-x²)²")
    descend(f, (-1.2, 1), Adam(0.001), 10)
    path = benchmark.pedantic(lambda: descend(f, (-1.2, 1), Adam(0.001), 10_000, tolerance=0), rounds=3)
    assert len(path.points) == 10_001
    shortest = best(lambda: descend(f, (-1.2, 1), Adam(0.001), 10_000, tolerance=0), rounds=3)[0]
    assert shortest < 0.5
