"""Walkers on a map, and the traces that they leave: down step by step, or along a path at an even pace."""

from __future__ import annotations

import manim as mn
import numpy as np

from mathkit import DescentPath
from scenes.marks import Spot, set_runs, stroke
from scenes.motion import live, step_under_way
from scenes.space import Space


class DescentTrace:
    """A walker that takes the steps of a descent one by one as `progress` goes from 0 to 1."""

    def __init__(self, space: Space, path: DescentPath) -> None:
        self.progress = mn.ValueTracker(0.0)
        self.losses = path.values
        self._places = _on_map(space, path)
        self.line = live(stroke(space.theme, "loss", 4.5), lambda m: set_runs(m, self._walked()))
        self.walker = live(Spot(space.theme, "loss", 0.1), lambda m: m.at(self._walked()[-1]))

    @property
    def now(self) -> tuple[float, float]:
        """Return the step of this frame, and the loss between those at the step's ends."""
        done, share = self._step()
        return done + share, float(_between(self.losses, done, share))

    @property
    def loss_reached(self) -> float:
        """Return the loss after the last step that is done."""
        return float(self.losses[self._step()[0]])

    def _step(self) -> tuple[int, float]:
        last = len(self.losses) - 1
        return step_under_way(self.progress.get_value() * last, last)

    def _walked(self) -> np.ndarray:
        done, share = self._step()
        return np.array([*self._places[: done + 1], _between(self._places, done, share)])


class PathTrace:
    """A walker that runs along a path at an even pace as `share` goes from 0 to 1 of its length."""

    def __init__(self, space: Space, path: DescentPath, role: str) -> None:
        self.share = mn.ValueTracker(0.0)
        places = _on_map(space, path)
        self.line = live(stroke(space.theme, role, 5), lambda m: set_runs(m, _first(places, self.share.get_value())))
        self.walker = live(Spot(space.theme, role, 0.1), lambda m: m.at(_first(places, self.share.get_value())[-1]))


def _on_map(space: Space, path: DescentPath) -> np.ndarray:
    """Return where the points of a path stand on the stage now, shape (n, 3)."""
    x, y = path.points.T
    return space.project(space.on_surface(x, y))


def _between(values: np.ndarray, index: int, share: float) -> np.ndarray:
    """Return the value at `index`, moved by `share` towards the next one, or the last one itself."""
    after = values[min(index + 1, len(values) - 1)]
    return np.asarray(values[index] + share * (after - values[index]))


def _first(points: np.ndarray, share: float) -> np.ndarray:
    """Return the first `share` of a path, by its length, shape (k, 3)."""
    lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    reach = share * lengths[-1]
    tip = [np.interp(reach, lengths, points[:, axis]) for axis in range(3)]
    return np.vstack([points[lengths <= reach], tip])
