"""One constructor for the graphs of all networks."""

from __future__ import annotations

from mathkit import LayerChain, Neuron, ReverseMode
from scenes.drawing.canvas.stage import Region
from scenes.drawing.networks.formula_graph import FormulaGraph
from scenes.drawing.networks.layer_graph import LayerGraph
from scenes.drawing.networks.layer_layout import Places, Room
from scenes.drawing.networks.live_formula import LiveFormula
from scenes.drawing.networks.live_layers import LiveLayers
from scenes.drawing.networks.live_neuron import LiveNeuron
from scenes.drawing.networks.network_graph import NetworkGraph
from scenes.drawing.networks.neuron_graph import NeuronGraph
from scenes.drawing.theme.theme import Theme


def network_graph(
    network: Neuron | LayerChain | ReverseMode, region: Region, theme: Theme, *, downward: bool | None = None
) -> NetworkGraph:
    """Return the graph of a neuron, of layers or of a formula at a point, left to right or `downward`.

    By default the flow goes down a region that is taller than wide. Nodes are "x", "w", …, "L" in a neuron, ("x", 0),
    ("z1", 2), …, ("L", 0) in layers, and node numbers of its computation graph in a formula.
    """
    down = region.height > region.width if downward is None else downward
    if isinstance(network, Neuron):
        return NeuronGraph(LiveNeuron([network]), region, theme, downward=down)
    if isinstance(network, ReverseMode):
        return FormulaGraph(LiveFormula(network), region, theme, downward=down)
    live = LiveLayers(network)
    return LayerGraph(live, Places([Room(region, tuple(live.counts), live.counts, down)]), theme)
