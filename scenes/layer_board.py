"""What the lesson of a layer is drawn with, laid out for its stage, and how each of its beats moves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import manim as mn

from scenes import layer_formulas
from scenes.block_product import BlockProduct
from scenes.diagonal_matrix import DiagonalMatrix
from scenes.layer_graph import LayerGraph
from scenes.layer_places import Node, Places, rooms_on
from scenes.live_layers import COLUMNS, LiveLayers
from scenes.matrix_block import Block, Cells, MatrixBlock, row
from scenes.motion import EASE, Glimpse, appear, one_by_one, vanish
from scenes.outer_product import OuterProduct

if TYPE_CHECKING:
    from scenes.layer_chain_rule import LayerChainRule

#: How much is added to an entry that is nudged.
NUDGE = 1.0


class LayerBoard:
    """The props of one lesson. `aside` is what stands beside the graph, and leaves when the next beat begins."""

    def __init__(self, lesson: LayerChainRule) -> None:
        self.lesson, self.theme, self.stage = lesson, lesson.theme, lesson.stage
        self.chain, self.layer = lesson.chain, lesson.layer
        rooms, self.panel, self.lower = rooms_on(self.stage)
        self.live = LiveLayers(lesson.chain, lesson.two)
        self.places = Places(rooms, {column: self.live.count(column) for column in COLUMNS})
        self.graph = LayerGraph(self.places, self.theme, self.live)
        self.aside: list[mn.Mobject] = []
        share = self.panel.columns if self.stage.portrait else self.panel.rows
        self.block_room, self.text_room = share(1.25, 1, gap=0.3)

    def say(self, title: str) -> None:
        """Put a title up."""
        self.lesson.play(*self.lesson.say_title(title), run_time=0.8)

    # -- one beat each ------------------------------------------------------------------------------------------

    def grow_layer(self) -> None:
        """Draw one neuron, then the others, then the loss that they all feed."""
        graph, play = self.graph, self.lesson.play
        names = [graph.names[column] for column in ("z1", "a1")]
        play(*appear(*graph.column("x"), *graph.neuron(0), *names), run_time=1.2)
        others = [mn.AnimationGroup(*appear(*graph.neuron(i))) for i in range(1, self.layer.outputs)]
        if others:
            play(mn.LaggedStart(*others, lag_ratio=0.5), run_time=1.0 + 0.8 * len(others), at="others")
        play(*appear(*graph.lines(("a1", "L")), *graph.column("L")), run_time=1.0, at="loss")
        play(one_by_one(*graph.glow(graph.between("x", "z1"), "weight"), run_time=3.0), at="how")

    def write_rows(self) -> None:
        """Write each neuron's weights into its row, and the layer as one line."""
        play, graph = self.lesson.play, self.graph
        room = self.block_room
        values = self.layer.weights
        cells = Cells.within(self.theme, room.width, room.height - 0.9, *values.shape[::-1], values)
        center = room.center - [0, 0.35, 0]
        self.weights = MatrixBlock(Block("W", "weight", values), self.theme, center, cells)
        self.formulas = layer_formulas.forward(self.chain, self.theme, self.text_room)
        play(self.places.move_to(1))
        play(*appear(self.weights.frame, self.weights.head), run_time=0.6)
        self.lesson.until("rows")
        for i, entries in enumerate(self.weights.entries):
            edges = [edge for edge in graph.edges if edge[1] == ("z1", i)]
            glow = graph.glow(edges, "weight")
            play(*appear(glow, *entries), run_time=1.3 if i == 0 else 1.0)
            play(*vanish(glow), run_time=0.5)
        play(*appear(self.weights.label), run_time=0.9, at="line")
        for formula, mark in zip(self.formulas[:2], "za", strict=True):
            play(*appear(formula), run_time=0.9, at=mark)

    def run_forward(self) -> None:
        """Let the numbers run from the input to the loss."""
        play, graph = self.lesson.play, self.graph
        play(*appear(*self.formulas[2:]), run_time=0.8)
        play(*self._told("x"), run_time=0.8)
        for below, above, role in (("x", "z1", "input"), ("z1", "a1", "net"), ("a1", "L", "activation")):
            run = self.lesson.tracker(0.0)
            pulses = graph.pulses(below, above, run, role)
            self.lesson.add(*pulses)
            play(run.animate(rate_func=EASE).set_value(1.0), run_time=1.1)
            self.lesson.remove(*pulses)
            play(*self._told(above), run_time=0.8)

    def point_at_input(self) -> None:
        """Point at the input that is going to move."""
        play, graph = self.lesson.play, self.graph
        play(*vanish(*self.formulas, *self.weights.all_entries, self.weights.head), run_time=0.7)
        name = layer_formulas.jacobian("bold(z)", "bold(x)")
        block = Block(f"{name} {{{{ = W : weight_2 }}}}", "weight", self.layer.weights)
        self.jacobian = MatrixBlock(block, self.theme, self.weights.center, self.weights.cells)
        head = self.jacobian.head
        self.answer = head.part("weight_2")
        known = {id(glyph) for glyph in self.answer.family_members_with_points()}
        self.asked = mn.VGroup(*(glyph for glyph in head.family_members_with_points() if id(glyph) not in known))
        self.halo, self.added = graph.halo(("x", 0)), layer_formulas.nudge(NUDGE, self.theme, self.text_room)
        play(*appear(self.asked), mn.Create(self.halo), run_time=0.7)
        play(*appear(self.added), run_time=0.6)

    def nudge_inputs(self) -> None:
        """Raise each input by one, and write what it does to z into its column."""
        play, block = self.lesson.play, self.jacobian
        play(*vanish(self.halo, self.added), run_time=0.3)
        for j, tracker in enumerate(self.live.nudges["x"]):
            ring = block.ring(slice(None), slice(j, j + 1))
            pace = 1.4 if j == 0 else 0.7
            play(tracker.animate(rate_func=EASE).set_value(NUDGE), *appear(ring), run_time=pace)
            play(*appear(*block.column(j)), run_time=0.6 * pace, at="" if j else "column")
            play(tracker.animate(rate_func=EASE).set_value(0.0), *vanish(ring), run_time=0.6 * pace)
            if j == 0:
                play(one_by_one(*block.row_rings(), run_time=2.4), at="row")
                play(one_by_one(*block.column_rings(), run_time=2.0), at="input")
                self.lesson.until("rest")
        play(*appear(self.answer), run_time=0.8, at="answer")
        self.aside = [*block.parts, self.asked, self.answer, self.weights.frame, self.weights.label]

    def nudge_net(self) -> None:
        """Raise one z: see which outputs move, and where the slopes stand."""
        play = self.lesson.play
        made = DiagonalMatrix(self.panel, self.theme, self.layer)
        self._clear()
        play(*made.opened(), run_time=0.8)
        for j, tracker in enumerate(self.live.nudges["z1"]):
            ring = made.matrix.ring(slice(None), slice(j, j + 1))
            pace = 1.4 if j == 0 else 0.8
            play(tracker.animate(rate_func=EASE).set_value(NUDGE), *appear(ring), run_time=pace)
            play(tracker.animate(rate_func=EASE).set_value(0.0), *vanish(ring), run_time=0.7 * pace)
        play(*made.filled(), at="slopes")
        if zeros := made.zeros():
            play(*zeros, run_time=0.8, at="zeros")
        play(one_by_one(*made.matrix.diagonal_rings(), run_time=3.0), at="slip")
        play(Glimpse(made.matrix.ring(slice(None), slice(None)), run_time=2.0), at="matrix")
        self.aside = made.parts

    def meet_shapes(self) -> None:
        """Lay the Jacobians side by side, empty, and let their shapes meet."""
        play = self.lesson.play
        blocks = [
            Block(layer_formulas.jacobian("L", "bold(a)"), "gradient", row(self.chain.dloss_da)),
            Block(layer_formulas.jacobian("bold(a)", "bold(z)"), "gradient", self.layer.da_dz),
            Block(layer_formulas.jacobian("bold(z)", "bold(x)"), "weight", self.layer.dz_dx),
        ]
        gradients = self.chain.gradients[0]
        whole = Block(layer_formulas.jacobian("L", "bold(x)"), "gradient", row(gradients.dloss_dx))
        delta = Block("bold(delta)", "gradient", row(gradients.dloss_dz))
        self.shapes = BlockProduct(self.stage.body, self.theme, blocks, whole)
        self.first = BlockProduct(self.stage.body, self.theme, blocks[:2], delta)
        self.second = BlockProduct(
            self.stage.body, self.theme, [delta, Block("W", "weight", self.layer.weights)], whole
        )
        self._clear(*self.graph.parts)
        play(*appear(*self.shapes.opened()), run_time=1.0)
        play(*appear(*(block.label for block in self.shapes.factors)), run_time=0.8, at="row")
        brackets = self.shapes.meetings()
        self.lesson.until("meet")
        for bracket in brackets:
            play(mn.Create(bracket), run_time=0.9)
        play(*self.shapes.cancelled(), run_time=0.8, at="cancel")
        result, shape = self.shapes.result, self.shapes.outer_shape()
        play(*shape, *appear(result.head, result.frame, self.shapes.signs[-1]), run_time=1.4, at="outer")
        self.brackets = brackets

    def multiply_delta(self) -> None:
        """Multiply the loss's row by the activation's Jacobian, entry by entry."""
        play, made, old = self.lesson.play, self.first, self.shapes
        kept = [
            mn.ReplacementTransform(before, after)
            for one, other in zip(old.factors[:2], made.factors, strict=True)
            for before, after in ((one.head, other.head), (one.frame, other.frame))
        ]
        gone = [old.factors[2].head, old.factors[2].frame, old.result.head, old.result.frame, *self.brackets]
        play(*vanish(*gone, *old.labels, *old.signs), run_time=0.6)
        play(*kept, run_time=1.0)
        play(*appear(*made.signs, made.result.head, made.result.frame), run_time=0.6)
        play(*appear(*(entry for block in made.factors for entry in block.all_entries)), run_time=0.9)
        self._multiply(made)
        self.aside = made.parts

    def multiply_input(self) -> None:
        """Multiply delta by the weights, entry by entry."""
        play, made, old = self.lesson.play, self.second, self.first
        gone = [part for block in old.factors for part in block.parts]
        play(*vanish(*gone, *old.signs), run_time=0.6)
        delta, start = old.result, made.factors[0]
        moves = [mn.ReplacementTransform(one, other) for one, other in zip(delta.parts, start.parts, strict=True)]
        play(*moves, run_time=1.0)
        weights, result = made.factors[1], made.result
        play(*appear(*weights.parts, *made.signs, result.head, result.frame), run_time=0.9)
        self._multiply(made)
        self.aside = made.parts

    def fill_outer(self) -> None:
        """Fill the gradient of W entry by entry, with the edge of its weight."""
        play, graph = self.lesson.play, self.graph
        self._clear()
        flows = self.flows = graph.gradient_edges(self.chain)
        back = [flows[edge] for edge in flows if edge[0][0] != "x"]
        columns = [part for name in ("x", "z1", "a1", "L") for part in graph.column(name, numbers=True)]
        play(*appear(*graph.lines(("x", "z1")), *back, *columns), run_time=1.0)
        upper, lower = self.panel.rows(3, 1, gap=0.25)
        gradients = self.chain.gradients[0]
        table = OuterProduct(
            upper,
            self.theme,
            ("bold(delta)^top", "gradient", gradients.dloss_dz),
            ("bold(x)^top", "input", self.layer.x),
        )
        rule = layer_formulas.outer_rule(self.theme, lower)
        play(*table.opened(), run_time=0.8)

        def flow(i: int, j: int) -> list[mn.Animation]:
            edge: tuple[Node, Node] = ("x", j), ("z1", i)
            return vanish(graph.edges[edge]) + appear(flows[edge])

        rings = table.rings(0, 0)
        play(*appear(*rings), run_time=0.6, at="meets")
        play(*table.filled(flow, slice(0, 1)), *appear(rule), run_time=1.8, at="first")
        play(*vanish(*rings), run_time=0.4, at="rest")
        rest = table.filled(flow, slice(1, None))
        if rest:
            play(mn.LaggedStart(*rest, lag_ratio=0.6), run_time=1.0 + 0.35 * len(rest))
        self.aside = [*table.parts, rule]

    def put_on_top(self) -> None:
        """Put a second layer between the first and the loss, and run forward through it."""
        play, graph, live = self.lesson.play, self.graph, self.live
        flows = self._on_stage(self.flows.values())
        last = [graph.numbers["L", 0], *(graph.names[column] for column in ("z1", "a1"))]
        self._clear(*flows, *last)
        play(*appear(*graph.lines(("x", "z1"), ("z1", "a1")), *graph.indexed.values()), run_time=0.6)
        self.lesson.add(live.topped.set_value(1.0))
        play(self.places.move_to(2))
        play(*appear(*graph.lines(("a1", "z2"))), run_time=0.8)
        play(*appear(*graph.column("z2", numbers=True)), run_time=0.8)
        play(*appear(*graph.lines(("z2", "a2")), *graph.column("a2", numbers=True)), run_time=0.8)
        play(*appear(*graph.lines(("a2", "L")), graph.numbers["L", 0]), run_time=0.8)

    def flow_back(self) -> None:
        """Let the gradient flow from the loss to the first weights, with the formula of each stretch."""
        play, graph = self.lesson.play, self.graph
        flows = graph.gradient_edges(self.lesson.two)
        formulas = layer_formulas.flow(self.theme, self.lower)
        stretches = ((("a2", "L"), ("z2", "a2")), (("a1", "z2"),), (("z1", "a1"),), (("x", "z1"),))
        for pairs, formula, mark in zip(stretches, formulas, ("", "hand", "to_first", "same"), strict=True):
            edges = [edge for pair in pairs for edge in graph.between(*pair)]
            turned = vanish(*(graph.edges[edge] for edge in edges)) + appear(*(flows[edge] for edge in edges))
            play(*turned, run_time=1.2, at=mark)
            play(*appear(formula), run_time=0.8)
        self.aside = list(formulas)

    def sum_up(self) -> None:
        """Write the three products."""
        formulas = layer_formulas.recap(self.theme, self.lower)
        self._clear()
        for rows, mark in ((formulas[:1], "delta"), (formulas[1:3], "weights"), (formulas[3:], "input")):
            self.lesson.play(*appear(*rows), run_time=1.2, at=mark)

    # -- what they share ----------------------------------------------------------------------------------------

    def _told(self, column: str) -> list[mn.Animation]:
        """Return the animations that put numbers in the place of a column's symbols, which go first."""
        nodes = self.graph.nodes(column)
        leave = vanish(*(self.graph.symbols[node] for node in nodes), rate_func=lambda t: min(1.0, t / 0.45))
        return leave + appear(*(self.graph.numbers[n] for n in nodes), rate_func=lambda t: max(0.0, (t - 0.45) / 0.55))

    def _clear(self, *others: mn.Mobject) -> None:
        leaving = self._on_stage((*self.aside, *others))
        self.aside = []
        self.lesson.play(*vanish(*leaving), run_time=0.7)

    def _on_stage(self, parts: Iterable[mn.Mobject]) -> list[mn.Mobject]:
        """Return those of some parts that are on stage, by themselves or in the group of an animation."""
        shown = {id(mobject) for each in self.lesson.mobjects for mobject in each.get_family()}
        return [part for part in parts if id(part) in shown]

    def _multiply(self, made: BlockProduct) -> None:
        """Fill the result: each entry while its row and its column are framed."""
        left, right = made.factors
        for j, entry in enumerate(made.result.entries[0]):
            rings = [left.ring(slice(0, 1), slice(None)), right.ring(slice(None), slice(j, j + 1))]
            self.lesson.play(*appear(*rings), run_time=0.5)
            self.lesson.play(*appear(entry), run_time=0.6)
            self.lesson.play(*vanish(*rings), run_time=0.3)
