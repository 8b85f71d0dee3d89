from __future__ import annotations

import math

import autograd
import autograd.numpy as anp
import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mathkit import log_softmax, logsumexp, softmax, softmax_jacobian

VECTORS = st.lists(st.floats(-50, 50), min_size=1, max_size=6).map(np.array)


@given(VECTORS)
def test_logsumexp_and_softmax_are_mpmath_at_50_digits(z):
    with mpmath.workdps(50):
        powers = [mpmath.exp(mpmath.mpf(value)) for value in z]
        total = mpmath.fsum(powers)
        assert logsumexp(z) == pytest.approx(float(mpmath.log(total)), rel=1e-13, abs=1e-13)
        assert softmax(z) == pytest.approx([float(power / total) for power in powers], rel=1e-12)
        assert log_softmax(z) == pytest.approx([float(mpmath.log(power / total)) for power in powers], abs=1e-12)


@given(VECTORS, st.floats(-100, 100))
def test_a_common_shift_changes_no_share(z, shift):
    assert softmax(z + shift) == pytest.approx(softmax(z), rel=1e-9)
    assert logsumexp(z + shift) == pytest.approx(logsumexp(z) + shift, abs=1e-11)


@given(VECTORS)
def test_the_gradient_of_logsumexp_is_softmax_and_its_hessian_softmaxs_jacobian(z):
    def plain(v):
        return anp.max(z) + anp.log(anp.sum(anp.exp(v - anp.max(z))))

    assert autograd.grad(plain)(z) == pytest.approx(softmax(z), abs=1e-12)
    assert autograd.hessian(plain)(z) == pytest.approx(softmax_jacobian(z), abs=1e-12)
    assert softmax_jacobian(z).sum(axis=-1) == pytest.approx(np.zeros(len(z)), abs=1e-12)


def test_large_and_missing_entries_do_not_overflow():
    assert softmax(np.array([1e4, 0.0, -1e4])).tolist() == [1.0, 0.0, 0.0]
    assert logsumexp(np.array([1e4, 1e4])) == pytest.approx(1e4 + math.log(2))
    assert logsumexp(np.array([-np.inf, 0.0])) == 0.0
    assert log_softmax(np.array([0.0, 1e4])).tolist() == [-1e4, 0.0]


def test_any_axis():
    z = np.arange(12.0).reshape(3, 4)
    assert softmax(z, axis=0).sum(axis=0) == pytest.approx(np.ones(4))
    assert logsumexp(z, axis=0).shape == (4,)
    assert log_softmax(z, axis=0) == pytest.approx(np.log(softmax(z, axis=0)))
    assert softmax_jacobian(z).shape == (3, 4, 4)


def test_the_jacobian_has_digits_where_a_share_rounds_to_1():
    e = np.exp(-40.0)
    expected = e / (1 + e) ** 2 * np.array([[1, -1], [-1, 1]])
    assert softmax_jacobian(np.array([40.0, 0.0])) == pytest.approx(expected, rel=1e-12, abs=0)
