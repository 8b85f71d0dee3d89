"""What is said of slices and their slopes, as the facts have it: level, downhill, a plane, a saddle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scenes.partial_slices.scene import PartialSlices

#: What a level place is like, by the kind of its Hessian.
LEVEL = {
    "minimum": "as at the bottom of a valley",
    "maximum": "as on the top of a hill",
    "saddle": "as on a saddle: up one way, down another",
}


def slope_along_x(lesson: PartialSlices) -> str:
    """Return what is said of the slope along x."""
    return (
        "Its slope [tangent] is the partial derivative of f by x. [symbols] Y is treated as a number, nothing more. "
        f"[value] Here it is {_told(lesson, 'x')}."
    )


def cut_along_y(lesson: PartialSlices) -> str:
    """Return what is said of the second slice."""
    return (
        "The same the other way: [held] hold x at {a:.3g}, [plane] and walk along y. Another plane, [curve] another "
        f"curve, [slope] another slope: {_told(lesson, 'y')}."
    )


def tangent_plane(lesson: PartialSlices) -> str:
    """Return what is said of the tangent plane."""
    if lesson.is_plane:
        last = "This surface is a plane itself: the two are one."
    elif lesson.is_level:
        last = "Here it lies level."
    else:
        last = "It is to the surface what the tangent is to a curve."
    return f"Put both tangents back. [plane] Two lines through one point span a plane: the tangent plane. {last}"


def walk_around(lesson: PartialSlices) -> str:
    """Return what is said of the slopes on a walk along y, with the usual slip: that ∂f/∂x cares about x only."""
    first = "Now walk, first along y alone. [watch] Watch the slope by x: "
    if lesson.is_plane:
        return first + "it stays, for a plane is equally steep everywhere."
    if lesson.mixes:
        return first + "it changes all the same. A common slip is to think that it cares about x only."
    return first + "here it stays, since in this formula x and y do not mix. A common slip is to take that for a rule."


def once_around(lesson: PartialSlices) -> str:
    """Return what is said of the slopes on a walk round about, in general and of this surface."""
    if lesson.is_plane:
        return "Once around, and both stay. On any other surface, slopes depend on where you stand."
    if lesson.mixes:
        return "Once around, and back. Each slope depends on both inputs: on where you stand."
    return (
        "Once around, and back. Here each slope listens to its own input alone; in x times y, it would be the other's."
    )


def gradient_of_both(lesson: PartialSlices) -> str:
    """Return what is said of the gradient, and to sum up."""
    first = "Write the two slopes one under the other, [gradient] and you have the gradient: "
    if lesson.is_level:
        how = LEVEL.get(lesson.kind, "and no way is up")
        told = f"here, both are zero. The ground is level, {how}. "
    else:
        told = "for this place, {slope_x:.3g} and {slope_y:.3g}. "
    return first + told + "[each] To sum up: one slice for each input, and one number from each slice."


def _told(lesson: Any, along: str) -> str:
    """Return the slope along a variable in words: the number, and what it means where it is not up."""
    slope = getattr(lesson, f"slope_{along}")
    if lesson.idle[along]:
        return f"zero everywhere, for f does not depend on {along}"
    if slope == 0:
        return f"zero, for along {along} the way is level here"
    return f"{{slope_{along}:.3g}}" + (", downhill" if slope < 0 else "")
