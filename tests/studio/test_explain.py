from __future__ import annotations

import json

import pytest
from rich.console import Console

from mathkit.errors import DomainError
from studio.explain import explanation
from studio.terminal.console import explained
from tests.mathkit.compiling import compiles
from tests.mathkit.tables import ONE_VARIABLE, TWO_VARIABLES

KEYS = [
    "expression", "variables", "partials", "gradient", "hessian", "at", "value", "gradient_at", "hessian_at",
    "tangent", "tangent_plane", "kinks", "poles", "jumps", "critical_points", "typst", "checks",
]  # fmt: skip
CASES = [(text, str(at)) for text, at in ONE_VARIABLE]
CASES += [(text, ",".join(map(str, at))) for text, at in TWO_VARIABLES] + [("x y z", "1,2,3"), ("pi", None)]


def sources(found):
    if isinstance(found, str):
        return [found]
    return [source for part in (found.values() if isinstance(found, dict) else found) for source in sources(part)]


@pytest.mark.parametrize(("text", "at"), CASES)
def test_the_data_is_one_json_object_and_its_typst_compiles(text, at):
    data = explanation(text, at).data
    assert list(data) == KEYS
    json.loads(json.dumps(data, allow_nan=False))
    assert all(compiles(source) for source in sources(data["typst"]) if source)
    for oracle, size in data["checks"].items():
        assert size is None or size <= (1e-9 if "mpmath" in oracle else 1e-2) * max(1.0, abs(data["value"]))


def test_a_curve():
    data = explanation("x^3 - 3x + 1/(x-5)", "1").data
    assert data["hessian"] == [["6*x + 2/(x - 5)**3"]]
    assert data["poles"] == [5.0]
    assert [point["kind"] for point in data["critical_points"]][:2] == ["maximum", "minimum"]
    assert data["tangent"]["slope"] == pytest.approx(-1 / 16)
    assert data["tangent_plane"] is None


def test_a_surface():
    data = explanation("x²·y + sin(y)", "1,2").data
    assert data["gradient"] == ["2*x*y", "x**2 + cos(y)"]
    assert data["hessian"] == [["2*y", "2*x"], ["2*x", "-sin(y)"]]
    assert data["hessian_at"][0] == [4.0, 2.0]
    assert data["critical_points"][0]["at"] == pytest.approx({"x": 0, "y": -1.5707963267948966})
    parted = explanation("max(x, y)/(x - y) + |x| + x|y|^3 + sign(x + y)", None).data
    assert (parted["kinks"], parted["poles"], parted["jumps"]) == (["x = 0"], ["x - y = 0"], ["x + y = 0"])


def test_a_kink_has_no_slope_and_the_page_says_why():
    found = explanation("|x|", "0")
    assert (found.data["value"], found.data["gradient_at"], found.data["tangent"]) == (0.0, None, None)
    assert found.data["kinks"] == [0.0]
    console = Console(width=100)
    with console.capture() as captured:
        console.print(explained(found))
    assert "kink there (slope from the left −1, from the right 1)" in " ".join(captured.get().split())


def test_no_value_is_an_error():
    with pytest.raises(DomainError, match="--set at=1"):
        explanation("log(x)", "-1")


@pytest.mark.parametrize(
    ("text", "at", "words"),
    [
        ("x exp(-x)", "0.5", ["df/dx", "maximum", "product", "chain", "difference quotient", "mpmath value"]),
        ("x²·y", "1,2", ["∂f/∂x", "∇f", "tangent plane", "eigenvalues", "central difference"]),
    ],
)
def test_the_page_for_people(text, at, words):
    console = Console(width=120)
    with console.capture() as captured:
        console.print(explained(explanation(text, at)))
    assert all(word in captured.get() for word in words)
