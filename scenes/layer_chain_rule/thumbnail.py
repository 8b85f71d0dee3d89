"""What the thumbnail shows."""

from __future__ import annotations

from dataclasses import replace

from scenes.cards.thumbnail import FIGURE, Design
from scenes.drawing import COLUMNS, LayerGraph, LiveLayers, Places, Stage, Theme, rooms_on
from scenes.drawing.theme.frame import frame_size
from scenes.layer_chain_rule.scene import LayerChainRule


def thumbnail(facts: LayerChainRule, theme: Theme) -> Design:
    """Show the layer, its edges as thick as their weights, and the outer product that their gradient is."""
    room = FIGURE.inset(left=0.4)
    live = LiveLayers(facts.chain, facts.two)
    stage = replace(Stage.of(*frame_size("16:9")), body=room, figure=room)
    counts = {column: live.count(column) for column in COLUMNS}
    graph = LayerGraph(Places(rooms_on(stage, counts).rooms), theme, live)
    for disc in graph.discs.values():
        disc.set_stroke(width=8)
    edges = graph.lines(("x", "z1"), ("z1", "a1"), ("a1", "L"))
    nodes = graph.nodes("x", "z1", "a1", "L")
    drawn = [part for node in nodes for part in (graph.discs[node], graph.symbols[node])]
    product = "{{ (partial L) / (partial W) : gradient }} = {{ bold(delta) : net }} {{ bold(x)^top : input }}"
    return Design((product,), (*edges, *drawn))
