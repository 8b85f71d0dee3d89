"""Slopes along a direction (MML §5.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from mathkit.arrays import Array, frozen
from mathkit.derivatives.gradients import Gradient
from mathkit.errors import DomainError
from mathkit.formula.function import Function
from mathkit.notation.number_format import (
    agreeing_digits,
    shown,
    sum_without_noise,
    typst_equals,
    typst_factor,
    typst_number,
    typst_result,
)
from mathkit.notation.typst_parts import column, exact_place, part, total, typed_place


@dataclass(frozen=True, slots=True, eq=False)
class DirectionalDerivative:
    """The slope of f along a direction, ∇f · u with |u| = 1: largest along the gradient, 0 along the level set.

    `unit` (n,) is the direction at length 1; `angle` in radians is the one between it and the gradient, NaN if either
    vanishes (MML §5.2; the dot product |∇f| cos(angle)).
    """

    function: Function
    at: tuple[float, ...]
    gradient: Gradient
    unit: Array
    value: float
    angle: float

    @classmethod
    def of(cls, f: Function, at: Sequence[float], direction: Sequence[float]) -> Self:
        """Take the slope in a direction. Raises DomainError for one of length 0, and where f has no gradient."""
        gradient = Gradient.of(f, at)
        u = unit(direction, len(gradient.at))
        value = _dot([*gradient.components, *u.tolist()])
        cosine = np.clip(value / gradient.norm, -1, 1) if gradient.norm else np.nan
        return cls(f, gradient.at, gradient, frozen(u), value, float(np.arccos(cosine)))

    @property
    def typst(self) -> str:
        """Return the dot product in numbers; its parts are gradient, direction and slope."""
        slopes, shares = list(self.gradient.components), self.unit.tolist()
        digits = agreeing_digits((*slopes, *shares), self.value, _dot)
        given = _dot([shown(number, digits) for number in (*slopes, *shares)])
        terms = total(
            f"{typst_factor(slope, digits)} dot {typst_factor(share, digits)}"
            for slope, share in zip(slopes, shares, strict=True)
        )
        uphill, along = (column(typst_number(number, digits) for number in each) for each in (slopes, shares))
        dot = f"{part(uphill, 'gradient')} dot {part(along, 'direction')}"
        sign = typst_equals(*slopes, *shares, digits=digits) if exact_place(*self.at) else "approx"
        slope = part(typst_number(self.value), "slope")
        head = f"nabla {self.function.letter}{typed_place(self.at)} dot bold(u)"
        return f"{head} {sign} {dot} = {terms} {typst_result(given, self.value)} {slope}"


def _dot(numbers: Sequence[float]) -> float:
    """Return the dot product of two vectors that are written one after the other."""
    half = len(numbers) // 2
    return sum_without_noise(*(one * other for one, other in zip(numbers[:half], numbers[half:], strict=True)))


def unit(direction: Sequence[float], count: int) -> Array:
    """Return `direction` at length 1. Raises DomainError if it has not `count` numbers, or no length."""
    vector = np.array([float(share) for share in direction])
    if len(vector) != count:
        raise DomainError(f"a direction here has {count} numbers, not {len(vector)}")
    largest = np.abs(vector).max(initial=0.0)
    if not (0 < largest < np.inf):
        raise DomainError(f"{tuple(vector.tolist())} points nowhere: give a direction such as (1, 0)")
    vector = vector / largest
    return np.asarray(vector / np.linalg.norm(vector))
