"""What the thumbnail shows."""

from __future__ import annotations

from scenes.cards.thumbnail import FIGURE, Design
from scenes.drawing import Theme, network_graph
from scenes.layer_chain_rule.facts import LayerFacts


def thumbnail(facts: LayerFacts, theme: Theme) -> Design:
    """Show the layer, its edges as thick as their weights, and the outer product that their gradient is."""
    graph = network_graph(facts.chain, FIGURE.inset(left=0.4), theme, downward=False)
    for disc, _ in graph.nodes.values():
        disc.set_stroke(width=8)
    product = "{{ (partial L) / (partial W) : gradient }} = {{ bold(delta) : net }} {{ bold(x)^top : input }}"
    return Design((product,), (*graph.edges.values(), *graph.nodes.values()))
