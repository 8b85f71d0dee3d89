"""The mathematics of Nabla: numpy and sympy only, usable from a notebook with no video library installed."""

from .analysis.break_points import BreakPoint, break_points
from .analysis.curve_features import Asymptote, CriticalPoint, Features, Hole, Jump, Run
from .analysis.level_sets import LevelSet
from .analysis.roots import Place
from .analysis.singular_sets import SingularPoint, SingularSets
from .analysis.stationary_points import StationaryFamily, StationaryPoint, StationarySet, stationary_points
from .analysis.tangent_steps import first_run, halved_predictions, prediction_window, settling_run
from .analysis.verification import GradientCheck
from .chain_rule.autodiff_modes import Contribution, ForwardMode, OperationCount, ReverseMode
from .chain_rule.computation_graph import ComputationGraph, Edge, Node
from .chain_rule.sum_over_paths import ChainPath, ChainRule, PathSum
from .chain_rule.vector_chain import ChainProduct, Link, VectorChain
from .derivatives.derivation_steps import Derivative, RuleStep
from .derivatives.difference_quotients import DifferenceQuotient
from .derivatives.directional_derivative import DirectionalDerivative
from .derivatives.gradients import Gradient, Slice, TangentPlane
from .derivatives.hessian import Hessian, QuadraticModel
from .derivatives.jacobian import Jacobian
from .derivatives.limits import Limit
from .derivatives.secants import Secant, secant_slopes
from .derivatives.subgradients import Subgradient
from .derivatives.tangents import OneSidedSlopes, Prediction, Tangent, tangents
from .derivatives.tensor_jacobian import TensorJacobian
from .errors import DomainError, FormulaError, NablaError
from .formula.function import Function
from .formula.function_input import parse_function
from .formula.matrix_input import parse_matrix, parse_vector
from .formula.point_input import parse_number, parse_point
from .matrix_calculus.identity import MatrixIdentity
from .matrix_calculus.trace_identities import MATRIX_IDENTITIES
from .matrix_calculus.vector_identities import ELEMENTWISE_IDENTITIES, VECTOR_IDENTITIES
from .networks.activations import BATCH_LOSSES, VECTOR_ACTIVATIONS, BatchLoss, VectorActivation
from .networks.backpropagation import BackwardPass, PassStep
from .networks.dense_layer import INITIALISATIONS, DenseLayer
from .networks.layer_chain import LAYER_ACTIVATIONS, Layer, LayerChain, LayerGradients
from .networks.neuron import ACTIVATIONS, LOSSES, Neuron
from .networks.perceptron import MultilayerPerceptron
from .networks.softmax import log_softmax, logsumexp, softmax, softmax_jacobian
from .notation.number_format import (
    agreeing_decimals,
    format_number,
    format_sum,
    typst_column,
    typst_equals,
    typst_factor,
    typst_number,
    typst_settling,
)
from .notation.spoken_numbers import spoken_number
from .notation.typst_printer import TypstPrinter, symbol_source, typst
from .notation.variable_names import readable_name
from .optimisation.dataset_input import parse_dataset
from .optimisation.datasets import Dataset, MiniBatches
from .optimisation.descent import DescentPath, descend
from .optimisation.descent_and_ascent import DescentAndAscent
from .optimisation.descent_setup import choose_ascent, choose_rate, choose_start, within_window
from .optimisation.least_squares import LeastSquares
from .optimisation.line_search import BacktrackingDescent, NewtonDescent
from .optimisation.newton_root import NewtonsMethod
from .optimisation.objectives import Objective
from .optimisation.optimiser_loop import Rule
from .optimisation.quadratics import QuadraticTheory
from .optimisation.update_rules import Adam, GradientDescent, Momentum, Nesterov, RMSProp
from .taylor.taylor_polynomial import RemainderBound, TaylorPolynomial
from .windows.axis_ticks import tick_decimals, ticks
from .windows.curve_window import CurveWindow
from .windows.surface_window import SurfaceWindow
from .windows.window_input import parse_box, parse_range

__all__ = [
    "ACTIVATIONS",
    "BATCH_LOSSES",
    "ELEMENTWISE_IDENTITIES",
    "INITIALISATIONS",
    "LAYER_ACTIVATIONS",
    "LOSSES",
    "MATRIX_IDENTITIES",
    "VECTOR_ACTIVATIONS",
    "VECTOR_IDENTITIES",
    "Adam",
    "Asymptote",
    "BacktrackingDescent",
    "BackwardPass",
    "BatchLoss",
    "BreakPoint",
    "ChainPath",
    "ChainProduct",
    "ChainRule",
    "ComputationGraph",
    "Contribution",
    "CriticalPoint",
    "CurveWindow",
    "Dataset",
    "DenseLayer",
    "Derivative",
    "DescentAndAscent",
    "DescentPath",
    "DifferenceQuotient",
    "DirectionalDerivative",
    "DomainError",
    "Edge",
    "Features",
    "FormulaError",
    "ForwardMode",
    "Function",
    "Gradient",
    "GradientCheck",
    "GradientDescent",
    "Hessian",
    "Hole",
    "Jacobian",
    "Jump",
    "Layer",
    "LayerChain",
    "LayerGradients",
    "LeastSquares",
    "LevelSet",
    "Limit",
    "Link",
    "MatrixIdentity",
    "MiniBatches",
    "Momentum",
    "MultilayerPerceptron",
    "NablaError",
    "Nesterov",
    "Neuron",
    "NewtonDescent",
    "NewtonsMethod",
    "Node",
    "Objective",
    "OneSidedSlopes",
    "OperationCount",
    "PassStep",
    "PathSum",
    "Place",
    "Prediction",
    "QuadraticModel",
    "QuadraticTheory",
    "RMSProp",
    "RemainderBound",
    "ReverseMode",
    "Rule",
    "RuleStep",
    "Run",
    "Secant",
    "SingularPoint",
    "SingularSets",
    "Slice",
    "StationaryFamily",
    "StationaryPoint",
    "StationarySet",
    "Subgradient",
    "SurfaceWindow",
    "Tangent",
    "TangentPlane",
    "TaylorPolynomial",
    "TensorJacobian",
    "TypstPrinter",
    "VectorActivation",
    "VectorChain",
    "agreeing_decimals",
    "break_points",
    "choose_ascent",
    "choose_rate",
    "choose_start",
    "descend",
    "first_run",
    "format_number",
    "format_sum",
    "halved_predictions",
    "log_softmax",
    "logsumexp",
    "parse_box",
    "parse_dataset",
    "parse_function",
    "parse_matrix",
    "parse_number",
    "parse_point",
    "parse_range",
    "parse_vector",
    "prediction_window",
    "readable_name",
    "secant_slopes",
    "settling_run",
    "softmax",
    "softmax_jacobian",
    "spoken_number",
    "stationary_points",
    "symbol_source",
    "tangents",
    "tick_decimals",
    "ticks",
    "typst",
    "typst_column",
    "typst_equals",
    "typst_factor",
    "typst_number",
    "typst_settling",
    "within_window",
]
