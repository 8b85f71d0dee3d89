"""The notes of the five lessons, put together from their facts."""

from __future__ import annotations

from mathkit import (
    Function,
    Gradient,
    LayerChain,
    Neuron,
    OneSidedSlopes,
    Slice,
    Tangent,
    TangentPlane,
    TwoWays,
    typst_number,
)
from mathkit.notation.typst_parts import partial, point, valued
from scenes.notes import Line, Notes, by_the_rules, references

SLOPE_IS_LIMIT = "f'(x) = lim_(h -> 0) (f(x + h) - f(x)) / h"


def of_a_curve(f: Function, at: float, sides: OneSidedSlopes, tangent: Tangent | None) -> Notes:
    """Return the notes on the tangent of a curve, or on the two slopes where it has none (`tangent` is None)."""
    value = ("value", valued(f"f({typst_number(at)})", float(f(at))))
    facts = [("from either side", sides.typst)]
    if tangent is not None:
        facts = [
            ("slope", tangent.typst_at),
            ("tangent", tangent.typst),
            ("the same line", tangent.typst_intercept),
        ]
    return Notes(
        f.typst,
        (Line("what a derivative is", SLOPE_IS_LIMIT), *by_the_rules(f, f.variables[0])),
        (value, *facts),
        "tangent",
        references("§5.1 Differentiation of univariate functions", "§2 Review: scalar derivative rules"),
    )


def of_slices(gradient: Gradient, slices: dict[str, Slice], plane: TangentPlane) -> Notes:
    """Return the notes on partial derivatives at a point of a surface."""
    f, cuts = gradient.function, slices.values()
    return Notes(
        f.typst,
        tuple(line for name in slices for line in by_the_rules(f, name)),
        (
            ("height", valued(f"f{point(gradient.at)}", gradient.value)),
            *((f"slice along {cut.along}", cut.typst) for cut in cuts),
            *((f"slope along {cut.along}", cut.typst_at) for cut in cuts),
            ("tangent plane", plane.typst),
            ("gradient", gradient.typst_at),
        ),
        "partial derivatives",
        references("§5.2 Partial differentiation and gradients", "§3 Introduction to vector calculus"),
    )


def of_a_gradient(gradient: Gradient, ways: TwoWays) -> Notes:
    """Return the notes on a gradient and the way down against it."""
    f = gradient.function
    slope = Line("the slope at an angle θ to the gradient", "nabla f dot bold(u) = abs(nabla f) cos theta")
    downhill = "downhill" if ways.falls else "against the gradient"
    return Notes(
        f.typst,
        (*(line for name in f.variables for line in by_the_rules(f, name)), Line("together", gradient.typst), slope),
        (
            ("gradient", gradient.typst_at),
            ("steepest slope", gradient.typst_norm),
            (downhill, ways.typst),
        ),
        "gradient",
        references(
            "§5.2 Partial differentiation and gradients, §7.1 Optimization using gradient descent",
            "§3 Introduction to vector calculus",
            "§2.4 Derivatives of matrices, vectors and scalar forms",
        ),
    )


def of_a_neuron(neuron: Neuron, after: Neuron, rate: float) -> Notes:
    """Return the notes on one neuron, and on one step of learning at a rate."""
    parts = neuron.formulas
    local = tuple(
        Line(f"local slope of {of} by {by}", f"{partial(of, by)} = {parts[name]}")
        for of, by, name in (("L", "a", "dloss_da"), ("a", "z", "da_dz"), ("z", "w", "dz_dw"))
    )
    moved = (("w", neuron.w, after.w), ("b", neuron.b, after.b), ("L", neuron.loss_value, after.loss_value))
    return Notes(
        f"z = {parts['z']} quad a = {parts['a']} quad L = {parts['loss']}",
        (
            Line("forward", neuron.typst),
            *local,
            Line("backward: multiply the local slopes", neuron.typst_gradients),
        ),
        (
            ("learning rate", f"eta = {typst_number(rate)}"),
            *((f"{name} after one step", f"{typst_number(old)} -> {typst_number(new)}") for name, old, new in moved),
        ),
        "neuron",
        references(
            "§5.6 Backpropagation and automatic differentiation",
            "§5 The gradient of neuron activation, §6 The gradient of the neural network loss function",
        ),
    )


def of_a_layer(chain: LayerChain) -> Notes:
    """Return the notes on one layer and its Jacobians."""
    (layer,), (gradients,) = chain.layers, chain.gradients
    products = tuple(Line("multiply from the loss on", product.typst) for product in chain.chain.products())
    return Notes(
        "bold(z) = W bold(x) + bold(b) quad L = norm(bold(a) - bold(t))^2",
        (Line("forward", layer.typst), Line("the chain rule, with the shapes", chain.typst), *products),
        (
            ("loss", valued("L", chain.loss_value)),
            ("the product in numbers", chain.typst_at),
            ("gradients", gradients.typst),
        ),
        "layer",
        references(
            "§5.3 Gradients of vector-valued functions, §5.4 Gradients of matrices",
            "§4 Matrix calculus, §5 The gradient of neuron activation",
            "§2.4 Derivatives of matrices, vectors and scalar forms",
        ),
    )
