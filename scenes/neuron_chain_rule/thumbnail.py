"""What the thumbnail shows."""

from __future__ import annotations

from scenes.cards.thumbnail import ACROSS, Design
from scenes.drawing import LiveNeuron, NeuronGraph, Theme
from scenes.neuron_chain_rule.scene import NeuronChainRule


def thumbnail(facts: NeuronChainRule, theme: Theme) -> Design:
    """Show the neuron with the gradients that flow back through it, and the product that they are."""
    graph = NeuronGraph(ACROSS, theme.scaled(0.95), LiveNeuron(facts.trained).value, downward=False)
    symbols = [circle.submobjects[1] for circle in graph.circles.values()]
    for (name, circle), symbol in zip(graph.circles.items(), symbols, strict=True):
        circle.submobjects[0].set_stroke(width=9)
        symbol.scale(2.1).move_to(graph.places[name])
    back = graph.gradient_edges(facts.neuron)
    for edge in back.values():
        edge.shaft.set_stroke(width=1.6 * edge.shaft.stroke_width)
    plain = [edge for ends, edge in graph.edges.items() if ends not in back]
    product = (
        "{{ (partial L) / (partial w) : gradient }} = {{ (partial z) / (partial w) : net }} dot "
        "{{ (partial a) / (partial z) : activation }} dot {{ (partial L) / (partial a) : loss }}"
    )
    return Design((product,), (*plain, *back.values(), *graph.circles.values()), across=True)
