"""What people may type: formulas of one and of two variables with points, and the params of a neuron.

Whatever tests a lesson "for any formula" takes its cases from here. A case that a lesson refuses, with a clear error
and before anything is drawn, stands in `REFUSED`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Settings = dict[str, str]


@dataclass(frozen=True, slots=True)
class LessonCase:
    """A lesson and what a person typed for it."""

    lesson: str
    settings: Settings = field(hash=False)

    def __str__(self) -> str:
        return " ".join([self.lesson, *(f"{key}={value}" for key, value in self.settings.items())])


CURVES: list[tuple[str, str]] = [
    ("sin(x) + x/2", "1"),  # the lesson's own
    ("x**2", "3"),
    ("x**2", "0"),  # at its minimum, on the axis
    ("x**3", "0"),  # an inflection with a level tangent
    ("x**3 - 3x", "1"),
    ("-x**2", "-2"),
    ("2x + 1", "0"),  # its own tangent
    ("-3x", "1"),
    ("3", "1"),  # constant
    ("0", "0"),
    ("1e-6*x", "1"),  # tiny
    ("1e-9*x**3", "2"),
    ("1e6*x**2", "1"),  # huge
    ("1e9*sin(x)", "1"),
    ("50*x", "1"),  # steep
    ("tanh(20x)", "0"),
    ("1/(1+exp(-30x))", "0.1"),
    ("x**4/100", "0.5"),  # flat
    ("exp(-x**2)", "3"),
    ("sin(x)", "0"),  # periodic
    ("sin(20x)", "0.3"),
    ("cos(x)", "pi"),
    ("sin(x)**2", "1"),
    ("1/x", "1"),  # poles
    ("1/x**2", "-1"),
    ("tan(x)", "0.4"),
    ("1/(x**2-1)", "0.5"),
    ("(x+1)/(x-2)", "3"),
    ("exp(x)", "1"),
    ("exp(-x)", "-2"),
    ("x*exp(-x)", "0.5"),
    ("log(x)", "0.5"),
    ("log(x)", "20"),
    ("sqrt(x)", "4"),
    ("x**1.5", "2"),
    ("x**2", "1e4"),  # far from zero
    ("sqrt(x)", "1e4"),
    ("sin(x)", "1000"),
    ("x**2 + 1000", "-5"),
    ("abs(x)", "0"),  # a kink
    ("abs(x)", "-2"),
    ("abs(x-1) + abs(x+1)", "1"),
    ("sign(x)", "0"),  # a jump
    ("max(0, x)", "0"),
    ("log(1+exp(x))", "0"),
    ("x/(1+x**2)", "-1"),
    ("log(x**2+1)*sin(3x)/(x**2+2)+exp(-x)*cos(x)", "1"),  # long
    ("x**5 - 4x**4 + 3x**3 - 2x**2 + x - 7", "1.5"),
    ("x*sin(1/x)", "0.2"),
    ("pi*x**2/7", "-1.23456"),
    ("(x**2-1)/(x-1)", "2"),  # holes
    ("(x-1)/log(x)", "2"),
    ("sin(x)/x", "0.5"),
    ("x/abs(x)", "1"),  # jumps
    ("sign(x) + x", "0"),
    ("atan(1/x)", "0.5"),
    ("1/(1+exp(1/x))", "0.3"),
    ("max(x, 0.1x)", "0"),  # pieces
    ("max(x, x**3)", "0.5"),
    ("x*abs(x)", "1"),
    ("relu(x)", "1"),
    ("max(0,x)+min(0,exp(x)-1)", "0"),
    ("sqrt(x**2-4)", "3"),  # two branches
    ("sqrt(1-x**2)", "0.6"),
    ("sin(50x)", "1"),
    ("1/(1+exp(-x))", "20"),  # saturated
    ("x**4 - 4x**3", "1"),
    ("x**x", "1"),
    ("log(cosh(x))", "2"),
    ("x**2", "1e-12"),  # at any scale
    ("sqrt(x)", "1e8"),
    ("floor(x)", "0.5"),  # steps
    ("x % 1", "0.3"),
    ("heaviside(x)", "1"),
    ("sign(x - 1)*x", "0.5"),
    ("x if x > 0 else 0.1x", "1"),  # conditions
    ("x^2 if x < 1 else 2 - x", "0.5"),
    ("where(x < -1, -1, x > 1, 1, x)", "0.5"),
    ("elu(x)", "-1"),  # activations by name
    ("hardswish(x)", "1"),
    ("mish(x)", "-1"),
    ("softsign(x)", "0.5"),
    ("cbrt(x)", "1"),  # odd roots
    ("cbrt(x)^2", "1"),
    ("log(x, 2)", "1.5"),
    ("asinh(x)", "1"),
    ("t^2 - 4t", "1"),  # own names
    ("L(w) = (w - 1)^2", "0.5"),
    ("J(theta1) = sin(theta1)", "1"),
]

FIELDS: list[tuple[str, str]] = [
    ("x**2 * y + sin(y)", "1,0.5"),
    ("(x - y)**2 + (x + y)**2/8", "1,-0.5"),
    ("x**2 + y**2", "1,1"),
    ("x**2 + y**2", "0,0"),  # at the minimum
    ("x**2 - y**2", "1,0.5"),
    ("x**2 - y**2", "0,0"),  # at a saddle
    ("x*y", "1,1"),
    ("x*y", "-1,2"),
    ("x + y", "0,0"),  # a plane
    ("2x - 3y + 1", "1,1"),
    ("3", "0,0"),  # constant
    ("x**2", "1,0"),  # of one variable only
    ("y", "0,1"),
    ("1e6*x*y", "1,1"),  # huge
    ("1e-6*(x**2+2y**2)", "1,1"),  # tiny
    ("1e9*(x**2+y**2)", "1,2"),
    ("sin(x)*cos(y)", "0.5,0.5"),
    ("sin(3x)*cos(3y)", "0.2,0.3"),
    ("sin(x*y)", "1,1"),
    ("cos(x) + cos(y)", "1,-1"),
    ("exp(x+y)", "0,0"),
    ("exp(-x**2-y**2)", "0.5,0.5"),
    ("exp(-x**2-y**2)", "1.5,-1"),
    ("x*exp(-x**2-y**2)", "0.3,0.2"),
    ("1/(x*y)", "1,1"),  # poles
    ("1/(x**2+y**2)", "1,1"),
    ("x/y", "1,2"),
    ("log(x**2+y**2+1)", "1,-1"),
    ("log(x)+log(y)", "2,3"),
    ("sqrt(x**2+y**2+1)", "1,1"),
    ("sqrt(x)*y", "4,1"),
    ("tanh(x)+y**2", "0.5,0.5"),
    ("tanh(10x)*y", "0.05,1"),  # steep
    ("100*(y-x**2)**2+(1-x)**2", "-1,0.5"),  # Rosenbrock's
    ("(x**2+y-11)**2+(x+y**2-7)**2", "1,1"),  # Himmelblau's
    ("x**4+y**4-4x*y+1", "1.5,0.5"),
    ("x**3 - 3x*y**2", "1,0.5"),
    ("x**2+10y**2", "2,1"),
    ("x**2+100y**2", "2,0.5"),
    ("(x-50)**2+(y+30)**2", "48,-28"),  # far from zero
    ("x**2+y**2", "1000,2000"),
    ("x**2+y**2", "0.001,0.002"),
    ("abs(x)+y", "0,0"),  # a kink
    ("abs(x)+abs(y)", "1,-1"),
    ("max(x, y)", "1,0"),
    ("x**2*y**3/(1+x**2+y**2)+sin(x*y)*exp(-x**2/4)", "1,0.5"),  # long
    ("(1-x*y)**2+log(1+exp(x-y))", "0.5,-1.25"),
    ("(1-x)**2+100*(y-x**2)**2", "-1,1"),
    ("sqrt(1-x**2-y**2)", "0.3,0.4"),
    ("x**3 - 3x*y**2", "0,0"),  # a monkey's saddle
    ("x*y/(x**2+y**2)", "1,0.5"),  # torn
    ("(x**2-y**2)/(x-y)", "1,0.5"),  # a missing line
    ("abs(x-y)", "1,0"),
    ("x**2+y**2-2x*y", "1,0.5"),  # a whole line of minima
    ("20+x**2+y**2-10cos(2pi*x)-10cos(2pi*y)", "0.7,0.3"),
    ("log(exp(x)+exp(y))", "1,0"),
    ("L(w, b) = (w-1)^2 + w*b + b^2", "1,0.5"),  # own names
    ("J(theta0, theta1) = (theta0+2*theta1-3)^2+theta1^2", "0,0"),
    ("atan2(y, x)", "1,1"),
    ("x^2 if x > 0 else y^2", "1,0.5"),
    ("cbrt(x) + y", "1,1"),
]

NEURONS: list[Settings] = [
    {},
    *({"activation": name} for name in ("tanh", "relu", "softplus", "identity")),
    *({"activation": name, "w": "0.8"} for name in ("sigmoid", "tanh", "relu", "softplus", "identity")),
    {"loss": "cross_entropy"},
    {"loss": "cross_entropy", "target": "0"},
    {"loss": "cross_entropy", "target": "0.5", "w": "2"},
    {"loss": "cross_entropy", "activation": "tanh"},
    {"loss": "cross_entropy", "activation": "relu", "w": "0.4"},
    {"x": "0"},  # the weight is not felt
    {"x": "0", "b": "0", "w": "0"},
    {"w": "0"},
    {"x": "10", "w": "5"},  # saturated
    {"x": "-10", "w": "5"},
    {"x": "10", "w": "5", "activation": "tanh"},
    {"x": "100", "w": "3", "activation": "identity", "rate": "1e-5"},  # large
    {"x": "1000", "w": "1", "activation": "identity", "rate": "1e-7"},
    {"x": "123.456", "w": "-9.876", "b": "55.5", "activation": "identity", "rate": "1e-6"},
    {"x": "1000", "w": "20", "b": "-7", "activation": "softplus", "rate": "1e-7"},
    {"x": "1e6", "w": "1", "activation": "identity", "rate": "1e-13"},
    {"x": "1e-3", "w": "1e-3", "b": "0"},  # small
    {"x": "1e-6", "w": "1"},
    {"target": "0"},
    {"target": "-1", "activation": "tanh"},
    {"target": "50", "activation": "relu", "w": "0.5", "rate": "0.01"},
    {"target": "1000", "activation": "identity", "rate": "0.1"},
    {"rate": "0.001"},
    {"rate": "10"},
    {"rate": "1000"},
    {"rate": "0.9", "activation": "identity"},  # too long a step
    {"rate": "2", "activation": "identity"},
    {"x": "-1.5"},
    {"x": "-2.75", "w": "-0.333", "b": "-1.25"},
    {"b": "0"},
    {"b": "-30"},
    {"x": "0.5", "w": "0.5", "b": "0.5", "target": "0.5"},
    {"x": "1", "w": "0.5", "b": "0.5", "target": "1", "activation": "identity"},  # no loss left
    {"x": "pi", "w": "1/3", "b": "-1"},
    {"x": "2", "w": "-3", "activation": "softplus", "target": "3"},
    {"w": "40", "b": "0", "loss": "cross_entropy", "target": "0"},
    {"rate": "0.0001"},
    {"x": "1", "w": "1", "b": "0", "target": "0", "activation": "identity", "rate": "0.5"},  # as far beyond
]

#: Of a layer: rows of W by semicolons.
LAYERS: list[Settings] = [
    {},
    *({"activation": name} for name in ("tanh", "relu", "softplus", "identity", "softmax")),
    {"W": "2", "x": "1", "b": "0", "target": "1"},  # one neuron
    {"W": "1 -1", "x": "0.5 2", "b": "0.1", "target": "0"},
    {"W": "1; -2; 0.5; 3", "x": "0.5", "b": "0 0 0 0", "target": "1 0 1 0"},
    {"W": "1 2 3 4", "x": "0.1 0.2 0.3 0.4", "b": "0", "target": "1"},
    {"W": "1 0; 0 1", "x": "1 2", "b": "0 0", "target": "1 2", "activation": "identity"},  # no loss left
    {"W": "10 -10; -10 10", "x": "10 -10", "b": "10 -10", "target": "10 10", "activation": "identity"},  # the largest
    {"W": "10 -10; -10 10; 5 5", "x": "10 -10"},  # saturated
    {"W": "-1 -1; -2 -1; -3 -1", "x": "1 1", "activation": "relu"},  # silent
    {"W": "1 2 3 4; 2 3 4 5; -1 -2 -3 -4; 0 0 0 0", "x": "1 -1 0.5 2", "b": "1 1 1 1", "target": "0 1 0 1"},
    {"W": "0.123 -0.456; 0.789 -1.234; 5.678 -9.876", "x": "-1.25 3.75", "b": "-0.333 0.667 -9.999"},
    {"W2": "1 0 0; 0 1 0; 0 0 1"},
    {"W2": "10 -10 5; -5 7 -9; 0.01 0.02 -0.03", "activation": "tanh"},
    *(
        {"W": "1 -2", "x": "0.5 1", "b": "0.1", "target": "1", "activation": name}
        for name in ("tanh", "relu", "softmax")
    ),
    *(
        {"W": "0.5; -1.5", "x": "2", "b": "0 1", "target": "0 1", "activation": name}
        for name in ("softplus", "softmax")
    ),
    *(
        {"W": "1 2 3; -1 0 1; 0.5 -0.5 0.25", "x": "1 -1 2", "b": "0 0 0", "target": "1 1 1", "activation": name}
        for name in ("sigmoid", "tanh", "relu", "softplus", "identity", "softmax")
    ),
    *(
        {
            "W": "2 -1 0.5 3; -2 1 -0.5 1; 1 1 1 1; 0.1 0.2 0.3 0.4",
            "x": "1 2 -1 0.5",
            "b": "0.5 -0.5 1 -1",
            "target": "1 0 1 0",
            "activation": name,
        }
        for name in ("tanh", "relu", "softmax")
    ),
    {"W": "0 0; 0 0; 0 0"},  # nothing is felt of the input
    {"x": "0 0"},  # nor of the weights
    {"x": "0.001 -0.002"},  # small
    {"W": "0.001 0.002; -0.003 0.004; 0.005 -0.006", "b": "0 0 0"},
    {"target": "-9.99 9.99 0"},  # far off
    {"target": "0.85 0.15 0.54"},  # nearly there
    {"b": "10 -10 10"},
    {"W": "1 1; 1 1; 1 1", "b": "0 0 0"},  # all alike
    {"W": "pi 1/3; -1/7 2/3; 1 -1", "x": "1/9 pi"},
    {"W": "-9.99 -9.99; -9.99 -9.99; -9.99 -9.99", "x": "-9.99 -9.99", "activation": "identity"},
    {"activation": "softmax", "target": "0 1 0", "W": "5 5; -5 5; 5 -5"},
    {"loss": "half_squared"},
    {"W2": "1 0 0; 0 1 0; 0 0 1", "b2": "0.5 -0.5 1", "loss": "half_squared"},
]

CASES: list[LessonCase] = [
    *(LessonCase("tangent-line", {"f": f, "at": at}) for f, at in CURVES),
    *(LessonCase("partial-slices", {"f": f, "at": at}) for f, at in FIELDS),
    *(LessonCase("gradient-arrows", {"f": f, "at": at}) for f, at in FIELDS),
    LessonCase("gradient-arrows", {"rate": "0.6"}),  # too long a step
    LessonCase("gradient-arrows", {"rate": "0.001"}),
    LessonCase("gradient-arrows", {"start": "-1.5,1.5", "rate": "0.05"}),
    LessonCase("tangent-line", {"f": "x**3 - 3x", "at": "1", "window": "-3,5"}),
    LessonCase("tangent-line", {"f": "sin(x)", "at": "1", "window": "-20,20"}),
    LessonCase("partial-slices", {"window": "-1,3,-2,2"}),
    LessonCase("gradient-arrows", {"f": "x**2+10y**2", "at": "2,1", "window": "-4,4,-3,3"}),
    *(LessonCase("neuron-chain-rule", settings) for settings in NEURONS),
    *(LessonCase("layer-chain-rule", settings) for settings in LAYERS),
]

#: Cases that a lesson cannot tell, and words of the error that says so.
REFUSED: dict[LessonCase, str] = {
    LessonCase("partial-slices", {"f": "abs(x)+y", "at": "0,0"}): "kink",
    LessonCase("gradient-arrows", {"f": "abs(x)+y", "at": "0,0"}): "kink",
    LessonCase("gradient-arrows", {"f": "x**2 + y**2", "at": "0,0"}): "gradient of x**2 + y**2 is zero",
    LessonCase("gradient-arrows", {"f": "x**2 - y**2", "at": "0,0"}): "gradient of x**2 - y**2 is zero",
    LessonCase("gradient-arrows", {"f": "3", "at": "0,0"}): "gradient of 3 is zero",
    LessonCase("gradient-arrows", {"f": "x**3 - 3x*y**2", "at": "0,0"}): "is zero",
    LessonCase("neuron-chain-rule", {"loss": "cross_entropy", "activation": "tanh"}): "choose activation=sigmoid",
    LessonCase(
        "neuron-chain-rule", {"loss": "cross_entropy", "activation": "relu", "w": "0.4"}
    ): "choose activation=sigmoid",
    LessonCase("neuron-chain-rule", {"rate": "1000"}): "grow beyond what can be computed",
}
