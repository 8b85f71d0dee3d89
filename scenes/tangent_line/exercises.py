"""The exercises of the lesson."""

from __future__ import annotations

from mathkit.exercises.exercise import Exercise
from mathkit.exercises.exercise_sets import drawn


def exercises(facts: object, seed: int) -> tuple[Exercise, ...]:
    """Return exercises for a seed; another one has other numbers."""
    return drawn("tangent", seed)
