"""What the thumbnail shows."""

from __future__ import annotations

from scenes.cards.thumbnail import ACROSS, Design
from scenes.drawing import Theme, network_graph
from scenes.neuron_chain_rule.facts import NeuronFacts


def thumbnail(facts: NeuronFacts, theme: Theme) -> Design:
    """Show the neuron with the gradients that flow back through it, and the product that they are."""
    graph = network_graph(facts.neuron, ACROSS, theme.scaled(0.95), downward=False)
    for name, (disc, symbol) in graph.nodes.items():
        disc.set_stroke(width=9)
        symbol.scale(2.1).move_to(graph.place(name))
    for arrow in graph.flows.values():
        arrow[0].set_stroke(width=1.6 * arrow[0].stroke_width)
    plain = [edge for ends, edge in graph.edges.items() if ends not in graph.flows]
    product = (
        "{{ (partial L) / (partial w) : gradient }} = {{ (partial z) / (partial w) : net }} dot "
        "{{ (partial a) / (partial z) : activation }} dot {{ (partial L) / (partial a) : loss }}"
    )
    return Design((product,), (*plain, *graph.flows.values(), *graph.nodes.values()), across=True)
