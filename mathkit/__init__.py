"""The mathematics of Nabla: numpy and sympy only, usable from a notebook with no video library installed."""

from mathkit.activations import BATCH_LOSSES, VECTOR_ACTIVATIONS, BatchLoss, VectorActivation
from mathkit.backward import BackwardPass, PassStep
from mathkit.chain_rule import ChainPath, ChainRule, PathSum
from mathkit.computation_graph import ComputationGraph, Edge, Node
from mathkit.data import Dataset, MiniBatches
from mathkit.descent import DescentPath
from mathkit.descent_choices import choose_climb, choose_rate, choose_start, within_window
from mathkit.difference_quotients import DifferenceQuotient
from mathkit.directions import DirectionalDerivative
from mathkit.errors import DomainError, FormulaError, NablaError
from mathkit.features import CriticalPoint, Features
from mathkit.function import Function
from mathkit.gradients import Gradient, Slice, TangentPlane
from mathkit.graph_modes import Contribution, ForwardMode, OperationCount, ReverseMode
from mathkit.hessian import Hessian, QuadraticModel
from mathkit.jacobian import Jacobian
from mathkit.layers import INITIALISATIONS, DenseLayer
from mathkit.least_squares import LeastSquares
from mathkit.level_sets import LevelSet
from mathkit.line_search import BacktrackingDescent, NewtonDescent
from mathkit.matrix_identities import MatrixIdentity
from mathkit.networks import MultilayerPerceptron
from mathkit.neuron import ACTIVATIONS, LOSSES, Neuron
from mathkit.newton import NewtonsMethod
from mathkit.numerals import format_number, typst_factor, typst_number
from mathkit.objectives import Objective
from mathkit.optimisers import Rule, descend
from mathkit.points import parse_number, parse_point
from mathkit.quadratics import QuadraticTheory
from mathkit.rootfinding import Place
from mathkit.rules import Derivative, RuleStep
from mathkit.slopes import OneSidedSlopes, Prediction, Secant, Tangent, secant_slopes, tangents
from mathkit.stationary import StationaryPoint, stationary_points
from mathkit.taylor import LinearApproximation, TaylorPolynomial
from mathkit.ticks import ticks
from mathkit.trace_identities import MATRIX_IDENTITIES
from mathkit.typst import TypstPrinter, symbol_source, typst
from mathkit.update_rules import Adam, GradientDescent, Momentum, Nesterov, RMSProp
from mathkit.vector_chain import ChainProduct, Link, VectorChain
from mathkit.vector_functions import log_softmax, logsumexp, softmax, softmax_jacobian
from mathkit.vector_identities import ELEMENTWISE_IDENTITIES, VECTOR_IDENTITIES
from mathkit.windows import CurveWindow, SurfaceWindow

__all__ = [
    "ACTIVATIONS",
    "BATCH_LOSSES",
    "ELEMENTWISE_IDENTITIES",
    "INITIALISATIONS",
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
    "LeastSquares",
    "LevelSet",
    "LinearApproximation",
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
    "TypstPrinter",
    "VectorActivation",
    "VectorChain",
    "choose_climb",
    "choose_rate",
    "choose_start",
    "descend",
    "format_number",
    "log_softmax",
    "logsumexp",
    "parse_number",
    "parse_point",
    "secant_slopes",
    "softmax",
    "softmax_jacobian",
    "stationary_points",
    "symbol_source",
    "tangents",
    "ticks",
    "typst",
    "typst_factor",
    "typst_number",
    "within_window",
]
