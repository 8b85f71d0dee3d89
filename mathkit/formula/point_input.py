"""Points and numbers as people type them: "1,2", "x=1,y=2", "pi/2"."""

from __future__ import annotations

import math
from collections.abc import Sequence

from mathkit.errors import FormulaError
from mathkit.formula.evaluation import compile_numpy, evaluate
from mathkit.formula.known_functions import nearest
from mathkit.formula.parser import parse
from mathkit.formula.tokenizer import MAX_LENGTH, canonical_name
from mathkit.notation.variable_names import customary, has_customary_order


def parse_number(text: str | float) -> float:
    """Parse a constant expression such as -1/3 or pi/2. Raises FormulaError if it is none, or not finite."""
    shown = str(text)
    value = float(evaluate(compile_numpy(parse(text, ()).expr, ()), ()) if isinstance(text, str) else text)
    if not math.isfinite(value):
        raise FormulaError(f"{shown} is no finite real number: type one such as 1.5 or pi/2")
    return value


def parse_point(given: str | Sequence[float | str], variables: Sequence[str]) -> tuple[float, ...]:
    """Parse a number per variable, in customary order: from "1,2", "x=1,y=2" or a sequence of numbers.

    Raises FormulaError, saying what to type, for a wrong count or an unknown name.
    """
    names = customary(variables)
    if isinstance(given, (int, float)):
        given = [given]
    if isinstance(given, str) and len(given) > MAX_LENGTH:
        raise FormulaError(f"a point of {len(given):,} characters: type {_example(names)}")
    bare = given.strip().strip("()") if isinstance(given, str) and _is_wrapped(given) else given
    pieces: list[str | float] = [*(split_at_commas(bare) if isinstance(bare, str) else bare)]
    shown = given if isinstance(given, str) else ", ".join(map(str, given))
    named = [piece for piece in pieces if isinstance(piece, str) and "=" in piece]
    if named and len(named) != len(pieces):
        raise FormulaError(f"point '{shown}' names some of its numbers: type {_example(names)}")
    if len(pieces) != len(names) or (len(pieces) == 1 and not str(pieces[0]).strip()):
        raise FormulaError(
            f"point '{shown}' has {len([p for p in pieces if str(p).strip()])} numbers, but there are {len(names)} "
            f"variables ({', '.join(names)}): type {_example(names)}"
        )
    if not named:
        if isinstance(given, str) and not has_customary_order(names):
            by_name = _example(names).partition(" or ")[2]
            raise FormulaError(f"point '{shown}' does not say which number is which: type {by_name}")
        return tuple(parse_number(piece) for piece in pieces)
    values = dict(_named(str(piece), names) for piece in pieces)
    if len(values) != len(names):
        raise FormulaError(f"point '{shown}' names a variable twice: type {_example(names)}")
    return tuple(values[name] for name in names)


def _is_wrapped(text: str) -> bool:
    """Tell whether the brackets of "(1, 2)" enclose the whole point, and not parts of it as in (1)/2, (3)."""
    text = text.strip()
    return text.startswith("(") and text.endswith(")") and text.count("(") == 1


def split_at_commas(text: str) -> list[str]:
    """Split at the commas that stand in no bracket: max(1,2),3 has two pieces."""
    pieces, depth = [""], 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            pieces.append("")
        else:
            pieces[-1] += character
    return pieces


def _named(piece: str, names: tuple[str, ...]) -> tuple[str, float]:
    written, _, number = piece.partition("=")
    name = canonical_name(written)
    if name not in names:
        hint = nearest(name, names)
        raise FormulaError(f"a point has no variable '{written.strip()}'{hint}; type {_example(names)}")
    return name, parse_number(number)


def _example(names: tuple[str, ...]) -> str:
    numbers = [str(index + 1) for index in range(len(names))]
    plain, by_name = (
        ",".join(numbers),
        ",".join(f"{name}={number}" for name, number in zip(names, numbers, strict=True)),
    )
    return f"{plain} or {by_name}"
