"""What the thumbnail shows."""

from __future__ import annotations

from dataclasses import replace

from scenes.cards.thumbnail import FIGURE, Design
from scenes.layer_chain_rule.choreography import LayerBoard
from scenes.layer_chain_rule.scene import LayerChainRule


def thumbnail(lesson: LayerChainRule) -> Design:
    """Show the layer, its edges as thick as their weights, and the outer product that their gradient is."""
    lesson.stage = replace(lesson.stage, body=FIGURE.inset(left=0.4), figure=FIGURE.inset(left=0.4))
    graph = LayerBoard(lesson).graph
    for disc in graph.shapes.values():
        disc.set_stroke(width=8)
    edges = graph.lines(("x", "z1"), ("z1", "a1"), ("a1", "L"))
    drawn = [part for node in graph.standing_in("x", "z1", "a1", "L") for part in graph.nodes[node]]
    product = "{{ (partial L) / (partial W) : gradient }} = {{ bold(delta) : net }} {{ bold(x)^top : input }}"
    return Design((product,), (*edges, *drawn))
