"""What a function does at a point, seen from one side: t ↦ f(at + t · direction) for t → 0⁺ as Σ c tᵃ (log 1/t)ᵇ.

One recursion over the formula, at as many digits as it takes, answers for values, limits, slopes, second derivatives
and Taylor polynomials, which so cannot disagree. Every comparison on the way (which piece of a Piecewise holds, is a
denominator zero) is decided by the sign of the largest term, never at some distance from the point.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

import mpmath
import sympy as sp

from mathkit.derivatives import error_balls as balls
from mathkit.derivatives.error_balls import Ball, Number, is_precise, sign_of
from mathkit.derivatives.power_germs import (
    ZERO,
    Germ,
    Key,
    add,
    composed,
    cut,
    multiply,
    negative,
    powers_needed,
    scaled,
    shifted,
    times_key,
    whole,
)
from mathkit.derivatives.typed_numbers import TypedNumber
from mathkit.errors import NablaError
from mathkit.formula import special_functions as special
from mathkit.formula.function import Function

#: Bits to work with, and those to ask before a number that cannot be told from zero is taken for zero.
_BITS = (256, 4096)
_PRECISE = 64  # leading bits of a coefficient that are to be right
_MOST_ORDER = 48
_MOST_NODES = 5000
_MOST_PRODUCTS = 60_000  # of terms: a fraction of a second
_MOST_TERMS = 160
_FEW_UNITS = 4  # in the last place of a coordinate
_NEWTON_STEPS = 20
_NEWTON_ERROR = 8  # bits that are lost at the end of Newton's method
_LEAST_SHARE = 0.1  # 1/m for a zero of the highest multiplicity m that is looked for
_EXPONENT_BITS = 200  # of an irrational exponent


class NoExpansion(NablaError):  # noqa: N818 -- a result that callers branch on
    """A function that has no such expansion, or none that was found; the message is the reason."""


class Undefined(NoExpansion):
    """A function that has no real value on this side of the point."""


class _MoreDigits(Exception):  # noqa: N818 -- a step of the search
    """A number cannot be told from zero."""


class _MoreTerms(Exception):  # noqa: N818 -- a step of the search
    """A sum was cut off before its first term."""


class _Pinned(Exception):  # noqa: N818 -- a step of the search
    """A part of the formula vanishes within a few units in the last place of the point."""

    def __init__(self, part: sp.Expr, axis: int) -> None:
        super().__init__()
        self.part = part
        self.axis = axis


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
            _demands(f),
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
        sign = _sign(germ)
        if germ.growth is not None:
            return math.inf * sign if _sign(germ.growth) > 0 else Fraction(0)
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


def _sign(germ: Germ) -> int:
    if not germ.terms:
        return germ.flat if germ.flat in (1, -1) else 0
    return sign_of(germ.terms[min(germ.terms)]) or 0


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


Demand = tuple[sp.Expr, str, Any]


def _demands(f: Function) -> tuple[Demand, ...]:
    """Return what the typed formula demands for a value: (expression, kind of demand, guard)."""
    return tuple((each.expr, each.demand, each.guard) for each in f.domain)


@lru_cache(maxsize=4096)
def _expanded(
    expr: sp.Expr,
    symbols: tuple[sp.Symbol, ...],
    demands: tuple[Demand, ...],
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
        demands: tuple[Demand, ...],
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
                except _MoreDigits:
                    continue
        raise NoExpansion("it takes too many digits")

    def _at_these_digits(self, final: bool) -> OneSidedExpansion:
        terms, reached = self.order + 1, None
        while True:
            expander = _Expander(
                self.symbols, self._place(), self.direction, terms, final, frozenset(self.pins), self.powers
            )
            try:
                germ = self._checked(expander)
            except _Pinned as pin:
                self.pins[pin.part] = pin.axis
                continue
            except _MoreTerms:
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

    def _checked(self, expander: _Expander) -> Germ:
        """Expand the formula, once its demands hold on this side."""
        germ = expander.of(self.expr)
        for part, kind, guard in self.demands:
            if guard is not True and guard != sp.true and not expander.holds(guard):
                continue
            sign = expander.sign(part)
            if sign == 0 if kind == "nonzero" else sign <= 0 if kind == "positive" else sign < 0:
                raise Undefined("it has no value there")
            if not expander.is_away(part):
                expander.analytic = False
        return germ

    def _settled(self, germ: Germ, final: bool) -> Germ:
        """Return the terms that are known not to be zero, all their digits right."""
        kept = {}
        for key, value in germ.terms.items():
            sign = sign_of(value)
            if key <= (self.order, 0) and not final and (sign is None or not is_precise(value, _PRECISE)):
                raise _MoreDigits
            if sign:
                kept[key] = value
        return Germ(kept, germ.bound, germ.flat, germ.wavy, germ.growth)

    def _place(self) -> list[Number | float]:
        """Return the point, moved to where the pinned parts vanish (Newton's method, a coordinate for each)."""
        place: list[Number | float] = [each if math.isinf(each) else TypedNumber.of(each).number() for each in self.at]
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
        terms = _Expander(self.symbols, exact, along, 3, True, frozenset()).of(part).terms
        value, slope, half_bend = (terms.get((k, 0), Fraction(0)) for k in range(3))
        if not sign_of(value) or not sign_of(slope):
            return mpmath.mpf(0)
        c, s, b = (balls.as_mpf(each) for each in (value, slope, half_bend))
        share = 1 - 2 * c * b / s**2
        multiplicity = int(mpmath.nint(1 / share)) if share > _LEAST_SHARE else 1
        return max(multiplicity, 1) * c / s


class _Expander:
    """Germs of the parts of a formula, each worked out once."""

    def __init__(
        self,
        symbols: tuple[sp.Symbol, ...],
        place: Sequence[Number | float],
        direction: Sequence[float],
        terms: int,
        final: bool,
        pins: frozenset[sp.Expr],
        powers: Sequence[int] = (),
    ) -> None:
        self.powers = powers or (1,) * len(symbols)
        self.symbols = symbols
        self.place = place
        self.direction = direction
        self.cut: Key = (terms, 0)
        self.final = final
        self.pins = pins
        self.analytic = True
        self.known: dict[sp.Basic, Germ] = {}
        self.products = 0
        self.axes: dict[int, _Expander] = {}
        self.loose = [k for k, each in enumerate(place) if not isinstance(each, float) and _is_loose(each)]

    # -- what the parts are ------------------------------------------------------------------------------------------

    def of(self, expr: sp.Basic) -> Germ:
        """Expand an expression."""
        germ = self.known.get(expr)
        if germ is None:
            germ = self._of(expr)
            if len(germ.terms) > _MOST_TERMS:
                raise NoExpansion("its expansion has too many terms")
            self.known[expr] = germ
        return germ

    def _of(self, expr: Any) -> Germ:
        if expr.is_Symbol:
            return self._variable(expr)
        if expr.is_Rational:
            return Germ.constant(Fraction(int(expr.p), int(expr.q)))
        if expr.is_Float:
            return Germ.constant(TypedNumber.of(float(expr)).number())
        if expr.is_Add:
            return self._sum([self.of(part) for part in expr.args])
        if expr.is_Mul:
            return self._product(expr)
        if expr.is_Pow:
            return self._raised(expr)
        handler = _HANDLERS.get(expr.func)
        if handler is not None:
            return handler(self, expr)
        simpler = _SIMPLER.get(expr.func)
        if simpler is not None:
            return self.of(simpler(*expr.args))
        if hasattr(expr, "elementary"):
            return self.of(expr.elementary())
        if expr is sp.pi or expr is sp.E or (expr.is_number and expr.is_NumberSymbol):
            return self._number(expr)
        if expr.has(sp.zoo, sp.nan, sp.oo, sp.I) and not expr.args:
            raise Undefined("it has no value there")
        raise NoExpansion(f"no expansion of {expr.func.__name__} is known")

    def _number(self, expr: sp.Expr) -> Germ:
        value = sp.N(expr, int(mpmath.mp.prec / 3.3) + 5) if expr not in (sp.pi, sp.E) else None
        middle = +mpmath.pi if expr is sp.pi else +mpmath.e if expr is sp.E else mpmath.mpf(str(value))
        return Germ.constant(Ball(middle, balls.size(middle) - mpmath.mp.prec + 2))

    def _variable(self, symbol: sp.Symbol) -> Germ:
        axis = self.symbols.index(symbol)
        at, along = self.place[axis], self.direction[axis]
        if isinstance(at, float):
            if not along:
                raise Undefined("infinity is no point")
            return Germ({(-1, 0): Fraction(1 if at > 0 else -1)})
        terms: dict[Key, Number] = {ZERO: at, (self.powers[axis], 0): Fraction(along)}
        return cut({key: value for key, value in terms.items() if isinstance(value, Ball) or value}, None, self.cut)

    def _sum(self, germs: Sequence[Germ]) -> Germ:
        if all(germ.growth is None for germ in germs):
            return add(germs, self.cut)
        groups: list[tuple[Germ | None, list[Germ]]] = []
        for germ in germs:
            for growth, members in groups:
                if self._compared(growth, germ.growth) == 0:
                    members.append(germ)
                    break
            else:
                groups.append((germ.growth, [germ]))
        sums = []
        for growth, members in groups:
            total = add([Germ(each.terms, each.bound, each.flat, each.wavy) for each in members], self.cut)
            if total.first is not None or total.flat:
                sums.append((growth, total))
        if not sums:
            return Germ({})
        top = sums[0]
        for candidate in sums[1:]:
            if self._compared(candidate[0], top[0]) > 0:
                top = candidate
        signs = {_sign(total) for growth, total in sums if total is not top[1]}
        flats = signs | ({top[1].flat} if top[1].flat else set())
        flat = 0 if not flats else flats.pop() if len(flats) == 1 else 2
        total = top[1]
        return Germ(total.terms, total.bound, flat or 0, total.wavy, top[0])

    def _compared(self, a: Germ | None, b: Germ | None) -> int:
        """Return which of two exponents grows faster: 1, −1, or 0 where they are equal."""
        return _sign(self._led(None, add((a or Germ({}), negative(b or Germ({}))), (1, 0))))

    def _product(self, expr: sp.Expr) -> Germ:
        result, *others = [self.of(part) for part in expr.args]
        for other in others:
            result = self._times(result, other)
        return result

    def _times(self, a: Germ, b: Germ) -> Germ:
        self.products += len(a.terms) * len(b.terms)
        if self.products > _MOST_PRODUCTS:
            raise NoExpansion("its expansion has too many terms")
        plain = multiply(a, b, self.cut)
        if a.growth is None and b.growth is None:
            return plain
        growth = self._led(None, add([each for each in (a.growth, b.growth) if each is not None], (1, 0)))
        return Germ(plain.terms, plain.bound, plain.flat, plain.wavy, growth if growth.terms else None)

    # -- signs -------------------------------------------------------------------------------------------------------

    def _led(self, expr: sp.Expr | None, germ: Germ, soft: bool = False) -> Germ:
        """Return the germ with a largest term that is known not to be zero, or without terms.

        `soft` allows a germ of which nothing is known but a bound.
        """
        while germ.terms:
            key = min(germ.terms)
            sign = sign_of(germ.terms[key])
            if key == ZERO and expr is not None and expr in self.pins:
                sign = 0
            if sign is None and not self.final:
                raise _MoreDigits
            if sign:
                if key == ZERO and expr is not None and self.loose and germ.growth is None:
                    self._pin(expr, germ)
                return germ
            germ = germ.without(key)
        if germ.bound is not None and not soft:
            if germ.wavy:
                raise NoExpansion("it oscillates without end")
            raise _MoreTerms
        return germ

    def _pin(self, expr: sp.Expr, germ: Germ) -> None:
        """Raise _Pinned if the part is zero within a few units in the last place of a coordinate."""
        value = abs(balls.as_mpf(germ.terms[ZERO]))
        for axis in self.loose:
            try:
                slope = self._axis(axis).of(expr).terms.get((1, 0))
            except (NoExpansion, _MoreDigits, _MoreTerms, _Pinned):
                continue
            unit = math.ulp(float(balls.as_mpf(self.place[axis])))  # type: ignore[arg-type]
            if slope is not None and value <= _FEW_UNITS * unit * abs(balls.as_mpf(slope)):
                raise _Pinned(expr, axis)

    def _axis(self, axis: int) -> _Expander:
        if axis not in self.axes:
            along = tuple(float(k == axis) for k in range(len(self.place)))
            made = _Expander(self.symbols, self.place, along, 2, True, frozenset())
            made.loose = []
            self.axes[axis] = made
        return self.axes[axis]

    def sign(self, expr: sp.Expr) -> int:
        """Return the sign of an expression for small t > 0."""
        germ = self._led(expr, self.of(expr))
        if not germ.terms and germ.flat == 2:
            raise NoExpansion("a part of it cannot be told from zero")
        return _sign(germ)

    def is_away(self, expr: sp.Expr) -> bool:
        """Tell whether an expression has a limit that is not 0."""
        germ = self._led(expr, self.of(expr), soft=True)
        return bool(germ.terms) and min(germ.terms) == ZERO and germ.growth is None

    def _decided(self, expr: sp.Expr) -> int:
        """Return the sign, and note where the formula is no power series because of it."""
        if not self.is_away(expr):
            self.analytic = False
        return self.sign(expr)

    def holds(self, condition: Any) -> bool:
        """Tell whether a condition holds for small t > 0."""
        if condition in (sp.true, True):
            return True
        if condition in (sp.false, False):
            return False
        if isinstance(condition, sp.And):
            return all(self.holds(each) for each in condition.args)
        if isinstance(condition, sp.Or):
            return any(self.holds(each) for each in condition.args)
        if isinstance(condition, sp.Not):
            return not self.holds(condition.args[0])
        if isinstance(condition, sp.core.relational.Relational):
            sign = self._decided(condition.lhs - condition.rhs)
            return _RELATIONS[condition.func](sign)
        raise NoExpansion(f"no expansion is known under the condition {condition}")

    # -- powers, exponentials, logarithms -----------------------------------------------------------------------------

    def _raised(self, expr: sp.Expr) -> Germ:
        base, exponent = expr.base, expr.exp
        if base is sp.E:
            return self._exp(exponent)
        if exponent.is_Integer and exponent > 0:
            return self._whole_power(self.of(base), int(exponent))
        if exponent.is_Rational:
            return self._power(base, Fraction(int(exponent.p), int(exponent.q)))
        germ = self._led(base, self.of(base), soft=True)
        if germ.first is None and not germ.flat:
            if self._decided(exponent) <= 0:
                raise Undefined("it has no value there")
            self.analytic = False
            return Germ({})
        return self._exp(exponent * sp.log(base))

    def _whole_power(self, base: Germ, n: int) -> Germ:
        result: Germ | None = None
        for bit in bin(n)[2:]:
            if result is not None:
                result = self._times(result, result)
            if bit == "1":
                result = base if result is None else self._times(result, base)
        assert result is not None
        return result

    def _power(self, base: sp.Expr, r: Fraction) -> Germ:
        germ = self._led(base, self.of(base))
        if not germ.terms:
            if germ.flat:
                raise NoExpansion("it is smaller or larger than every power")
            if r < 0:
                raise Undefined("it has no value there")
            self.analytic = False
            return Germ({})
        key = min(germ.terms)
        first = germ.terms[key]
        if key != ZERO or germ.growth is not None:
            self.analytic = False
        negative_base = sign_of(first) == -1
        if negative_base and r.denominator != 1:
            raise Undefined("it has no value there")
        size_ = balls.root(-first if negative_base else first, r)
        factor = -size_ if negative_base and r.numerator % 2 else size_
        growth = None if germ.growth is None else scaled(germ.growth, r)
        small = self._relative(germ, key, first)
        out = times_key(key, r)
        at: Key = (whole(self.cut[0] - out[0]), 0)
        binomial: list[Number] = [Fraction(1)]
        for k in range(1, powers_needed(small, at)):
            binomial.append(binomial[-1] * (r - k + 1) / k)
        result = shifted(scaled(composed(binomial, small, at), factor), out)
        return Germ(result.terms, result.bound, result.flat, result.wavy, growth)

    @staticmethod
    def _relative(germ: Germ, key: Key, first: Number) -> Germ:
        """Return u of c m (1 + u), c m the largest term."""
        rest = germ.without(key)
        rest = Germ(rest.terms, rest.bound, rest.flat, rest.wavy)
        inverse: Number = 1 / first
        return scaled(shifted(rest, times_key(key, -1)), inverse)

    def _exp(self, exponent: sp.Expr) -> Germ:
        germ = self.of(exponent)
        if germ.growth is not None:
            return self._exp_of_growing(self._led(exponent, germ))
        if any(key < ZERO for key in germ.terms):
            germ = self._led(exponent, germ)
        if germ.bound is not None and germ.bound <= ZERO:
            if germ.wavy and germ.bound == ZERO and not germ.terms:
                return Germ({}, ZERO, 0, True)
            raise NoExpansion("it oscillates without end") if germ.wavy else _MoreTerms
        outwards: dict[Key, Number] = {}
        shift: Fraction | int = 0
        for key in [key for key in germ.terms if key < ZERO]:
            value = germ.terms[key]
            if sign_of(value) is None:
                if not self.final:
                    raise _MoreDigits
                continue
            if key == (0, -1):
                shift = whole(-_as_exponent(value))
            else:
                outwards[key] = value
        if outwards or shift:
            self.analytic = False
        limit = germ.terms.get(ZERO, Fraction(0))
        small = Germ({key: value for key, value in germ.terms.items() if key > ZERO}, germ.bound, germ.flat, germ.wavy)
        at: Key = (whole(self.cut[0] - shift), 0)
        series: list[Number] = [Fraction(1, math.factorial(k)) for k in range(powers_needed(small, at))]
        result = shifted(scaled(composed(series, small, at), balls.exp(limit)), (shift, 0))
        result = cut(dict(result.terms), result.bound, self.cut, result.flat, result.wavy)
        return Germ(result.terms, result.bound, result.flat, result.wavy, Germ(outwards) if outwards else None)

    def _exp_of_growing(self, germ: Germ) -> Germ:
        assert germ.growth is not None
        self.analytic = False
        sign = _sign(germ)
        if _sign(germ.growth) < 0:
            return Germ({ZERO: Fraction(1)}, None, sign)
        if sign < 0:
            return Germ({}, None, 1)
        raise NoExpansion("it grows faster than any exponential of a power")

    def _log(self, expr: sp.Expr) -> Germ:
        inner = expr.args[0]
        if len(expr.args) > 1:
            return self.of(sp.log(inner) / sp.log(expr.args[1]))
        germ = self._led(inner, self.of(inner))
        if not germ.terms:
            if germ.flat == 1:
                raise NoExpansion("a logarithm of what is smaller than every power")
            raise Undefined("it has no value there")
        key = min(germ.terms)
        first = germ.terms[key]
        if sign_of(first) == -1:
            raise Undefined("it has no value there")
        if key != ZERO or germ.growth is not None:
            self.analytic = False
        if key[1] != 0:
            raise NoExpansion("no expansion of a logarithm of a logarithm is known")
        small = self._relative(germ, key, first)
        series: list[Number] = [Fraction(0)]
        series += [Fraction((-1) ** (k + 1), k) for k in range(1, max(2, powers_needed(small, self.cut)))]
        parts = [composed(series, small, self.cut), Germ.constant(balls.log(first))]
        if key[0] != 0:
            parts.append(Germ({(0, -1): Fraction(-key[0])}))
        if germ.growth is not None:
            parts.append(germ.growth)
        return add(parts, self.cut)

    # -- functions at a point, and far out ---------------------------------------------------------------------------

    def _near(self, expr: sp.Expr) -> tuple[Number, Germ] | int:
        """Return the limit and what is added to it, or the sign of an infinite limit."""
        germ = self.of(expr)
        if germ.growth is not None:
            germ = self._led(expr, germ)
            sign = _sign(germ)
            self.analytic = False
            grows = germ.growth is not None and _sign(germ.growth) > 0
            return sign if grows else (Fraction(0), Germ({}, None, sign))
        if any(key < ZERO for key in germ.terms):
            germ = self._led(expr, germ)
            if min(germ.terms, default=ZERO) < ZERO:
                self.analytic = False
                return _sign(germ)
        if germ.bound is not None and germ.bound <= ZERO:
            raise _Oscillation if germ.wavy else _MoreTerms
        return germ.terms.get(ZERO, Fraction(0)), germ.without(ZERO)

    def _bounded(self, expr: sp.Expr, series: Callable[[Number, int], list[Number]], end: Any = None) -> Germ:
        """Expand a bounded function; `end` gives it where the argument is infinite, else it oscillates there."""
        try:
            near = self._near(expr)
        except _Oscillation:
            self.analytic = False
            return Germ({}, ZERO, 0, True)
        if isinstance(near, int):
            return end(near) if end is not None else Germ({}, ZERO, 0, True)
        limit, small = near
        return composed(series(limit, powers_needed(small, self.cut)), small, self.cut)

    def _sin(self, expr: sp.Expr) -> Germ:
        return self._bounded(expr.args[0], lambda c, n: _cycle((balls.sin(c), balls.cos(c)), (1, 1, -1, -1), n))

    def _cos(self, expr: sp.Expr) -> Germ:
        return self._bounded(expr.args[0], lambda c, n: _cycle((balls.cos(c), balls.sin(c)), (1, -1, -1, 1), n))

    def _sinh(self, expr: sp.Expr) -> Germ:
        return self._hyperbolic(expr, lambda c, n: _cycle((balls.sinh(c), balls.cosh(c)), (1, 1, 1, 1), n), -1)

    def _cosh(self, expr: sp.Expr) -> Germ:
        return self._hyperbolic(expr, lambda c, n: _cycle((balls.cosh(c), balls.sinh(c)), (1, 1, 1, 1), n), 1)

    def _hyperbolic(self, expr: sp.Expr, series: Callable[[Number, int], list[Number]], sign: int) -> Germ:
        inner = expr.args[0]
        near = self._near(inner)
        if isinstance(near, int):
            return scaled(self._sum([self._exp(inner), scaled(self._exp(-inner), sign)]), Fraction(1, 2))
        limit, small = near
        return composed(series(limit, powers_needed(small, self.cut)), small, self.cut)

    def _tanh(self, expr: sp.Expr) -> Germ:
        inner = expr.args[0]
        return self._bounded(inner, _tanh_series, lambda sign: self._saturated(inner, sign))

    def _saturated(self, inner: sp.Expr, sign: int) -> Germ:
        """Return tanh z = ±1 ∓ 2/(1 + e^(±2z)) far out."""
        if self.of(inner).growth is not None:
            return Germ({ZERO: Fraction(sign)}, None, -sign)
        tail = self._power(1 + sp.exp(2 * sign * inner), Fraction(-1))
        return self._sum([Germ.constant(Fraction(sign)), scaled(tail, -2 * sign)])

    def _erf(self, expr: sp.Expr) -> Germ:
        return self._bounded(expr.args[0], _erf_series, lambda sign: Germ({ZERO: Fraction(sign)}, None, -sign))

    def _erfc(self, expr: sp.Expr) -> Germ:
        def far(sign: int) -> Germ:
            return Germ({}, None, 1) if sign > 0 else Germ({ZERO: Fraction(2)}, None, -1)

        return self._bounded(expr.args[0], lambda c, n: [balls.erfc(c), *(-k for k in _erf_series(c, n)[1:])], far)

    def _atan(self, expr: sp.Expr) -> Germ:
        inner = expr.args[0]

        def far(sign: int) -> Germ:
            quarter = scaled(self._number(sp.pi), Fraction(sign, 2))
            return self._sum([quarter, negative(self.of(sp.atan(sp.Pow(inner, -1, evaluate=False))))])

        return self._bounded(inner, _atan_series, far)

    def _asinh(self, expr: sp.Expr) -> Germ:
        inner = expr.args[0]
        near = self._near(inner)
        if isinstance(near, int):
            size_ = near * inner
            return scaled(self.of(sp.log(size_ + sp.sqrt(size_**2 + 1))), near)
        limit, small = near
        count = powers_needed(small, self.cut)
        return composed(_root_series(limit, 1, balls.asinh(limit), count), small, self.cut)

    def _asin(self, expr: sp.Expr) -> Germ:
        inner = expr.args[0]
        for sign in (1, -1):
            margin = 1 - sign * inner
            left = self._led(margin, self.of(margin), soft=True)
            if not left.terms or min(left.terms) > ZERO:  # √ at the ends: asin z = π/2 − 2 asin √((1 − z)/2)
                self.analytic = False
                quarter = scaled(self._number(sp.pi), Fraction(sign, 2))
                return self._sum([quarter, scaled(self.of(sp.asin(sp.sqrt(margin / 2))), -2 * sign)])
            if _sign(left) < 0:
                raise Undefined("it has no value there")
        near = self._near(inner)
        assert not isinstance(near, int)
        limit, small = near
        count = powers_needed(small, self.cut)
        return composed(_root_series(limit, -1, balls.asin(limit), count), small, self.cut)

    def _acos(self, expr: sp.Expr) -> Germ:
        inner = expr.args[0]
        margin = 1 - inner
        left = self._led(margin, self.of(margin), soft=True)
        if not left.terms or min(left.terms) > ZERO:
            self.analytic = False
            return scaled(self.of(sp.asin(sp.sqrt(margin / 2))), 2)
        quarter = scaled(self._number(sp.pi), Fraction(1, 2))
        return self._sum([quarter, negative(self.of(sp.asin(inner)))])

    # -- pieces --------------------------------------------------------------------------------------------------------

    def _abs(self, expr: sp.Expr) -> Germ:
        return self._by_sign(expr.args[0], Fraction(1), Fraction(-1))

    def _relu(self, expr: sp.Expr) -> Germ:
        return self._by_sign(expr.args[0], Fraction(1), Fraction(0))

    def _leaky_relu(self, expr: sp.Expr) -> Germ:
        return self._by_sign(expr.args[0], Fraction(1), Fraction(special.LEAK.p, special.LEAK.q))

    def _by_sign(self, inner: sp.Expr, right: Fraction, left: Fraction) -> Germ:
        germ = self._led(inner, self.of(inner), soft=True)
        if not germ.terms or min(germ.terms) != ZERO or germ.growth is not None:
            self.analytic = False
        if not germ.terms:
            if germ.bound is None and germ.flat != 2:
                factor = right if germ.flat >= 0 else left
                return Germ({}, None, germ.flat and (2 if not factor else germ.flat * (1 if factor > 0 else -1)))
            return Germ({}, germ.bound, 2 if germ.flat else 0, germ.wavy)
        factor = right if _sign(germ) > 0 else left
        return scaled(germ, factor) if factor else Germ({})

    def _sign_of(self, expr: sp.Expr) -> Germ:
        return Germ.constant(Fraction(self._decided(expr.args[0])))

    def _heaviside(self, expr: sp.Expr) -> Germ:
        sign = self._decided(expr.args[0])
        if sign:
            return Germ.constant(Fraction(int(sign > 0)))
        return self.of(expr.args[1] if len(expr.args) > 1 else sp.Rational(1, 2))

    def _largest(self, expr: sp.Expr) -> Germ:
        wanted = 1 if isinstance(expr, sp.Max) or expr.func is special.Larger else -1
        best, *others = expr.args
        for other in others:
            gap = best - other
            germ = self._led(gap, self.of(gap), soft=True)
            if not germ.terms or min(germ.terms) != ZERO or germ.growth is not None:
                self.analytic = False
            if not germ.terms and germ.flat == 2:
                raise NoExpansion("two parts of it cannot be told apart")
            if _sign(germ) == -wanted:
                best = other
            elif not germ.terms and germ.bound is not None:  # the same up to the bound
                first = self.of(best)
                self.known[best] = cut(dict(first.terms), germ.bound, self.cut, first.flat, first.wavy or germ.wavy)
        return self.of(best)

    def _piecewise(self, expr: sp.Expr) -> Germ:
        for value, condition in expr.args:
            if self.holds(condition):
                return self.of(value)
        raise Undefined("it has no value there")

    def _floor(self, expr: sp.Expr) -> Germ:
        return self._rounded(expr.args[0], down=True)

    def _ceiling(self, expr: sp.Expr) -> Germ:
        return self._rounded(expr.args[0], down=False)

    def _rounded(self, inner: sp.Expr, down: bool) -> Germ:
        near = self._near(inner)
        if isinstance(near, int):
            return self._sum([self.of(inner), Germ({}, ZERO, 0, True)])
        nearest = int(mpmath.nint(balls.as_mpf(near[0])))
        sign = self._decided(inner - nearest)
        step = -1 if down and sign < 0 else 1 if not down and sign > 0 else 0
        return Germ.constant(Fraction(nearest + step))


class _Oscillation(NoExpansion):
    """An argument that has no limit but keeps within bounds."""

    def __init__(self) -> None:
        super().__init__("it oscillates without end")


def _is_loose(number: Number) -> bool:
    return isinstance(number, Fraction) and number != 0 and TypedNumber.of(_nearest(number)).computed


def _nearest(number: Fraction) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf


def _as_exponent(value: Number) -> Fraction:
    """Return an exponent as a fraction; an irrational one to many digits, always the same."""
    if isinstance(value, Fraction):
        return value
    scale = 1 << _EXPONENT_BITS
    return Fraction(int(mpmath.nint(value.middle * scale)), scale)


def _cycle(values: tuple[Number, Number], signs: Sequence[int], count: int) -> list[Number]:
    """Return the series of a function whose derivatives take turns."""
    return [values[k % 2] * Fraction(signs[k % 4], math.factorial(k)) for k in range(count)]


def _tanh_series(c: Number, count: int) -> list[Number]:
    """Return the series of tanh about c, from y′ = 1 − y², where 1 − y² is 1/cosh² at c."""
    steep = balls.cosh(c)
    y: list[Number] = [balls.tanh(c)]
    for k in range(1, count):
        square = sum((y[j] * y[k - 1 - j] for j in range(k)), start=Fraction(0))
        y.append((1 / (steep * steep) if k == 1 else -square) / k)
    return y


def _atan_series(c: Number, count: int) -> list[Number]:
    below = 1 / (1 + c * c)
    slopes: list[Number] = []
    for k in range(count - 1):
        before = -2 * c * slopes[k - 1] * below if k else below
        slopes.append(before - slopes[k - 2] * below if k > 1 else before)
    return [balls.atan(c), *(slope / (k + 1) for k, slope in enumerate(slopes))]


def _root_series(c: Number, sign: int, start: Number, count: int) -> list[Number]:
    """Return the series of asin (sign −1) or asinh (1): the slope is q^(−1/2), q = 1 + sign z²."""
    q: list[Number] = [1 + sign * c * c, 2 * sign * c, Fraction(sign)]
    slopes: list[Number] = []
    for k in range(count - 1):
        if not k:
            slopes.append(balls.root(q[0], Fraction(-1, 2)))
            continue
        total: Number = Fraction(0)
        for j in range(1, min(k, 2) + 1):
            total = total + q[j] * slopes[k - j] * (Fraction(-j, 2) - (k - j))
        slopes.append(total / (q[0] * k))
    return [start, *(slope / (k + 1) for k, slope in enumerate(slopes))]


def _erf_series(c: Number, count: int) -> list[Number]:
    """Return the series of erf: the slope w = 2/√π e^(−z²) satisfies w′ = −2 z w."""
    middle = 2 / mpmath.sqrt(mpmath.pi)
    slopes: list[Number] = [Ball(middle, balls.size(middle) - mpmath.mp.prec + 2) * balls.exp(-(c * c))]
    for k in range(1, count - 1):
        before = slopes[k - 2] if k > 1 else Fraction(0)
        slopes.append((c * slopes[k - 1] + before) * Fraction(-2, k))
    return [balls.erf(c), *(slope / (k + 1) for k, slope in enumerate(slopes[: count - 1]))]


_RELATIONS: dict[Any, Callable[[int], bool]] = {
    sp.StrictGreaterThan: lambda sign: sign > 0,
    sp.GreaterThan: lambda sign: sign >= 0,
    sp.StrictLessThan: lambda sign: sign < 0,
    sp.LessThan: lambda sign: sign <= 0,
    sp.Equality: lambda sign: sign == 0,
    sp.Unequality: lambda sign: sign != 0,
}

_HANDLERS: dict[Any, Callable[[_Expander, Any], Germ]] = {
    sp.exp: lambda self, expr: self._exp(expr.args[0]),
    sp.log: _Expander._log,
    sp.sin: _Expander._sin,
    sp.cos: _Expander._cos,
    sp.sinh: _Expander._sinh,
    sp.cosh: _Expander._cosh,
    sp.tanh: _Expander._tanh,
    sp.erf: _Expander._erf,
    sp.erfc: _Expander._erfc,
    sp.atan: _Expander._atan,
    sp.asin: _Expander._asin,
    sp.acos: _Expander._acos,
    sp.asinh: _Expander._asinh,
    sp.Abs: _Expander._abs,
    special.RealAbs: _Expander._abs,
    special.Relu: _Expander._relu,
    special.LeakyRelu: _Expander._leaky_relu,
    sp.sign: _Expander._sign_of,
    special.RealSign: _Expander._sign_of,
    sp.Heaviside: _Expander._heaviside,
    sp.Max: _Expander._largest,
    sp.Min: _Expander._largest,
    special.Larger: _Expander._largest,
    special.Smaller: _Expander._largest,
    sp.Piecewise: _Expander._piecewise,
    sp.floor: _Expander._floor,
    sp.ceiling: _Expander._ceiling,
}

#: Functions written with others.
_SIMPLER: dict[Any, Callable[..., sp.Expr]] = {
    sp.tan: lambda z: sp.sin(z) * sp.Pow(sp.cos(z), -1, evaluate=False),
    sp.cot: lambda z: sp.cos(z) * sp.Pow(sp.sin(z), -1, evaluate=False),
    sp.sec: lambda z: 1 / sp.cos(z),
    sp.csc: lambda z: 1 / sp.sin(z),
    sp.coth: lambda z: 1 / sp.tanh(z),
    sp.sech: lambda z: 1 / sp.cosh(z),
    sp.csch: lambda z: 1 / sp.sinh(z),
    sp.acot: lambda z: sp.atan(1 / z),
    sp.acosh: lambda z: sp.log(z + sp.sqrt(z - 1) * sp.sqrt(z + 1)),
    sp.atanh: lambda z: sp.log(1 + z) / 2 - sp.log(1 - z) / 2,
    sp.Mod: lambda a, b: a - b * sp.floor(a / b),
}
