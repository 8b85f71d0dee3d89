r"""LaTeX as people paste it, written as a formula is typed: \frac{\sin 2x}{x} is ((sin(2x))/(x)).

Every character that comes out knows where in the pasted text it stands, so that a fault is pointed at there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from mathkit.errors import FormulaError
from mathkit.notation.greek import GREEK

_IS_LATEX = re.compile(r"\\[a-zA-Z,;:! \\(\[{|]|\$|\^\s*\{")
#: Commands within one another.
_MOST_DEPTH = 40
#: So much longer than what was pasted no formula gets: each command is a few characters.
_MOST_GROWTH = 4

_SPACES = frozenset(
    [",", ";", ":", "!", "quad", "qquad", "space", "thinspace", "displaystyle", "textstyle", "limits", "nolimits", " "]
)
_SIZES = frozenset(["left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "bigg", "biggl", "biggr", "middle"])
_FONTS = frozenset(
    [
        "mathrm",
        "mathbf",
        "mathit",
        "mathsf",
        "mathcal",
        "boldsymbol",
        "bm",
        "text",
        "textrm",
        "textit",
        "operatorname",
        "vec",
        "mathop",
    ]
)
_SIGNS = {
    "cdot": "*", "times": "*", "ast": "*", "div": "/", "bmod": "%", "mod": "%", "lbrace": "(", "rbrace": ")", "{": "(",
    "}": ")", "lparen": "(", "rparen": ")", "lbrack": "(", "rbrack": ")", "le": "<=", "leq": "<=", "leqslant": "<=",
    "ge": ">=", "geq": ">=", "geqslant": ">=", "lt": "<", "gt": ">", "ne": "!=", "neq": "!=", "land": " and ",
    "wedge": " and ", "lor": " or ", "vee": " or ", "neg": " not ", "lnot": " not ", "lvert": " abs(", "rvert": ")",
    "lfloor": " floor(", "rfloor": ")", "lceil": " ceil(", "rceil": ")", "|": "|", "(": "", ")": "", "[": "", "]": "",
    "%": "%", "mid": "|", "vert": "|",
}  # fmt: skip
_FUNCTIONS = frozenset(
    [
        "sin",
        "cos",
        "tan",
        "cot",
        "sec",
        "csc",
        "arcsin",
        "arccos",
        "arctan",
        "sinh",
        "cosh",
        "tanh",
        "coth",
        "exp",
        "log",
        "ln",
        "lg",
        "max",
        "min",
        "sgn",
        "relu",
    ]
)
#: Words within cases.
_WORDS = re.compile(r"\\(?:text|mathrm|textrm)\s*\{([^}]*)\}")
_IF = re.compile(r"^\s*(?:if|for|when)\b")
_VARIANTS = {"varepsilon": "epsilon", "varphi": "phi", "vartheta": "theta", "varrho": "rho", "varsigma": "sigma"}
_LETTER_NAMES = {"lambda": "lamda"}


def is_latex(text: str) -> bool:
    """Return whether a text has commands, dollars or braces of LaTeX."""
    return _IS_LATEX.search(text) is not None


def plain_of_latex(text: str) -> tuple[str, list[int]]:
    """Return the formula as it is typed, and for each of its characters the place in `text` that it comes from.

    Raises FormulaError for a command that is no part of a formula.
    """
    reader = _Reader(text)
    reader.run()
    return "".join(reader.out), reader.places


class _Reader:
    """A cursor over the text, and what was written so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0
        self.out: list[str] = []
        self.places: list[int] = []

    def run(self, until: str = "") -> None:
        """Translate up to the character `until`, which is passed over, or to the end."""
        opened = self.at - 1
        while self.at < len(self.text):
            if until and self.text[self.at] == until:
                self.at += 1
                return
            self.step()
        if until:
            raise FormulaError(f"'{self.text[opened]}' is never closed: type '{until}'", self.text, max(opened, 0))

    def step(self) -> None:
        """Translate what stands here: a command, a group, or a character."""
        here = self.text[self.at]
        if here == "\\":
            self.command()
        elif here == "{":
            self.group()
        elif here in "$~&":
            self.write(" ")
            self.at += 1
        elif index := re.compile(r"_\{[0-9]+\}").match(self.text, self.at):
            self.copy(index.end())
        elif here in "^_" and self.text[self.at + 1 : self.at + 2] == "\\":
            self.copy(self.at + 1)
            self.argument()
        else:
            self.copy(self.at + 1)

    def write(self, text: str, at: int | None = None) -> None:
        self.out += text
        self.places += [self.at if at is None else at] * len(text)
        if len(self.out) > _MOST_GROWTH * len(self.text) + 40:
            raise FormulaError("a formula too long to be read", self.text, min(self.at, len(self.text)))

    def copy(self, end: int) -> None:
        for place in range(self.at, min(end, len(self.text))):
            self.write(self.text[place], place)
        self.at = end

    def group(self, before: str = "(", after: str = ")") -> None:
        """Translate {…}, in brackets."""
        self.depth += 1
        if self.depth > _MOST_DEPTH:
            raise FormulaError(f"more than {_MOST_DEPTH} groups within one another", self.text, self.at)
        self.write(before)
        self.at += 1
        self.run("}")
        self.write(after, self.at - 1)
        self.depth -= 1

    def argument(self) -> None:
        r"""Translate what a command is applied to, in brackets: {…}, a command, or one character, as in \frac12."""
        self.skip()
        if self.at >= len(self.text):
            raise FormulaError("the formula ends too early: type {…} here", self.text, len(self.text))
        if self.text[self.at] == "{":
            self.group()
            return
        self.write("(")
        if self.text[self.at] == "\\":
            self.command()
        else:
            self.copy(self.at + 1)
        self.write(")", self.at - 1)

    def skip(self) -> None:
        while self.at < len(self.text) and (self.text[self.at].isspace() or self.text[self.at] == "~"):
            self.at += 1

    # -- commands -----------------------------------------------------------------------------------------------------

    def command(self) -> None:
        start = self.at
        name = self.name()
        if name in _SPACES or name in _SIZES:
            self.write(" ", start)
            self.delimiter(name, start)
        elif name in _SIGNS:
            self.write(_SIGNS[name], start)
        elif name in _FONTS:
            self.font(start)
        elif name in _FUNCTIONS:
            self.function(name, start)
        elif _VARIANTS.get(name, name) in GREEK:
            letter = _VARIANTS.get(name, name)
            self.write(unicodedata.lookup(f"GREEK SMALL LETTER {_LETTER_NAMES.get(letter, letter).upper()}"), start)
        elif special := _COMMANDS.get(name):
            special(self, start)
        else:
            raise FormulaError(f"\\{name} is not read in a formula: type it without LaTeX", self.text, start)

    def name(self) -> str:
        found = re.compile(r"\\([a-zA-Z]+|.|\Z)", re.DOTALL).match(self.text, self.at)
        assert found is not None
        self.at = found.end()
        return found[1]

    def delimiter(self, name: str, start: int) -> None:
        r"""Translate the bar or the dot after \left and \right; brackets are translated as they come."""
        if name not in _SIZES or self.at >= len(self.text):
            return
        here = self.text[self.at]
        bar = "|" if here == "|" else ""
        if here == "." or bar:
            self.at += 1
            opens = name in ("left", "bigl", "Bigl", "biggl")
            self.write(
                (" abs(" if opens else ")") if bar and name not in ("big", "Big", "bigg", "middle") else bar, start
            )
        elif here in "[]":
            self.write("(" if here == "[" else ")")
            self.at += 1

    def font(self, start: int) -> None:
        r"""Translate \mathrm{e}, \operatorname{relu}(x): the letters, and as a function what is one."""
        self.skip()
        written = re.compile(r"\{\s*([A-Za-z0-9_ ]*)\s*\}").match(self.text, self.at)
        if written is None:
            self.argument()
            return
        name = written[1].strip()
        self.at = written.end()
        self.function(name, start) if len(name) > 1 and name.isalnum() else self.write(f" {name} ", start)

    def function(self, name: str, start: int) -> None:
        r"""Translate a function with its argument, which needs no brackets: \sin^2 2x is sin^2(2x)."""
        index = re.compile(r"\s*_\s*(?:\{\s*([0-9]+)\s*\}|([0-9]+))").match(self.text, self.at)
        if index and name in ("log", "lg", "ln"):
            self.at = index.end()
            number = index[1] or index[2]
            if number not in ("2", "10"):
                raise FormulaError(f"a logarithm to the base {number}: type log(x, {number})", self.text, start)
            name += number
        self.write(f" {name}", start)
        raised = re.compile(r"\s*\^\s*(?:\{\s*([0-9]+)\s*\}|([0-9]))").match(self.text, self.at)
        if raised:
            self.write(f"^{raised[1] or raised[2]}")
            self.at = raised.end()
        self.skip()
        ahead = self.text[self.at : self.at + 8]
        if ahead.startswith(("(", "|", "\\!", "\\,", "\\left", "\\big", "\\Big", "\\lvert", "[", "^")) or not ahead:
            return
        if ahead.startswith("{"):
            self.group()
            return
        self.write("(")
        if ahead[0] in "+-−":
            self.copy(self.at + 1)
        while self.unit():
            pass
        self.write(")", max(self.at - 1, 0))

    def unit(self) -> bool:
        """Translate one number, letter, fraction or root of a bare argument with its exponent; tell whether one was."""
        spaces = self.at
        self.skip()
        here = self.text[self.at : self.at + 1]
        command = re.compile(r"\\([a-zA-Z]+)").match(self.text, self.at)
        if command and (
            _VARIANTS.get(command[1], command[1]) in GREEK or command[1] in ("frac", "tfrac", "dfrac", "sqrt")
        ):
            self.command()
        elif here and (here.isalnum() or here in "{."):
            number = re.compile(r"[0-9.]+").match(self.text, self.at)
            if number:
                self.copy(number.end())
            else:
                self.step()
        else:
            self.at = spaces
            return False
        while self.text[self.at : self.at + 1] in ("^", "_") and self.at < len(self.text):
            if self.text[self.at + 1 : self.at + 2] == "{" and self.text[self.at] == "^":
                self.copy(self.at + 1)
                self.group()
            else:
                self.step()
                if self.text[self.at - 1] in "^_" and self.at < len(self.text):
                    self.step()
        return True

    def fraction(self, start: int) -> None:
        self.write("(", start)
        self.argument()
        self.write("/")
        self.argument()
        self.write(")", self.at - 1)

    def root(self, start: int) -> None:
        self.skip()
        if self.text[self.at : self.at + 1] != "[":
            self.write(" sqrt", start)
            self.argument()
            return
        end = self.text.find("]", self.at)
        degree = self.text[self.at + 1 : end].strip() if end > 0 else ""
        if not re.fullmatch("[0-9]{1,3}", degree):
            raise FormulaError(r"a root is typed \sqrt{x} or \sqrt[3]{x}", self.text, start)
        self.at = end + 1
        self.write("(", start)
        self.argument()
        self.write(f"^(1/{degree}))", self.at - 1)

    def environment(self, start: int) -> None:
        r"""Translate \begin{cases} a & x > 0 \\ b & otherwise \end{cases} as (a if x > 0 else b)."""
        found = re.compile(r"\{(cases|dcases|array)\}(?:\{[^}]*\})?(.*?)\\end\{\1\}", re.DOTALL).match(
            self.text, self.at
        )
        if found is None:
            raise FormulaError(r"only \begin{cases} … \end{cases} is read in a formula", self.text, start)
        self.write("(", start)
        end, first = found.end(), found.start(2)
        rows = re.split(r"(\\\\)", found[2])
        place, written = first, 0
        for row in rows:
            if row != "\\\\" and row.strip():
                self.row(row, place, written)
                written += 1
            place += len(row)
        self.at = end
        self.write(")", end - 1)

    def row(self, row: str, place: int, written: int) -> None:
        value, found, condition = row.partition("&")
        condition = _WORDS.sub(lambda each: each[1].center(len(each[0])), condition).rstrip(" ,.")
        condition = _IF.sub(lambda each: " " * len(each[0]), condition)
        is_rest = not found or condition.strip().lower() in ("otherwise", "else", "sonst")
        if written:
            self.write(" else " if is_rest else ", ", place)
        self.part(value.rstrip().rstrip(","), place)
        if not is_rest:
            self.write(" if ", place + len(value))
            self.part(condition, place + len(value) + 1)

    def part(self, text: str, place: int) -> None:
        """Translate a part of the text by itself, as it stands at `place`."""
        self.depth += 1
        if self.depth > _MOST_DEPTH:
            raise FormulaError(f"more than {_MOST_DEPTH} groups within one another", self.text, place)
        inner = _Reader(text)
        inner.depth = self.depth
        try:
            inner.run()
        except FormulaError as fault:
            raise FormulaError(str(fault).splitlines()[0], self.text, place + (fault.position or 0)) from None
        for character, at in zip(inner.out, inner.places, strict=True):
            self.write(character, place + at)
        self.depth -= 1


_COMMANDS: dict[str, Callable[[_Reader, int], None]] = dict.fromkeys(
    ("frac", "dfrac", "tfrac", "cfrac"), _Reader.fraction
)
_COMMANDS |= {"sqrt": _Reader.root, "begin": _Reader.environment}
