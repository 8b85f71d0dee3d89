"""The chain rule through a layer: the neuron's product once more, now of matrices.

Symbols: x input, W weights (a row for each neuron), b bias, z = Wx + b, a = activation(z), t target,
L the loss, δ = ∂L/∂z.
"""

from __future__ import annotations

from typing import Literal

from mathkit import Layer, LayerChain
from scenes.errors import LessonError
from scenes.layer_chain_rule import narration as words
from scenes.layer_chain_rule.choreography import LayerBoard
from scenes.lesson import Lesson, beat
from scenes.script.params import LessonParams, SmallMatrix, SmallVector
from scenes.script.spoken_values import spoken_decimal


class LayerChainRule(Lesson):
    """A layer of neurons: Jacobians whose shapes fit, a diagonal, an outer product, and a second layer on top."""

    name = "layer-chain-rule"
    title = "The chain rule through a layer"

    class Params(LessonParams):
        """W: a row of weights for each neuron; x, b, target: vectors; activation by name; W2: the second layer's."""

        W: SmallMatrix = ((0.8, -0.5), (-0.4, 0.9), (0.3, 0.6))
        x: SmallVector = (1.5, -1.0)
        b: SmallVector = (0.1, -0.2, 0.3)
        target: SmallVector = (1.0, 0.0, 1.0)
        activation: Literal["sigmoid", "tanh", "relu", "softplus", "identity", "softmax"] = "sigmoid"
        W2: SmallMatrix | None = None

    params: Params

    def prepare(self) -> None:
        p = self.params
        self.layer = Layer.of(p.W, p.x, p.b, p.activation)
        self.chain = LayerChain.of(self.layer, p.target)
        rows, columns = self.layer.outputs, self.layer.inputs
        if p.W2 is not None and any(len(side) != rows for side in (p.W2, p.W2[0])):
            raise LessonError(
                f"layer-chain-rule: W2 is {len(p.W2)}×{len(p.W2[0])}, where the first layer has {rows} outputs to hand "
                f"to as many neurons: type {rows} rows of {rows}, or leave it out."
            )
        self.two = self.chain.then_drawn() if p.W2 is None else self.chain.then(p.W2, [0.0] * rows)
        self.neurons, self.inputs = words.count(rows, "neuron"), words.count(columns, "input")
        self.rows, self.columns = words.count(rows, "row"), words.count(columns, "column")
        self.weights = words.count(rows * columns, "weight")
        self.loss_told, self.top_told = spoken_decimal(self.chain.loss_value), spoken_decimal(self.two.loss_value)
        self.silent = words.silent(self.layer)
        self.feels = bool(self.two.gradients[0].dloss_dw.any())

    # -- beats --------------------------------------------------------------------------------------------------

    @beat(say=words.question, chapter="A layer")
    def one_layer(self) -> None:
        self.board = LayerBoard(self)
        self.play(*self.say_title("How does the loss depend on every weight?"), run_time=0.8)
        self.board.grow_layer()

    @beat(
        "Write the weights of each neuron into a row: [rows] {neurons} on {inputs} make a matrix of {rows} and "
        "{columns}. [shape] The whole layer is then one line: [line] z is W times x plus b, [bend] and a is the "
        "activation of z.",
        chapter="Weights in rows",
        short=True,
    )
    def matrix(self) -> None:
        self.board.say("Each neuron is a row of the matrix")
        self.board.write_rows()

    @beat(
        "Forward, with numbers. [edges] Thick edges are large weights, dashed ones are negative. [loss] The squared "
        "misses add up to a loss of {loss_told}.",
        chapter="Forward",
        short=True,
    )
    def forward(self) -> None:
        self.board.say("Forward: all neurons at once")
        self.board.run_forward()

    @beat("Now raise the first input by one. Which of the z will move, and by how much?", ask=True, short=True)
    def guess(self) -> None:
        self.board.say("Raise the first input by one: what moves?")
        self.board.point_at_input()

    @beat(
        "Every z moves, each by its own weight. [column] That is one column of the Jacobian, which has [row] a row "
        "for each output [input] and a column for each input. [all] Column by column, the weights come back: [answer] "
        "the Jacobian is W itself.",
        chapter="Jacobians",
        short=True,
    )
    def jacobian(self) -> None:
        self.board.say("What is the Jacobian of $W bold(x) + bold(b)$?")
        self.board.nudge_inputs()

    @beat(say=words.activation, chapter="The diagonal")
    def diagonal(self) -> None:
        self.board.say("Raise one $z$: which outputs move?")
        self.board.nudge_net()

    @beat(
        "Now the chain rule. [row] The loss is one number, so its Jacobian is a single row. [meet] Where two matrices "
        "meet, their inner numbers must be equal, [cancel] and cancel. [stay] The outer ones stay: one row of "
        "{columns}.",
        chapter="Shapes that fit",
    )
    def shapes(self) -> None:
        self.board.say("Inner numbers meet and cancel, outer ones stay")
        self.board.multiply().meet_shapes()

    @beat(say=words.delta, chapter="The product")
    def delta(self) -> None:
        self.board.say("Row times Jacobian makes $bold(delta)$")
        self.board.products.multiply_delta()

    @beat(say=words.back_to_input)
    def back_to_input(self) -> None:
        self.board.say("Then times $W$: what it feels of each input")
        self.board.products.multiply_input()

    @beat(
        "And the weights? [own] A weight touches only its own neuron, [input] and there it meets only its own input. "
        "[rule] So its gradient is delta of the neuron times the input: [all] the single neuron's rule, entry by "
        "entry, [shape] in the shape of W.",
        chapter="The weights",
    )
    def outer(self) -> None:
        self.board.say("What does the loss feel of each weight?")
        self.board.fill_outer()

    @beat(
        "Put a second layer on top. [input] Its input is the first one's output, [loss] and the loss now waits at its "
        "end.",
        chapter="Two layers",
    )
    def two_layers(self) -> None:
        self.board.say("A second layer on top")
        self.board.put_on_top()

    @beat(
        "The gradient flows on. [top] The second layer hands back the gradient of its input. [first] To the first, "
        "that is what the loss handed back before. [rule] The same rule, layer after layer: this is backpropagation.",
    )
    def flow(self) -> None:
        self.board.say("The gradient flows on, by the same rule")
        self.board.flow_back()

    @beat(
        "One pass back, from the loss to the first weights, gives every gradient. More layers only make it longer.",
        when=lambda lesson: lesson.feels,
        loop=True,
    )
    def one_pass(self) -> None:
        self.board.run_back()

    @beat(
        "So, for any layer: [delta] what comes from above, times the activation's Jacobian, makes delta. [weights] "
        "Delta times the input is "
        "the gradient of the weights, and delta alone that of the biases. [on] Delta times W goes on to the layer "
        "before.",
        chapter="Recap",
    )
    def recap(self) -> None:
        self.board.say("One layer, three products")
        self.board.sum_up()
