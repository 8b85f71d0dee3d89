"""Exercises about curves and surfaces: tangents, partial derivatives, gradients."""

from __future__ import annotations

from collections.abc import Sequence

from mathkit.derivatives.derivation_steps import Derivative
from mathkit.derivatives.directional_derivative import DirectionalDerivative
from mathkit.derivatives.gradients import Gradient, Slice, TangentPlane
from mathkit.derivatives.secants import Secant
from mathkit.derivatives.tangents import Tangent
from mathkit.exercises.exercise import Draw, Exercise
from mathkit.formula.function import Function
from mathkit.notation.number_format import typst_number
from mathkit.notation.typst_parts import arguments
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


def _curve(draw: Draw) -> tuple[Function, float]:
    f = Function.parse(draw.choice(_CURVES).format(a=draw.randint(2, 5), b=draw.randint(1, 4)))
    return f, float(draw.choice(_POINTS))


def _surface(draw: Draw, forms: Sequence[str] = _SURFACES) -> tuple[Function, tuple[float, float]]:
    f = Function.parse(draw.choice(forms).format(a=draw.randint(2, 4), b=draw.randint(1, 3)), ("x", "y"))
    return f, (float(draw.choice(_POINTS)), float(draw.choice(_POINTS)))


def _named(f: Function) -> str:
    return f"f{arguments(f.variables)} = {typst(f)}"


# -- a curve ---------------------------------------------------------------------------------------------------------


def tangent_to_a_curve(draw: Draw) -> Exercise:
    """Ask for the tangent's slope and value at a point."""
    f, at = _curve(draw)
    tangent = Tangent.of(f, at)
    return Exercise(
        f"Differentiate ${_named(f)}$, and give the equation of its tangent at $x = {typst_number(at)}$.",
        (
            Derivative.of(f).typst,
            f"f({typst_number(at)}) = {typst_number(tangent.value)}",
            tangent.typst_at,
            tangent.typst,
        ),
        (tangent.slope, tangent.value),
    )


def secant_and_tangent(draw: Draw) -> Exercise:
    """Ask for a secant's slope with a short run, and how far it is from the tangent's."""
    f, at = _curve(draw)
    h = draw.choice((0.1, 0.01))
    secant, tangent = Secant.of(f, at, h), Tangent.of(f, at)
    return Exercise(
        f"For ${_named(f)}$, compute the slope of the secant from $x = {typst_number(at)}$ "
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
    return Exercise(
        f"Predict $f({typst_number(at + dx)})$ for ${_named(f)}$ from the tangent at $x = {typst_number(at)}$. "
        "By how much is the prediction wrong?",
        (tangent.typst, prediction.typst),
        (prediction.predicted, prediction.error),
    )


# -- a surface -------------------------------------------------------------------------------------------------------


def both_partials(draw: Draw) -> Exercise:
    """Ask for both partial derivatives, in symbols and at a point."""
    f, at = _surface(draw)
    gradient = Gradient.of(f, at)
    return Exercise(
        f"Find both partial derivatives of ${_named(f)}$, and their values at $({_place(at)})$.",
        (*gradient.typst_partials, *(Slice.of(f, at, along).typst_at for along in ("x", "y"))),
        gradient.components,
    )


def one_slice(draw: Draw) -> Exercise:
    """Ask for the curve that a plane cuts out, and for its slope."""
    f, at = _surface(draw)
    along = draw.choice(("x", "y"))
    cut = Slice.of(f, at, along)
    return Exercise(
        f"Cut the surface ${_named(f)}$ with the plane ${cut.fixed_name} = {typst_number(cut.fixed_value)}$. "
        f"Which curve is cut out, and how steep is it at ${along} = {typst_number(at[along == 'y'])}$?",
        (cut.typst, cut.typst_partial, cut.typst_at),
        (cut.slope,),
    )


def plane_on_a_surface(draw: Draw) -> Exercise:
    """Ask for the tangent plane."""
    f, at = _surface(draw)
    plane = TangentPlane.of(f, at)
    return Exercise(
        f"Give the tangent plane of ${_named(f)}$ at $({_place(at)})$.",
        (*Gradient.of(f, at).typst_partials, plane.typst),
        (plane.value, *plane.slopes),
    )


def steepest_ascent(draw: Draw) -> Exercise:
    """Ask for a gradient and its length."""
    f, at = _surface(draw)
    gradient = Gradient.of(f, at)
    return Exercise(
        f"Which way is ${_named(f)}$ steepest at $({_place(at)})$, and how steep is it that way?",
        (gradient.typst, gradient.typst_at, gradient.typst_norm),
        (*gradient.components, gradient.norm),
    )


def slope_along_a_direction(draw: Draw) -> Exercise:
    """Ask for a directional derivative."""
    f, at = _surface(draw)
    direction = draw.choice(((1, 1), (3, 4), (-4, 3), (0, -1)))
    slope = DirectionalDerivative.of(f, at, direction)
    return Exercise(
        f"Walk from $({_place(at)})$ in the direction $({direction[0]}, {direction[1]})$. How steep is ${_named(f)}$ "
        "under your feet? (Bring the direction to length 1 first.)",
        (slope.typst,),
        (slope.value,),
    )


def one_step_downhill(draw: Draw) -> Exercise:
    """Ask for one step of gradient descent, and what it does to the loss."""
    f, start = _surface(draw, _BOWLS)
    path = DescentPath.of(f, start, 0.1, 1)
    return Exercise(
        f"The loss is ${_named(f)}$. Take one step of gradient descent from $({_place(start)})$ with the rate "
        "$eta = 0.1$. Where do you arrive, and what is the loss there?",
        (Gradient.of(f, start).typst_at, path.typst),
        (*map(float, path.points[-1]), float(path.values[-1])),
    )


def _place(at: Sequence[float]) -> str:
    return ", ".join(map(typst_number, at))
