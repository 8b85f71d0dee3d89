"""All words of the film, beat by beat: what is said, titles, chapters."""

from __future__ import annotations

from scenes.script.sentence_template import BeatText, Cases, cases


def _slope(along: str) -> Cases:
    """Return the slope along a variable: the number, and what it means where it is not up."""
    return cases(
        **{
            f"without_{along}": f"zero everywhere, for {{called}} does not depend on {{{along}}}.",
            f"level_along_{along}": f"zero, for along {{{along}}} the way is level here.",
            f"falls_along_{along}": f"{{slope_{along}:.3g}}, downhill.",
            "otherwise": f"{{slope_{along}:.3g}}.",
        }
    )


landscape = BeatText(
    say="How steep is a landscape? It has two inputs: {x} and {y} choose the place, and {called} is the height. "
    "[stand] Let us stand at {x} {a:.3g}, {y} {b:.3g}, and look around.",
    title="How steep is a landscape?",
    chapter="A landscape",
)

which_way = BeatText(
    say="How steep is it here? Before you answer: [ways] in which direction do you walk?",
    title="How steep is it here? Which way do you walk?",
)

cut_along_x = BeatText(
    say="Walk along {x} alone. [held] Then {y} stays {b:.3g}: a constant. [plane] That cuts the landscape with a "
    "plane, [curve] and in the cut there is only a curve. [known] A curve of one variable: we know what to do.",
    title="Hold {y} still: a plane cuts out a curve",
    chapter="Slice along {x}",
)

slope_along_x = BeatText(
    say="Its slope [tangent] is the partial derivative of {called} by {x}. [symbols] Treat {y} as a number, nothing "
    "more. [value] Here it is " + _slope("x"),
    title="Its slope is the partial derivative by {x}",
)

cut_along_y = BeatText(
    say="The same the other way: [held] hold {x} at {a:.3g}, [plane] and walk along {y}. A second plane, [curve] a "
    "second curve, [slope] a second slope: " + _slope("y"),
    title="Hold {x} still: a second slice, a second slope",
    chapter="Slice along {y}",
)

tangent_plane = BeatText(
    say="Put both tangents back. [plane] Two lines through one point span a plane: the tangent plane. "
    + cases(
        is_plane="This surface is a plane itself: the two are one.",
        is_level="Here it lies level.",
        otherwise="It is to the surface what the tangent is to a curve.",
    ),
    title="Both tangents span the tangent plane",
    chapter="Tangent plane",
)

# The usual slip is to think that ∂f/∂x cares about {x} only.
walk_around = BeatText(
    say="Now walk, first along {y} alone. [watch] Watch the slope by {x}: "
    + cases(
        is_plane="it stays, for a plane is equally steep everywhere.",
        slope_x_moves="it changes all the same. A common slip is to think that it cares about {x} only.",
        do_not_mix="here it stays, since in this formula {x} and {y} do not mix. A common slip is to take that for "
        "a rule.",
        otherwise="a change of {y} may move it, though {x} stays. A common slip is to think that it cares "
        "about {x} only.",
    ),
    title=cases(
        is_plane="Walk: both slopes stay",
        both_move="Walk: both slopes follow",
        otherwise="Walk: watch both slopes",
    ),
    chapter="Both slopes move",
)

once_around = BeatText(
    say=cases(
        is_plane="Once around, and both stay. On any other surface, slopes depend on where you stand.",
        each_depends_on_both="Once around, and back. Each slope depends on both inputs: on where you stand.",
        each_depends_on_its_own="Once around, and back. Here each slope listens to its own input alone; in {x} times "
        "{y}, it would be the other's.",
        otherwise="Once around, and back. What the slopes are depends on where you stand.",
    )
)

gradient_of_both = BeatText(
    say="Write the two slopes one under the other, [gradient] and you have the gradient: "
    + cases(
        no_way_down="here, both are zero. The ground is level, and no way leads down, as at the bottom of a valley.",
        no_way_up="here, both are zero. The ground is level, and no way leads up, as on the top of a hill.",
        ways_up_and_down="here, both are zero. The ground is level, yet it leads up one way, and down another.",
        level_around="here, both are zero. The ground is level all around.",
        is_level="here, both are zero. To first order, the ground is level.",
        otherwise="for this place, {slope_x:.3g} and {slope_y:.3g}.",
    )
    + " [each] To sum up: one slice for each input, and one number from each slice.",
    title="Two slopes together: the gradient",
    chapter="The gradient",
)
