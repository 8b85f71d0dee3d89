"""Sums, products and powers as they were typed: sympy keeps no order of terms, and multiplies 2(x + 1) out.

What sympy merges stays merged: x + x is written 2 x, and x · x is x².
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Self

import sympy as sp

from mathkit.notation.factors import over_and_under


@dataclass(frozen=True, slots=True)
class TypedForm:
    """How `value` was typed: as a sum, a product or a power of `parts`, in their order.

    With each part of a sum stands whether it is taken away, with each of a product whether it stands below the bar; of
    a power, the exponent is its second part. `negative` is a minus before all of it.
    """

    value: sp.Expr
    kind: Literal["sum", "product", "power"]
    parts: tuple[tuple[sp.Expr, bool], ...]
    negative: bool = False

    @classmethod
    def of_sum(cls, value: sp.Expr, parts: Sequence[tuple[sp.Expr, bool]]) -> Self | None:
        """Return the form of a sum of terms, each with whether it is taken away; None if some of them merge."""
        terms: list[tuple[sp.Expr, bool]] = []
        flat: list[sp.Expr] = []
        for term, negative in parts:
            signed = -term if negative else term
            if term != 0:
                terms.append((term, negative) if term.is_Add else (signed, False))
                flat += sp.Add.make_args(signed)
        kinds = {term.as_coeff_Mul()[1] for term in flat}
        whole = value.is_Add and len(terms) > 1 and len(value.args) == len(flat) == len(kinds)
        return cls(value, "sum", tuple(terms)) if whole else None

    @classmethod
    def of_product(cls, value: sp.Expr, parts: Iterable[tuple[sp.Expr, bool]]) -> Self | None:
        """Return the form of a product of factors, each with whether it divides; None if some of them merge."""
        above: list[sp.Expr] = []
        below: list[sp.Expr] = []
        negative = False
        for part, divides in parts:
            coefficient, _ = part.as_coeff_Mul()
            negative ^= bool(coefficient.is_negative)
            over, under = over_and_under(-part if coefficient.is_negative else part)
            above += under if divides else over
            below += over if divides else under
        if not (value.is_Add or value.is_Mul) or not _stay_apart(above, below):
            return None
        if len(above) + len(below) == 1 and not (negative and value.is_Add):
            return None
        if value.is_Mul and negative:
            value, negative = -value, False
        factors = (*((factor, False) for factor in above), *((factor, True) for factor in below))
        return cls(value, "product", factors, negative)

    @classmethod
    def of_power(cls, value: sp.Expr, base: sp.Expr, exponent: sp.Expr) -> Self | None:
        """Return the form of a power of a product, which sympy spreads over the factors; None for other powers."""
        spread = value.is_Mul and base.is_Mul and exponent.is_Integer and exponent > 1
        if not spread or base.as_coeff_Mul()[0].is_negative:
            return None
        return cls(value, "power", ((base, False), (exponent, False)))

    @property
    def outlives(self) -> bool:
        """Tell whether a computed formula keeps it too: it has no other order of factors than people have."""
        return self.kind != "product" or self.value.is_Add

    @property
    def flat(self) -> bool:
        """Tell whether it is a sum without brackets."""
        return self.kind == "sum" and not any(part.is_Add for part, _ in self.parts)


def _stay_apart(above: list[sp.Expr], below: list[sp.Expr]) -> bool:
    """Tell whether no two factors make one: at most one number above and one below, without a common divisor."""
    over, under = ([factor for factor in side if factor.is_Number] for side in (above, below))
    if len(over) > 1 or len(under) > 1:
        return False
    if over and under and not (over[0].is_Integer and under[0].is_Integer and math.gcd(*map(int, over + under)) == 1):
        return False
    bases = [factor.as_base_exp()[0] for factor in above + below if not factor.is_Number]
    return len(set(bases)) == len(bases) > 0
