"""Derivatives on a computation graph, from the inputs forwards or from the output backwards (MML §5.6.2).

Both multiply the local derivatives along the edges and add where paths meet. Forward mode carries ∂v/∂x for one input x
and needs a sweep for each; reverse mode carries ∂f/∂v and has all inputs after one sweep (Baydin et al. 2018, §3).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from mathkit.chain_rule.computation_graph import ComputationGraph, Edge
from mathkit.errors import DomainError
from mathkit.formula.function import Function
from mathkit.notation.number_format import (
    agreeing_digits,
    shown,
    sum_of_products,
    typst_equals,
    typst_factor,
    typst_number,
    typst_result,
)
from mathkit.notation.typst_parts import multiplied, part, partial, total
from mathkit.notation.typst_printer import symbol_source


@dataclass(frozen=True, slots=True)
class OperationCount:
    """What the chain rule costs: a multiplication for each edge, an addition wherever two products meet.

    Values and local derivatives are not counted: both modes need them once.
    """

    multiplications: int
    additions: int

    @property
    def total(self) -> int:
        """Return the number of multiplications and additions together."""
        return self.multiplications + self.additions

    @property
    def typst(self) -> str:
        """Return the counts and their sum; the parts are multiplications, additions and total."""
        counts = (
            part(str(count), name)
            for count, name in ((self.multiplications, "multiplications"), (self.additions, "additions"))
        )
        return f"{' + '.join(counts)} = {part(str(self.total), 'total')}"


@dataclass(frozen=True, slots=True)
class Contribution:
    """What flows over one edge: `carried` · `local` = `product`, after which the node it flows to has `sum` so far."""

    edge: Edge
    carried: float
    local: float
    product: float
    sum: float

    @property
    def typst(self) -> str:
        """Return carried times local derivative, and the sum so far; the parts are edge and the numbers' names."""
        names = f"{part(typst_factor(self.carried), 'carried')} dot {part(self.edge.symbol, 'edge')}"
        line = multiplied(names, [(self.carried, "carried"), (self.local, "local")], self.product, "product")
        return f'{line}, quad "sum so far" {part(typst_number(self.sum), "sum")}'


@dataclass(frozen=True, slots=True)
class ForwardMode:
    """One sweep from the inputs to the output for each input.

    `tangents[k][i]` is ∂(node i)/∂(input k), 0 where it does not depend on it; `sweeps[k]` is what flowed, in
    evaluation order; `locals` the derivative on each edge of the graph, in the order of its edges.
    """

    graph: ComputationGraph
    at: tuple[float, ...]
    values: tuple[float, ...]
    locals: tuple[float, ...]
    tangents: tuple[tuple[float, ...], ...]
    sweeps: tuple[tuple[Contribution, ...], ...]
    gradient: tuple[float, ...]
    cost: OperationCount

    @classmethod
    def of(cls, f: Function | ComputationGraph, at: Sequence[float]) -> Self:
        """Run one sweep per input at a point. Raises DomainError at a node without a value or a slope."""
        graph, point, values, locals_ = _prepared(f, at)
        sweeps, tangents = [], []
        for seed in range(len(point)):
            carried = [float(index == seed) for index in range(len(graph.nodes))]
            sweeps.append(tuple(_flow(graph, locals_, carried, backwards=False)))
            tangents.append(tuple(carried))
        gradient = tuple(tangent[graph.output.index] for tangent in tangents)
        meetings = sum(max(0, len(graph.incoming(node.index)) - 1) for node in graph.operations)
        cost = OperationCount(len(graph.edges) * len(point), meetings * len(point))
        return cls(graph, point, values, locals_, tuple(tangents), tuple(sweeps), gradient, cost)

    def typst_sweep(self, number: int) -> str:
        """Return ∂v/∂x for each operation along sweep `number`, a line each; the parts are tangent-v1 and so on."""
        x = self.graph.nodes[number]
        lines = []
        for node in self.graph.operations:
            arriving = [flow for flow in self.sweeps[number] if flow.edge.target == node.index]
            name = partial(symbol_source(node.name), symbol_source(x.name))
            lines.append(_summed(name, arriving, self.tangents[number][node.index], f"tangent-{node.name}"))
        return " \\ ".join(lines) or f"{partial(symbol_source(x.name), symbol_source(x.name))} = {part('1', 'tangent')}"

    @property
    def typst(self) -> str:
        """Return all sweeps, one after the other."""
        return " \\ ".join(self.typst_sweep(number) for number in range(len(self.at))) or typst_number(self.values[-1])


@dataclass(frozen=True, slots=True)
class ReverseMode:
    """One sweep from the output to all inputs: backpropagation.

    `gradients[i]` is ∂f/∂(node i), NaN for a constant, which has none; `sweep` is what flowed, in the order in which it
    did; `locals` the derivative on each edge of the graph, in the order of its edges.
    """

    graph: ComputationGraph
    at: tuple[float, ...]
    values: tuple[float, ...]
    locals: tuple[float, ...]
    gradients: tuple[float, ...]
    sweep: tuple[Contribution, ...]
    gradient: tuple[float, ...]
    cost: OperationCount

    @classmethod
    def of(cls, f: Function | ComputationGraph, at: Sequence[float]) -> Self:
        """Run the backward sweep at a point. Raises DomainError at a node without a value or a slope."""
        graph, point, values, locals_ = _prepared(f, at)
        carried = [float(index == graph.output.index) for index in range(len(graph.nodes))]
        sweep = tuple(_flow(graph, locals_, carried, backwards=True))
        gradients = tuple(value if node.active else math.nan for node, value in zip(graph.nodes, carried, strict=True))
        meetings = sum(max(0, len(graph.outgoing(node.index)) - 1) for node in graph.nodes)
        cost = OperationCount(len(graph.edges), meetings)
        return cls(graph, point, values, locals_, gradients, sweep, gradients[: len(point)], cost)

    @property
    def typst_rules(self) -> str:
        """Return ∂f/∂v as a sum over the edges out of v, a line for each node from the output back, in names."""
        lines = []
        for node in reversed(self.graph.nodes):
            leaving = self.graph.outgoing(node.index)
            if not leaving:
                continue
            v = symbol_source(node.name)
            targets = [(self.graph.nodes[edge.target].name, edge) for edge in leaving]
            terms = total(
                part(
                    f"{partial('f', symbol_source(name))} {partial(symbol_source(name), v)}", f"edge-{node.name}-{name}"
                )
                for name, _ in targets
            )
            lines.append(f"{partial('f', v)} &= {terms}")
        return " \\ ".join(lines) or self.typst

    @property
    def typst(self) -> str:
        """Return the same in numbers, from the output's 1 on; the parts are gradient-v3, …, gradient-x."""
        lines = []
        for node in reversed(self.graph.nodes):
            if not node.active:
                continue
            arriving = [flow for flow in self.sweep if flow.edge.source == node.index]
            name = partial("f", symbol_source(node.name))
            lines.append(_summed(name, arriving, self.gradients[node.index], f"gradient-{node.name}"))
        return " \\ ".join(lines) or typst_number(self.values[-1])


def _prepared(
    f: Function | ComputationGraph, at: Sequence[float]
) -> tuple[ComputationGraph, tuple[float, ...], tuple[float, ...], tuple[float, ...]]:
    """Return the graph, the point, the value of each node and the derivative on each edge."""
    graph = ComputationGraph.of(f) if isinstance(f, Function) else f
    point = tuple(float(value) for value in at)
    values = graph.values(*point)
    slopes = {
        node.index: node.operation.slopes(*(values[index] for index in node.arguments))
        for node in graph.operations
        if node.operation
    }
    locals_ = tuple(slopes[edge.target][edge.position] for edge in graph.edges)
    for edge, slope in zip(graph.edges, locals_, strict=True):
        if math.isnan(slope):
            node = graph.nodes[edge.target]
            raise DomainError(f"{graph.function.text} has no slope here: {node.name} = {node.step.text} has none")
    return graph, point, values, locals_


def _flow(
    graph: ComputationGraph, locals_: Sequence[float], carried: list[float], backwards: bool
) -> list[Contribution]:
    """Carry what is at each node over all edges, into `carried`: with their targets' order, or against it."""
    flows = []
    pairs = list(zip(graph.edges, locals_, strict=True))
    for edge, local in sorted(pairs, key=lambda pair: -pair[0].target) if backwards else pairs:
        origin, goal = (edge.target, edge.source) if backwards else (edge.source, edge.target)
        product = carried[origin] * local
        carried[goal] += product
        flows.append(Contribution(edge, carried[origin], local, product, carried[goal]))
    return flows


def _summed(name: str, arriving: Sequence[Contribution], value: float, label: str) -> str:
    """Return a derivative as the sum of the products that arrive at it, if any, and as a number: the part `label`."""
    if not arriving:
        return f"{name} &{typst_equals(value)} {part(typst_number(value), label)}"
    factors = [factor for flow in arriving for factor in (flow.carried, flow.local)]
    digits = agreeing_digits(factors, value, sum_of_products)
    given = sum_of_products([shown(factor, digits) for factor in factors])
    terms = total(f"{typst_factor(flow.carried, digits)} dot {typst_factor(flow.local, digits)}" for flow in arriving)
    result = f"{typst_result(given, value)} {part(typst_number(value), label)}"
    return f"{name} &{typst_equals(*factors, digits=digits)} {terms} {result}"
