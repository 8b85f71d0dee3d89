"""The chain rule of several variables: a sum over all paths from an input to the output (MML §5.2.2).

z = f(u, v, …) with u = u(s, t), v = v(s, t), …: each path t → u → z has the product of its two local derivatives,
and ∂z/∂t is the sum of the products (MML eq. 5.49; Parr & Howard §4.5.3, the total derivative).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from mathkit.derivatives.gradients import Gradient, checked_point
from mathkit.derivatives.tangents import value_at
from mathkit.errors import DomainError
from mathkit.formula.function import Function
from mathkit.formula.known_functions import symbol
from mathkit.notation.number_format import (
    agreeing_digits,
    shown,
    sum_of_products,
    typst_equals,
    typst_factor,
    typst_number,
    typst_result,
)
from mathkit.notation.term_order import plain_text
from mathkit.notation.typst_parts import arguments, multiplied, part, partial, total, valued
from mathkit.notation.typst_printer import symbol_source, typst
from mathkit.notation.variable_names import customary


@dataclass(frozen=True, slots=True)
class ChainPath:
    """One way from the input `start` through `through` to the output: `product` = `outer` · `inner`.

    `outer_partial` is ∂f/∂u, a function of f's variables, with the value `outer` at u(a), v(a), …; `inner_partial` is
    ∂u/∂t with the value `inner` at a.
    """

    start: str
    through: str
    outer_partial: Function
    inner_partial: Function
    outer: float
    inner: float
    product: float
    #: Whether the input is itself a variable of the outer function, so that the second factor is 1.
    direct: bool

    @property
    def typst(self) -> str:
        """Return ∂f/∂u ∂u/∂t = outer · inner = product, as the parts outer-u, inner-u and path-u."""
        u, t = symbol_source(self.through), symbol_source(self.start)
        outer, inner, path = (f"{name}-{self.through}" for name in ("outer", "inner", "path"))
        if self.direct:
            return valued(part(partial("f", u), outer), self.product, path)
        names = f"{part(partial('f', u), outer)} {part(partial(u, t, len(self.inner_partial.variables) == 1), inner)}"
        return multiplied(names, [(self.outer, outer), (self.inner, inner)], self.product, path)


@dataclass(frozen=True, slots=True)
class PathSum:
    """∂z/∂start: all paths from one input, and their sum. `derivative` is the same as one formula of the inputs."""

    output: str
    start: str
    total: bool
    paths: tuple[ChainPath, ...]
    value: float
    derivative: Function

    @property
    def typst(self) -> str:
        """Return the sum of ∂f/∂u ∂u/∂t, one part path-u for each path, in which are outer-u and inner-u."""
        t = symbol_source(self.start)
        names = [symbol_source(path.through) for path in self.paths]
        return f"{self._name} = {self._terms([(partial('f', u), partial(u, t, self.total)) for u in names], ' ')}"

    @property
    def typst_formulas(self) -> str:
        """Return the same with formulas in the place of names; what is a sum stands in brackets."""
        factors = [(_bracketed(path.outer_partial), _bracketed(path.inner_partial)) for path in self.paths]
        return f"{self._name} = {self._terms(factors)}"

    @property
    def typst_at(self) -> str:
        """Return the same in numbers, with its result as the part sum."""
        factors = [factor for path in self.paths for factor in (path.outer, path.inner)]
        digits = agreeing_digits(factors, self.value, sum_of_products)
        pairs = [(typst_factor(path.outer, digits), typst_factor(path.inner, digits)) for path in self.paths]
        given = sum_of_products([shown(factor, digits) for factor in factors])
        result = f"{typst_result(given, self.value)} {part(typst_number(self.value), 'sum')}"
        return f"{self._name} {typst_equals(*factors, digits=digits)} {self._terms(pairs)} {result}"

    @property
    def _name(self) -> str:
        return partial(symbol_source(self.output), symbol_source(self.start), self.total)

    def _terms(self, factors: Sequence[tuple[str, str]], times: str = " dot ") -> str:
        terms = []
        for path, (outer, inner) in zip(self.paths, factors, strict=True):
            labelled = part(outer, f"outer-{path.through}"), part(inner, f"inner-{path.through}")
            terms.append(part(labelled[0] if path.direct else times.join(labelled), f"path-{path.through}"))
        return total(terms)


@dataclass(frozen=True, slots=True)
class ChainRule:
    """f(u, v, …) of inner functions at a point of their inputs, with one sum over paths for each input.

    `composition` is f with the inner functions put in; `inner_values` is where f is evaluated.
    """

    outer: Function
    inner: tuple[tuple[str, Function], ...]
    inputs: tuple[str, ...]
    at: tuple[float, ...]
    inner_values: tuple[float, ...]
    value: float
    composition: Function
    sums: tuple[PathSum, ...]

    @classmethod
    def of(cls, outer: Function, inner: Mapping[str, Function], at: Sequence[float], output: str = "z") -> Self:
        """Chain `outer` with an `inner` function for each of its variables; one that is left out is an input itself.

        So f(x, u(x)) has the paths x → f and x → u → f. `at` has a number per input, in customary order. Raises
        DomainError for an inner function that outer does not use, and where a function has no value or no slope.
        """
        if not set(inner) <= set(outer.variables) or not outer.variables:
            stray = ", ".join(sorted(set(inner) - set(outer.variables))) or "nothing"
            raise DomainError(f"{outer.text} has the variables {', '.join(outer.variables)}; it does not use {stray}")
        whole = {name: inner.get(name) or Function.parse(name) for name in outer.variables}
        inputs = customary({variable for u in whole.values() for variable in u.variables})
        layer = {name: replace(u, variables=inputs) for name, u in whole.items()}
        expr = outer.expr.xreplace({each: layer[each.name].expr for each in outer.symbols})
        decimal = any(each.decimal for each in (outer, *whole.values()))
        composition = Function(plain_text(expr, decimal), expr, inputs)
        point = checked_point(composition, at)
        local = {name: Gradient.of(u, point) for name, u in layer.items()}
        middle = tuple(gradient.value for gradient in local.values())
        value_at(outer, *middle)
        top = Gradient.of(outer, middle)
        sums = tuple(_path_sum(output, axis, whole, top, local, composition) for axis in range(len(inputs)))
        return cls(outer, tuple(layer.items()), inputs, point, middle, top.value, composition, sums)

    @property
    def derivatives(self) -> tuple[float, ...]:
        """Return the derivative by each input, in their order."""
        return tuple(each.value for each in self.sums)

    @property
    def typst(self) -> str:
        """Return the functions that are chained; the parts are outer, and inner-u for each u."""
        inside = [
            f"{symbol_source(name)} = {part(typst(u), f'inner-{name}')}" for name, u in self.inner if u.text != name
        ]
        output = symbol_source(self.sums[0].output) if self.sums else "z"
        outer = f"{output} = f{arguments(self.outer.variables)} = {part(typst(self.outer), 'outer')}"
        return ", quad ".join([outer, *inside])


def _path_sum(
    output: str, axis: int, inner: Mapping[str, Function], top: Gradient, local: Mapping[str, Gradient], whole: Function
) -> PathSum:
    """Return the paths from input number `axis`: those through inner functions that use it."""
    start = whole.variables[axis]
    paths = []
    for position, (name, gradient) in enumerate(local.items()):
        if start in inner[name].variables:
            outer, along = top.components[position], gradient.components[axis]
            steps = (top.partials[position], gradient.partials[axis])
            direct = inner[name].expr == symbol(start) and name == start
            paths.append(ChainPath(start, name, *steps, outer, along, outer * along, direct))
    value = sum(path.product for path in paths)
    return PathSum(output, start, len(whole.variables) == 1, tuple(paths), value, whole.derivative(start))


def _bracketed(formula: Function) -> str:
    source = typst(formula)
    return f"({source})" if formula.expr.is_Add or source.startswith("-") else source
