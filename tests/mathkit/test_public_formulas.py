"""Published formulas against mpmath: values, gradients and Hessians at points, and where they are level.

mpmath is given a second form of each formula, written from its source; it differentiates by differences at 250 digits.
"""

from __future__ import annotations

import itertools

import mpmath as mp
import numpy as np
import pytest

from mathkit import Features, Function, Gradient, Hessian, stationary_points
from tests.mathkit.public_formulas import PUBLIC_FORMULAS

_DIGITS = 250
_NAMES = ("x", "y")
_IDS = [published.id for published in PUBLIC_FORMULAS]


def _coordinates(point):
    return tuple(point) if isinstance(point, tuple) else (point,)


def _function(published):
    count = len(_coordinates(published.points[0]))
    return Function.parse(published.typed, _NAMES[:count])


def _difference(value, point, orders):
    """Return the partial derivative of these orders (2 in all at most) by central differences, in proportion to x."""
    steps = [mp.mpf(10) ** -50 * (abs(x) if x else 1) for x in point]
    moves = [axis for axis, order in enumerate(orders) for _ in range(order)]
    total = mp.mpf(0)
    for signs in itertools.product((1, -1), repeat=len(moves)):
        place = list(point)
        for sign, axis in zip(signs, moves, strict=True):
            place[axis] += sign * steps[axis]
        total += mp.fprod(signs) * value(*place)
    return total / mp.fprod(2 * steps[axis] for axis in moves)


def _agree(found, right, scale=1.0):
    """Return whether two numbers are the same to ten digits, or both noughts beside numbers of this size."""
    return abs(found - float(right)) <= 1e-10 * max(abs(float(right)), 1e-3 * scale, 1e-2)


def _scale(numbers):
    return max((abs(float(number)) for number in numbers), default=1.0)


def test_there_are_many_and_no_two_have_one_name():
    assert len(PUBLIC_FORMULAS) >= 150
    assert len(set(_IDS)) == len(_IDS)


@pytest.mark.parametrize("published", PUBLIC_FORMULAS, ids=_IDS)
def test_value_gradient_and_hessian(published):
    f = _function(published)
    wrong = []
    for point in map(_coordinates, published.points):
        with mp.workdps(_DIGITS):
            at = [mp.mpf(x) for x in point]
            value = published.oracle(*at)
            axes = range(len(at))
            slopes = [_difference(published.oracle, at, [int(i == k) for i in axes]) for k in axes]
            bends = [
                [_difference(published.oracle, at, [int(i == k) + int(i == m) for i in axes]) for m in axes]
                for k in axes
            ]
        gradient = Gradient.of(f, point)
        if not (_agree(gradient.value, value) and _agree(f.precise(*point), value)):
            wrong.append((point, "value", gradient.value, float(value)))
        if not all(_agree(a, b, _scale(slopes)) for a, b in zip(gradient.components, slopes, strict=True)):
            wrong.append((point, "gradient", gradient.components, [float(slope) for slope in slopes]))
        matrix = Hessian.of(f, point).matrix
        flat = [entry for row in bends for entry in row]
        if not all(_agree(a, b, _scale(flat)) for a, b in zip(matrix.flat, flat, strict=True)):
            wrong.append((point, "Hessian", matrix.tolist(), [float(entry) for entry in flat]))
    assert not wrong


LEVEL = [published for published in PUBLIC_FORMULAS if published.box is not None]
#: Every run looks at every fifth of them.
_RUN = [
    pytest.param(published, id=published.id, marks=[pytest.mark.films] if number % 5 else [])
    for number, published in enumerate(LEVEL)
]


@pytest.mark.parametrize("published", _RUN)
def test_where_it_is_level(published):
    """Every stationary point that Newton's method finds from a grid is listed, and each that is listed is one."""
    f = _function(published)
    box = list(zip(published.box[::2], published.box[1::2], strict=True))
    if len(box) == 1:
        listed = [((point.x,), point.kind) for point in Features.of(f, box[0]).critical_points]
    else:
        listed = [(tuple(point.at), point.kind) for point in stationary_points(f, box)]
    width = max(high - low for low, high in box)
    for at in _level_places(published.oracle, box):
        assert any(np.hypot.reduce(np.subtract(at, place)) < 1e-6 * width for place, _ in listed), (at, listed)
    for at, kind in listed:
        with mp.workdps(30):
            slopes, bends = _local(published.oracle, [mp.mpf(x) for x in at])
            curvatures = np.linalg.eigvalsh(np.array(bends, dtype=float))
        assert np.hypot.reduce(np.array(slopes, dtype=float)) <= 1e-6 * max(1.0, float(np.abs(curvatures).max())), at
        if kind in ("inflection", "flat"):
            assert np.abs(curvatures).min() < 1e-5, (at, kind)
        elif np.abs(curvatures).min() > 1e-5 * np.abs(curvatures).max():
            signs = set(np.sign(curvatures))
            assert kind == {1.0: "minimum", -1.0: "maximum"}[signs.pop()] if len(signs) == 1 else "saddle", (at, kind)


def _local(value, at):
    axes = range(len(at))
    h = [mp.mpf(10) ** -7 * (1 + abs(x)) for x in at]

    def moved(*steps):
        return value(*(x + step * size for x, step, size in zip(at, steps, h, strict=True)))

    def along(k, sign):
        return [sign * int(i == k) for i in axes]

    here = moved(*[0] * len(at))
    ahead, behind = [moved(*along(k, 1)) for k in axes], [moved(*along(k, -1)) for k in axes]
    slopes = [(ahead[k] - behind[k]) / (2 * h[k]) for k in axes]
    bends = [[(ahead[k] - 2 * here + behind[k]) / h[k] ** 2 if k == m else mp.mpf(0) for m in axes] for k in axes]
    if len(at) == 2:
        mixed = (moved(1, 1) - moved(1, -1) - moved(-1, 1) + moved(-1, -1)) / (4 * h[0] * h[1])
        bends[0][1] = bends[1][0] = mixed
    return slopes, bends


def _level_places(value, box):
    """Return the places inside a box where Newton's method from a grid of starts comes to rest."""
    count = 60 if len(box) == 1 else 9
    found = []
    margin = [1e-3 * (high - low) for low, high in box]
    with mp.workdps(30):
        for start in itertools.product(*(np.linspace(low, high, count + 2)[1:-1] for low, high in box)):
            at = _newton(value, [float(x) for x in start], box)
            if at is None or any(not low + m < x < high - m for x, (low, high), m in zip(at, box, margin, strict=True)):
                continue
            if all(np.hypot.reduce(np.subtract(at, other)) > 1e-4 for other in found):
                found.append(at)
    return found


def _newton(value, at, box):
    size = max(high - low for low, high in box)
    for _ in range(12):
        try:
            slopes, bends = _local(value, [mp.mpf(x) for x in at])
            step = np.linalg.solve(np.array(bends, dtype=float), np.array(slopes, dtype=float))
        except (np.linalg.LinAlgError, TypeError, ZeroDivisionError, ValueError):
            return None
        at = [x - float(move) for x, move in zip(at, step, strict=True)]
        if any(not low - size <= x <= high + size for x, (low, high) in zip(at, box, strict=True)):
            return None
        if np.hypot.reduce(step) < 1e-10 * size:
            return tuple(at)
    return None
