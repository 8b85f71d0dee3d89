"""The chain rule through one neuron: how the loss feels a weight, and how the weight learns from it.

Symbols: x input, w weight, b bias, z = wx + b, a = activation(z), t target, L the loss, η the learning rate.
"""

from __future__ import annotations

import re
from typing import Literal

import manim as mn
import numpy as np

from mathkit import Neuron, ticks, typst_number
from scenes.errors import LessonError
from scenes.lesson import Lesson, beat
from scenes.marks import Spot, set_runs, stroke
from scenes.motion import EASE, appear, vanish
from scenes.neuron_graph import NODES, NeuronGraph, value_of
from scenes.panel import Readout, fit, stack
from scenes.params import LessonParams, Number
from scenes.plot import Plot
from scenes.stage import Region
from scenes.theme import LABEL, TEXT
from scenes.typesetting import Formula

STEPS = 12
#: The part names of mathkit's formulas, as roles.
PARTS = {"x": "input", "w": "weight", "b": "bias", "z": "output", "a": "activation", "target": "target"}
#: The factors of ∂L/∂w in the order in which the backward pass meets them: (edge, symbol, fact).
FACTORS = (
    (("a", "L"), "(partial L) / (partial a)", "dloss_da"),
    (("z", "a"), "(partial a) / (partial z)", "da_dz"),
    (("w", "z"), "(partial z) / (partial w)", "dz_dw"),
)


def by_role(code: str) -> str:
    """Return a formula of mathkit with its parts named by role."""
    return re.sub(r": (\w+) \}\}", lambda m: f": {PARTS.get(m[1], m[1])} }}}}", code)


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

    def prepare(self) -> None:
        p = self.params
        if not 0 < p.rate < np.inf:
            raise LessonError(
                f"neuron-chain-rule: rate = {p.rate:g} is not a step size. Type a positive one: rate=0.5."
            )
        self.neuron = Neuron(p.x, p.w, p.b, p.target, p.activation, p.loss)
        self.trained = self.neuron.trained(p.rate, STEPS)
        self.after = self.trained[1]
        self.loss_before, self.loss_after = self.neuron.loss_value, self.after.loss_value
        self.last = self.trained[-1]
        self.nudge_size = 0.2
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
        for name, edges in (("z", ("w", "x", "b")), ("a", ("z",)), ("L", ("a", "t"))):
            arrows = [graph.edges[start, name] for start in edges]
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
        for name, sources in (("z", "wxb"), ("a", "z"), ("L", "at")):
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
        self._draw_lines()
        self.play(*self.say_title("Nudge the weight: what will the loss do?"), *vanish(self.formulas), run_time=0.8)
        self.play(*appear(self.lines), run_time=0.9)
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
        self._draw_locals()
        self.play(
            *self.say_title("Every edge has its local derivative"),
            *vanish(self.lines, self.factors),
            self.delta.animate.set_value(0.0),
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
        self.play(
            *self.say_title("Backward: multiply from the loss to the weight"),
            *vanish(self.local_formulas),
            run_time=0.8,
        )
        self.play(*appear(self.product_head), run_time=0.6)
        for (edge, _, _), part, arrow in zip(FACTORS, self.product_symbols, self.back_arrows, strict=True):
            run = self.tracker(1.0)
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
        for part in self.product_numbers:
            self.play(*appear(part), run_time=0.8)

    @beat(
        "The way back is shared. Only the last factor differs: for the bias it is one, for the input it is the weight. "
        "One pass gives every gradient.",
        chapter="All gradients",
    )
    def all_gradients(self) -> None:
        self._draw_gradients()
        self.play(
            *self.say_title("One pass back gives every gradient"),
            *vanish(self.product_head, *self.product_symbols, *self.product_numbers),
            run_time=0.8,
        )
        self.play(*appear(*self.side_arrows), run_time=1.0)
        for row in self.gradient_rows:
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
        self.play(
            *self.say_title("Forward, backward, step: training"),
            *vanish(self.rule_w, self.rule_b),
            *appear(self.loss_plot, self.rule_again),
            run_time=0.9,
        )
        self.add(self.loss_trace, self.loss_spot)
        self.play(self.epoch.animate(rate_func=mn.linear, run_time=7).set_value(float(STEPS)))

    @property
    def steps(self) -> int:
        """How many steps the training takes."""
        return STEPS

    @beat(
        "In one line: the loss feels the weight through every step between them, and the gradient is the product of "
        "their factors.",
        chapter="Recap",
    )
    def recap(self) -> None:
        self.play(
            *self.say_title("The chain rule through a neuron"),
            *vanish(self.loss_plot, self.loss_trace, self.loss_spot, self.rule_again),
            self.epoch.animate.set_value(0.0),
            run_time=1.2,
        )
        formula = mn.VGroup(self.product_head, *self.product_symbols)
        formula.move_to(self.lower.center)
        self.play(*appear(self.product_head, *self.product_symbols), *appear(*self.back_arrows), run_time=1.4)

    # -- what the beats are drawn with --------------------------------------------------------------------------

    def _now(self) -> Neuron:
        """Return the neuron of this frame: between two steps of training, or with its weight nudged."""
        step = min(float(self.epoch.get_value()), STEPS - 1e-9)
        whole = int(step)
        share = float(mn.rate_functions.smooth(step - whole))
        before, after = self.trained[whole], self.trained[whole + 1]
        w = before.w + share * (after.w - before.w) + self.delta.get_value()
        return self.neuron.with_(w=w, b=before.b + share * (after.b - before.b))

    def _draw_graph(self) -> None:
        theme, stage = self.theme, self.stage
        self.epoch, self.delta = self.tracker(0.0), self.tracker(0.0)
        self.upper, self.lower = stage.body.rows(*((1.7, 1) if stage.portrait else (2.9, 1)), gap=0.2)
        self.graph = NeuronGraph(self.upper, theme, self._now, downward=stage.frame.height > stage.frame.width)
        texts = self.neuron.formulas
        activation = by_role(texts["a"])
        self.formulas = mn.VGroup(
            Formula(f"{{{{ z : output }}}} = {by_role(texts['z'])}", theme, size=TEXT + 8),
            Formula(f"{{{{ a : activation }}}} = {activation}", theme, size=TEXT + 8),
            Formula(f"{{{{ L : loss }}}} = {by_role(texts['loss'])}", theme, size=TEXT + 8),
        )
        self._in_columns(self.formulas)

    def _in_columns(self, group: mn.VGroup, height: float = 0.5) -> None:
        """Spread a group's members over the lower part: side by side, or under one another in a narrow frame."""
        region = self.lower
        if self.stage.portrait:
            for cell, item in zip(region.rows(*[1] * len(group), gap=0.1), group, strict=True):
                fit(item, cell.width, cell.height).move_to(cell.center)
            return
        for cell, item in zip(region.columns(*[1] * len(group)), group, strict=True):
            fit(item, cell.width).move_to(cell.point(0.5, height))

    def _draw_lines(self) -> None:
        """Draw a number line of changes under each of w, z, a and L, all to one scale."""
        theme, neuron, size = self.theme, self.neuron, self.nudge_size
        names = ("w", "z", "a", "L")
        nudged = neuron.with_(w=neuron.w + size)
        largest = max(abs(value_of(nudged, n) - value_of(neuron, n)) for n in names)
        reach = 1.25 * max(largest, size)
        self.lines, self.factors = mn.VGroup(), mn.VGroup()
        portrait = self.stage.portrait
        cells = self.lower.rows(1, 1, 1, 1, gap=0.05) if portrait else self.lower.columns(1, 1, 1, 1, gap=1.5)
        spots = []
        for name, cell in zip(names, cells, strict=True):
            role = NODES[name][0]
            center = cell.point(0.56, 0.35) if portrait else cell.point(0.5, 0.4)
            half = 0.3 * cell.width if portrait else 0.47 * cell.width
            line = set_runs(
                stroke(theme, "muted", 2.5),
                center + np.array([[-half, 0, 0], [half, 0, 0]]),
                center + np.array([[0, -0.14, 0], [0, 0.14, 0]]),
            )

            def change(name: str = name) -> float:
                return value_of(self._now(), name) - value_of(neuron, name)

            spot = self.live(
                Spot(theme, role, 0.1),
                lambda m, change=change, center=center, half=half: m.at(center + half * change() / reach * mn.RIGHT),
            )
            label = Readout(
                f"{{{{ Delta {name} : {role} }}}} =", theme, span=1.0, role=role, size=LABEL + 3, decimals=3
            )
            if portrait:
                label.move_to([cell.left, center[1], 0], aligned_edge=mn.LEFT)
            else:
                label.next_to(center, mn.UP, 0.3).shift([-0.35, 0, 0])
            label.follow(change)
            self.lines.add(mn.VGroup(line, spot, label))
            spots.append(center)
        for (start, end), value in zip(
            ((0, 1), (1, 2), (2, 3)), (neuron.dz_dw, neuron.da_dz, neuron.dloss_da), strict=True
        ):
            middle = (spots[start] + spots[end]) / 2
            factor = Formula(f"times {_bracketed(typst_number(value))}", theme, size=LABEL + 4, role="gradient")
            if portrait:
                factor.move_to([self.lower.right, middle[1], 0], aligned_edge=mn.RIGHT)
            else:
                factor.move_to(middle)
            self.factors.add(factor)

    def _play_nudge(self, title: str) -> None:
        self.play(*self.say_title(title), run_time=0.8)
        for turn in (1, -1, 1):
            if turn == 1 and not self._is_shown(self.factors):
                self.play(self.delta.animate(rate_func=EASE, run_time=1.6).set_value(self.nudge_size))
                self.play(mn.LaggedStart(*appear(*self.factors), lag_ratio=0.6), run_time=2.2)
                self.add(self.factors)
            else:
                self.play(self.delta.animate(rate_func=EASE, run_time=1.6).set_value(turn * self.nudge_size))

    def _is_shown(self, mobject: mn.Mobject) -> bool:
        return mobject in self.mobjects

    def _draw_locals(self) -> None:
        theme, neuron, graph = self.theme, self.neuron, self.graph
        symbols = {
            ("a", "L"): "partial L slash partial a",
            ("z", "a"): "partial a slash partial z",
            ("w", "z"): "partial z slash partial w",
            ("x", "z"): "partial z slash partial x",
            ("b", "z"): "partial z slash partial b",
        }
        sides = {("b", "z"): -1.0}
        self.local_symbols = mn.VGroup()
        for edge, code in symbols.items():
            label = Formula(code, theme, size=LABEL + 4, role="gradient")
            share = 0.5 if edge != ("x", "z") else 0.3
            self.local_symbols.add(graph.beside(label, *edge, side=sides.get(edge, 1.0), share=share))
        texts = neuron.formulas
        rows = [
            ("(partial L) / (partial a)", texts["dloss_da"], neuron.dloss_da),
            ("(partial a) / (partial z)", texts["da_dz"], neuron.da_dz),
            ("(partial z) / (partial w)", texts["dz_dw"], neuron.dz_dw),
        ]
        self.local_formulas = mn.VGroup(
            *(
                Formula(f"{{{{ {symbol} : gradient }}}} = {by_role(text)} = {typst_number(value)}", theme, size=TEXT)
                for symbol, text, value in rows
            )
        )
        self._in_columns(self.local_formulas)

    def _draw_product(self) -> None:
        theme, neuron, graph = self.theme, self.neuron, self.graph
        values = [getattr(neuron, fact) for _, _, fact in FACTORS]
        joined = " dot ".join(f"{{{{ {code} : gradient_{i} }}}}" for i, (_, code, _) in enumerate(FACTORS))
        numbers = " dot ".join(f"{{{{ {_bracketed(typst_number(v))} : ink_{i} }}}}" for i, v in enumerate(values))
        self.product = Formula(
            f"{{{{ (partial L) / (partial w) : weight }}}} {{{{ = : ink_9 }}}} {joined}", theme, size=TEXT + 6
        )
        self.number_line = Formula(
            f"{{{{ = : ink_8 }}}} {numbers} {{{{ = {typst_number(neuron.dloss_dw)} : gradient_9 }}}}",
            theme,
            size=TEXT + 6,
        )
        if self.stage.portrait:
            stack(self.lower, self.product, self.number_line, gap=0.5, middle=True)
        else:
            self.number_line.next_to(self.product, mn.RIGHT, 0.2)
            equals = self.product.part("ink_9")
            self.number_line.shift([0, equals.get_y() - self.number_line.part("ink_8").get_y(), 0])
            row = mn.VGroup(self.product, self.number_line)
            fit(row, self.lower.width).move_to(self.lower.point(0.5, 0.5))
        rest = list(self.product.submobjects)
        self.product_symbols = _spread(self.product, [f"gradient_{i}" for i in range(3)])
        taken = {id(m) for group in self.product_symbols for m in group.get_family()}
        self.product_head = mn.VGroup(*(m for m in _glyphs(rest) if id(m) not in taken))
        self.product_numbers = _in_order(self.number_line, ["ink_0", "ink_1", "ink_2", "gradient_9"])
        passed = np.abs([neuron.dloss_da, neuron.dloss_dz, neuron.dloss_dw])
        self.scale = float(passed.max()) or 1.0
        self.back_arrows = [
            graph.gradient_edge(*edge, size / self.scale) for (edge, _, _), size in zip(FACTORS, passed, strict=True)
        ]

    def _draw_gradients(self) -> None:
        theme, neuron, graph = self.theme, self.neuron, self.graph
        self.side_arrows = [
            graph.gradient_edge("x", "z", min(1.0, abs(neuron.dloss_dx) / self.scale)),
            graph.gradient_edge("b", "z", min(1.0, abs(neuron.dloss_db) / self.scale)),
        ]
        shared = "(partial L) / (partial a) (partial a) / (partial z)"
        rows = [
            ("w", "weight", "{{ x : input }}", neuron.dloss_dw),
            ("b", "bias", "1", neuron.dloss_db),
            ("x", "input", "{{ w : weight }}", neuron.dloss_dx),
        ]
        self.gradient_rows = mn.VGroup(
            *(
                Formula(
                    f"{{{{ (partial L) / (partial {name}) : {role} }}}} = {{{{ {shared} : gradient }}}} dot {last}"
                    f" = {typst_number(value)}",
                    theme,
                )
                for name, role, last, value in rows
            )
        )
        self._in_columns(self.gradient_rows)

    def _play_step(self, title: str) -> None:
        theme, neuron, after = self.theme, self.neuron, self.after
        eta = typst_number(self.params.rate)

        def rule(name: str, role: str, before: float, slope: float, then: float) -> Formula:
            return Formula(
                f"{{{{ {name} : {role} }}}} <- {{{{ {name} : {role}_2 }}}} - eta {{{{ (partial L) / (partial {name}) : gradient }}}}"
                f" = {typst_number(before)} - {eta} dot {_bracketed(typst_number(slope))} = {{{{ {typst_number(then)} : {role}_3 }}}}",
                theme,
            )

        self.rule_w = rule("w", "weight", neuron.w, neuron.dloss_dw, after.w)
        self.rule_b = rule("b", "bias", neuron.b, neuron.dloss_db, after.b)
        rules = mn.VGroup(self.rule_w, self.rule_b)
        self._in_columns(rules)
        self.play(*self.say_title(title), *vanish(self.gradient_rows, self.local_symbols), run_time=0.8)
        self.play(*appear(self.rule_w), run_time=0.9)
        self.play(*appear(self.rule_b), run_time=0.9)
        self.play(*vanish(*self.back_arrows, *self.side_arrows), run_time=0.6)
        self.play(self.epoch.animate(rate_func=mn.linear, run_time=2.4).set_value(1.0))
        self.play(mn.Flash(self.graph.circles["L"], color=theme.color("loss"), flash_radius=0.75), run_time=0.8)

    def _draw_training(self) -> None:
        theme = self.theme
        losses = np.array([n.loss_value for n in self.trained])
        top = float(losses.max()) * 1.08 or 1.0
        graph, words = self._training_parts()
        self.loss_plot = Plot(
            graph, theme, (0, STEPS), (0, top), np.arange(0, STEPS + 1, 2), ticks(0, top, count=3),
            x_name='upright("step")', y_name="{{ L : loss }}",
        )  # fmt: skip

        def now() -> tuple[float, float]:
            return float(self.epoch.get_value()), self._now().loss_value

        def trace(m: mn.VMobject) -> mn.VMobject:
            step, loss = now()
            whole = int(min(step, STEPS - 1e-9))
            done = np.column_stack([np.arange(whole + 1), losses[: whole + 1]])
            return self.loss_plot.trace(m, [np.vstack([done, [step, loss]])])

        self.loss_trace = self.live(stroke(theme, "loss", 4.5), trace)
        self.loss_spot = self.live(Spot(theme, "loss", 0.08), lambda m: m.at(self.loss_plot.at(*now())))
        self.rule_again = mn.VGroup(
            Formula("{{ w : weight }} <- {{ w : weight_2 }} - eta {{ (partial L) / (partial w) : gradient }}", theme),
            Formula("{{ b : bias }} <- {{ b : bias_2 }} - eta {{ (partial L) / (partial b) : gradient }}", theme),
        )
        stack(words, *self.rule_again, gap=0.2, middle=True)

    def _training_parts(self) -> tuple[Region, Region]:
        """Return room for the loss curve and for the rules: a wide frame has room between the nodes b and t."""
        if self.stage.portrait:
            return self.lower.columns(1.5, 1)
        places, body = self.graph.places, self.stage.body
        plot = Region(places["z"][0] - 0.3, places["t"][0] - 0.75, body.bottom, places["z"][1] - 0.75)
        return plot, Region(body.left, plot.left - 0.3, body.bottom, self.lower.top)


def _bracketed(number: str) -> str:
    return f"({number})" if number.startswith("-") else number


def _glyphs(parts: list[mn.Mobject]) -> list[mn.Mobject]:
    return [m for part in parts for m in part.family_members_with_points()]


def _spread(formula: Formula, labels: list[str]) -> list[mn.VGroup]:
    """Return the labelled parts of a product, each with the sign that leads to it."""
    glyphs = _glyphs(list(formula.submobjects))
    parts = [_glyphs([formula.part(label)]) for label in labels]
    lefts = [min(g.get_left()[0] for g in part) for part in parts]
    groups = []
    for index, part in enumerate(parts):
        before = lefts[index - 1] if index else np.inf
        known = {id(g) for p in parts for g in p}
        signs = [g for g in glyphs if id(g) not in known and before < g.get_left()[0] < lefts[index]]
        groups.append(mn.VGroup(*signs, *part))
    return groups


def _in_order(formula: Formula, labels: list[str]) -> list[mn.VGroup]:
    """Return all glyphs of a formula in groups, each ending with one of the labelled parts."""
    glyphs = sorted(_glyphs(list(formula.submobjects)), key=lambda g: g.get_left()[0])
    rights = [max(g.get_right()[0] for g in _glyphs([formula.part(label)])) for label in labels]
    groups: list[list[mn.Mobject]] = [[] for _ in labels]
    for glyph in glyphs:
        place = int(np.searchsorted(rights, glyph.get_center()[0]))
        groups[min(place, len(labels) - 1)].append(glyph)
    return [mn.VGroup(*group) for group in groups]
