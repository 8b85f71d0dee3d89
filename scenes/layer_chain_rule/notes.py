"""What is written about the lesson: its formulas, and where they come from."""

from __future__ import annotations

from mathkit.notation.typst_parts import valued
from scenes.layer_chain_rule.facts import LayerFacts
from scenes.script.notes import Line, Notes, references


def notes(facts: LayerFacts) -> Notes:
    """Return the notes on one layer and its Jacobians."""
    chain = facts.chain
    (layer,), (gradients,) = chain.layers, chain.gradients
    products = tuple(Line("multiply from the loss on", product.typst) for product in chain.chain.products())
    return Notes(
        f"bold(z) = W bold(x) + bold(b) quad L = {chain.typst_loss}",
        (Line("forward", layer.typst), Line("the chain rule, with the shapes", chain.typst), *products),
        (
            ("loss", valued("L", chain.loss_value)),
            ("the product in numbers", chain.typst_at),
            ("gradients", gradients.typst),
        ),
        references(
            "§5.3 Gradients of vector-valued functions, §5.4 Gradients of matrices",
            "§4 Matrix calculus, §5 The gradient of neuron activation",
            "§2.4 Derivatives of matrices, vectors and scalar forms",
        ),
    )
