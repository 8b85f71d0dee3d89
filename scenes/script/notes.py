"""What is written about a lesson rather than filmed: its formula, the derivation, the facts, where to read on.

The handout and the page of a lesson are set from it. All mathematics is Typst source, printed by the lesson's facts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mathkit import Function, RuleStep
from mathkit.derivatives.derivation_steps import Derivative

MML = "Deisenroth, Faisal and Ong, Mathematics for Machine Learning"
PARR_HOWARD = "Parr and Howard, The Matrix Calculus You Need For Deep Learning"
COOKBOOK = "Petersen and Pedersen, The Matrix Cookbook"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a derivation: why it holds, in words, and the line itself."""

    why: str
    typst: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A book or a paper, and the sections of it that treat what the lesson shows."""

    work: str
    sections: str


@dataclass(frozen=True, slots=True)
class Notes:
    """The written side of a lesson. `facts` are (name, Typst source)."""

    formula: str
    derivation: tuple[Line, ...]
    facts: tuple[tuple[str, str], ...]
    references: tuple[Reference, ...]


def by_the_rules(f: Function, variable: str) -> tuple[Line, ...]:
    """Return the derivation of ∂f/∂variable, a line for each rule, and the result."""
    derivative = Derivative.of(f, variable)
    over = f" by {variable}" if len(f.variables) > 1 else ""
    return (*map(_line, derivative.steps), Line(f"the derivative{over}", derivative.typst))


def _line(step: RuleStep) -> Line:
    return Line(_RULES.get(step.rule, f"{step.rule} rule"), step.typst)


#: Rules that are not called "… rule".
_RULES = {
    "constant": "a constant",
    "variable": "the variable itself",
    "elementary": "an elementary function",
    "constant multiple": "a constant factor stays",
    "case by case": "case by case",
    "simplify": "simplified",
}


def references(mml: str, parr_howard: str, cookbook: str = "") -> tuple[Reference, ...]:
    """Return the three books with their sections; one without sections is left out."""
    works: Sequence[tuple[str, str]] = ((MML, mml), (PARR_HOWARD, parr_howard), (COOKBOOK, cookbook))
    return tuple(Reference(work, sections) for work, sections in works if sections)
