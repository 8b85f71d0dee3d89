"""All words of the film, beat by beat: what is said, titles, chapters."""

from __future__ import annotations

from scenes.script.sentence_template import FILM_TITLE, BeatText, cases

TURNED = "A compass finds the way up. [turn] Now turn it round: downhill is minus the gradient. [step] "

valley = BeatText(
    say="Here is a loss, over two weights, {x} and {y}. [look] Training means to "
    + cases(valley="find the bottom of this valley", otherwise="get lower")
    + ". But we feel only [feet] the slope under our feet.",
    title=cases(
        valley="How do you find the bottom, feeling only the slope?",
        otherwise="How do you get lower, feeling only the slope?",
    ),
    chapter="The landscape",
)

flatten = BeatText(
    say="Draw lines of equal height, [above] and look from above: the landscape becomes a map. "
    + cases(
        even="Even lines: it is as steep everywhere.",
        otherwise="Where the lines crowd, it is steep.",
    ),
    title="Seen from above: a map of equal heights",
    chapter="The map",
)

arrows = BeatText(
    say="All over the map, an arrow: the gradient. [parts] Its parts are the two partial slopes. "
    + cases(
        plane="[same] On a plane both stay the same, and so does the arrow.",
        even="[same] It is as steep everywhere: the arrow turns, and is as long wherever you look.",
        otherwise="[long] It is long where the ground is steep, [short] and shorter where it is less so.",
    ),
    title="All over the map an arrow: the gradient",
    chapter="Arrows",
)

which_way = BeatText(
    say="Take one point. [wheel] Of all directions, which one climbs fastest? [dial] And which does not climb at all?",
    title="Which direction climbs fastest?",
)

wheel = BeatText(
    say="Turn the wheel. The slope in each direction is the length of the gradient times a cosine. [along] Along the "
    "arrow it is largest: {steepest:.3g}. [across] Straight across, it is zero. [back]",
    title="Every direction has its own slope",
    chapter="The wheel of directions",
)

swing = BeatText(
    say="Swing [left] to one side, [right] then to the other. Equally far from the arrow, it is equally steep; [back] "
    "and straight back, it falls as fast as it climbed ahead.",
)

perpendicular = BeatText(
    say="Zero slope means equal height: [contour] that is the contour. [square] So the arrow stands square on it. "
    "[walk] Wherever it stands, it points up the steepest way from there."
    + cases(misses=" Straight against it, [miss] you would miss the bottom.", otherwise=""),
    title="The arrow stands square on the contour",
    chapter="Square on the contour",
)

downhill = BeatText(
    say=TURNED + "Step against the arrow, look again, step again. That makes {steps_told}, and the loss has "
    "fallen. It was {ways.first:.3g}, and is now "
    + cases(nearly_zero="almost zero.", otherwise="{ways.last:.3g}.")
    + cases(goes_on=" The way goes on.", otherwise=""),
    title="Against the arrow, step by step: downhill",
    chapter="Downhill",
)

overshoot = BeatText(
    say=TURNED
    + "But these steps are too long: "
    + cases(
        leaps="they lead right off the map. ",
        no_lower="after {steps_told}, the loss is no lower. ",
    )
    + "A smaller rate keeps to the way down.",
    title="Against the arrow, but with steps too long",
    chapter="Downhill",
)

uphill = BeatText(
    say="For comparison, [turn] the other way: plus instead of minus"
    + cases(smaller=", and [rate] a smaller rate, which makes smaller steps", otherwise="")
    + ". [climb] With the arrow, from the same start, "
    + cases(only_grows="the loss only grows.", otherwise="the way leads up."),
    title=cases(smaller="With the arrow, in smaller steps: uphill", otherwise="With the arrow: uphill"),
    chapter="Uphill",
)

recap = BeatText(
    say="To sum up. [up] The gradient points up the steepest way, [length] and its length is that slope. [square] It "
    "stands square on the contours. [down] Against it lies the way down.",
    title=FILM_TITLE,
    chapter="Recap",
)
