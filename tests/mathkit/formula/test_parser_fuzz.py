"""Anything that a person may type: a function, or an error that says what is wrong; never more, and never long."""

from __future__ import annotations

import gc
import os
import time

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from mathkit import FormulaError, Function
from mathkit.formula.known_functions import FUNCTIONS
from mathkit.formula.token_cursor import MAX_NODES
from mathkit.formula.tokenizer import MAX_LENGTH

LONG_RUN = int(os.environ.get("NABLA_FUZZ", "100000"))
WORDS = [*"xyz0129.+-*/^(),|²³√πσθ₁·×−=;'_ ", "**", "1e3", "1e-9", "e", "pi", "theta1", "foo", "x_1", "__", "lambda"]
WORDS += [" if ", " else ", " and ", " or ", " not ", "<", "<=", "==", "!=", "%", "&", "where(", "np.", "torch.", "∛"]
WORDS += [r"\frac", r"\sqrt", "{", "}", r"\sin", "$", r"\left|", r"\begin{cases}", r"\\", r"\end{cases}", "^{"]
WORDS += [f"{name}(" for name in FUNCTIONS] + list(FUNCTIONS) + ["999", "^-", "2^", "x^x^", "((", "))", "||"]

soups = st.lists(st.sampled_from(WORDS), max_size=30).map("".join)
formulas = st.recursive(
    st.sampled_from(["x", "y", "2", "0.5", "π", "θ₁", "1e-3", "x²"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" + ", " - ", "*", "/", " ", "^", "·"]), inner).map("".join),
        st.tuples(st.sampled_from([name for name, known in FUNCTIONS.items() if known.least == 1]), inner).map(
            lambda pair: f"{pair[0]}({pair[1]})"
        ),
        st.tuples(st.sampled_from(["max", "min"]), inner, inner).map(lambda t: f"{t[0]}({t[1]}, {t[2]})"),
        st.tuples(inner, inner, inner).map(lambda t: f"({t[0]} if {t[1]} > 0 else {t[2]})"),
        st.tuples(inner, inner).map(lambda t: f"({t[0]}) % ({t[1]})"),
        inner.map(lambda text: f"({text})"),
        inner.map(lambda text: f"|{text}|"),
        inner.map(lambda text: f"-{text}"),
        inner.map(lambda text: f"√({text})"),
    ),
    max_leaves=14,
)
typed = st.one_of(soups, formulas, st.text(max_size=40), formulas.map(lambda text: text[: len(text) * 2 // 3]))


def read(text: str) -> float:
    """Parse; only FormulaError may come out. Returns the seconds of CPU that it took, however busy the machine is."""
    started = time.thread_time()
    try:
        Function.parse(text)
    except FormulaError as error:
        assert error.position is None or 0 <= error.position <= len(text)  # noqa: PT017 -- any text, not one error
    return time.thread_time() - started


@settings(max_examples=1000, deadline=None)
@given(typed)
def test_a_thousand_texts_are_functions_or_formula_errors(text):
    read(text)


@settings(max_examples=100, deadline=None)
@given(formulas)
def test_what_is_printed_is_read_as_the_same_function(text):
    """parse(print(f)) = f, up to sympy's own rewriting: compared by value, where what was typed has one.

    The expression alone has more: of √(-x) - √(-x) sympy leaves 0.
    """
    try:
        f = Function.parse(text, ("theta1", "x", "y"))
    except FormulaError:
        return
    again = Function.parse(Function.of(f.expr, f.variables).text, f.variables)
    at = (0.7, 1.3, 0.4)
    if f.defined(*at):
        assert again(*at) == pytest.approx(f(*at), rel=1e-9, abs=1e-12, nan_ok=True)


@pytest.mark.long
def test_a_hundred_thousand_texts(capsys, request):
    """`make test-long`; NABLA_FUZZ sets another number. Prints the slowest texts (goal: 0.2 s of CPU).

    What is not the parser's is kept out: sympy's imports, done before, and the garbage collector, which would walk all
    that Hypothesis keeps.
    """

    if "long" not in request.config.option.markexpr:  # -m "not slow" replaces the project's own -m "not long"
        pytest.skip("only with -m long")

    @settings(
        max_examples=LONG_RUN,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(typed)
    def many(text: str) -> None:
        gc.disable()
        slowest.append((read(text), text))
        gc.enable()
        slowest.sort(reverse=True)
        del slowest[5:]

    for name in FUNCTIONS:
        read(f"{name}(x) + {name}(2) + x^{name}(y)")
    slowest: list[tuple[float, str]] = []
    many()
    with capsys.disabled():
        print(f"\nslowest of {LONG_RUN:,} texts, in seconds of CPU:")  # noqa: T201 -- its report
        print(*(f"{took:.3f} {text!r}" for took, text in slowest), sep="\n")  # noqa: T201


@pytest.mark.parametrize("name", [name for name, known in FUNCTIONS.items() if known.least == 1])
@pytest.mark.parametrize("core", ["x", "x + 1"])
def test_nesting_does_not_multiply_the_parts(name, core):
    """cot z as cos z/sin z would hold z twice, and 36 of them in one another 2**36 times; z σ(z) is bounded."""
    text = core
    for _ in range(36):
        text = f"{name}({text})"
    try:
        assert Function.parse(text).expr.count_ops() < 200
    except FormulaError as fault:
        assert "too long when it is written out" in str(fault)  # noqa: PT017 -- one of two good ends
        assert Function.parse(f"{name}({name}({core}))").expr.count_ops() < 60


#: What took minutes, or gigabytes, or raised what is not ours.
HOSTILE = [
    "acos(2^1e-300)",
    "acos(2^(1/1000) - 3^(1/999))",
    "acos((1 + 2^1e-200)/2)",
    "leaky_relu(|cosh(√((x+1)^999))| - sqrt(sigmoid(10**300·3.0000000000000000001)))",
    "√(-cosh(exp(gelu(|1e300|))))",
    "gelu(gelu(gelu(gelu(x))))",
    "1 if acos(2^1e-300) > acos(2^1e-299) else x",
    "heaviside(sqrt(2) + sqrt(3) + sqrt(5) + sqrt(7) + sqrt(11) + sqrt(13) - 16.92)",
    "x" * 999,
    "e" * 90,
    "*".join(f"(x-{k})" for k in range(1, 31)),
    "where(" + ",".join(f"x>{k},x^{k}" for k in range(40)) + ",0)",
    "x % " * 50 + "2",
    "hardswish(" * 20 + "x" + ")" * 20,
    "(x if x > 0 else " * 38 + "x" + ")" * 38,
    "(" * 38 + "x > 0" + ")" * 38,
    r"\frac{" * 39 + "x" + "}{2}" * 39,
    r"\begin{cases}" * 30,
    r"\sqrt[999999999999]{x}",
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:30])
def test_hostile_texts_are_read_or_refused(text):
    read(text)


def test_names_within_one_another_are_told_apart_at_once():
    names = ("theta", "t", "h", "eta")
    assert Function.parse("theta" * 16, names).variables == ("eta", "h", "t", "theta")
    with pytest.raises(FormulaError, match="unknown name"):
        Function.parse("theta" * 16 + "q", names)


@pytest.mark.parametrize("build", [lambda n: "+".join(["x"] * n), lambda n: "sin(x)" * n, lambda n: "x^" * n + "2"])
def test_the_work_ends_at_the_bounds(build):
    with pytest.raises(FormulaError):
        Function.parse(build(MAX_NODES))
    with pytest.raises(FormulaError):
        Function.parse(build(MAX_LENGTH))
