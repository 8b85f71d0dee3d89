"""The chain rule through a layer as blocks: shapes that meet, then one product after the other, in numbers."""

from __future__ import annotations

import manim as mn

from scenes.drawing import Block, BlockProduct, Glimpse, appear, row, vanish
from scenes.layer_chain_rule import formulas as layer_formulas
from scenes.layer_chain_rule.facts import LayerFacts
from scenes.lesson import Lesson

#: The room of a sum below a product, in units: in one line, and in two.
SUM, SUM_IN_TWO = 0.8, 1.3


class LayerProducts:
    """`shapes`: ∂L/∂a · ∂a/∂z · ∂z/∂x = ∂L/∂x without numbers; `first`: its first product, δ; `second`: δ times W."""

    def __init__(self, lesson: Lesson, facts: LayerFacts) -> None:
        self.lesson = lesson
        layer, gradients, name = facts.layer, facts.chain.gradients[0], layer_formulas.jacobian
        factors = [
            Block(name("L", "bold(a)"), "gradient", row(gradients.dloss_da)),
            Block(name("bold(a)", "bold(z)"), "gradient", layer.da_dz),
            Block(name("bold(z)", "bold(x)"), "weight", layer.dz_dx),
        ]
        whole = Block(name("L", "bold(x)"), "gradient", row(gradients.dloss_dx))
        delta = Block("bold(delta)", "gradient", row(gradients.dloss_dz))
        weights = Block("W", "weight", layer.weights)
        room, theme = lesson.stage.body, lesson.theme
        below = (SUM if room.width > 1.5 * room.height else SUM_IN_TWO) * theme.type_scale
        upper, self.line = room.rows(room.height - below, below, gap=0.1)
        self.shapes = BlockProduct(room, theme, factors, whole, sketch=True)
        self.first = BlockProduct(upper, theme, factors[:2], delta)
        self.second = BlockProduct(upper, theme, [delta, weights], whole)
        self.brackets = self.shapes.meetings()
        self.sum = mn.VGroup()

    def meet_shapes(self) -> None:
        """Lay the Jacobians side by side, empty, and let their shapes meet."""
        play = self.lesson.play
        play(*appear(*self.shapes.opened()), run_time=1.0, at="row")
        play(*appear(*(block.label for block in self.shapes.factors)), run_time=0.8)
        self.lesson.until("meet")
        for bracket in self.brackets:
            play(mn.Create(bracket), run_time=0.9)
        play(*self.shapes.cancelled(), run_time=0.8, at="cancel")
        result = self.shapes.result
        play(
            *self.shapes.outer_shape(),
            *appear(result.head, result.frame, self.shapes.signs[-1]),
            run_time=1.4,
            at="stay",
        )

    def multiply_delta(self) -> None:
        """Multiply the loss's row by the activation's Jacobian, entry by entry."""
        play, made, old = self.lesson.play, self.first, self.shapes
        gone = [*old.factors[2].parts, old.result.head, old.result.frame, *self.brackets]
        play(*vanish(*gone, *old.labels, *old.signs), run_time=0.6)
        kept, numbers = [], []
        for one, other in zip(old.factors[:2], made.factors, strict=True):
            kept += [mn.ReplacementTransform(one.head, other.head), mn.ReplacementTransform(one.frame, other.frame)]
            for sketch, entry in zip(one.all_entries, other.all_entries, strict=True):
                *colors, number = entry
                numbers.append(number)
                if colors:
                    kept.append(mn.ReplacementTransform(sketch, mn.VGroup(*colors)))
        play(*kept, run_time=1.0)
        play(*appear(*made.signs, made.result.frame), run_time=0.6)
        play(*appear(*numbers), run_time=0.9)
        self._multiply(made)
        play(*appear(made.result.head), run_time=0.8, at="name")
        play(Glimpse(made.result.ring(slice(None), slice(None))))

    def multiply_input(self) -> None:
        """Multiply delta by the weights, entry by entry."""
        play, made, old = self.lesson.play, self.second, self.first
        gone = [part for block in old.factors for part in block.parts]
        play(*vanish(*gone, *old.signs, self.sum), run_time=0.6)
        delta, start = old.result, made.factors[0]
        moves = [mn.ReplacementTransform(one, other) for one, other in zip(delta.parts, start.parts, strict=True)]
        play(*moves, run_time=1.0)
        weights, result = made.factors[1], made.result
        play(*appear(*weights.parts, *made.signs, result.head, result.frame), run_time=0.9)
        self._multiply(made)

    def _multiply(self, made: BlockProduct) -> None:
        """Fill the result: each entry while its row and its column are framed, and their sum stands below."""
        left, right = made.factors
        self.lesson.until("each")
        for j, entry in enumerate(made.result.entries[0]):
            rings = [left.ring(slice(0, 1), slice(None)), right.ring(slice(None), slice(j, j + 1))]
            leaving = vanish(self.sum, rate_func=lambda t: min(1.0, t / 0.4))
            self.sum = layer_formulas.entry_sum(left, right, made.result, j, self.line)
            coming = appear(self.sum, rate_func=lambda t: max(0.0, (t - 0.4) / 0.6))
            self.lesson.play(*leaving, *coming, *appear(*rings), run_time=0.9)
            self.lesson.play(*appear(entry), run_time=0.6)
            self.lesson.play(*vanish(*rings), run_time=0.4)
