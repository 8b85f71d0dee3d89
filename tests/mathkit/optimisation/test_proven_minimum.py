"""Proven minima, where books give them; and none where a descent would only slow down."""

from __future__ import annotations

import numpy as np
import pytest

from mathkit import Function
from mathkit.optimisation.proven_minimum import proven_minimum

BOX = ((-4.0, 4.0), (-4.0, 4.0))


@pytest.mark.parametrize(
    ("text", "near", "minimum"),
    [
        ("(1-x)**2 + 100*(y-x**2)**2", (-0.645, 0.423), (1, 1)),  # Rosenbrock's
        ("(x**2+y-11)**2 + (x+y**2-7)**2", (3.2, 1.9), (3, 2)),  # Himmelblau's
        ("x**4 + y**4 - 4*x*y + 1", (1.2, 0.9), (1, 1)),
        ("x**4 + y**4 - 4*x*y + 1", (0.1, 0.1), None),  # leads to the saddle at 0, 0
        ("x**2", (1, 1), None),  # level along y
        ("x + y", (1, 1), None),
        ("x**4 + y**4", (1, 1), None),  # a minimum that the Hessian does not prove
        ("abs(x) + abs(y)", (1, 1), None),  # a kink
        ("exp(-x**2 - y**2)", (0.1, 0.1), None),  # a maximum
        ("(x-5)**2 + y**2", (3, 1), None),  # outside the box
        ("log(x)**2 + y**2", (1.3, 1), (1, 0)),
    ],
)
def test_minima_are_proven_or_not_there(text, near, minimum):
    found = proven_minimum(Function.parse(text, ("x", "y")), near, BOX)
    if minimum is None:
        assert found is None
    else:
        assert found == pytest.approx(np.array(minimum, dtype=float), abs=1e-15)
