"""The mathematics of a formula, as plain values: what `render.py explain` shows."""

from __future__ import annotations

import math
from typing import Any

from mathkit import Function, Gradient, Tangent, TangentPlane, parse_point, typst
from mathkit.errors import DomainError


def explanation(text: str, at: str | None) -> dict[str, Any]:
    """Return a formula's variables and partial derivatives; with a point also its value, gradient and tangent.

    Raises:
        FormulaError: the formula or the point does not parse.
        DomainError: the function has no value or no slope there.
    """
    f = Function.parse(text)
    partials = {name: f.derivative(name) for name in f.variables}
    told: dict[str, Any] = {
        "expression": f.text,
        "variables": list(f.variables),
        "partials": {name: partial.text for name, partial in partials.items()},
        "typst": {"expression": typst(f), "partials": {name: typst(partial) for name, partial in partials.items()}},
        "at": None,
        "value": None,
        "gradient_at": None,
        "tangent": None,
        "tangent_plane": None,
    }
    if at is not None:
        told |= _at(f, parse_point(at, f.variables))
    return told


def _at(f: Function, point: tuple[float, ...]) -> dict[str, Any]:
    if not point:
        return {"at": {}, "value": _finite(f, f())}
    gradient = Gradient.of(f, point)
    told: dict[str, Any] = {
        "at": dict(zip(f.variables, point, strict=True)),
        "value": gradient.value,
        "gradient_at": dict(zip(f.variables, gradient.components, strict=True)),
    }
    if len(point) == 1:
        tangent = Tangent.of(f, point[0])
        told["tangent"] = {"slope": tangent.slope, "intercept": tangent.intercept}
    elif len(point) == 2:
        plane = TangentPlane.of(f, (point[0], point[1]))
        told["tangent_plane"] = {"slopes": list(plane.slopes), "intercept": float(plane(0.0, 0.0))}
    return told


def _finite(f: Function, value: float) -> float:
    if not math.isfinite(value):
        raise DomainError(f"{f.text} has no value.")
    return float(value)
