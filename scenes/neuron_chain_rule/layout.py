"""Where the neuron's pictures stand: the graph above, and under it what the beat is about."""

from __future__ import annotations

from collections.abc import Collection

import manim as mn

from mathkit import Neuron
from scenes.drawing import (
    FELT,
    ChangeLines,
    FactorProduct,
    Layout,
    LiveNeuron,
    LossCurve,
    LossPlot,
    NeuronGraph,
    Region,
    Stage,
    Theme,
    Tint,
)
from scenes.neuron_chain_rule import formulas as neuron_formulas

#: In a square frame the graph leaves so much room that its type can be larger by this factor.
SQUARE = 1.13
STEPS_TICKS = 7


class NeuronBoard:
    """The pictures of one neuron's lesson, laid out for the stage. `nudge` is the largest change of the weight."""

    def __init__(self, stage: Stage, theme: Theme, live: LiveNeuron, nudge: float) -> None:
        frame = stage.frame
        self.wide = frame.width > frame.height
        square = frame.width == frame.height
        self.stage, self.theme, self.live = stage, theme.scaled(SQUARE) if square else theme, live
        layout = Layout.of(stage, "graph+words")
        self.lower = layout["words"]
        neuron = self.neuron
        self.graph = NeuronGraph(live, layout["graph"], self.theme, downward=stage.portrait)
        self.formulas = dict(zip("zaL", neuron_formulas.forward(neuron, self.theme, self.lower), strict=True))
        changes = [live.change(node, nudge) for node in FELT]
        rates = [neuron.dz_dw, neuron.da_dz, neuron.dloss_da]
        self.changes = ChangeLines(self.lower.inset(0.2, 0.2), self.theme, changes, rates)
        self.symbols = neuron_formulas.local_symbols(self.graph)
        self.local = neuron_formulas.local_derivatives(neuron, self.theme, self.lower)
        head = "(partial L) / (partial w)"
        factors = [(symbol, getattr(neuron, fact)) for symbol, fact in neuron_formulas.FACTORS.values()]
        self.product = FactorProduct(self.lower, self.theme, head, factors, neuron.dloss_dw)
        self.gradients = neuron_formulas.gradients(neuron, self.theme, self.lower)
        self.shared = neuron_formulas.shared_bands(self.gradients, self.theme)

    @property
    def neuron(self) -> Neuron:
        """Return the neuron as it is before it learns."""
        return self.live.trained[0]

    @property
    def all_formulas(self) -> list[mn.Mobject]:
        """Return the formulas of the forward pass, with their values."""
        return [part for pair in self.formulas.values() for part in pair]

    def rules(self, rate: float) -> mn.VGroup:
        """Return one step of learning, in symbols and numbers."""
        return neuron_formulas.step(self.neuron, self.live.trained[1], rate, self.theme, self.lower)

    def lit(self, nodes: Collection[str]) -> list[mn.Animation]:
        """Return the animations that light these nodes and their edges' symbols; the rest steps back."""
        muted = self.theme.color("muted")
        tints = [Tint(symbol, None if edge[0] in nodes else muted) for edge, symbol in self.symbols.items()]
        return self.graph.focus(nodes) + tints

    def training(self) -> tuple[LossPlot, LossCurve, mn.VGroup]:
        """Return the axes of the loss, its curve as far as the training has come, and how w and b learn."""
        plot_room, words = self.lower.columns(1.75, 1)
        if self.wide:
            # The free room between the nodes b and t, under the line of the others.
            (left, height, _), right = self.graph.place("z"), self.graph.place("t")[0]
            radius, bottom = self.graph.radius, self.stage.body.bottom
            plot_room = Region(left - 0.9, right - radius - 0.3, bottom, height - radius - 0.2)
            words = self.lower.inset(right=self.lower.right - plot_room.left + 0.3)
        losses = [neuron.loss_value for neuron in self.live.trained]
        plot = LossPlot(plot_room, self.theme, losses, step_ticks=STEPS_TICKS, loss_ticks=3)
        curve = LossCurve(plot, losses, self.live.learning)
        return plot, curve, neuron_formulas.rules(self.theme, words)
