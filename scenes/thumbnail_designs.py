"""What the lessons' thumbnails show, each out of its lesson's facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import manim as mn
import numpy as np

from mathkit import Secant
from scenes.arrow_field import ArrowField
from scenes.contour_map import contour_map
from scenes.gradient_arrows import GradientArrows
from scenes.height_field import HeightField
from scenes.layer_board import LayerBoard
from scenes.layer_chain_rule import LayerChainRule
from scenes.lesson import Lesson
from scenes.live_neuron import LiveNeuron
from scenes.marks import Spot, set_runs, stroke
from scenes.neuron_chain_rule import NeuronChainRule
from scenes.neuron_graph import NeuronGraph
from scenes.partial_slices import PartialSlices
from scenes.plot import Plot
from scenes.space import Space
from scenes.space_marks import line, spot
from scenes.stage import Region
from scenes.surface_slice import SLOPE_ROLES
from scenes.tangent_line import TangentLine
from scenes.thumbnail import ACROSS, FIGURE, Design

#: Widths of lines, in hundredths of a unit: what it is about, and what leads to it.
BOLD, FINE = 15, 6
#: Secants on their way to the tangent, by their runs as shares of the first one's.
SHARES = (1.6, 1.1, 0.7, 0.35)


def design_of(lesson: Lesson) -> Design:
    """Return what the thumbnail of a lesson shows; of a lesson of somebody's own, its first formula."""
    designs: tuple[tuple[type[Lesson], Callable[..., Design]], ...] = (
        (TangentLine, _tangent_line),
        (PartialSlices, _partial_slices),
        (GradientArrows, _gradient_arrows),
        (NeuronChainRule, _neuron_chain_rule),
        (LayerChainRule, _layer_chain_rule),
    )
    for cls, design in designs:
        if isinstance(lesson, cls):
            return design(lesson)
    notes = lesson.notes()
    return Design((notes.formula if notes is not None else "nabla",))


def _tangent_line(lesson: TangentLine) -> Design:
    """Show secants that turn into the tangent; or the two sides where there is none."""
    theme, frame, at = lesson.theme, lesson.frame, lesson.at
    plot = Plot.of(frame, FIGURE, theme)
    plot.area = Region(FIGURE.left, FIGURE.right + 0.4, FIGURE.bottom, FIGURE.top + 0.5)
    curve = plot.trace(stroke(theme, "output", BOLD), frame.samples(400))
    point = Spot(theme, "ink", 0.24).at(plot.at(at, lesson.value))
    axes = stroke(theme, "grid", 5)
    level, upright = plot.inside(0.0), float(np.clip(0, *frame.x_range))
    set_runs(
        axes,
        plot.points_at(frame.x_range, [level] * 2),
        plot.points_at([upright] * 2, frame.y_range),
    )

    def through(slope: float, role: str, width: float, opacity: float = 1.0) -> mn.VMobject:
        return set_runs(stroke(theme, role, width, opacity), plot.straight(at, lesson.value, slope))

    if not hasattr(lesson, "tangent"):
        sides = [through(slope, "slope", BOLD) for slope in (lesson.slope_left, lesson.slope_right)]
        return Design(_either_side(lesson.sides.typst), (axes, *sides, curve, point))
    slopes = [Secant.of(lesson.params.f, at, share * lesson.h).slope for share in SHARES]
    fan = [through(slope, "secant", FINE, 0.35 + 0.13 * k) for k, slope in enumerate(slopes)]
    return Design((lesson.tangent.typst_at,), (axes, *fan, curve, through(lesson.slope, "slope", BOLD), point))


def _either_side(code: str) -> tuple[str, ...]:
    """Return the two slopes that `OneSidedSlopes.typst` writes on one line, each on its own."""
    return tuple(part.strip().rstrip(",") for part in code.split("quad"))[:2]


def _partial_slices(lesson: PartialSlices) -> Design:
    """Show the surface with both cuts and their tangents."""
    space = Space(lesson.params.f, lesson.window_, FIGURE, lesson.theme)
    space.azimuth.set_value(space.facing(lesson.gradient))
    field = HeightField(space)
    curves, tangents = [], []
    for axis, (along, cut) in enumerate(lesson.slices.items()):
        span = np.linspace(*(lesson.window_.x_range, lesson.window_.y_range)[axis], 289)
        places = (span, lesson.b) if axis == 0 else (lesson.a, span)
        curves.append(line(space, "output", partial(space.on_surface, *places), 11))
        step = np.zeros((2, 3))
        step[:, axis] = 0.36 * (span[-1] - span[0]) * np.array([-1, 1])
        step[:, 2] = step[:, axis] * cut.slope
        here = space.on_surface(lesson.a, lesson.b)
        tangents.append(line(space, SLOPE_ROLES[along], partial(np.add, here, step), BOLD, shine=0.5))
    point = spot(space, "ink", 0.2, lambda: space.on_surface(lesson.a, lesson.b))
    codes = tuple(cut.typst_at for cut in lesson.slices.values())
    return Design(codes, (field, *curves, *tangents, point))


def _gradient_arrows(lesson: GradientArrows) -> Design:
    """Show the map with the gradient everywhere, and the way down against it."""
    space = Space(lesson.params.f, lesson.box, FIGURE, lesson.theme)
    space.flat.set_value(1.0)
    field, contours = HeightField(space), contour_map(space, lesson.levels).set_stroke(width=4)
    arrows = ArrowField(space, lesson.gradient)
    for arrow in arrows:
        arrow.shaft.set_stroke(width=5)
    walked = space.project(space.on_surface(*lesson.ways.down.points.T))
    way = set_runs(stroke(lesson.theme, "output", BOLD), walked)
    steps = [Spot(lesson.theme, "output", 0.14).at(step) for step in walked[1:-1]]
    ends = [Spot(lesson.theme, "ink", 0.24).at(end) for end in (walked[0], walked[-1])]
    return Design(("{{ - nabla f : gradient }}",), (field, contours, arrows, way, *steps, *ends))


def _neuron_chain_rule(lesson: NeuronChainRule) -> Design:
    """Show the neuron with the gradients that flow back through it, and the product that they are."""
    graph = NeuronGraph(ACROSS, lesson.theme.scaled(0.95), LiveNeuron(lesson.trained).value, downward=False)
    symbols = [circle.submobjects[1] for circle in graph.circles.values()]
    for (name, circle), symbol in zip(graph.circles.items(), symbols, strict=True):
        circle.submobjects[0].set_stroke(width=9)
        symbol.scale(2.1).move_to(graph.places[name])
    back = graph.gradient_edges(lesson.neuron)
    for edge in back.values():
        edge.shaft.set_stroke(width=1.6 * edge.shaft.stroke_width)
    plain = [edge for ends, edge in graph.edges.items() if ends not in back]
    product = (
        "{{ (partial L) / (partial w) : gradient }} = {{ (partial z) / (partial w) : net }} dot "
        "{{ (partial a) / (partial z) : activation }} dot {{ (partial L) / (partial a) : loss }}"
    )
    return Design((product,), (*plain, *back.values(), *graph.circles.values()), across=True)


def _layer_chain_rule(lesson: LayerChainRule) -> Design:
    """Show the layer, its edges as thick as their weights, and the outer product that their gradient is."""
    lesson.stage = replace(lesson.stage, body=FIGURE.inset(left=0.4), figure=FIGURE.inset(left=0.4))
    graph = LayerBoard(lesson).graph
    for disc in graph.discs.values():
        disc.set_stroke(width=8)
    edges = graph.lines(("x", "z1"), ("z1", "a1"), ("a1", "L"))
    nodes = graph.nodes("x", "z1", "a1", "L")
    drawn = [part for node in nodes for part in (graph.discs[node], graph.symbols[node])]
    product = "{{ (partial L) / (partial W) : gradient }} = {{ bold(delta) : net }} {{ bold(x)^top : input }}"
    return Design((product,), (*edges, *drawn))
