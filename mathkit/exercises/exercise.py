"""An exercise: what is asked, and a solution that ends in numbers."""

from __future__ import annotations

import random
from dataclasses import dataclass

#: What numbers are drawn with: seeded, so that the same seed gives the same exercises.
Draw = random.Random


@dataclass(frozen=True, slots=True)
class Exercise:
    """A task for a student: Typst markup of words and $formulas$, and the lines of its solution (Typst mathematics).

    `answer` holds the numbers that the solution ends in, in the order in which they are asked for.
    """

    task: str
    solution: tuple[str, ...]
    answer: tuple[float, ...]
