"""What the lesson of a layer is drawn with, laid out for its stage, and how each of its beats moves."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import manim as mn

from scenes.drawing import (
    COLUMNS,
    FOOT,
    FRACTION,
    HEAD,
    Block,
    DiagonalMatrix,
    LayerGraph,
    LiveLayers,
    MatrixBlock,
    OuterProduct,
    Places,
    Region,
    appear,
    one_by_one,
    rooms_on,
    vanish,
)
from scenes.layer_chain_rule import formulas as layer_formulas
from scenes.layer_chain_rule.facts import LayerFacts
from scenes.layer_chain_rule.product_choreography import LayerProducts
from scenes.layer_chain_rule.recap import LayerRecap
from scenes.lesson import Lesson

#: How much is added to an input that is nudged, and to a z: an activation is bent, and its slope holds nearby only.
NUDGE, NEARBY = 1.0, 0.1


class LayerBoard:
    """The props of one lesson. `aside` is what stands beside the graph, and leaves when the next beat begins."""

    def __init__(self, lesson: Lesson, facts: LayerFacts) -> None:
        self.lesson, self.theme, self.stage, self.facts = lesson, lesson.theme, lesson.stage, facts
        self.chain, self.layer = facts.chain, facts.layer
        self.live = LiveLayers(facts.two, depth=1)
        self.rooms = rooms_on(self.stage, self.live.counts, short=lesson.short)
        self.panel = self.rooms.panel
        self.places = Places(self.rooms.rooms)
        self.graph = LayerGraph(self.live, self.places, self.theme)
        self.aside: list[mn.Mobject] = []

    # -- one beat each ------------------------------------------------------------------------------------------

    def grow_layer(self) -> None:
        """Draw one neuron, then the others, then the loss that they all feed."""
        graph, play = self.graph, self.lesson.play
        names = [graph.names[column] for column in ("z1", "a1")]
        play(*appear(*graph.column("x"), *graph.neuron(0), *names), run_time=1.2)
        self.lesson.until("layer")
        others = [mn.AnimationGroup(*appear(*graph.neuron(i))) for i in range(1, self.layer.outputs)]
        if others:
            play(mn.LaggedStart(*others, lag_ratio=0.5), run_time=1.0 + 0.8 * len(others))
        play(*appear(*graph.lines(("a1", "L")), *graph.column("L")), run_time=1.0, at="loss")
        play(one_by_one(*graph.glow(graph.between("x", "z1"), "weight"), run_time=3.0), at="how")

    def write_rows(self) -> None:
        """Write each neuron's weights into its row, and the layer as one line."""
        play, graph = self.lesson.play, self.graph
        room, text = self._shared(1.1)
        self.weights = MatrixBlock.within(
            Block("W", "weight", self.layer.weights), self.theme, room, head=HEAD, foot=FOOT
        )
        self.formulas = layer_formulas.forward(self.chain, self.theme, text)
        self._move_to(1)
        play(*appear(self.weights.frame, self.weights.head), run_time=0.6)
        self.lesson.until("rows")
        for i, entries in enumerate(self.weights.entries):
            edges = [edge for edge in graph.edges if edge[1] == ("z1", i)]
            glow = graph.glow(edges, "weight")
            play(*appear(glow, *entries), run_time=1.3 if i == 0 else 1.0)
            play(*vanish(glow), run_time=0.5)
        play(*appear(self.weights.label), run_time=0.7, at="shape")
        play(*appear(self.formulas[0]), run_time=0.9, at="line")
        play(*appear(self.formulas[1]), run_time=0.9, at="bend")

    def run_forward(self) -> None:
        """Let the numbers run from the input to the loss."""
        play, graph = self.lesson.play, self.graph
        play(*appear(*self.formulas[2:]), run_time=0.8)
        play(*graph.fill(graph.standing_in("x")), run_time=0.8, at="edges")
        for edges in graph.stages:
            above = edges[0][1][0]
            play(graph.flow(edges), run_time=1.1, at="loss" if above == "L" else "")
            play(*graph.fill(graph.standing_in(above)), run_time=0.8)

    def point_at_input(self) -> None:
        """Point at the input that is going to move."""
        play, graph = self.lesson.play, self.graph
        play(*vanish(*self.formulas, *self.weights.all_entries, self.weights.head), run_time=0.7)
        name = layer_formulas.jacobian("bold(z)", "bold(x)")
        block = Block(f"{name} {{{{ = W : weight_2 }}}}", "weight", self.layer.weights)
        room, self.text_room = self._shared(2.0)
        self.jacobian = made = MatrixBlock.within(block, self.theme, room, head=FRACTION, foot=FOOT)
        self.answer = made.head.part("weight_2")
        known = {id(glyph) for glyph in self.answer.family_members_with_points()}
        self.asked = mn.VGroup(*(glyph for glyph in made.head.family_members_with_points() if id(glyph) not in known))
        self.halo, self.added = graph.halo(("x", 0)), layer_formulas.nudge(NUDGE, self.theme, self.text_room)
        old = self.weights
        pairs = (old.frame, made.frame), (old.label, made.label)
        play(*(mn.ReplacementTransform(one, other) for one, other in pairs), run_time=0.8)
        play(*appear(self.asked), mn.Create(self.halo), run_time=0.7)
        play(*appear(self.added), run_time=0.6)

    def nudge_inputs(self) -> None:
        """Raise each input by one, and write what it does to z into its column."""
        play, block = self.lesson.play, self.jacobian
        play(*vanish(self.halo, self.added), run_time=0.3)
        for j in range(self.layer.inputs):
            ring = block.ring(slice(None), slice(j, j + 1))
            pace = 1.4 if j == 0 else 0.7
            play(self.graph.nudge(("x", j), NUDGE), *appear(ring), run_time=pace)
            play(*appear(*block.column(j)), run_time=0.6 * pace, at="column" if j == 0 else "")
            play(self.graph.nudge(("x", j), 0.0), *vanish(ring), run_time=0.6 * pace)
            if j == 0:
                play(one_by_one(*block.row_rings(), run_time=2.0), at="row")
                play(one_by_one(*block.column_rings(), run_time=1.8), at="input")
                self.lesson.until("all")
        entry = layer_formulas.entry_of_jacobian(self.theme, self.text_room)
        self.lesson.show(self.answer, entry, title=self.lesson.label("answer"), run_time=0.8, at="answer")
        self.aside = [*block.parts, self.asked, self.answer, block.label, entry]

    def nudge_net(self) -> None:
        """Raise each z by itself: see which outputs move, and where the slopes stand."""
        play = self.lesson.play
        upper, lower = self.panel.rows(3.6, 1, gap=0.25)
        made = DiagonalMatrix(upper, self.theme, self.layer)
        formula = layer_formulas.activation_jacobian(self.layer, self.theme, lower)
        self._clear()
        play(*made.opened(), run_time=0.8)
        self.lesson.until("alone")
        for j in range(self.layer.outputs):
            ring = made.matrix.ring(slice(None), slice(j, j + 1))
            told = layer_formulas.response(self.layer, j, NEARBY, self.theme, lower)
            pace = 1.5 if j == 0 else 1.0
            play(self.graph.nudge(("z1", j), NEARBY), *appear(ring, told), run_time=pace)
            play(self.graph.nudge(("z1", j), 0.0), *vanish(ring, told), run_time=0.7 * pace)
        play(*made.filled(), at="slopes")
        self.lesson.until("zeros")
        if zeros := made.zeros():
            play(*zeros, run_time=0.8)
        slip, whole = made.slip(), made.matrix.ring(slice(None), slice(None))
        play(*appear(*slip), run_time=0.7, at="slip")
        came, answer = appear(whole, formula), self.lesson.label("answer")
        self.lesson.show(*came, leave=slip, title=answer, run_time=0.9, at="matrix")
        self.aside = [*made.parts, whole, formula]

    def multiply(self) -> LayerProducts:
        """Take the graph off, and return the products that take its place."""
        self._clear(*self.graph.parts)
        self.aside = []
        self.products = LayerProducts(self.lesson, self.facts)
        return self.products

    def fill_outer(self) -> None:
        """Fill the gradient of W entry by entry, with the edge of its weight."""
        play, graph = self.lesson.play, self.graph
        self._clear(*self.products.second.parts, self.products.sum)
        flows = self.flows = graph.gradient_arrows()
        back = [flows[edge] for edge in flows if edge[0][0] != "x"]
        columns = [part for name in ("x", "z1", "a1", "L") for part in graph.column(name, numbers=True)]
        play(*appear(*graph.lines(("x", "z1")), *back, *columns), run_time=1.0)
        upper, lower = self.panel.rows(3.6, 1, gap=0.25)
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
            edge = ("x", j), ("z1", i)
            return vanish(graph.edges[edge]) + appear(flows[edge])

        glow, rings = graph.glow([(("x", 0), ("z1", 0))], "weight"), table.rings(0, 0)
        play(*appear(glow, rings[0]), run_time=0.8, at="own")
        play(*appear(rings[1]), run_time=0.8, at="input")
        play(*table.filled(flow, slice(0, 1)), *appear(rule[0]), *vanish(glow), run_time=1.6, at="rule")
        play(*vanish(*rings), run_time=0.6)
        self.lesson.until("all")
        rest = table.filled(flow, slice(1, None))
        if rest:
            play(mn.LaggedStart(*rest, lag_ratio=0.6), run_time=1.0 + 0.35 * len(rest))
        self.lesson.show(rule[1], title=self.lesson.label("answer"), run_time=0.8, at="shape")
        self.aside = [*table.parts, *rule]

    def put_on_top(self) -> None:
        """Put a second layer between the first and the loss, and run forward through it."""
        play, graph, live = self.lesson.play, self.graph, self.live
        flows = self._on_stage(self.flows.values())
        last = [graph.numbers["L", 0], *(graph.names[column] for column in ("z1", "a1", "L"))]
        self._clear(*flows, *last)
        back = [*graph.lines(("x", "z1"), ("z1", "a1")), *graph.indexed.values(), graph.symbols["L", 0]]
        play(*appear(*back), run_time=0.6)
        self.lesson.add(live.depth.set_value(2.0))
        self._move_to(2)
        play(*appear(*graph.lines(("a1", "z2")), *graph.column("z2", numbers=True)), run_time=1.2, at="input")
        play(*appear(*graph.lines(("z2", "a2")), *graph.column("a2", numbers=True)), run_time=0.8)
        play(*appear(*graph.lines(("a2", "L"))), *graph.fill(graph.standing_in("L")), run_time=0.8, at="loss")

    def flow_back(self) -> None:
        """Let the gradient flow from the loss to the first weights, with the formula of each stretch."""
        play, graph = self.lesson.play, self.graph
        flows = self.flows = graph.gradient_arrows()
        stretches = ((("z2", "a2"), ("a2", "L")), (("a1", "z2"),), (("z1", "a1"),), (("x", "z1"),))
        room = self.rooms.rooms[3]
        middles = [(room.place(pairs[0][0], 0) + room.place(pairs[-1][1], 0)) / 2 for pairs in stretches]
        formulas = layer_formulas.flow(self.theme, self.rooms.flow, middles, downward=room.downward)
        self._move_to(3)
        for pairs, formula, mark in zip(stretches, formulas, ("", "top", "first", "rule"), strict=True):
            if mark:
                self.lesson.until(mark)
            edges = [edge for pair in pairs for edge in graph.between(*pair)]
            play(
                *vanish(*(graph.edges[edge] for edge in edges)), *appear(*(flows[edge] for edge in edges)), run_time=1.2
            )
            play(*appear(formula), run_time=0.8)
        self.aside = list(formulas)

    def run_back(self) -> None:
        """Let spots run back on the gradients' arrows, from the loss to the first weights."""
        for above, below in pairwise(reversed(COLUMNS)):
            self.lesson.play(self.graph.flow(self.graph.between(below, above), back=True), run_time=1.1)

    def sum_up(self) -> None:
        """Write the three products."""
        made = LayerRecap(self.stage, self.theme, self.chain)
        self._clear(*self.graph.parts, *self.flows.values())
        self.lesson.play(*appear(made.line), run_time=0.8)
        for mark, card in zip(("delta", "weights", "on"), made.cards, strict=True):
            self.lesson.play(*appear(card), run_time=1.0, at=mark)

    # -- what they share ----------------------------------------------------------------------------------------

    def _shared(self, block: float) -> tuple[Region, Region]:
        """Share the panel out between a block and its formulas: `block` times as much for the block."""
        return (self.panel.columns if self.stage.portrait else self.panel.rows)(block, 1, gap=0.3)  # type: ignore[return-value]

    def _clear(self, *others: mn.Mobject) -> None:
        leaving = self._on_stage((*self.aside, *others))
        self.aside = []
        self.lesson.play(*vanish(*leaving), run_time=0.7)

    def _move_to(self, room: int) -> None:
        """Move the graph to a room; where its flow turns, it leaves the stage meanwhile."""
        if self.places.stays_in(room):
            self.lesson.add(self.places.room.set_value(float(room)))
            return
        if not self.places.turns_to(room):
            self.lesson.play(self.places.move_to(room))
            return
        parts = self._on_stage(self.graph.parts)
        self.lesson.play(*vanish(*parts), run_time=0.5)
        self.lesson.add(self.places.room.set_value(float(room)))
        self.lesson.play(*appear(*parts), run_time=0.7)

    def _on_stage(self, parts: Iterable[mn.Mobject]) -> list[mn.Mobject]:
        """Return those of some parts that are on stage, by themselves or in the group of an animation."""
        shown = {id(mobject) for each in self.lesson.mobjects for mobject in each.get_family()}
        return [part for part in parts if id(part) in shown]
