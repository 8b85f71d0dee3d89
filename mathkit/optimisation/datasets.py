"""Small data sets to learn from: measured, or made by formula and seed; the same seed gives the same numbers.

inputs X (N, d), one example per row; targets T (N, k), or (N, 1) with the class 0 or 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from mathkit.arrays import Array, frozen_copy
from mathkit.errors import DomainError
from mathkit.notation.typst_parts import part

#: Row numbers.
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """Examples in rows: inputs (N, d), targets (N, k). Two are equal if their numbers and columns are.

    `typst` is the formula that made them, empty where they were measured; `columns` names what was measured, the
    target last, and is empty where nobody has named it.
    """

    name: str
    inputs: Array
    targets: Array
    typst: str
    columns: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.inputs.ndim != 2 or self.targets.ndim != 2 or len(self.inputs) != len(self.targets):
            raise DomainError(
                f"inputs {self.inputs.shape} and targets {self.targets.shape} are no rows of examples: give both as "
                "tables of the same length, such as (100, 2) and (100, 1)"
            )
        for name in ("inputs", "targets"):
            object.__setattr__(self, name, frozen_copy(getattr(self, name)))

    def __len__(self) -> int:
        return len(self.inputs)

    @property
    def text(self) -> str:
        """Return the table as it could be pasted: a line for each example, the targets last."""
        rows = np.hstack([self.inputs, self.targets]).tolist()
        head = [",".join(self.columns)] if self.columns else []
        return "\n".join([*head, *(",".join(repr(value).removesuffix(".0") for value in row) for row in rows)])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Dataset) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def rows(self, index: Rows | slice) -> Self:
        """Return the examples with these row numbers."""
        return replace(self, inputs=self.inputs[index], targets=self.targets[index])

    @property
    def one_hot(self) -> Self:
        """Return the same examples with a class 0, 1, … written as a row of zeros and a one: targets (N, classes)."""
        classes = self.targets[:, 0].astype(int)
        if self.targets.shape[1] != 1 or (classes != self.targets[:, 0]).any() or (classes < 0).any():
            raise DomainError(f"the targets of {self.name} are no classes 0, 1, …: one_hot needs one such column")
        return replace(self, targets=np.eye(classes.max() + 1)[classes], columns=())


@dataclass(frozen=True, slots=True)
class MiniBatches:
    """Which examples step n sees: each epoch is a new shuffle, cut into pieces of `size`, the last one shorter.

    A function of (seed, n) alone: batch 1000 needs no batch before it (MML §7.1.3).
    """

    examples: int
    size: int
    seed: int = 0

    def __post_init__(self) -> None:
        if not 1 <= self.size <= self.examples:
            raise DomainError(f"batches of {self.size} out of {self.examples} examples: choose 1 to {self.examples}")

    @property
    def per_epoch(self) -> int:
        """Return how many batches it takes to see every example once."""
        return -(-self.examples // self.size)

    @property
    def typst(self) -> str:
        """Return how many batches make an epoch; the parts are examples, size and batches."""
        pieces = f"{part(str(self.examples), 'examples')} / {part(str(self.size), 'size')}"
        return f'ceil({pieces}) = {part(str(self.per_epoch), "batches")} quad "batches in an epoch"'

    def batch(self, n: int) -> Rows:
        """Return the row numbers (≤ size,) of the batch of step n."""
        epoch, piece = divmod(n, self.per_epoch)
        order = np.random.default_rng((self.seed, epoch)).permutation(self.examples)
        return order[piece * self.size : (piece + 1) * self.size]

    def epoch(self, number: int = 0) -> Iterator[Rows]:
        """Return the batches of one epoch, in order: together every row number once."""
        return (self.batch(number * self.per_epoch + piece) for piece in range(self.per_epoch))


def study_hours() -> Dataset:
    """Return eight people's hours studied and points scored; the best line through them is exactly t = x + 2.

    Its mean square is 1. Who scored 8 or more has passed: no number of hours separates those from the others.
    """
    hours, points = np.arange(1.0, 9.0)[:, None], np.array([4.0, 3, 4, 7, 8, 7, 8, 11])[:, None]
    return Dataset("study hours", hours, points, "", ("hours studied", "points scored"))


def linear(
    count: int = 50, slope: float = 2.0, intercept: float = 1.0, noise: float = 0.3, seed: int = 0, span: float = 2.0
) -> Dataset:
    """Return y = slope x + intercept + ε with ε ~ N(0, noise²), x uniform in [−span, span] (MML eq. 9.3)."""
    random = _random(count, noise, seed)
    x = random.uniform(-span, span, (count, 1))
    y = slope * x + intercept + noise * random.standard_normal((count, 1))
    return Dataset("linear", x, y, f"{_Y} = {{{{ w : weight }}}} {_X} + {{{{ b : bias }}}} + {_NOISE}")


def sinusoid(
    count: int = 50, frequency: float = 1.0, noise: float = 0.1, seed: int = 0, span: float = np.pi
) -> Dataset:
    """Return y = sin(frequency x) + ε with ε ~ N(0, noise²), x uniform in [−span, span]."""
    random = _random(count, noise, seed)
    x = random.uniform(-span, span, (count, 1))
    y = np.sin(frequency * x) + noise * random.standard_normal((count, 1))
    return Dataset("sinusoid", x, y, f"{_Y} = sin({{{{ omega : frequency }}}} {_X}) + {_NOISE}")


def two_moons(count: int = 100, noise: float = 0.1, seed: int = 0) -> Dataset:
    """Draw two interleaved half circles, class 0 on top: (cos t, sin t) and (1 − cos t, ½ − sin t), t from 0 to π."""
    random = _random(count, noise, seed)
    upper = count - count // 2
    first, second = np.linspace(0, np.pi, upper), np.linspace(0, np.pi, count // 2)
    points = np.concatenate([np.c_[np.cos(first), np.sin(first)], np.c_[1 - np.cos(second), 0.5 - np.sin(second)]])
    source = 'vec(cos t, sin t) "or" vec(1 - cos t, 1/2 - sin t)'
    return _classes("two moons", points, upper, noise, random, source)


def spirals(count: int = 100, turns: float = 1.5, noise: float = 0.02, seed: int = 0) -> Dataset:
    """Draw two spirals r = s, φ = 2π turns s + class π, s from 0 (excluded) to 1: each is the other, turned by π."""
    random = _random(count, noise, seed)
    zeros = count - count // 2
    radius = np.concatenate([np.arange(1, zeros + 1) / zeros, np.arange(1, count // 2 + 1) / max(count // 2, 1)])
    angle = 2 * np.pi * turns * radius + np.pi * (np.arange(count) >= zeros)
    points = np.c_[radius * np.cos(angle), radius * np.sin(angle)]
    return _classes("spirals", points, zeros, noise, random, "plus.minus r vec(cos(2 pi k r), sin(2 pi k r))")


def xor(count: int = 4, noise: float = 0.0, seed: int = 0) -> Dataset:
    """Draw the corners (0,0), (0,1), (1,0), (1,1) in turn, with noise; class 1 where exactly one coordinate is 1."""
    random = _random(count, noise, seed)
    corners = np.array([(0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0)])[np.arange(count) % 4]
    classes = (corners[:, :1] != corners[:, 1:]).astype(float)
    points = corners + noise * random.standard_normal((count, 2))
    return Dataset("xor", points, classes, '{{ t : target }} = x_1 "xor" x_2')


_X, _Y, _NOISE = "{{ x : input }}", "{{ y : target }}", "{{ epsilon : noise }}"


def _classes(name: str, points: Array, zeros: int, noise: float, random: np.random.Generator, source: str) -> Dataset:
    """Make the first `zeros` points class 0, the others class 1; noise moves each coordinate."""
    classes = (np.arange(len(points)) >= zeros).astype(float)[:, None]
    points = points + noise * random.standard_normal(points.shape)
    return Dataset(name, points, classes, f"{{{{ bold(x) : input }}}} = {source} + {_NOISE}")


def _random(count: int, noise: float, seed: int) -> np.random.Generator:
    if count < 1 or not 0 <= noise < np.inf:
        raise DomainError(f"{count} examples with noise {noise:g}: at least 1 example and a noise from 0 are needed")
    return np.random.default_rng(seed)
