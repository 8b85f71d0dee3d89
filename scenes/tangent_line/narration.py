"""All words of the film, beat by beat: what is said, titles, chapters, labels."""

from __future__ import annotations

from scenes.script.sentence_template import BeatText, cases

question = BeatText(
    say=cases(
        straight="How steep is this line, [here] right here, [where] where x is {at:.3g}? A straight line has one "
        "slope, [every] the same at every point. What finds it here finds it on any curve.",
        otherwise="How steep is this curve, [here] right here, [where] where x is {at:.3g}? A straight line has one "
        "slope. [every] A curve has a new one at every point.",
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
        level="The slope settles. The closer the second point, the flatter the secant, and its slope closes in on "
        "zero: here the tangent is level. ",
        otherwise="The slope settles. The closer the second point, the less it changes, and it closes in on "
        "{slope:.3g}. ",
    )
    + "[never] The run is never zero: nought over nought would say nothing. [does] The limit does.",
    title="The slope settles: that is the tangent",
    chapter="The limit",
)

zoom = BeatText(
    say="Look closer. Under a magnifying glass [zoom] "
    + cases(
        straight="nothing changes: a straight line looks the same from near and from far. It is its own tangent.",
        otherwise="the curve straightens, until nobody can tell it from its tangent. That is what smooth means: seen "
        "from near, a line.",
    ),
    title="From near, curve and tangent are one line",
    chapter="Zooming in",
)

sweep = BeatText(
    say="Every point has its own slope. [walk] Let the point walk along the curve, and plot the slope below it. The "
    "new curve is the derivative, [prime] f prime. "
    + cases(
        level_line="This line is level: its derivative is zero everywhere.",
        straight="A straight line has the same slope everywhere: its derivative is constant.",
        torn="Where the curve has a jump, there is no slope, and f prime has a gap.",
        bent="Where the curve has a kink, there is no slope, and f prime has a gap.",
        has_poles="Where the curve runs off at a pole, so does its slope: there is nothing to plot.",
        turns="Where the curve is [flat] flat, it crosses zero.",
        rests="Where the curve is [flat] level for a moment, it touches zero.",
        rising="Here it stays above zero: the curve only rises.",
        otherwise="Here it stays below zero: the curve only falls.",
    ),
    title="The slope at every point: the derivative",
    chapter="The derivative",
)

back_and_forth = BeatText(
    say=cases(
        straight="Once more, back and forth. All the way, the same slope.",
        otherwise="Once more, back and forth. Where the curve rises, its derivative is above zero. Where it falls, it "
        "is below.",
    )
)

predict = BeatText(
    say="The tangent also foretells. [step] One step to the side, [rule] the value is about f plus slope times the "
    "step. [halve] "
    + cases(
        exact=cases(
            straight="Here it is exact: a straight line is its own tangent.",
            otherwise="Here it is exact: so near, the curve is a straight line.",
        ),
        falls_by_half="Halve the step, and the error falls to less than half: it shrinks faster than the step.",
        falls_by_squares="Halve the step, and the error falls to about a quarter: it shrinks like the step squared.",
        otherwise="Halve the step, and the error falls to less than a fifth: even faster than the step squared.",
    ),
    title="The tangent predicts what comes next",
    chapter="Prediction",
)

recap = BeatText(
    say="So, in one picture. [secants] Secants close in on the tangent. [slope] The tangent's slope is the derivative. "
    "[near] And near the point, the curve is its tangent.",
    title="The tangent line",
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
    say="They do not. However close the second point comes, the secants keep two different slopes.",
    title="However close: two different slopes",
    chapter="Two sides",
)

no_tangent = BeatText(
    say=cases(
        jump="At a jump there is no slope to speak of: [kink] the curve is torn, and there is no tangent.",
        otherwise="Left of the point the slope is {sides.left:.3g}, [right] right of it {sides.right:.3g}. Two "
        "slopes, one point: [kink] here the curve has a kink, and no tangent. Networks meet this at every relu, [side] "
        "and just pick a side.",
    ),
    title="At a {sides.kind} there is no tangent",
    chapter="No tangent",
    labels={"verdict": "A {sides.kind}: no tangent here."},
)
