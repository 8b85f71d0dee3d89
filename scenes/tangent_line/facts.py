"""What is true of a curve at a point, where it has a tangent and where it has none.

Symbols: f the function, x₀ the point, h the run of a secant, dx the step of a prediction.

A property that tells whether something holds is a claim: `narration` chooses its sentences by such names alone. What is
claimed of a whole stretch has been seen at all samples of it.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from mathkit import (
    BreakPoint,
    CriticalPoint,
    CurveWindow,
    Features,
    Function,
    OneSidedSlopes,
    Prediction,
    Secant,
    Tangent,
    break_points,
    first_run,
    halved_predictions,
    readable_name,
    secant_slopes,
    settling_run,
    typst_column,
    typst_number,
)
from mathkit.analysis.monotonicity import Monotonicity, is_straight
from mathkit.analysis.verification import confirm
from mathkit.arrays import Array
from scenes.script.params import Curve, CurveExtent, LessonParams, Number

#: The runs of the limit's table, as shares of the first secant's; the step of a prediction is halved this often.
SHARES = (1, 0.4, 0.2, 0.02, 0.002)
HALVINGS = 3
#: Shares of a run at which it is seen what a secant does on its way in.
ALL_SHARES = np.linspace(1.0, 0.005, 200)
#: Shares of an error that are "about a quarter" of the one before.
QUARTER = 0.2, 0.31
#: The magnifying glass shows no more than this share of the window at first, and this at last; there curve and tangent
#: are one to the eye where they are this near, as a share of what the glass shows.
FIRST_GLASS, GLASS, ALIKE = 0.45, 0.01, 0.02


class TangentParams(LessonParams):
    """f: a function of x; at: the point; window: the range of x that is shown, chosen where not given."""

    f: Curve = Function.parse("sin(x) + x/2", ("x",))
    at: Number = 1.0
    window: CurveExtent | None = None


@dataclass(frozen=True, slots=True)
class TangentFacts:
    """A curve, a point on it, and what its tangent, its secants and its predictions are there.

    `steps`: (run, slope) of the secants that close in; `predictions`: by dx, dx/2, …, empty at a kink or a jump, where
    there is no `touching` tangent, and nothing is said of the whole curve (`features`, `course`); `breaks`: where it
    jumps in the window, or single points are missing.
    """

    f: Function
    at: float
    value: float
    frame: CurveWindow
    sides: OneSidedSlopes
    h: float
    secant: Secant
    steps: tuple[tuple[float, float], ...]
    predictions: tuple[Prediction, ...] = ()
    features: Features | None = None
    course: Monotonicity | None = None
    touching: Tangent | None = None
    breaks: tuple[BreakPoint, ...] = ()

    @classmethod
    def of(cls, params: TangentParams) -> TangentFacts:
        """Work the facts out for a curve and a point.

        Raises:
            NablaError: the point is no place to ask for a tangent: outside the curve, at its edge, where it is upright.
        """
        f, at = params.f, params.at
        value = float(f(at))
        if not np.isfinite(value):
            Tangent.of(f, at)  # raises: says where, and what to type
        confirm(f, (at,))
        sides = OneSidedSlopes.of(f, at)
        if sides.kind not in ("smooth", "kink", "jump"):
            Tangent.of(f, at)
        frame = CurveWindow.of(f, at, params.window)
        h = first_run(frame)
        features = Features.of(f, frame)
        breaks = break_points(features)
        if sides.kind != "smooth":
            return cls(f, at, value, frame, sides, h, Secant.of(f, at, h), _secants(f, at, h), breaks=breaks)
        tangent = Tangent.of(f, at)
        h = settling_run(tangent, h, SHARES[:4])
        return cls(
            f, at, value, frame, sides, h, Secant.of(f, at, h), _secants(f, at, h),
            tuple(halved_predictions(tangent, h, HALVINGS)), features,
            Monotonicity.of(f, frame.x_range), tangent, breaks,
        )  # fmt: skip

    # -- of the point -----------------------------------------------------------------------------------------------

    @property
    def smooth(self) -> bool:
        """Tell whether the curve has a tangent at the point."""
        return self.sides.kind == "smooth"

    @property
    def kinked(self) -> bool:
        """Tell whether the curve has no tangent at the point."""
        return not self.smooth

    @property
    def kink(self) -> bool:
        """Tell whether the curve goes on at the point, with another slope."""
        return self.sides.kind == "kink"

    @property
    def jump(self) -> bool:
        """Tell whether the curve leaps at the point."""
        return self.sides.kind == "jump"

    @property
    def tangent(self) -> Tangent:
        """Return the tangent.

        Raises:
            LookupError: there is none.
        """
        if self.touching is None:
            raise LookupError(f"there is no tangent where the curve has a {self.sides.kind}")
        return self.touching

    @property
    def slope(self) -> float:
        """Return the tangent's slope."""
        return self.tangent.slope

    @property
    def level(self) -> bool:
        """Tell whether the tangent is level, to the eye and far beyond."""
        return abs(self.slope) <= 1e-9 * self.frame.ratio

    # -- of the secants ---------------------------------------------------------------------------------------------

    @property
    def straight_nearby(self) -> bool:
        """Tell whether the curve is a straight line from the point to the first second point."""
        return self._is_straight(self._stretch(self.h))

    @property
    def straightens(self) -> bool:
        """Tell whether the curve is a straight line from the point to the third second point."""
        return self._is_straight(self._stretch(SHARES[2] * self.h))

    @property
    def looks_straight(self) -> bool:
        """Tell whether all secants of the table show the same number."""
        slopes = [slope for _, slope in self.steps]
        return len(set(typst_column(slopes)[0])) == 1 or len({typst_number(slope, 4) for slope in slopes}) == 1

    @property
    def closes_in(self) -> bool:
        """Tell whether the secant's slope is nearer to the tangent's, the closer the second point is."""
        return self._shrinks(np.abs(self._slopes(self.h) - self.slope))

    @property
    def secants_differ(self) -> bool:
        """Tell whether the secants to the left and to the right have different slopes, however long their runs."""
        left, right = self._slopes(-abs(self.h)), self._slopes(abs(self.h))
        least = min(np.abs(left - right).min(), abs(self.sides.left - self.sides.right))
        return self.kink and bool(least > 1e-3 * abs(self.sides.left - self.sides.right))

    @property
    def both_steepen(self) -> bool:
        """Tell whether on both sides the secant is the steeper, the closer the second point is, without end."""
        return self._steepens(-1.0) and self._steepens(1.0)

    @property
    def one_steepens(self) -> bool:
        """Tell whether on one side the secant is the steeper, the closer the second point is, without end."""
        return self._steepens(-1.0) != self._steepens(1.0)

    def _steepens(self, side: float) -> bool:
        limit = self.sides.left if side < 0 else self.sides.right
        return bool(np.isinf(limit)) and self._shrinks(-np.abs(self._slopes(side * abs(self.h))))

    def _slopes(self, h: float) -> Array:
        """Return the slopes of all secants on the way in from the run h."""
        return secant_slopes(self.f, self.at, h * ALL_SHARES)

    def _shrinks(self, values: Array) -> bool:
        """Tell whether numbers of all secants on the way in become smaller, but for rounding."""
        rounding = (
            8 * np.finfo(float).eps * max(abs(self.value), abs(self.secant.value1)) / abs(self.h * ALL_SHARES[-1])
        )
        return bool(np.isfinite(values).all() and (np.diff(values) <= rounding).all() and values[-1] < values[0])

    def _is_straight(self, stretch: tuple[float, float]) -> bool:
        """Tell whether the curve is a straight line on a stretch, with no point missing."""
        holes = self.features.holes if self.features else ()
        missing = any(stretch[0] <= hole.place.x <= stretch[1] for hole in holes)
        return is_straight(self.f, stretch) and not missing

    def _stretch(self, step: float) -> tuple[float, float]:
        return min(self.at, self.at + step), max(self.at, self.at + step)

    # -- of what the magnifying glass shows -------------------------------------------------------------------------

    @property
    def straight_in_glass(self) -> bool:
        """Tell whether the glass shows a straight line from the first."""
        half = FIRST_GLASS * (self.frame.x_range[1] - self.frame.x_range[0]) / 2
        return self._is_straight((self.at - half, self.at + half))

    @property
    def straight_at_last(self) -> bool:
        """Tell whether the glass shows a straight line at last."""
        half = GLASS * (self.frame.x_range[1] - self.frame.x_range[0]) / 2
        return self._is_straight((self.at - half, self.at + half))

    @property
    def one_with_tangent(self) -> bool:
        """Tell whether curve and tangent cannot be told apart in the glass at last."""
        (x0, x1), (y0, y1) = self.frame.x_range, self.frame.y_range
        x = self.at + np.linspace(-0.5, 0.5, 101) * GLASS * (x1 - x0)
        return bool(np.abs(self.f(x) - self.tangent.line(x)).max() <= ALIKE * GLASS * (y1 - y0))

    # -- what it is called -------------------------------------------------------------------------------------------

    @property
    def x(self) -> str:
        """Return the name of the variable."""
        return readable_name(self.f.variables[0])

    @property
    def called(self) -> str:
        """Return the name of the function."""
        return readable_name(self.f.name)

    # -- of the whole curve -----------------------------------------------------------------------------------------

    @property
    def slope_breaks(self) -> tuple[BreakPoint, ...]:
        """Return where the derivative jumps in the window, at kinks too, or single points of it are missing."""
        return break_points(Features.of(self.f.derivative(), self.frame))

    @property
    def straight(self) -> bool:
        """Tell whether the curve is one straight line in the window."""
        return self.smooth and self._is_straight(self.frame.x_range) and not self._broken

    @property
    def level_line(self) -> bool:
        """Tell whether the curve is a level line."""
        return self.straight and self.level

    @property
    def torn(self) -> bool:
        """Tell whether the curve jumps somewhere in the window."""
        return bool(self.features and self.features.jumps)

    @property
    def bent(self) -> bool:
        """Tell whether the curve has a kink somewhere in the window."""
        return bool(self.features and self.features.kinks)

    @property
    def has_poles(self) -> bool:
        """Tell whether the curve runs off at a pole in the window."""
        return bool(self.features and self.features.poles)

    @property
    def pierced(self) -> bool:
        """Tell whether single points of the curve are missing in the window."""
        return bool(self.features and self.features.holes)

    @property
    def one_missing(self) -> bool:
        """Tell whether one single point of the curve is missing in the window."""
        return bool(self.features and len(self.features.holes) == 1)

    @property
    def crosses_zero(self) -> bool:
        """Tell whether the derivative is zero somewhere in the window, and crosses it wherever it is."""
        return self._level_kinds == {"turn"}

    @property
    def touches_zero(self) -> bool:
        """Tell whether the derivative is zero somewhere in the window, and only touches it wherever it is."""
        return self._level_kinds == {"inflection"}

    @property
    def crosses_and_touches_zero(self) -> bool:
        """Tell whether the derivative crosses zero at some points of the window, and only touches it at others."""
        return self._level_kinds == {"turn", "inflection"}

    @property
    def stays_zero(self) -> bool:
        """Tell whether the curve runs level on a part of the window."""
        return "flat" in self._level_kinds

    @property
    def rises_throughout(self) -> bool:
        """Tell whether the derivative is above zero on all of the window, and the curve rises from end to end."""
        return bool(self.course and self.course.positive and self.course.rises and self._unbroken)

    @property
    def falls_throughout(self) -> bool:
        """Tell whether the derivative is below zero on all of the window, and the curve falls from end to end."""
        return bool(self.course and self.course.negative and self.course.falls and self._unbroken)

    @property
    def rises_in_pieces(self) -> bool:
        """Tell whether the derivative is above zero wherever there is a curve in the window."""
        return bool(self.course and self.course.positive and not self._critical)

    @property
    def falls_in_pieces(self) -> bool:
        """Tell whether the derivative is below zero wherever there is a curve in the window."""
        return bool(self.course and self.course.negative and not self._critical)

    @property
    def level_points(self) -> tuple[CriticalPoint, ...]:
        """Return the points of whose level tangents it is said that the derivative is zero there."""
        named = self.crosses_zero or self.touches_zero or self.crosses_and_touches_zero
        return self._critical if named and not (self.straight or self._broken) else ()

    @property
    def _critical(self) -> tuple[CriticalPoint, ...]:
        return self.features.critical_points if self.features else ()

    @property
    def _level_kinds(self) -> Collection[str]:
        """Return what the level points of the curve are; nothing where the samples of the slope show other turns."""
        kinds = ["turn" if point.kind in ("minimum", "maximum") else point.kind for point in self._critical]
        return set(kinds) if self.course and kinds.count("turn") == self.course.turns else set()

    @property
    def _broken(self) -> bool:
        return self.torn or self.bent or self.has_poles or self.pierced

    @property
    def _unbroken(self) -> bool:
        return bool(self.course and self.course.connected) and not (self._broken or self._critical)

    # -- of the predictions -----------------------------------------------------------------------------------------

    @property
    def exact(self) -> bool:
        """Tell whether the tangent predicts without an error."""
        return all(abs(error) <= 1e-12 * max(1.0, abs(self.value)) for error in self._errors)

    @property
    def straight_ahead(self) -> bool:
        """Tell whether the curve is a straight line as far as is predicted."""
        return self.exact and self._is_straight(self._stretch(self.predictions[0].dx))

    @property
    def errors_quarter(self) -> bool:
        """Tell whether each error is about a quarter of that for twice the step."""
        return all(QUARTER[0] <= share <= QUARTER[1] for share in self._shares)

    @property
    def errors_more_than_quarter(self) -> bool:
        """Tell whether each error is less than a fifth of that for twice the step."""
        return all(share < QUARTER[0] for share in self._shares)

    @property
    def errors_more_than_halve(self) -> bool:
        """Tell whether each error is less than half of that for twice the step."""
        return all(share < 0.5 for share in self._shares)

    @property
    def _shares(self) -> tuple[float, ...]:
        """Return each error as a share of the one before; NaN where one is missing, or nothing but rounding."""
        least = 1e-12 * max(1.0, abs(self.value))
        errors = [abs(error) if abs(error) > least else np.nan for error in self._errors]
        return tuple(after / before for before, after in itertools.pairwise(errors))

    @property
    def _errors(self) -> tuple[float, ...]:
        return tuple(prediction.error for prediction in self.predictions)


def _secants(f: Function, at: float, h: float) -> tuple[tuple[float, float], ...]:
    """Return (run, slope) of the secants whose runs are the `SHARES` of h."""
    runs = h * np.array(SHARES)
    return tuple(zip(runs, secant_slopes(f, at, runs), strict=True))
