"""What the voice says of gradients, where it hangs on the land: a valley, a plane, steps that are too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scenes.gradient_arrows.scene import GradientArrows

#: A loss that has fallen below this share of what it was is called almost zero.
ALMOST = 1e-3

TURNED = "A compass finds the way up. [turn] Now turn it round: downhill is minus the gradient. [step] "


def valley(lesson: GradientArrows) -> str:
    """Return what the first beat asks."""
    goal = "find the bottom of this valley" if lesson.ways.valley else "get lower"
    return (
        f"Here is a loss, over two weights, x and y. [look] Training means to {goal}. But we feel only [feet] the "
        "slope under our feet."
    )


def flatten(lesson: GradientArrows) -> str:
    """Return what is said of the map."""
    lines = "Even lines: it is as steep everywhere." if lesson.even else "Where the lines crowd, it is steep."
    return f"Draw lines of equal height, [above] and look from above: the landscape becomes a map. {lines}"


def arrows(lesson: GradientArrows) -> str:
    """Return what is said of the arrows."""
    first = "At every point, an arrow: the gradient. [parts] Its parts are the two partial slopes. "
    if lesson.plane:
        return first + "[same] On a plane both stay the same, and so does the arrow."
    if lesson.even:
        return first + "[same] It is as steep everywhere: the arrow turns, and is as long wherever you look."
    return first + "[long] It is long where the {land} is steep, [short] and short where it is flat."


def perpendicular(lesson: GradientArrows) -> str:
    """Return what is said of the contour, and of the straight way down where that misses the bottom."""
    miss = "" if lesson.missed is None else " Straight against it, [miss] you would miss the bottom."
    return (
        "Zero slope means equal height: [contour] that is the contour. [square] So the arrow stands square on it. "
        "[walk] Wherever you stand, it points up the steepest way from there." + miss
    )


def uphill(lesson: GradientArrows) -> str:
    """Return what is said of the way up, whose steps may have to be shorter."""
    shorter = ", and [rate] a smaller rate, which makes smaller steps" if lesson.smaller else ""
    return (
        f"For comparison, [turn] the other way: plus instead of minus{shorter}. "
        "[climb] With the arrow, from the same start, the loss only grows."
    )


def downhill(lesson: GradientArrows) -> str:
    """Return what is said of the way down, which the loss follows."""
    ways = lesson.ways
    last = "{ways.last:.3g}." if abs(ways.last) >= ALMOST * ways.first else "almost zero."
    return (
        TURNED + "Step against the arrow, look again, step again. After {steps_told}, the loss has fallen from "
        f"{{ways.first:.3g}} to {last}" + ("" if ways.arrives else " The way goes on.")
    )


def overshoot(lesson: GradientArrows) -> str:
    """Return what is said of steps that are too long."""
    if lesson.ways.leap is not None:
        what = "they lead right off the map. "
    else:
        what = "they leap across the {land}, and the loss does not fall. "
    return TURNED + f"But these steps are too long: {what}A smaller rate keeps to the way down."
