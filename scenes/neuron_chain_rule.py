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
from scenes.loss_plot import LossPlot
from scenes.motion import EASE, appear, vanish
from scenes.neuron_graph import FLOW, NODES, NeuronGraph
from scenes.panel import spread, stack
from scenes.params import LessonParams, Number
from scenes.stage import Region

STEPS = 12
#: What is added to the weight, to see what the loss does.
NUDGE = 0.2


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
        self.loss_before, self.loss_after = self.neuron.loss_value, self.after.loss_value
        self.last = self.trained[-1]
        self.steps = STEPS
        self.learns = bool(self.loss_after < self.loss_before)
        self.silent = self.neuron.dloss_dw == 0
        self.up_or_down = "up" if self.neuron.dloss_dw < 0 else "down"
        self.rises_or_falls = "rises" if self.neuron.dloss_dw > 0 else "falls"

    # -- beats --------------------------------------------------------------------------------------------------

    @beat(
        "One neuron. It weighs its input, adds a bias, bends the result, and is told how wrong it is. "
        "How does that loss depend on the weight?",
        chapter="One neuron",
    )
    def one_neuron(self) -> None:
        self._draw_graph()
        graph = self.graph
        inputs = [graph.circles[name] for name in "wxb"]
        self.play(*self.say_title("How does the loss depend on the weight?"), run_time=0.8)
        self.play(mn.LaggedStart(*appear(*inputs), lag_ratio=0.3), run_time=1.2)
        for name, sources in FLOW:
            arrows = [graph.edges[start, name] for start in sources]
            late = [graph.circles["t"]] if name == "L" else []
            self.play(*appear(*arrows, graph.circles[name], *late), run_time=0.9)
        self.play(*appear(self.formulas), run_time=1.0)

    @beat(
        "Forward. Numbers flow from left to right. z is {neuron.z:.3g}, the output a is {neuron.a:.3g}; "
        "the target is {neuron.target:.3g}, so the loss is {neuron.loss_value:.3g}.",
        chapter="Forward",
        short=True,
    )
    def forward(self) -> None:
        graph = self.graph
        self.play(*self.say_title("Forward: numbers flow to the loss"), run_time=0.8)
        self.play(*appear(*(graph.numbers[name] for name in "wxbt")), run_time=0.9)
        for name, sources in FLOW:
            run = self.tracker(0.0)
            pulses = [graph.pulse(source, name, run, NODES[source][0]) for source in sources]
            self.add(*pulses)
            self.play(run.animate.set_value(1.0), run_time=1.1)
            self.remove(*pulses)
            self.play(
                *appear(graph.numbers[name]),
                mn.Flash(graph.circles[name], color=self.theme.color(NODES[name][0]), flash_radius=0.75),
                run_time=0.8,
            )

    @beat("Now nudge the weight up a little. Will the loss rise or fall? And by how much?", ask=True)
    def nudge_guess(self) -> None:
        self._draw_changes()
        self.play(*self.say_title("Nudge the weight: what will the loss do?"), *vanish(self.formulas), run_time=0.8)
        self.play(*appear(self.changes.lines), run_time=0.9)
        halo = mn.Circle(0.66, stroke_color=self.theme.color("weight"), stroke_width=6).move_to(self.graph.places["w"])
        self.play(mn.Create(halo), run_time=0.7)
        self.play(*vanish(halo), run_time=0.5)

    @beat(
        "The nudge travels. Each step stretches it, or shrinks it, or turns it round, by its own factor: "
        "times {neuron.dz_dw:.3g}, times {neuron.da_dz:.3g}, times {neuron.dloss_da:.3g}. "
        "Nudge the weight up, and the loss {rises_or_falls}.",
        chapter="A nudge",
        when=lambda lesson: not lesson.silent,
    )
    def nudge(self) -> None:
        self._play_nudge("Each step passes the nudge on, times its own factor")

    @beat(
        "The nudge stops here: one of the factors is zero, so the loss does not feel this weight at all. "
        "A neuron in this state learns nothing from this example.",
        chapter="A nudge",
        when=lambda lesson: lesson.silent,
    )
    def dead_nudge(self) -> None:
        self._play_nudge("A factor of zero: the nudge does not arrive")

    @beat(
        "Those factors are the local derivatives. Every edge has its own, and needs to know nothing of the rest.",
        chapter="Local derivatives",
    )
    def local(self) -> None:
        self.local_symbols = neuron_formulas.local_symbols(self.graph)
        self.local_formulas = self._spread(neuron_formulas.local_derivatives(self.neuron, self.theme))
        self.play(
            *self.say_title("Every edge has its local derivative"),
            *vanish(self.changes.lines, self.changes.factors),
            self.live_neuron.nudge.animate.set_value(0.0),
            run_time=0.8,
        )
        self.play(mn.LaggedStart(*appear(*self.local_symbols), lag_ratio=0.4), run_time=2.0)
        self.play(*appear(self.local_formulas), run_time=1.2)

    @beat(
        "Backward. Start at the loss, and multiply your way home: factor by factor, first in symbols. "
        "That is the chain rule. A common slip is to add along one path: along a path, we multiply.",
        chapter="Backward",
    )
    def backward(self) -> None:
        self._draw_product()
        title = self.say_title("Backward: multiply from the loss to the weight")
        self.play(*title, *vanish(self.local_formulas), run_time=0.8)
        self.play(*appear(self.product.head), run_time=0.6)
        for edge, part in zip(neuron_formulas.FACTORS, self.product.symbols, strict=True):
            arrow, run = self.arrows[edge], self.tracker(1.0)
            pulse = self.graph.pulse(*edge, run, "gradient")
            self.add(arrow, pulse)
            self.play(*appear(arrow), run.animate.set_value(0.0), run_time=1.1)
            self.remove(pulse)
            self.play(*appear(part), run_time=0.6)

    @beat(
        "Now the numbers: {neuron.dloss_da:.3g} times {neuron.da_dz:.3g} times {neuron.dz_dw:.3g} makes "
        "{neuron.dloss_dw:.3g}. The thicker the arrow, the larger the gradient that passes.",
    )
    def numbers(self) -> None:
        self.play(*self.say_title("The same product, in numbers"), run_time=0.8)
        for part in self.product.numbers:
            self.play(*appear(part), run_time=0.8)

    @beat(
        "The way back is shared. Only the last factor differs: for the bias it is one, for the input it is the weight. "
        "One pass gives every gradient.",
        chapter="All gradients",
    )
    def all_gradients(self) -> None:
        self.gradients = self._spread(neuron_formulas.gradients(self.neuron, self.theme))
        title = self.say_title("One pass back gives every gradient")
        self.play(*title, *vanish(*self.product.parts), run_time=0.8)
        self.play(*appear(self.arrows["x", "z"], self.arrows["b", "z"]), run_time=1.0)
        for row in self.gradients:
            self.play(*appear(row), run_time=0.8)

    @beat(
        "Now learn. Step against the gradient: w goes {up_or_down}, to {after.w:.3g}. "
        "The loss was {loss_before:.3g}; now it is {loss_after:.3g}.",
        chapter="One step",
        when=lambda lesson: lesson.learns,
    )
    def step(self) -> None:
        self._play_step("One step against the gradient: the loss is lower")

    @beat(
        "Step against the gradient. Here that does not help: the loss was {loss_before:.3g}, and now it is "
        "{loss_after:.3g}. The step is too long, or the gradient is zero.",
        chapter="One step",
        when=lambda lesson: not lesson.learns,
    )
    def vain_step(self) -> None:
        self._play_step("A step that does not help")

    @beat(
        "And again, and again. Forward, backward, step: {steps} rounds bring the loss to {last.loss_value:.3g}. "
        "That is all that training is. A network only has more paths.",
        chapter="Training",
    )
    def training(self) -> None:
        self._draw_training()
        title = self.say_title("Forward, backward, step: training")
        self.play(*title, *vanish(*self.rules), *appear(self.loss_plot, self.short_rules), run_time=0.9)
        self.add(self.loss_plot.curve_so_far, self.loss_plot.spot)
        self.play(self.live_neuron.step.animate(rate_func=mn.linear, run_time=7).set_value(float(STEPS)))

    @beat(
        "In one line: the loss feels the weight through every step between them, and the gradient is the product of "
        "their factors.",
        chapter="Recap",
    )
    def recap(self) -> None:
        self.play(
            *self.say_title("The chain rule through a neuron"),
            *vanish(self.loss_plot, self.loss_plot.curve_so_far, self.loss_plot.spot, self.short_rules),
            self.live_neuron.step.animate.set_value(0.0),
            run_time=1.2,
        )
        formula = mn.VGroup(self.product.head, *self.product.symbols).move_to(self.lower.center)
        path = [self.arrows[edge] for edge in neuron_formulas.FACTORS]
        self.play(*appear(*formula, *path), run_time=1.4)

    # -- what the beats are drawn with --------------------------------------------------------------------------

    def _draw_graph(self) -> None:
        theme, stage = self.theme, self.stage
        self.live_neuron = LiveNeuron(self.trained)
        self.upper, self.lower = stage.body.rows(*((1.7, 1) if stage.portrait else (2.9, 1)), gap=0.2)
        downward = stage.frame.height > stage.frame.width
        self.graph = NeuronGraph(self.upper, theme, self.live_neuron, downward=downward)
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
        self.play(mn.LaggedStart(*appear(*self.changes.factors), lag_ratio=0.6), run_time=2.2)
        self.add(self.changes.factors)
        self._nudge_to(-NUDGE)
        self._nudge_to(NUDGE)

    def _nudge_to(self, change: float) -> None:
        self.play(self.live_neuron.nudge.animate(rate_func=EASE, run_time=1.6).set_value(change))

    def _draw_product(self) -> None:
        neuron, head = self.neuron, "{{ (partial L) / (partial w) : weight }}"
        factors = [(symbol, getattr(neuron, fact)) for symbol, fact in neuron_formulas.FACTORS.values()]
        portrait = self.stage.portrait
        self.product = FactorProduct(self.lower, self.theme, head, factors, neuron.dloss_dw, portrait=portrait)
        self.arrows = self.graph.gradient_edges(neuron)

    def _play_step(self, title: str) -> None:
        self.rules = self._spread(neuron_formulas.step(self.neuron, self.after, self.params.rate, self.theme))
        self.play(*self.say_title(title), *vanish(self.gradients, self.local_symbols), run_time=0.8)
        for rule in self.rules:
            self.play(*appear(rule), run_time=0.9)
        self.play(*vanish(*self.arrows.values()), run_time=0.6)
        self.play(self.live_neuron.step.animate(rate_func=mn.linear, run_time=2.4).set_value(1.0))
        self.play(mn.Flash(self.graph.circles["L"], color=self.theme.color("loss"), flash_radius=0.75), run_time=0.8)

    def _draw_training(self) -> None:
        lower, body = self.lower, self.stage.body
        if self.stage.portrait:
            plot, words = lower.columns(1.5, 1)
        else:
            plot = self.graph.room_below(body)
            words = Region(body.left, plot.left - 0.3, body.bottom, lower.top)
        losses, learning = [neuron.loss_value for neuron in self.trained], self.live_neuron.learning
        self.loss_plot = LossPlot(plot, self.theme, losses, learning, step_ticks=STEPS // 2 + 1, loss_ticks=3)
        self.short_rules = neuron_formulas.rules(self.theme)
        stack(words, *self.short_rules, gap=0.2, middle=True)
