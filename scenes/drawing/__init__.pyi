"""What lessons are drawn with: one face for all rooms of the drawing room."""

from .canvas.animations import EASE, Glide, Glimpse, Tint, appear, late, live, one_by_one, run_along, step_back, vanish
from .canvas.arrange import fit, fits, lay, lay_in_column, lay_in_row, spread, stack
from .canvas.layout import Layout
from .canvas.primitives import Pointer, Spot, plated, set_runs, stroke
from .canvas.rounded_box import rounded_box
from .canvas.stage import Region, Stage
from .maps.arrow_field import ArrowField, cell_width
from .maps.compass import Compass
from .maps.contour_map import DrawOutward, contour_map, highlighted_contour
from .maps.contour_walk import ContourWalk
from .maps.descent_trace import DescentTrace, start_mark
from .maps.direction_wheel import EVEN, DirectionWheel, SlopeDial, slope_readout
from .maps.missed_minimum import missed_minimum_mark
from .networks.block_product import BlockProduct
from .networks.diagonal_matrix import DiagonalMatrix
from .networks.factor_product import FactorProduct
from .networks.formula_graph import FormulaGraph
from .networks.graphs import network_graph
from .networks.layer_graph import LayerGraph
from .networks.layer_layout import Places, rooms_on
from .networks.live_formula import LiveFormula
from .networks.live_layers import COLUMNS, LiveLayers
from .networks.live_neuron import FELT, LEARNT, ROLES, LiveNeuron, value_of
from .networks.matrix_block import (
    FOOT,
    FRACTION,
    HEAD,
    LARGE,
    Block,
    Cells,
    MatrixBlock,
    cell_decimals,
    cell_number,
    column,
    row,
)
from .networks.network_graph import NetworkGraph, short_number
from .networks.neuron_graph import NeuronGraph
from .networks.outer_product import OuterProduct
from .plots.change_lines import Change, ChangeLines
from .plots.curve_descent import CurveDescent
from .plots.curve_point import CurvePoint, curve_formula
from .plots.derivative_trace import DerivativeTrace
from .plots.fitted_line import FittedLine
from .plots.legend import Legend, Sign
from .plots.loss_plot import LossCurve, LossPlot
from .plots.magnifying_glass import MagnifyingGlass
from .plots.newton_walk import NEWTON_RULE, RATE, TangentWalk
from .plots.number_line import NumberLine
from .plots.one_sided_secants import OneSidedSecants
from .plots.plot import Plot
from .plots.quotient_panel import DifferenceQuotient, quotient
from .plots.slider import Slider
from .plots.sliding_secant import SlidingSecant
from .plots.tangent_prediction import TangentPrediction, linear_rule
from .space.axes3d import SpaceAxes
from .space.height_field import HeightField
from .space.planes import Cut, Patch, tangent_patch
from .space.primitives3d import line, lines, pointer, spot
from .space.projection import Space
from .surfaces.surface_arrows import axis_arrows, uphill_arrow
from .surfaces.surface_slice import SurfaceSlice, slice_windows
from .surfaces.surface_view import SurfaceView
from .surfaces.surface_walk import SurfaceWalk
from .surfaces.vector_components import VectorLegs
from .text.code_panel import CodePanel
from .text.fitted_formula import SIZES, legible, on_lines
from .text.formula_morph import Morph
from .text.formula_rows import FormulaRows, equation, named_by_role
from .text.function_names import value_name, variable_name
from .text.live_number import LiveNumber, tick_label
from .text.live_table import Column, LiveTable
from .text.panel import Readout
from .text.recap_column import recap_column
from .text.table import Table
from .text.typesetting import Formula, Words
from .theme.theme import LABEL, TEXT, Theme

__all__ = [
    "COLUMNS",
    "EASE",
    "EVEN",
    "FELT",
    "FOOT",
    "FRACTION",
    "HEAD",
    "LABEL",
    "LARGE",
    "LEARNT",
    "NEWTON_RULE",
    "RATE",
    "ROLES",
    "SIZES",
    "TEXT",
    "ArrowField",
    "Block",
    "BlockProduct",
    "Cells",
    "Change",
    "ChangeLines",
    "CodePanel",
    "Column",
    "Compass",
    "ContourWalk",
    "CurveDescent",
    "CurvePoint",
    "Cut",
    "DerivativeTrace",
    "DescentTrace",
    "DiagonalMatrix",
    "DifferenceQuotient",
    "DirectionWheel",
    "DrawOutward",
    "FactorProduct",
    "FittedLine",
    "Formula",
    "FormulaGraph",
    "FormulaRows",
    "Glide",
    "Glimpse",
    "HeightField",
    "LayerGraph",
    "Layout",
    "Legend",
    "LiveFormula",
    "LiveLayers",
    "LiveNeuron",
    "LiveNumber",
    "LiveTable",
    "LossCurve",
    "LossPlot",
    "MagnifyingGlass",
    "MatrixBlock",
    "Morph",
    "NetworkGraph",
    "NeuronGraph",
    "NumberLine",
    "OneSidedSecants",
    "OuterProduct",
    "Patch",
    "Places",
    "Plot",
    "Pointer",
    "Readout",
    "Region",
    "Sign",
    "Slider",
    "SlidingSecant",
    "SlopeDial",
    "Space",
    "SpaceAxes",
    "Spot",
    "Stage",
    "SurfaceSlice",
    "SurfaceView",
    "SurfaceWalk",
    "Table",
    "TangentPrediction",
    "TangentWalk",
    "Theme",
    "Tint",
    "VectorLegs",
    "Words",
    "appear",
    "axis_arrows",
    "cell_decimals",
    "cell_number",
    "cell_width",
    "column",
    "contour_map",
    "curve_formula",
    "equation",
    "fit",
    "fits",
    "highlighted_contour",
    "late",
    "lay",
    "lay_in_column",
    "lay_in_row",
    "legible",
    "line",
    "linear_rule",
    "lines",
    "live",
    "missed_minimum_mark",
    "named_by_role",
    "network_graph",
    "on_lines",
    "one_by_one",
    "plated",
    "pointer",
    "quotient",
    "recap_column",
    "rooms_on",
    "rounded_box",
    "row",
    "run_along",
    "set_runs",
    "short_number",
    "slice_windows",
    "slope_readout",
    "spot",
    "spread",
    "stack",
    "start_mark",
    "step_back",
    "stroke",
    "tangent_patch",
    "tick_label",
    "uphill_arrow",
    "value_name",
    "value_of",
    "vanish",
    "variable_name",
]
