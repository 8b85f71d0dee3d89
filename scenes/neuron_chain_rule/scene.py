"""The chain rule through one neuron: how the loss feels a weight, and how the weight learns from it.

Symbols: x input, w weight, b bias, z = wx + b, a = activation(z), t target, L the loss, η the learning rate.
"""

from __future__ import annotations

import manim as mn

from scenes.drawing import FELT, LEARNT, ROLES, LiveNeuron, appear
from scenes.lesson import Lesson, beat
from scenes.neuron_chain_rule import narration
from scenes.neuron_chain_rule.facts import NeuronFacts, NeuronParams
from scenes.neuron_chain_rule.formulas import FACTORS
from scenes.neuron_chain_rule.layout import NeuronBoard

#: What is added to the weight, to see what the loss does.
NUDGE = 0.01


class NeuronChainRule(Lesson):
    """One neuron: forward, a nudge, backward, and a step of learning."""

    name = "neuron-chain-rule"
    title = "The chain rule through a neuron"

    Params, Facts = NeuronParams, NeuronFacts

    params: NeuronParams
    facts: NeuronFacts

    @beat(narration.one_neuron, short=True)
    def one_neuron(self) -> None:
        self.live = LiveNeuron(self.facts.trained)
        self.board = NeuronBoard(self.stage, self.theme, self.live, NUDGE)
        graph = self.graph = self.board.graph
        self.show(run_time=0.8)
        self.play(mn.LaggedStart(*appear(*(graph.nodes[name] for name in "wxb")), lag_ratio=0.3), run_time=1.2)
        for name, edges in zip("zaL", graph.stages, strict=True):
            late = [graph.nodes["t"]] if name == "L" else []
            arriving = [*(graph.edges[edge] for edge in edges), graph.nodes[name], *late, self.board.formulas[name][0]]
            self.play(*appear(*arriving), run_time=0.9, at=name.lower())
        self.play(graph.flash("w"), run_time=0.9, at="how")
        self.play(graph.flow([("w", "z")]))
        self.play(graph.flow([("z", "a")]))
        self.play(graph.flow([("a", "L")]))
        self.play(graph.flash("L"), run_time=0.9)

    @beat(narration.forward, short=True)
    def forward(self) -> None:
        graph = self.graph
        self.show(run_time=0.8)
        self.play(*appear(*(graph.numbers[name] for name in "wxbt")), run_time=0.9)
        for name, edges in zip("zaL", graph.stages, strict=True):
            self.play(graph.flow(edges), at=name.lower())
            self.play(*appear(graph.numbers[name], self.board.formulas[name][1]), graph.flash(name), run_time=0.8)

    @beat(narration.nudge_guess, ask=True, short=True)
    def nudge_guess(self) -> None:
        self.show(*self.graph.focus(FELT), leave=self.board.all_formulas, run_time=0.8)
        self.play(self.graph.flash("w"), run_time=1.0)
        self.play(*appear(*self.board.changes.lines), run_time=0.9, at="loss")

    @beat(narration.nudge, when="felt", short=True)
    def nudge(self) -> None:
        self._play_nudge()

    @beat(narration.dead_nudge, when="unfelt", short=True)
    def dead_nudge(self) -> None:
        self._play_nudge()

    @beat(narration.local)
    def local(self) -> None:
        board = self.board
        self.show(
            *(nudge.animate.set_value(0.0) for nudge in self.live.nudges["w"].values()),
            *self.graph.focus(ROLES),
            leave=[*board.changes.lines, *board.changes.factors],
            run_time=0.8,
        )
        self.play(mn.LaggedStart(*appear(*board.symbols.values()), lag_ratio=0.4), run_time=2.2, at="every")
        self.play(mn.LaggedStart(*appear(*board.local), lag_ratio=0.5), run_time=1.8, at="own")

    @beat(narration.backward)
    def backward(self) -> None:
        board = self.board
        self.show(*board.lit(FELT), leave=board.local, run_time=0.8)
        self.play(*appear(board.product.head), run_time=0.6)
        for index, edge in enumerate(FACTORS):
            self.play(self.graph.flow([edge], back=True), *self.graph.turn_back(edge), run_time=1.1, at=edge[0])
            self.play(*appear(board.product.symbols[index]), self._glint(board.symbols[edge]), run_time=0.9)
        self.play(self.graph.backward("w", turn=False), at="path")
        self.until("times")
        for symbol in board.product.symbols:
            self.play(self._glint(symbol), run_time=0.6)

    @beat(narration.numbers)
    def numbers(self) -> None:
        self.show(run_time=0.8)
        self.until("numbers")
        for part in self.board.product.numbers:
            self.play(*appear(part), run_time=0.8)
        self.play(self.graph.backward("w", turn=False), at="thick")

    @beat(narration.all_gradients)
    def all_gradients(self) -> None:
        board = self.board
        self.show(*board.lit(ROLES), leave=board.product.parts, run_time=0.8)
        for row, band, name in zip(board.gradients, board.shared, "wbx", strict=True):
            turned = [] if name == "w" else self.graph.turn_back((name, "z"))
            self.play(self.graph.flow([(name, "z")], back=True), *turned, run_time=1.1, at=name)
            self.play(*appear(band, row), run_time=0.8)

    @beat(narration.one_pass, loop=True)
    def one_pass(self) -> None:
        self.play(self.graph.backward(turn=False))
        self.play(self.graph.backward(turn=False), at="again")

    @beat(narration.step, when="falls")
    def step(self) -> None:
        self._play_step()

    @beat(narration.step, when="in_vain")
    def vain_step(self) -> None:
        self._play_step()

    @beat(narration.training)
    def training(self) -> None:
        self.plot, self.curve, self.short_rules = self.board.training()
        self.show(leave=self.rules, run_time=0.8)
        self.play(*appear(self.plot, *self.short_rules), run_time=0.8)
        self.add(*self.curve.parts)
        self.play(self.live.trained_through(7), at="train")

    @beat(narration.recap)
    def recap(self) -> None:
        board = self.board
        numbers = [board.graph.numbers[name] for name in LEARNT]
        self.show(leave=[self.plot, *self.curve.parts, *self.short_rules, *numbers], run_time=0.8)
        self.add(*(steps.set_value(0.0) for steps in self.live.steps.values()))
        self.show(*numbers, run_time=0.6)
        self.play(*self.graph.focus(FELT), run_time=0.6)
        self.play(
            *self.graph.turn_back(*FACTORS), *appear(*(board.symbols[e] for e in FACTORS)), run_time=1.4, at="path"
        )
        self.play(mn.LaggedStart(*appear(*board.product.parts), lag_ratio=0.25), run_time=2.0, at="product")

    # -- what several beats do ----------------------------------------------------------------------------------

    def _glint(self, label: mn.Mobject) -> mn.Animation:
        """Return a glint of a label, since what appears elsewhere is the same."""
        return mn.Indicate(label, color=self.theme.color("ink"), scale_factor=1)

    def _play_nudge(self) -> None:
        self.show(run_time=0.8)
        for change in (-NUDGE, NUDGE):
            self.play(self.graph.nudge("w", change))
        factors = self.board.changes.factors
        self.play(mn.LaggedStart(*appear(*factors), lag_ratio=0.6), run_time=2.4, at="factors")
        self.play(self.graph.flash("w"), run_time=0.9, at="up")
        self.play(self.graph.flash("L"), run_time=0.9)

    def _play_step(self) -> None:
        board = self.board
        self.rules = board.rules(self.facts.rate)
        self.show(leave=[*board.gradients, *board.shared, *board.symbols.values()], run_time=0.8)
        self.until("rule")
        for rule in self.rules:
            self.play(*appear(rule), run_time=0.9)
        self.play(*self.graph.turn_forth(), run_time=0.8)
        self.play(*self.live.learned(1.0, "wb"), run_time=1.0)
        for name, edges in zip("zaL", self.graph.stages, strict=True):
            self.play(self.graph.flow(edges), run_time=0.9, at="now" if name == "L" else "")
            self.play(*self.live.learned(1.0, name), run_time=0.5)
        self.show(self.graph.flash("L"), title=self.label("outcome"), run_time=0.8)
