"""Where a function of several variables is infinite, broken or bent: along which curves or surfaces, and whether truly.

A formula's parts (`derivatives.singularities`) tell where it may be: where x − y = 0, for example. Each such locus is
then walked to from seeded points, and crossed along lines at 60 digits: (x² − y²)/(x − y) and |x|³ turn out harmless.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Self

import numpy as np
import sympy as sp

from mathkit.analysis.curve_features import is_pole
from mathkit.arrays import Array, Range
from mathkit.derivatives.high_precision import PreciseLine
from mathkit.derivatives.singularities import CORNERED, breaks, corners
from mathkit.errors import DomainError
from mathkit.formula.function import Function
from mathkit.notation.typst_parts import aligned, arguments, part
from mathkit.notation.typst_printer import typst

_STARTS = 64
_STEPS = 80  # of Newton's method: it halves the distance where the part is squared
_CROSSED = 6  # points of a locus at which it is crossed
_DIRECTIONS = 3
_PIECES = 12
_NEAR = np.array([1e-3, 1e-4, 1e-5])  # distances from a locus

Kind = Literal["pole", "kink", "jump", "none"]


@dataclass(frozen=True, slots=True)
class SingularSets:
    """Functions g of the same variables: where g = 0 and f has values around, f is infinite, bent, or leaps.

    A locus is listed if it is so at one of its points in `box` at least, a range for each variable.
    """

    function: Function
    box: tuple[Range, ...]
    poles: tuple[Function, ...]
    kinks: tuple[Function, ...]
    jumps: tuple[Function, ...]

    @classmethod
    def of(cls, f: Function, box: Sequence[Range]) -> Self:
        """Find the sets in a box. Raises DomainError if the box has another number of ranges than f has variables."""
        if len(box) != len(f.variables):
            raise DomainError(f"{f.text} has {len(f.variables)} variables, but the box has {len(box)} ranges")
        found: dict[Kind, list[Function]] = {"pole": [], "kink": [], "jump": [], "none": []}
        for piece in _pieces(f.expr):
            locus = Function.of(piece, f.variables)
            found[_kind(f, locus, box)].append(locus)
        poles, kinks, jumps = (tuple(found[kind]) for kind in ("pole", "kink", "jump"))
        return cls(f, tuple(box), poles, kinks, jumps)

    @property
    def typst(self) -> str:
        """Return a line for each kind of locus there is, g = 0; its parts are pole-1, kink-1, jump-1 and so on."""
        groups = (("pole", self.poles), ("kink", self.kinks), ("jump", self.jumps))
        lines = []
        for kind, loci in groups:
            equations = [f"{part(typst(g), f'{kind}-{number}')} = 0" for number, g in enumerate(loci, 1)]
            lines += [f'"{kind}": quad {", quad ".join(equations)}'] if equations else []
        name = part(f"f{arguments(self.function.variables)}", "output")
        return aligned(lines) or f'"no poles, kinks or jumps of" {name}'


def _pieces(expr: sp.Expr) -> list[sp.Expr]:
    """Return what may vanish, each up to its sign once."""
    kept: list[sp.Expr] = []
    for found in (*breaks(expr), *corners(expr)):
        piece = found.args[0] if isinstance(found, CORNERED) else found  # |z| and relu(z) vanish where z does
        if not (piece.is_positive or piece.is_negative or piece in kept or -piece in kept):
            kept.append(piece)
    return kept[:_PIECES]


def _kind(f: Function, locus: Function, box: Sequence[Range]) -> Kind:
    """Return the gravest kind of singularity that f has where the locus is crossed."""
    kinds = {_kind_across(line) for line in _crossings(f, locus, box)}
    return next((kind for kind in ("pole", "jump", "kink") if kind in kinds), "none")


def _crossings(f: Function, locus: Function, box: Sequence[Range]) -> Iterator[PreciseLine]:
    """Return lines that cross the locus at t = 0, roughly along its gradient where it has one."""
    random = np.random.default_rng(1)
    slopes = [locus.derivative(name) for name in locus.variables]
    for point in _points_on(locus, box, random)[:_CROSSED]:
        across = np.nan_to_num([slope(*point) for slope in slopes])
        for _ in range(_DIRECTIONS):
            direction = across / max(float(np.linalg.norm(across)), 1e-300) + 0.5 * random.normal(size=len(box))
            yield PreciseLine(f, tuple(point.tolist()), tuple((direction / np.linalg.norm(direction)).tolist()))


def _points_on(locus: Function, box: Sequence[Range], random: np.random.Generator) -> Array:
    """Return points in the box with g = 0, shape (k, n): Newton's steps −g ∇g/|∇g|² from seeded points, all at once."""
    low, high = (np.array([extent[end] for extent in box], dtype=np.float64) for end in (0, 1))
    points = random.uniform(low, high, (_STARTS, len(box)))
    slopes = [locus.derivative(name) for name in locus.variables]
    for _ in range(_STEPS):
        values = np.broadcast_to(locus(*points.T), (_STARTS,))
        gradients = np.stack([np.broadcast_to(slope(*points.T), (_STARTS,)) for slope in slopes], axis=1)
        with np.errstate(all="ignore"):
            steps = values[:, None] * gradients / np.sum(gradients**2, axis=1, keepdims=True)
        points = points - np.where(np.isfinite(steps), steps, 0.0)
    arrived = np.abs(np.broadcast_to(locus(*points.T), (_STARTS,))) <= 1e-12
    inside = np.all((points >= low) & (points <= high), axis=1)
    return points[arrived & inside]


def _kind_across(line: PreciseLine) -> Kind:
    """Classify by values and slopes on both sides of t = 0, at distances for a locus that is known to eight digits."""
    if is_pole(line, 0.0):
        return "pole"
    slope = line.derivative()
    left, right, left_slope, right_slope = line(-_NEAR), line(_NEAR), slope(-_NEAR), slope(_NEAR)
    if not np.isfinite([left, right, left_slope, right_slope]).all():
        return "none"
    gaps = np.abs(right - left - _NEAR * (left_slope + right_slope))
    steepest = float(np.max(np.abs([left_slope, right_slope])))
    if _stays(gaps, float(np.max(np.abs([left, right])))) and gaps[-1] > 0.1 * _NEAR[-1] * steepest:
        return "jump"
    turns = np.abs(right_slope - left_slope)
    return "kink" if _stays(turns, steepest) else "none"


def _stays(gaps: Array, size: float) -> bool:
    """Tell whether the difference between the two sides does not shrink as they close in on each other."""
    return bool(gaps[-1] > 1e-6 * size and gaps[-1] > 0.9 * gaps[-2])
