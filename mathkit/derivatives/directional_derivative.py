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
from mathkit.notation.number_format import typst_equals, typst_factor, typst_number
from mathkit.notation.typst_parts import column, part, point, total, valued


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
        value = float(np.dot(gradient.components, u))
        cosine = np.clip(value / gradient.norm, -1, 1) if gradient.norm else np.nan
        return cls(f, gradient.at, gradient, frozen(u), value, float(np.arccos(cosine)))

    @property
    def typst(self) -> str:
        """Return the dot product in numbers; its parts are gradient, direction and slope."""
        slopes = column(typst_number(slope) for slope in self.gradient.components)
        along = column(typst_number(share) for share in self.unit)
        terms = total(
            f"{typst_factor(slope)} dot {typst_factor(share)}"
            for slope, share in zip(self.gradient.components, self.unit, strict=True)
        )
        dot = f"{part(slopes, 'gradient')} dot {part(along, 'direction')}"
        sign = typst_equals(*self.gradient.components, *self.unit)
        return valued(f"nabla f{point(self.at)} dot bold(u) {sign} {dot} = {terms}", self.value, "slope")


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
