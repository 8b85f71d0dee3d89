from __future__ import annotations

import math

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from mathkit import ComputationGraph, DomainError, FormulaError, ForwardMode, Function, OperationCount, ReverseMode
from tests.mathkit.compiling import compiles, parts
from tests.mathkit.oracles import autograd_partial, mpmath_partial, richardson
from tests.mathkit.tables import ONE_VARIABLE, TWO_VARIABLES

parse = Function.parse

CASES = [
    *((text, (at,)) for text, at in ONE_VARIABLE),
    *TWO_VARIABLES,
    ("sigmoid(w x + b)", (0.1, 0.8, -1.2)),
    ("x² y + y² z + z² x", (1.0, 2.0, 3.0)),
    ("2^x x^y / (z - 0.2)", (1.3, 2.0, 3.0)),
    ("-x - y", (1.0, 2.0)),
    ("x", (2.0,)),
    ("3", ()),
]


@pytest.mark.parametrize(("text", "at"), CASES)
def test_both_modes_are_symbolic_and_the_oracles(text, at):
    f = parse(text)
    forward, reverse = ForwardMode.of(f, at), ReverseMode.of(f, at)
    assert reverse.values[reverse.graph.output.index] == pytest.approx(f(*at), rel=1e-12)
    assert forward.values == reverse.values
    assert forward.gradient == pytest.approx(reverse.gradient, rel=1e-12, abs=1e-14)
    for index, slope in enumerate(reverse.gradient):
        assert slope == pytest.approx(f.derivative(f.variables[index])(*at), rel=1e-11, abs=1e-14)
        assert slope == pytest.approx(mpmath_partial(f, at, index), rel=1e-11, abs=1e-14)
        assert slope == pytest.approx(autograd_partial(f, at, index), rel=1e-11, abs=1e-14)
        along = richardson(lambda t, k=index: f(*at[:k], t, *at[k + 1 :]), at[index])
        assert slope == pytest.approx(along, rel=1e-7, abs=1e-9)


@pytest.mark.parametrize(("text", "at"), CASES)
def test_a_gradient_at_a_node_is_how_the_rest_answers_to_it(text, at):
    """Replace a node by a variable of its own: ∂f/∂(that variable) is the node's gradient."""
    reverse = ReverseMode.of(parse(text), at)
    graph = reverse.graph
    for node in graph.operations:

        def rest(value, index=node.index):
            values = list(reverse.values)
            values[index] = value
            for later in graph.operations:
                if later.index > index:
                    values[later.index] = later.operation.value(*(values[k] for k in later.arguments))
            return values[graph.output.index]

        here = reverse.values[node.index]
        slope = richardson(rest, here, step=1e-3 * max(1e-3, abs(here)))
        assert reverse.gradients[node.index] == pytest.approx(slope, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize(("text", "at"), CASES)
def test_the_graph_is_in_evaluation_order_and_says_what_it_costs(text, at):
    f = parse(text)
    graph = ComputationGraph.of(f)
    assert all(argument < node.index for node in graph.nodes for argument in node.arguments)
    assert len({node.expr for node in graph.nodes}) == len(graph.nodes)
    assert [node.name for node in graph.inputs] == list(f.variables)
    forward, reverse = ForwardMode.of(graph, at), ReverseMode.of(graph, at)
    assert reverse.cost.multiplications == len(graph.edges) == len(reverse.sweep)
    assert forward.cost.multiplications == len(at) * len(graph.edges)
    assert all(flow.product == flow.carried * flow.local for flow in reverse.sweep)
    for node in graph.nodes:
        arrived = [flow for flow in reverse.sweep if flow.edge.source == node.index]
        if arrived:
            assert arrived[-1].sum == reverse.gradients[node.index]


@pytest.mark.parametrize(("text", "at"), CASES)
def test_everything_printed_compiles(text, at):
    forward, reverse = ForwardMode.of(parse(text), at), ReverseMode.of(parse(text), at)
    graph = reverse.graph
    assert compiles(graph.typst)
    assert compiles(graph.typst_edges)
    assert compiles(reverse.typst)
    assert compiles(reverse.typst_rules)
    assert compiles(forward.typst)
    assert all(compiles(node.typst) for node in graph.nodes)
    steps = [f"{kind}-{node.name}" for node in graph.operations for kind in ("node", "step")]
    assert parts(graph.typst) == (steps or parts(graph.output.typst))


MML_5_14 = "sqrt(x² + exp(x²)) + cos(x² + exp(x²))"


def test_mml_example_5_14_shares_what_is_computed_once():
    # a = x², b = exp(a), c = a + b, d = √c, e = cos(c), f = d + e (MML eq. 5.123–5.128)
    graph = ComputationGraph.of(parse(MML_5_14))
    steps = [(node.name, node.operation.name, node.step.text) for node in graph.operations]
    assert steps == [
        ("v1", "power", "x**2"),
        ("v2", "exp", "exp(v1)"),
        ("v3", "add", "v1 + v2"),
        ("v4", "sqrt", "sqrt(v3)"),
        ("v5", "cos", "cos(v3)"),
        ("v6", "add", "v4 + v5"),
    ]
    edges = {(graph.nodes[e.source].name, graph.nodes[e.target].name): e.derivative.text for e in graph.edges}
    assert edges == {
        ("x", "v1"): "2*x",
        ("v1", "v2"): "exp(v1)",
        ("v1", "v3"): "1",
        ("v2", "v3"): "1",
        ("v3", "v4"): "1/(2*sqrt(v3))",
        ("v3", "v5"): "-sin(v3)",
        ("v4", "v6"): "1",
        ("v5", "v6"): "1",
    }


def test_mml_example_5_14_backwards():
    # ∂f/∂c = ∂f/∂d /(2√c) − ∂f/∂e sin c; ∂f/∂b = ∂f/∂c; ∂f/∂a = ∂f/∂b exp(a) + ∂f/∂c; ∂f/∂x = ∂f/∂a 2x (5.135–5.142)
    x = 0.7
    a, b = x**2, math.exp(x**2)
    dc = 1 / (2 * math.sqrt(a + b)) - math.sin(a + b)
    reverse = ReverseMode.of(parse(MML_5_14), (x,))
    named = dict(zip((node.name for node in reverse.graph.nodes), reverse.gradients, strict=True))
    assert named == pytest.approx({
        "v6": 1, "v5": 1, "v4": 1, "v3": dc, "v2": dc, "v1": dc * b + dc, "x": (dc * b + dc) * 2 * x
    })  # fmt: skip


def test_baydin_2018_table_2_and_3():
    # f(x₁, x₂) = ln x₁ + x₁ x₂ − sin x₂ at (2, 5): 11.652, ∂f/∂x₁ = 5.5, ∂f/∂x₂ = 1.716
    reverse = ReverseMode.of(parse("ln(x1) + x1 x2 - sin(x2)"), (2, 5))
    assert reverse.values[-1] == pytest.approx(11.652, abs=5e-4)
    assert reverse.gradient == pytest.approx((5.5, 1.716), abs=5e-4)


def test_parr_howard_4_5_1_nested_chain():
    # y = ln(sin(x³)²): dy/dx = 2 · (1/u₃)… = 6 x² cos(x³)/sin(x³)
    reverse = ReverseMode.of(parse("ln(sin(x³)²)"), (0.9,))
    assert [node.operation.name for node in reverse.graph.operations] == ["power", "sin", "power", "log"]
    assert reverse.gradient[0] == pytest.approx(6 * 0.81 * math.cos(0.9**3) / math.sin(0.9**3), rel=1e-12)


def test_reverse_mode_has_one_sweep_for_many_inputs():
    names = [f"x{k}" for k in range(1, 21)]
    f = parse(" + ".join(f"{name}²" for name in names))
    forward, reverse = ForwardMode.of(f, range(20)), ReverseMode.of(f, range(20))
    at = dict(zip(f.variables, reverse.gradient, strict=True))
    assert at == {name: 2.0 * index for index, name in enumerate(f.variables)}
    assert reverse.cost == OperationCount(20 + 2 * 19, 0)
    assert forward.cost == OperationCount(20 * (20 + 2 * 19), 20 * 19)
    assert forward.cost.total == 20 * (58 + 19)


def test_constants_have_no_gradient():
    reverse = ReverseMode.of(parse("3x + 5"), (2,))
    assert [math.isnan(g) for g in reverse.gradients] == [node.kind == "constant" for node in reverse.graph.nodes]


def test_an_argument_used_twice_has_two_edges():
    reverse = ReverseMode.of(parse("x^x"), (2,))
    assert reverse.cost == OperationCount(2, 1)
    assert reverse.gradient[0] == pytest.approx(4 * (1 + math.log(2)))


def test_a_case_distinction_is_one_node():
    x = sp.Symbol("x")
    f = Function.of(sp.Piecewise((x**2, x > 1), (sp.sin(x), True)))
    for at, slope in ((2.0, 4.0), (0.5, math.cos(0.5))):
        assert ReverseMode.of(f, (at,)).gradient[0] == pytest.approx(slope)
    assert [node.operation.name for node in ComputationGraph.of(f).operations][-1] == "piecewise"


def test_names_of_nodes_are_no_variables():
    graph = ComputationGraph.of(parse("v + w²"))
    assert [node.name for node in graph.operations] == ["q1", "q2"]


def test_a_sum_is_written_as_it_was_computed():
    assert ComputationGraph.of(parse("w x + b")).typst.endswith("&= {{ v_1 + b : step-v2 }}")


def test_where_there_is_nothing_to_compute():
    with pytest.raises(DomainError, match=r"v1 = log\(x\) has none"):
        ReverseMode.of(parse("log(x) + 1"), (-1,))
    with pytest.raises(DomainError, match="no slope here"):
        ReverseMode.of(parse("sqrt(x)"), (0,))
    with pytest.raises(DomainError, match="2 were given"):
        ForwardMode.of(parse("x"), (1, 2))


@pytest.mark.parametrize("count", [300, 3000])
def test_a_formula_of_hundreds_of_operations_is_no_graph(count):
    with pytest.raises(FormulaError, match="shorter formula"):
        ComputationGraph.of(Function.of(sp.Add(*(sp.Symbol("x") ** k for k in range(2, count)))))


SMOOTH = [parse(text) for text, _ in TWO_VARIABLES if "|" not in text and "sqrt" not in text]


@settings(deadline=None)
@given(st.sampled_from(SMOOTH), st.floats(-2, 2), st.floats(-2, 2))
def test_reverse_is_forward_is_symbolic(f, x, y):
    forward, reverse = ForwardMode.of(f, (x, y)), ReverseMode.of(f, (x, y))
    size = 1e-9 * max(1.0, *map(abs, reverse.values))
    symbolic = [f.derivative(name)(x, y) for name in f.variables]
    assert forward.gradient == pytest.approx(reverse.gradient, rel=1e-9, abs=size)
    assert np.array(reverse.gradient) == pytest.approx(np.array(symbolic), rel=1e-9, abs=size)
