from __future__ import annotations

import json

import pytest
import typer
from rich.console import Console

from mathkit import Function
from mathkit.errors import DomainError
from studio.commands.explain import explain
from studio.explain import explanation
from studio.terminal.console import explained
from tests.mathkit.compiling import compiles
from tests.mathkit.printed_equations import judged
from tests.mathkit.tables import ONE_VARIABLE, TWO_VARIABLES

KEYS = [
    "expression", "notes", "variables", "partials", "gradient", "hessian", "at", "value", "gradient_at", "hessian_at",
    "tangent", "tangent_plane", "kinks", "poles", "jumps", "holes", "limits", "subgradients", "critical_points",
    "level_curves", "singular_points", "domain", "complete", "reason", "typst", "checks", "judged", "left_out",
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
    assert data["critical_points"][0]["at"] == pytest.approx({"x": 0, "y": 1.5707963267948966})  # the nearest
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


def page_of(text: str, at: str | None) -> str:
    console = Console(width=400, markup=False, highlight=False)
    with console.capture() as captured:
        console.print(explained(explanation(text, at)))
    return captured.get()


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("x^2-1", "1"), ("x^2-1", "1/3"), ("x exp(-x)", "0.3"), ("sqrt(1-x^2-y^2)", "0.3,0.4"), ("x*y", "0,0"),
        ("0.1x^2 - 0.35", "2"), ("x", "0"), ("3", None), ("1/x", "-3"), ("x^2+y^2", "1000,2000"),
    ],
)  # fmt: skip
def test_equations_on_the_page_hold_of_the_digits_shown(text, at):
    found = judged(page_of(text, at).splitlines(), plain=True)
    assert found.faults == ()
    assert found.count or text == "3"


@pytest.mark.parametrize(
    ("text", "at", "lines", "never"),
    [
        (
            "x^2-1", "1",
            ["df/dx = 2 x", "tangent y = 2 x − 2", "f(x) ≈ 2 (x − 1) + (x − 1)²", "sum d/dx [x² − 1] = 2 x"],
            ["1 x", "+ 0", "undefined", "0 x", "**"],
        ),
        ("x", "0", ["tangent y = x"], ["1 x", "+ 0", "undefined"]),
        ("x^2", "1/3", ["f ≈ 0.111111", "slope ≈ 0.666667", "at x ≈ 0.333333"], ["= 0.111111"]),
        ("sqrt(1-x^2-y^2)", "0.3,0.4", ["∂f/∂x = −x/sqrt(1 − x² − y²)", "f ≈ 0.866025"], ["y² + 1"]),
        ("x^3-3*x*y^2", "0,0", ["eigenvalues of ∇²f 0, 0", "tangent plane z = 0"], ["10⁻", "+ 0"]),
        ("0.1x^2 - 0.35", "3", ["df/dx = 0.2 x", "tangent y = 0.6 x − 1.25"], ["x/5"]),
        ("y^2", "1", ["tangent z = 2 y − 1"], ["tangent y"]),
    ],
)  # fmt: skip
def test_numbers_and_polynomials_are_written_as_people_write_them(text, at, lines, never):
    page = [" ".join(line.split()) for line in page_of(text, at).splitlines()]
    for line in lines:
        assert line in page
    head = page[: page.index("checked against (largest difference)")]
    assert not [each for each in never if each in "\n".join(head)]


def test_what_is_not_the_oracles_number_is_said_and_ends_with_status_1(monkeypatch, capsys):
    right = Function.derivative

    def wrong(self, variable=None):
        found = right(self, variable)
        return Function.parse(f"{found.text} + 1/10", self.variables) if self.text == "x^2" else found

    monkeypatch.setattr(Function, "derivative", wrong)
    found = explanation("x^2", "3")
    assert any("formula of the derivative by x" in text for text in found.wrong)
    assert not all(each["agrees"] for each in found.data["judged"])
    with pytest.raises(typer.Exit) as ended:
        explain("x^2", "3")
    assert ended.value.exit_code == 1
    assert "This is a fault of Nabla" in capsys.readouterr().err


def test_holes_limits_and_subgradients_are_data():
    data = explanation("(x^2-1)/(x-1)", "2").data
    assert data["holes"] == [{"at": 1.0, "limit": 2.0}]
    assert {"at": 1.0, "side": "left", "value": 2.0, "kind": "value"} in data["limits"]
    assert {"at": "inf", "side": "both", "value": "inf", "kind": "infinite"} in data["limits"]
    assert data["gradient_at"] == {"x": 1.0}
    data = explanation("max(0, x)", "0").data
    assert data["subgradients"] == [{"at": 0.0, "interval": [0.0, 1.0], "automatic": 0.5}]
    assert explanation("|x-2|", "0").data["subgradients"] == [{"at": 2.0, "interval": [-1.0, 1.0], "automatic": 0.0}]
    assert explanation("sign(x)+1/x", "1").data["limits"][-1] == {
        "at": 0.0, "side": "right", "value": "inf", "kind": "infinite",
    }  # fmt: skip


def test_what_takes_too_long_is_left_out_and_named_and_the_rest_is_there():
    product = "*".join(f"(x-{k})" for k in range(1, 31))
    data = explanation(product, "0.5").data
    assert data["left_out"]
    assert data["expression"] == product
    assert data["gradient_at"] or "at the point" in data["left_out"]


@pytest.mark.parametrize("at", ["1e200", "-1e12", "1e-200"])
def test_a_point_of_any_size_is_explained(at):
    data = explanation("x", at).data
    assert data["gradient_at"] == {"x": 1.0}
    assert all(each["agrees"] for each in data["judged"])
