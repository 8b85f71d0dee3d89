# ruff: noqa: D102 -- `fdiff` is sympy's; `elementary` is documented where it is declared
"""The functions that sympy has no real-valued form of: activations, |·|, sign and steps of anything, odd roots.

Each is a sympy function that states its own derivative (`fdiff`) beside its elementary form (`elementary`), so that a
derivative stays as short as it is in a book, σ′ = σ(1 − σ), and another library can check it from the elementary form.

sympy's own `Abs`, `sign`, `Max` differentiate to `re`, `im` and `DiracDelta` where it cannot prove that the argument is
real (|log x|). Here every argument is real by definition, and a derivative is the one that holds almost everywhere.
"""

from __future__ import annotations

import functools
from typing import Any, ClassVar

import sympy as sp
from sympy.functions.elementary.piecewise import ExprCondPair

from mathkit.notation.term_order import cases_text

#: Slope of leaky_relu left of zero, as in PyTorch.
LEAK = sp.Rational(1, 100)
#: λ and λ α of selu.
_SELU, _SELU_LEFT = sp.Float(1.0507009873554805), sp.Float(1.0507009873554805 * 1.6732632423543772)


class Cases(sp.Expr):
    """The value of the first row whose condition holds; its args are pairs of a value and a condition.

    Sympy's Piecewise solves for its conditions with every operation on it, which may take for ever.
    """

    def __new__(cls, *rows: Any) -> Any:
        pairs = []
        for value, condition in rows:
            if condition not in (sp.false, False):
                pairs.append(ExprCondPair(value, condition))
            if condition in (sp.true, True):
                break
        if not pairs:
            return sp.nan
        return pairs[0].expr if pairs[0].cond == sp.true else super().__new__(cls, *pairs)

    def _eval_is_extended_real(self) -> bool:
        return True

    def _eval_derivative(self, symbol: sp.Symbol) -> sp.Expr:
        return Cases(*((value.diff(symbol), condition) for value, condition in self.args))

    def _sympystr(self, printer: Any) -> str:
        return cases_text(printer, self.args)


Cases.__name__ = "Piecewise"  # by which sympy's printers know how to print it


class RealFunction(sp.Function):
    """A function of one real argument with a real value."""

    is_real = True
    is_extended_real = True
    #: Its name in a formula.
    typed: ClassVar[str]

    def elementary(self) -> sp.Expr:
        """Return the same value, written with functions that every library knows."""
        raise NotImplementedError

    def _eval_evalf(self, prec: int) -> Any:
        return self.elementary()._eval_evalf(prec)

    def _sympystr(self, printer: Any) -> str:
        return f"{self.typed}({printer.stringify(self.args, ', ')})"


class Sigmoid(RealFunction):
    """σ(z) = 1/(1 + e^(−z))."""

    typed = "sigmoid"

    def elementary(self) -> sp.Expr:
        return 1 / (1 + sp.exp(-self.args[0]))

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        return self * (1 - self)


class Softplus(RealFunction):
    """Smooth relu, log(1 + e^z), whose derivative is σ(z)."""

    typed = "softplus"

    def elementary(self) -> sp.Expr:
        return sp.log(1 + sp.exp(self.args[0]))

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        return Sigmoid(self.args[0])


class Relu(RealFunction):
    """The larger of 0 and z; its slope at 0 is taken as 0, as in PyTorch."""

    typed = "relu"

    def elementary(self) -> sp.Expr:
        return Cases((self.args[0], self.args[0] > 0), (0, True))

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        return choose(self.args[0] > 0, sp.S.One, sp.S.Zero)


class LeakyRelu(RealFunction):
    """The value z where z > 0, z/100 elsewhere."""

    typed = "leaky_relu"

    def elementary(self) -> sp.Expr:
        return Cases((self.args[0], self.args[0] > 0), (LEAK * self.args[0], True))

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        return choose(self.args[0] > 0, sp.S.One, LEAK)


class Gelu(RealFunction):
    """The product z Φ(z), where Φ is the standard normal distribution function (Hendrycks & Gimpel 2016, §2)."""

    typed = "gelu"

    def elementary(self) -> sp.Expr:
        z = self.args[0]
        return z * (1 + sp.erf(z / sp.sqrt(2))) / 2

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        z = self.args[0]
        return (1 + sp.erf(z / sp.sqrt(2))) / 2 + z * sp.exp(-(z**2) / 2) / sp.sqrt(2 * sp.pi)


class Selu(RealFunction):
    """λ z where z > 0, λ α (e^z − 1) elsewhere: keeps mean and variance (Klambauer et al. 2017, §2)."""

    typed = "selu"

    def elementary(self) -> sp.Expr:
        z = self.args[0]
        return Cases((_SELU * z, z > 0), (_SELU_LEFT * (sp.exp(z) - 1), True))

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        return choose(self.args[0] > 0, _SELU, self + _SELU_LEFT)


class RealAbs(RealFunction):
    """|z| of an argument of which sympy does not know that it is real."""

    typed = "abs"

    @classmethod
    def eval(cls, z: sp.Expr) -> sp.Expr | None:
        return sp.Abs(z) if z.is_number and z.is_extended_real else None

    def elementary(self) -> sp.Expr:
        return Cases((self.args[0], self.args[0] > 0), (-self.args[0], True))

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        return RealSign(self.args[0])


class RealSign(RealFunction):
    """−1, 0 or 1; flat, so its derivative is 0 almost everywhere."""

    typed = "sign"

    @classmethod
    def eval(cls, z: sp.Expr) -> sp.Expr | None:
        return sp.sign(z) if z.is_number and z.is_extended_real else None

    def elementary(self) -> sp.Expr:
        z = self.args[0]
        return Cases((1, z > 0), (-1, z < 0), (0, True))

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        return sp.S.Zero


class Floor(RealFunction):
    """The largest whole number that is not above z; level between its jumps."""

    typed = "floor"
    is_integer = True

    @classmethod
    def eval(cls, z: sp.Expr) -> sp.Expr | None:
        return sp.Integer(z.p // z.q) if z.is_Rational else None

    def elementary(self) -> sp.Expr:
        return sp.floor(self.args[0], evaluate=False)

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        return sp.S.Zero


class Ceil(Floor):
    """The smallest whole number that is not below z."""

    typed = "ceil"

    @classmethod
    def eval(cls, z: sp.Expr) -> sp.Expr | None:
        return sp.Integer(-(-z.p // z.q)) if z.is_Rational else None

    def elementary(self) -> sp.Expr:
        return sp.ceiling(self.args[0], evaluate=False)


class OddRoot(RealFunction):
    """The real n-th root of z for an odd n, also left of 0, where sympy's power is complex."""

    typed = "root"

    @classmethod
    def eval(cls, z: sp.Expr, n: sp.Integer) -> sp.Expr | None:
        if not z.is_number or z.is_extended_real is not True:
            return None
        return -((-z) ** (1 / n)) if z.is_negative else z ** (1 / n) if z.is_nonnegative else None

    def elementary(self) -> sp.Expr:
        z, n = self.args
        return Cases((z ** (1 / n), z >= 0), (-((-z) ** (1 / n)), True))

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        n = self.args[1]
        return self ** (1 - n) / n

    def _sympystr(self, printer: Any) -> str:
        z, n = self.args
        return f"cbrt({printer.doprint(z)})" if n == 3 else f"({printer.doprint(z)})**(1/{n})"


class Atan2(RealFunction):
    """The angle of the point (x, y), from −π to π, as atan2(y, x); none at the origin."""

    typed = "atan2"

    def elementary(self) -> sp.Expr:
        y, x = self.args
        return Cases(
            (sp.atan(y / x), x > 0),
            (sp.pi / 2 - sp.atan(x / y), y > 0),
            (-sp.pi / 2 - sp.atan(x / y), y < 0),
            (sp.pi, True),
        )

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        y, x = self.args
        return (x if argindex == 1 else -y) / (x**2 + y**2)


class Larger(sp.Function):
    """The larger of two real numbers; where they are equal its slope is that of b."""

    typed = "max"

    def elementary(self) -> sp.Expr:
        a, b = self.args
        return Cases((a, a > b), (b, True))

    _sympystr = RealFunction._sympystr

    def _eval_is_extended_real(self) -> bool:
        return True

    def _eval_evalf(self, prec: int) -> Any:
        return self.elementary()._eval_evalf(prec)

    def _eval_derivative(self, symbol: sp.Symbol) -> sp.Expr:
        a, b = self.args
        return choose(a > b, a.diff(symbol), b.diff(symbol))


class Smaller(Larger):
    """The smaller of two real numbers."""

    typed = "min"

    def elementary(self) -> sp.Expr:
        a, b = self.args
        return Cases((a, a < b), (b, True))

    def _eval_derivative(self, symbol: sp.Symbol) -> sp.Expr:
        a, b = self.args
        return choose(a < b, a.diff(symbol), b.diff(symbol))


def choose(condition: Any, yes: sp.Expr, no: sp.Expr) -> sp.Expr:
    """Return `yes` where the condition holds, `no` elsewhere: a Piecewise only where there is something to choose."""
    if yes == no or condition == sp.true:
        return yes
    if condition == sp.false:
        return no
    if isinstance(condition, sp.core.relational.Relational) and condition.lhs.is_number:
        condition = condition.reversed  # x < 0, where sympy has 0 > x
    return Cases((yes, condition), (no, True))


def elementary(expr: sp.Expr) -> sp.Expr:
    """Write every function of this module in `expr` out with elementary functions."""
    return expr.replace(  # simultaneously, sympy would leave relu(2) of relu(relu(2)) as it is
        lambda node: isinstance(node, (RealFunction, Larger)), lambda node: node.elementary(), simultaneous=False
    )


def of_sympy(expr: sp.Expr) -> sp.Expr:
    """Rewrite what sympy has its own classes for, and a formula here has others: pieces and steps."""
    for kind, swap in ((sp.Piecewise, Cases), (sp.floor, Floor), (sp.ceiling, Ceil)):
        if expr.has(kind):
            expr = expr.replace(kind, swap)
    return expr


def real_valued(expr: sp.Expr) -> sp.Expr:
    """Rewrite sympy's complex-minded |·|, sign, Max and Min in their real forms, ready to be differentiated."""
    swaps: list[tuple[type, Any]] = [
        (sp.Abs, RealAbs),
        (sp.sign, RealSign),
        (sp.Max, larger),
        (sp.Min, smaller),
        (sp.Heaviside, lambda z, _at_zero=None: choose(z > 0, sp.S.One, sp.S.Zero)),
    ]
    for kind, swap in swaps:
        if expr.has(kind):
            expr = expr.replace(kind, swap)
    return expr


def larger(*args: sp.Expr) -> sp.Expr:
    """Return the largest of one or more real numbers."""
    return functools.reduce(Larger, args)


def smaller(*args: sp.Expr) -> sp.Expr:
    """Return the smallest of one or more real numbers."""
    return functools.reduce(Smaller, args)
