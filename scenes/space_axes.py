"""The axes of a box in space."""

from __future__ import annotations

import manim as mn
import numpy as np

from scenes.lines_of_sight import board, panes, ribbon
from scenes.marks import set_runs, stroke
from scenes.space import Space
from scenes.space_marks import see_through
from scenes.theme import LABEL
from scenes.typesetting import Formula, tick_label


class SpaceAxes(mn.VGroup):
    """The box's three axes with ticks and names: x and y along the edges next to the camera, z at the left of the box.

    Next to the camera is told by where it stands when the axes are made. From another side the surface may hide them.
    """

    def __init__(self, space: Space) -> None:
        super().__init__()
        self.space = space
        self.pose: tuple[float, float, float] | None = None
        theme, window = space.theme, space.window
        self.lines = stroke(theme, "muted", 2.2, 0.85)
        self.z_line = stroke(theme, "muted", 2.2, 0.85)
        self.add(self.lines, self.z_line)
        (x0, x1), (y0, y1), (z0, z1) = window.x_range, window.y_range, window.z_range
        self.marks: list[tuple[mn.Mobject, np.ndarray, np.ndarray]] = []
        self.z_marks: list[mn.Mobject] = []
        self.ticks: list[tuple[np.ndarray, np.ndarray]] = []
        # Which side of the box the camera is on, along x and along y; from there z stands at the left end.
        across, along = (1.0 if space.eye[axis] > 0 else -1.0 for axis in (0, 1))
        near_x, near_y = (x1 if across > 0 else x0), (y1 if along > 0 else y0)
        far_x, far_y = x0 + x1 - near_x, y0 + y1 - near_y
        left = np.array([near_x, far_y] if across * along > 0 else [far_x, near_y])
        lean = [0.75, 0.4] if left[0] == near_x else [0.4, 0.75]
        outward = {
            "x": np.array([0, along, 0]),
            "y": np.array([across, 0, 0]),
            "z": np.array([*(np.sign(left - space.middle[:2]) * lean), 0]),
        }
        self.near, self.left, self.quarter = (near_x, near_y), left, np.array([across, along])
        for x in window.x_ticks:
            self._tick(np.array([x, near_y, z0]), outward["x"], float(x))
        for y in window.y_ticks:
            # In the corner the number of x stands already.
            if abs(y - near_y) < 0.06 * (y1 - y0) and np.abs(window.x_ticks - near_x).min() < 0.06 * (x1 - x0):
                continue
            self._tick(np.array([near_x, y, z0]), outward["y"], float(y))
        flat_ticks = len(self.ticks)
        for z in window.z_ticks:
            if z > z0 + 0.08 * (z1 - z0):
                self.z_marks.append(self._tick(np.array([*left, z]), outward["z"], float(z)))
        self.z_ticks = len(self.ticks) - flat_ticks
        self._name("{{ x : input }}", np.array([(x0 + x1) / 2, near_y, z0]), outward["x"] * 2.6)
        self._name("{{ y : input2 }}", np.array([near_x, (y0 + y1) / 2, z0]), outward["y"] * 2.5)
        self.z_marks.append(
            self._name("{{ f(x, y) : output }}", np.array([*left, z1]), np.array([0.0, 0.0, 1.5]), LABEL + 2)
        )
        self.add_updater(lambda m: m.refresh(), call_updater=True)

    def _tick(self, point: np.ndarray, outward: np.ndarray, value: float) -> mn.Mobject:
        label = tick_label(value, self.space.theme)
        self.ticks.append((point, outward))
        return self._mark(label, point, outward)

    def _name(self, code: str, point: np.ndarray, outward: np.ndarray, size: float = LABEL + 5) -> mn.Mobject:
        return self._mark(Formula(code, self.space.theme, size=size), point, outward)

    def _mark(self, label: mn.Mobject, point: np.ndarray, outward: np.ndarray) -> mn.Mobject:
        self.marks.append((label, point, outward))
        self.add(label)
        return label

    def refresh(self) -> SpaceAxes:
        """Stand where the camera sees the box now."""
        space, window = self.space, self.space.window
        if space.pose == self.pose:
            return self
        self.pose = space.pose
        near_x, near_y = self.near
        (x0, x1), (y0, y1), (z0, z1) = window.x_range, window.y_range, window.z_range
        axes = [
            space.cube(_edge([x0, near_y, z0], [x1, near_y, z0])),
            space.cube(_edge([near_x, y0, z0], [near_x, y1, z0])),
        ]
        upright = space.cube(_edge([*self.left, z0], [*self.left, z1]))
        ticks = []
        for point, outward in self.ticks:
            base = space.cube(point)
            ticks.append(np.array([base, base + outward * 0.04]))
        fading = max(0.0, 1 - 3 * space.pose[2])
        flat_ticks = ticks if fading > 0 else ticks[: len(ticks) - self.z_ticks]
        for lines, runs in ((self.lines, [*axes, *flat_ticks]), (self.z_line, [upright])):
            set_runs(lines, *(space.place(run) for run in runs))
            lines.panes = None if self._in_front else panes(space, [ribbon(space, run, 0.02) for run in runs])
        self.z_line.set_stroke(opacity=0.85 * fading)
        for label, point, outward in self.marks:
            anchor = space.cube(point) + outward * 0.13
            label.move_to(space.place(anchor))
            covered = (
                None if self._in_front else [board(space, anchor, label.get_corner(mn.DL), label.get_corner(mn.UR))]
            )
            see_through(label, None if covered is None else panes(space, covered))
        for label in self.z_marks:
            label.set_opacity(fading)
        return self

    @property
    def _in_front(self) -> bool:
        """Tell whether the camera is where it was when the axes were made: they stand on the sides that face it."""
        eye = self.space.eye[:2]
        home = bool(np.all(eye * self.quarter > 1))
        return home or self.space.pose[2] > 0


def _edge(start: list[float], end: list[float]) -> np.ndarray:
    """Return data points along an edge of the box, shape (n, 3): close enough to see where it is hidden."""
    return np.linspace(start, end, 49)
