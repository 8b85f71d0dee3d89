from __future__ import annotations

import builtins
import math
import os
import subprocess

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mathkit import DomainError, FormulaError, Function, NablaError, parse_number, parse_point

READ_AS = [
    ("x**2/2", "x*x/2"),
    ("2x", "2*x"),
    ("3sin(x)", "3*sin(x)"),
    ("2x y", "2*x*y"),
    ("xy", "x*y"),
    ("x(x+1)", "x*(x+1)"),
    ("(x+1)(x-1)", "(x+1)*(x-1)"),
    ("xe^-x", "x*exp(-x)"),
    ("xsin(x)", "x*sin(x)"),
    ("sin²(x) + sin^2(x)", "2*sin(x)*sin(x)"),
    ("x²·y", "x*x*y"),
    ("x⁻¹", "1/x"),
    ("x × y ÷ 2 − 1", "x*y/2 - 1"),
    ("√x + √(x+1)", "sqrt(x) + sqrt(x+1)"),
    ("|x|", "abs(x)"),
    ("2|x| + |x-1||x|", "2*abs(x) + abs(x-1)*abs(x)"),
    ("||x| - 1|", "abs(abs(x) - 1)"),
    ("|x(|x|)|", "abs(x*abs(x))"),
    ("-x^2", "0 - x*x"),
    ("2^-x", "1/2**x"),
    ("x^2^3", "x**8"),
    ("1/2x", "x/2"),
    ("πx", "pi*x"),
    ("2e-3", "0.002"),
    ("2e x", "2*e*x"),
    ("σ(x)", "1/(1+exp(-x))"),
    ("ln(x) + arctan(x)", "log(x) + atan(x)"),
    ("x_1 + x1 + x₁ + x_{1}", "4*x1"),
    ("w12 + w₁₂ + w_12 + w_{12}", "4*w12"),
    ("θ1 + θ₁ + θ_1 + theta1 + theta_1 + theta₁ + 𝜃1", "7*theta1"),
    ("θ1² + θ₁^2", "2*theta1*theta1"),
    ("2θ1x", "2*theta1*x"),
    ("w1x1 + w₂x₂ + w_3x_3", "w1*x1 + w2*x2 + w3*x3"),
    ("ε + ϵ + µ + μ", "2*epsilon + 2*mu"),
    ("σ²", "sigma*sigma"),
    ("exp(-(x-μ)²/(2σ²))", "exp(0 - (x-mu)*(x-mu)/(2*sigma*sigma))"),
    ("σ(σ)", "sigmoid(sigma)"),
    ("𝑥² − 𝑥 ＋ ℯ^𝑥", "x*x - x + exp(x)"),
    ("x∙y • x ⋅ y", "x*y*x*y"),
    ("x‐1—y", "x - 1 - y"),
    ("½x² + x^½", "x*x/2 + sqrt(x)"),
    ("ln|x| + sin|x|", "log(abs(x)) + sin(abs(x))"),
    ("xlog|x|", "x*log(abs(x))"),
    ("ReLU(x) + Tanh(x) + LeakyReLU(-x) + GELU(x)", "relu(x) + tanh(x) + leaky_relu(0-x) + gelu(x)"),
    ("max(0, x, y) + min(x, y, 1)", "max(max(0, x), y) + min(min(x, y), 1)"),
    ("sin²(x)/cos^2(x)", "sin(x)*sin(x)/(cos(x)*cos(x))"),
    ("x(y+1)", "x*(y+1)"),
    ("cot(x) + sec(x) csc(x)", "1/tan(x) + 1/cos(x)/sin(x)"),
    ("tan(x + π/2)", "0 - 1/tan(x)"),  # sympy's cot has no numpy
    ("2x/y/2", "x/y"),
    (".5x + 5.", "x/2 + 5"),
    ("log10(x) + log_2(x) + log(x, 3)", "log(x)/log(10) + log(x)/log(2) + log(x)/log(3)"),
    ("log1p(x) + expm1(x)", "log(1+x) + exp(x) - 1"),
    ("floor(x) + ceil(x) + x % 1", "floor(x) + ceil(x) + x - floor(x)"),
    ("∛x + cbrt(x) + x^(1/3)", "3*cbrt(x)"),
    ("E^x", "exp(x)"),
    ("sinh(x)coth(x)", "cosh(x)"),
    ("elu(x) + silu(x) + swish(x)", "x + 2x*sigmoid(x)"),  # right of 0
    ("mish(x)", "x*tanh(log(1+exp(x)))"),
    ("np.sin(x) + numpy.maximum(x, 1) + math.pi", "sin(x) + max(x, 1) + pi"),
    ("torch.nn.functional.leaky_relu(x, 0.2) + F.relu(x) + jnp.exp(x)", "2x + exp(x)"),
    ("np.where(x > 1, x, 0.1*x)", "x if x > 1 else 0.1x"),
    ("np.where((x > 1) & (x < 1.5), 1, 0)", "1 if 1 < x < 1.5 else 0"),
    ("1 if (x < 1) | (x > 1.5) else 0", "1 if not 1 <= x <= 1.5 else 0"),
    ("piecewise(x < 1, 1, x < 1.5, 2, 3)", "1 if x < 1 else 2 if x < 1.5 else 3"),
    ("1 if x < 1, 2 if x ≥ 1", "1 if x < 1 else 2"),
    ("(x if x > 1 else 1)*2 + 1", "2max(x, 1) + 1"),
    ("|x - 1 if x > 1 else 1 - x|", "abs(x - 1)"),
    ("clip(x, 1, 1.5)", "min(max(x, 1), 1.5)"),
    ("pow(x, 3) + square(x) + hypot(x, 1)", "x^3 + x^2 + sqrt(x^2 + 1)"),
    ("logaddexp(x, 1)", "log(exp(x) + exp(1))"),
    ("heaviside(x - 1, 1)", "1 if x >= 1 else 0"),
]

#: LaTeX as it is pasted.
LATEX = [
    (r"\frac{\sin 2x}{x}", "sin(2x)/x"),
    (r"$x^{2} - \dfrac12 x$", "x^2 - x/2"),
    (r"e^{-x^2/2}", "exp(-x^2/2)"),
    (r"\sin^2 x \cdot \cos x", "sin(x)^2*cos(x)"),
    (r"\sin x\cos x", "sin(x)*cos(x)"),
    (r"\sqrt[3]{x} + \sqrt{x+1}", "x^(1/3) + sqrt(x+1)"),
    (r"\left(x - 1\right)^{10}", "(x-1)^10"),
    (r"\left| x \right| + \lvert x \rvert", "2*abs(x)"),
    (r"\ln x + \log_2 x + \log_{10}(x)", "log(x) + log2(x) + log10(x)"),
    (r"\theta_1^2 + \theta_{1}", "theta1^2 + theta1"),
    (r"\operatorname{ReLU}(x) + \mathrm{e}^{x}", "relu(x) + e^x"),
    (r"\max(0, x) + \lfloor x \rfloor", "max(0, x) + floor(x)"),
    (r"\frac{1}{1 + e^{-x}}", "sigmoid(x)"),
    (r"\[ x \times 2 \]", "2x"),
    (r"\exp\left(-\frac{(x-\mu)^2}{2\sigma^2}\right)", "exp(-(x-mu)^2/(2sigma^2))"),
    (r"\begin{cases} x & x > 1 \\ 0.1x & \text{otherwise} \end{cases}", "x if x > 1 else 0.1x"),
    (r"\begin{cases} x^2, & \text{if } x \ge 1, \\ x, & \text{if } x < 1. \end{cases}", "x^2 if x >= 1 else x"),
    (r"\tfrac{1}{2}\,x^2\;+\quad 1", "x^2/2 + 1"),
    (r"\varepsilon \tanh\!\left(\sqrt{\tfrac{2}{\pi}}\,x\right)", "epsilon*tanh(sqrt(2/pi)*x)"),
]

REFUSED = [
    ("", "empty", None),
    ("   ", "empty", None),
    ("x+", "ends too early", 2),
    ("sin(", "ends too early", 4),
    ("sin()", "nothing between", 4),
    ("(x+1", "never closed", 0),
    ("|x+1", "never closed", 0),
    ("x)", "closes nothing", 1),
    ("2 3", "two numbers", 2),
    ("x,y", "separates arguments", 1),
    ("w = x", "right-hand side", 2),
    ("L(w) = w b", "b is no variable of w", 0),
    ("L(w, w) = w", "a name with its variables", 0),
    ("L(2) = w", "a name with its variables", 0),
    ("L(w) = L + w", "L is no variable of w", 0),
    ("f(x) = x +", "ends too early", 10),
    ("sine(x)", "did you mean 'sin'?", 0),
    ("2*sgmoid(x)", "did you mean 'sigmoid'?", 2),
    ("sin x", "sin(x)", 0),
    ("max(x)", "2 arguments", 0),
    ("sin(x, 1)", "1 argument", 0),
    ("x @ 2", "means nothing", 2),
    ("[x]", "type '('", 0),
    ("1/0", "divides by zero", 1),
    ("x/(1-1)", "divides by zero", 1),
    ("0^-1", "divides by zero", 1),
    ("log(-1)", "no real value", 0),
    ("2 + sqrt(-1)x", "no real value", 4),
    ("log(0)", "no finite value", 0),
    ("||asin(2)||", "no real value", 2),  # sympy compared it with 0
    ("max(log(-1-x^2), x)", "no real value, whatever is put in", 4),  # sympy compared it with x
    ("relu(sqrt(-1-exp(x)))", "no real value, whatever", 5),
    ("factorial(5)", "unknown name", 0),
    ("x² + foo", "unknown name 'foo'", 5),
    ("x³ + √(y", "never closed", 6),
    ("(-2)^x", "a negative number to a power that varies", 4),
    ("sin⁻¹(x)", "type asin(x), or sin(x)^-1", 0),
    ("2tan^(-1)(x)", "type atan(x), or tan(x)^-1", 1),
    ("sin²x", "sin needs its argument in brackets", 0),
    ("sinx", "sin(…) with its argument in brackets", 0),
    ("exp x", "exp(x)", 0),
    ("f(x)", "type its formula", 0),
    ("wx + b", "for a product type w*x", 0),
    ("w_i", "an index is a number", 0),
    ("Pi x", "did you mean 'pi'?", 0),
    ("eˣ", "type ^ before it", 1),
    ("e⁻ˣ", "type ^, as in e^-x", 1),
    ("xₐ", "type digits after a letter", 1),
    ("0,5x", "for a decimal point type '.'", 1),
    ("x{2}", "type '('", 1),
    ("H(x)", "H*(…) for a product", 0),
    ("φ(x) + 1", "phi*(…) for a product", 0),
    ("1 + gamma(x)", "gamma*(…) for a product", 4),
    ("1/xy", "type brackets, 1/(x*y) or (1/x)*y", 3),
    ("1/x(x+1)", "type brackets", 3),
    ("x > 0", "a condition stands where a number is needed", 0),
    ("1 + (x > 0)", "a condition stands where", 4),
    ("2(x > 0)", "a condition stands where", 1),
    ("sin(x > 0)", "a condition stands where", 4),
    ("x if x", "no condition: type one such as x > 0", 5),
    ("x if x > 0 else", "ends too early", 15),
    ("x and y", "joins conditions", 0),
    ("x else y", "a choice is typed", 2),
    ("1 if 2 < 1", "no condition can hold", 0),
    ("where(x, 1, 2)", "begins with a condition", 0),
    ("where(x > 0)", "a value is missing", 6),
    ("clip(x, 1)", "3 arguments: clip(x, -1, 1)", 0),
    ("log(x, 2, 3)", "1 to 2 arguments", 0),
    ("x % 0", "divides by zero", 2),
    ("sinc(x)", "type sin(x)/x", 0),
    ("softmin(x)", "unknown name", 0),
    (r"\int x", r"\int is not read", 0),
    (r"\frac{x}{", "never closed", 8),
    (r"x + \sin(y", "never closed", 8),
    (r"x + \frac{foo}{2}", "unknown name 'foo'", 10),
    ("x² - 3 = 0", "in a condition type ==", 7),
]

TOO_LARGE = [
    "9**9**9**9",
    "9**9**9",
    "2**(2**(2**100))",
    "(" * 100_000,
    "x" * 100_000,
    "(" * 300 + "x" + ")" * 300,
    "-" * 500 + "x",
    "x^" * 400 + "x",
    "√" * 400 + "x",
    "|" * 400,
    "sin(" * 150 + "x" + ")" * 150,
    "9" * 310,
    "x * 1e300 * 1e300",
    "x" + " * 1e300" * 90,
    "x / 1e300" + " / 1e300" * 50,
    "1e999999999",
    "1e-999999999",
    "10^999 x",
    "x^1000000",
    "+".join("x" for _ in range(450)),
    "2^1000 * 2^1000 * 2^1000 * 2^1000 * 2^1000",
    "(1e300)^(1e300)",
]

ATTACKS = [
    "__import__('os').system('touch canary')",
    'sin(\'__import__("os").system("touch canary")\')',
    "x.__class__.__mro__",
    "().__class__",
    "lambda x: open('canary', 'w')",
    "[open('canary', 'w') for x in (1,)]",
    "open(x)",
    "eval(x)",
    "exec(x)",
    "print(x)",
    "x if x else x",
    "x := 2",
    "x; x",
    "import os",
    "__builtins__",
    "f'{x}'",
    "x[0]",
    "{x}",
    "x and y",
    "not x",
    "yield x",
    "Symbol(x)",
    "S(x)('canary')",
    "x\n=1",
    "\\x41",
    "x\x00",
    "os",
    "ᵉval(x)",
]


@pytest.mark.parametrize(("text", "same"), [*READ_AS, *LATEX])
def test_formulas_as_people_write_them(text, same):
    written, plain = Function.parse(text), Function.parse(same)
    assert written.variables == plain.variables
    values = [np.linspace(0.3, 2.0, 7)] * len(plain.variables)
    assert written(*values) == pytest.approx(plain(*values), rel=1e-13)


@pytest.mark.parametrize(("text", "message", "column"), REFUSED)
def test_a_fault_is_named_and_pointed_at(text, message, column):
    with pytest.raises(FormulaError) as caught:
        Function.parse(text)
    assert message in str(caught.value)
    assert caught.value.position == column
    if column is not None:
        assert str(caught.value).splitlines()[1:] == [f"  {text}", "  " + " " * column + "^"]


@pytest.mark.parametrize("text", TOO_LARGE, ids=lambda text: text[:20])
def test_size_is_bounded(text):
    with pytest.raises(FormulaError):
        Function.parse(text)


@pytest.mark.parametrize("text", ATTACKS)
def test_nothing_is_executed(text, monkeypatch, tmp_path):
    called = []
    monkeypatch.chdir(tmp_path)
    for module, name in [(os, "system"), (subprocess, "Popen"), (builtins, "open"), (builtins, "eval")]:
        monkeypatch.setattr(module, name, lambda *args, name=name, **_: called.append(name))
    for variables in (None, ("x",)):
        with pytest.raises(FormulaError):
            Function.parse(text, variables)
    assert called == []
    assert list(tmp_path.iterdir()) == []


def test_other_names_than_the_variables_are_refused():
    with pytest.raises(FormulaError, match=r"unknown name 'z'.*variables here: x and y") as caught:
        Function.parse("x + z", ("x", "y"))
    assert caught.value.position == 4
    with pytest.raises(FormulaError, match="did you mean 'theta'"):
        Function.parse("thta", ("theta",))


def test_a_given_name_is_a_variable_even_if_it_is_a_constant():
    assert Function.parse("2e", ("e",))(3.0) == 6.0
    assert Function.parse("E^2", ("E",))(3.0) == 9.0
    assert Function.parse("E^x", ("x",))(1.0) == pytest.approx(math.e)  # how sympy writes it


@pytest.mark.parametrize(
    ("text", "name", "variables", "formula"),
    [
        ("L(w, b) = (w-1)² + b²", "L", ("w", "b"), "(w-1)² + b²"),
        ("J(θ₀,θ₁) = θ₀ θ₁", "J", ("theta0", "theta1"), "θ₀ θ₁"),
        (r"J(\theta_0, \theta_1) = \theta_0", "J", ("theta0", "theta1"), r"\theta_0"),
        ("g(t) = 3", "g", ("t",), "3"),
        ("f(y, x) = x - y", "f", ("y", "x"), "x - y"),
        ("L = w² + b", "L", ("w", "b"), "w² + b"),
        ("y = x²", "f", ("x",), "x²"),
        ("b2 + w10 + w2", "f", ("w2", "w10", "b2"), "b2 + w10 + w2"),
        ("z + y + x", "f", ("x", "y", "z"), "z + y + x"),
    ],
)
def test_a_function_may_have_a_name_and_its_variables_an_order(text, name, variables, formula):
    f = Function.parse(text)
    assert (f.name, f.variables, f.text) == (name, variables, formula)
    assert Function.parse(f.typed_text) == f
    assert Function.parse(f.typed_text).name == name


SUGGESTED = [
    "prelu",
    "softmin",
    "sinc",
    "gammaln",
    "erfinv",
    "besselj",
    "logit",
    "rint",
    "lelu",
    "cosd",
    "tand",
]


@pytest.mark.parametrize("name", SUGGESTED)
def test_a_suggestion_never_names_another_function(name):
    with pytest.raises(FormulaError) as caught:
        Function.parse(f"{name}(x)")
    assert "did you mean" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("x^(1/3)", "real root, which has values left of 0"),
        ("x^(1/5) + x^(2/3)", "exponent 1/5 is read as the real root"),
        ("x^0.2", "exponent 0.2 has no real value left of 0"),
        ("E^x", "E is read as e"),
    ],
)
def test_what_could_be_meant_otherwise_is_noted(text, note):
    assert any(note in each for each in Function.parse(text).notes)


@pytest.mark.parametrize("text", ["x^2", "sqrt(x)", "∛x", "x^(1/2)", "2^(1/3)", "e^x"])
def test_what_is_clear_is_not_noted(text):
    assert Function.parse(text).notes == ()


def test_variables_may_be_given_in_any_spelling():
    assert Function.parse("θ1 + x₁", ("θ₁", "x_1")).variables == ("theta1", "x1")
    assert parse_point("θ₁=2, x_1=3", ("theta1", "x1")) == (2.0, 3.0)


@pytest.mark.parametrize("name", ["sigmoid", "softplus", "relu", "leaky_relu", "gelu", "abs", "sign", "erf"])
def test_a_function_of_a_whole_number_has_its_value(name):
    assert Function.parse(f"{name}(2)")() == pytest.approx(Function.parse(f"{name}(x)")(2.0), rel=1e-15)


def test_hash_bang_sizes_are_counted_in_characters_of_the_original():
    with pytest.raises(FormulaError, match="100,000 characters"):
        Function.parse("x" * 100_000)


ALPHABET = ["x", "y", "2", "0", "1e3", ".", "+", "-", "*", "/", "^", "**", "(", ")", "|", ",", "²", "√", "π", " "]
ALPHABET += [" if ", " else ", " and ", "<", ">=", "%", "floor", "where", "\\frac", "{", "}", "np."]
ALPHABET += ["sin", "log", "max", "abs", "relu", "e", "sigmoid", "sqrt", "foo", "_", "'", "=", ":", "9", "tanh"]


@given(st.lists(st.sampled_from(ALPHABET), max_size=14).map("".join))
def test_any_text_is_a_function_or_a_formula_error(text):
    try:
        f = Function.parse(text)
    except FormulaError:
        return
    value = f(*[0.7] * len(f.variables))
    assert isinstance(value, float)
    for name in f.variables:
        assert isinstance(f.derivative(name)(*[0.7] * len(f.variables)), float)


@given(st.text(max_size=30))
def test_any_unicode_is_a_function_or_a_formula_error(text):
    fault = None
    try:
        Function.parse(text)
    except FormulaError as error:
        fault = error.position
    assert fault is None or 0 <= fault <= len(text)


@pytest.mark.parametrize(
    ("text", "variables", "point"),
    [
        ("1,2", ("x", "y"), (1.0, 2.0)),
        ("1, 2", ("y", "x"), (1.0, 2.0)),
        ("y=1, x=2", ("x", "y"), (2.0, 1.0)),
        ("(1, -2)", ("x", "y"), (1.0, -2.0)),
        ("pi/2", ("x",), (math.pi / 2,)),
        ("x=-1/3", ("x",), (-1 / 3,)),
        ("max(1,2),3", ("x", "y"), (2.0, 3.0)),
        ((1, 2.5), ("x", "y"), (1.0, 2.5)),
        (["1/2", 3], ("x", "y"), (0.5, 3.0)),
        (0.5, ("x",), (0.5,)),
    ],
)
def test_points(text, variables, point):
    assert parse_point(text, variables) == pytest.approx(point)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1", "type 1,2 or x=1,y=2"),
        ("1,2,3", "3 numbers"),
        ("", "0 numbers"),
        ("1,", "empty"),
        ("x=1,z=2", "no variable 'z'"),
        ("x=1,2", "names some"),
        ("x=1,x=2", "twice"),
        ("x=1,y=x", "unknown name 'x'"),
        ("1,log(0)", "no finite"),
        ("1" * 5000, "5,000 characters"),
    ],
)
def test_a_wrong_point_says_what_to_type(text, message):
    with pytest.raises(FormulaError, match=message):
        parse_point(text, ("x", "y"))


def test_a_point_is_typed_in_customary_order_or_by_name():
    assert parse_point("1,2", ("b", "w")) == (1.0, 2.0)  # w = 1, b = 2
    assert parse_point("b=2,w=1", ("w", "b")) == (1.0, 2.0)
    with pytest.raises(FormulaError, match=r"which number is which: type k=1,t=2"):
        parse_point("1,2", ("t", "k"))


def test_numbers():
    assert parse_number("-1/3") == pytest.approx(-1 / 3)
    assert parse_number(2) == 2.0
    for wrong in ("x", "1/0", float("nan"), "asin(2)"):
        with pytest.raises(FormulaError):
            parse_number(wrong)


def test_every_error_is_nablas():
    assert issubclass(FormulaError, NablaError)
    assert issubclass(DomainError, NablaError)
