"""Germs of a formula, by recursion over its parts: each function knows its series at a point, at its ends and far out.

Every comparison on the way (which piece of a Piecewise holds, is a denominator zero) is decided by the sign of the
largest term of a germ, never by values at some distance from the point.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import mpmath
import sympy as sp

from mathkit.derivatives import error_balls as balls
from mathkit.derivatives.elementary_series import atan_series, cycle, erf_series, root_series, tanh_series
from mathkit.derivatives.error_balls import Ball, Number, sign_of
from mathkit.derivatives.power_germs import (
    ZERO,
    Germ,
    Key,
    add,
    composed,
    cut,
    leading_sign,
    multiply,
    negative,
    powers_needed,
    scaled,
    shifted,
    times_key,
    whole,
)
from mathkit.errors import NablaError
from mathkit.formula import special_functions as special
from mathkit.formula.typed_numbers import TypedNumber

_MOST_PRODUCTS = 60_000  # of terms: a fraction of a second
_MOST_TERMS = 160
_FEW_UNITS = 4  # in the last place of a coordinate
_EXPONENT_BITS = 200  # of an irrational exponent
_ABOVE_LOG_LOG: Key = (0, Fraction(-1, 1000))  # log ℓ is smaller than every power of ℓ


class NoExpansion(NablaError):  # noqa: N818 -- a result that callers branch on
    """A function that has no such expansion, or none that was found; the message is the reason."""


class Undefined(NoExpansion):
    """A function that has no real value on this side of the point."""


class MoreDigits(Exception):  # noqa: N818 -- a step of the search
    """A number cannot be told from zero."""


class MoreTerms(Exception):  # noqa: N818 -- a step of the search
    """A sum was cut off before its first term."""


class Pinned(Exception):  # noqa: N818 -- a step of the search
    """A part of the formula vanishes within a few units in the last place of the point."""

    def __init__(self, part: sp.Expr, axis: int) -> None:
        super().__init__()
        self.part = part
        self.axis = axis


class _Oscillation(NoExpansion):
    """An argument that has no limit but keeps within bounds."""

    def __init__(self) -> None:
        super().__init__("it oscillates without end")


class FormulaGerms:
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
        self.axes: dict[int, FormulaGerms] = {}
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
            return Germ.constant(balls.of_typed(TypedNumber.of(float(expr))))
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
        signs = {leading_sign(total) for growth, total in sums if total is not top[1]}
        flats = signs | ({top[1].flat} if top[1].flat else set())
        flat = 0 if not flats else flats.pop() if len(flats) == 1 else 2
        total = top[1]
        return Germ(total.terms, total.bound, flat or 0, total.wavy, top[0])

    def _compared(self, a: Germ | None, b: Germ | None) -> int:
        """Return which of two exponents grows faster: 1, −1, or 0 where they are equal."""
        return leading_sign(self._led(None, add((a or Germ({}), negative(b or Germ({}))), (1, 0))))

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
                raise MoreDigits
            if sign:
                if key == ZERO and expr is not None and self.loose and germ.growth is None:
                    self._pin(expr, germ)
                return germ
            germ = germ.without(key)
        if germ.bound is not None and not soft:
            if germ.wavy:
                raise NoExpansion("it oscillates without end")
            raise MoreTerms
        return germ

    def _pin(self, expr: sp.Expr, germ: Germ) -> None:
        """Raise Pinned if the part is zero within a few units in the last place of a coordinate."""
        value = abs(balls.as_mpf(germ.terms[ZERO]))
        for axis in self.loose:
            try:
                slope = self._axis(axis).of(expr).terms.get((1, 0))
            except (NoExpansion, MoreDigits, MoreTerms, Pinned):
                continue
            unit = math.ulp(float(balls.as_mpf(self.place[axis])))  # type: ignore[arg-type]
            if slope is not None and value <= _FEW_UNITS * unit * abs(balls.as_mpf(slope)):
                raise Pinned(expr, axis)

    def _axis(self, axis: int) -> FormulaGerms:
        if axis not in self.axes:
            along = tuple(float(k == axis) for k in range(len(self.place)))
            made = FormulaGerms(self.symbols, self.place, along, 2, True, frozenset())
            made.loose = []
            self.axes[axis] = made
        return self.axes[axis]

    def sign(self, expr: sp.Expr) -> int:
        """Return the sign of an expression for small t > 0."""
        germ = self._led(expr, self.of(expr))
        if not germ.terms and germ.flat == 2:
            raise NoExpansion("a part of it cannot be told from zero")
        return leading_sign(germ)

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
            sign = self._decided(exponent)
            if sign < 0:
                raise Undefined("it has no value there")
            self.analytic = False
            return Germ({}) if sign else Germ.constant(Fraction(1))  # 0⁰ = 1, as in IEEE 754
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

    def _odd_root(self, expr: sp.Expr) -> Germ:
        return self._power(expr.args[0], Fraction(1, int(expr.args[1])), is_odd=True)

    def _power(self, base: sp.Expr, r: Fraction, is_odd: bool = False) -> Germ:
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
        if negative_base and r.denominator != 1 and not is_odd:
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
            raise NoExpansion("it oscillates without end") if germ.wavy else MoreTerms
        outwards: dict[Key, Number] = {}
        shift: Fraction | int = 0
        for key in [key for key in germ.terms if key < ZERO]:
            value = germ.terms[key]
            if sign_of(value) is None:
                if not self.final:
                    raise MoreDigits
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
        sign = leading_sign(germ)
        if leading_sign(germ.growth) < 0:
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
        if key[1] != 0 and key[0] == 0:
            raise NoExpansion("no expansion of a logarithm of a logarithm is known")
        small = self._relative(germ, key, first)
        series: list[Number] = [Fraction(0)]
        series += [Fraction((-1) ** (k + 1), k) for k in range(1, max(2, powers_needed(small, self.cut)))]
        parts = [composed(series, small, self.cut), Germ.constant(balls.log(first))]
        if key[0] != 0:
            parts.append(Germ({(0, -1): Fraction(-key[0])}))
        if key[1] != 0:
            parts.append(Germ({}, _ABOVE_LOG_LOG))
        if germ.growth is not None:
            parts.append(germ.growth)
        return add(parts, self.cut)

    # -- functions at a point, and far out ---------------------------------------------------------------------------

    def _near(self, expr: sp.Expr) -> tuple[Number, Germ] | int:
        """Return the limit and what is added to it, or the sign of an infinite limit."""
        germ = self.of(expr)
        if germ.growth is not None:
            germ = self._led(expr, germ)
            sign = leading_sign(germ)
            self.analytic = False
            grows = germ.growth is not None and leading_sign(germ.growth) > 0
            return sign if grows else (Fraction(0), Germ({}, None, sign))
        if any(key < ZERO for key in germ.terms):
            germ = self._led(expr, germ)
            if min(germ.terms, default=ZERO) < ZERO:
                self.analytic = False
                return leading_sign(germ)
        if germ.bound is not None and germ.bound <= ZERO:
            raise _Oscillation if germ.wavy else MoreTerms
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
        return self._bounded(expr.args[0], lambda c, n: cycle((balls.sin(c), balls.cos(c)), (1, 1, -1, -1), n))

    def _cos(self, expr: sp.Expr) -> Germ:
        return self._bounded(expr.args[0], lambda c, n: cycle((balls.cos(c), balls.sin(c)), (1, -1, -1, 1), n))

    def _sinh(self, expr: sp.Expr) -> Germ:
        return self._hyperbolic(expr, lambda c, n: cycle((balls.sinh(c), balls.cosh(c)), (1, 1, 1, 1), n), -1)

    def _cosh(self, expr: sp.Expr) -> Germ:
        return self._hyperbolic(expr, lambda c, n: cycle((balls.cosh(c), balls.sinh(c)), (1, 1, 1, 1), n), 1)

    def _hyperbolic(self, expr: sp.Expr, series: Callable[[Number, int], list[Number]], sign: int) -> Germ:
        inner = expr.args[0]
        near = self._near(inner)
        if isinstance(near, int):
            return scaled(self._sum([self._exp(inner), scaled(self._exp(-inner), sign)]), Fraction(1, 2))
        limit, small = near
        return composed(series(limit, powers_needed(small, self.cut)), small, self.cut)

    def _tanh(self, expr: sp.Expr) -> Germ:
        inner = expr.args[0]
        return self._bounded(inner, tanh_series, lambda sign: self._saturated(inner, sign))

    def _saturated(self, inner: sp.Expr, sign: int) -> Germ:
        """Return tanh z = ±1 ∓ 2/(1 + e^(±2z)) far out."""
        if self.of(inner).growth is not None:
            return Germ({ZERO: Fraction(sign)}, None, -sign)
        tail = self._power(1 + sp.exp(2 * sign * inner), Fraction(-1))
        return self._sum([Germ.constant(Fraction(sign)), scaled(tail, -2 * sign)])

    def _erf(self, expr: sp.Expr) -> Germ:
        return self._bounded(expr.args[0], erf_series, lambda sign: Germ({ZERO: Fraction(sign)}, None, -sign))

    def _erfc(self, expr: sp.Expr) -> Germ:
        def far(sign: int) -> Germ:
            return Germ({}, None, 1) if sign > 0 else Germ({ZERO: Fraction(2)}, None, -1)

        return self._bounded(expr.args[0], lambda c, n: [balls.erfc(c), *(-k for k in erf_series(c, n)[1:])], far)

    def _atan(self, expr: sp.Expr) -> Germ:
        inner = expr.args[0]

        def far(sign: int) -> Germ:
            quarter = scaled(self._number(sp.pi), Fraction(sign, 2))
            return self._sum([quarter, negative(self.of(sp.atan(sp.Pow(inner, -1, evaluate=False))))])

        return self._bounded(inner, atan_series, far)

    def _asinh(self, expr: sp.Expr) -> Germ:
        inner = expr.args[0]
        near = self._near(inner)
        if isinstance(near, int):
            size_ = near * inner
            return scaled(self.of(sp.log(size_ + sp.sqrt(size_**2 + 1))), near)
        limit, small = near
        count = powers_needed(small, self.cut)
        return composed(root_series(limit, 1, balls.asinh(limit), count), small, self.cut)

    def _asin(self, expr: sp.Expr) -> Germ:
        inner = expr.args[0]
        for sign in (1, -1):
            margin = 1 - sign * inner
            left = self._led(margin, self.of(margin), soft=True)
            if not left.terms or min(left.terms) > ZERO:  # √ at the ends: asin z = π/2 − 2 asin √((1 − z)/2)
                self.analytic = False
                quarter = scaled(self._number(sp.pi), Fraction(sign, 2))
                return self._sum([quarter, scaled(self.of(sp.asin(sp.sqrt(margin / 2))), -2 * sign)])
            if leading_sign(left) < 0:
                raise Undefined("it has no value there")
        near = self._near(inner)
        assert not isinstance(near, int)
        limit, small = near
        count = powers_needed(small, self.cut)
        return composed(root_series(limit, -1, balls.asin(limit), count), small, self.cut)

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
        factor = right if leading_sign(germ) > 0 else left
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
            if leading_sign(germ) == -wanted:
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


_RELATIONS: dict[Any, Callable[[int], bool]] = {
    sp.StrictGreaterThan: lambda sign: sign > 0,
    sp.GreaterThan: lambda sign: sign >= 0,
    sp.StrictLessThan: lambda sign: sign < 0,
    sp.LessThan: lambda sign: sign <= 0,
    sp.Equality: lambda sign: sign == 0,
    sp.Unequality: lambda sign: sign != 0,
}

_HANDLERS: dict[Any, Callable[[FormulaGerms, Any], Germ]] = {
    sp.exp: lambda self, expr: self._exp(expr.args[0]),
    sp.log: FormulaGerms._log,
    sp.sin: FormulaGerms._sin,
    sp.cos: FormulaGerms._cos,
    sp.sinh: FormulaGerms._sinh,
    sp.cosh: FormulaGerms._cosh,
    sp.tanh: FormulaGerms._tanh,
    sp.erf: FormulaGerms._erf,
    sp.erfc: FormulaGerms._erfc,
    sp.atan: FormulaGerms._atan,
    sp.asin: FormulaGerms._asin,
    sp.acos: FormulaGerms._acos,
    sp.asinh: FormulaGerms._asinh,
    sp.Abs: FormulaGerms._abs,
    special.RealAbs: FormulaGerms._abs,
    special.OddRoot: FormulaGerms._odd_root,
    special.Floor: FormulaGerms._floor,
    special.Ceil: FormulaGerms._ceiling,
    special.Relu: FormulaGerms._relu,
    special.LeakyRelu: FormulaGerms._leaky_relu,
    sp.sign: FormulaGerms._sign_of,
    special.RealSign: FormulaGerms._sign_of,
    sp.Heaviside: FormulaGerms._heaviside,
    sp.Max: FormulaGerms._largest,
    sp.Min: FormulaGerms._largest,
    special.Larger: FormulaGerms._largest,
    special.Smaller: FormulaGerms._largest,
    special.Cases: FormulaGerms._piecewise,
    sp.floor: FormulaGerms._floor,
    sp.ceiling: FormulaGerms._ceiling,
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
