"""The chain rule through one neuron: how the loss feels a weight, and how the weight learns from it.

Symbols: x input, w weight, b bias, z = wx + b, a = activation(z), t target, L the loss, η the learning rate.
"""

from __future__ import annotations

import math
from typing import Literal

import manim as mn

from mathkit import Neuron
from mathkit.errors import DomainError
from scenes.drawing import FELT, LEARNT, ROLES, LiveNeuron, appear, vanish
from scenes.errors import LessonError
from scenes.lesson import Lesson, beat
from scenes.neuron_chain_rule import narration as neuron_words
from scenes.neuron_chain_rule.formulas import FACTORS
from scenes.neuron_chain_rule.layout import NeuronBoard
from scenes.script.params import LessonParams, Number
from scenes.script.spoken_values import spoken_value

STEPS = 12
#: What is added to the weight, to see what the loss does.
NUDGE = 0.01


class NeuronChainRule(Lesson):
    """One neuron: forward, a nudge, backward, and a step of learning."""

    name = "neuron-chain-rule"
    title = "The chain rule through a neuron"

    class Params(LessonParams):
        """x, w, b, target: numbers; activation, loss: by name; rate: of the learning step."""

        x: Number = 1.5
        w: Number = -0.6
        b: Number = 0.2
        target: Number = 1.0
        activation: Literal["sigmoid", "tanh", "relu", "softplus", "identity"] = "sigmoid"
        loss: Literal["squared", "cross_entropy"] = "squared"
        rate: Number = 1.0

    params: Params

    def prepare(self) -> None:
        p = self.params
        if not 0 < p.rate < math.inf:
            raise LessonError(f"neuron-chain-rule: rate = {p.rate:g} is no step size. Type a positive one: rate=0.5.")
        self.neuron = Neuron(p.x, p.w, p.b, p.target, p.activation, p.loss)
        try:
            self.trained = neuron_words.shown(self.neuron.trained(p.rate, STEPS))
        except (DomainError, OverflowError):
            raise LessonError(
                f"neuron-chain-rule: with rate = {p.rate:g} the numbers grow beyond what can be computed. "
                "Type smaller ones: a rate such as 0.1, or x, w, b and target nearer to 1."
            ) from None
        self.after = self.trained[1]
        self.z_said, self.a_said, self.loss_said = map(
            spoken_value, (self.neuron.z, self.neuron.a, self.neuron.loss_value)
        )
        self.silent = self.neuron.dloss_dw == 0
        self.ending = neuron_words.outcome(self.neuron, self.after)
        self.up_or_down, self.rises_or_falls = ("up", "falls") if self.neuron.dloss_dw < 0 else ("down", "rises")

    # -- beats --------------------------------------------------------------------------------------------------

    @beat(
        "One neuron. It weighs its input, [z] adds a bias, [a] bends the result, [l] and is told how wrong it is. "
        "[how] How does that loss depend on the weight?",
        chapter="One neuron",
        short=True,
    )
    def one_neuron(self) -> None:
        self.live = LiveNeuron(self.trained)
        self.board = NeuronBoard(self.stage, self.theme, self.live, NUDGE)
        graph = self.graph = self.board.graph
        self.play(*self.say_title("How does the loss depend on the weight?"), run_time=0.8)
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

    @beat(
        "Forward. Numbers flow from the input to the loss. [z] z is {z_said}, [a] the output a is {a_said}; "
        "the target is {neuron.target:.3g}, [l] so the loss is {loss_said}.",
        chapter="Forward",
        short=True,
    )
    def forward(self) -> None:
        graph = self.graph
        self.play(*self.say_title("Forward: numbers flow to the loss"), run_time=0.8)
        self.play(*appear(*(graph.numbers[name] for name in "wxbt")), run_time=0.9)
        for name, edges in zip("zaL", graph.stages, strict=True):
            self.play(graph.flow(edges), at=name.lower())
            self.play(*appear(graph.numbers[name], self.board.formulas[name][1]), graph.flash(name), run_time=0.8)

    @beat("Now nudge the weight up a little. [loss] Will the loss rise or fall? And by how much?", ask=True, short=True)
    def nudge_guess(self) -> None:
        self.play(
            *self.say_title("Nudge the weight: what will the loss do?"),
            *vanish(*self.board.all_formulas),
            *self.graph.focus(FELT),
            run_time=0.8,
        )
        self.play(self.graph.flash("w"), run_time=1.0)
        self.play(*appear(*self.board.changes.lines), run_time=0.9, at="loss")

    @beat(
        "The nudge travels. Each step stretches it, or shrinks it, or turns it round, by its own factor: "
        "[factors] times {neuron.dz_dw:.3g}, times about {neuron.da_dz:.3g}, times about {neuron.dloss_da:.3g}. "
        "[up] Nudge the weight up, and the loss {rises_or_falls}.",
        chapter="A nudge",
        when=lambda lesson: not lesson.silent,
        short=True,
    )
    def nudge(self) -> None:
        self._play_nudge("Each step passes the nudge on, times its own factor")

    @beat(
        lambda lesson: neuron_words.unfelt(lesson.neuron),
        chapter="A nudge",
        when=lambda lesson: lesson.silent,
        short=True,
    )
    def dead_nudge(self) -> None:
        self._play_nudge("A factor of zero: the nudge does not arrive")

    @beat(
        "Those factors are the local derivatives. [every] Every edge has its own, [own] and needs to know nothing of "
        "the rest.",
        chapter="Local derivatives",
    )
    def local(self) -> None:
        board = self.board
        self.play(
            *self.say_title("Every edge has its local derivative"),
            *vanish(*board.changes.lines, *board.changes.factors),
            *(nudge.animate.set_value(0.0) for nudge in self.live.nudges["w"].values()),
            *self.graph.focus(ROLES),
            run_time=0.8,
        )
        self.play(mn.LaggedStart(*appear(*board.symbols.values()), lag_ratio=0.4), run_time=2.2, at="every")
        self.play(mn.LaggedStart(*appear(*board.local), lag_ratio=0.5), run_time=1.8, at="own")

    @beat(
        "Backward. Start at the loss, [a] and multiply your way home: [z] factor by factor, first in symbols. "
        "[w] That is the chain rule. [path] A common slip is to add along one path: [times] along a path, we multiply.",
        chapter="Backward",
    )
    def backward(self) -> None:
        board = self.board
        self.play(
            *self.say_title("Backward: from the loss to the weight"),
            *vanish(*board.local),
            *board.lit(FELT),
            run_time=0.8,
        )
        self.play(*appear(board.product.head), run_time=0.6)
        for index, edge in enumerate(FACTORS):
            self.play(self.graph.flow([edge], back=True), *self.graph.turn_back(edge), run_time=1.1, at=edge[0])
            self.play(*appear(board.product.symbols[index]), self._glint(board.symbols[edge]), run_time=0.9)
        self.play(self.graph.backward("w", turn=False), at="path")
        self.until("times")
        for symbol in board.product.symbols:
            self.play(self._glint(symbol), run_time=0.6)

    @beat(lambda lesson: neuron_words.product(silent=lesson.silent))
    def numbers(self) -> None:
        self.play(*self.say_title("The same product, in numbers"), run_time=0.8)
        self.until("numbers")
        for part in self.board.product.numbers:
            self.play(*appear(part), run_time=0.8)
        self.play(self.graph.backward("w", turn=False), at="thick")

    @beat(
        "The way back is shared. [w] Only the last factor differs: [b] for the bias it is one, [x] for the input it is "
        "the weight.",
        chapter="All gradients",
    )
    def all_gradients(self) -> None:
        board = self.board
        title = self.say_title("One pass back gives every gradient")
        self.play(*title, *vanish(*board.product.parts), *board.lit(ROLES), run_time=0.8)
        for row, band, name in zip(board.gradients, board.shared, "wbx", strict=True):
            turned = [] if name == "w" else self.graph.turn_back((name, "z"))
            self.play(self.graph.flow([(name, "z")], back=True), *turned, run_time=1.1, at=name)
            self.play(*appear(band, row), run_time=0.8)

    @beat("One pass back gives every gradient. [again] With a million weights, it would still be one pass.", loop=True)
    def one_pass(self) -> None:
        self.play(self.graph.backward(turn=False))
        self.play(self.graph.backward(turn=False), at="again")

    @beat(
        lambda lesson: neuron_words.step(lesson.neuron, lesson.after),
        chapter="One step",
        when=lambda lesson: lesson.ending == "falls",
    )
    def step(self) -> None:
        self._play_step()

    @beat(
        lambda lesson: neuron_words.step(lesson.neuron, lesson.after),
        chapter="One step",
        when=lambda lesson: lesson.ending != "falls",
    )
    def vain_step(self) -> None:
        self._play_step()

    @beat(lambda lesson: neuron_words.training(lesson.trained), chapter="Training")
    def training(self) -> None:
        self.plot, self.curve, self.short_rules = self.board.training()
        self.play(*self.say_title("Forward, backward, step: training"), *vanish(*self.rules), run_time=0.8)
        self.play(*appear(self.plot, *self.short_rules), run_time=0.8)
        self.add(*self.curve.parts)
        self.play(self.live.trained_through(7), at="train")

    @beat(
        "In one line: the loss feels the weight [path] through every step between them, [product] and the gradient is "
        "the product of their factors.",
        chapter="Recap",
    )
    def recap(self) -> None:
        board = self.board
        self.play(
            *self.say_title("The chain rule through a neuron"),
            *vanish(self.plot, *self.curve.parts, *self.short_rules, *(board.graph.numbers[name] for name in LEARNT)),
            run_time=0.8,
        )
        self.add(*(steps.set_value(0.0) for steps in self.live.steps.values()))
        self.play(*appear(*(board.graph.numbers[name] for name in LEARNT)), run_time=0.6)
        self.play(*self.graph.focus(FELT), run_time=0.6)
        self.play(
            *self.graph.turn_back(*FACTORS), *appear(*(board.symbols[e] for e in FACTORS)), run_time=1.4, at="path"
        )
        self.play(mn.LaggedStart(*appear(*board.product.parts), lag_ratio=0.25), run_time=2.0, at="product")

    # -- what several beats do ----------------------------------------------------------------------------------

    def _glint(self, label: mn.Mobject) -> mn.Animation:
        """Return a glint of a label, since what appears elsewhere is the same."""
        return mn.Indicate(label, color=self.theme.color("ink"), scale_factor=1)

    def _play_nudge(self, title: str) -> None:
        self.play(*self.say_title(title), run_time=0.8)
        for change in (-NUDGE, NUDGE):
            self.play(self.graph.nudge("w", change))
        factors = self.board.changes.factors
        self.play(mn.LaggedStart(*appear(*factors), lag_ratio=0.6), run_time=2.4, at="factors")
        self.play(self.graph.flash("w"), run_time=0.9, at="up")
        self.play(self.graph.flash("L"), run_time=0.9)

    def _play_step(self) -> None:
        board = self.board
        self.rules = board.rules(self.params.rate)
        leaving = [*board.gradients, *board.shared, *board.symbols.values()]
        self.play(
            *self.say_title("A step against the gradient: what will the loss do?"), *vanish(*leaving), run_time=0.8
        )
        self.until("rule")
        for rule in self.rules:
            self.play(*appear(rule), run_time=0.9)
        self.play(*self.graph.turn_forth(), run_time=0.8)
        self.play(*self.live.learned(1.0, "wb"), run_time=1.0)
        for name, edges in zip("zaL", self.graph.stages, strict=True):
            self.play(self.graph.flow(edges), run_time=0.9, at="now" if name == "L" else "")
            self.play(*self.live.learned(1.0, name), run_time=0.5)
        self.play(*self.say_title(neuron_words.STEP_TITLES[self.ending]), self.graph.flash("L"), run_time=0.8)
