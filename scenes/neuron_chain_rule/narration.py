"""All words of the film, beat by beat: what is said, titles, chapters, labels."""

from __future__ import annotations

from scenes.script.sentence_template import FILM_TITLE, BeatText, cases

one_neuron = BeatText(
    say="One neuron. It weighs its input, [z] adds a bias, [a] bends the result, [l] and is told how wrong it is. "
    "[how] How does that loss depend on the weight?",
    title="How does the loss depend on the weight?",
    chapter="One neuron",
)

forward = BeatText(
    say="Forward. Numbers flow from the input to the loss. [z] z is {z_said}, [a] and the output a is {a_said}. "
    "The target is {neuron.target:.3g}, [l] so the loss is {loss_said}.",
    title="Forward: numbers flow to the loss",
    chapter="Forward",
)

nudge_guess = BeatText(
    say="Now nudge the weight up a little. [loss] Will the loss rise or fall? And by how much?",
    title="Nudge the weight: what will the loss do?",
)

nudge = BeatText(
    say="The nudge travels. Each step stretches it, or shrinks it, or turns it round, by its own factor. [factors] "
    "First times {neuron.dz_dw:.3g}, then times about {neuron.da_dz:.3g}. The last factor is about "
    "{neuron.dloss_da:.3g}. [up] Nudge the weight up, and the loss {rises_or_falls}.",
    title="Each step passes the nudge on, times its own factor",
    chapter="A nudge",
)

dead_nudge = BeatText(
    say="The nudge does not arrive: "
    + cases(
        silent="the neuron is silent: its output does not move with z",
        on_target="the output is on its target, where the loss is level",
        otherwise="the input is zero, and the weight has nothing to weigh",
    )
    + ". One of the factors is zero, [factors] so the loss does not feel this weight. [up] However we nudge it, the "
    "slope here is zero.",
    title="A factor of zero: the nudge does not arrive",
    chapter="A nudge",
)

local = BeatText(
    say="Those factors are the local derivatives. [every] Every edge has its own, [own] and needs to know nothing of "
    "the rest.",
    title="Every edge has its local derivative",
    chapter="Local derivatives",
)

backward = BeatText(
    say="Backward. Start at the loss, [a] and multiply your way home: [z] factor by factor, first in symbols. [w] That "
    "is the chain rule. [path] A common slip is to add along one path: [times] along a path, we multiply.",
    title="Backward: from the loss to the weight",
    chapter="Backward",
)

numbers = BeatText(
    say="Now the numbers: [numbers] {neuron.dloss_da:.3g} times {neuron.da_dz:.3g}. Times {neuron.dz_dw:.3g}, it makes "
    + cases(
        unfelt="zero. [thick] A thin arrow: little or no gradient passes.",
        otherwise="about {neuron.dloss_dw:.3g}. [thick] The thicker the arrow, the larger the gradient that passes.",
    ),
    title="The same product, in numbers",
)

all_gradients = BeatText(
    say="The way back is shared. [w] Only the last factor differs: [b] for the bias it is one, [x] for the input it is "
    "the weight.",
    title="One pass back gives every gradient",
    chapter="All gradients",
)

one_pass = BeatText(
    say="One pass back gives every gradient. [again] With a million weights, it would still be one pass.",
)

step = BeatText(
    say=cases(
        stands="Now learn: step against the gradient. [rule] But every gradient is zero: w and b stay, [now] the loss "
        "stays, and the neuron is "
        + cases(without_loss="on its target, and has nothing left to learn.", otherwise="stuck here."),
        falls="Now learn. [rule] Step against the gradient: "
        + cases(felt="w goes {up_or_down}, to {weight_after}. ", otherwise="w stays, but b moves, to {bias_after}. ")
        + "The loss was {loss_said}; [now] now it is "
        + cases(hardly_falls="a little lower.", otherwise="{next_loss_said}."),
        grows="Now learn: step against the gradient. [rule] But this step is too long. The loss was {loss_said}; [now] "
        "now it is {next_loss_said}. Choose a smaller rate.",
        mirrored="Now learn: step against the gradient. [rule] But the step lands exactly as far beyond the target: "
        "[now] the loss stays at {loss_said}. Choose a smaller rate.",
        otherwise="Now learn: step against the gradient. [rule] It is so small that the step hardly counts: [now] the "
        "loss stays at {loss_said}.",
    ),
    title="A step against the gradient: what will the loss do?",
    chapter="One step",
    labels={
        "outcome": cases(
            falls="One step against the gradient: the loss is lower",
            grows="A step too long: the loss is higher",
            mirrored="Exactly as far beyond the target: the loss stays",
            stands="Without a gradient, no step",
            otherwise="So small a step that the loss stays",
        )
    },
)

training = BeatText(
    say="And again, and again. [train] Forward, backward, step: "
    + cases(
        training_falls="{rounds} rounds bring the loss "
        + cases(training_hardly_falls="down, if only a little.", otherwise="to {last_loss_said}."),
        training_grows="after {rounds} rounds the loss has grown to {last_loss_said}, since each step is too long.",
        mirrored="after {rounds} rounds the loss is still {last_loss_said}: the output jumps from side to side of the "
        "target.",
        otherwise="after {rounds} rounds the loss is still {last_loss_said}: this example teaches it nothing.",
    )
    + " That is all that training is. A network only has more paths.",
    title="Forward, backward, step: training",
    chapter="Training",
)

recap = BeatText(
    say="In one line: the loss feels the weight [path] through every step between them, [product] and the gradient is "
    "the product of their factors.",
    title=FILM_TITLE,
    chapter="Recap",
)
