"""The mathematics of Nabla: numpy and sympy only, usable from a notebook with no video library installed."""

from .activations import BATCH_LOSSES, VECTOR_ACTIVATIONS, BatchLoss, VectorActivation
from .axis_ticks import ticks
from .backward import BackwardPass, PassStep
from .chain_rule import ChainPath, ChainRule, PathSum
from .computation_graph import ComputationGraph, Edge, Node
from .data import Dataset, MiniBatches
from .descent import DescentPath
from .descent_choices import choose_climb, choose_rate, choose_start, within_window
from .difference_quotients import DifferenceQuotient
from .directions import DirectionalDerivative
from .errors import DomainError, FormulaError, NablaError
from .features import CriticalPoint, Features
from .function import Function
from .gradients import Gradient, Slice, TangentPlane
from .graph_modes import Contribution, ForwardMode, OperationCount, ReverseMode
from .hessian import Hessian, QuadraticModel
from .jacobian import Jacobian
from .layer_chain import LAYER_ACTIVATIONS, Layer, LayerChain, LayerGradients
from .layers import INITIALISATIONS, DenseLayer
from .least_squares import LeastSquares
from .level_sets import LevelSet
from .line_search import BacktrackingDescent, NewtonDescent
from .loci import Loci
from .matrices import parse_matrix, parse_vector
from .matrix_identities import MatrixIdentity
from .networks import MultilayerPerceptron
from .neuron import ACTIVATIONS, LOSSES, Neuron
from .newton import NewtonsMethod
from .numerals import (
    agreeing_decimals,
    format_number,
    typst_column,
    typst_equals,
    typst_factor,
    typst_number,
    typst_settling,
)
from .objectives import Objective
from .optimisers import Rule, descend
from .points import parse_number, parse_point
from .quadratics import QuadraticTheory
from .rootfinding import Place
from .rules import Derivative, RuleStep
from .secants import Secant, secant_slopes
from .slopes import OneSidedSlopes, Prediction, Tangent, tangents
from .spoken import spoken_number
from .stationary import StationaryPoint, stationary_points
from .surface_windows import SurfaceWindow
from .tangent_choices import halved_predictions, prediction_window, settling_run
from .taylor import LinearApproximation, RemainderBound, TaylorPolynomial
from .tensor_jacobian import TensorJacobian
from .trace_identities import MATRIX_IDENTITIES
from .two_ways import TwoWays
from .typst_printer import TypstPrinter, symbol_source, typst
from .update_rules import Adam, GradientDescent, Momentum, Nesterov, RMSProp
from .vector_chain import ChainProduct, Link, VectorChain
from .vector_functions import log_softmax, logsumexp, softmax, softmax_jacobian
from .vector_identities import ELEMENTWISE_IDENTITIES, VECTOR_IDENTITIES
from .windows import CurveWindow

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
    "BacktrackingDescent",
    "BackwardPass",
    "BatchLoss",
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
    "GradientDescent",
    "Hessian",
    "Jacobian",
    "Layer",
    "LayerChain",
    "LayerGradients",
    "LeastSquares",
    "LevelSet",
    "LinearApproximation",
    "Link",
    "Loci",
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
    "Secant",
    "Slice",
    "StationaryPoint",
    "SurfaceWindow",
    "Tangent",
    "TangentPlane",
    "TaylorPolynomial",
    "TensorJacobian",
    "TwoWays",
    "TypstPrinter",
    "VectorActivation",
    "VectorChain",
    "agreeing_decimals",
    "choose_climb",
    "choose_rate",
    "choose_start",
    "descend",
    "format_number",
    "halved_predictions",
    "log_softmax",
    "logsumexp",
    "parse_matrix",
    "parse_number",
    "parse_point",
    "parse_vector",
    "prediction_window",
    "secant_slopes",
    "settling_run",
    "softmax",
    "softmax_jacobian",
    "spoken_number",
    "stationary_points",
    "symbol_source",
    "tangents",
    "ticks",
    "typst",
    "typst_column",
    "typst_equals",
    "typst_factor",
    "typst_number",
    "typst_settling",
    "within_window",
]
