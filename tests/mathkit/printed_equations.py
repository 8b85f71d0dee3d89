"""Judge printed equations by the digits that are printed: both sides of each = and ≈ are read and worked out anew.

Typst source and plain text are read, nothing of mathkit is used. What is no number (a side with unknown symbols, words)
is passed over; `Judged.count` tells how many signs were judged, so that a test can see that something was.

    =  both sides are the same number, worked out from the digits shown
    ≈  they differ by no more than half a unit of the last digit shown, so that shown factors give the shown product

Definitions (f(x) = x²) and values (w = 0.5) of the same page are known. Variables of f that have no value are tried at
several places: f′(x) = 2 x has to hold at each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import mpmath as mp

DIGITS = 40
PLACES = ((0.37, 1.21, -0.83, 0.59), (1.43, 0.68, 0.91, -1.7), (-0.61, 2.3, 1.9, 0.2))
SAME = mp.mpf("1e-9")
ALIKE = mp.mpf("5e-3")  # of two sides neither of which is a mere number

_TOKEN = re.compile(
    r'(?P<number>\d+\.?\d*|\.\d+)|(?P<string>"[^"]*")|(?P<name>[A-Za-z]+(?:\.[a-z]+)*)|(?P<prime>\'+)'
    r"|(?P<sign><=|>=|!=|->|<-|\S)"
)
_PART = re.compile(r"\{\{\s*((?:(?!\{\{|\}\}).)*?)\s*:\s*[A-Za-z_][\w-]*\s*\}\}", re.S)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_PLAIN = {
    "\N{MINUS SIGN}": "-", "·": " dot ", "×": " times ", "≈": " approx ", "√": " sqrt", "∇": " nabla ", "′": "'",
    "σ": " sigma", "π": " pi ", "**": "^", "*": " dot ", "→": " -> ",
}  # fmt: skip

Value = Any  # an mpf, or an mp.matrix


class UnreadableError(Exception):
    """What is no number."""


@dataclass(frozen=True)
class Number:
    """What a side is worth; `unit` is that of the last digit shown, if it is a mere number or an array of them."""

    value: Value
    unit: Value | None = None
    general: bool = False  # of a side that holds variables: f(x) ≈ … says no number


@dataclass
class Page:
    """What the equations of a page may use: definitions of functions, and values of symbols."""

    functions: dict[str, tuple[tuple[str, ...], list[str]]] = field(default_factory=dict)
    values: dict[str, Value] = field(default_factory=dict)
    place: list[str] = field(default_factory=list)  # where the gradient was written last


@dataclass(frozen=True)
class Judged:
    """How many signs were judged, and what is wrong, in words."""

    count: int
    faults: tuple[str, ...]


def judged(sources: Iterable[str], plain: bool = False) -> Judged:
    """Judge all equations of a page."""
    with mp.workdps(DIGITS):
        texts = [from_plain(source) if plain else source for source in sources]
        chains = [chain for text in texts for chain in chains_of(text)]
        page = _page_of(chains)
        count, faults = 0, []
        for sides, signs in chains:
            found, wrong = _judged_chain(sides, signs, page)
            count += found
            faults += wrong
        return Judged(count, tuple(dict.fromkeys(faults)))


def from_plain(text: str) -> str:
    """Return the Typst source of what is written in plain text."""
    text = re.sub("[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda found: f"^({found[0].translate(_SUPERSCRIPTS)})", text)
    text = re.sub(r"∂f/∂(\w)", r" (partial f) / (partial \1) ", text)
    for written, source in _PLAIN.items():
        text = text.replace(written, source)
    return text


# -- from text to chains -----------------------------------------------------------------------------------------------

Chain = tuple[list[list[str]], list[str]]

_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "sin": mp.sin, "cos": mp.cos, "tan": mp.tan, "sinh": mp.sinh, "cosh": mp.cosh, "tanh": mp.tanh, "ln": mp.log,
    "log": mp.log, "exp": mp.exp, "sqrt": mp.sqrt, "arcsin": mp.asin, "arccos": mp.acos, "arctan": mp.atan,
    "sigma": lambda z: 1 / (1 + mp.exp(-z)), "sigmoid": lambda z: 1 / (1 + mp.exp(-z)),
    "relu": lambda z: max(z, mp.mpf(0)), "softplus": lambda z: mp.log1p(mp.exp(z)), "max": max, "min": min,
    "sgn": mp.sign, "sign": mp.sign, "erf": mp.erf, "floor": mp.floor, "ceil": mp.ceil,
}  # fmt: skip
_KNOWN = {
    *_FUNCTIONS, "abs", "norm", "root", "vec", "mat", "delim", "op", "bold", "partial", "dif", "nabla", "pi", "dot",
    "dot.o", "times", "slash", "top", "approx", "eta", "theta", "alpha", "beta", "lambda", "mu", "lim", "cases", "sum",
    "dots.c", "dots.v", "dots.down",
}  # fmt: skip
_BREAKS = {"quad", "\\", "->", "<-", ":", "<", ">", "<=", ">=", "!=", ";"}


def tokens_of(source: str) -> list[str]:
    """Split Typst source into tokens, without the names of its parts."""
    previous = None
    while previous != source:
        previous, source = source, _PART.sub(r"\1", source)
    return [found[0] for found in _TOKEN.finditer(source.replace("&", " "))]


def chains_of(source: str) -> Iterator[Chain]:
    """Yield the chains a = b ≈ c of a source: their sides, and the signs between them."""
    sides: list[list[str]] = [[]]
    signs: list[str] = []
    depth = 0
    tokens = [*tokens_of(source), "\\"]
    for token, following in zip(tokens, [*tokens[1:], ""], strict=True):
        depth += (token in ("(", "[")) - (token in (")", "]"))
        word = token[0] == '"' or (re.match("[A-Za-z]{2}", token) and token not in _KNOWN and following != "(")
        if depth <= 0 and (token in _BREAKS or token == "," or word):
            if len(sides) > 1:
                yield sides, signs
            sides, signs, depth = [[]], [], 0
        elif depth == 0 and token in ("=", "approx"):
            sides.append([])
            signs.append(token)
        else:
            sides[-1].append(token)


def _page_of(chains: Sequence[Chain]) -> Page:
    page = Page()
    for sides, signs in chains:
        head = re.fullmatch(r"([fgL]) \( ([a-zA-Z](?: , [a-zA-Z])*) \)", " ".join(sides[0]))
        if head and signs[0] == "=":
            page.functions.setdefault(head[1], (tuple(head[2].split(" , ")), sides[1]))
    free = {name for names, _ in page.functions.values() for name in names}
    for side in (side for sides, _ in chains for side in sides):
        if side[:3] == ["nabla", "f", "("] and not {"x", "y"} & set(side[: side.index(")")]):
            page.place = side[2 : side.index(")") + 1]
    for sides, signs in chains:
        name = _name(sides[0])
        if name and name not in free and set(signs) == {"="}:
            try:
                page.values.setdefault(name, _Reader(sides[-1], page, {}).whole().value)
            except UnreadableError:
                continue
    return page


def _name(side: Sequence[str]) -> str:
    """Return the name of a side that is a symbol alone: x, x_1, bold(x)."""
    text = "".join(side)
    return text if re.fullmatch(r"[A-Za-z](?:_\w|_\(\w+\))?|bold\([A-Za-z]\)|eta|theta|alpha", text) else ""


def _judged_chain(sides: list[list[str]], signs: list[str], page: Page) -> tuple[int, list[str]]:
    free = sorted({name for names, _ in page.functions.values() for name in names})
    count, faults = 0, []
    for place in PLACES if free else PLACES[:1]:
        at = dict(zip(free, map(mp.mpf, place), strict=False))
        numbers: list[Number | None] = []
        for side in sides:
            try:  # a symbol at the beginning is given a value there
                numbers.append(None if not numbers and _name(side) else _Reader(side, page, at).whole())
            except UnreadableError:
                numbers.append(None)
        last: int | None = None
        for index, number in enumerate(numbers):
            if number is None:
                continue
            before = None if last is None else numbers[last]
            if before is not None:
                equal = set(signs[last:index]) == {"="}
                if equal or not (number.general or before.general):
                    count += 1
                    if not _holds(before, equal, number):
                        one, other = (" ".join(sides[each]) for each in (last, index))
                        faults.append(f"{one} {'=' if equal else '≈'} {other}")
            last = index
    return count, faults


def _holds(one: Number, equal: bool, other: Number) -> bool:
    a, b = (_entries(number.value) for number in (one, other))
    if len(a) != len(b):
        return False
    units: list[Any] = [None] * len(a)
    for number in (one, other):
        if number.unit is not None:
            own = _entries(number.unit)
            units = [new if old is None else max(old, new) for old, new in zip(units, own, strict=True)]
    for left, right, unit in zip(a, b, units, strict=True):
        size = max(abs(left), abs(right))
        near = SAME * size + mp.mpf("1e-18")
        if not equal:
            near = max(near, ALIKE * size if unit is None else unit / 2 * (1 + SAME))
        if not abs(left - right) <= near:
            return False
    return True


def _entries(value: Value) -> list[Any]:
    return list(value) if isinstance(value, mp.matrix) else [value]


# -- from tokens to numbers --------------------------------------------------------------------------------------------


class _Reader:
    """Reads one side as a number, with the values of a page and of the variables at one place."""

    def __init__(self, tokens: Sequence[str], page: Page, at: Mapping[str, Value]) -> None:
        self.tokens = list(tokens)
        self.index = 0
        self.page = page
        self.at = at
        self.general = False  # whether a variable without a value was read

    @property
    def here(self) -> str:
        return self.tokens[self.index] if self.index < len(self.tokens) else ""

    def take(self, wanted: str = "") -> str:
        token = self.here
        if not token or (wanted and token != wanted):
            raise UnreadableError(token)
        self.index += 1
        return token

    def follows(self, *tokens: str) -> bool:
        return self.tokens[self.index : self.index + len(tokens)] == list(tokens)

    def whole(self) -> Number:
        try:
            number = self.sum()
        except (ZeroDivisionError, ValueError, TypeError, OverflowError, RecursionError) as error:
            raise UnreadableError(str(error)) from None
        if self.here or any(isinstance(x, mp.mpc) or not mp.isfinite(x) for x in _entries(number.value)):
            raise UnreadableError(self.here)
        return replace(number, general=self.general)

    def sum(self) -> Number:
        negative = False
        while self.here in ("-", "+"):
            negative ^= self.take() == "-"
        total = self.product()
        if negative:
            total = Number(-total.value, total.unit)
        while self.here in ("-", "+"):
            sign = self.take()
            term = self.product().value
            total = Number(total.value - term if sign == "-" else total.value + term)
        return total

    def product(self) -> Number:
        value = self.fraction()
        while self.here and self.here not in ("+", "-", ")", ",", ";", "]"):
            by = self.take() if self.here in ("dot", "dot.o", "times", "slash") else ""
            start = self.index
            factor = self.signed() if by else self.fraction()
            if by == "times" and value.unit is not None and self.tokens[start] == "10":
                value = Number(value.value * factor.value, value.unit * factor.value)
            else:
                value = Number(_times(value.value, factor.value, by))
        return value

    def signed(self) -> Number:
        if self.here == "-":
            self.take()
            number = self.fraction()
            return Number(-number.value, number.unit)
        return self.fraction()

    def fraction(self) -> Number:
        value = self.power()
        while self.here == "/":
            self.take()
            value = Number(value.value / self.power().value)
        return value

    def power(self) -> Number:
        base = self.atom()
        if self.here != "^":
            return base
        self.take()
        if self.here == "top":
            self.take()
            return Number(base.value.T)
        exponent = self.exponent()
        raised = base.value**exponent
        return Number(raised, raised if base.value == 10 and base.unit == 1 else None)

    def exponent(self) -> Value:
        if self.here == "(":
            return self.bracketed().value
        return self.atom().value

    def bracketed(self) -> Number:
        self.take("(")
        number = self.sum()
        self.take(")")
        return number

    def arguments(self) -> list[Value]:
        self.take("(")
        found = [self.sum().value]
        while self.here == ",":
            self.take()
            found.append(self.sum().value)
        self.take(")")
        return found

    def atom(self) -> Number:
        if self.here in ("(", "dif", "partial") and (number := self.differentiated()):
            return number
        if self.here == "(":
            return self.bracketed()
        token = self.take()
        if re.match(r"[\d.]", token):
            places = len(token.partition(".")[2])
            return Number(mp.mpf(token), mp.mpf(10) ** -places)
        if not re.match("[A-Za-z]", token):
            raise UnreadableError(token)
        if token == "op":
            self.take("(")
            token = self.take().strip('"')
            self.take(")")
        if token in ("vec", "mat"):
            return self.array(token)
        if token == "nabla":
            return self.gradient()
        if token in ("abs", "norm", "root"):
            return self.sized(token)
        if token in self.page.functions:
            return self.called(token)
        if token in _FUNCTIONS:
            return self.function(token)
        return self.symbol(token)

    def differentiated(self) -> Number | None:
        for operator in ("partial", "dif"):
            if self.follows("(", operator, "f", ")", "/", "(", operator) and self.tokens[self.index + 8] == ")":
                return self.derivative()
            if self.follows(operator, "/", "(", operator):
                return self.rule()
        return None

    def sized(self, name: str) -> Number:
        if name == "root":
            degree, inner = self.arguments()
            return Number(mp.root(inner, int(degree)) if inner >= 0 else -mp.root(-inner, int(degree)))
        value = self.bracketed().value
        return Number(mp.norm(value) if isinstance(value, mp.matrix) else abs(value))

    def function(self, name: str) -> Number:
        exponent = None
        if self.here == "^":
            self.take()
            exponent = self.exponent()
        values = self.arguments()
        if len(values) == 1 and isinstance(values[0], mp.matrix):
            return Number(values[0].apply(_FUNCTIONS[name]))
        value = _FUNCTIONS[name](*values)
        return Number(value if exponent is None else value**exponent)

    def symbol(self, token: str) -> Number:
        name = token
        if token == "bold":
            self.take("(")
            name = f"bold({self.take()})"
            self.take(")")
        if self.here == "_":
            self.take()
            start = self.index
            self.exponent() if self.here == "(" else self.take()
            name += "_" + "".join(self.tokens[start : self.index])
        self.general |= name in self.at and name not in self.page.values
        for known in (self.page.values, self.at, {"e": mp.e, "pi": mp.pi}):
            if name in known:
                return Number(+known[name])
        raise UnreadableError(name)

    def array(self, kind: str) -> Number:
        self.take("(")
        for token in ("delim", ":", '"["', ","):
            self.take(token)
        rows: list[list[Number]] = [[]]
        while True:
            rows[-1].append(self.sum())
            end = self.take()
            if end == ")":
                break
            if end == ";" or kind == "vec":
                rows.append([])
        values = mp.matrix([[number.value for number in row] for row in rows])
        units = [[number.unit for number in row] for row in rows]
        bare = all(unit is not None for row in units for unit in row)
        return Number(values, mp.matrix(units) if bare else None)

    # -- f and its derivatives ---------------------------------------------------------------------------------------

    def called(self, name: str) -> Number:
        order = len(self.take()) if self.here and self.here[0] == "'" else 0
        arguments = self.arguments()
        if order:
            return Number(mp.diff(lambda x: self.value_of(name, (x,)), arguments[0], order))
        return Number(self.value_of(name, arguments))

    def value_of(self, name: str, arguments: Sequence[Value]) -> Value:
        names, body = self.page.functions[name]
        if len(arguments) != len(names):
            raise UnreadableError(name)
        page = Page({other: each for other, each in self.page.functions.items() if other != name}, {})
        return _Reader(body, page, dict(zip(names, arguments, strict=True))).whole().value

    def place(self) -> tuple[tuple[str, ...], list[Value]]:
        if "f" not in self.page.functions:
            raise UnreadableError("f")
        names, _ = self.page.functions["f"]
        if self.here == "(" and len(names) > 0:
            return names, self.arguments()
        raise UnreadableError("no place")

    def derivative(self) -> Number:
        over = self.tokens[self.index + 7]
        self.index += 9
        names, at = self.place() if self.here == "(" else self.free()
        if over not in names:
            raise UnreadableError(over)
        return Number(self.partial(names, at, over))

    def rule(self) -> Number:
        """Read d/dx (…), the derivative of what stands in the bracket."""
        name, start = self.tokens[self.index + 4], self.index + 6
        if name not in self.at or self.tokens[start - 1] != ")":
            raise UnreadableError(name)

        def moved(x: Value) -> Value:
            reader = _Reader(self.tokens[start:], self.page, {**self.at, name: x})
            value = reader.bracketed().value
            self.index = start + reader.index
            return value

        return Number(mp.diff(moved, self.at[name]))

    def free(self) -> tuple[tuple[str, ...], list[Value]]:
        """Return the variables of f at the place that is tried: ∂f/∂x alone is a formula."""
        if "f" not in self.page.functions:
            raise UnreadableError("f")
        names, _ = self.page.functions["f"]
        return names, [self.at[name] for name in names]

    def partial(self, names: Sequence[str], at: Sequence[Value], over: str) -> Value:
        axis = list(names).index(over)
        if len(at) != len(names):
            raise UnreadableError("place")
        return mp.diff(lambda x: self.value_of("f", [*at[:axis], x, *at[axis + 1 :]]), at[axis])

    def gradient(self) -> Number:
        if self.here == "^":
            raise UnreadableError("Hessian")
        self.take("f")
        names, at = self.place() if self.here == "(" else self.standing()
        return Number(mp.matrix([self.partial(names, at, over) for over in names]))

    def standing(self) -> tuple[tuple[str, ...], list[Value]]:
        """Return the place at which ∇f was last written: |∇f| stands for that."""
        if not self.page.place or "f" not in self.page.functions:
            raise UnreadableError("no place")
        return self.page.functions["f"][0], _Reader(self.page.place, self.page, {}).arguments()


def _times(one: Value, other: Value, by: str) -> Value:
    if by == "slash":
        return one / other
    if isinstance(one, mp.matrix) and isinstance(other, mp.matrix):
        if by == "dot.o":
            return mp.matrix(one.rows, one.cols, [a * b for a, b in zip(one, other, strict=True)])
        if by == "dot" and one.cols == other.cols == 1:
            return sum(a * b for a, b in zip(one, other, strict=True))
        if by == "dot" and one.cols != other.rows:
            raise UnreadableError("shapes")
    return one * other
