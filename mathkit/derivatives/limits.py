"""Limits of a curve: from either side, from both, and at infinity."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, Self

from mathkit.derivatives.expansion import NoExpansion, OneSidedExpansion, Undefined, both_sides, differ
from mathkit.errors import DomainError
from mathkit.formula.function import Function
from mathkit.notation.number_format import format_number, typst_number
from mathkit.notation.typst_parts import part
from mathkit.notation.typst_printer import symbol_source

NONE = '"does not exist"'

Side = Literal["left", "right", "both"]
LimitKind = Literal["value", "infinite", "none"]


@dataclass(frozen=True, slots=True)
class Limit:
    """lim f(x) for x → at, from one side or both; f need have no value there (MML §5.1; Spivak, Calculus, chapter 5).

    `kind` is "value" (a finite limit), "infinite" (`value` is ±inf) or "none" (`value` is NaN, and `reason` says why).
    Where f is defined on one side only, its limit from both sides is the one that there is. A limit of "none" because
    the search gave up says so in its reason.
    """

    function: Function
    at: float
    side: Side
    value: float
    kind: LimitKind
    reason: str = ""

    @classmethod
    def of(cls, f: Function, at: float, side: Side = "both") -> Self:
        """Take the limit of a function of one variable; `at` may be ±inf. Raises DomainError for more variables."""
        if len(f.variables) > 1:
            raise DomainError(f"{f.text} has {len(f.variables)} variables; a limit of a curve takes a formula in one")
        at = float(at)
        if not f.variables:
            return cls(f, at, side, f(), "value")
        if math.isinf(at):
            return cls._one_sided(f, at, side, _attempt(f, at, 1.0))
        left, right = both_sides(f, (at,), (1.0,), 1)
        if side != "both":
            return cls._one_sided(f, at, side, left if side == "left" else right)
        if isinstance(left, Undefined) or isinstance(right, Undefined):
            return cls._one_sided(f, at, side, right if isinstance(left, Undefined) else left)
        ends = [cls._one_sided(f, at, side, each) for each in (left, right)]
        for end in ends:
            if end.kind == "none":
                return end
        assert isinstance(left, OneSidedExpansion)
        assert isinstance(right, OneSidedExpansion)
        if differ(left.limit_number, right.limit_number):
            shown = " from the left, ".join(format_number(end.value) for end in ends)
            return cls(f, at, side, math.nan, "none", f"{shown} from the right")
        return ends[1]

    @classmethod
    def _one_sided(cls, f: Function, at: float, side: Side, found: OneSidedExpansion | NoExpansion) -> Self:
        try:
            if isinstance(found, NoExpansion):
                raise found
            value, kind = found.limit, "infinite" if found.infinite else "value"
        except NoExpansion as reason:
            return cls(f, at, side, math.nan, "none", str(reason))
        return cls(f, at, side, value, "infinite" if kind == "infinite" else "value")

    @property
    def typst(self) -> str:
        """Return lim f(x) = …, or that there is none; the parts are output and limit."""
        x = symbol_source(self.function.variables[0]) if self.function.variables else "x"
        mark = {"left": "^-", "right": "^+", "both": ""}[self.side] if math.isfinite(self.at) else ""
        head = f"lim_({x} -> {typst_number(self.at)}{mark}) {part(f'f({x})', 'output')}"
        if self.kind == "none":
            return f"{head} quad {part(NONE, 'limit')}"
        return f"{head} = {part(typst_number(self.value), 'limit')}"


def _attempt(f: Function, at: float, direction: float) -> OneSidedExpansion | NoExpansion:
    try:
        return OneSidedExpansion.of(f, (at,), (direction,), 1)
    except NoExpansion as reason:
        return reason
