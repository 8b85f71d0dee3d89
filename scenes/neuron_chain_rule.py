"""The chain rule through one neuron: how the loss feels a weight, and how the weight learns from it.

Symbols: x input, w weight, b bias, z = wx + b, a = activation(z), t target, L the loss, η the learning rate.
"""

from __future__ import annotations

import math
from typing import Literal

import manim as mn

from mathkit import Neuron
from scenes import neuron_formulas
from scenes.change_lines import ChangeLines
from scenes.errors import LessonError
from scenes.factor_product import FactorProduct
from scenes.lesson import Lesson, beat
from scenes.live_neuron import LiveNeuron
from scenes.loss_plot import LossCurve, LossPlot
from scenes.motion import EASE, appear, vanish
from scenes.neuron_graph import FLOW, NeuronGraph, told
from scenes.panel import spread, stack
from scenes.params import LessonParams, Number

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
        self.trained = self.neuron.trained(p.rate, STEPS)
        self.after = self.trained[1]
        self.steps = STEPS
        self.z_told, self.a_told = told(self.neuron.z), told(self.neuron.a)
        self.loss_told, self.after_told, self.last_told = (told(self.trained[i].loss_value) for i in (0, 1, -1))
        self.learns = bool(self.after.loss_value < self.neuron.loss_value)
        self.silent = self.neuron.dloss_dw == 0
        self.up_or_down, self.rises_or_falls = ("up", "falls") if self.neuron.dloss_dw < 0 else ("down", "rises")

    # -- beats --------------------------------------------------------------------------------------------------

    @beat(
        "One neuron. It weighs its input, [z] adds a bias, [a] bends the result, [l] and is told how wrong it is. "
        "[how] How does that loss depend on the weight?",
        chapter="One neuron",
    )
    def one_neuron(self) -> None:
        self._draw_graph()
        graph = self.graph
        self.play(*self.say_title("How does the loss depend on the weight?"), run_time=0.8)
        self.play(mn.LaggedStart(*appear(*(graph.circles[name] for name in "wxb")), lag_ratio=0.3), run_time=1.2)
        for name, sources in FLOW:
            arrows = [graph.edges[start, name] for start in sources]
            late = [graph.circles["t"]] if name == "L" else []
            self.play(*appear(*arrows, graph.circles[name], *late), run_time=0.9, at=name.lower())
        self.play(*appear(self.formulas), run_time=1.0, at="how")

    @beat(
        "Forward. Numbers flow from left to right. [z] z is {z_told}, [a] the output a is {a_told}; "
        "the target is {neuron.target:.3g}, [l] so the loss is {loss_told}.",
        chapter="Forward",
        short=True,
    )
    def forward(self) -> None:
        graph = self.graph
        self.play(*self.say_title("Forward: numbers flow to the loss"), run_time=0.8)
        self.play(*appear(*(graph.numbers[name] for name in "wxbt")), run_time=0.9)
        for name, sources in FLOW:
            self.play(graph.flow([(source, name) for source in sources]), at=name.lower())
            self.play(*appear(graph.numbers[name]), graph.flash(name), run_time=0.8)

    @beat("Now nudge the weight up a little. [loss] Will the loss rise or fall? And by how much?", ask=True)
    def nudge_guess(self) -> None:
        self._draw_changes()
        self.play(*self.say_title("Nudge the weight: what will the loss do?"), *vanish(self.formulas), run_time=0.8)
        self.play(self.graph.flash("w"), run_time=1.0)
        self.play(*appear(self.changes.lines), run_time=0.9, at="loss")

    @beat(
        "The nudge travels. Each step stretches it, or shrinks it, or turns it round, by its own factor: "
        "[factors] times {neuron.dz_dw:.3g}, times about {neuron.da_dz:.3g}, times about {neuron.dloss_da:.3g}. "
        "[up] Nudge the weight up, and the loss {rises_or_falls}.",
        chapter="A nudge",
        when=lambda lesson: not lesson.silent,
    )
    def nudge(self) -> None:
        self._play_nudge("Each step passes the nudge on, times its own factor")

    @beat(
        "The nudge stops here: one of the factors is zero, [factors] so the loss does not feel this weight at all. "
        "[up] A neuron in this state learns nothing from this example.",
        chapter="A nudge",
        when=lambda lesson: lesson.silent,
    )
    def dead_nudge(self) -> None:
        self._play_nudge("A factor of zero: the nudge does not arrive")

    @beat(
        "Those factors are the local derivatives. [every] Every edge has its own, [own] and needs to know nothing of "
        "the rest.",
        chapter="Local derivatives",
    )
    def local(self) -> None:
        self.local_symbols = neuron_formulas.local_symbols(self.graph)
        self.local_formulas = self._spread(neuron_formulas.local_derivatives(self.neuron, self.theme))
        self.play(
            *self.say_title("Every edge has its local derivative"),
            *vanish(self.changes.lines, self.changes.factors),
            *(nudge.animate.set_value(0.0) for nudge in self.live_neuron.nudges.values()),
            run_time=0.8,
        )
        self.play(mn.LaggedStart(*appear(*self.local_symbols), lag_ratio=0.4), run_time=2.2, at="every")
        self.play(*appear(self.local_formulas), run_time=1.4, at="own")

    @beat(
        "Backward. Start at the loss, [a] and multiply your way home: [z] factor by factor, first in symbols. "
        "[w] That is the chain rule. [path] A common slip is to add along one path: [times] along a path, we multiply.",
        chapter="Backward",
    )
    def backward(self) -> None:
        self._draw_product()
        self.play(*self.say_title("Backward: from the loss to the weight"), *vanish(self.local_formulas), run_time=0.8)
        self.play(*appear(self.product.head), run_time=0.6)
        for edge, part in zip(neuron_formulas.FACTORS, self.product.symbols, strict=True):
            self.play(self.graph.flow([edge], back=True), *self._turned_back(edge), run_time=1.1, at=edge[0])
            self.play(*appear(part), run_time=0.6)
        self._flow_home("path")
        product = mn.VGroup(*self.product.symbols)
        self.play(mn.Indicate(product, color=self.theme.color("ink"), scale_factor=1), run_time=1.4, at="times")

    @beat(
        "Now the numbers: [numbers] {neuron.dloss_da:.3g} times {neuron.da_dz:.3g} times {neuron.dz_dw:.3g} makes "
        "about {neuron.dloss_dw:.3g}. [thick] The thicker the arrow, the larger the gradient that passes.",
    )
    def numbers(self) -> None:
        self.play(*self.say_title("The same product, in numbers"), run_time=0.8)
        self.until("numbers")
        for part in self.product.numbers:
            self.play(*appear(part), run_time=0.8)
        self._flow_home("thick")

    @beat(
        "The way back is shared. [w] Only the last factor differs: [b] for the bias it is one, [x] for the input it is "
        "the weight. [pass] One pass gives every gradient.",
        chapter="All gradients",
    )
    def all_gradients(self) -> None:
        self.gradients = neuron_formulas.aligned(neuron_formulas.gradients(self.neuron, self.theme), self.lower)
        self.play(*self.say_title("One pass back gives every gradient"), *vanish(*self.product.parts), run_time=0.8)
        for row, name in zip(self.gradients, "wbx", strict=True):
            turned = [] if name == "w" else self._turned_back((name, "z"))
            self.play(self.graph.flow([(name, "z")], back=True), *turned, run_time=1.1, at=name)
            self.play(*appear(row), run_time=0.8)
        self._flow_home("pass", "wxb")

    @beat(
        "Now learn. [rule] Step against the gradient: w goes {up_or_down}, to {after.w:.3g}. "
        "The loss was {loss_told}; [now] now it is {after_told}.",
        chapter="One step",
        when=lambda lesson: lesson.learns,
    )
    def step(self) -> None:
        self._play_step("One step against the gradient: the loss is lower")

    @beat(
        "Step against the gradient. [rule] Here that does not help: the loss was {loss_told}, and now it is "
        "{after_told}. [now] The step is too long, or the gradient is zero.",
        chapter="One step",
        when=lambda lesson: not lesson.learns,
    )
    def vain_step(self) -> None:
        self._play_step("A step that does not help")

    @beat(
        "And again, and again. [train] Forward, backward, step: {steps} rounds bring the loss to {last_told}. "
        "That is all that training is. A network only has more paths.",
        chapter="Training",
    )
    def training(self) -> None:
        self._draw_training()
        self.play(*self.say_title("Forward, backward, step: training"), *vanish(*self.rules), run_time=0.8)
        self.play(*appear(self.loss_plot, self.short_rules), run_time=0.8)
        self.add(*self.loss_curve.parts)
        self.play(self.live_neuron.step.animate(rate_func=mn.linear, run_time=7).set_value(float(STEPS)), at="train")

    @beat(
        "In one line: the loss feels the weight [path] through every step between them, [product] and the gradient is "
        "the product of their factors.",
        chapter="Recap",
    )
    def recap(self) -> None:
        self.play(
            *self.say_title("The chain rule through a neuron"),
            *vanish(self.loss_plot, *self.loss_curve.parts, self.short_rules),
            self.live_neuron.step.animate.set_value(0.0),
            run_time=1.2,
        )
        formula = mn.VGroup(self.product.head, *self.product.symbols).move_to(self.lower.center)
        self.play(*self._turned_back(*neuron_formulas.FACTORS), run_time=1.4, at="path")
        self.play(*appear(*formula), at="product")

    # -- what the beats are drawn with --------------------------------------------------------------------------

    def _draw_graph(self) -> None:
        theme, stage = self.theme, self.stage
        self.live_neuron = LiveNeuron(self.trained)
        self.upper, self.lower = stage.body.rows(2.1, 1, gap=0.2)
        downward = stage.frame.height > stage.frame.width
        self.graph = NeuronGraph(self.upper, theme, self.live_neuron.value, downward=downward)
        self.formulas = self._spread(neuron_formulas.forward(self.neuron, theme))

    def _spread(self, rows: mn.VGroup) -> mn.VGroup:
        spread(self.lower, *rows, portrait=self.stage.portrait)
        return rows

    def _draw_changes(self) -> None:
        neuron, live, nodes = self.neuron, self.live_neuron, "wzaL"
        self.changes = ChangeLines(
            self.lower,
            self.theme,
            [live.change(node) for node in nodes],
            [neuron.dz_dw, neuron.da_dz, neuron.dloss_da],
            largest=max(abs(live.change_after(NUDGE, node)) for node in nodes),
            portrait=self.stage.portrait,
        )

    def _play_nudge(self, title: str) -> None:
        self.play(*self.say_title(title), run_time=0.8)
        self._nudge_to(NUDGE)
        self._nudge_to(-NUDGE)
        self.play(mn.LaggedStart(*appear(*self.changes.factors), lag_ratio=0.6), run_time=2.4, at="factors")
        self.add(self.changes.factors)
        self._nudge_to(NUDGE, at="up")

    def _nudge_to(self, change: float, at: str = "") -> None:
        nudges = self.live_neuron.nudges.values()
        moves = (nudge.animate(rate_func=EASE, run_time=1.1).set_value(change) for nudge in nudges)
        self.play(mn.LaggedStart(*moves, lag_ratio=0.45), at=at)

    def _draw_product(self) -> None:
        neuron, head = self.neuron, "{{ (partial L) / (partial w) : weight }}"
        factors = [(symbol, getattr(neuron, fact)) for symbol, fact in neuron_formulas.FACTORS.values()]
        portrait = self.stage.portrait
        self.product = FactorProduct(self.lower, self.theme, head, factors, neuron.dloss_dw, portrait=portrait)
        self.arrows = self.graph.gradient_edges(neuron)

    def _flow_home(self, at: str, leaves: str = "w") -> None:
        """Let a gradient run from the loss back to `leaves`, edge by edge."""
        self.until(at)
        for edges in ([("a", "L")], [("z", "a")], [(leaf, "z") for leaf in leaves]):
            self.play(self.graph.flow(edges, back=True))

    def _turned_back(self, *edges: tuple[str, str]) -> list[mn.Animation]:
        """Return the animations that put the gradients' arrows in the place of the forward ones."""
        return vanish(*(self.graph.edges[e] for e in edges)) + appear(*(self.arrows[e] for e in edges))

    def _play_step(self, title: str) -> None:
        rate, broken = self.params.rate, self.stage.portrait
        rules = neuron_formulas.step(self.neuron, self.after, rate, self.theme, broken=broken)
        self.rules = neuron_formulas.aligned(rules, self.lower)
        self.play(*self.say_title(title), *vanish(self.gradients, self.local_symbols), run_time=0.8)
        self.until("rule")
        for rule in self.rules:
            self.play(*appear(rule), run_time=0.9)
        self.play(*vanish(*self.arrows.values()), *appear(*(self.graph.edges[e] for e in self.arrows)), run_time=0.8)
        self.play(self.live_neuron.step.animate(rate_func=mn.linear, run_time=2.4).set_value(1.0))
        self.play(self.graph.flash("L"), run_time=0.8, at="now")

    def _draw_training(self) -> None:
        portrait, body = self.stage.portrait, self.stage.body
        plot, words = self.lower.columns(1.5, 1) if portrait else self.graph.rooms_below(body)
        losses = [neuron.loss_value for neuron in self.trained]
        self.loss_plot = LossPlot(plot, self.theme, losses, step_ticks=STEPS // 2 + 1, loss_ticks=3)
        self.loss_curve = LossCurve(self.loss_plot, losses, self.live_neuron.learning)
        self.short_rules = neuron_formulas.rules(self.theme)
        stack(words, *self.short_rules, gap=0.2, middle=True)
