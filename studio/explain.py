"""The mathematics of a formula, as plain values: what `render.py explain` shows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mathkit import (
    Derivative,
    DifferenceQuotient,
    Features,
    Function,
    Gradient,
    Hessian,
    SingularSets,
    TaylorPolynomial,
    format_number,
    parse_point,
    stationary_points,
    typst,
)
from mathkit.analysis.verification import largest_differences, sample_points
from mathkit.errors import DomainError

_REACH = 10.0  # how far from the point a curve is searched for features
_REACH_OF_SURFACE = 5.0
_ORDER = 4


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is true of a formula: `data` as one JSON object, `pages` as (title, rows of name and text) for people."""

    data: dict[str, Any]
    pages: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def explanation(text: str, at: str | None) -> Explanation:
    """Return what mathkit knows of a formula, with a point also there.

    Raises:
        FormulaError: the formula or the point does not parse.
        DomainError: the function has no value there.
    """
    f = Function.parse(text)
    point = None if at is None else parse_point(at, f.variables)
    if point is not None and not math.isfinite(f(*point)):
        _refuse(f, point)
    partials = {name: f.derivative(name) for name in f.variables}
    data: dict[str, Any] = {
        "expression": f.text,
        "variables": list(f.variables),
        "partials": {name: partial.text for name, partial in partials.items()},
        "gradient": [partial.text for partial in partials.values()],
        "hessian": [[partial.derivative(name).text for name in f.variables] for partial in partials.values()],
        "at": None,
        "value": None,
        "gradient_at": None,
        "hessian_at": None,
        "tangent": None,
        "tangent_plane": None,
        "kinks": [],
        "poles": [],
        "jumps": [],
        "critical_points": [],
        "typst": {"expression": typst(f), "partials": {name: typst(partial) for name, partial in partials.items()}},
        "checks": largest_differences(f, sample_points(f, point)) if f.variables else {},
    }
    pages = list(_about(f, data, point))
    if point is not None:
        pages += _at(f, data, point)
    if len(f.variables) == 1:
        pages += [("by the rules", tuple(_steps(f, data)))]
    return Explanation(data, tuple(page for page in pages if page[1]))


Page = tuple[str, tuple[tuple[str, str], ...]]


def _refuse(f: Function, point: tuple[float, ...]) -> None:
    if not point:
        raise DomainError(f"{f.text} has no value.")
    Gradient.of(f, point)  # says where it has one
    raise DomainError(f"{f.text} has no value there")


def _about(f: Function, data: dict[str, Any], point: tuple[float, ...] | None) -> list[Page]:
    """Return what the whole curve or surface does, around the point."""
    if len(f.variables) == 1:
        return _about_curve(f, data, point[0] if point else 0.0)
    if f.variables:
        _about_surface(f, data, point or (0.0,) * len(f.variables))
    found = [(f"{kind} where", text) for kind in ("poles", "kinks", "jumps") for text in data[kind]]
    found += [(p["kind"], f"f({_numbers(p['at'].values())}) = {_number(p['value'])}") for p in data["critical_points"]]
    return [(f"within {_REACH_OF_SURFACE:g} of the point", tuple(found))]


def _about_curve(f: Function, data: dict[str, Any], centre: float) -> list[Page]:
    found = Features.of(f, (centre - _REACH, centre + _REACH))
    data["kinks"] = [place.x for place in found.kinks]
    data["poles"] = [place.x for place in found.poles]
    data["jumps"] = [place.x for place in found.jumps]
    (name,) = f.variables
    data["critical_points"] = [
        {"at": {name: point.x}, "value": point.value, "kind": point.kind} for point in found.critical_points
    ]
    data["typst"]["features"] = found.typst
    runs = " and ".join(f"{_number(low)} … {_number(high)}" for low, high in found.domain) or "nowhere"
    rows = [("defined", runs)]
    groups = (("zero", found.roots), ("poles", found.poles), ("kinks", found.kinks), ("jumps", found.jumps))
    rows += [(label, _numbers(place.x for place in places)) for label, places in groups if places]
    rows += [(p.kind, f"f({_number(p.x)}) = {_number(p.value)}") for p in found.critical_points]
    return [(f"for {name} from {_number(found.interval[0])} to {_number(found.interval[1])}", tuple(rows))]


def _about_surface(f: Function, data: dict[str, Any], centre: Sequence[float]) -> None:
    box = [(value - _REACH_OF_SURFACE, value + _REACH_OF_SURFACE) for value in centre]
    found = SingularSets.of(f, box)
    for kind, loci in (("kinks", found.kinks), ("poles", found.poles), ("jumps", found.jumps)):
        data[kind] = [f"{locus.text} = 0" for locus in loci]
    data["critical_points"] = [
        {"at": dict(zip(f.variables, point.at, strict=True)), "value": point.value, "kind": point.kind}
        for point in stationary_points(f, box)
    ]


def _at(f: Function, data: dict[str, Any], point: tuple[float, ...]) -> list[Page]:
    """Return what is true at the point; without a gradient or Hessian where it has none, and the reason on the page."""
    data["at"] = dict(zip(f.variables, point, strict=True))
    data["value"] = f(*point)
    if not point:
        return []
    try:
        gradient = Gradient.of(f, point)
    except DomainError as reason:
        return [("no slope", (("", str(reason)),))]
    slopes = gradient.components
    data["gradient_at"] = dict(zip(f.variables, slopes, strict=True))
    intercept = gradient.value - sum(slope * value for slope, value in zip(slopes, point, strict=True))
    if len(point) == 1:
        data["tangent"] = {"slope": slopes[0], "intercept": intercept}
    elif len(point) == 2:
        data["tangent_plane"] = {"slopes": list(slopes), "intercept": intercept}
    try:
        hessian = Hessian.of(f, point)
    except DomainError as reason:
        return [("no second derivative", (("", str(reason)),))]
    data["hessian_at"] = hessian.matrix.tolist()
    data["typst"] |= {"hessian": hessian.typst, "hessian_at": hessian.typst_at}
    bends = (("eigenvalues of ∇²f", _numbers(hessian.eigenvalues.tolist())), ("∇²f is that of a", hessian.kind))
    return [("how it bends", bends)] if len(point) > 1 else _approximated(f, data, point[0])


def _approximated(f: Function, data: dict[str, Any], at: float) -> list[Page]:
    """The Taylor polynomial and the difference quotient of a curve."""
    try:
        taylor, quotient = TaylorPolynomial.of(f, at, _ORDER), DifferenceQuotient.of(f, at)
    except DomainError:
        return []
    data["typst"] |= {"taylor": taylor.typst, "difference_quotient": quotient.typst}
    near = 0.5
    bound = taylor.remainder_bound((at - near, at + near))
    surely = "at most" if bound.proven else "by samples at most about"
    wrong = f"{surely} {_number(bound.size)} within {near:g} (Lagrange)"
    if math.isinf(bound.size):
        wrong = f"no bound within {near:g}: the curve is not smooth there"
    rows = (
        (f"f({f.variables[0]}) ≈", _polynomial(taylor)),
        ("wrong by", wrong),
        ("difference quotient", f"best with h = {_number(quotient.best_h)}"),
    )
    return [("nearby", rows)]


def _steps(f: Function, data: dict[str, Any]) -> list[tuple[str, str]]:
    steps = Derivative.of(f).steps
    data["typst"]["steps"] = [step.typst for step in steps]
    (name,) = f.variables
    return [(step.rule, f"d/d{name} [{step.part.text}] = {step.result.text}") for step in steps]


def _polynomial(taylor: TaylorPolynomial) -> str:
    """The Taylor polynomial in powers of x − a, with decimals."""
    (x,) = taylor.function.variables
    step = x if taylor.at == 0 else f"({x} {'−' if taylor.at > 0 else '+'} {_number(abs(taylor.at))})"
    text = ""
    for k, number in enumerate(taylor.coefficients.tolist()):
        if number or (not text and k == taylor.order):
            sign = "−" if number < 0 else "+" if text else ""
            text += f" {sign} " if text else sign
            text += _number(abs(number)) + (f" {step}^{k}" if k > 1 else f" {step}" if k else "")
    return text


def _number(value: float) -> str:
    return format_number(value, 6)


def _numbers(values: Any) -> str:
    return ", ".join(map(_number, values))
