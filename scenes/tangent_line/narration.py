"""All words of the film, beat by beat: what is said, titles, chapters, labels."""

from __future__ import annotations

from scenes.script.sentence_template import FILM_TITLE, BeatText, cases

question = BeatText(
    say=cases(
        straight="How steep is this line, [here] right here, [where] where {x} is {at:.3g}? A straight line has one "
        "slope, [every] the same at every point. What finds it here finds it on any curve.",
        otherwise="How steep is this curve, [here] right here, [where] where {x} is {at:.3g}? A straight line has one "
        "slope. [every] A curve may have a new one at every point.",
    ),
    title="How steep is a curve at one point?",
    chapter="The question",
)

secant_line = BeatText(
    say="Take a second point, [line] and draw the line through both: a secant. [rise] Its slope is the rise [run] over "
    "the run, [slope] and that is {secant.slope:.3g}.",
    title="Two points have a slope: rise over run",
    chapter="Secants",
)

guess_first = BeatText(
    say="Now let [slide] the second point slide towards the first. [what] What will the slope do? Make a guess.",
    title="What will the slope do?",
)

limit = BeatText(
    say=cases(
        straight="The slope does not change at all. However close the second point comes, it stays {slope:.3g}. ",
        straight_nearby="The slope does not change: it stays {slope:.3g}. From here to the second point, the curve is "
        "a straight line. ",
        straightens="The slope settles, and stays {slope:.3g}: so near, the curve is a straight line. ",
        looks_straight="The slope hardly changes: so near, the curve is almost a straight line. It closes in on "
        "{slope:.3g}. ",
        closes_in=cases(
            level="The slope settles. The closer the second point, the flatter the secant, and its slope closes in on "
            "zero: here the tangent is level. ",
            otherwise="The slope settles. The closer the second point, the nearer it gets: it closes in on "
            "{slope:.3g}. ",
        ),
        level="The slope settles: it closes in on zero. Here the tangent is level. ",
        otherwise="The slope settles: it closes in on {slope:.3g}. ",
    )
    + "[never] The run is never zero: nought over nought would say nothing. [does] The limit does.",
    title=cases(
        straight="The slope stays: that is the tangent",
        straight_nearby="The slope stays: that is the tangent",
        otherwise="The slope settles: that is the tangent",
    ),
    chapter="The limit",
)

zoom = BeatText(
    say="Look closer. Under a magnifying glass [zoom] "
    + cases(
        straight="nothing changes: a straight line looks the same from near and from far. It is its own tangent.",
        straight_in_glass="nothing changes: so near, the curve is a straight line. It is its own tangent.",
        straight_at_last="the curve is a straight line: nobody can tell it from its tangent. That is what smooth "
        "means.",
        one_with_tangent="the curve straightens, until nobody can tell it from its tangent. That is what smooth means: "
        "seen from near, a line.",
        otherwise="the curve straightens: the closer, the harder it is to tell it from its tangent. That is what "
        "smooth means: seen from near, a line.",
    ),
    title=cases(
        one_with_tangent="From near, curve and tangent are one line",
        otherwise="From near, the curve straightens",
    ),
    chapter="Zooming in",
)

sweep = BeatText(
    say="Now ask at every point. [walk] Let the point walk along the curve, and plot its slope below it. The new curve "
    "is the derivative, [prime] {called}′. "
    + cases(
        level_line="This line is level: its derivative is zero everywhere.",
        straight="A straight line has the same slope everywhere: its derivative is constant.",
        torn="Where the curve has a jump, there is no slope, and {called}′ has a gap.",
        bent="Where the curve has a kink, there is no slope, and {called}′ has a gap.",
        has_poles="Where the curve runs off at a pole, so does its slope: there is nothing to plot.",
        one_missing="One point is missing: there the curve has no slope, and {called}′ has a gap.",
        pierced="Where a point is missing, the curve has no slope, and {called}′ has a gap.",
        crosses_zero="Where the curve is [flat] flat, it crosses zero.",
        touches_zero="Where the curve is [flat] level for a moment, it touches zero.",
        crosses_and_touches_zero="Where the curve [flat] turns, it crosses zero. Where the curve is level only for a "
        "moment, it touches zero.",
        stays_zero="Where the curve runs level, it is zero.",
        rises_throughout="Here it stays above zero: the curve only rises.",
        falls_throughout="Here it stays below zero: the curve only falls.",
        rises_in_pieces="Here it stays above zero: each piece of the curve rises.",
        falls_in_pieces="Here it stays below zero: each piece of the curve falls.",
        otherwise="Where it is above zero, the curve rises. Where it is below, the curve falls.",
    ),
    title="The slope at every point: the derivative",
    chapter="The derivative",
)

back_and_forth = BeatText(
    say=cases(
        straight="Once more, back and forth. All the way, the same slope.",
        rises_throughout="Once more, back and forth. All the way, the derivative is above zero, and the curve rises.",
        falls_throughout="Once more, back and forth. All the way, the derivative is below zero, and the curve falls.",
        otherwise="Once more, back and forth. Where the derivative is above zero, the curve rises. Where it is below, "
        "the curve falls.",
    )
)

predict = BeatText(
    say="The tangent also foretells. [step] A small step to the side, [rule] the value is about {called} plus slope "
    "times the step. [halve] "
    + cases(
        straight="Here it is exact: a straight line is its own tangent.",
        straight_ahead="Here it is exact: so near, the curve is a straight line.",
        errors_quarter="Halve the step, and the error falls to about a quarter: it shrinks like the "
        "square of the step.",
        errors_more_than_quarter="Halve the step, and the error falls to less than a fifth: even faster than the "
        "square of the step.",
        errors_more_than_halve="Halve the step, and the error falls to less than half: it shrinks faster than the "
        "step.",
        otherwise="Halve the step, again and again: in the end, the error shrinks faster than the step.",
    ),
    title="The tangent predicts what comes next",
    chapter="Prediction",
)

recap = BeatText(
    say="So, in one picture. [secants] "
    + cases(
        straight_nearby="The secants lie on the tangent. ",
        otherwise="Secants close in on the tangent. ",
    )
    + "[slope] The tangent's slope is the derivative. "
    "[near] And near the point, it stands for the curve.",
    title=FILM_TITLE,
    chapter="Recap",
    labels={
        "secants": "Secants: rise over run.",
        "limit": "Their limit: the tangent's slope.",
        "near": "Nearby, the tangent stands for the curve.",
    },
)

guess_sides = BeatText(
    say="Now come from the right, [left] and from the left. Will the two secants agree? Make a guess.",
    title="From the left, from the right: will they agree?",
)

two_sides = BeatText(
    say=cases(
        secants_differ="They do not. However close the second point comes, the secants keep two different slopes.",
        kink="In the end, they do not. The secants close in on two different slopes.",
        both_steepen="Neither settles. The closer the second point comes, the steeper the secant, and there is no end "
        "to it.",
        one_steepens="They do not. On one side, the closer the second point comes, the steeper the secant, and there "
        "is no end to it.",
        otherwise="They settle on no common slope, however close the second point comes.",
    ),
    title=cases(
        kink="However close: two different slopes",
        otherwise="However close: no common slope",
    ),
    chapter="Two sides",
)

no_tangent = BeatText(
    say=cases(
        jump="Here the curve leaps: [kink] it is torn, and there is no tangent. A slope needs a curve that holds "
        "together.",
        kink="From the left, the slope closes in on {sides.left:.3g}, [right] from the right on {sides.right:.3g}. Two "
        "slopes, one point: [kink] here the curve has a kink, and no tangent. Networks meet this at every relu, [side] "
        "and just pick a side.",
    ),
    title=cases(jump="At a jump there is no tangent", kink="At a kink there is no tangent"),
    chapter="No tangent",
    labels={"verdict": cases(jump="A jump: no tangent here.", kink="A kink: no tangent here.")},
)
