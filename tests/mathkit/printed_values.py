"""Values of every public class of mathkit: usual ones and odd ones, for the tests of how they print themselves."""

from __future__ import annotations

import numpy as np

import mathkit as mk
from mathkit import Function
from mathkit.optimisation.datasets import linear, sinusoid, spirals, two_moons, xor

WITHOUT_TYPST = {
    "BreakPoint": "two numbers: a circle in a picture",
    "Asymptote": "a row of numbers in explain",
    "SingularPoint": "a sentence: its description",
    "StationaryFamily": "a sentence: str() of it",
    "StationarySet": "its points print themselves",
    "NablaError": "an error says what is wrong in words",
    "FormulaError": "an error says what is wrong in words",
    "DomainError": "an error says what is wrong in words",
    "Rule": "a protocol: GradientDescent, Momentum and the others are its values",
    "TypstPrinter": "it is what prints",
}
#: What is a mere number has no parts to tell apart, or needs none.
BARE = ("Place", "OperationCount")


def f(text: str, *variables: str) -> Function:
    return Function.parse(text, variables or None)


CURVES = [
    (f("x²/2"), 1),
    (f("-x²/2 + x"), 3),
    (f("x"), 0),
    (f("-x"), 2),
    (f("3", "x"), 1),
    (f("x²"), 0),
    (f("x² - 4"), 0),
    (f("1e8x"), -1),
    (f("1e-9x - 1"), 2),
    (f("x exp(-x)"), 0.5),
    (f("sin(20x)"), -0.1),
    (f("0.2t² - 0.35t"), 2),
    (f("1/(1+exp(-5x))"), 0.3),
    (f("y³"), -1),
]
SURFACES = [
    (f("x²·y + sin(y)"), (1, 2)),
    (f("-x - y"), (0, 0)),
    (f("x²/2 + 3(y - x)²"), (1, -1)),
    (f("u² - 1e-9v"), (-1, 1e8)),
    (f("1e8x·y"), (0, 1)),
    (f("3", "x", "y"), (0.5, 0.5)),
    (f("w² + z"), (1, 1)),
]
MANY = f("a² - b·c + sin(k) + 2m·w1")
BEND = f("x²·y + sin(y)")
GRAPH = mk.ComputationGraph.of(f("(w·x + b)²"))
FLAT = mk.ComputationGraph.of(f("x"))
REVERSE, FORWARD = (mode.of(f("(w·x + b)²/2"), (0.5, -2, 3)) for mode in (mk.ReverseMode, mk.ForwardMode))
CHAIN = mk.ChainRule.of(f("u² - u·v"), {"u": f("s - t"), "v": f("s·t")}, (-1, 2))
DIRECT = mk.ChainRule.of(f("u·x"), {"u": f("x²")}, (-2,))
LAYERS = {"g": {"g1": f("x·y"), "g2": f("x - y"), "g3": f("y³")}, "f": {"f1": f("g1 + g2·g3"), "f2": f("-g1")}}
LINKS = mk.VectorChain.of(LAYERS, (-1.5, 2))
WIDE = np.linspace(-1, 1, 90).reshape(9, 10)
NETWORK = mk.MultilayerPerceptron.of((2, 3, 1), activation="relu")
MOONS = two_moons(20)
RULES = [
    mk.GradientDescent(0.1),
    mk.GradientDescent(1e-9, decay=0.5),
    mk.Momentum(0.1),
    mk.Nesterov(0.01, 0.99),
    mk.RMSProp(),
    mk.Adam(),
    mk.BacktrackingDescent(),
    mk.NewtonDescent(),
    mk.NewtonDescent(0.5, downhill=True),
]
BOWL = f("x² + 3y²")
VALLEY = mk.SurfaceWindow.of(BOWL, (1, 1))
NEURONS = [
    mk.Neuron(1.5, -2, 0.5, 1),
    mk.Neuron(-1, 1e-9, -3, 0, "relu"),
    mk.Neuron(0, 0, 0, 1, "sigmoid", "cross_entropy"),
    mk.Neuron(1e8, 1, 0, -1, "identity"),
    mk.Neuron(1, 1, 0, 0, "tanh"),
    mk.Neuron(-2, 1, 0, 0, "softplus"),
]
LAYERED = [
    mk.LayerChain.of(mk.Layer.of([[1, -2], [0, 1e-9], [-1e8, 1]], (1, -1), (0, -1, 1), name), (0, 1, -2))
    for name in mk.LAYER_ACTIVATIONS
]

SAMPLES: dict[str, list[object]] = {
    "Adam": [rule for rule in RULES if isinstance(rule, mk.Adam)],
    "BacktrackingDescent": [rule for rule in RULES if isinstance(rule, mk.BacktrackingDescent)],
    "BackwardPass": [
        NETWORK.backward(MOONS.inputs, MOONS.targets),
        mk.MultilayerPerceptron.of((2, 2), loss="softmax_cross_entropy").backward(MOONS.inputs, MOONS.one_hot.targets),
    ],
    "BatchLoss": [*mk.BATCH_LOSSES.values()],
    "ChainPath": [path for rule in (CHAIN, DIRECT) for total in rule.sums for path in total.paths],
    "ChainProduct": [*LINKS.products(), mk.ChainProduct.of(mk.Link("f", "g", WIDE), mk.Link("g", "x", WIDE.T))],
    "ChainRule": [CHAIN, DIRECT],
    "ComputationGraph": [GRAPH, FLAT, mk.ComputationGraph.of(f("3", "x"))],
    "Contribution": [*REVERSE.sweep, *FORWARD.sweeps[0]],
    "CriticalPoint": [*mk.Features.of(f("x³ - 3x"), (-3, 3)).critical_points],
    "CurveWindow": [mk.CurveWindow.of(curve, at) for curve, at in CURVES[:2]] + [mk.CurveWindow.of(f("y³"), -1)],
    "Dataset": [linear(), sinusoid(), two_moons(), spirals(), xor()],
    "DenseLayer": [*NETWORK.layers, mk.DenseLayer(WIDE, WIDE[:, 0], "sigmoid")],
    "Derivative": [mk.Derivative.of(f(text)) for text in ("x sin(x²)", "3x", "x")] + [mk.Derivative.of(BEND, "y")],
    "DescentPath": [
        *(mk.descend(BOWL, (1, -1), rule, 20) for rule in RULES),
        mk.DescentPath.of(BOWL, (1, 1), 0.1, 5),
        mk.DescentPath.of(f("x²"), (-2,), 0.1, 1, uphill=True),
        mk.DescentPath.of(f("x²"), (0,), 0.1, 5),
        mk.DescentPath.of(f("a² + b² + c² + k² + m²"), (1, 1, 1, 1, 1), 1e-9, 2),
        NETWORK.trained(MOONS, RULES[2], 3)[1],
    ],
    "DifferenceQuotient": [
        mk.DifferenceQuotient.of(f(text), at, central=central)
        for text, at in (("sin(x)", 1), ("x", 0))
        for central in (False, True)
    ],
    "DirectionalDerivative": [mk.DirectionalDerivative.of(surface, at, (-1, 1)) for surface, at in SURFACES],
    "Edge": [*GRAPH.edges],
    "Features": [
        mk.Features.of(f(text), (-2, 2)) for text in ("x³ - 3x", "1/x", "|x| - 1", "sign(x)", "exp(x)", "log(x - 5)")
    ],
    "ForwardMode": [FORWARD, mk.ForwardMode.of(FLAT, (2,))],
    "Function": [each for each, _ in CURVES + SURFACES] + [MANY, f("3"), f("max(x, 1 - x)"), f("-θ1²")],
    "Gradient": [mk.Gradient.of(surface, at) for surface, at in SURFACES]
    + [mk.Gradient.of(MANY, (1, -2, 0, 1e-9, 1e8, 3)), mk.Gradient.of(f("x²"), (3,)), mk.Gradient.of(f("5"), ())],
    "GradientDescent": RULES[:2],
    "Hessian": [mk.Hessian.of(surface, at) for surface, at in SURFACES] + [mk.Hessian.of(f("-x²"), (0,))],
    "Jacobian": [mk.Jacobian.of([f("x·y"), f("-x"), f("1e8y²")], (1, -1))],
    "Layer": [chain.layers[0] for chain in LAYERED],
    "LayerChain": [*LAYERED, mk.LayerChain.of(mk.Layer.of([[2]], [1], [0], "relu"), [1]).then_drawn()],
    "LayerGradients": [
        *LAYERED[0].gradients,
        *mk.LayerChain.of(mk.Layer(WIDE, WIDE[0], WIDE[:, 0]), WIDE[:, 1]).gradients,
    ],
    "LeastSquares": [mk.LeastSquares.line(linear()), mk.LeastSquares.of(np.eye(9), np.arange(-4.0, 5.0))],
    "LevelSet": [
        *mk.LevelSet.at_levels(VALLEY, (-1, 0, 1e-9, 2)),
        *mk.LevelSet.at_levels(mk.SurfaceWindow.of(f("u² - v²"), (1, 1)), (0.5,)),
    ],
    "Link": [*LINKS.links, mk.Link("f", "x", WIDE)],
    "SingularSets": [
        mk.SingularSets.of(f(text), [(-2, 2), (-2, 2)])
        for text in ("1/(x - y)", "|x + y| + max(x, 1)·y", "sign(x·y)", "x·y", "|u| - v")
    ],
    "MatrixIdentity": [*mk.MATRIX_IDENTITIES, *mk.VECTOR_IDENTITIES, *mk.ELEMENTWISE_IDENTITIES],
    "MiniBatches": [mk.MiniBatches(100, 32), mk.MiniBatches(1, 1)],
    "Momentum": [RULES[2]],
    "MultilayerPerceptron": [
        NETWORK,
        mk.MultilayerPerceptron.of((2, 4, 4, 3), loss="softmax_cross_entropy"),
        mk.MultilayerPerceptron.of((1, 1), loss="cross_entropy"),
    ],
    "Nesterov": [RULES[3]],
    "Neuron": [*NEURONS],
    "NewtonDescent": RULES[-2:],
    "NewtonsMethod": [mk.NewtonsMethod.of(f("x² - 2"), 1), mk.NewtonsMethod.of(f("x1²+1"), 0)],
    "Node": [*GRAPH.nodes, *mk.ComputationGraph.of(f("2x + 1")).nodes],
    "Objective": [
        mk.Objective.of(BOWL),
        NETWORK.objective(MOONS),
        mk.Objective('a "loss" \\ of\nmine', 1, lambda t: (0.0, t)),
    ],
    "GradientCheck": [mk.GradientCheck.of(f("x² y"), (1, 2)), mk.GradientCheck.of(f("x²"), (1,), (3,))],
    "Hole": [*mk.Features.of(f("(x²-1)/(x-1)"), (-3, 3)).holes, *mk.Features.of(f("sin(x)/x"), (-1, 1)).holes],
    "Jump": [*mk.Features.of(f("sign(x)"), (-3, 3)).jumps, *mk.Features.of(f("atan(1/x)"), (-1, 1)).jumps],
    "Limit": [
        mk.Limit.of(f(text), at, side)
        for text, at, side in (
            ("sin(x)/x", 0, "both"),
            ("1/x", 0, "both"),
            ("1/x", 0, "left"),
            ("log(x)", 0, "right"),
            ("x²", -2, "left"),
            ("e^x", -np.inf, "both"),
        )
    ],
    "OneSidedSlopes": [
        mk.OneSidedSlopes.of(f(text), at)
        for text, at in (("|x|", 0), ("sign(x)", 0), ("√|x|", 0), ("√x", 0), ("x²", -1), ("|x - 1e-9|", 1e-9))
    ],
    "OperationCount": [mk.OperationCount(12, 4), mk.OperationCount(0, 0)],
    "PassStep": [*NETWORK.backward(MOONS.inputs, MOONS.targets).steps],
    "PathSum": [*CHAIN.sums, *DIRECT.sums],
    "Run": [*mk.Features.of(f("sqrt(x² - 2)"), (-3, 3)).domain, *mk.Features.of(f("log(cos(x))"), (-2, 2)).domain],
    "Place": [*mk.Features.of(f("x² - 2"), (-3, 3)).roots, *mk.Features.of(f("cos(x) - x"), (-3, 3)).roots],
    "Prediction": [
        mk.Tangent.of(f(text), at).predict(dx)
        for text, at in (("x²", 1), ("-x²", 1), ("x", 0), ("sin(x)", 1), ("1e8x²", 1), ("log(x)", 1))
        for dx in (0.1, -2, 1e-9, 1e8)
    ],
    "Subgradient": [mk.Subgradient.of(f(text), at) for text, at in (("|x|", 0), ("relu(x - 1)", 1), ("x²", -1))],
    "QuadraticModel": [mk.QuadraticModel.of(surface, at) for surface, at in SURFACES],
    "QuadraticTheory": [mk.QuadraticTheory.of([[2, -1], [-1, 3]], (-1, 0)), mk.QuadraticTheory.of(np.eye(8) * 1e8)],
    "RMSProp": [RULES[4]],
    "RemainderBound": [
        mk.RemainderBound(name, order, (-1.0, 1.0), size, proven)
        for name, order, size, proven in (
            ("x", 4, 0.00043, True),
            ("theta1", 12, 1e-31, False),
            ("x", 1, np.inf, True),
            ("t", 0, 0.0, True),
        )
    ],
    "ReverseMode": [REVERSE, mk.ReverseMode.of(FLAT, (2,))],
    "RuleStep": [*mk.Derivative.of(f("x sin(x²)/(1 - x) - 3x")).steps],
    "Secant": [mk.Secant.of(curve, at, h) for curve, at in CURVES for h in (-0.5, 1e-9, 2)],
    "Slice": [mk.Slice.of(surface, at, along) for surface, at in SURFACES for along in surface.variables],
    "StationaryPoint": [*mk.stationary_points(f("x³ - 3x - y²"), [(-2, 2), (-2, 2)])],
    "SurfaceWindow": [VALLEY, mk.SurfaceWindow.of(f("u² - v²"), (1, 1))],
    "Tangent": [mk.Tangent.of(curve, at) for curve, at in CURVES],
    "TangentPlane": [mk.TangentPlane.of(surface, at) for surface, at in SURFACES],
    "TaylorPolynomial": [
        mk.TaylorPolynomial.of(curve, at, order) for curve, at in CURVES[:4] + CURVES[-4:] for order in (0, 1, 12)
    ],
    "TensorJacobian": [
        mk.TensorJacobian.of([f("x·y"), f("-x")], ["x", "y"], [1, -2]),
        mk.TensorJacobian.of([[f("R11²"), f("-R12")]], [["R11", "R12"]], [[1, 1e8]]),
    ],
    "DescentAndAscent": [mk.DescentAndAscent.of(VALLEY, 5, None, None), mk.DescentAndAscent.of(VALLEY, 3, (1, 1), 2.0)],
    "VectorActivation": [*mk.VECTOR_ACTIVATIONS.values()],
    "VectorChain": [LINKS, mk.VectorChain(LINKS.links[:1])],
}


#: What samples have printed so far, by their ids: they live as long as this module.
_PRINTED: dict[int, dict[str, str]] = {}


def sources(sample: object) -> dict[str, str]:
    """Return what one of `SAMPLES` prints, by the names of its `typst` and `typst_…`; it is asked to once."""
    if id(sample) not in _PRINTED:
        _PRINTED[id(sample)] = _sources(sample)
    return _PRINTED[id(sample)]


def _sources(value: object) -> dict[str, str]:
    found = {}
    for name in dir(value):
        printed = getattr(value, name) if name.startswith("typst") else None
        if isinstance(printed, str):
            found[name] = printed
        elif isinstance(printed, tuple):
            found |= {f"{name}[{index}]": source for index, source in enumerate(printed)}
    return found
