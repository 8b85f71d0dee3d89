from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mathkit import ChainRule, DomainError, Function, Jacobian, VectorChain
from mathkit.chain_rule.vector_chain import Link
from tests.mathkit.compiling import compiles, parts
from tests.mathkit.oracles import autograd_partial, mpmath_partial, richardson
from tests.mathkit.tables import TWO_VARIABLES

numbers = st.floats(-1.5, 1.5)
parse = Function.parse


CHAINS = [
    pytest.param("x1² + 2x2", {"x1": "sin(t)", "x2": "cos(t)"}, (0.5,), id="MML example 5.8"),
    pytest.param("exp(x1 x2²)", {"x1": "t cos(t)", "x2": "t sin(t)"}, (0.7,), id="MML example 5.10"),
    pytest.param("x + u", {"u": "x²"}, (3.0,), id="Parr & Howard 4.5.2: y = x + x²"),
    pytest.param("x u", {"u": "x²"}, (1.2,), id="Parr & Howard 4.5.2: y = x x²"),
    pytest.param("u v", {"u": "x²", "v": "x³"}, (1.2,), id="y = x² x³"),
    pytest.param("sin(x + u)", {"u": "x²"}, (0.4,), id="Parr & Howard 4.5.2: sin(x + x²)"),
    pytest.param("u² + v²", {"u": "s cos(t)", "v": "s sin(t)"}, (2.0, 0.3), id="polar"),
    pytest.param("x² y", {"x": "s + t", "y": "s t"}, (1.0, 2.0), id="two inputs"),
    pytest.param("u v w", {"u": "t", "v": "exp(-t)", "w": "3"}, (0.5,), id="a constant among them"),
    pytest.param("sigmoid(z)", {"z": "w x + b"}, (0.1, 0.8, -1.2), id="a neuron"),
]


def chain(outer, inner, at):
    return ChainRule.of(parse(outer), {name: parse(text) for name, text in inner.items()}, at)


@pytest.mark.parametrize(("outer", "inner", "at"), CHAINS)
def test_the_sum_over_paths_is_the_derivative_of_the_composition(outer, inner, at):
    rule = chain(outer, inner, at)
    assert rule.value == pytest.approx(rule.composition(*at), rel=1e-14)
    for index, each in enumerate(rule.sums):
        assert each.value == pytest.approx(sum(path.outer * path.inner for path in each.paths), rel=1e-14)
        assert each.value == pytest.approx(each.derivative(*at), rel=1e-12)
        assert each.value == pytest.approx(mpmath_partial(rule.composition, at, index), rel=1e-12)
        assert each.value == pytest.approx(autograd_partial(rule.composition, at, index), rel=1e-12)
        along = richardson(lambda t, k=index: rule.composition(*at[:k], t, *at[k + 1 :]), at[index])
        assert each.value == pytest.approx(along, rel=1e-8)


@pytest.mark.parametrize(("outer", "inner", "at"), CHAINS)
def test_every_sum_compiles_with_its_parts(outer, inner, at):
    rule = chain(outer, inner, at)
    assert compiles(rule.typst)
    for each in rule.sums:
        sources = (each.typst, each.typst_formulas, each.typst_at)
        assert all(compiles(source) for source in sources)
        paths = [[name for name in parts(source) if name.startswith("path-")] for source in sources]
        assert paths == [[f"path-{path.through}" for path in each.paths]] * 3


def test_mml_example_5_8_by_hand():
    # df/dt = 2 sin t cos t − 2 sin t = 2 sin t (cos t − 1)
    (derivative,) = chain("x1² + 2x2", {"x1": "sin(t)", "x2": "cos(t)"}, (0.5,)).derivatives
    assert derivative == pytest.approx(2 * math.sin(0.5) * (math.cos(0.5) - 1), rel=1e-14)


def test_mml_example_5_10_by_hand():
    # exp(x₁x₂²) (x₂² (cos t − t sin t) + 2 x₁ x₂ (sin t + t cos t))
    t = 0.7
    x1, x2 = t * math.cos(t), t * math.sin(t)
    by_hand = math.exp(x1 * x2**2) * (
        x2**2 * (math.cos(t) - t * math.sin(t)) + 2 * x1 * x2 * (math.sin(t) + t * math.cos(t))
    )
    assert chain("exp(x1 x2²)", {"x1": "t cos(t)", "x2": "t sin(t)"}, (t,)).derivatives[0] == pytest.approx(by_hand)


def test_parr_howard_total_derivative_has_a_direct_path():
    # y = f(x, u) = x + u, u = x²: dy/dx = ∂f/∂x + ∂f/∂u du/dx = 1 + 2x
    (total,) = chain("x + u", {"u": "x²"}, (3.0,)).sums
    assert total.value == 7
    assert [(path.through, path.direct, path.product) for path in total.paths] == [("u", False, 6), ("x", True, 1)]
    assert total.derivative.text == "2*x + 1"


def test_it_reads_as_in_a_book():
    (total,) = chain("x1² + 2x2", {"x1": "sin(t)", "x2": "cos(t)"}, (0.5,)).sums
    assert total.typst_formulas == (
        "(dif z) / (dif t) = {{ {{ 2 x_1 : outer-x1 }} dot {{ cos(t) : inner-x1 }} : path-x1 }}"
        " + {{ {{ 2 : outer-x2 }} dot {{ (-sin(t)) : inner-x2 }} : path-x2 }}"
    )


def test_wrong_chains():
    with pytest.raises(DomainError, match="does not use w"):
        chain("u + v", {"w": "t"}, (1,))
    with pytest.raises(DomainError, match="no value"):
        chain("log(u)", {"u": "-t²"}, (1,))
    with pytest.raises(DomainError, match="2 numbers"):
        chain("u v", {"u": "s", "v": "t"}, (1,))


JACOBIANS = [
    (("x1² x2 + x1 x2³", "sin(x1)"), (1.0, 2.0)),
    (("r cos(θ)", "r sin(θ)"), (2.0, 0.6)),
    (("x + 2y - z", "x y z", "exp(x) + z²"), (0.4, -0.3, 1.1)),
    (("sigmoid(x)",), (0.2,)),
    *(((text, "x - y"), at) for text, at in TWO_VARIABLES),
]


@pytest.mark.parametrize(("texts", "at"), JACOBIANS)
def test_the_rows_of_a_jacobian_are_gradients(texts, at):
    jacobian = Jacobian.of([parse(text) for text in texts], at)
    assert jacobian.shape == jacobian.matrix.shape == (len(texts), len(at))
    for f, row, value in zip(jacobian.functions, jacobian.matrix, jacobian.values, strict=True):
        assert value == f(*at)
        for index, entry in enumerate(row):
            assert entry == pytest.approx(mpmath_partial(f, at, index), rel=1e-12, abs=1e-14)
            assert entry == pytest.approx(autograd_partial(f, at, index), rel=1e-11, abs=1e-14)
            along = richardson(lambda t, k=index, f=f: f(*at[:k], t, *at[k + 1 :]), at[index])
            assert entry == pytest.approx(along, rel=1e-7, abs=1e-9)
    assert jacobian.line(*at) == pytest.approx(jacobian.values)
    assert compiles(jacobian.typst)
    assert compiles(jacobian.typst_at)
    assert compiles(jacobian.typst_entries)
    assert parts(jacobian.typst) == parts(jacobian.typst_at) == parts(jacobian.typst_entries)


def test_mml_example_5_6_partial_derivatives_using_the_chain_rule():
    f = parse("(x + 2y³)²")
    x, y = np.meshgrid(np.linspace(-1, 1, 4), np.linspace(-2, 2, 5))
    assert f.derivative("x")(x, y) == pytest.approx(2 * (x + 2 * y**3))
    assert f.derivative("y")(x, y) == pytest.approx(12 * (x + 2 * y**3) * y**2)


def test_mml_example_5_7_gradient():
    jacobian = Jacobian.of([parse("x1² x2 + x1 x2³")], (3, -2))
    assert jacobian.matrix.tolist() == [[2 * 3 * -2 + (-2) ** 3, 9 + 3 * 3 * 4]]


def test_mml_example_5_9_gradient_of_a_linear_map_is_its_matrix():
    A = np.array([[1.0, -2.0, 3.0], [0.5, 4.0, 0.0]])
    rows = [parse(" + ".join(f"({a}) x{j}" for j, a in enumerate(row, 1)), ("x1", "x2", "x3")) for row in A]
    assert Jacobian.of(rows, (1, 2, 3)).matrix.tolist() == A.tolist()


def test_mml_example_5_11_gradient_of_least_squares():
    # L = ‖y − Φθ‖²: dL/dθ = −2 (y − Φθ)ᵀ Φ, the product of ∂L/∂e = 2eᵀ and ∂e/∂θ = −Φ
    phi, y, theta = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 7.0]]), np.array([1.0, 0.0, -2.0]), np.array([0.3, -0.2])
    errors = {f"e{n}": parse(f"{y[n]} - {row[0]} θ₁ - {row[1]} θ₂") for n, row in enumerate(phi)}
    vector = VectorChain.of({"e": errors, "L": {"L": parse("e0² + e1² + e2²", tuple(errors))}}, theta, over="theta")
    assert vector.shapes == ((1, 3), (3, 2))
    assert vector.links[1].matrix == pytest.approx(-phi)
    assert vector.links[0].matrix == pytest.approx(2 * (y - phi @ theta)[None, :])
    assert vector.result.matrix == pytest.approx(-2 * (y - phi @ theta)[None, :] @ phi)


def test_polar_coordinates_scale_areas_by_r():
    assert Jacobian.of([parse("r cos(θ)"), parse("r sin(θ)")], (2.5, 0.7)).determinant == pytest.approx(2.5)
    with pytest.raises(DomainError, match="no determinant"):
        _ = Jacobian.of([parse("x y")], (1, 2)).determinant


def test_wrong_jacobians():
    with pytest.raises(DomainError, match="outputs and all their inputs"):
        Jacobian.of([], (1,))
    with pytest.raises(DomainError, match="outputs and all their inputs"):
        Jacobian.of([parse("x y")], (1,), ("x",))
    with pytest.raises(DomainError, match="kink"):
        Jacobian.of([parse("x"), parse("|x|")], (0,))


PARR_HOWARD = {
    "g": {"g1": parse("x²"), "g2": parse("3x")},
    "f": {"f1": parse("log(g1)", ("g1", "g2")), "f2": parse("sin(g2)", ("g1", "g2"))},
}


def test_parr_howard_4_5_3_vector_chain_rule():
    # y = [ln x², sin 3x]: dy/dx = [2/x, 3 cos 3x]
    vector = VectorChain.of(PARR_HOWARD, (0.5,))
    assert vector.shapes == ((2, 2), (2, 1))
    assert vector.links[0].matrix == pytest.approx(np.diag([1 / 0.25, math.cos(1.5)]))
    assert vector.result.matrix == pytest.approx(np.array([[4], [3 * math.cos(1.5)]]))
    assert (vector.result.of, vector.result.over) == ("f", "x")


DEEP = {
    "g": {f"g{k}": parse(f"sin({k} x + y) + {k} z", ("x", "y", "z")) for k in range(1, 5)},
    "h": {"h1": parse("g1 g2 + g3²", ("g1", "g2", "g3", "g4")), "h2": parse("tanh(g4 - g1)", ("g1", "g2", "g3", "g4"))},
    "f": {"f1": parse("h1² h2")},
}


def test_both_orders_give_the_jacobian_of_the_composition_at_their_cost():
    at = (0.2, -0.3, 0.1)
    vector = VectorChain.of(DEEP, at)
    assert vector.shapes == ((1, 2), (2, 4), (4, 3))
    reverse, forward = (vector.products(order)[-1].result.matrix for order in ("reverse", "forward"))
    assert reverse == pytest.approx(forward, rel=1e-12)
    expr = DEEP["f"]["f1"].expr
    for layer in ("h", "g"):
        expr = expr.subs({symbol: DEEP[layer][symbol.name].expr for symbol in expr.free_symbols})
    whole = Jacobian.of([Function.of(expr)], at)
    assert whole.matrix == pytest.approx(reverse, rel=1e-10)
    # (1×2 · 2×4) · 4×3 = 8 + 12; 1×2 · (2×4 · 4×3) = 24 + 6
    assert (vector.cost("reverse").multiplications, vector.cost("forward").multiplications) == (20, 30)
    assert (vector.cost("reverse").additions, vector.cost("forward").additions) == (4 + 9, 18 + 3)


def test_shapes_that_do_not_fit_are_named():
    with pytest.raises(DomainError, match=r"∂f/∂g is 2×3 and ∂g/∂x is 2×1.*has 2 columns"):
        VectorChain((Link("f", "g", np.ones((2, 3))), Link("g", "x", np.ones((2, 1)))))
    with pytest.raises(DomainError, match="over 'h'"):
        VectorChain((Link("f", "g", np.ones((2, 3))), Link("h", "x", np.ones((3, 1)))))
    with pytest.raises(DomainError, match="at least one"):
        VectorChain(())


@pytest.mark.parametrize(("layers", "at"), [(PARR_HOWARD, (0.5,)), (DEEP, (0.2, -0.3, 0.1))])
def test_a_vector_chain_prints_its_shapes(layers, at):
    vector = VectorChain.of(layers, at)
    assert compiles(vector.typst)
    assert compiles(vector.typst_at)
    names = [f"{link.of}-{link.over}" for link in (vector.result, *vector.links)]
    assert parts(vector.typst) == [f"link-{name}" for name in names]


@settings(deadline=None, max_examples=50)
@given(numbers)
def test_chain_rule_holds_everywhere(t):
    rule = chain("x1² + 2x2 + sin(x1 x2)", {"x1": "sin(t)", "x2": "t² - t"}, (t,))
    along = richardson(lambda s: rule.composition(s), t)
    assert rule.derivatives[0] == pytest.approx(along, abs=1e-7)
