from __future__ import annotations

import numpy as np
import pytest

from mathkit import DomainError
from mathkit.optimisation.datasets import Dataset, MiniBatches, linear, sinusoid, spirals, two_moons, xor
from tests.mathkit.compiling import compiles

MAKERS = [linear, sinusoid, two_moons, spirals, xor]


@pytest.mark.parametrize("make", MAKERS)
def test_the_seed_decides(make):
    one, same, other = make(21, noise=0.1, seed=4), make(21, noise=0.1, seed=4), make(21, noise=0.1, seed=5)
    assert len(one) == len(one.inputs) == len(one.targets) == 21
    assert (one.inputs == same.inputs).all()
    assert (one.targets == same.targets).all()
    assert (one.inputs != other.inputs).any()
    assert compiles(one.typst)


def test_noiseless_data_lie_on_their_formula():
    line = linear(9, slope=-2, intercept=3, noise=0)
    assert line.targets == pytest.approx(-2 * line.inputs + 3)
    wave = sinusoid(9, frequency=2, noise=0)
    assert wave.targets == pytest.approx(np.sin(2 * wave.inputs))
    moons = two_moons(11, noise=0)
    upper, lower = moons.inputs[:6], moons.inputs[6:]
    assert np.hypot(*upper.T) == pytest.approx(np.ones(6))
    assert np.hypot(*(lower - [1, 0.5]).T) == pytest.approx(np.ones(5))
    assert moons.targets[:, 0].tolist() == [0] * 6 + [1] * 5
    arms = spirals(10, noise=0)
    assert arms.inputs[:5] == pytest.approx(-arms.inputs[5:])
    corners = xor()
    assert corners.inputs.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert corners.targets[:, 0].tolist() == [0, 1, 1, 0]
    assert corners.one_hot.targets.tolist() == [[1, 0], [0, 1], [0, 1], [1, 0]]


def test_noise_has_the_spread_that_was_asked_for():
    data = linear(20_000, noise=0.5)
    assert (data.targets - 2 * data.inputs - 1).std() == pytest.approx(0.5, rel=0.02)


@pytest.mark.parametrize(("examples", "size"), [(10, 3), (12, 4), (5, 5), (5, 1)])
def test_an_epoch_sees_every_example_once(examples, size):
    batches = MiniBatches(examples, size, seed=1)
    for epoch in (0, 3):
        pieces = list(batches.epoch(epoch))
        assert len(pieces) == batches.per_epoch
        assert sorted(np.concatenate(pieces)) == list(range(examples))
    assert (batches.batch(7) == MiniBatches(examples, size, seed=1).batch(7)).all()


def test_rows_and_wrong_data():
    assert xor().rows(slice(1, 3)).targets.tolist() == [[1], [1]]
    with pytest.raises(DomainError, match="at least 1 example"):
        linear(0)
    with pytest.raises(DomainError, match="choose 1 to 4"):
        MiniBatches(4, 5)
    with pytest.raises(DomainError, match="tables of the same length"):
        Dataset("odd", np.ones((3, 1)), np.ones((2, 1)), "x")
    with pytest.raises(DomainError, match="no classes"):
        _ = linear(5).one_hot
