"""What the voice says of a tangent, where it hangs on the curve: straight, level, with a pole, a kink, a turning."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mathkit import CriticalPoint
    from scenes.tangent_line.scene import TangentLine


def question(lesson: TangentLine) -> str:
    """Return what the first beat asks."""
    if lesson.straight:
        return (
            "How steep is this line, [here] right here, [where] where x is {at:.3g}? A straight line has one slope, "
            "[every] the same at every point. What finds it here finds it on any curve."
        )
    return (
        "How steep is this curve, [here] right here, [where] where x is {at:.3g}? A straight line has one slope. "
        "[every] A curve has a new one at every point."
    )


def limit(lesson: TangentLine) -> str:
    """Return what the slope does as the second point comes closer, and the usual slip about it."""
    if lesson.straight:
        settles = "The slope does not change at all. However close the second point comes, it stays {slope:.3g}. "
    elif lesson.level:
        settles = (
            "The slope settles. The closer the second point, the flatter the secant, and its slope closes in on zero: "
            "here the tangent is level. "
        )
    else:
        settles = (
            "The slope settles. The closer the second point, the less it changes, and it closes in on {slope:.3g}. "
        )
    return settles + "[never] The run is never zero: nought over nought would say nothing. [does] The limit does."


def zoom(lesson: TangentLine) -> str:
    """Return what a magnifying glass shows."""
    if lesson.straight:
        return (
            "Look closer. Under a magnifying glass [zoom] nothing changes: a straight line looks the same from near "
            "and from far. It is its own tangent."
        )
    return (
        "Look closer. Under a magnifying glass [zoom] the curve straightens, until nobody can tell it from its "
        "tangent. That is what smooth means: seen from near, a line."
    )


def sweep(lesson: TangentLine) -> str:
    """Return what the slope does along the curve."""
    walk = (
        "Every point has its own slope. [walk] Let the point walk along the curve, and plot the slope below it. "
        "The new curve is the derivative, [prime] f prime. "
    )
    return walk + _along(lesson)


def back_and_forth(lesson: TangentLine) -> str:
    """Return what is said while the point walks back over the whole curve, and forth."""
    if lesson.straight:
        return "Once more, back and forth. All the way, the same slope."
    return (
        "Once more, back and forth. Where the curve rises, its derivative is above zero. Where it falls, it is below."
    )


def level_points(lesson: TangentLine) -> tuple[CriticalPoint, ...]:
    """Return the points of whose level tangents it is said that the derivative is zero there."""
    return lesson.features.critical_points if "[flat]" in _along(lesson) else ()


def _along(lesson: TangentLine) -> str:
    seen = lesson.features
    if lesson.straight and lesson.level:
        return "This line is level: its derivative is zero everywhere."
    if lesson.straight:
        return "A straight line has the same slope everywhere: its derivative is constant."
    if seen.jumps or seen.kinks:
        what = "a jump" if seen.jumps else "a kink"
        return f"Where the curve has {what}, there is no slope, and f prime has a gap."
    if seen.poles:
        return "Where the curve runs off at a pole, so does its slope: there is nothing to plot."
    if any(point.kind in ("minimum", "maximum") for point in seen.critical_points):
        return "Where the curve is [flat] flat, it crosses zero."
    if seen.critical_points:
        return "Where the curve is [flat] level for a moment, it touches zero."
    return f"Here it stays {'above' if lesson.rising else 'below'} zero: the curve only {lesson.goes}."


def predict(lesson: TangentLine) -> str:
    """Return how the error of a prediction falls with its step."""
    if lesson.exact:
        falls = "Here it is exact: a straight line is its own tangent."
        if not lesson.straight:
            falls = "Here it is exact: so near, the curve is a straight line."
    elif lesson.fall < 3:
        falls = "Halve the step, and the error falls to less than half: it shrinks faster than the step."
    elif lesson.fall < 5.5:
        falls = "Halve the step, and the error falls to about a quarter: it shrinks like the step squared."
    else:
        falls = "Halve the step, and the error falls to less than a fifth: even faster than the step squared."
    return (
        "The tangent also foretells. [step] One step to the side, [rule] the value is about f plus slope times the "
        f"step. [halve] {falls}"
    )


def no_tangent(lesson: TangentLine) -> str:
    """Return why there is no tangent."""
    if lesson.sides.kind == "jump":
        return "At a jump there is no slope to speak of: [kink] the curve is torn, and there is no tangent."
    return (
        "Left of the point the slope is {slope_left:.3g}, [right] right of it {slope_right:.3g}. Two slopes, one "
        "point: [kink] here the curve has a kink, and no tangent. Networks meet this at every relu, [side] and just "
        "pick a side."
    )
