from __future__ import annotations

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mathkit import (
    LAYER_ACTIVATIONS,
    DenseLayer,
    DomainError,
    FormulaError,
    Layer,
    LayerChain,
    MultilayerPerceptron,
    Neuron,
    parse_matrix,
    parse_vector,
)
from tests.mathkit.compiling import compiles

ACTIVATE = {
    "sigmoid": lambda z: 1 / (1 + anp.exp(-z)),
    "tanh": anp.tanh,
    "relu": lambda z: anp.where(z > 0, z, 0.0),
    "softplus": lambda z: anp.log(1 + anp.exp(z)),
    "identity": lambda z: z,
    "softmax": lambda z: anp.exp(z) / anp.sum(anp.exp(z)),
}
SIZES = [(1, 1), (3, 2), (2, 4), (4, 4)]


def drawn(outputs, inputs, activation, seed=1):
    random = np.random.default_rng(seed)
    layer = Layer(
        random.normal(size=(outputs, inputs)), random.normal(size=inputs), random.normal(size=outputs), activation
    )
    return LayerChain((layer,), random.normal(size=outputs))


def plain_loss(chain):
    """The same chain written once more, as a function of what it is made of, that autograd can differentiate."""

    def loss(x, *parts):
        a = x
        for layer, weights, bias in zip(chain.layers, parts[::2], parts[1::2], strict=True):
            a = ACTIVATE[layer.activation](anp.dot(weights, a) + bias)
        return anp.sum((a - chain.target) ** 2)

    return loss, [part for layer in chain.layers for part in (layer.weights, layer.bias)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("activation", LAYER_ACTIVATIONS)
@pytest.mark.parametrize("layers", [1, 2, 3])
def test_gradients_agree_with_autograd(size, activation, layers):
    chain = drawn(*size, activation)
    for seed in range(layers - 1):
        chain = chain.then_drawn(seed)
    loss, parts = plain_loss(chain)
    x = chain.layers[0].x
    assert chain.loss_value == pytest.approx(loss(x, *parts))
    for number, gradients in enumerate(chain.gradients):
        by_weights = autograd.grad(loss, 1 + 2 * number)(x, *parts)
        by_bias = autograd.grad(loss, 2 + 2 * number)(x, *parts)
        assert gradients.dloss_dw == pytest.approx(by_weights, abs=1e-12)
        assert gradients.dloss_db == pytest.approx(by_bias, abs=1e-12)
    assert chain.gradients[0].dloss_dx == pytest.approx(autograd.grad(loss)(x, *parts), abs=1e-12)


@pytest.mark.parametrize("activation", LAYER_ACTIVATIONS)
def test_jacobians_agree_with_central_differences(activation):
    layer = drawn(3, 4, activation).layers[0]
    step = 1e-6
    for column in range(3):
        nudge = step * np.eye(3)[column]
        rise = (layer.activated(layer.z + nudge) - layer.activated(layer.z - nudge)) / (2 * step)
        assert layer.da_dz[:, column] == pytest.approx(rise, abs=1e-8)
    for column in range(4):
        nudge = step * np.eye(4)[column]
        rise = (layer.with_x(layer.x + nudge).z - layer.with_x(layer.x - nudge).z) / (2 * step)
        assert layer.dz_dx[:, column] == pytest.approx(rise, abs=1e-8)
    off_diagonal = layer.da_dz - np.diag(layer.slopes)
    assert layer.elementwise == (not off_diagonal.any())


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_the_product_of_the_jacobians_is_the_gradient(layers):
    chain = drawn(3, 2, "tanh")
    for seed in range(layers - 1):
        chain = chain.then_drawn(seed)
    product = chain.chain
    assert product.result.matrix[0] == pytest.approx(chain.gradients[0].dloss_dx)
    assert product.shapes[0] == (1, 3)
    assert product.shapes[-1] == (3, 2)
    assert (product.result.of, product.result.over) == ("L", "x")


def test_an_entry_is_the_rule_of_one_neuron():
    """Each neuron alone, with the others' inputs folded into its bias, gives its row of the gradient."""
    chain = drawn(3, 2, "sigmoid")
    (layer,), (gradients,) = chain.layers, chain.gradients
    for i in range(3):
        for j in range(2):
            rest = layer.z[i] - layer.weights[i, j] * layer.x[j]
            neuron = Neuron(layer.x[j], layer.weights[i, j], rest, chain.target[i], "sigmoid")
            assert gradients.dloss_dw[i, j] == pytest.approx(neuron.dloss_dw)


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "softplus", "identity"])
def test_it_is_the_network_for_one_example(activation):
    chain = drawn(3, 2, activation).then_drawn()
    layers = tuple(DenseLayer(layer.weights, layer.bias, layer.activation) for layer in chain.layers)
    made = MultilayerPerceptron(layers).backward(chain.layers[0].x[None], chain.target[None])
    assert chain.loss_value == pytest.approx(made.loss)
    for number, gradients in enumerate(chain.gradients, start=1):
        assert gradients.dloss_dw == pytest.approx(made.gradient_of("weights", number))
        assert gradients.dloss_dz == pytest.approx(made.gradient_of("weighted", number)[0])


def test_a_gradient_by_hand():
    # z = (1·1 + 2·2, 0·1 + 1·2) = (5, 2) = a; a − t = (1, −1); δ = (2, −2); δ Wᵀ… = (2, 4 − 2) = (2, 2)
    chain = LayerChain((Layer([[1, 2], [0, 1]], [1, 2], [0, 0], "identity"),), [4, 3])
    (gradients,) = chain.gradients
    assert chain.loss_value == 2
    assert gradients.dloss_dz.tolist() == [2, -2]
    assert gradients.dloss_dw.tolist() == [[2, 4], [-2, -4]]
    assert gradients.dloss_dx.tolist() == [2, 2]


def test_a_silent_neuron_learns_nothing_and_passes_nothing_back():
    chain = LayerChain((Layer([[1, 1], [-1, -1]], [1, 1], [0, 0], "relu"),), [0, 1])
    (gradients,) = chain.gradients
    assert chain.layers[0].slopes.tolist() == [1, 0]
    assert gradients.dloss_dw[1].tolist() == [0, 0]
    assert gradients.dloss_dx.tolist() == [4, 4]


@pytest.mark.parametrize("activation", LAYER_ACTIVATIONS)
def test_extremes_stay_finite(activation):
    chain = LayerChain((Layer([[1e4], [-1e4]], [1], [0, 0], activation),), [0, 1]).then_drawn()
    assert np.isfinite(chain.loss_value)
    assert all(np.isfinite(gradients.dloss_dw).all() for gradients in chain.gradients)
    assert compiles(LAYER_ACTIVATIONS[activation])


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Layer([[1, 2]], [1], [0]), "W is 1×2 and x has 1 entries: x needs 2, one for each column"),
        (lambda: Layer([[1, 2]], [1, 2], [0, 0]), "b needs 1, one for each row"),
        (lambda: Layer([1, 2], [1, 2], [0]), "no matrix"),
        (lambda: Layer([[np.nan]], [1], [0]), "finite"),
        (lambda: Layer([[1]], [1], [0], "softmx"), "did you mean 'softmax'"),
        (lambda: LayerChain((Layer([[1]], [1], [0]),), [1, 2]), "target has 2 entries"),
        (lambda: LayerChain((Layer([[1]], [1], [0]),), [np.inf]), "finite"),
        (lambda: LayerChain((Layer([[1]], [1], [0]), Layer([[1]], [1], [0])), [1]), "fed with"),
    ],
)
def test_what_does_not_fit_is_said(make, message):
    with pytest.raises(DomainError, match=message):
        make()


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("1 2; 3 4", ((1, 2), (3, 4))),
        ("[[1,2],[3,4]]", ((1, 2), (3, 4))),
        (" [ [1 2] , [3 -4] ] ", ((1, 2), (3, -4))),
        ("[1, 2; 3, 4]", ((1, 2), (3, 4))),
        ("1,2;-1/4,2^3", ((1, 2), (-0.25, 8))),
        ("max(1,2), 3", ((2, 3),)),
        ("5", ((5,),)),
        ("1 2", ((1, 2),)),
        ("1; 2", ((1,), (2,))),
        ([[1, "2"], (3, 4.5)], ((1, 2), (3, 4.5))),
        ([1, 2], ((1, 2),)),
        (7, ((7,),)),
    ],
)
def test_matrices_as_they_are_typed(text, rows):
    assert parse_matrix(text) == rows


@pytest.mark.parametrize(
    ("text", "values"),
    [("1,2", (1, 2)), ("[1 2]", (1, 2)), ("1; 2", (1, 2)), ((1, 2), (1, 2)), ("[[1],[2]]", (1, 2)), (3, (3,))],
)
def test_vectors_as_they_are_typed(text, values):
    assert parse_vector(text) == values


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1 2; 3", "W = 1 2; 3: row 2 has 1 entry, row 1 has 2"),
        ("[[1,2],[3,4,5]]", "row 2 has 3 entries"),
        ("", "empty row"),
        ("1 2;", "empty row"),
        ("[]", "empty row"),
        ("[[1,2],[]]", "empty row"),
        ("[[1,2],[3,4]", "no list of rows"),
        ("[[1,2]", "no list of rows"),
        ("[1,2", "not closed"),
        ("1, [2]", "W: "),
        ("[1, [2, 3]]", "no list of rows"),
        ("[[[1]]]", "no list of rows|W: "),
        ("[[1,2],3]", "no list of rows"),
        ("nan 1", "W: "),
        ("inf", "W: "),
        ("1 x", "W: "),
        ("1, , 2", "W: "),
        ("__import__('os')", "W: "),
        ([[1, None]], "no number"),
        ([[1], 2], "empty row"),
        ([float("nan")], "no finite"),
        ("1 2 3 4 5", "W has 5 columns: there is room for 4 at most"),
        ("1;2;3;4;5", "W has 5 rows: there is room for 4 at most"),
        ("1 " * 100_000, "characters"),
    ],
)
def test_matrices_that_are_none(text, message):
    with pytest.raises(FormulaError, match=message):
        parse_matrix(text, name="W", most=4)


def test_a_matrix_is_no_vector():
    with pytest.raises(FormulaError, match="x = 1 2; 3 4 is a matrix"):
        parse_vector("1 2; 3 4", name="x")


@given(st.lists(st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3), min_size=1, max_size=4))
def test_a_matrix_survives_its_text(rows):
    wanted = tuple(tuple(row) for row in rows)
    assert parse_matrix("; ".join(" ".join(f"{value:.20f}" for value in row) for row in rows)) == pytest.approx(
        np.array(wanted), abs=1e-9
    )
    assert parse_matrix(wanted) == wanted
