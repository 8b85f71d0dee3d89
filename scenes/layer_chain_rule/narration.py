"""All words of the film, beat by beat: what is said, titles, chapters, labels."""

from __future__ import annotations

from scenes.script.sentence_template import FILM_TITLE, BeatText, cases

SLIP = " [slip] A common slip is to call this Jacobian a vector: [matrix] it is a matrix, and multiplies like one."

one_layer = BeatText(
    say=cases(
        single="A layer may be a single neuron. [layer] It weighs its {inputs}, [loss] and its output makes the loss. "
        "[how] How does the loss depend on each weight?",
        otherwise="One neuron weighs its inputs. [layer] A layer is {neurons} that look at the same inputs, [loss] and "
        "all their outputs make one loss. [how] How does it depend on each of {weights}?",
    ),
    title="How does the loss depend on every weight?",
    chapter="A layer",
)

matrix = BeatText(
    say="Write the weights of each neuron into a row: [rows] {neurons} on {inputs} make a matrix of {rows} and "
    "{columns}. [shape] The whole layer is then one line: [line] z is W times x plus b, [bend] and a is the activation "
    "of z.",
    title="Each neuron is a row of the matrix",
    chapter="Weights in rows",
)

forward = BeatText(
    say="Forward, with numbers. [edges] Thick edges are large weights, dashed ones are negative. [loss] "
    + cases(halved="Half of the squared misses adds", otherwise="The squared misses add")
    + " up to a loss of {loss_told}.",
    title="Forward: all neurons at once",
    chapter="Forward",
)

guess = BeatText(
    say="Now raise the first input by one. Which of the z will move, and by how much?",
    title="Raise the first input by one: what moves?",
)

jacobian = BeatText(
    say="Every z moves, each by its own weight. [column] That is one column of the Jacobian, which has [row] a row for "
    "each output [input] and a column for each input. [all] Column by column, the weights come back: [answer] the "
    "Jacobian is W itself.",
    title="What is the Jacobian of $W bold(x) + bold(b)$?",
    chapter="Jacobians",
    labels={"answer": "The Jacobian of $W bold(x) + bold(b)$ is $W$ itself"},
)

diagonal = BeatText(
    say=cases(
        mixes="Softmax shares out a whole: [alone] raise one z, and every output moves. [slopes] So this Jacobian is "
        "full, [zeros] with no zero in it. [slip] A common slip is to keep only its diagonal, as for other "
        "activations: [matrix] here every entry counts.",
        single="The activation bends one number: [alone] raise z, and a moves. [slopes] So its Jacobian has [zeros] "
        "one entry: the slope." + SLIP,
        otherwise="The activation bends each number alone: [alone] an output feels only its own z. [slopes] "
        + cases(
            identity="The identity has slope one everywhere, [zeros] so this is the identity matrix.",
            otherwise="So its slopes stand on a diagonal, [zeros] with zeros beside it.",
        )
        + SLIP,
    ),
    title="Raise one $z$: which outputs move?",
    chapter="The diagonal",
    labels={
        "answer": cases(
            mixes="Softmax mixes: its Jacobian is full",
            otherwise="The activation's Jacobian is a diagonal",
        )
    },
)

shapes = BeatText(
    say="Now the chain rule. [row] The loss is one number, so its Jacobian is a single row. [meet] Where two matrices "
    "meet, their inner numbers must be equal, [cancel] and cancel. [stay] The outer ones stay: one row of {columns}.",
    title="Inner numbers meet and cancel, outer ones stay",
    chapter="Shapes that fit",
)

delta = BeatText(
    say=cases(
        mixes="With numbers: the row times the activation's Jacobian. [each] Every output passes something to every z. "
        "[name] The result is what the loss feels of each z. It has a name: delta.",
        otherwise="With numbers: the row times the diagonal. [each] Each entry meets its own slope alone. [name] "
        + cases(
            all_silent="Here every slope is zero, so delta is zero: from this example, nothing in the layer learns.",
            some_silent="The result is called delta. The {silent_neurons} {is_or_are} silent: slope zero, delta zero.",
            otherwise="The result is what the loss feels of each z. It has a name: delta.",
        ),
    ),
    title="Row times Jacobian makes $bold(delta)$",
    chapter="The product",
)

back_to_input = BeatText(
    say="Delta times W goes on to the input: [each] "
    + cases(
        single="each weight carries delta back to the input that it weighs.",
        otherwise="every entry gathers what {all_neurons} send back along its column.",
    ),
    title="Then times $W$: what it feels of each input",
)

outer = BeatText(
    say="And the weights? [own] A weight touches only its own neuron, [input] and there it meets only its own input. "
    "[rule] So its gradient is delta of the neuron times the input: [all] the single neuron's rule, entry by entry, "
    "[shape] in the shape of W.",
    title="What does the loss feel of each weight?",
    chapter="The weights",
    labels={"answer": "The gradient of $W$ is an outer product"},
)

two_layers = BeatText(
    say="Put a second layer on top. [input] Its input is the first one's output, [loss] and the loss now waits at its "
    "end.",
    title="A second layer on top",
    chapter="Two layers",
)

flow = BeatText(
    say="The gradient flows on. [top] The second layer hands back the gradient of its input. [first] To the first, "
    "that is what the loss handed back before. [rule] The same rule, layer after layer: this is backpropagation.",
    title="The gradient flows on, by the same rule",
)

one_pass = BeatText(
    say="One pass back, from the loss to the first weights, gives every gradient. More layers only make it longer.",
)

recap = BeatText(
    say="So, for any layer: [delta] what comes from above, times the activation's Jacobian, makes delta. [weights] "
    "Delta times the input is the gradient of the weights, and delta alone that of the biases. [on] Delta times W goes "
    "on to the layer before.",
    title=FILM_TITLE,
    chapter="Recap",
)
