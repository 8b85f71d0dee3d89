from __future__ import annotations

import ast
import math
import pickle
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest
import sympy as sp

import mathkit
from mathkit import FormulaError, Function
from mathkit.formula.evaluation import erf


def test_the_face_is_complete():
    stub = ast.parse(Path(mathkit.__file__).with_suffix(".pyi").read_text(encoding="utf-8"))
    imported = [alias.name for node in stub.body if isinstance(node, ast.ImportFrom) for alias in node.names]
    (listed,) = (ast.literal_eval(node.value) for node in stub.body if isinstance(node, ast.Assign))
    assert sorted(listed) == sorted(imported) == sorted(mathkit.__all__)
    assert [name for name in listed if getattr(mathkit, name, None) is None] == []


def test_importing_mathkit_imports_no_pixels():
    pixels = ["manim", "typst", "scipy", "pydantic", "PIL"]
    code = f"import sys; from mathkit import *; print([name for name in {pixels} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=".")
    assert found.stdout.strip() == "[]"


def test_evaluation_broadcasts_and_returns_floats():
    f = Function.parse("x²·y + sin(y)")
    assert f.variables == ("x", "y")
    assert type(f(1.0, 2)) is float
    assert f(1.0, 2.0) == pytest.approx(2 + math.sin(2))
    grid = f(np.arange(3)[:, None], np.arange(4)[None, :])
    assert grid.shape == (3, 4)
    assert grid.dtype == np.float64


def test_a_constant_takes_the_given_variables():
    f = Function.parse("3", ("x",))
    assert f.variables == ("x",)
    assert f(np.zeros(4)).tolist() == [3.0] * 4
    assert Function.parse("pi")() == pytest.approx(math.pi)


@pytest.mark.parametrize(
    ("text", "x"),
    [("log(x)", -1), ("1/x", 0), ("sqrt(x)", -1), ("x^0.2", -8), ("exp(x)", 1e6), ("asin(x)", 2), ("x^x", -0.5)],
)
def test_no_real_value_is_nan_without_a_warning(text, x):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        f = Function.parse(text)
        assert math.isnan(f(x))
        assert np.isnan(f(np.array([x, x]))).all()


def test_saturated_functions_do_not_overflow():
    x = np.array([-1e4, -700.0, 0.0, 700.0, 1e4])
    assert Function.parse("sigmoid(x)")(x) == pytest.approx([0, 0, 0.5, 1, 1])
    assert Function.parse("softplus(x)")(x) == pytest.approx([0, 0, math.log(2), 700, 1e4])
    assert Function.parse("softplus(x)").derivative()(x) == pytest.approx([0, 0, 0.5, 1, 1])


def test_erf_is_the_c_librarys():
    x = np.concatenate([np.linspace(-7, 7, 2001), [1e-300, 1e-9, 0.0, 50.0]])
    assert erf(x) == pytest.approx([math.erf(value) for value in x], rel=1e-14, abs=1e-300)


def test_substitution_holds_variables_fixed():
    f = Function.parse("x²·y + sin(y)").substitute(y=2)
    assert f.variables == ("x",)
    assert f(3.0) == pytest.approx(18 + math.sin(2))
    assert math.isnan(Function.parse("x/y").substitute(y=0)(1.0))
    with pytest.raises(FormulaError, match="no variable z"):
        f.substitute(z=1)


def test_value_semantics():
    f = Function.parse("2x")
    assert f == Function.parse("2·x")
    assert hash(f) == hash(Function.parse("x*2"))
    assert f != Function.parse("2x", ("x", "y"))
    f(1.0)
    copy = pickle.loads(pickle.dumps(f))  # noqa: S301 -- its own bytes
    assert copy == f
    assert copy.text == "2x"
    assert copy(2.0) == 4.0


def test_a_function_of_a_sympy_expression_has_real_symbols():
    f = Function.of(sp.Symbol("x") ** 2 + sp.Symbol("y"))
    assert f.variables == ("x", "y")
    assert all(symbol.is_real for symbol in f.expr.free_symbols)
    with pytest.raises(FormulaError, match="uses y"):
        Function.of(sp.Symbol("y"), ("x",))


def test_wrong_variables_are_named():
    f = Function.parse("x y")
    with pytest.raises(FormulaError, match="variables: x, y"):
        f.derivative()
    with pytest.raises(TypeError, match="takes 2 values"):
        f(1.0)


def test_big_integers_are_floats():
    assert Function.parse("10^30 x")(np.array([1.0])) == pytest.approx([1e30])
