"""Derivatives where formulas take a convention, lose digits, or have none; the right values in closed form."""

from __future__ import annotations

import math

import mpmath
import numpy as np
import pytest
import sympy as sp

from mathkit import (
    DifferenceQuotient,
    DirectionalDerivative,
    DomainError,
    Function,
    Gradient,
    Hessian,
    Limit,
    OneSidedSlopes,
    Slice,
    Subgradient,
    Tangent,
    TangentPlane,
    TaylorPolynomial,
)

INF, NAN, PI = math.inf, math.nan, math.pi

# formula, point, kind, slope from the left, from the right
SIDES = [
    ("relu(x)-relu(-x)", 0, "smooth", 1, 1),
    ("max(0,x)+min(0,e^x-1)", 0, "smooth", 1, 1),
    ("cos(|x|)", 0, "smooth", 0, 0),
    ("|x|^3", 0, "smooth", 0, 0),
    ("relu(x)^2", 0, "smooth", 0, 0),
    ("|x|+x", 0, "kink", 0, 2),
    ("max(x,x)", 0, "smooth", 1, 1),
    ("max(x,-x)", 0, "kink", -1, 1),
    ("max(2x,3x)", 0, "kink", 2, 3),
    ("min(2x,3x)", 0, "kink", 3, 2),
    ("max(x,sin(x))", 0, "smooth", 1, 1),
    ("sqrt(x^2)", 0, "kink", -1, 1),
    ("sqrt(x^4)", 0, "smooth", 0, 0),
    ("sqrt(1-cos(x))", 0, "kink", -1 / math.sqrt(2), 1 / math.sqrt(2)),
    ("acos(cos(x))", 0, "kink", -1, 1),
    ("acos(cos(x))", PI, "kink", 1, -1),
    ("asin(sin(x))", PI / 2, "kink", 1, -1),
    ("asin(sin(x))", 3 * PI / 2, "kink", -1, 1),
    ("acos((1-x^2)/(1+x^2))", 0, "kink", -2, 2),
    ("|sin(x)|", PI, "kink", -1, 1),
    ("|sin(x)|", 1e6 * PI, "kink", -1, 1),
    ("|cos(x)|", PI / 2, "kink", -1, 1),
    ("|x^2-2|", math.sqrt(2), "kink", -2 * math.sqrt(2), 2 * math.sqrt(2)),
    ("|ln(x)-1|", math.e, "kink", -1 / math.e, 1 / math.e),
    ("|x-0.1|", 0.1, "kink", -1, 1),
    ("|x-0.3|", 0.1 + 0.2, "kink", -1, 1),
    ("|3x-1|", 1 / 3, "kink", -3, 3),
    ("|x-1e-200|", 1e-200, "kink", -1, 1),
    ("|x-1e200|", 1e200, "kink", -1, 1),
    ("1e-300|x|", 0, "kink", -1e-300, 1e-300),
    ("1e300|x|", 0, "kink", -1e300, 1e300),
    ("|x|", 1e-300, "smooth", 1, 1),
    ("relu(x-1e-20)", 0, "smooth", 0, 0),
    ("relu(x-1)", 1 + 1e-9, "smooth", 1, 1),
    ("relu(x-1)", 1 - 1e-9, "smooth", 0, 0),
    ("leaky_relu(x)-0.01x", 0, "kink", 0, 0.99),
    ("softplus(x)", 0, "smooth", 0.5, 0.5),
    ("|x|^0.5", 0, "cusp", -INF, INF),
    ("|x|^(2/3)", 0, "cusp", -INF, INF),
    ("sign(x) |x|^(1/3)", 0, "vertical", INF, INF),
    ("sqrt(relu(x))", 0, "vertical", 0, INF),
    ("|x|sqrt(x)", 0, "edge", NAN, 0),
    ("x^x", 0, "edge", NAN, -INF),
    ("sqrt(x)^3", 0, "edge", NAN, 0),
    ("asin(x)", 1, "edge", INF, NAN),
    ("acos(x)", -1, "edge", NAN, -INF),
    ("sign(x)", 0, "jump", INF, INF),
    ("sign(x)+x", 0, "jump", INF, INF),
    ("sign(-x)", 0, "jump", -INF, -INF),
    ("x sign(x)", 0, "kink", -1, 1),
    ("sign(x)^2", 0, "jump", -INF, INF),
    ("x ln(x)", 1e-10, "smooth", 1 - 10 * math.log(10), 1 - 10 * math.log(10)),
    ("ln(x/(1-x))", 1e-12, "smooth", 1e12 + 1, 1e12 + 1),
    ("sqrt(9-x^2)", 2.9999999, "smooth", -3872.983249382831, -3872.983249382831),
    ("sqrt(x)", 1e-12, "smooth", 5e5, 5e5),
    ("sqrt(x)", 1e-200, "smooth", 5e99, 5e99),
    ("ln(1+e^x)", 800, "smooth", 1, 1),
    ("ln(cosh(x))", 800, "smooth", 1, 1),
    ("ln(cosh(x))", -800, "smooth", -1, -1),
    ("e^x/(1+e^x)", 800, "smooth", 0, 0),
    ("sqrt(x^2+1)-x", 1e8, "smooth", -5e-17, -5e-17),
    ("(1-cos(x))/x", 1e-8, "smooth", 0.5, 0.5),
    ("x", 1e200, "smooth", 1, 1),
    ("x^2", 1e150, "smooth", 2e150, 2e150),
    ("tanh(1e12 x)", 0, "smooth", 1e12, 1e12),
    ("atan(x/1e-12)", 1e-12, "smooth", 5e11, 5e11),
    ("e^(-1/x^2)/e^(-1/x^2) x", 2, "smooth", 1, 1),
    # a float64 stands for what was typed, or computed
    ("|x-pi|", PI, "kink", -1, 1),
    ("|x-3.14159|", 3.14159, "kink", -1, 1),
    ("|x-3.14159|", PI, "smooth", 1, 1),
    ("|x-sqrt(2)/2|", math.sqrt(2) / 2, "kink", -1, 1),
    ("|x-(1+sqrt(5))/2|", (1 + math.sqrt(5)) / 2, "kink", -1, 1),
    ("relu(x-ln(2))", math.log(2), "kink", 0, 1),
    ("|tanh(x)-1/2|", math.atanh(0.5), "kink", -0.75, 0.75),
    ("|cos(x)-x|", 0.7390851332151607, "kink", -1 - math.sin(0.7390851332151607), 1 + math.sin(0.7390851332151607)),
    ("max(sin(x),cos(x))", PI / 4, "kink", -math.sqrt(0.5), math.sqrt(0.5)),
    ("sqrt(cos(x))", PI / 2, "edge", -INF, NAN),
    ("|x^3-x|", 1, "kink", -2, 2),
    ("x^3-x", 1 / math.sqrt(3), "smooth", 0, 0),
    # far out, and close by
    ("sin(x)", 1e22, "smooth", 0.5232147853951389, 0.5232147853951389),  # Ng, "Argument reduction for huge arguments"
    ("ln(x)", 1e-300, "smooth", 1e300, 1e300),
    ("sqrt(x)", 1e-300, "smooth", 5e149, 5e149),
    ("atan(1/x)", 1e-300, "smooth", -1, -1),
    ("acos(1-1e-20x)", 1, "smooth", math.sqrt(0.5e-20), math.sqrt(0.5e-20)),
    ("sqrt(1e-30+x^2)", 0, "smooth", 0, 0),
    ("|x|^1.0000001", 0, "smooth", 0, 0),
    ("(x+1e-9)-1e-9", 0, "smooth", 1, 1),
    ("1/x", 1e-160, "unsettled", NAN, NAN),  # −10³²⁰
]


@pytest.mark.parametrize(("text", "at", "kind", "left", "right"), SIDES)
def test_slopes_from_both_sides(text, at, kind, left, right):
    f = Function.parse(text, ("x",))
    sides = OneSidedSlopes.of(f, at)
    assert sides.kind == kind
    assert (sides.left, sides.right) == pytest.approx((left, right), rel=1e-12, abs=1e-305, nan_ok=True)
    if kind == "smooth":
        assert Tangent.of(f, at).slope == Gradient.of(f, (at,)).components[0] == sides.left
        assert DirectionalDerivative.of(f, (at,), (-1,)).value == -sides.left
    else:
        with pytest.raises(DomainError, match=r"kink|cusp|jumps|vertical|one side only|beyond the largest"):
            Tangent.of(f, at)


# formula, point, f″, its kind of failure being None
SECOND = [
    ("max(0,x)+min(0,e^x-1)", 0, None),
    ("cos(|x|)", 0, -1),
    ("relu(x)-relu(-x)", 0, 0),
    ("sin(x)/x", 1e-8, -1 / 3),
    ("|x|^3", 0, 0),
    ("x|x|", 0, None),
    ("relu(x)^2", 0, None),
    ("relu(x)^3", 0, 0),
    ("|x|^1.5", 0, None),
    ("x^2 |x|^0.5", 0, 0),
    ("ln(1+e^x)", 800, 0),
    ("x ln(x)", 1e-10, 1e10),
    ("(1-cos(x))/x^2", 1e-9, -1 / 12),
    ("e^(-x^2)", 1e-200, -2),
    ("sin(x)", PI, 0),
    ("cos(x)", PI / 2, 0),
    ("x^4", 1e-100, 12e-200),
]


@pytest.mark.parametrize(("text", "at", "second"), SECOND)
def test_second_derivative_and_taylor_polynomial_have_one_source(text, at, second):
    f = Function.parse(text, ("x",))
    if second is None:
        with pytest.raises(DomainError, match="second derivatives"):
            Hessian.of(f, (at,))
        with pytest.raises(DomainError, match="order 2"):
            TaylorPolynomial.of(f, at, 2)
        with pytest.raises(DomainError, match="no slope"):
            DifferenceQuotient.of(f, at)
        return
    hessian, taylor = Hessian.of(f, (at,)), TaylorPolynomial.of(f, at, 2)
    assert hessian.matrix[0, 0] == pytest.approx(second, rel=1e-12, abs=0)
    assert 2 * taylor.coefficients[2] == pytest.approx(second, rel=1e-12, abs=0)
    assert 2 * float(taylor.exact[2]) == pytest.approx(second, rel=1e-9, abs=1e-15)
    assert DifferenceQuotient.of(f, at).higher_derivative == pytest.approx(second, rel=1e-12, abs=0)
    assert hessian.eigenvalues.tolist() == hessian.matrix[0].tolist()


def test_the_taylor_polynomial_of_a_cosine_of_a_size():
    taylor = TaylorPolynomial.of(Function.parse("cos(|x|)"), 0, 4)
    assert taylor.coefficients == pytest.approx([1, 0, -1 / 2, 0, 1 / 24], abs=0)
    assert taylor.typst == "T_4 (x) = {{ 1 : term-0 }} - {{ (x^2) / 2 : term-2 }} + {{ (x^4) / 24 : term-4 }}"
    assert TaylorPolynomial.of(Function.parse("relu(x)-relu(-x)"), 0, 3).coefficients.tolist() == [0, 1, 0, 0]


DROP_WAVE = "-(1+cos(12 sqrt(x^2+y^2)))/(0.5(x^2+y^2)+2)"
SCHAFFER = "0.5+(cos(sin(|x^2-y^2|))^2-0.5)/(1+0.001(x^2+y^2))^2"

# formula, point, gradient, Hessian
SURFACES = [
    ("max(x,y)+min(x,y)", (1, 1), (1, 1), [[0, 0], [0, 0]]),
    ("|x-y|^2", (1, 1), (0, 0), [[2, -2], [-2, 2]]),
    (DROP_WAVE, (0, 0), (0, 0), [[72.5, 0], [0, 72.5]]),
    ("x^2+y^2-2xy", (1, 1), (0, 0), [[2, -2], [-2, 2]]),
    ("max(x,y,-x,-y,x*y)", (1.3, 0.7), (1, 0), [[0, 0], [0, 0]]),
    ("cos(sqrt(x^2+y^2))", (0, 0), (0, 0), [[-1, 0], [0, -1]]),
    ("(x^2+y^2)^1.5", (0, 0), (0, 0), [[0, 0], [0, 0]]),
    ("|x+2y|^2", (2, -1), (0, 0), [[2, 4], [4, 8]]),
    ("relu(x-y)-relu(y-x)", (3, 3), (1, -1), [[0, 0], [0, 0]]),
    ("|x-y|^3+x y", (1, 1), (1, 1), [[0, 1], [1, 0]]),
    ("cos(x)+cos(y)", (PI / 2, PI / 2), (-1, -1), [[0, 0], [0, 0]]),
    ("sin(x) sin(y)", (PI, PI), (0, 0), [[0, 1], [1, 0]]),
    ("x^2+1e-12 y^2", (0, 0), (0, 0), [[2, 0], [0, 2e-12]]),
    ("x^2 y^2", (1e-100, 1e-50), (2e-200, 2e-250), [[2e-100, 4e-150], [4e-150, 2e-200]]),
    ("ln(e^x+e^y)", (800, 800), (0.5, 0.5), [[0.25, -0.25], [-0.25, 0.25]]),
    ("x/y", (1e-12, 1e-12), (1e12, -1e12), [[0, -1e24], [-1e24, 2e24]]),
    ("20+x^2+y^2-10cos(2 pi x)-10cos(2 pi y)", (0, 0), (0, 0), [[2 + 40 * PI**2, 0], [0, 2 + 40 * PI**2]]),
    ("max(x,y)^2+min(x,y)^2", (1, 1), (2, 2), [[2, 0], [0, 2]]),
    ("x y z + |x-z|^2", (1, 2, 1), (2, 1, 2), [[2, 1, 0], [1, 0, 1], [0, 1, 2]]),
]


@pytest.mark.parametrize(("text", "at", "gradient", "matrix"), SURFACES)
def test_gradient_and_hessian(text, at, gradient, matrix):
    f = Function.parse(text)
    hessian = Hessian.of(f, at)
    assert hessian.gradient.components == pytest.approx(gradient, rel=1e-12, abs=0)
    assert hessian.matrix == pytest.approx(np.array(matrix), rel=1e-12, abs=0)
    with mpmath.workdps(60):
        exact = sorted(
            float(mpmath.nstr(value, 20)) for value in mpmath.eigsy(mpmath.matrix(matrix), eigvals_only=True)
        )
    largest = max(map(abs, exact))
    assert hessian.eigenvalues == pytest.approx(exact, rel=1e-9, abs=1e-25 * largest)
    zeros = sum(abs(value) < 1e-40 * largest for value in exact)
    assert np.count_nonzero(hessian.eigenvalues == 0) == (len(at) if largest == 0 else zeros)


def test_schaffer_where_two_arguments_are_equal():
    # with u = x² − y² and w = 1 + (x² + y²)/1000: f = 0.5 + (0.5 − u² + …)/w², so f_xx = −8/w² + (0.5/w²)_xx at (1, 1)
    w = 1.002
    curved = 0.5 * (6 * 0.002**2 / w**4 - 2 * 0.002 / w**3)
    hessian = Hessian.of(Function.parse(SCHAFFER), (1, 1))
    assert hessian.matrix[0, 0] == pytest.approx(-8 / w**2 + curved, rel=1e-12)
    assert hessian.matrix[0, 1] == pytest.approx(8 / w**2 + 0.5 * 6 * 0.002**2 / w**4, rel=1e-12)


def test_a_sphere_close_to_its_rim():
    plane = TangentPlane.of(Function.parse("sqrt(9-x^2-y^2)"), (0, 2.9999999))
    with mpmath.workdps(40):
        y = mpmath.mpf("2.9999999")
        height = mpmath.sqrt(9 - y**2)
        assert plane.value == pytest.approx(float(height), rel=1e-14)
        assert plane.slopes == (0, pytest.approx(float(-y / height), rel=1e-14))


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        ("x y/(x^2+y^2)", (0, 0), r"no value at x = 0, y = 0; the limit depends on the direction: 0 along \(1, 0\)"),
        ("x^2 y/(x^4+y^2)", (0, 0), r"depends on the direction: .* along the curve \(t, t\^2\)"),
        ("sin(x^2+y^2)/(x^2+y^2)", (0, 0), "no value .* its limit there is 1 along every line tried"),
        ("sqrt(x^2+y^2)", (0, 0), "along x it has a kink there .*left −1, from the right 1"),
        ("min(|x|,|y|)", (0, 0), r"kink: along \(1, 1\) the slope is 1, not 0"),
        ("relu(x-y)", (1, 1), "kink"),
        ("|x-y|", (0.1 + 0.2, 0.3), "along x it has a kink"),
        ("|x-y pi|", (math.pi, 1), "along x it has a kink"),
        ("|sin(x)|+y", (math.pi, 1), "along x it has a kink"),
        ("max(x,y)", (2, 2), "along x it has a kink there .*left 0, from the right 1"),
        ("sign(x y)", (0, 0), "torn|jumps"),
        ("sqrt(x)+y", (0, 1), "along x it is defined on one side only"),
        ("|x y|^(1/2)", (0, 0), "kink|vertical"),
    ],
)
def test_where_there_is_no_gradient(text, at, message):
    with pytest.raises(DomainError, match=message):
        Gradient.of(Function.parse(text), at)


@pytest.mark.parametrize("text", ["|x y|", "x|x|+y^2", "max(x y, 0)", "(x^2+y^2)^0.8", "x^3 y/(x^2+y^2+0x) + 0"])
def test_where_there_is_no_hessian(text):
    with pytest.raises(DomainError, match=r"second derivatives|no value"):
        Hessian.of(Function.parse(text), (0, 0))


def test_a_slice_through_a_fold_is_smooth_along_it():
    f = Function.parse("|x-y|+x")
    with pytest.raises(DomainError, match="no slope along x: it has a kink"):
        Slice.of(f, (1, 1), "x")
    assert Slice.of(Function.parse("|x| + y^2"), (0, 3), "y").slope == 6


# formula, point, interval, what PyTorch's rules give
SUBGRADIENTS = [
    ("max(0,x)", 0, 0, 1, 0.5),
    ("relu(x)", 0, 0, 1, 0),
    ("|x|", 0, -1, 1, 0),
    ("leaky_relu(x)", 0, 0.01, 1, 0.01),
    ("min(x,2x)", 0, 1, 2, 1.5),
    ("relu(x-1)+3x", 1, 3, 4, 3),
    ("2|x-3|", 3, -2, 2, 0),
    ("relu(x)-relu(-x)", 0, 1, 1, 0),
    ("x^2", -1, -2, -2, -2),
    ("e^|x|", 0, -1, 1, 0),
    ("max(x^2,x)", 1, 1, 2, 1.5),
    ("sin(relu(x))cos(x)", 0, 0, 1, 0),
    ("sqrt(1+|x|)", 0, -0.5, 0.5, 0),
    ("sigmoid(relu(x))", 0, 0, 0.25, 0),
]


@pytest.mark.parametrize(("text", "at", "low", "high", "automatic"), SUBGRADIENTS)
def test_subgradients(text, at, low, high, automatic):
    found = Subgradient.of(Function.parse(text), at)
    assert (found.low, found.high, found.automatic) == pytest.approx((low, high, automatic), abs=1e-15)
    assert found.contains_automatic is (low <= automatic <= high)


@pytest.mark.parametrize(("text", "at"), [("sign(x)", 0), ("sqrt(|x|)", 0), ("1/x", 0), ("sqrt(x)", 0)])
def test_where_there_is_no_subgradient(text, at):
    with pytest.raises(DomainError):
        Subgradient.of(Function.parse(text), at)


LIMITS = [
    ("sin(x)/x", 0, "both", 1, "value"),
    ("(x^2-1)/(x-1)", 1, "both", 2, "value"),
    ("x ln(x)", 0, "both", 0, "value"),
    ("x ln(x)", 0, "left", NAN, "none"),
    ("1/x", 0, "both", NAN, "none"),
    ("1/x", 0, "left", -INF, "infinite"),
    ("1/x", 0, "right", INF, "infinite"),
    ("1/x^2", 0, "both", INF, "infinite"),
    ("-1/|x|", 0, "both", -INF, "infinite"),
    ("|x|/x", 0, "both", NAN, "none"),
    ("|x|/x", 0, "right", 1, "value"),
    ("sin(1/x)", 0, "both", NAN, "none"),
    ("x sin(1/x)", 0, "both", 0, "value"),
    ("e^(1/x)", 0, "left", 0, "value"),
    ("e^(1/x)", 0, "right", INF, "infinite"),
    ("atan(1/x)", 0, "left", -PI / 2, "value"),
    ("tan(x)", PI / 2, "left", INF, "infinite"),
    ("tan(x)", PI / 2, "both", NAN, "none"),
    ("(1+1/x)^x", INF, "both", math.e, "value"),
    ("(1+1/x)^x", -INF, "both", math.e, "value"),
    ("x/(1+|x|)", -INF, "both", -1, "value"),
    ("ln(x)", INF, "both", INF, "infinite"),
    ("ln(x)", 0, "right", -INF, "infinite"),
    ("x^100 e^(-x)", INF, "both", 0, "value"),
    ("sin(x)", INF, "both", NAN, "none"),
    ("sin(x)/x", INF, "both", 0, "value"),
    ("sqrt(x^2+x)-x", INF, "both", 0.5, "value"),
    ("softplus(x)-x", INF, "both", 0, "value"),
    ("gelu(x)", -INF, "both", 0, "value"),
    ("sigmoid(x)", INF, "both", 1, "value"),
    ("x^2", 1e100, "both", 1e200, "value"),
    ("sqrt(x)", 0, "both", 0, "value"),
    ("3", 0, "both", 3, "value"),
]


@pytest.mark.parametrize(("text", "at", "side", "value", "kind"), LIMITS)
def test_limits(text, at, side, value, kind):
    limit = Limit.of(Function.parse(text, ("x",)), at, side)
    assert limit.kind == kind
    assert limit.value == pytest.approx(value, rel=1e-14, abs=0, nan_ok=True)
    assert bool(limit.reason) is (kind == "none")


@pytest.mark.parametrize("exponent", range(-200, 201, 25))
@pytest.mark.parametrize("text", ["|x|", "relu(x)-relu(-x)", "x^2/(1+|x|)", "sqrt(1+x)", "max(x, x^2)", "ln(1+x)"])
def test_slopes_of_a_stretched_curve_are_the_slopes_divided(text, exponent):
    x = sp.Symbol("x", real=True)
    plain = Function.parse(text)
    stretched = Function.of(plain.expr.xreplace({x: x * sp.Rational(10) ** exponent}))
    factor = float(f"1e{exponent}")
    for at in (0, 1, 0.3):
        here = OneSidedSlopes.of(plain, at)
        there = OneSidedSlopes.of(stretched, float(f"{at}e{-exponent}"))
        assert there.kind == here.kind
        assert (there.left, there.right) == pytest.approx((here.left * factor, here.right * factor), rel=1e-13, abs=0)
