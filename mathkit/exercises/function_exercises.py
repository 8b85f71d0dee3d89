"""Exercises about curves and surfaces: tangents, partial derivatives, gradients."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from mathkit.derivatives.derivation_steps import Derivative
from mathkit.derivatives.directional_derivative import DirectionalDerivative
from mathkit.derivatives.gradients import Gradient, Slice, TangentPlane
from mathkit.derivatives.secants import Secant
from mathkit.derivatives.tangents import Tangent
from mathkit.exercises.exercise import Draw, Exercise
from mathkit.formula.function import Function
from mathkit.notation.number_format import (
    agreeing_digits,
    sum_without_noise,
    typst_equals,
    typst_number,
    typst_place,
)
from mathkit.notation.typst_parts import arguments, column, typed_place, valued
from mathkit.notation.typst_printer import typst
from mathkit.optimisation.descent import DescentPath

_CURVES = (
    "{a}*x^2 - {b}*x",
    "x^3 - {b}*x",
    "x*exp(-x/{a})",
    "{a}*sin(x) + x/{b}",
    "log(1 + {a}*x^2)",
    "{a}/(1 + x^2)",
    "1/(1 + exp({b} - {a}*x))",
)
_SURFACES = (
    "{a}*x^2 + {b}*y^2",
    "x^2*y - {b}*y",
    "{a}*x*y - y^2",
    "x*exp(-y/{a})",
    "{a}*x + sin({b}*y)*x",
    "(x - {a})^2 + {b}*x*y",
)
_BOWLS = ("x^2 + {a}*y^2", "{a}*x^2 + x*y + {b}*y^2", "(x - {a})^2/2 + {b}*y^2")
_POINTS = (-2, -1, 1, 2)
_LEAST_SLOPE = 0.01
_DIGITS = 4  # of values and slopes that are compared with one another


def _curve(draw: Draw) -> tuple[Function, float]:
    """Draw a curve and a point at which it is not level: a slope of 0 teaches nothing of what is asked."""
    while True:
        f = Function.parse(_without_ones(draw.choice(_CURVES).format(a=draw.randint(2, 5), b=draw.randint(1, 4))))
        at = float(draw.choice(_POINTS))
        if abs(Tangent.of(f, at).slope) > _LEAST_SLOPE:
            return f, at


def _surface(draw: Draw, forms: Sequence[str] = _SURFACES) -> tuple[Function, tuple[float, float]]:
    """Draw a surface and a point at which it slopes along both axes."""
    while True:
        text = _without_ones(draw.choice(forms).format(a=draw.randint(2, 4), b=draw.randint(1, 3)))
        f, at = Function.parse(text, ("x", "y")), (float(draw.choice(_POINTS)), float(draw.choice(_POINTS)))
        if all(abs(slope) > _LEAST_SLOPE for slope in Gradient.of(f, at).components):
            return f, at


def _without_ones(text: str) -> str:
    """Leave out factors and divisors of 1, as people do."""
    return re.sub(r"\b1\*|/1\b", "", text)


def _named(f: Function) -> str:
    return f"f{arguments(f.variables)} = {typst(f)}"


# -- a curve ---------------------------------------------------------------------------------------------------------


def tangent_to_a_curve(draw: Draw) -> Exercise:
    """Ask for the tangent's slope and value at a point."""
    f, at = _curve(draw)
    tangent = Tangent.of(f, at)
    return Exercise(
        f"Differentiate ${_named(f)}$, and give the equation of its tangent at $x = {typst_place(at)}$.",
        (
            Derivative.of(f).typst,
            valued(f"f({typst_place(at)})", tangent.value, digits=_DIGITS),
            tangent.typst_at,
            tangent.equation(_DIGITS),
        ),
        (tangent.slope, tangent.value),
    )


def secant_and_tangent(draw: Draw) -> Exercise:
    """Ask for a secant's slope with a short run, and how far it is from the tangent's."""
    f, at = _curve(draw)
    h = draw.choice((0.1, 0.01))
    secant, tangent = Secant.of(f, at, h), Tangent.of(f, at)
    return Exercise(
        f"For ${_named(f)}$, compute the slope of the secant from $x = {typst_place(at)}$ "
        f"with $h = {typst_number(h)}$. Then compute the slope of the tangent, and compare.",
        (secant.typst, tangent.typst_at),
        (secant.slope, tangent.slope),
    )


def straight_prediction(draw: Draw) -> Exercise:
    """Ask for a linear prediction, and for its error."""
    f, at = _curve(draw)
    dx = draw.choice((-0.2, -0.1, 0.1, 0.2))
    tangent = Tangent.of(f, at)
    prediction = tangent.predict(dx)
    # The line as it is written has to give the prediction as it is written.
    digits = agreeing_digits(
        (tangent.value, tangent.slope),
        prediction.predicted,
        lambda line: sum_without_noise(line[0], line[1] * dx),
        prediction.digits,
        _DIGITS,
    )
    return Exercise(
        f"Predict $f({typst_place(at + dx)})$ for ${_named(f)}$ from the tangent at $x = {typst_place(at)}$. "
        "By how much is the prediction wrong?",
        (tangent.equation(digits), prediction.typst),
        (prediction.predicted, prediction.error),
    )


# -- a surface -------------------------------------------------------------------------------------------------------


def both_partials(draw: Draw) -> Exercise:
    """Ask for both partial derivatives, in symbols and at a point."""
    f, at = _surface(draw)
    gradient = Gradient.of(f, at)
    return Exercise(
        f"Find both partial derivatives of ${_named(f)}$, and their values at ${typed_place(at)}$.",
        (*gradient.typst_partials, *(Slice.of(f, at, along).typst_at for along in ("x", "y"))),
        gradient.components,
    )


def one_slice(draw: Draw) -> Exercise:
    """Ask for the curve that a plane cuts out, and for its slope."""
    f, at = _surface(draw)
    along = draw.choice(("x", "y"))
    cut = Slice.of(f, at, along)
    return Exercise(
        f"Cut the surface ${_named(f)}$ with the plane ${cut.fixed_name} = {typst_place(cut.fixed_value)}$. "
        f"Which curve is cut out, and how steep is it at ${along} = {typst_place(at[along == 'y'])}$?",
        (cut.typst, cut.typst_partial, cut.typst_at),
        (cut.slope,),
    )


def plane_on_a_surface(draw: Draw) -> Exercise:
    """Ask for the tangent plane."""
    f, at = _surface(draw)
    plane = TangentPlane.of(f, at)
    return Exercise(
        f"Give the tangent plane of ${_named(f)}$ at ${typed_place(at)}$.",
        (*Gradient.of(f, at).typst_partials, plane.typst),
        (plane.value, *plane.slopes),
    )


def steepest_ascent(draw: Draw) -> Exercise:
    """Ask for the direction in which a surface is steepest, as one of length 1, and how steep it is that way."""
    f, at = _surface(draw)
    gradient = Gradient.of(f, at)
    way = DirectionalDerivative.of(f, at, gradient.components).unit.tolist()
    digits = agreeing_digits(gradient.components, gradient.norm, lambda slopes: math.hypot(*slopes))
    written = column(map(typst_number, way))
    length = valued("abs(nabla f)", gradient.norm)
    unit = f"bold(u) = (nabla f) / abs(nabla f) {typst_equals(*way)} {written}"
    return Exercise(
        f"Which way is ${_named(f)}$ steepest at ${typed_place(at)}$, and how steep is it that way? Give the direction "
        "as a vector of length 1.",
        (gradient.typst, gradient.numbers(digits), length, unit),
        (*gradient.components, gradient.norm, *way),
    )


def slope_along_a_direction(draw: Draw) -> Exercise:
    """Ask for a directional derivative."""
    f, at = _surface(draw)
    direction = draw.choice(((1, 1), (3, 4), (-4, 3), (0, -1)))
    slope = DirectionalDerivative.of(f, at, direction)
    first = "" if math.hypot(*direction) == 1 else " (Bring the direction to length 1 first.)"
    return Exercise(
        f"Walk from ${typed_place(at)}$ in the direction $({direction[0]}, {direction[1]})$. "
        f"How steep is ${_named(f)}$ under your feet?{first}",
        (slope.gradient.typst, slope.typst),
        (slope.value,),
    )


def one_step_downhill(draw: Draw) -> Exercise:
    """Ask for one step of gradient descent, and what it does to the loss."""
    f, start = _surface(draw, _BOWLS)
    path = DescentPath.of(f, start, 0.1, 1)
    return Exercise(
        f"The loss is ${_named(f)}$. Take one step of gradient descent from ${typed_place(start)}$ with the rate "
        "$eta = 0.1$. Where do you arrive, and what is the loss there?",
        (Gradient.of(f, start).typst_at, path.typst),
        (*map(float, path.points[-1]), float(path.values[-1])),
    )
