"""The chain rule through a layer: the neuron's product once more, now of matrices.

Symbols: x input, W weights (a row for each neuron), b bias, z = Wx + b, a = activation(z), t target,
L the loss, δ = ∂L/∂z.
"""

from __future__ import annotations

from scenes.layer_chain_rule import narration
from scenes.layer_chain_rule.choreography import LayerBoard
from scenes.layer_chain_rule.facts import LayerFacts, LayerParams
from scenes.lesson import Lesson, beat


class LayerChainRule(Lesson):
    """A layer of neurons: Jacobians whose shapes fit, a diagonal, an outer product, and a second layer on top."""

    name = "layer-chain-rule"
    title = "The chain rule through a layer"

    Params, Facts = LayerParams, LayerFacts

    params: LayerParams
    facts: LayerFacts

    @beat(narration.one_layer)
    def one_layer(self) -> None:
        self.board = LayerBoard(self, self.facts)
        self.show(run_time=0.8)
        self.board.grow_layer()

    @beat(narration.matrix, short=True)
    def matrix(self) -> None:
        self.show(run_time=0.8)
        self.board.write_rows()

    @beat(narration.forward, short=True)
    def forward(self) -> None:
        self.show(run_time=0.8)
        self.board.run_forward()

    @beat(narration.guess, ask=True, short=True)
    def guess(self) -> None:
        self.show(run_time=0.8)
        self.board.point_at_input()

    @beat(narration.jacobian, short=True)
    def jacobian(self) -> None:
        self.show(run_time=0.8)
        self.board.nudge_inputs()

    @beat(narration.diagonal)
    def diagonal(self) -> None:
        self.show(run_time=0.8)
        self.board.nudge_net()

    @beat(narration.shapes)
    def shapes(self) -> None:
        self.show(run_time=0.8)
        self.board.multiply().meet_shapes()

    @beat(narration.delta)
    def delta(self) -> None:
        self.show(run_time=0.8)
        self.board.products.multiply_delta()

    @beat(narration.back_to_input)
    def back_to_input(self) -> None:
        self.show(run_time=0.8)
        self.board.products.multiply_input()

    @beat(narration.outer)
    def outer(self) -> None:
        self.show(run_time=0.8)
        self.board.fill_outer()

    @beat(narration.two_layers)
    def two_layers(self) -> None:
        self.show(run_time=0.8)
        self.board.put_on_top()

    @beat(narration.flow)
    def flow(self) -> None:
        self.show(run_time=0.8)
        self.board.flow_back()

    @beat(narration.one_pass, when="feels", loop=True)
    def one_pass(self) -> None:
        self.board.run_back()

    @beat(narration.recap)
    def recap(self) -> None:
        self.show(run_time=0.8)
        self.board.sum_up()
