"""Each prop in a few lines, as a lesson would write them: docs/props.md shows them beside what they draw.

An example is the body of a beat: `self` has a stage, a theme, `tracker` and `add`, as a lesson has. Its source is
printed as it stands, and nothing outside it is used but the faces of scenes.drawing and of mathkit.
"""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import manim as mn
import numpy as np

from mathkit import (
    CurveWindow,
    Dataset,
    DescentPath,
    Function,
    Gradient,
    Layer,
    LayerChain,
    LevelSet,
    Neuron,
    NewtonsMethod,
    OneSidedSlopes,
    ReverseMode,
    Secant,
    Slice,
    SurfaceWindow,
    Tangent,
    TangentPlane,
    choose_rate,
    choose_start,
    first_run,
    halved_predictions,
    secant_slopes,
    ticks,
)
from scenes.drawing import (
    ArrowField,
    Block,
    BlockProduct,
    Cells,
    Change,
    ChangeLines,
    CodePanel,
    Column,
    Compass,
    CurveDescent,
    CurvePoint,
    Cut,
    DerivativeTrace,
    DescentTrace,
    DiagonalMatrix,
    DifferenceQuotient,
    DirectionWheel,
    FactorProduct,
    FittedLine,
    Formula,
    FormulaGraph,
    FormulaRows,
    HeightField,
    LayerGraph,
    Layout,
    Legend,
    LiveFormula,
    LiveLayers,
    LiveNeuron,
    LiveNumber,
    LiveTable,
    LossCurve,
    LossPlot,
    MagnifyingGlass,
    MatrixBlock,
    NetworkGraph,
    NeuronGraph,
    NumberLine,
    OneSidedSecants,
    OuterProduct,
    Patch,
    Places,
    Plot,
    Pointer,
    Readout,
    Sign,
    Slider,
    SlidingSecant,
    SlopeDial,
    Space,
    SpaceAxes,
    Spot,
    SurfaceSlice,
    SurfaceView,
    SurfaceWalk,
    Table,
    TangentPrediction,
    TangentWalk,
    VectorLegs,
    Words,
    axis_arrows,
    cell_width,
    column,
    contour_map,
    curve_formula,
    equation,
    highlighted_contour,
    legible,
    line,
    lines,
    missed_minimum_mark,
    named_by_role,
    network_graph,
    on_lines,
    plated,
    pointer,
    recap_column,
    rooms_on,
    rounded_box,
    row,
    set_runs,
    slope_readout,
    spot,
    spread,
    stack,
    start_mark,
    stroke,
    tangent_patch,
    tick_label,
    uphill_arrow,
    value_name,
    variable_name,
)
from scenes.drawing.canvas.stage import Stage
from scenes.drawing.catalogue.states import Board
from scenes.drawing.theme.theme import Theme


@dataclass(slots=True)
class Sketch:
    """What an example draws on: the part of a lesson that it needs. `mobjects` are what it has added."""

    stage: Stage
    theme: Theme
    mobjects: list[mn.Mobject] = field(default_factory=list)

    @classmethod
    def on(cls, board: Board) -> Sketch:
        """Return an empty sketch whose figure and panel share all of a board."""
        figure, panel = board.parts(0.62, 0.38)
        return cls(replace(board.stage, body=board.room, figure=figure, panel=panel), board.theme)

    def add(self, *mobjects: mn.Mobject) -> None:
        """Put mobjects on the stage, from the back to the front."""
        self.mobjects += mobjects

    def tracker(self, value: float) -> mn.ValueTracker:
        """Return a number that animations move and live mobjects read."""
        return mn.ValueTracker(value)


@dataclass(frozen=True, slots=True)
class Example:
    """A few lines that draw some props."""

    props: tuple[Callable[..., Any], ...]
    draw: Callable[[Sketch], None]

    @property
    def name(self) -> str:
        """Return a name for files: "sliding-secant"."""
        return self.draw.__name__.replace("_", "-")

    @property
    def code(self) -> str:
        """Return the lines, as they stand in the body of a beat."""
        source = inspect.getsource(self.draw)
        return textwrap.dedent(source[source.index(") -> None:\n") + len(") -> None:\n") :])

    def build(self, board: Board) -> Sequence[mn.Mobject]:
        """Return what the lines draw on a board."""
        sketch = Sketch.on(board)
        self.draw(sketch)
        return sketch.mobjects


#: The examples by the chapter of the page, in the order in which they are written below.
CHAPTERS: dict[str, list[Example]] = {}


def example(chapter: str, *props: Callable[..., Any]) -> Callable[[Callable[[Sketch], None]], Example]:
    """Make a function of a sketch the example of these props, in a chapter of the page."""

    def keep(draw: Callable[[Sketch], None]) -> Example:
        made = Example(props, draw)
        CHAPTERS.setdefault(chapter, []).append(made)
        return made

    return keep


CURVES, CHANGES, SPACE = "Curves on axes", "Numbers, changes, data", "Surfaces in space"
MAPS, NETWORKS, MATRICES, TEXT = (
    "Contour maps",
    "Networks and graphs",
    "Layers and matrices",
    "Words, formulas, numbers",
)


@example(CURVES, Plot)
def plot(self: Sketch) -> None:
    window = CurveWindow.of(Function.parse("x**3/3 - x"), 1.4)
    plot = Plot.of(window, self.stage.body, self.theme)
    self.add(plot, plot.curve(window.samples()))
    self.add(set_runs(stroke(self.theme, "slope", 4.5), plot.straight(1.4, -0.485, 0.96)))


@example(CURVES, CurvePoint, curve_formula)
def curve_point(self: Sketch) -> None:
    window = CurveWindow.of(Function.parse("(w - 1)**2 + 0.5"), 2.0)
    point = CurvePoint(window, 1.5, self.stage.figure, self.stage.panel, self.theme, name="L")
    self.add(point.plot, point.curve, point.guide, point.spot, point.formula, point.value)


@example(CURVES, SlidingSecant)
def sliding_secant(self: Sketch) -> None:
    window = CurveWindow.of(Function.parse("x**3/3 - x"), -0.5)
    plot = Plot.of(window, self.stage.body, self.theme)
    widest = Secant.of(window.function, window.at, first_run(window))
    secant = SlidingSecant(window.function, widest, plot, self.theme)
    secant.share.set_value(0.8)  # in a beat: self.play(secant.share.animate.set_value(0.01))
    self.add(plot, plot.curve(window.samples()), secant.line, *secant.legs, secant.second)


@example(CURVES, DifferenceQuotient)
def difference_quotient(self: Sketch) -> None:
    f, runs = Function.parse("x**2/2 - x"), np.array([1.0, 0.1, 0.01])
    steps = list(zip(runs, secant_slopes(f, 3.0, runs), strict=True))
    left, right = self.stage.body.columns(1, 1)
    quotient = DifferenceQuotient(lambda: Secant.of(f, 3.0, 1.0), steps, left, right, self.theme)
    self.add(quotient.formula, quotient.h, quotient.slope, quotient.table(Tangent.of(f, 3.0)))


@example(CURVES, TangentPrediction)
def tangent_prediction(self: Sketch) -> None:
    tangent = Tangent.of(Function.parse("x**3/3 - x"), 1.4)
    halved = halved_predictions(tangent, 0.5, 3)
    prediction = TangentPrediction(tangent, halved, self.stage.figure, self.stage.panel, self.theme, exact=False)
    self.add(*prediction.still, prediction.figure, prediction.names, prediction.rule, prediction.table)


@example(CURVES, OneSidedSecants)
def one_sided_secants(self: Sketch) -> None:
    f = Function.parse("abs(x - 1)")
    window, figure, panel = CurveWindow.of(f, 1.0), self.stage.figure, self.stage.panel
    plot = Plot.of(window, figure, self.theme)
    pair = OneSidedSecants(f, OneSidedSlopes.of(f, 1.0), 1.0, plot, panel, self.theme)
    self.add(plot, plot.curve(window.samples()), *pair.side(0), *pair.side(1))


@example(CURVES, DerivativeTrace)
def derivative_trace(self: Sketch) -> None:
    curve = CurveWindow.of(Function.parse("x**3/3 - x"), 1.4)
    slopes = CurveWindow.over(curve.function.derivative(), curve.x_range, 1.4)
    trace = DerivativeTrace(curve, slopes, self.stage.figure, self.stage.panel, self.theme)
    trace.share.set_value(0.6)  # in a beat: self.play(trace.share.animate.set_value(1.0), …)
    trace.traced.set_value(0.6)
    self.add(*trace.plots, trace.trace, *trace.moving)


@example(CURVES, MagnifyingGlass)
def magnifying_glass(self: Sketch) -> None:
    window = CurveWindow.of(Function.parse("x**3/3 - x"), 1.4)
    plot, tangent = Plot.of(window, self.stage.figure, self.theme), Tangent.of(window.function, 1.4)
    glass = MagnifyingGlass(tangent, plot, self.stage.panel, self.theme)
    glass.power.set_value(0.5)
    self.add(plot, plot.curve(window.samples()), glass)


@example(CURVES, TangentWalk)
def tangent_walk(self: Sketch) -> None:
    newton = NewtonsMethod.of(Function.parse("x**2/2 - 1"), 3.0)
    window = newton.window()
    plot = Plot.of(window, self.stage.body, self.theme)
    walk = TangentWalk(newton, plot, self.theme)
    walk.walked.set_value(4.0)
    self.add(plot, plot.curve(window.samples()), *walk.moving, *walk.names)


@example(CURVES, value_name, variable_name)
def names(self: Sketch) -> None:
    f = Function.parse("exp(-t)*cos(t)")
    codes = variable_name(f), value_name(f, "g")
    self.add(stack(self.stage.body, *(Formula(code, self.theme) for code in codes), middle=True))


@example(CHANGES, CurveDescent)
def curve_descent(self: Sketch) -> None:
    path = DescentPath.of(Function.parse("(w - 1)**2 + 0.2"), [-1.5], rate=0.15, steps=8)
    descent = CurveDescent(path, self.stage.figure, self.stage.panel, self.theme, name="L", role="weight")
    descent.progress.set_value(0.5)  # in a beat: self.play(descent.progress.animate.set_value(1.0), run_time=6)
    self.add(*descent.parts)


@example(CHANGES, LossPlot, LossCurve)
def loss_plot(self: Sketch) -> None:
    losses, step = 2.0 * 0.6 ** np.arange(9), self.tracker(4.0)
    plot = LossPlot(self.stage.body, self.theme, losses)
    curve = LossCurve(plot, losses, lambda: (step.get_value(), 2.0 * 0.6 ** step.get_value()))
    self.add(plot, *curve.parts)


@example(CHANGES, FittedLine)
def fitted_line(self: Sketch) -> None:
    x = np.array([[0.0], [1.0], [2.0], [3.0], [4.0]])
    data = Dataset("five points", x, np.array([[0.4], [1.6], [1.4], [3.1], [2.9]]), "y")
    fitted = FittedLine(data, self.stage.body, self.theme, slope=0.3, intercept=1.0)
    self.add(*fitted.parts)  # in a beat: self.play(*fitted.settle(), run_time=3)


@example(CHANGES, Slider)
def slider(self: Sketch) -> None:
    rate = self.tracker(0.3)
    self.add(Slider(rate, (0.0, 1.0), self.stage.body, self.theme, name="eta", role="gradient"))


@example(CHANGES, NumberLine)
def number_line(self: Sketch) -> None:
    line, x = NumberLine(self.stage.body, self.theme, (0.0, 2.5), ticks(0.0, 2.5)), self.tracker(2.0)
    step = line.step(x.get_value, lambda: x.get_value() - 0.6)
    self.add(line, line.spot(x.get_value), step, line.label("-eta thin f'(x)", lambda: 1.7, "gradient"))


@example(CHANGES, ChangeLines, Change)
def change_lines(self: Sketch) -> None:
    nudge = self.tracker(0.2)
    x = Change("x", "input", nudge.get_value, 0.2)
    f = Change("f", "output", lambda: 0.96 * nudge.get_value(), 0.192)
    lines = ChangeLines(self.stage.body, self.theme, [x, f], [0.96])
    self.add(lines.lines, lines.factors)


@example(CHANGES, Legend, Sign)
def legend(self: Sketch) -> None:
    signs = [Sign("line", "loss", "the loss"), Sign("arrow", "gradient", "its gradient")]
    signs += [Sign("spot", "input", "where we are"), Sign("dashes", "muted", "what it was")]
    self.add(Legend(signs, self.theme).move_to(self.stage.body.center))


@example(SPACE, Space, HeightField, SpaceAxes)
def height_field(self: Sketch) -> None:
    f = Function.parse("w**2/4 + sin(b)")
    space = Space(f, SurfaceWindow.of(f, (1.0, 0.5)), self.stage.body, self.theme)
    self.add(HeightField(space), SpaceAxes(space, "L"))


@example(SPACE, line, spot, pointer, lines)
def on_a_surface(self: Sketch) -> None:
    f, turns = Function.parse("x**2/4 + sin(y)"), np.linspace(0, 2 * np.pi, 121)
    space = Space(f, SurfaceWindow.of(f, (1.0, 0.5)), self.stage.body, self.theme)
    ring = space.on_surface(1 + 0.9 * np.cos(turns), 0.5 + 0.9 * np.sin(turns))
    here = space.on_surface(1.0, 0.5)
    self.add(HeightField(space), SpaceAxes(space), line(space, "output", lambda: ring))
    self.add(pointer(space, "gradient", lambda: np.array([here, here + 0.8 * mn.OUT])))
    self.add(lines(space, "ink", [space.on_surface(np.full(81, -1.0), np.linspace(-2, 2, 81))], 2, 0.6))
    self.add(spot(space, "input", 0.09, lambda: here))


@example(SPACE, SurfaceView)
def surface_view(self: Sketch) -> None:
    f = Function.parse("(x - y)**2")
    at, region = (1.0, 0.5), Layout.of(self.stage, "figure+notes")["figure"]
    land = SurfaceView(f, Gradient.of(f, at), SurfaceWindow.of(f, at), region, self.theme)
    self.add(land.field, land.axes, land.spot)


@example(SPACE, SurfaceSlice, Cut, Layout)
def surface_slice(self: Sketch) -> None:
    f, at, places = Function.parse("x**2/4 + sin(y)"), (1.0, 0.5), Layout.of(self.stage, "figure+plot+words")
    space = Space(f, SurfaceWindow.of(f, at), places["figure"], self.theme)
    field, cut = HeightField(space), Slice.of(f, at, "x")
    held = self.tracker(cut.fixed_value)
    field.cut = Cut(1, held, "input2", self.tracker(1.0))
    window = CurveWindow.over(cut.function, space.window.x_range, cut.tangent.at)
    props = SurfaceSlice(cut, space, held, lambda: at, places, window)
    self.add(field, SpaceAxes(space), props.curve, props.tangent, *props.panel)


@example(SPACE, tangent_patch, Patch)
def tangent_plane(self: Sketch) -> None:
    f, at = Function.parse("x**2/4 + sin(y)"), (1.0, 0.5)
    space = Space(f, SurfaceWindow.of(f, at), self.stage.body, self.theme)
    patch = tangent_patch(space, TangentPlane.of(f, at), self.tracker(1.0))
    self.add(HeightField(space), SpaceAxes(space), patch)


@example(SPACE, axis_arrows, uphill_arrow)
def arrows_on_a_surface(self: Sketch) -> None:
    f, at = Function.parse("x**2/4 + sin(y)"), (1.0, 0.5)
    space, gradient = Space(f, SurfaceWindow.of(f, at), self.stage.body, self.theme), Gradient.of(f, at)
    self.add(HeightField(space), SpaceAxes(space), *axis_arrows(space, gradient), uphill_arrow(space, gradient))


@example(SPACE, SurfaceWalk)
def surface_walk(self: Sketch) -> None:
    f, at = Function.parse("x**2/4 + sin(y)"), (1.0, 0.5)
    window = SurfaceWindow.of(f, at)
    space = Space(f, window, self.stage.figure, self.theme)
    walk = SurfaceWalk(at, window, {name: f.derivative(name) for name in f.variables})
    walk.turn.set_value(1.3)  # in a beat: self.play(walk.turn.animate.set_value(2.0), run_time=8)
    here = spot(space, "ink", 0.085, lambda: space.on_surface(*walk.place()))
    self.add(HeightField(space), SpaceAxes(space), here)
    self.add(walk.readouts(self.stage.panel, self.theme, across=False))


@example(SPACE, VectorLegs)
def vector_legs(self: Sketch) -> None:
    legs = VectorLegs((0.5, 0.88), self.stage.body, self.theme)
    self.add(legs.legs, legs.names, legs.arrow)


@example(MAPS, contour_map, highlighted_contour)
def contours(self: Sketch) -> None:
    window = SurfaceWindow.of(Function.parse("x**2 + 2*y**2 + x*y"), (1.2, 0.6))
    space = Space(window.function, window, self.stage.body, self.theme)
    space.flat.set_value(1.0)  # in a beat: self.play(space.flat.animate.set_value(1.0)) lays the surface flat
    (here,) = LevelSet.at_levels(window, [window.function(1.2, 0.6)])
    self.add(HeightField(space), contour_map(space, LevelSet.family(window)), highlighted_contour(space, here))


@example(MAPS, ArrowField)
def arrow_field(self: Sketch) -> None:
    window = SurfaceWindow.of(Function.parse("x**2 + 2*y**2 + x*y"), (1.2, 0.6))
    space = Space(window.function, window, self.stage.body, self.theme)
    space.flat.set_value(1.0)
    field = HeightField(space)
    field.presence.set_value(0.5)
    self.add(field, ArrowField(space, Gradient.of(window.function, (1.2, 0.6))))


@example(MAPS, DescentTrace, start_mark)
def descent_trace(self: Sketch) -> None:
    window = SurfaceWindow.of(Function.parse("x**2 + 2*y**2 + x*y"), (1.2, 0.6))
    space, start = Space(window.function, window, self.stage.body, self.theme), choose_start(window)
    space.flat.set_value(1.0)
    path = DescentPath.of(window.function, start, choose_rate(window, start, 8), 8)
    trace = DescentTrace(space, path, "output")
    trace.progress.set_value(1.0)
    self.add(contour_map(space, LevelSet.family(window)), start_mark(space, trace), *trace.parts)


@example(MAPS, DirectionWheel, SlopeDial, slope_readout, cell_width)
def direction_wheel(self: Sketch) -> None:
    window = SurfaceWindow.of(Function.parse("x**2 + 2*y**2 + x*y"), (1.2, 0.6))
    space = Space(window.function, window, self.stage.figure, self.theme)
    space.flat.set_value(1.0)
    wheel = DirectionWheel(space, Gradient.of(window.function, (1.2, 0.6)), 1.4 * cell_width(space))
    upper, lower = self.stage.panel.rows(4, 1)
    dial = SlopeDial(upper, self.theme, wheel)
    wheel.degrees.set_value(60.0)
    dial.swept.set_value(60.0)
    self.add(contour_map(space, LevelSet.family(window)), wheel.rim, wheel.arrow, wheel.name, wheel.needle, wheel.spot)
    slope = slope_readout(wheel, self.theme).move_to(lower.center)
    self.add(dial.plot, dial.limits, dial.curve, dial.spot, slope.show(wheel.slope))


@example(MAPS, Compass)
def compass(self: Sketch) -> None:
    window = SurfaceWindow.of(Function.parse("x**2 + 2*y**2 + x*y"), (1.2, 0.6))
    space, start = Space(window.function, window, self.stage.body, self.theme), choose_start(window)
    space.flat.set_value(1.0)
    trace = DescentTrace(space, DescentPath.of(window.function, start, 0.1, 8), "output")
    compass = Compass(self.theme, trace, 1.5 * cell_width(space))
    self.add(contour_map(space, LevelSet.family(window)), *trace.parts, compass, compass.name)


@example(MAPS, missed_minimum_mark)
def missed_minimum(self: Sketch) -> None:
    window = SurfaceWindow.of(Function.parse("x**2 + 2*y**2 + x*y"), (1.2, 0.6))
    space = Space(window.function, window, self.stage.body, self.theme)
    space.flat.set_value(1.0)
    mark = missed_minimum_mark(space, Gradient.of(window.function, (1.2, 0.6)), np.array([0.0, 0.0]))
    self.add(contour_map(space, LevelSet.family(window)), mark)


@example(NETWORKS, NeuronGraph, LiveNeuron)
def neuron_graph(self: Sketch) -> None:
    neuron = Neuron(1.5, -0.6, 0.2, 1.0, "sigmoid", "squared")
    live = LiveNeuron(neuron.trained(1.0, 4))
    graph = NeuronGraph(live, self.stage.body, self.theme, downward=self.stage.portrait)
    self.add(*graph.edges.values(), *graph.nodes.values(), *graph.numbers.values())


@example(NETWORKS, NetworkGraph, network_graph)
def any_network(self: Sketch) -> None:
    layer = Layer.of([[0.5, -1.0], [1.5, 0.8]], [1.5, -1.0], [0.1, -0.2], "sigmoid")
    graph = network_graph(LayerChain.of(layer, [1.0, 0.0]).then_drawn(), self.stage.body, self.theme)
    self.add(*graph.structure)


@example(NETWORKS, FactorProduct)
def factor_product(self: Sketch) -> None:
    neuron = Neuron(1.5, -0.6, 0.2, 1.0, "sigmoid", "squared")
    factors = [("(partial L) / (partial a)", neuron.dloss_da), ("(dif a) / (dif z)", neuron.da_dz)]
    product = FactorProduct(self.stage.body, self.theme, "(partial L) / (partial z)", factors, neuron.dloss_dz)
    self.add(*product.parts)


@example(NETWORKS, FormulaGraph, LiveFormula)
def formula_graph(self: Sketch) -> None:
    at = ReverseMode.of(Function.parse("sin(x*y) + x**2"), [0.8, -0.5])
    graph = FormulaGraph(LiveFormula(at), self.stage.body, self.theme, downward=self.stage.portrait)
    self.add(*graph.flows.values(), *graph.nodes.values(), *graph.numbers.values(), *graph.gradients.values())


@example(MATRICES, LayerGraph, LiveLayers, Places, rooms_on)
def layer_graph(self: Sketch) -> None:
    layer = Layer.of([[0.5, -1.0], [1.5, 0.8], [-0.7, 0.4]], [1.5, -1.0], [0.1, -0.2, 0.3], "sigmoid")
    chain = LayerChain.of(layer, [1.0, 0.0, 1.0])
    layers = LiveLayers(chain.then_drawn(), depth=1)
    rooms = rooms_on(self.stage, layers.counts)
    graph = LayerGraph(layers, Places(rooms.rooms), self.theme)
    self.add(*graph.lines(("x", "z1"), ("z1", "a1"), ("a1", "L")), *graph.column("x", "z1", "a1", "L", numbers=True))


@example(MATRICES, MatrixBlock, Block, Cells, column)
def matrix_block(self: Sketch) -> None:
    values = np.array([[0.5, -1.0], [1.5, 0.8], [-0.7, 0.4]])
    left, right = self.stage.body.columns(1, 1)
    cells = Cells.within(self.theme, left.width, left.height - 1.4, 2, 3, values)
    weights = MatrixBlock(Block("W", "weight", values), self.theme, left.center, cells)
    x = MatrixBlock(Block("bold(x)", "input", column(np.array([1.5, -1.0]))), self.theme, right.center, cells)
    self.add(*weights.parts, weights.label, weights.ring(slice(0, 1), slice(None)), *x.parts, x.label)


@example(MATRICES, BlockProduct, row)
def block_product(self: Sketch) -> None:
    above, jacobian = np.array([-0.3, 1.5]), np.array([[0.2, 0.0], [0.0, 0.1]])
    factors = [Block("bold(g)", "gradient", row(above)), Block("J", "gradient", jacobian)]
    result = Block("bold(delta)", "gradient", row(above @ jacobian))
    self.add(*BlockProduct(self.stage.body, self.theme, factors, result).parts)


@example(MATRICES, DiagonalMatrix)
def diagonal_matrix(self: Sketch) -> None:
    layer = Layer.of([[0.5, -1.0], [1.5, 0.8], [-0.7, 0.4]], [1.5, -1.0], [0.1, -0.2, 0.3], "sigmoid")
    self.add(*DiagonalMatrix(self.stage.body, self.theme, layer).parts)


@example(MATRICES, OuterProduct)
def outer_product(self: Sketch) -> None:
    left = "bold(delta)^top", "gradient", np.array([-0.03, 0.27, -0.28])
    above = "bold(x)^top", "input", np.array([1.5, -1.0])
    self.add(*OuterProduct(self.stage.body, self.theme, left, above).parts)


@example(TEXT, Words)
def words(self: Sketch) -> None:
    width = self.stage.body.width
    text = "The #slope[slope] says how fast $f(x)$ grows: _here_, and *only* here."
    self.add(Words(text, self.theme, width=width).move_to(self.stage.body.center))


@example(TEXT, Formula)
def formula(self: Sketch) -> None:
    formula = Formula("{{ f'(x) : slope }} = lim_({{ h : input }} -> 0) ({{ Delta f : output }}) / h", self.theme)
    self.add(formula.move_to(self.stage.body.center))
    self.add(mn.SurroundingRectangle(formula.part("slope"), color=self.theme.color("slope")))


@example(TEXT, FormulaRows, equation, named_by_role)
def formula_rows(self: Sketch) -> None:
    neuron = Neuron(1.5, -0.6, 0.2, 1.0, "sigmoid", "squared")
    rows = [
        equation("{{ z : net }}", "{{ w : weight }} {{ x : input }} + {{ b : bias }}", neuron.z),
        equation("{{ a : activation }}", "sigma({{ z : net }})", neuron.a),
    ]
    self.add(FormulaRows(rows, self.theme).in_column(self.stage.body))


@example(TEXT, Readout)
def readout(self: Sketch) -> None:
    slope = self.tracker(1.25)
    number = Readout('{{ upright("slope") : slope }} =', self.theme, span=10.0, role="slope")
    self.add(number.move_to(self.stage.body.center).follow(slope.get_value))


@example(TEXT, LiveNumber, tick_label)
def live_number(self: Sketch) -> None:
    number = LiveNumber(self.theme, slots=5, role="loss", size=42)
    self.add(number.show("0.125").stand_at(self.stage.body.center))
    self.add(tick_label(0.5, self.theme).move_to(self.stage.body.point(0.5, 0.3)))


@example(TEXT, Table)
def table(self: Sketch) -> None:
    heads, rows = ("{{ h : input }}", '{{ upright("slope") : secant }}'), [("1", "2.5"), ("0.1", "2.05")]
    table = Table(heads, rows, self.theme, right=(False, True), room=self.stage.body)
    self.add(table.move_to(self.stage.body.center))


@example(TEXT, LiveTable, Column)
def live_table(self: Sketch) -> None:
    steps = Column('upright("step")', "muted", [lambda: 0, lambda: 1, lambda: 2], 2, decimals=0)
    losses = Column("L", "loss", [lambda: 2.5, lambda: 1.2, lambda: 0.6], 2.5)
    table = LiveTable([steps, losses], self.theme, width=4)
    table.move_to(self.stage.body.center)
    table.row.set_value(1.0)
    self.add(table.light(), table)


@example(TEXT, CodePanel)
def code_panel(self: Sketch) -> None:
    code, steps = ["w = 3", "for step in range(8):", "    w = w - 0.1 * slope(w)"], self.tracker(1.5)
    panel = CodePanel(code, self.stage.body, self.theme, roles={"w": "weight", "slope": "slope"})
    self.add(panel.follow(steps.get_value, loop=[1, 2]))


@example(TEXT, legible, on_lines)
def legible_formula(self: Sketch) -> None:
    f = Function.parse("x**2*y/4 + sin(x*y) - exp(-x**2/4)")
    formula = legible([*on_lines(f.typst)], self.theme, 4.5)  # None where it fits on no number of lines
    self.add(formula.move_to(self.stage.body.center) if formula else mn.VGroup())


@example(TEXT, recap_column)
def recap(self: Sketch) -> None:
    lines = [("The slope at a point:", "{{ f'(3) : slope }} = 2"), ("Nearby:", "f(x + h) approx f(x) + f'(x) h")]
    self.add(recap_column(lines, self.stage.body, self.theme))


@example(TEXT, Spot, Pointer, stroke, set_runs, plated, rounded_box)
def marks(self: Sketch) -> None:
    room = self.stage.body
    start, end = room.point(0.2, 0.3), room.point(0.8, 0.7)
    self.add(set_runs(stroke(self.theme, "grid", 4), np.array([room.point(0, 0.5), room.point(1, 0.5)])))
    self.add(Pointer(self.theme, "gradient").span(start, end), Spot(self.theme, "input").at(start))
    self.add(plated(Formula("{{ nabla f : gradient }}", self.theme), self.theme).move_to(room.center))
    self.add(rounded_box(2.0, 1.0, 0.2, room.point(0.2, 0.75)).set_stroke(self.theme.color("output"), 4))


@example(TEXT, spread, stack)
def laid_out(self: Sketch) -> None:
    rows = [Formula(code, self.theme) for code in ("z = w x + b", "{{ a : activation }} = sigma(z)")]
    spread(self.stage.body, *rows, portrait=self.stage.portrait)
    self.add(*rows)
