"""Arrays of doubles: their type, and how a value makes them unchangeable."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

#: Numbers in double precision, of any shape.
Array = NDArray[np.float64]
#: The two ends of an interval, the smaller one first.
Range = tuple[float, float]


def frozen_copy(values: ArrayLike) -> Array:
    """Return a float64 copy that cannot be written to."""
    copy = np.array(values, dtype=np.float64)
    copy.flags.writeable = False
    return copy


def frozen(array: Array) -> Array:
    """Make `array` itself refuse to be written to, and return it: values do not change."""
    array.setflags(write=False)
    return array
