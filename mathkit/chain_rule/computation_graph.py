"""A formula as the sequence of operations that computes it (MML §5.6.2; Parr & Howard §4.5.2).

Inputs x, y, … and constants go in; each operation v₁, v₂, … is done once, however often its result is used, and after
all that it needs. The last node is the output.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, Self

import sympy as sp

from mathkit.chain_rule.operations import Operation, Step, operation, outermost
from mathkit.errors import DomainError, FormulaError
from mathkit.formula.function import Function
from mathkit.formula.known_functions import symbol
from mathkit.formula.special_functions import real_valued
from mathkit.notation.term_order import plain_text
from mathkit.notation.typst_parts import aligned, part, partial
from mathkit.notation.typst_printer import symbol_source, typst
from mathkit.notation.variable_names import customary

NodeKind = Literal["input", "constant", "operation"]

_MOST_NODES = 500


@dataclass(frozen=True, slots=True)
class Node:
    """One value of the computation. `arguments` are the numbers of the nodes that it is computed from.

    `step` is its formula in the names of its arguments (v3 = v1 + v2), constants written as numbers, and `source` the
    same in Typst; `expr` is the formula in the inputs. `active` tells whether it depends on an input: has a derivative.
    """

    index: int
    name: str
    kind: NodeKind
    operation: Operation | None
    arguments: tuple[int, ...]
    step: Function
    source: str
    expr: sp.Expr
    active: bool

    @property
    def typst(self) -> str:
        """Return name = step, as the parts node-name and step-name."""
        if self.kind != "operation":
            return part(typst(self.step), f"node-{self.name}" if self.kind == "input" else f"constant-{self.index}")
        return f"{part(symbol_source(self.name), f'node-{self.name}')} = {part(self.source, f'step-{self.name}')}"


@dataclass(frozen=True, slots=True)
class Edge:
    """An argument `source` of the node `target`, as its argument number `position`, with ∂target/∂source.

    `derivative` is a formula in the names of target's arguments; its value at a point is in a ForwardMode or
    ReverseMode. `of` is the name of the target, `over` that of the source.
    """

    source: int
    target: int
    position: int
    derivative: Function
    of: str
    over: str

    @property
    def symbol(self) -> str:
        """Return ∂target/∂source by name, as Typst source."""
        return partial(symbol_source(self.of), symbol_source(self.over))

    @property
    def typst(self) -> str:
        """Return ∂target/∂source = …, the formula as the part edge-source-target."""
        return f"{self.symbol} = {part(typst(self.derivative), f'edge-{self.over}-{self.of}')}"


@dataclass(frozen=True, slots=True)
class ComputationGraph:
    """`nodes` in evaluation order: inputs in customary order, then each operation (and constant) when it is needed.

    `edges`, ordered by target, are those from nodes that depend on an input.
    """

    function: Function
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    @classmethod
    def of(cls, f: Function) -> Self:
        """Build the graph of f. Raises FormulaError for a formula with more operations than are of use as a graph."""
        if f.expr.count_ops() > 4 * _MOST_NODES:
            raise FormulaError(f"a graph of more than {_MOST_NODES} nodes: type a shorter formula")
        builder = _Builder(f)
        builder.add(real_valued(f.expr))
        return cls(f, tuple(builder.nodes), tuple(builder.edges()))

    @property
    def inputs(self) -> tuple[Node, ...]:
        """Return the nodes of the variables, in customary order."""
        return self.nodes[: len(self.function.variables)]

    @property
    def output(self) -> Node:
        """Return the node of the result: the last, or the input that the function is."""
        return next(node for node in self.nodes[::-1] if node.expr == real_valued(self.function.expr))

    @property
    def operations(self) -> tuple[Node, ...]:
        """Return the nodes at which something is computed, in order."""
        return tuple(node for node in self.nodes if node.kind == "operation")

    def incoming(self, index: int) -> tuple[Edge, ...]:
        """Return the edges into a node, by position."""
        return tuple(edge for edge in self.edges if edge.target == index)

    def outgoing(self, index: int) -> tuple[Edge, ...]:
        """Return the edges out of a node, in order of their targets: more than one where a result is used again."""
        return tuple(edge for edge in self.edges if edge.source == index)

    def values(self, *at: float) -> tuple[float, ...]:
        """Evaluate every node, in evaluation order. Raises DomainError, naming it, at a node that has no value."""
        if len(at) != len(self.function.variables):
            names = ", ".join(self.function.variables)
            raise DomainError(f"a point of {self.function.text} has numbers for {names}: {len(at)} were given")
        values = [float(value) for value in at]
        for node in self.nodes[len(at) :]:
            arguments = [values[index] for index in node.arguments]
            value = node.operation.value(*arguments) if node.operation else float(node.expr)
            if math.isnan(value):
                raise DomainError(f"{self.function.text} has no value here: {node.name} = {node.step.text} has none")
            values.append(value)
        return tuple(values)

    @property
    def typst(self) -> str:
        """Return one line for each operation, aligned at =; the parts are node-v1, step-v1 and so on."""
        return aligned(node.typst for node in self.operations) or self.output.typst

    @property
    def typst_edges(self) -> str:
        """Return the local derivative on every edge, a line each; the parts are edge-x-v1 and so on."""
        return aligned(edge.typst for edge in self.edges) or self.output.typst


@dataclass(slots=True)
class _Builder:
    """The nodes so far, and where each expression's is."""

    function: Function
    nodes: list[Node] = field(default_factory=list)
    known: dict[sp.Expr, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for each, name in zip(self.function.symbols, self.function.variables, strict=True):
            self._append(each, name, "input", None, ())
        used = set(self.function.variables)
        self.letter = next(letter for letter in "vwqsabc" if not any(name.startswith(letter) for name in used))
        self.count = 0

    letter: str = field(init=False, default="v")
    count: int = field(init=False, default=0)

    def add(self, expr: sp.Expr) -> None:
        """Make the node of `expr` and of all that it needs, first arguments first, where there is none yet."""
        pending: list[tuple[sp.Expr, Step | None]] = [(expr, None)]
        while pending:
            expr, step = pending.pop()
            if expr in self.known:
                continue
            if expr.is_number:
                self._append(expr, plain_text(expr, self.function.decimal), "constant", None, ())
            elif step is None:
                step = outermost(expr, self.function.decimal)
                pending += [(expr, step), *((each, None) for each in reversed(step[1]))]
            else:
                self.count += 1
                arguments = tuple(self.known[each] for each in step[1])
                does = operation(step[0], len(arguments))
                self._append(expr, f"{self.letter}{self.count}", "operation", does, arguments)

    def _append(
        self, expr: sp.Expr, name: str, kind: NodeKind, does: Operation | None, arguments: tuple[int, ...]
    ) -> None:
        if len(self.nodes) >= _MOST_NODES:
            raise FormulaError(f"a graph of more than {_MOST_NODES} nodes: type a shorter formula")
        index = len(self.nodes)
        step = self._in_names(does.rule, does, arguments) if does else Function.of(expr)
        if kind == "constant":
            step = Function(name, expr, ())
        active = kind == "input" or any(self.nodes[argument].active for argument in arguments)
        source = self._source(step, does, arguments)
        self.nodes.append(Node(index, name, kind, does, arguments, step, source, expr, active))
        self.known[expr] = index

    def _source(self, step: Function, does: Operation | None, arguments: tuple[int, ...]) -> str:
        """Write the step in Typst: sums and products in the order of their arguments, w x + b, not by the alphabet."""
        nodes = [self.nodes[argument] for argument in arguments]
        sign = {"add": " + ", "multiply": " "}.get(does.name) if does else None
        if sign is None or any(node.kind == "constant" for node in nodes):
            return typst(step)
        return sign.join(symbol_source(node.name) for node in nodes)

    def _in_names(self, expr: sp.Expr, does: Operation, arguments: tuple[int, ...]) -> Function:
        """Return an expression of a1, a2, … with the names of the arguments, or their numbers, put in."""
        nodes = [self.nodes[argument] for argument in arguments]
        named = {
            a: n.expr if n.kind == "constant" else symbol(n.name) for a, n in zip(does.symbols, nodes, strict=True)
        }
        filled = expr.xreplace(named)
        return Function(plain_text(filled, self.function.decimal), filled, customary(map(str, filled.free_symbols)))

    def edges(self) -> Iterator[Edge]:
        """Return an edge for each argument that depends on an input."""
        for node in self.nodes:
            for position, argument in enumerate(node.arguments):
                if node.operation and self.nodes[argument].active:
                    slope = self._in_names(node.operation.partials[position], node.operation, node.arguments)
                    yield Edge(argument, node.index, position, slope, node.name, self.nodes[argument].name)
