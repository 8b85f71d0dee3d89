"""Whether the demands of a formula hold at a point, or at each of an array of points."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy as sp

from mathkit.arrays import Array
from mathkit.formula.domain import Condition
from mathkit.formula.evaluation import compile_numpy
from mathkit.formula.precise import precise_sign

_NEARBY = 1e-9  # of a number: a part of a formula that keeps its sign and half of its size so far is no nought
_MOST_PRECISE = 200  # points of an array at which a part is worked out at 50 digits


@dataclass(frozen=True, slots=True)
class CheckedCondition:
    """A demand of a formula, compiled to be checked."""

    condition: Condition
    symbols: tuple[sp.Symbol, ...]
    part: Callable[..., Any]
    guard: Callable[..., Any] | None

    @classmethod
    def of(cls, condition: Condition, symbols: tuple[sp.Symbol, ...]) -> CheckedCondition:
        """Compile a demand to one of arrays, one a symbol."""
        guard = None
        if condition.guard != sp.true:
            guard = compile_numpy(condition.guard, symbols)
        return cls(condition, symbols, compile_numpy(condition.expr, symbols), guard)

    def is_met(self, point: Sequence[float]) -> bool:
        """Return whether the demand is met at a point; 50 digits are asked where floats might be wrong about it."""
        if self.guard is not None and not self.guard(*map(np.float64, point)):
            return True
        near = np.array([point] * (2 * len(point) + 1), dtype=np.float64)
        for axis, x in enumerate(point):
            near[2 * axis + 1 : 2 * axis + 3, axis] = x * (1 - _NEARBY), x * (1 + _NEARBY)
        parts = np.broadcast_to(np.asarray(self.part(*near.T), dtype=np.float64), (len(near),))
        here = parts[0]
        if np.isfinite(parts).all() and here and (np.abs(parts - here) < abs(here) / 2).all():
            return bool(self._allows(here))
        sign = precise_sign(self.condition.expr, self.symbols, point)
        return sign is not None and bool(self._allows(np.float64(sign)))

    def is_met_by_floats(self, point: Sequence[float]) -> bool:
        """Return whether the demand is met as far as floats tell; noughts are looked into, as in an array."""
        if self.guard is not None and not self.guard(*map(np.float64, point)):
            return True
        part = float(self.part(*map(np.float64, point)))
        return self.is_met(point) if part == 0 or part != part else bool(self._allows(np.float64(part)))

    def are_met(self, arrays: Sequence[Array], asked: Any) -> Any:
        """Return where the demand is met among the points that are asked about; noughts of floats are looked into."""
        part = np.broadcast_to(np.asarray(self.part(*arrays), dtype=np.float64), asked.shape)
        met = self._allows(part)
        if self.guard is not None:
            met = met | ~np.asarray(self.guard(*arrays), dtype=bool)
        doubtful = asked & ~met & ((part == 0) | np.isnan(part))
        if not self.condition.expr.is_Symbol and 0 < np.count_nonzero(doubtful) <= _MOST_PRECISE:
            met[doubtful] = [self.is_met(point) for point in points_of(arrays, doubtful)]
        return met

    def _allows(self, part: Any) -> Any:
        kind = self.condition.kind
        return (part != 0) & ~np.isnan(part) if kind == "nonzero" else part > 0 if kind == "positive" else part >= 0


def points_of(values: Sequence[Any], chosen: Any) -> list[list[float]]:
    """Return the points of an array of points that are chosen by an array of truth values."""
    columns = [np.broadcast_to(np.asarray(value, dtype=np.float64), chosen.shape)[chosen] for value in values]
    return [list(map(float, point)) for point in zip(*columns, strict=True)]


def all_met(conditions: Sequence[CheckedCondition], values: Sequence[Any], by_floats: bool = False) -> Any:
    """Return whether all demands are met: a truth value, or an array of them, broadcast. NaN and ∞ meet none.

    Of one point it is known at as many digits as it takes, unless floats are to do, which is quicker.
    """
    arrays = [np.asarray(value, dtype=np.float64) for value in values]
    shape = np.broadcast_shapes(*(array.shape for array in arrays))
    with np.errstate(all="ignore"):
        if not shape:
            point = [float(array) for array in arrays]
            if not all(map(math.isfinite, point)):
                return False
            return all(each.is_met_by_floats(point) if by_floats else each.is_met(point) for each in conditions)
        met = np.ones(shape, dtype=bool)
        for each in conditions:
            met = met & each.are_met(arrays, met)
    return met
