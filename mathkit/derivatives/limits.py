"""Limits of a curve: from either side, from both, and at infinity."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Self

from mathkit.derivatives.expansion import NoExpansion, OneSidedExpansion, Undefined, both_sides, differ
from mathkit.errors import DomainError
from mathkit.formula.function import Function
from mathkit.notation.number_format import format_number, typst_place
from mathkit.notation.typst_parts import part, valued
from mathkit.notation.typst_printer import symbol_source

NONE = '"does not exist"'

Side = Literal["left", "right", "both"]
LimitKind = Literal["value", "infinite", "none"]

_MOST_PAIRS = 15  # of axes: all of six variables


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
        head = f"lim_({x} -> {typst_place(self.at)}{mark}) {part(f'f({x})', 'output')}"
        if self.kind == "none":
            return f"{head} quad {part(NONE, 'limit')}"
        return valued(head, self.value, "limit", at=(self.at,))


@dataclass(frozen=True, slots=True)
class Approach:
    """A path to a point: at + (direction[i] · t^powers[i]) for t → 0⁺."""

    direction: tuple[float, ...]
    powers: tuple[int, ...]

    @property
    def linear(self) -> tuple[float, ...]:
        """Return the direction in which the path arrives, the velocity at t = 0."""
        return tuple(share * (power == 1) for share, power in zip(self.direction, self.powers, strict=True))

    def __str__(self) -> str:
        if set(self.powers) == {1}:
            return f"along ({', '.join(format_number(share) for share in self.direction)})"
        entries = (
            ("-" * (share < 0)) + ("t" if power == 1 else f"t^{power}")
            for share, power in zip(self.direction, self.powers, strict=True)
        )
        return f"along the curve ({', '.join(entries)})"


def directions(count: int) -> tuple[tuple[float, ...], ...]:
    """Return the axes, and the diagonals between each two of them: along which a point is approached."""
    axes = [tuple(float(k == axis) for k in range(count)) for axis in range(count)]
    pairs = list(itertools.combinations(range(count), 2))[:_MOST_PAIRS]
    diagonals = [
        tuple(float(k == first) + sign * float(k == other) for k in range(count))
        for first, other in pairs
        for sign in (1, -1)
    ]
    slanted = [tuple(float(k + 1) for k in range(count)), tuple(float(3 - 5 * k) for k in range(count))]
    return (*axes, *diagonals, *slanted)


def approaches(count: int) -> list[Approach]:
    """Return paths from both sides along those lines; in two variables along curves, too, that touch an axis."""
    ones = (1,) * count
    paths = [
        Approach(tuple(sign * share for share in line), ones)
        for line in directions(count)[: None if count > 1 else 1]
        for sign in (1.0, -1.0)
    ]
    if count == 2:
        ends = tuple(itertools.product((1.0, -1.0), repeat=2))
        paths += [Approach(end, powers) for powers in ((1, 2), (2, 1), (1, 3), (3, 1)) for end in ends]
    return paths


def described_limit(f: Function, at: Sequence[float]) -> str:
    """Return "its limit there is 1; " and the like for a point without a value; nothing where there is no limit."""
    if len(at) == 1:
        limit = Limit.of(f, at[0])
        if limit.kind == "none":
            ends = [Limit.of(f, at[0], side) for side in ("left", "right")]
            if any(end.kind == "none" for end in ends):
                return ""
            below, above = (format_number(end.value) for end in ends)
            return f"its limit from the left is {below}, from the right {above}; "
        return f"its limit there is {format_number(limit.value)}; "
    found = [(path, side) for path in approaches(len(at)) if (side := _approached(f, at, path)) is not None]
    try:
        for path, side in found[1:]:
            if differ(found[0][1].limit_number, side.limit_number):
                lines = " and ".join(f"{format_number(end.limit)} {line}" for line, end in (found[0], (path, side)))
                return f"the limit depends on the direction: {lines}; "
        return f"its limit there is {format_number(found[0][1].limit)} along every line tried; " if found else ""
    except NoExpansion:
        return ""


def _approached(f: Function, at: Sequence[float], path: Approach) -> OneSidedExpansion | None:
    try:
        return OneSidedExpansion.of(f, at, path.direction, 0, path.powers)
    except NoExpansion:
        return None


def _attempt(f: Function, at: float, direction: float) -> OneSidedExpansion | NoExpansion:
    try:
        return OneSidedExpansion.of(f, (at,), (direction,), 1)
    except NoExpansion as reason:
        return reason
