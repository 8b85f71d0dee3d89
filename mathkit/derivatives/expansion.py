"""What a function does at a point, seen from one side: t ↦ f(at + t · direction) for t → 0⁺ as Σ c tᵃ (log 1/t)ᵇ.

One recursion over the formula, at as many digits as it takes, answers for values, limits, slopes, second derivatives
and Taylor polynomials, which so cannot disagree. Every comparison on the way (which piece of a Piecewise holds, is a
denominator zero) is decided by the sign of the largest term, never at some distance from the point.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

import mpmath
import sympy as sp

from mathkit.derivatives import error_balls as balls
from mathkit.derivatives.error_balls import Ball, Number, is_precise, sign_of
from mathkit.derivatives.formula_germs import FormulaGerms, MoreDigits, MoreTerms, NoExpansion, Pinned, Undefined
from mathkit.derivatives.power_germs import ZERO, Germ, Key, leading_sign, whole
from mathkit.formula.domain import Condition
from mathkit.formula.function import Function
from mathkit.formula.typed_numbers import TypedNumber

__all__ = ["NoExpansion", "OneSidedExpansion", "Undefined", "as_float", "both_sides", "differ"]

#: Bits to work with, and those to ask before a number that cannot be told from zero is taken for zero.
_BITS = (256, 4096)
_PRECISE = 64  # leading bits of a coefficient that are to be right
_MOST_ORDER = 48
_MOST_NODES = 5000
_NEWTON_STEPS = 20
_NEWTON_ERROR = 8  # bits that are lost at the end of Newton's method
_LEAST_SHARE = 0.1  # 1/m for a zero of the highest multiplicity m that is looked for


@dataclass(frozen=True, slots=True, eq=False)
class OneSidedExpansion:
    """f(at + t · direction) = Σ c tᵃ ℓᵇ, ℓ = log(1/t), for t → 0⁺, cut off behind t^order at the earliest.

    `analytic` tells that f has a power series in all its variables at the point, so that this one holds for t < 0 too.
    """

    germ: Germ
    analytic: bool

    @classmethod
    def of(
        cls,
        f: Function,
        at: Sequence[float],
        direction: Sequence[float],
        order: int = 2,
        powers: Sequence[int] | None = None,
    ) -> OneSidedExpansion:
        """Expand f; a direction of zeros gives the value at the point. For f of one variable, `at` may be (±inf,).

        With `powers`, one for each variable, the point is approached along a curve, (t, t²) for example.
        Raises Undefined where f has no values on this side, NoExpansion where they follow no such sum.
        """
        result = _expanded(
            f.expr,
            f.symbols,
            f.domain,
            tuple(float(each) for each in at),
            tuple(float(each) for each in direction),
            order,
            tuple(powers) if powers else (1,) * len(at),
        )
        if isinstance(result, NoExpansion):
            raise type(result)(str(result))
        return result

    @property
    def reflected(self) -> OneSidedExpansion:
        """Return the expansion in the opposite direction of an analytic function."""
        germ = self.germ
        turned = {key: -value if key[0] % 2 else value for key, value in germ.terms.items()}
        return OneSidedExpansion(Germ(turned, germ.bound), True)

    @property
    def terms(self) -> dict[Key, float]:
        """Return the coefficients, the largest monomial first; the keys are (a, −b) of tᵃ ℓᵇ."""
        return {key: as_float(self.germ.terms[key]) for key in sorted(self.germ.terms)}

    @property
    def limit(self) -> float:
        """Return lim f for t → 0⁺, maybe ±∞. Raises NoExpansion where f oscillates."""
        return as_float(self.limit_number)

    @property
    def limit_number(self) -> Number | float:
        """Return the limit with all its digits, or ±inf."""
        germ = self.germ
        sign = leading_sign(germ)
        if germ.growth is not None:
            return math.inf * sign if leading_sign(germ.growth) > 0 else Fraction(0)
        first = min(germ.terms, default=None)
        if first is not None and first < ZERO:
            return math.inf * sign
        if germ.bound is not None and germ.bound <= ZERO:
            raise NoExpansion("it oscillates without end" if germ.wavy else "it takes too many terms")
        return germ.terms.get(ZERO, Fraction(0))

    @property
    def slope(self) -> float:
        """Return the limit of the slope of the chord from t = 0, maybe ±∞; the chord starts from the limit."""
        return self.derivative(1)

    def derivative(self, order: int) -> float:
        """Return the one-sided derivative of that order along the direction, maybe ±∞; order 0 is the limit.

        Raises NoExpansion where there is none.
        """
        return as_float(self.derivative_number(order))

    def derivative_number(self, order: int) -> Number | float:
        """Return the one-sided derivative with all its digits, or ±inf."""
        number = self.coefficient_number(order)
        with mpmath.workprec(_BITS[0]):
            return number if isinstance(number, float) else number * math.factorial(order)

    def coefficient_number(self, order: int) -> Number | float:
        """Return the one-sided derivative over order!, with all its digits, or ±inf. Raises NoExpansion."""
        limit = self.limit_number
        if order == 0:
            return limit
        if isinstance(limit, float):
            return math.nan
        germ = self.germ
        if germ.growth is not None:
            return Fraction(0)
        for key in sorted(germ.terms):
            if key > (order, 0):
                break
            if key == (order, 0):
                return germ.terms[key]
            if key[1] != 0 or whole(key[0]) != int(key[0]):
                falling = math.prod((key[0] - k for k in range(order)), start=Fraction(1))
                sign = sign_of(germ.terms[key]) or 0
                if falling:
                    return math.inf * sign * (1 if falling > 0 else -1)
                return self._of_logarithm(key, order, sign)
        if (germ.bound is not None and germ.bound <= (order, 0)) or (germ.wavy and order > 1):
            raise NoExpansion("its slope oscillates without end" if germ.wavy else "it takes too many terms")
        return Fraction(0)

    @staticmethod
    def _of_logarithm(key: Key, order: int, sign: int) -> float:
        """Return the n-th derivative of tᵃ ℓᵇ for a whole a < n, or a = n: of t ℓ it is ℓ − 1, then −1/t."""
        a, b = int(key[0]), -key[1]
        passed = order - a
        towards = sign * (1 if b > 0 else -1)
        return math.inf * towards * (-1) ** passed if passed else math.inf * sign

    @property
    def infinite(self) -> bool:
        """Tell whether |f| grows without bound."""
        return isinstance(self.limit_number, float)


def both_sides(
    f: Function, at: Sequence[float], direction: Sequence[float], order: int = 2
) -> tuple[OneSidedExpansion | NoExpansion, OneSidedExpansion | NoExpansion]:
    """Return the expansions against a direction and along it, or why there is none."""
    ahead = _side(f, at, direction, order)
    if isinstance(ahead, OneSidedExpansion) and ahead.analytic:
        return ahead.reflected, ahead
    return _side(f, at, [-share for share in direction], order), ahead


def _side(f: Function, at: Sequence[float], direction: Sequence[float], order: int) -> OneSidedExpansion | NoExpansion:
    try:
        return OneSidedExpansion.of(f, at, direction, order)
    except NoExpansion as reason:
        return reason


def as_float(number: Number | float) -> float:
    """Round to float64; beyond its range, ±∞."""
    if isinstance(number, float):
        return number
    try:
        return float(number.middle if isinstance(number, Ball) else number)
    except OverflowError:
        return math.inf if (sign_of(number) or 0) > 0 else -math.inf


def differ(a: Number | float, b: Number | float) -> bool:
    """Tell whether two limits or derivatives are different, by all the digits that they have."""
    if isinstance(a, float) or isinstance(b, float):
        return not (isinstance(a, float) and isinstance(b, float) and a == b)
    with mpmath.workprec(_BITS[0]):
        gap = a - b
        if not sign_of(gap):
            return False
        larger = max(abs(balls.as_mpf(a)), abs(balls.as_mpf(b)))
        return bool(abs(balls.as_mpf(gap)) > larger * mpmath.ldexp(1, -_PRECISE))


@lru_cache(maxsize=4096)
def _expanded(
    expr: sp.Expr,
    symbols: tuple[sp.Symbol, ...],
    demands: tuple[Condition, ...],
    at: tuple[float, ...],
    direction: tuple[float, ...],
    order: int,
    powers: tuple[int, ...],
) -> OneSidedExpansion | NoExpansion:
    try:
        return _Search(expr, symbols, demands, at, direction, order, powers).found()
    except NoExpansion as reason:
        return reason
    except (OverflowError, ZeroDivisionError, RecursionError):
        return NoExpansion("its numbers are too large to compute with")


class _Search:
    """The digits, the terms and the exact point that an expansion takes."""

    def __init__(
        self,
        expr: sp.Expr,
        symbols: tuple[sp.Symbol, ...],
        demands: tuple[Condition, ...],
        at: tuple[float, ...],
        direction: tuple[float, ...],
        order: int,
        powers: tuple[int, ...],
    ) -> None:
        self.powers = powers
        self.expr = expr
        self.symbols = symbols
        self.demands = demands
        self.at = at
        self.direction = direction
        self.order = order
        self.most = _MOST_ORDER + 2 * order
        self.pins: dict[sp.Expr, int] = {}
        if sum(1 for _ in sp.preorder_traversal(expr)) > _MOST_NODES:
            raise NoExpansion("the formula is too long")

    def found(self) -> OneSidedExpansion:
        for bits in _BITS:
            with mpmath.workprec(bits):
                try:
                    return self._at_these_digits(bits == _BITS[-1])
                except MoreDigits:
                    continue
        raise NoExpansion("it takes too many digits")

    def _at_these_digits(self, final: bool) -> OneSidedExpansion:
        terms, reached = self.order + 1, None
        while True:
            expander = FormulaGerms(
                self.symbols, self._place(), self.direction, terms, final, frozenset(self.pins), self.powers
            )
            try:
                germ = self._checked(expander)
            except Pinned as pin:
                self.pins[pin.part] = pin.axis
                continue
            except MoreTerms:
                terms = 2 * terms + 1
                if terms > self.most:
                    raise NoExpansion("a part of it cannot be told from zero") from None
                continue
            short = germ.bound is not None and germ.bound < (self.order + 1, 0) and not germ.wavy
            by_logarithms = germ.bound is not None and germ.bound[1] != 0 and germ.bound == reached
            if short and not by_logarithms and terms < self.most:
                reached, terms = germ.bound, 2 * terms + 1
                continue
            return OneSidedExpansion(self._settled(germ, final), expander.analytic)

    def _checked(self, expander: FormulaGerms) -> Germ:
        """Expand the formula, once its demands hold on this side."""
        germ = expander.of(self.expr)
        for demand in self.demands:
            if demand.guard != sp.true and not expander.holds(demand.guard):
                continue
            sign = expander.sign(demand.expr)
            if sign == 0 if demand.kind == "nonzero" else sign <= 0 if demand.kind == "positive" else sign < 0:
                raise Undefined("it has no value there")
            if not expander.is_away(demand.expr):
                expander.analytic = False
        return germ

    def _settled(self, germ: Germ, final: bool) -> Germ:
        """Return the terms that are known not to be zero, all their digits right."""
        kept = {}
        for key, value in germ.terms.items():
            sign = sign_of(value)
            if key <= (self.order, 0) and not final and (sign is None or not is_precise(value, _PRECISE)):
                raise MoreDigits
            if sign:
                kept[key] = value
        return Germ(kept, germ.bound, germ.flat, germ.wavy, germ.growth)

    def _place(self) -> list[Number | float]:
        """Return the point, moved to where the pinned parts vanish (Newton's method, a coordinate for each)."""
        place: list[Number | float] = [
            each if math.isinf(each) else balls.of_typed(TypedNumber.of(each)) for each in self.at
        ]
        bits = mpmath.mp.prec
        with mpmath.workprec(2 * bits + 64):  # a double zero is known to half of the digits
            for part, axis in self.pins.items():
                for _ in range(_NEWTON_STEPS):
                    step = self._newton_step(part, place, axis)
                    middle = balls.as_mpf(place[axis])  # type: ignore[arg-type]
                    place[axis] = Ball(middle - step, balls.size(middle) - bits + _NEWTON_ERROR)
                    if balls.size(step) < balls.size(middle) - bits - _NEWTON_ERROR:
                        break
        return place

    def _newton_step(self, part: sp.Expr, place: list[Number | float], axis: int) -> Any:
        """Return how far behind a zero is: m f/f′ for one of multiplicity m, which f f″/f′² tells."""
        exact = [Ball(each.middle) if isinstance(each, Ball) else each for each in place]
        along = tuple(float(k == axis) for k in range(len(place)))
        terms = FormulaGerms(self.symbols, exact, along, 3, True, frozenset()).of(part).terms
        value, slope, half_bend = (terms.get((k, 0), Fraction(0)) for k in range(3))
        if not sign_of(value) or not sign_of(slope):
            return mpmath.mpf(0)
        c, s, b = (balls.as_mpf(each) for each in (value, slope, half_bend))
        share = 1 - 2 * c * b / s**2
        multiplicity = int(mpmath.nint(1 / share)) if share > _LEAST_SHARE else 1
        return max(multiplicity, 1) * c / s
